"""The text of a template: as in a letter, with conditions and locked wording."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from ui.common.chip_object import source_of
from ui.common.letter_edit import LetterEdit
from ui.common.letter_marks import Mark, field_source, read_mark
from ui.common.rich_text import put, text_of

_LOCKED = re.compile(r"\[\[locked [^\]\n]*\]\].*?(?:\[\[unlocked\]\]|\Z)", re.DOTALL)
_KEEP = QTextCursor.MoveMode.KeepAnchor


class TemplateEdit(LetterEdit):
    """`refused` is emitted when somebody tried to change locked wording."""

    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._guarded: list[str] | None = None
        super().__init__(parent)
        self.setAccessibleName("Text of the template")

    def guard(self, *, locked: bool) -> None:
        """Keep the locked wording as it stands now, or let it be changed."""
        self._guarded = _LOCKED.findall(self.text()) if locked else None

    def toggle_heading(self) -> None:
        """Make the line a heading, or plain again."""
        cursor = self.textCursor()
        text = cursor.block().text()
        start = cursor.block().position()
        bare = text.lstrip("#")
        signs = len(text) - len(bare)
        signs += len(bare) - len(bare.lstrip(" ")) if signs else 0
        cursor.beginEditBlock()
        cursor.setPosition(start)
        if signs:
            cursor.setPosition(start + signs, _KEEP)
            cursor.removeSelectedText()
        else:
            cursor.insertText("## ")
        cursor.endEditBlock()
        self.setFocus()

    def insert_condition(self, name: str) -> None:
        """Let the chosen lines stand only where a field has a value."""
        start, end = self._whole_lines()
        cursor = self._chosen(start, end)
        words = text_of(self.document(), start, end).strip("\n")
        put(cursor, f"[[if {name}]]\n{words or 'Write here'}\n[[end]]")
        self.setFocus()

    def insert_lines(self, text: str) -> None:
        """Put lines of their own where the cursor stands."""
        cursor = self.textCursor()
        cursor.clearSelection()
        before = "" if cursor.atBlockStart() else "\n\n"
        after = "" if cursor.atBlockEnd() and cursor.block().next().isValid() else "\n"
        put(cursor, f"{before}{text}{after}")
        self.setFocus()

    def insert_field(self, name: str) -> None:
        put(self.textCursor(), field_source(name))
        self.setFocus()

    def in_condition(self) -> bool:
        """Whether the cursor stands in a condition that can be taken away."""
        return bool(self._around())

    def remove_condition(self) -> None:
        """Take the condition around the cursor away; its words stay."""
        around = self._around()
        if not around:
            return
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for place in sorted(around, reverse=True):
            cursor.setPosition(place)
            alone = cursor.block().length() == 2  # the mark and the end of the line
            cursor.setPosition(place + (2 if alone else 1), _KEEP)
            cursor.removeSelectedText()
        cursor.endEditBlock()
        self.setFocus()

    def show_line(self, line: int) -> bool:
        """Choose a line of the text as it is written, counted from 1."""
        lines = self.text().split("\n")
        if not 1 <= line <= len(lines):
            return False
        block = self.document().findBlockByNumber(line - 1)
        if not block.isValid():
            return False
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, _KEEP)
        self._go(cursor)
        return True

    @Slot()
    def _note_change(self) -> None:
        before = self._last
        super()._note_change()
        if self._guarded is None or self._last == before:
            return
        if _LOCKED.findall(self._last) != self._guarded:
            QTimer.singleShot(0, self, self._take_back)

    @Slot()
    def _take_back(self) -> None:
        """Undo what changed locked wording, however it came there."""
        while (
            self._guarded is not None
            and _LOCKED.findall(self.text()) != self._guarded
            and self.document().isUndoAvailable()
        ):
            self.undo()
        self.refused.emit()

    def _whole_lines(self) -> tuple[int, int]:
        cursor = self.textCursor()
        document = self.document()
        first = document.findBlock(cursor.selectionStart())
        last = document.findBlock(cursor.selectionEnd())
        return first.position(), last.position() + last.length() - 1

    def _chosen(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, _KEEP)
        return cursor

    def _around(self) -> tuple[int, ...]:
        """Where the marks of the innermost condition around the cursor stand."""
        at = self.textCursor().position()
        open_marks: list[list[int]] = []
        found: tuple[int, ...] = ()
        for place, mark in self._conditions():
            if mark.source.startswith("[[if"):
                open_marks.append([place])
            elif open_marks and mark.source == "[[else]]":
                open_marks[-1].append(place)
            elif open_marks:
                whole = (*open_marks.pop(), place)
                if whole[0] <= at <= place + 1 and (not found or whole[0] > found[0]):
                    found = whole
        return found

    def _conditions(self) -> Iterator[tuple[int, Mark]]:
        cursor = QTextCursor(self.document())
        while not (cursor := self.document().find("\ufffc", cursor)).isNull():
            mark = read_mark(source_of(cursor.charFormat()))
            if mark.source.startswith("[[if") or mark.source in {"[[else]]", "[[end]]"}:
                yield cursor.selectionStart(), mark
