"""Reads the rows of a table a screenful at a time."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ui.common.cells import Cell, Column, Group, Row

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
CELL_ROLE = Qt.ItemDataRole.UserRole
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
PAGE = 100

Held = TypeVar("Held", covariant=True)


class PageLike(Protocol[Held]):
    """Some rows, and the place to read on from (None: there are no more)."""

    @property
    def rows(self) -> Sequence[Held]: ...
    @property
    def next(self) -> Any: ...


class PagedModel(QAbstractTableModel, Generic[Row]):
    """The rows of a table, with group headings put between them.

    `fetch(cursor, limit)` gives the page that follows a cursor (None: the first).
    `key(row)` tells rows apart when they are read again; default: the row itself.
    """

    checks_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        fetch: Callable[[Any, int], PageLike[Row]],
        *,
        group: Callable[[Row], Group | None] | None = None,
        key: Callable[[Row], object] | None = None,
        size: int = PAGE,
        checks: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.has_checks = checks
        self._fetch = fetch
        self._group = group
        self._key = key
        self._size = size
        self._lines: list[Row | Group] = []
        self._cursor: Any = None
        self._more = False
        self._checked: dict[object, Row] = {}
        self.reload()

    @property
    def more(self) -> bool:
        """Whether there are rows that have not been read yet."""
        return self._more

    def reload(self, at_least: int = 0) -> None:
        """Reads again from the first page, on until `at_least` rows are there."""
        self.beginResetModel()
        self._lines, self._cursor, self._more = [], None, True
        try:
            self._lines.extend(self._next_lines())
            while self._more and len(self.rows()) < at_least:
                self._lines.extend(self._next_lines())
        finally:
            self.endResetModel()
        self._drop_lost_checks()

    def rows(self) -> list[Row]:
        """The rows read so far, without the group headings."""
        return [line for line in self._lines if not isinstance(line, Group)]

    def row(self, line: int) -> Row | None:
        """The row on a line of the table; None for a group heading or outside."""
        if not 0 <= line < len(self._lines):
            return None
        found = self._lines[line]
        return None if isinstance(found, Group) else found

    def group_at(self, line: int) -> Group | None:
        found = self._lines[line] if 0 <= line < len(self._lines) else None
        return found if isinstance(found, Group) else None

    def key_of(self, row: Row) -> object:
        return self._key(row) if self._key else row

    def line_of(self, key: object) -> int:
        """The line that shows the row with a key; -1 when it has not been read."""
        for number, line in enumerate(self._lines):
            if not isinstance(line, Group) and self.key_of(line) == key:
                return number
        return -1

    def checked(self) -> list[Row]:
        """The ticked rows, in the order they were ticked."""
        return list(self._checked.values())

    def is_checked(self, row: Row) -> bool:
        return self.key_of(row) in self._checked

    def set_checked(self, row: Row, on: bool) -> None:
        """Ticks a row or takes the tick away."""
        if on:
            self._checked[self.key_of(row)] = row
        else:
            self._checked.pop(self.key_of(row), None)
        line = self.line_of(self.key_of(row))
        place = self.index(line, 0)
        self.dataChanged.emit(place, place)
        self.checks_changed.emit()

    def set_all_checked(self, on: bool) -> None:
        """Ticks every row read so far, or none."""
        self._checked = {self.key_of(row): row for row in self.rows()} if on else {}
        if self._lines:
            last = self.index(len(self._lines) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last)
        self.checks_changed.emit()

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        added = self._next_lines()
        if added:
            start, more = len(self._lines), self._more
            # Whoever hears of the new rows may ask for more before all have heard.
            self._more = False
            self.beginInsertRows(TOP, start, start + len(added) - 1)
            self._lines.extend(added)
            self.endInsertRows()
            self._more = more

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.has_checks and index.column() == 0:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if isinstance(line, Group):
            return _group_data(line, index.column(), role)
        if role == ROW_ROLE:
            return line
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._check_state(line, index.column())
        return _cell_data(self.columns[index.column()], line, role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[section].heading
        return None

    def _next_lines(self) -> list[Row | Group]:
        # A read that fails must not be asked for again by every repaint.
        self._more = False
        page = self._fetch(self._cursor, self._size)
        self._cursor = page.next
        self._more = page.next is not None
        return self._grouped(page.rows)

    def _grouped(self, rows: Sequence[Row]) -> list[Row | Group]:
        if self._group is None:
            return list(rows)
        lines: list[Row | Group] = []
        last = self._last_group()
        for row in rows:
            group = self._group(row)
            if group is not None and (last is None or group.key != last.key):
                lines.append(group)
                last = group
            lines.append(row)
        return lines

    def _last_group(self) -> Group | None:
        for line in reversed(self._lines):
            if isinstance(line, Group):
                return line
        return None

    def _check_state(self, row: Row, column: int) -> Qt.CheckState | None:
        if not self.has_checks or column != 0:
            return None
        ticked = self.is_checked(row)
        return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked

    def _drop_lost_checks(self) -> None:
        kept = {self.key_of(row): row for row in self.rows()}
        before = len(self._checked)
        self._checked = {key: kept[key] for key in self._checked if key in kept}
        if len(self._checked) != before:
            self.checks_changed.emit()


def _group_data(group: Group, column: int, role: int) -> Any:
    if role == CELL_ROLE:
        return group
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return group.words if column == 0 else ""
    return None


def _cell_data(column: Column[Row], row: Row, role: int) -> Any:
    if role not in (
        CELL_ROLE,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
    ):
        return None
    cell: Cell = column.cell(row)
    if role == CELL_ROLE:
        return cell
    return cell.words if role == Qt.ItemDataRole.AccessibleTextRole else cell.text
