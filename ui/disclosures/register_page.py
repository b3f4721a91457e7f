"""The register: every third-party request, filtered, sorted, and sent to a file."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QWidget

from isteam_app.domain.disclosures import Decision, DisclosureRow, Told
from isteam_app.domain.listing import (
    Cursor,
    DisclosureColumn,
    DisclosureFilter,
    DisclosureOrder,
    Page,
)
from isteam_app.services.disclosures import count_disclosures, list_disclosures
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.buttons import FilterChip, filter_chip, primary, secondary
from ui.common.cards import Card
from ui.common.empty_state import EmptyState
from ui.common.notes import Note
from ui.common.page import Page as Screen
from ui.common.paged_model import PagedModel
from ui.common.speech import announce
from ui.common.table import Table
from ui.common.table_footer import TableArea, TableFooter
from ui.common.tokens import GAP, MARGIN
from ui.disclosures.export_panel import Chooser, ExportPanel, choose_file
from ui.disclosures.words import ORDERS, columns

TYPING_MS = 200
_NONE_YET = (
    "No request yet",
    "When the police, a court or anybody else asks about a person, record it here.",
)
_NONE_FITS = ("No request fits", "Take a word out, or let a filter go.")


class RegisterPage(Screen):
    """Find a request, open it with Enter, record a new one, export the register."""

    disclosure_opened = Signal(int)
    new_wanted = Signal()
    name = "disclosures"

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        choose_path: Chooser = choose_file,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Disclosures", parent)
        self._session = session
        self._wanted = DisclosureFilter()
        self._order = DisclosureOrder()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._narrow)
        self.panel = ExportPanel(session, background, choose_path)
        self.panel.said.connect(self._say)
        self._build_header_buttons()
        self.body.addWidget(self.panel)
        self.body.addLayout(self._build_filters())
        self.body.addWidget(self._build_table(), 1)
        self._narrow()

    def refresh(self) -> None:
        """Read the register again; the chosen request stays chosen."""
        self._wanted = self._filter()
        self._reload(keep=True)

    def first_focus(self) -> QWidget | None:
        if self._model.rows():
            return self.table
        return self.new if self._wanted == DisclosureFilter() else self.line

    def half_typed(self) -> str | None:
        return None  # a filter is looked through, not written

    def restore_typing(self, text: str) -> None:
        """Nothing is typed here that has to be kept."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - 2 * MARGIN - GAP
        beside = self.line.minimumWidth() + self._chip_row.minimumSize().width()
        way = QBoxLayout.Direction
        self._filters.setDirection(
            way.LeftToRight if beside <= room else way.TopToBottom
        )

    def _build_header_buttons(self) -> None:
        self.export = secondary("Export the register", "export")
        self.new = primary("New request", "add")
        self.export.clicked.connect(self.panel.begin)
        self.new.clicked.connect(self.new_wanted)
        self.header_buttons(self.export, self.new)

    def _build_filters(self) -> QBoxLayout:
        self.line = QLineEdit()
        self.line.setAccessibleName("Filter the register")
        self.line.setPlaceholderText("Organisation, person or reference")
        self.line.setMaxLength(300)
        self.line.setMinimumWidth(260)
        self.line.textChanged.connect(self._typing.start)
        self.line.returnPressed.connect(self._narrow)
        self.chips: dict[str, FilterChip] = {
            "undecided": filter_chip("To decide"),
            "more": filter_chip("Asked for more"),
            "hidden": filter_chip("Must not be told"),
            "month": filter_chip("This month"),
        }
        self._chip_row = QHBoxLayout()
        self._chip_row.setSpacing(GAP)
        for chip in self.chips.values():
            chip.clicked.connect(self._narrow)
            self._chip_row.addWidget(chip)
        self._chip_row.addStretch(1)
        self._filters = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._filters.setSpacing(GAP)
        self._filters.addWidget(self.line, 1)
        self._filters.addLayout(self._chip_row)
        return self._filters

    def _build_table(self) -> QWidget:
        self._model: PagedModel[DisclosureRow] = PagedModel(
            columns(lambda: self._session.today), self._read, key=lambda row: row.id
        )
        self.table = Table(self._model, name="Disclosures", tall=True)
        self.table.set_order(self._order.column, self._order.descending)
        self.table.opened.connect(self._open_row)
        self.table.sort_requested.connect(self._sort)
        self.footer = TableFooter()
        self.empty = EmptyState("disclosures", *_NONE_YET)
        self.empty.acted.connect(self._show_all)
        self.area = TableArea(self.table, self.empty, self.footer)
        card = Card(padding=0)
        card.body.addWidget(self.area, 1)
        return card

    def _read(self, cursor: Cursor | None, limit: int) -> Page[DisclosureRow]:
        return list_disclosures(self._session, self._wanted, self._order, cursor, limit)

    def _filter(self) -> DisclosureFilter:
        on = {key for key, chip in self.chips.items() if chip.isChecked()}
        decisions = (
            (Decision.UNDECIDED, "undecided"),
            (Decision.MORE, "more"),
        )
        today = self._session.today
        return DisclosureFilter(
            text=self.line.text(),
            decisions=tuple(one for one, key in decisions if key in on),
            told=(Told.MUST_NOT,) if "hidden" in on else (),
            received_from=today.replace(day=1) if "month" in on else None,
            received_to=today if "month" in on else None,
        )

    @Slot()
    def _narrow(self) -> None:
        self._typing.stop()
        self._wanted = self._filter()
        self._reload(keep=False)

    def _reload(self, *, keep: bool) -> None:
        if keep:
            self.table.reload()
        else:
            self._model.reload()
            self.table.scrollToTop()
        total = count_disclosures(self._session, self._wanted)
        way = ", last first" if self._order.descending else ""
        words = f"Sorted by {ORDERS[self._order.column]}{way}"
        self.footer.follow(self.table, total, words)
        everything = self._wanted == DisclosureFilter()
        self.empty.set_words(*(_NONE_YET if everything else _NONE_FITS))
        self.empty.set_button("" if everything else "Show the whole register")
        self.area.refresh()
        if self.table.selected() is None:
            self.table.select_first()

    @Slot(str, bool)
    def _sort(self, key: str, descending: bool) -> None:
        self._order = DisclosureOrder(
            column=DisclosureColumn(key), descending=descending
        )
        self._reload(keep=False)
        self.table.select_first()

    @Slot()
    def _show_all(self) -> None:
        self.line.clear()
        for chip in self.chips.values():
            chip.setChecked(False)
        self._narrow()
        self.table.setFocus()

    @Slot(object)
    def _open_row(self, row: DisclosureRow) -> None:
        self.disclosure_opened.emit(row.id)

    @Slot(object)
    def _say(self, note: Note | None) -> None:
        self.say(note)
        if note is not None:
            announce(self, note.title.text())
