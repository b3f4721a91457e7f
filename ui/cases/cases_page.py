"""The list of cases: filtered by words or chips, sorted by the vault, paged."""

from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.case_words import read_order, read_words
from isteam_app.domain.cases import CaseRow
from isteam_app.domain.listing import (
    OPEN_STATES,
    CaseColumn,
    CaseFilter,
    CaseOrder,
    Cursor,
    Page,
)
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.services.bulk import ids_of
from isteam_app.services.cases import case_page, count_cases, list_cases
from isteam_app.services.session import Session, calendar_for
from isteam_app.services.team import covered_by
from ui.cases.bulk_desk import BulkDesk
from ui.cases.filter_row import FilterRow
from ui.cases.filter_words import SORTED
from ui.cases.list_columns import list_columns
from ui.cases.preview import CasePreview
from ui.common.background import Background
from ui.common.cards import Card
from ui.common.empty_state import EmptyState
from ui.common.filter_line import without_order
from ui.common.icon_words import IconWords
from ui.common.messages import show_error
from ui.common.page import Page as Screen
from ui.common.paged_model import PagedModel
from ui.common.table import Table
from ui.common.table_footer import TableArea, TableFooter
from ui.common.text import META
from ui.common.view_keeper import ViewKeeper

FIRST = "is:open"
TYPING_MS = 200


class CasesPage(Screen):
    """Find a case, look at it beside the list, open it with Enter."""

    case_opened = Signal(int)
    post_wanted = Signal()
    letters_wanted = Signal(object)  # the ids of the cases to write to
    name = "cases"

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__("Cases", parent)
        self._session, self._background = session, background
        self._wanted = CaseFilter(states=OPEN_STATES)
        self._order = CaseOrder()
        self._narrow = False
        self._ordered_by_words = False
        self._total = 0
        self._calendar = calendar_for(session.settings())
        self._covered: tuple[str, ...] = ()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._use_words)
        self._build()

    def refresh(self) -> None:
        """Read the list again; the chosen case stays chosen."""
        settings = self._session.settings()
        self._calendar = calendar_for(settings)
        member, today = self._session.member.name, self._session.today
        self._covered = covered_by(settings, member, today)
        self.keeper.reload()
        self._use_words(keep=True)

    def show_part(self, words: str) -> None:
        """Show the view that quick find leads to."""
        self._show_view(words)

    def first_focus(self) -> QWidget | None:
        return self.line if not self._model.rows() else self.table

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

    def set_narrow(self, narrow: bool) -> None:
        """Let the preview lie over the list, on Space, where there is little width."""
        self._narrow = narrow
        self.preview.float_over(narrow)
        self.panel.setProperty("overlay", narrow)
        for panel in (self.preview, self.panel):
            if narrow:
                self._row.removeWidget(panel)
            else:
                self._row.addWidget(panel)
        self.preview.setVisible(not narrow and self.panel.isHidden())
        self.footer.follow(self.table, self._total, self._order_words())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_preview()

    def _build(self) -> None:
        self._build_views()
        self._build_filters()
        self.problem = IconWords("", role=META, tone="danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.body.addWidget(self.problem)
        self._model: PagedModel[CaseRow] = PagedModel(
            list_columns(self._today, self._working_days),
            self._read,
            key=lambda row: row.id,
        )
        self.table = Table(self._model, name="Cases", tall=True)
        self.table.set_order(self._order.column, self._order.descending)
        self.table.opened.connect(self._open_row)
        self.table.selection_moved.connect(self._preview_row)
        self.table.sort_requested.connect(self._sort)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.table)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self.turn_preview)
        self.footer = TableFooter()
        self.empty = EmptyState("cases", "", "", "Show the open cases")
        self.empty.acted.connect(self._show_open)
        self.area = TableArea(self.table, self.empty, self.footer)
        self.card = Card(padding=0)
        self.card.body.addWidget(self.area, 1)
        self.preview = CasePreview(self)
        self.preview.opened.connect(self.case_opened)
        self.preview.closed.connect(self.turn_preview)
        self._build_bulk()
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.card, 1)
        left.addWidget(self.bulk)
        self._row = QHBoxLayout()
        self._row.setSpacing(16)
        self._row.addLayout(left, 1)
        self._row.addWidget(self.preview)
        self._row.addWidget(self.panel)
        self.body.addLayout(self._row, 1)
        # the area goes before the table that it stands for: after it, the Tab key
        # would lead back to the table for ever
        filters = (*self.filters.inputs(), self.views)
        side = (*self.bulk.buttons(), self.preview.open_button)
        order = (*filters, self.area, self.table, *side)
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)

    def _build_views(self) -> None:
        self.keeper = ViewKeeper(self._session, self, lambda: self.line.text())
        self.views = self.keeper.bar
        self.views.view_chosen.connect(self._show_view)
        self.keeper.changed.connect(self.refresh)
        self.body.addWidget(self.views)

    def _build_bulk(self) -> None:
        self.desk = BulkDesk(
            self._session, self._background, self, self.table, self._every
        )
        self.bulk, self.panel = self.desk.bar, self.desk.panel
        self.desk.changed.connect(self.refresh)
        self.desk.opened.connect(self._make_room)
        self.desk.letters_wanted.connect(self.letters_wanted)
        self.desk.closed.connect(self._show_preview)
        buttons = (self.keeper.rename, self.keeper.delete, self.desk.hand_over)
        self.header_buttons(*buttons, self.keeper.save)

    def _every(self) -> tuple[int, ...]:
        return ids_of(self._session, self._wanted, self._order)

    @Slot()
    def _make_room(self) -> None:
        self.preview.hide()
        self._place_preview()

    @Slot()
    def _show_preview(self) -> None:
        self.preview.setVisible(not self._narrow)

    def _build_filters(self) -> None:
        self.filters = FilterRow(FIRST)
        self.line, self.chips = self.filters.line, self.filters.chips
        self.types = self.filters.types
        self.filters.typed.connect(self._typing.start)
        self.filters.entered.connect(self._use_words)
        self.body.addWidget(self.filters)

    def _today(self) -> date:
        return self._session.today

    def _working_days(self) -> WorkingCalendar:
        return self._calendar

    def _read(self, cursor: Cursor | None, limit: int) -> Page[CaseRow]:
        return list_cases(self._session, self._wanted, self._order, cursor, limit)

    @Slot()
    def _use_words(self, keep: bool = False) -> None:
        """Narrow the list to the words, or say in one sentence what is wrong."""
        self._typing.stop()
        text = self.line.text()
        self.filters.follow()
        today, me = self._session.today, self._session.member.name
        try:
            wanted = read_words(text, today=today, me=me, covered=self._covered)
            order = read_order(text, today=today, me=me)
        except RuleBroken as error:
            self._complain(str(error))
            return
        self._complain("")
        self._follow_order(order)
        self._wanted = wanted
        self._reload(keep=keep)

    def _follow_order(self, order: CaseOrder | None) -> None:
        """Sort as the words ask; without them as before they asked."""
        if order is None and self._ordered_by_words:
            self._order = CaseOrder()
        elif order is not None:
            self._order = order
        self._ordered_by_words = order is not None
        self.table.set_order(self._order.column, self._order.descending)

    def _complain(self, sentence: str) -> None:
        self.problem.set_words(sentence, "error" if sentence else "", tone="danger")
        self.problem.setVisible(bool(sentence))
        self.filters.complain(sentence)

    def _reload(self, *, keep: bool) -> None:
        if keep:
            self.table.reload()
        else:
            self._model.reload()
            self.table.scrollToTop()
        self._total = count_cases(self._session, self._wanted)
        self.footer.follow(self.table, self._total, self._order_words())
        self.keeper.follow(self._total)
        self._word_empty()
        self.area.refresh()
        self.desk.follow(self._total)
        if self.table.selected() is None:
            self.table.select_first()
        if not self._model.rows():
            self.preview.show_case(None)

    def _word_empty(self) -> None:
        if not self.line.text().strip() or not self._session_has_cases():
            self.empty.set_words(
                "No cases yet",
                "Open the day's post: each item becomes a case with its dates.",
            )
            self.empty.set_button("New item of post")
            return
        self.empty.set_words(
            "No case fits these words",
            "Take a word out, or look among the closed cases too.",
        )
        self.empty.set_button("Show the open cases")

    def _session_has_cases(self) -> bool:
        return bool(self._model.rows()) or count_cases(self._session, CaseFilter()) > 0

    def _order_words(self) -> str:
        if self._narrow:
            return "Space shows the facts"
        way = ", last first" if self._order.descending else ""
        return f"Sorted by {SORTED[self._order.column]}{way}"

    @Slot(str, bool)
    def _sort(self, key: str, descending: bool) -> None:
        self._order = CaseOrder(column=CaseColumn(key), descending=descending)
        self._ordered_by_words = False
        self.line.setText(without_order(self.line.text()))
        self._typing.stop()
        self._reload(keep=False)
        self.table.select_first()

    @Slot()
    def _show_open(self) -> None:
        if not self._session_has_cases():
            self.post_wanted.emit()
            return
        self.line.setText(FIRST)
        self._use_words()
        self.table.setFocus()

    @Slot(object)
    def _open_row(self, row: CaseRow) -> None:
        self.case_opened.emit(row.id)

    @Slot(object)
    def _preview_row(self, row: CaseRow | None) -> None:
        try:
            shown = case_page(self._session, row.id) if row else None
        except IsteamError as error:
            show_error(self, error)
            return
        self.preview.show_case(shown)

    @Slot()
    def turn_preview(self) -> None:
        """Show the preview over the list, or take it away. It floats when narrow."""
        if not self._narrow:
            return
        if self.preview.isVisible():
            self.preview.hide()
            self.table.setFocus()
        elif self.table.selected() is not None:
            self.preview.show()
            self.preview.raise_()
            self._place_preview()
            self.preview.open_button.setFocus()

    def _place_preview(self) -> None:
        if not self._narrow:
            return
        around = self.card.geometry()
        bottom = max(around.bottom(), self.bulk.geometry().bottom())
        for panel in (self.preview, self.panel):
            left = around.right() + 1 - panel.width()
            height = bottom - around.top() + 1
            panel.setGeometry(left, around.top(), panel.width(), height)

    @Slot(str)
    def _show_view(self, words: str) -> None:
        self.line.setText(words)
        self._use_words()
