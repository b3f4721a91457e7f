"""The editor of a letter: plain text in which fields and marks are chips."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal, Slot
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from ui.common.chip_object import CHIP, ChipObject, chip_format, source_of
from ui.common.letter_marks import (
    FIELD,
    LOCKED,
    PARAGRAPH,
    Mark,
    cut,
    field_source,
    read_mark,
)
from ui.common.paint import plain_tip
from ui.common.rich_text import LetterLooks, put, text_of
from ui.common.speech import announce
from ui.common.typing_aids import chosen_text, toggle_bold, toggle_list

_LINE_HEIGHT = 118
_KEEP = QTextCursor.MoveMode.KeepAnchor
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

_MOST_PASTED = 60_001
"""One more than a letter can hold: the check says so, and the window stays quick."""


class LetterEdit(QTextEdit):
    """Text to type in. `edited` is emitted when what it says has changed."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Text of the letter")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self._missing: frozenset[str] = frozenset()
        self._values: dict[str, str] = {}
        self._last = ""
        self._chips = ChipObject(self._missing_now, self._room, self)
        layout = self.document().documentLayout()
        layout.registerHandler(CHIP, self._chips)
        self._looks = LetterLooks(self.document())
        self.document().setDocumentMargin(8)
        self.textChanged.connect(self._note_change)
        self.cursorPositionChanged.connect(self._say_chip)

    def text(self) -> str:
        """What is written, with its marks as they are written in a template."""
        return self._last

    def set_text(self, text: str) -> None:
        """Show another text; it cannot be undone and is not an edit."""
        self.blockSignals(True)
        self.document().setUndoRedoEnabled(False)
        self.clear()
        cursor = QTextCursor(self.document())
        airy = QTextBlockFormat()
        kind = QTextBlockFormat.LineHeightTypes.ProportionalHeight
        airy.setLineHeight(_LINE_HEIGHT, kind.value)
        cursor.setBlockFormat(airy)
        put(cursor, text)
        self.document().setUndoRedoEnabled(True)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.blockSignals(False)
        self._last = text_of(self.document())

    def replace_text(self, text: str) -> None:
        """Write another text in place of this one, as an edit that can be undone."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        put(cursor, text)

    def set_missing(self, names: frozenset[str]) -> None:
        """Say which fields have no value: their chips say so."""
        if names != self._missing:
            self._missing = names
            self._measure_again()

    def set_values(self, values: dict[str, str]) -> None:
        """What stands for each field, told where the pointer rests on its chip."""
        self._values = values

    @Slot()
    def toggle_bold(self) -> None:
        """Make the chosen words bold, or plain again."""
        toggle_bold(self)

    @Slot()
    def toggle_list(self) -> None:
        """Make each chosen line an item of a list, or a plain line again."""
        toggle_list(self)

    def insert_field(self, name: str) -> None:
        put(self.textCursor(), field_source(name))
        self.setFocus()

    def show_field(self, name: str) -> bool:
        """Choose the first chip of a field and go there; says whether it is there."""
        return self._choose_mark(FIELD, name)

    def show_paragraph(self, mark: str) -> bool:
        """Go to the mark of a paragraph; says whether it is there."""
        return self._choose_mark(PARAGRAPH, mark)

    def show_locked(self, name: str) -> bool:
        """Go to locked wording; says whether it is there."""
        return self._choose_mark(LOCKED, name)

    def show_words(self, words: str) -> bool:
        """Choose the first place that says these words."""
        found = self.document().find(words)
        if found.isNull():
            return False
        self._go(found)
        return True

    def marks(self) -> list[Mark]:
        """Every chip of the text, in order."""
        return [piece for piece in cut(self._last) if isinstance(piece, Mark)]

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(chosen_text(self))
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        put(self.textCursor(), source.text()[:_MOST_PASTED])
        self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in _ENTERS and shifted and not self.isReadOnly():
            # Qt would put a sign there that is no line end in the letter
            self.textCursor().insertBlock()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "_looks"):
            self._measure_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrower = event.size().width() != event.oldSize().width()
        super().resizeEvent(event)
        if narrower:
            self._measure_again()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self.cursorForPosition(event.pos())
            QToolTip.showText(event.globalPos(), plain_tip(self._tip(place)), self)
            return True
        return super().viewportEvent(event)

    @Slot()
    def _say_chip(self) -> None:
        """Say what the chip after the cursor is: the text has only a sign for it."""
        cursor = self.textCursor()
        after = cursor.position() + 1
        if cursor.hasSelection() or after >= self.document().characterCount():
            return
        cursor.setPosition(after)
        source = source_of(cursor.charFormat())
        if source and self.hasFocus():
            announce(self, self._chips.words(read_mark(source)))

    def _tip(self, place: QTextCursor) -> str:
        """What stands in the letter for the chip next to a place."""
        for at in (place.position(), place.position() + 1):
            cursor = QTextCursor(self.document())
            if at < self.document().characterCount():
                cursor.setPosition(at)
                source = source_of(cursor.charFormat())
                mark = read_mark(source) if source else None
                if mark is not None and mark.kind == FIELD:
                    return self._values.get(mark.name, "") or f"{mark.words}: not set"
        return ""

    def _missing_now(self) -> frozenset[str]:
        return self._missing

    def _room(self) -> int:
        return max(self.viewport().width() - 24, 60)

    def _measure_again(self) -> None:
        """Lay the text out anew: the width of chips may have changed."""
        self.blockSignals(True)
        self._looks.rehighlight()
        self.document().markContentsDirty(0, self.document().characterCount())
        self.blockSignals(False)
        self.viewport().update()

    def _choose_mark(self, kind: str, name: str) -> bool:
        """Choose the first such mark; one that its own condition hides comes last."""
        found = [
            (name in conditions, cursor)
            for cursor, mark, conditions in self._placed_marks()
            if mark.kind == kind and mark.name == name
        ]
        if not found:
            return False
        self._go(min(found, key=lambda one: one[0])[1])
        return True

    def _placed_marks(self) -> Iterator[tuple[QTextCursor, Mark, tuple[str, ...]]]:
        """Every mark, where it stands, and the conditions around it."""
        around: tuple[str, ...] = ()
        cursor = QTextCursor(self.document())
        while not (cursor := self.document().find("\ufffc", cursor)).isNull():
            mark = read_mark(source_of(cursor.charFormat()))
            if mark.source.startswith("[[if"):
                around = (*around, mark.name)
            elif mark.source == "[[end]]":
                around = around[:-1]
            yield cursor, mark, around

    def _go(self, cursor: QTextCursor) -> None:
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _note_change(self) -> None:
        self._make_chips()
        now = text_of(self.document())
        if now != self._last:
            self._last = now
            self.edited.emit()

    def _make_chips(self) -> None:
        """Turn a mark that was just typed out into its chip."""
        block = self.textCursor().block()
        at = 0
        for piece in cut(block.text()):
            if isinstance(piece, Mark):
                self._make_chip(block.position() + at, piece.source)
                return
            at += len(piece)

    def _make_chip(self, at: int, source: str) -> None:
        self.blockSignals(True)
        cursor = QTextCursor(self.document())
        cursor.setPosition(at)
        cursor.setPosition(at + len(source), _KEEP)
        plain = cursor.charFormat()
        cursor.joinPreviousEditBlock()
        cursor.removeSelectedText()
        cursor.insertText("\ufffc", chip_format(source, plain))
        cursor.endEditBlock()
        self.blockSignals(False)
