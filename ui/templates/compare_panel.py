"""Two versions of a template, line by line: what went and what came."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from isteam_app.services.template_compare import ComparedLine, Said
from ui.common.buttons import quiet
from ui.common.choice_fields import ChoiceField
from ui.common.letter_marks import Mark, cut
from ui.common.text import META, SECTION, label
from ui.common.theme import colour
from ui.common.tokens import GAP, GAP_ROW

_SIGNS = {Said.BOTH: "   ", Said.BEFORE: "\u2212  ", Said.AFTER: "+  "}
_INKS = {Said.BEFORE: "danger", Said.AFTER: "ok"}


class ComparePanel(QWidget):
    """Which two are compared, and their text with a sign before each line."""

    wanted = Signal(int, int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.before = ChoiceField("Before", ())
        self.after = ChoiceField("After", ())
        self.close_button = quiet("Back to the text", "back")
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("What differs")
        self.text.setTabChangesFocus(True)
        self.says = label("", META)
        self._lines: tuple[ComparedLine, ...] = ()
        row = QHBoxLayout()
        row.setSpacing(GAP_ROW)
        row.addWidget(self.before, 1)
        row.addWidget(self.after, 1)
        head = QHBoxLayout()
        head.addWidget(label("Compare versions", SECTION))
        head.addStretch(1)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self.text, 1)
        column.addWidget(self.says)
        self.before.changed.connect(self._ask)
        self.after.changed.connect(self._ask)
        self.close_button.clicked.connect(self.closed)

    def offer(self, numbers: Sequence[int], before: int, after: int) -> None:
        """Offer these versions, two of them chosen."""
        choices = [(str(number), f"Version {number}") for number in numbers]
        for field, chosen in ((self.before, before), (self.after, after)):
            field.blockSignals(True)
            field.set_choices(choices)
            field.set_value(str(chosen))
            field.blockSignals(False)
        self._ask()

    def show_lines(self, lines: Sequence[ComparedLine]) -> None:
        """Show what two versions say."""
        self._lines = tuple(lines)
        changed = sum(line.said is not Said.BOTH for line in lines)
        self.says.setText(
            "Both say the same"
            if not changed
            else f"{changed} lines differ: \u2212 went, + came"
            if changed > 1
            else "1 line differs: \u2212 went, + came"
        )
        self.text.clear()
        cursor = QTextCursor(self.text.document())
        cursor.beginEditBlock()
        for place, line in enumerate(lines):
            if place:
                cursor.insertBlock()
            self._write(cursor, line)
        cursor.endEditBlock()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _write(self, cursor: QTextCursor, line: ComparedLine) -> None:
        cursor.insertText(_SIGNS[line.said], _format(line.said, strong=True))
        for stretch in line.stretches:
            strong = stretch.said is not Said.BOTH
            made = _format(line.said, strong=strong)
            cursor.insertText(_plain(stretch.text), made)

    @Slot()
    def _ask(self) -> None:
        if self.before.value() and self.after.value():
            self.wanted.emit(int(self.before.value()), int(self.after.value()))


def _format(said: Said, *, strong: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(colour(_INKS.get(said, "text2")))
    if said is not Said.BOTH and strong:
        made.setFontWeight(QFont.Weight.DemiBold)
        made.setBackground(colour(f"{_INKS[said]}_soft"))
    return made


def _plain(text: str) -> str:
    """A stretch with its marks in words: nobody has to read braces."""
    return "".join(
        _said(piece) if isinstance(piece, Mark) else piece for piece in cut(text)
    )


def _said(mark: Mark) -> str:
    return f"[{mark.words[:1].upper()}{mark.words[1:]}]"
