"""The one table of the program: rows that are read a screenful at a time."""

from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QWidget,
)

from ui.common.cells import Column
from ui.common.delegate import CHECK_ROOM, PAD, CellDelegate, Place, cell_width
from ui.common.paged_model import Index, PagedModel
from ui.common.paint import height_for, width_of
from ui.common.table_header import TableHeader
from ui.common.text import BODY, LABEL, role_font
from ui.common.tokens import GROUP_ROW, ROW, TALL_ROW

OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ARROW_ROOM = 14


class TableDelegate(CellDelegate):
    def place(self, view: object, column: int) -> Place:
        if not isinstance(view, Table):
            return super().place(view, column)
        model = view.paged
        return Place(
            first=column == view.first_column(),
            numeric=model is not None and model.columns[column].numeric,
            has_checks=model is not None and model.has_checks,
        )


class Table(QTableView):
    """Rows to read and open. Enter or a double click opens, Space ticks.

    `name` is what a screen reader calls the table. Tall rows hold two lines.
    """

    opened = Signal(object)
    selection_moved = Signal(object)
    sort_requested = Signal(str, bool)
    shown_changed = Signal()

    def __init__(
        self,
        model: PagedModel[Any] | None = None,
        *,
        name: str,
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.paged: PagedModel[Any] | None = None
        self._tall = tall
        self._cells = TableDelegate(self)
        self.setAccessibleName(name)
        self.setItemDelegate(self._cells)
        self._settle()
        self._head = TableHeader(self)
        self.setHorizontalHeader(self._head)
        self._head.asked.connect(self._ask_order)
        self.activated.connect(self._open)
        self.verticalScrollBar().valueChanged.connect(self.shown_changed)
        if model is not None:
            self.set_model(model)

    def _settle(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(16)
        self._set_heights()

    def _set_heights(self) -> None:
        height = height_for(BODY, ROW)
        if self._tall:
            height = max(TALL_ROW, height_for(BODY, 0, 0) + height_for(LABEL, 0, 10))
        self.verticalHeader().setDefaultSectionSize(height)

    def set_model(self, model: PagedModel[Any]) -> None:
        """Shows another set of rows."""
        self.paged = model
        self.setModel(model)
        self._head.set_columns(model.columns, CHECK_ROOM if model.has_checks else 0)
        model.modelReset.connect(self._lay_out)
        model.rowsInserted.connect(self._lay_out_new)
        self.selectionModel().currentRowChanged.connect(self._tell_selection)
        self._lay_out()

    def reload(self) -> None:
        """Reads the rows again; the chosen row and the place on the page stay."""
        if self.paged is None:
            return
        chosen = self.selected()
        key = None if chosen is None else self.paged.key_of(chosen)
        place = self.verticalScrollBar().value()
        self.paged.reload(at_least=len(self.paged.rows()))
        if key is not None and not self.select_key(key):
            self.selection_moved.emit(None)
        self.verticalScrollBar().setValue(place)

    def selected(self) -> Any:
        """The chosen row, or None."""
        index = self.currentIndex()
        if self.paged is None or not index.isValid():
            return None
        return self.paged.row(index.row())

    def select_first(self) -> None:
        """Chooses the first row, if there is one."""
        self._select_edge(range(self._line_count()))

    def select_last(self) -> None:
        """Chooses the last row that has been read."""
        self._select_edge(range(self._line_count() - 1, -1, -1))

    def select_key(self, key: object) -> bool:
        """Chooses the row with a key; says whether it is there."""
        line = -1 if self.paged is None else self.paged.line_of(key)
        if line >= 0:
            self._select_line(line)
        return line >= 0

    def set_order(self, key: str, descending: bool) -> None:
        """Shows which column the rows are ordered by."""
        self._head.set_order(key, descending)

    def first_column(self) -> int:
        """The first column that is not left out."""
        count = len(self.paged.columns) if self.paged else 0
        shown = (n for n in range(count) if not self.isColumnHidden(n))
        return next(shown, 0)

    def shown_rows(self) -> tuple[int, int]:
        """The first and last row in sight, from 1, headings left out; 0, 0: none."""
        if self.paged is None or not self.paged.rows():
            return 0, 0
        top = max(self.rowAt(0), 0)
        bottom = self.rowAt(self.viewport().height() - 1)
        bottom = self._line_count() - 1 if bottom < 0 else bottom
        before = sum(self.paged.row(n) is not None for n in range(top))
        here = sum(self.paged.row(n) is not None for n in range(top, bottom + 1))
        return before + min(here, 1), before + here

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in OPENING:
            self._open(self.currentIndex())
        elif key == Qt.Key.Key_Home:
            self.select_first()
        elif key == Qt.Key.Key_End:
            self.select_last()
        elif key == Qt.Key.Key_Space and self.paged and self.paged.has_checks:
            self._tick(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self._on_check(index, event):
            self._tick(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.paged:
            self._set_heights()
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self.shown_changed.emit()

    def _on_check(self, index: Index, event: QMouseEvent) -> bool:
        if self.paged is None or not self.paged.has_checks or not index.isValid():
            return False
        edge = self.columnViewportPosition(self.first_column()) + PAD + CHECK_ROOM
        return event.position().x() < edge

    def _tick(self, index: Index) -> None:
        row = self.paged.row(index.row()) if self.paged else None
        if self.paged is not None and row is not None:
            self.paged.set_checked(row, not self.paged.is_checked(row))

    def _hover(self, line: int) -> None:
        if line != self._cells.hovered:
            self._cells.hovered = line
            self.viewport().update()

    @Slot(QModelIndex)
    def _open(self, index: Index) -> None:
        row = self.paged.row(index.row()) if self.paged else None
        if row is not None:
            self.opened.emit(row)

    @Slot(QModelIndex, QModelIndex)
    def _tell_selection(self, current: QModelIndex, before: QModelIndex) -> None:
        self.selection_moved.emit(self.selected())

    @Slot(str)
    def _ask_order(self, key: str) -> None:
        descending = self._head.order == (key, False)
        self._head.set_order(key, descending)
        self.sort_requested.emit(key, descending)

    def _line_count(self) -> int:
        return self.paged.rowCount() if self.paged else 0

    def _select_edge(self, lines: range) -> None:
        for line in lines:
            if self.paged is not None and self.paged.row(line) is not None:
                self._select_line(line)
                return

    def _select_line(self, line: int) -> None:
        index = self.model().index(line, max(self.currentIndex().column(), 0))
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.scrollTo(index)

    @Slot()
    def _lay_out(self) -> None:
        self.clearSpans()
        self._lay_out_new(QModelIndex(), 0, self._line_count() - 1)
        self._fit_columns()

    @Slot(QModelIndex, int, int)
    def _lay_out_new(self, parent: Index, first: int, last: int) -> None:
        model = self.paged
        if model is None:
            return
        usual = self.verticalHeader().defaultSectionSize()
        for line in range(first, last + 1):
            if model.group_at(line) is not None:
                if len(model.columns) > 1:
                    self.setSpan(line, 0, 1, len(model.columns))
                self.setRowHeight(line, height_for(LABEL, GROUP_ROW, 12))
            elif self.rowHeight(line) != usual:  # a heading stood here before
                self.setRowHeight(line, usual)
        self.shown_changed.emit()

    def _fit_columns(self) -> None:
        if self.paged is None:
            return
        columns = self.paged.columns
        widths = [self._wanted(column, n == 0) for n, column in enumerate(columns)]
        room = self.viewport().width()
        hidden = _too_many(columns, widths, room)
        _share_out(columns, widths, hidden, room)
        for number, width in enumerate(widths):
            self.setColumnHidden(number, number in hidden)
            if number not in hidden:
                self.setColumnWidth(number, width)

    def _wanted(self, column: Column[Any], first: bool) -> int:
        heading = width_of(column.heading, role_font(LABEL)) + 2 * PAD
        heading += ARROW_ROOM if column.sortable else 0
        least = column.smallest if column.grow else 0
        words = 0 if column.grow else cell_width(column.sample_cell)
        checks = bool(self.paged and self.paged.has_checks and first)
        return max(heading, words, least) + (CHECK_ROOM if checks else 0)


def _too_many(
    columns: tuple[Column[Any], ...], widths: list[int], room: int
) -> set[int]:
    """The columns that must go for the others to fit, in the order they may go."""
    hidden: set[int] = set()
    leaving = sorted(
        (n for n, column in enumerate(columns) if column.drop),
        key=lambda n: columns[n].drop,
    )
    for number in leaving:
        if sum(w for n, w in enumerate(widths) if n not in hidden) <= room:
            break
        hidden.add(number)
    return hidden


def _share_out(
    columns: tuple[Column[Any], ...], widths: list[int], hidden: set[int], room: int
) -> None:
    """Gives the width that is left to the columns that grow."""
    shown = [n for n in range(len(columns)) if n not in hidden]
    spare = room - sum(widths[n] for n in shown)
    shares = sum(columns[n].grow for n in shown)
    if spare <= 0 or not shares:
        return
    growing = [n for n in shown if columns[n].grow]
    for number in growing:
        widths[number] += spare * columns[number].grow // shares
    widths[growing[-1]] += room - sum(widths[n] for n in shown)
