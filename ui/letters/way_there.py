"""Leads from a line of the list to the place where it is put right."""

import re

from PySide6.QtGui import QTextCursor

from isteam_app.services.letter_editing import (
    Problem,
    put_locked_back,
    put_part_back,
)
from isteam_app.services.letters import Desk
from ui.letters.draft_space import DraftSpace

_LINE = re.compile(r"line (\d+)")
_QUOTED = re.compile("“◌?([^”…]+)…?”")


def lead(space: DraftSpace, desk: Desk, problem: Problem) -> bool:
    """Go to what is wrong; False means that it is put right on the case."""
    if problem.kind == "paragraph":
        return put_paragraph(space, desk, problem.field)
    if problem.kind == "locked":
        return _put_locked_back(space, desk, problem.field)
    if problem.kind == "template":
        return _to_line(space, problem.sentence)
    return (
        _to_answer(space, problem.field)
        or _to_chip(space, problem.field)
        or _to_sign(space, problem)
    )


def _to_answer(space: DraftSpace, name: str) -> bool:
    field = space.answers.field(name)
    if field is None:
        return False
    space.show_checks(field)
    field.focus_field()
    return True


def _to_chip(space: DraftSpace, name: str) -> bool:
    if not any(mark.name == name for mark in space.editor.edit.marks()):
        return False
    space.show_text()
    return space.editor.edit.show_field(name)


def _to_sign(space: DraftSpace, problem: Problem) -> bool:
    """What cannot be printed, quoted in the sentence and standing in the text."""
    if problem.kind != "glyph":
        return False
    text = space.editor.edit.text()
    quoted = _QUOTED.findall(problem.sentence)
    sign = next((words for words in quoted if words in text), "")
    if not sign:
        return False
    space.show_text()
    return space.editor.edit.show_words(sign)


def put_paragraph(space: DraftSpace, desk: Desk, mark: str) -> bool:
    """Put a paragraph of the template into the text, and go there."""
    edit = space.editor.edit
    space.show_text()
    edit.replace_text(put_part_back(edit.text(), desk.template.body, mark))
    return edit.show_paragraph(mark)


def _put_locked_back(space: DraftSpace, desk: Desk, name: str) -> bool:
    edit = space.editor.edit
    space.show_text()
    edit.replace_text(put_locked_back(edit.text(), desk.template.body, name))
    return edit.show_locked(name)


def _to_line(space: DraftSpace, sentence: str) -> bool:
    found = _LINE.search(sentence)
    edit = space.editor.edit
    space.show_text()
    if found is not None:
        block = edit.document().findBlockByNumber(int(found[1]) - 1)
        if block.isValid():
            edit.setTextCursor(QTextCursor(block))
    edit.ensureCursorVisible()
    edit.setFocus()
    return True
