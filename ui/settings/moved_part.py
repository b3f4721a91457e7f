"""Which open cases moved with the settings, from which date to which, and why."""

from typing import Any

from PySide6.QtCore import Signal, Slot

from isteam_app.domain.dates import long_date
from isteam_app.domain.listing import Page
from isteam_app.services.refreshing import MovedCase, Refreshed
from ui.common.buttons import quiet
from ui.common.cards import Card
from ui.common.cells import Cell, Column
from ui.common.paged_model import PagedModel
from ui.common.table import Table
from ui.common.tokens import GAP_ROW


class MovedPart(Card):
    """A table in place of the section; Enter opens the case."""

    case_opened = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("Cases that moved", padding=GAP_ROW)
        self._cases: tuple[MovedCase, ...] = ()
        self.model: PagedModel[MovedCase] = PagedModel(
            _COLUMNS, self._read, key=lambda each: each.id
        )
        self.table = Table(self.model, name="Cases that moved")
        self.table.opened.connect(self._open)
        self.close_button = quiet("Close the list")
        self.close_button.clicked.connect(self.closed)
        self.head.addWidget(self.close_button)
        self.body.addWidget(self.table, 1)

    def show_moved(self, done: Refreshed) -> None:
        """List what moved."""
        self._cases = done.cases
        self.model.reload()
        more = done.moved - len(done.cases)
        self.set_meta(f"{done.moved:,}; the first {len(done.cases):,}" if more else "")
        self.table.select_first()

    def _read(self, _cursor: Any, _limit: int) -> Page[MovedCase]:
        return Page(rows=self._cases)

    @Slot(object)
    def _open(self, moved: MovedCase) -> None:
        self.case_opened.emit(moved.id)


def _day(day: Any) -> Cell:
    return Cell(long_date(day) if day else "None")


_COLUMNS: tuple[Column[MovedCase], ...] = (
    Column(
        key="reference",
        heading="Case",
        cell=lambda each: Cell(each.reference, strong=True),
        sample=Cell("IS-2026-00001", strong=True),
    ),
    Column(
        key="what",
        heading="What moved",
        cell=lambda each: Cell(each.what),
        sample="Post-by date",
        drop=1,
    ),
    Column(
        key="was",
        heading="From",
        cell=lambda each: _day(each.was),
        sample="Wed 30 Nov 2026",
    ),
    Column(
        key="now",
        heading="To",
        cell=lambda each: _day(each.now),
        sample="Wed 30 Nov 2026",
    ),
    Column(
        key="why",
        heading="Why",
        cell=lambda each: Cell(each.why, tone="text2", tooltip=each.why),
        grow=1,
        smallest=280,
    ),
)
