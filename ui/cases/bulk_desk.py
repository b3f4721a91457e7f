"""Choosing several cases in the list, and the panel that changes them."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QWidget

from isteam_app.services.bulk import MOST
from isteam_app.services.session import Session
from ui.cases.bulk_bar import BulkBar
from ui.cases.bulk_panel import BulkPanel
from ui.common.background import Background
from ui.common.buttons import quiet
from ui.common.table import Table


class BulkDesk(QObject):
    """Shift, Ctrl and Ctrl+A choose; the bar below the list says what can be done.

    `every` gives the ids of the whole list in its order.
    """

    changed = Signal()
    opened = Signal()
    closed = Signal()
    letters_wanted = Signal(object)  # the ids of the cases to write to

    def __init__(
        self,
        session: Session,
        background: Background,
        page: QWidget,
        table: Table,
        every: Callable[[], tuple[int, ...]],
    ) -> None:
        super().__init__(page)
        self._table, self._every = table, every
        self._whole = False
        self._total = 0
        self.bar = BulkBar()
        self.panel = BulkPanel(session, background, page)
        self.hand_over = quiet("Hand over", "assign")
        self.hand_over.setToolTip("Give everything that one person has to another")
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.selectionModel().selectionChanged.connect(self._count)
        self.bar.all_link.clicked.connect(self._choose_whole)
        self.bar.assign_button.clicked.connect(self._assign)
        self.bar.note_button.clicked.connect(self._write_note)
        self.bar.write_button.clicked.connect(self._write_letters)
        self.bar.clear_button.clicked.connect(self._clear)
        self.hand_over.clicked.connect(self._hand_over)
        self.panel.changed.connect(self.changed)
        self.panel.closed.connect(self._close)

    def follow(self, total: int) -> None:
        """The list was read again and holds so many."""
        self._total = total
        self._count()

    def chosen(self) -> tuple[int, ...]:
        """The cases that are chosen, in the order of the list."""
        if self._whole:
            return self._every()
        model = self._table.paged
        lines = sorted(each.row() for each in self._selected())
        rows = (model.row(line) for line in lines) if model else ()
        return tuple(row.id for row in rows if row is not None)

    def _selected(self) -> list:  # type: ignore[type-arg] # Qt's own indexes
        return self._table.selectionModel().selectedRows()

    @Slot()
    def _count(self) -> None:
        self._whole = False
        self._show(len(self._selected()))

    def _show(self, count: int) -> None:
        if count > 1 and self.panel.isHidden():
            self.bar.show_count(count, self._total, whole=self._whole)
        else:
            self.bar.hide()

    @Slot()
    def _choose_whole(self) -> None:
        self._whole = True
        self._show(min(self._total, MOST))
        self.bar.assign_button.setFocus()

    @Slot()
    def _clear(self) -> None:
        current = self._table.currentIndex()
        self._table.clearSelection()
        if current.isValid():
            self._table.selectRow(current.row())
        self._table.setFocus()

    @Slot()
    def _assign(self) -> None:
        self._open("assign", self.chosen())

    @Slot()
    def _write_note(self) -> None:
        self._open("note", self.chosen())

    @Slot()
    def _write_letters(self) -> None:
        self.letters_wanted.emit(self.chosen())

    @Slot()
    def _hand_over(self) -> None:
        self._open("hand_over", ())

    def _open(self, what: str, ids: tuple[int, ...]) -> None:
        self.bar.hide()
        self.opened.emit()
        self.panel.offer(what, ids)
        self.panel.raise_()

    @Slot()
    def _close(self) -> None:
        self.panel.hide()
        self.closed.emit()
        self._count()
        self._table.setFocus()
