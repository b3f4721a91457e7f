"""The picture check finds what it is there to find."""

import pytest
from picture_checks import findings, save_picture
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.common.buttons import icon_button, primary
from ui.common.text import label, paragraph

WORDS = "Send the outcome letter to Mr Tobias Venn-Holloway"


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 200)
    return made


def kinds(window: QWidget) -> set[str]:
    window.show()
    return {line.split()[0] for line in findings(window)}


def test_a_sound_window_has_no_findings(window, tmp_path) -> None:
    column = QVBoxLayout(window)
    column.addWidget(paragraph(WORDS * 3))
    column.addWidget(primary("Save"))
    assert kinds(window) == set()
    assert save_picture(window, tmp_path / "a" / "sound.png").stat().st_size > 0


def test_a_cut_label_is_found(window) -> None:
    shown = label(WORDS)
    shown.setParent(window)
    shown.setGeometry(10, 10, 80, 20)
    assert kinds(window) == {"CLIP"}
    shown.setProperty("elides", True)
    assert kinds(window) == set()


def test_a_squeezed_sentence_is_found(window) -> None:
    shown = paragraph(WORDS * 3)
    shown.setParent(window)
    shown.setGeometry(10, 10, 200, 20)
    assert kinds(window) == {"CLIP"}


def test_a_cut_button_and_a_cut_placeholder_are_found(window) -> None:
    button = QPushButton(WORDS, window)
    button.setGeometry(10, 10, 60, 32)
    line = QLineEdit(window)
    line.setAccessibleName("Find")
    line.setPlaceholderText(WORDS)
    line.setGeometry(10, 60, 100, 32)
    window.show()
    assert len([x for x in findings(window) if x.startswith("CLIP")]) == 2


def test_overlap_is_found_unless_meant(window) -> None:
    one, other = primary("Save"), QLineEdit()
    other.setAccessibleName("Name")
    for part in (one, other):
        part.setParent(window)
        part.setGeometry(10, 10, 100, 32)
    assert kinds(window) == {"OVERLAP"}
    other.setProperty("overlay", True)
    assert kinds(window) == set()


def test_two_filled_buttons_are_found(window) -> None:
    row = QHBoxLayout(window)
    row.addWidget(primary("Save"))
    row.addWidget(primary("Send"))
    assert kinds(window) == {"PRIMARY"}


def test_a_control_without_a_name_is_found(window) -> None:
    row = QHBoxLayout(window)
    row.addWidget(QLineEdit())
    row.addWidget(icon_button("find", "Find a person"))
    assert kinds(window) == {"NAME"}


def test_a_part_outside_its_parent_is_found(window) -> None:
    part = primary("Save")
    part.setParent(window)
    part.setGeometry(360, 10, 100, 32)
    assert kinds(window) == {"OUTSIDE"}


def test_a_window_smaller_than_its_parts_is_found(window) -> None:
    row = QHBoxLayout(window)
    for number in range(8):
        button = QPushButton(f"Number {number}")
        button.setMinimumWidth(100)
        row.addWidget(button)
    window.show()
    window.setMinimumSize(1, 1)
    row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
    window.resize(300, 200)
    assert "SIZE" in {line.split()[0] for line in findings(window)}
