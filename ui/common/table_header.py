"""The headings of a table, and the order its rows stand in."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.common.cells import Column
from ui.common.paint import (
    LEFT,
    RIGHT,
    draw_icon,
    draw_rule,
    draw_text,
    height_for,
    square,
)
from ui.common.text import LABEL
from ui.common.theme import colour
from ui.common.tokens import HEADER_ROW

PAD, ARROW = 12, 12


class TableHeader(QHeaderView):
    """Column headings; a click on one that can be sorted asks for that order."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns: tuple[Column[Any], ...] = ()
        self._inset = 0
        self.order = ("", False)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.sectionClicked.connect(self._ask)

    def set_columns(self, columns: Sequence[Column[Any]], inset: int) -> None:
        """Takes the headings; `inset` is the room of the check boxes, in pixels."""
        self._columns, self._inset = tuple(columns), inset
        self.viewport().update()

    def set_order(self, key: str, descending: bool) -> None:
        self.order = (key, descending)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), height_for(LABEL, HEADER_ROW))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if section >= len(self._columns):
            return
        column = self._columns[section]
        painter.fillRect(rect, colour("surface"))
        draw_rule(painter, rect.left(), rect.right() + 1, rect.bottom())
        inner = rect.adjusted(PAD + (self._inset if section == 0 else 0), 0, -PAD, -1)
        sorted_here = self.order[0] == column.key
        if sorted_here and column.numeric:
            inner.setRight(inner.right() - ARROW)
        width = draw_text(
            painter,
            inner,
            column.heading,
            role=LABEL,
            ink="text2" if sorted_here else "text3",
            align=RIGHT if column.numeric else LEFT,
        )
        if sorted_here:
            end = inner.right() if column.numeric else inner.left() + width
            name = "caret-down-bold" if self.order[1] else "caret-up-bold"
            arrow = square(end + 4, rect.center().y(), ARROW - 2)
            draw_icon(painter, arrow, name, "text2")

    @Slot(int)
    def _ask(self, section: int) -> None:
        if self._columns[section].sortable:
            self.asked.emit(self._columns[section].key)
