"""The register: every third-party request, filtered, sorted, and sent to a file."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isteam_app.domain.disclosures import DisclosureRow
from isteam_app.domain.listing import (
    Cursor,
    DisclosureColumn,
    DisclosureFilter,
    DisclosureOrder,
    Page,
)
from isteam_app.domain.request_words import (
    organisation_word,
    read_request_order,
    read_request_words,
)
from isteam_app.errors import RuleBroken
from isteam_app.services.disclosure_locks import spent_numbers
from isteam_app.services.disclosures import count_disclosures, list_disclosures
from isteam_app.services.organisations import offer_organisations
from isteam_app.services.register import offers_locks
from isteam_app.services.session import Session
from isteam_app.services.views import REQUESTS
from ui.common.background import Background
from ui.common.buttons import primary, quiet, secondary
from ui.common.cards import Card
from ui.common.empty_state import EmptyState
from ui.common.filter_line import FilterLine, without_order
from ui.common.icon_words import IconWords
from ui.common.notes import Note
from ui.common.page import Page as Screen
from ui.common.paged_model import PagedModel
from ui.common.speech import announce
from ui.common.table import Table
from ui.common.table_footer import TableArea, TableFooter
from ui.common.text import META, paragraph
from ui.common.tokens import GAP, MARGIN
from ui.common.view_keeper import ViewKeeper
from ui.disclosures.export_panel import Chooser, ExportPanel, choose_file
from ui.disclosures.filter_panel import FilterPanel
from ui.disclosures.filter_words import CHIPS, HELP, LOCKED, SORTED
from ui.disclosures.register_columns import columns, spent_words

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
    directory_wanted = Signal()
    numbers_wanted = Signal()
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
        self._ordered_by_words = False
        self._chase = session.settings().requests.chase_days
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._narrow)
        self.panel = ExportPanel(session, background, choose_path)
        self.panel.said.connect(self._say)
        self._build_header_buttons()
        self.body.addWidget(self.panel)
        self._build_filters()
        self.body.addWidget(self._build_table(), 1)
        self.spent = paragraph("", META, tone="text3")
        self.spent.hide()
        self.body.addWidget(self.spent)
        self.refresh()

    def refresh(self) -> None:
        """Read the register again; the chosen request stays chosen."""
        self._chase = self._session.settings().requests.chase_days
        self.keeper.reload()
        self._show_spent()
        self._use_words(keep=True)

    def first_focus(self) -> QWidget | None:
        if self._model.rows():
            return self.table
        return self.line if self.line.text().strip() else self.new

    def looked_for(self) -> str:
        """The words by which the list is narrowed."""
        return self.line.text()

    def look_for(self, words: str) -> None:
        """Narrow the list as it was before a lock, when it is read next."""
        self.line.setText(words)

    def half_typed(self) -> str | None:
        return None  # a filter is looked through, not written

    def restore_typing(self, text: str) -> None:
        """Nothing is typed here that has to be kept."""

    def show_part(self, words: str) -> None:
        """Show the view that quick find leads to."""
        self._show_words(words)

    def show_organisation(self, name: str) -> None:
        """Narrow the register to what one organisation asked."""
        self._show_words(organisation_word(name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.more_panel.fit(self.width() - 2 * MARGIN)

    def _build_header_buttons(self) -> None:
        self.directory = quiet("Directory", "directory")
        self.numbers = quiet("Numbers", "reports")
        self.export = secondary("Export the register", "export")
        self.new = primary("New request", "add")
        self.directory.clicked.connect(self.directory_wanted)
        self.numbers.clicked.connect(self.numbers_wanted)
        self.export.clicked.connect(self.panel.begin)
        self.new.clicked.connect(self.new_wanted)
        self.header_buttons(self.directory, self.numbers, self.export, self.new)

    def _build_filters(self) -> None:
        locks = (LOCKED,) if offers_locks(self._session) else ()
        self.more = secondary("More filters", "filter")
        self.more.setCheckable(True)
        self.filters = FilterLine(
            "Filter the register",
            (*CHIPS, *locks),
            help_text=HELP,
            placeholder="Organisation, person or kind:police",
            after=(self.more,),
        )
        self.line, self.chips = self.filters.line, self.filters.chips
        self.filters.typed.connect(self._typing.start)
        self.filters.entered.connect(self._narrow)
        self.keeper = ViewKeeper(
            self._session, self, lambda: self.line.text(), REQUESTS
        )
        self.keeper.bar.view_chosen.connect(self._show_words)
        self.keeper.changed.connect(self.refresh)
        self.more_panel = FilterPanel(lambda: self._session.today, self._offers)
        self.more_panel.chosen.connect(self._show_words)
        self.more_panel.hide()
        self.more.toggled.connect(self._turn_more)
        self.problem = IconWords("", role=META, tone="danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        views = QHBoxLayout()
        views.setSpacing(GAP)
        views.addWidget(self.keeper.bar, 1)
        for button in (self.keeper.rename, self.keeper.delete, self.keeper.save):
            views.addWidget(button)
        self.body.addLayout(views)
        self.body.addWidget(self.filters)
        self.body.addWidget(self.more_panel)
        self.body.addWidget(self.problem)

    def _build_table(self) -> QWidget:
        shown = columns(lambda: self._session.today, lambda: self._chase)
        self._model: PagedModel[DisclosureRow] = PagedModel(
            shown, self._read, key=lambda row: row.id
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

    def _offers(self, begins: str) -> list[str]:
        found = offer_organisations(self._session, begins)
        return [each.name for each in found]

    @Slot(bool)
    def _turn_more(self, on: bool) -> None:
        self.more_panel.follow(self.line.text())
        self.more_panel.setVisible(on)
        if on:
            self.more_panel.organisation.focus_field()

    @Slot()
    def _narrow(self) -> None:
        self._use_words(keep=False)

    @Slot(str)
    def _show_words(self, words: str) -> None:
        self.line.setText(words)
        self._use_words(keep=False)

    def _use_words(self, *, keep: bool) -> None:
        """Narrow the register to the words, or say in one sentence what is wrong."""
        self._typing.stop()
        text, today = self.line.text(), self._session.today
        self.filters.follow()
        try:
            wanted = read_request_words(text, today=today)
            order = read_request_order(text, today=today)
        except RuleBroken as error:
            self._complain(str(error))
            return
        self._complain("")
        if self.more.isChecked():
            self.more_panel.follow(text)
        self._follow_order(order)
        self._wanted = wanted
        self._reload(keep=keep)

    def _complain(self, sentence: str) -> None:
        self.problem.set_words(sentence, "error" if sentence else "", tone="danger")
        self.problem.setVisible(bool(sentence))
        self.filters.complain(sentence)

    def _follow_order(self, order: DisclosureOrder | None) -> None:
        """Sort as the words ask; without them as before they asked."""
        if order is None and self._ordered_by_words:
            self._order = DisclosureOrder()
        elif order is not None:
            self._order = order
        self._ordered_by_words = order is not None
        self.table.set_order(self._order.column, self._order.descending)

    def _reload(self, *, keep: bool) -> None:
        if keep:
            self.table.reload()
        else:
            self._model.reload()
            self.table.scrollToTop()
        total = count_disclosures(self._session, self._wanted)
        way = ", last first" if self._order.descending else ""
        words = f"Sorted by {SORTED[self._order.column]}{way}"
        self.footer.follow(self.table, total, words)
        self.keeper.follow(total)
        everything = not self.line.text().strip()
        self.empty.set_words(*(_NONE_YET if everything else _NONE_FITS))
        self.empty.set_button("" if everything else "Show the whole register")
        self.area.refresh()
        if self.table.selected() is None:
            self.table.select_first()

    def _show_spent(self) -> None:
        """Say which numbers stand for no request, so that a gap tells nothing."""
        numbers = spent_numbers(self._session, self._session.today.year)
        self.spent.setText(spent_words(numbers))
        self.spent.setVisible(bool(numbers))

    @Slot(str, bool)
    def _sort(self, key: str, descending: bool) -> None:
        self._order = DisclosureOrder(
            column=DisclosureColumn(key), descending=descending
        )
        self._ordered_by_words = False
        self.line.setText(without_order(self.line.text()))
        self._typing.stop()
        self._reload(keep=False)
        self.table.select_first()

    @Slot()
    def _show_all(self) -> None:
        self._show_words("")
        self.table.setFocus()

    @Slot(object)
    def _open_row(self, row: DisclosureRow) -> None:
        self.disclosure_opened.emit(row.id)

    @Slot(object)
    def _say(self, note: Note | None) -> None:
        self.say(note)
        if note is not None:
            announce(self, note.title.text())
