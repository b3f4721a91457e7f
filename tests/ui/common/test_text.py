"""Words on the screen wrap, however long, and stay as they were given."""

import pytest
from picture_checks import findings, settle
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.common.notes import Note
from ui.common.text import BREAK, breakable, paragraph

LONG_PATHS = (
    "/srv/share" + "/Information Security_and_Records".replace(" ", "_") * 9,
    r"C:\Users" + r"\Fernleigh_Post_Print_Ltd\backups" * 9,
    r"\\server.fernleigh.example\vaults" + r"\Łódź_бюро_記録" * 25,
    "/home/robin/" + "x" * 300,
    "/home/robin/" + "a/" * 150,
)


def as_it_is_read(label: QLabel) -> str:
    return QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name)


@pytest.mark.parametrize("path", LONG_PATHS)
@pytest.mark.parametrize("width", [200, 465])
def test_a_long_path_wraps_and_stays_true(qtbot, path, width) -> None:
    assert len(path) >= 300
    page = QWidget()
    column = QVBoxLayout(page)
    words = paragraph(f"They will go to {path}")
    column.addWidget(words)
    column.addStretch(1)
    qtbot.addWidget(page)
    page.resize(width + 40, 900)
    page.show()
    settle(page)
    assert findings(page) == []
    assert words.height() > 2 * words.fontMetrics().height()
    assert words.text() == f"They will go to {path}"
    assert as_it_is_read(words) == f"They will go to {path}"


def test_a_note_with_a_long_path_is_whole(qtbot) -> None:
    note = Note("warn", "It is full", f"Nothing fits into {LONG_PATHS[0]}.")
    qtbot.addWidget(note)
    note.resize(400, 300)
    note.show()
    settle(note)
    assert findings(note) == []


def test_what_is_read_aloud_follows_the_words(qtbot) -> None:
    words = paragraph(LONG_PATHS[1])
    qtbot.addWidget(words)
    words.setText("Short")
    assert as_it_is_read(words) == "Short"
    words.setText(LONG_PATHS[2])
    words.setAccessibleName("The folder")
    words.setText("Short")
    assert as_it_is_read(words) == "The folder"


@pytest.mark.parametrize(
    "usual", ["", "Their own words.", "24/11/2026", "and/or", "/srv/team backups"]
)
def test_usual_words_are_left_alone(usual) -> None:
    assert breakable(usual) == usual


def test_a_path_breaks_after_its_separators() -> None:
    assert breakable("in /home/robin/Documents/backups").split(BREAK) == [
        "in /home/",
        "robin/",
        "Documents/",
        "backups",
    ]
    assert breakable(r"\\server\share\Information.isvault").split(BREAK) == [
        "\\\\server\\",
        "share\\",
        "Information.isvault",
    ]


def test_no_sign_is_parted_from_its_letter() -> None:
    joined = "क्षि" * 30 + "é" * 40 + "👩‍💻" * 30
    parts = breakable(joined).split(BREAK)
    assert "".join(parts) == joined
    assert all(part[0].isalpha() for part in parts[1:])
