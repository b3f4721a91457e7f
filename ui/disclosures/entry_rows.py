"""Short rows of what was filled in: an item asked for, a call back, what left."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.common.chips import chip_width, paint_chip
from ui.common.paint import (
    draw_box,
    draw_rule,
    draw_text,
    height_for,
    plain_tip,
)
from ui.common.painted_button import PaintedButton
from ui.common.status import Status
from ui.common.text import BODY, LABEL, role_font
from ui.common.tokens import HEADER_ROW, ROW

_PAD, _SHARES = 12, (0.36, 0.34, 0.30)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is, its state, and a few words more."""

    key: str
    first: str
    status: Status | None = None
    third: str = ""
    tone: str = "text2"
    struck: bool = False

    @property
    def spoken(self) -> str:
        said = self.status.word if self.status else ""
        struck = "struck out" if self.struck else ""
        return ", ".join(p for p in (self.first, said, self.third, struck) if p)


class RowButton(PaintedButton):
    """A row that opens what it tells of."""

    def __init__(self, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(row.spoken, parent)
        self.row = row
        self.setToolTip(plain_tip(row.spoken))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(280, height_for(BODY, ROW - 2, 14))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            draw_box(painter, self.rect(), fill="hover")
        draw_rule(painter, 0, self.width(), self.height() - 1)
        first, second, third = places(self.rect(), wide=bool(self.row.status))
        font = role_font(BODY)
        font.setStrikeOut(self.row.struck)
        ink = "text3" if self.row.struck else "text"
        draw_text(painter, first, self.row.first, font=font, ink=ink)
        if self.row.status is not None:
            room = second.adjusted(-4, 0, 0, 0)
            room.setWidth(min(room.width(), chip_width(self.row.status)))
            paint_chip(painter, room, self.row.status)
        draw_text(painter, third, self.row.third, ink=self.row.tone)
        self.draw_focus(painter)
        painter.end()


class _Head(QWidget):
    def __init__(self, headings: tuple[str, str, str]) -> None:
        super().__init__()
        self._headings = headings
        self.setFixedHeight(height_for(LABEL, HEADER_ROW, 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rooms = places(self.rect(), wide=True)
        for room, words in zip(rooms, self._headings, strict=True):
            draw_text(painter, room, words, role=LABEL, ink="text3")
        draw_rule(painter, 0, self.width(), self.height() - 1)
        painter.end()


def places(rect: QRect, *, wide: bool) -> tuple[QRect, QRect, QRect]:
    """Return the rooms of the three parts of a row.

    A row without a state lets its first words take that room too.
    """
    inner = rect.adjusted(_PAD, 0, -4, 0)
    one, two, _ = (round(inner.width() * share) for share in _SHARES)
    first = QRect(inner.left(), inner.top(), one, inner.height())
    second = QRect(first.right() + 1, inner.top(), two, inner.height())
    third = QRect(second.right() + 1, inner.top(), 0, inner.height())
    third.setRight(inner.right())
    if not wide:
        first.setRight(second.right())
    return first.adjusted(0, 0, -8, 0), second.adjusted(0, 0, -8, 0), third


class EntryRows(QWidget):
    """The rows under their headings. Up and Down move, Enter opens."""

    opened = Signal(str)

    def __init__(self, name: str, headings: tuple[str, str, str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._rows: tuple[Row, ...] = ()
        self._head = _Head(headings)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        self.set_rows(())

    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def buttons(self) -> list[RowButton]:
        """The rows in sight, from the top."""
        found = (self._column.itemAt(n) for n in range(self._column.count()))
        widgets = (item.widget() for item in found if item is not None)
        return [one for one in widgets if isinstance(one, RowButton)]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the one that had the keyboard keeps it."""
        rows = tuple(rows)
        self.setVisible(bool(rows))
        if rows == self._rows:
            return
        held = next((one.row.key for one in self.buttons() if one.hasFocus()), "")
        self._rows = rows
        for old in self.buttons():
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        for row in rows:
            button = RowButton(row, self)
            button.clicked.connect(self._open)
            self._column.addWidget(button)
            button.show()
            if row.key == held:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_on(self, key: str) -> bool:
        """Take the keyboard to a row; False where it is not listed."""
        for button in self.buttons():
            if button.row.key == key:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        buttons = self.buttons()
        at = next((n for n, one in enumerate(buttons) if one.hasFocus()), None)
        if not step or at is None:
            super().keyPressEvent(event)
            return
        buttons[(at + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _open(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, RowButton):
            self.opened.emit(pressed.row.key)
