"""The editor: marks are single signs, and the text stays the text."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from isteam_app.letters.put_back import put_part_back as put_back
from isteam_app.letters.templates import all_templates
from ui.common.letter_edit import LetterEdit


@pytest.fixture
def edit(qtbot):
    made = LetterEdit()
    qtbot.addWidget(made)
    made.resize(420, 500)
    made.show()
    return made


def go_to(edit, place):
    cursor = edit.textCursor()
    cursor.setPosition(place)
    edit.setTextCursor(cursor)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Dear {{salutation}}\n\n[[part due]]\n[[if phone]] {{phone}}[[end]].\n",
        "{{due}}{{due}}{{ due }}",
        "{{no-such-field}} [[odd]] {{ {x} }} [[part nothing]]",
        "<b>bold</b> & \u202e \u00a0 \u00ad Ŵ 毛 😀\t**x**",
        "{{\n}} [[\n]] }}{{",
    ],
)
def test_a_text_comes_back_exactly(edit, text):
    edit.set_text(text)
    assert edit.text() == text


def test_what_cannot_be_typed_is_left_out(edit):
    edit.set_text("a\r\nb\rc\u2028d\u2029e\x00\ufffc")
    assert edit.text() == "a\nb\nc\nd\ne"


def test_a_chip_is_one_step_and_is_deleted_whole(edit):
    edit.set_text("A {{due}} b")
    go_to(edit, 2)
    QTest.keyClick(edit, Qt.Key.Key_Right)
    assert edit.textCursor().position() == 3
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.text() == "A  b"
    QTest.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert edit.text() == "A {{due}} b"
    go_to(edit, 2)
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    assert edit.text() == "A  b"


def test_words_typed_beside_a_chip_are_words(edit):
    edit.set_text("{{due}}")
    go_to(edit, 1)
    QTest.keyClicks(edit, "x")
    go_to(edit, 0)
    QTest.keyClicks(edit, "y")
    assert edit.text() == "y{{due}}x"


def test_a_field_typed_by_hand_becomes_a_chip(edit):
    QTest.keyClicks(edit, "By {{due}}.")
    assert edit.text() == "By {{due}}."
    assert edit.toPlainText() == "By \ufffc."


def test_copy_and_paste_are_plain_text_with_braces(edit):
    edit.set_text("By {{due}}")
    edit.selectAll()
    edit.copy()
    assert QApplication.clipboard().text() == "By {{due}}"
    edit.set_text("")
    rich = QMimeData()
    rich.setHtml("<h1>By</h1>")
    rich.setText("Until {{due}}")
    edit.insertFromMimeData(rich)
    assert edit.text() == "Until {{due}}"
    assert [mark.name for mark in edit.marks()] == ["due"]


def test_a_paste_without_end_is_cut_where_a_letter_ends(edit):
    added = []
    edit.document().contentsChange.connect(lambda _at, _gone, came: added.append(came))
    QApplication.clipboard().setText("x" * 1_000_000)
    edit.paste()
    assert max(added) < 60_010
    assert len(edit.text()) > 60_000


def test_bold_and_list_go_on_and_off(edit):
    edit.set_text("One {{due}}\nTwo")
    edit.selectAll()
    edit.toggle_bold()
    assert edit.text() == "**One {{due}}**\n**Two**"
    edit.undo()
    edit.selectAll()
    edit.toggle_list()
    assert edit.text() == "- One {{due}}\n- Two"
    edit.selectAll()
    edit.toggle_list()
    assert edit.text() == "One {{due}}\nTwo"


def test_shift_enter_is_a_line_end_like_any_other(edit):
    QTest.keyClicks(edit, "a")
    QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(edit, "b")
    assert edit.text() == "a\nb"


def test_every_template_comes_back_exactly(edit):
    templates = all_templates()
    assert templates
    for template in templates:
        edit.set_text(template.body)
        assert edit.text() == template.body


def test_showing_a_text_is_no_edit_and_cannot_be_undone(edit, qtbot):
    with qtbot.assertNotEmitted(edit.edited):
        edit.set_text("Dear {{salutation}}")
        edit.set_missing(frozenset({"salutation"}))
        edit.undo()
    assert edit.text() == "Dear {{salutation}}"


def test_a_paragraph_is_put_back_in_its_place():
    template = "Dear\n\n[[part due]]\nA\n\n[[part clock]]\nB\n\n[[part handler]]\nC\n"
    gone = "Dear\n\n[[part due]]\nA, changed\n\n[[part handler]]\nC\n"
    assert put_back(gone, template, "clock") == (
        "Dear\n\n[[part due]]\nA, changed\n\n[[part clock]]\nB\n\n[[part handler]]\nC\n"
    )
    assert put_back("Dear\n", template, "handler") == "Dear\n\n[[part handler]]\nC\n\n"
    bare = "[[part due]]\n\n[[part handler]]\nC\n"
    assert put_back(bare, template, "due").startswith("[[part due]]\nA\n")


def test_the_cursor_goes_to_the_chip_asked_for(edit):
    edit.set_text("{{due}} and {{phone}}")
    assert edit.show_field("phone")
    assert edit.textCursor().selectionEnd() == len("\ufffc and \ufffc")
    assert not edit.show_field("email")
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    assert edit.show_words("and")
