"""The register of third-party requests: found, sorted, opened and exported."""

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from isteam_app.domain.disclosures import Decision, DisclosureRow, Told
from isteam_app.domain.listing import (
    Cursor,
    DisclosureColumn,
    DisclosureFilter,
    DisclosureOrder,
    Page,
)
from isteam_app.errors import IsteamError
from isteam_app.services.disclosures import count_disclosures, list_disclosures
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.buttons import FilterChip, filter_chip, primary, secondary
from ui.common.cards import Card
from ui.common.empty_state import EmptyState
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.page import Page as Screen
from ui.common.paged_model import PagedModel
from ui.common.table import Table
from ui.common.table_footer import TableArea, TableFooter
from ui.common.tokens import GAP
from ui.disclosures.export_part import ChoosePath, ExportPart, ask_where
from ui.disclosures.words import ORDERS, columns

_TYPING_MS = 200
_CHIPS = (
    ("decide", "To decide"),
    ("more", "Asked for more"),
    ("held", "Must not be told"),
    ("month", "This month"),
)


class RegisterPage(Screen):
    """A filter line, chips, the table, and the export in a card of its own."""

    disclosure_opened = Signal(int)
    new_wanted = Signal()

    name = "disclosures"

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        choose_path: ChoosePath = ask_where,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Disclosures", parent)
        self._session = session
        self._wanted = DisclosureFilter()
        self._order = DisclosureOrder()
        self.export = secondary("Export the register", "export")
        self.new = primary("New request", "add")
        self.export_part = ExportPart(session, background, choose_path)
        self.export_part.hide()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Read the register again; the chosen line stays chosen."""
        self.table.reload()
        self._recount()

    def first_focus(self) -> QWidget | None:
        return self.table if self._model.rows() else self.new

    def half_typed(self) -> str | None:
        return None  # a filter is looked through, not written

    def restore_typing(self, text: str) -> None:
        """Nothing is typed here that has to be kept."""

    @Slot()
    def filter_now(self) -> None:
        """Read the list that the words and the chips ask for."""
        self._typing.stop()
        on = {key for key, chip in self.chips.items() if chip.isChecked()}
        decisions = []
        if "decide" in on:
            decisions.append(Decision.UNDECIDED)
        if "more" in on:
            decisions.append(Decision.MORE)
        today = self._session.today
        self._wanted = replace(
            DisclosureFilter(),
            text=self.line.text().strip(),
            decisions=tuple(decisions),
            told=(Told.MUST_NOT,) if "held" in on else (),
            received_from=today.replace(day=1) if "month" in on else None,
        )
        self._model.reload()
        self.table.scrollToTop()
        self._recount()

    def _read(self, cursor: Cursor | None, limit: int) -> Page[DisclosureRow]:
        return list_disclosures(self._session, self._wanted, self._order, cursor, limit)

    def _recount(self) -> None:
        total = count_disclosures(self._session, self._wanted)
        way = ", last first" if self._order.descending else ""
        words = f"Sorted by {ORDERS[self._order.column]}{way}"
        self.footer.follow(self.table, total, words)
        narrowed = self._wanted != DisclosureFilter()
        self.empty.set_words(
            "No request fits" if narrowed else "No requests yet",
            "Take a word or a filter away."
            if narrowed
            else "When the police, a court or anybody else asks about a person, "
            "record it here.",
        )
        self.area.refresh()
        if self.table.selected() is None:
            self.table.select_first()

    @Slot(str, bool)
    def _sort(self, key: str, descending: bool) -> None:
        self._order = DisclosureOrder(
            column=DisclosureColumn(key), descending=descending
        )
        self._model.reload()
        self._recount()

    @Slot(object)
    def _open(self, row: DisclosureRow) -> None:
        self.disclosure_opened.emit(row.id)

    @Slot()
    def _turn_export(self) -> None:
        self.say(None)
        shown = not self.export_part.isVisible()
        self.export_part.setVisible(shown)
        if shown:
            self.export_part.first.focus_field()
        else:
            self.export.setFocus()

    @Slot(int, str)
    def _tell_exported(self, count: int, name: str) -> None:
        noun = "1 request" if count == 1 else f"{count:,} requests"
        self.export_part.hide()
        self.say(
            Note("ok", f"{noun} written to {name}", "The export is on the audit trail.")
        )

    @Slot(object)
    def _tell_failed(self, error: IsteamError) -> None:
        show_error(self, error)

    def _build(self) -> None:
        self.header_buttons(self.export, self.new)
        self.body.addWidget(self.export_part)
        self.body.addLayout(self._filters())
        self._model: PagedModel[DisclosureRow] = PagedModel(
            columns(), self._read, key=lambda row: row.id
        )
        self.table = Table(self._model, name="Third-party requests")
        self.table.set_order(self._order.column, self._order.descending)
        self.footer = TableFooter()
        self.empty = EmptyState("disclosure", "No requests yet", "")
        self.area = TableArea(self.table, self.empty, self.footer)
        card = Card(padding=0)
        card.setAccessibleName("The register")
        card.body.addWidget(self.area, 1)
        self.body.addWidget(card, 1)
        self._recount()

    def _filters(self) -> QHBoxLayout:
        self.line = QLineEdit()
        self.line.setAccessibleName("Filter the register")
        self.line.setPlaceholderText("Organisation, person or reference")
        self.line.setMaxLength(200)
        self.line.setMinimumWidth(240)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.line, 1)
        self.chips: dict[str, FilterChip] = {}
        for key, words in _CHIPS:
            self.chips[key] = filter_chip(words)
            row.addWidget(self.chips[key])
        return row

    def _connect(self) -> None:
        self._typing.timeout.connect(self.filter_now)
        self.line.textChanged.connect(self._typing.start)
        self.line.returnPressed.connect(self.filter_now)
        for chip in self.chips.values():
            chip.clicked.connect(self.filter_now)
        self.table.opened.connect(self._open)
        self.table.sort_requested.connect(self._sort)
        self.new.clicked.connect(self.new_wanted)
        self.export.clicked.connect(self._turn_export)
        self.export_part.closed.connect(self._turn_export)
        self.export_part.exported.connect(self._tell_exported)
        self.export_part.failed.connect(self._tell_failed)
