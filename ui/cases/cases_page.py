"""The list of cases: filtered by words or chips, sorted by the vault, paged."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QWidget

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.case_words import read_words
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
from isteam_app.services.cases import case_page, count_cases, list_cases
from isteam_app.services.session import Session, calendar_for
from ui.cases.filter_words import CHIPS, has_chip, pressed, words_for
from ui.cases.preview import CasePreview
from ui.cases.words import ORDERS, columns
from ui.common.background import Background
from ui.common.buttons import FilterChip, filter_chip, secondary
from ui.common.cards import Card
from ui.common.empty_state import EmptyState
from ui.common.icon_words import IconWords
from ui.common.messages import show_error
from ui.common.page import Page as Screen
from ui.common.paged_model import PagedModel
from ui.common.table import Table
from ui.common.table_footer import TableArea, TableFooter
from ui.common.text import META, set_property
from ui.common.tokens import MARGIN

FIRST = "is:open"
TYPING_MS = 200
HELP = "Words such as type:access state:waiting due:<7d owner:me is:late"


class CasesPage(Screen):
    """Find a case, look at it beside the list, open it with Enter."""

    case_opened = Signal(int)
    name = "cases"

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__("Cases", parent)
        self._session = session
        self._wanted = CaseFilter(states=OPEN_STATES)
        self._person: int | None = None
        self._order = CaseOrder()
        self._narrow = False
        self._total = 0
        self._calendar = calendar_for(session.settings())
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._use_words)
        self._build()

    def refresh(self) -> None:
        """Read the list again; the chosen case stays chosen."""
        self._calendar = calendar_for(self._session.settings())
        self._use_words(keep=True)

    def show_filter(self, wanted: CaseFilter) -> None:
        """Narrow the list to what another screen asks for."""
        self._person = wanted.person_id
        self.line.setText(words_for(replace(wanted, person_id=None)))
        self._use_words()

    def first_focus(self) -> QWidget | None:
        return self.line if not self._model.rows() else self.table

    def half_typed(self) -> str | None:
        return None  # a filter is looked through, not written

    def restore_typing(self, text: str) -> None:
        """Nothing is typed here that has to be kept."""

    def set_narrow(self, narrow: bool) -> None:
        """Let the preview lie over the list, on Space, where there is little width."""
        self._narrow = narrow
        self.preview.float_over(narrow)
        if narrow:
            self._row.removeWidget(self.preview)
            self.preview.hide()
        else:
            self._row.addWidget(self.preview)
            self.preview.show()
        self.footer.follow(self.table, self._total, self._order_words())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_filters()
        self._place_preview()

    def _build(self) -> None:
        self.body.addLayout(self._build_filters())
        self.problem = IconWords("", role=META, tone="danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.body.addWidget(self.problem)
        self._model: PagedModel[CaseRow] = PagedModel(
            columns(self._today, self._working_days),
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
        self._row = QHBoxLayout()
        self._row.setSpacing(16)
        self._row.addWidget(self.card, 1)
        self._row.addWidget(self.preview)
        self.body.addLayout(self._row, 1)
        # the area goes before the table that it stands for: after it, the Tab key
        # would lead back to the table for ever
        filters = (self.line, *self.chips.values())
        order = (*filters, self.area, self.table, self.preview.open_button)
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)

    def _build_filters(self) -> QBoxLayout:
        self.line = QLineEdit(FIRST)
        self.line.setAccessibleName("Filter the cases")
        self.line.setAccessibleDescription(HELP)
        self.line.setToolTip(HELP)
        self.line.setPlaceholderText("Name, reference or type:access")
        self.line.setClearButtonEnabled(False)
        self.line.setMaxLength(300)
        self.line.setMinimumWidth(230)
        self.line.textChanged.connect(self._typing.start)
        self.line.returnPressed.connect(self._use_words)
        row = self._chip_row = QHBoxLayout()
        row.setSpacing(8)
        self.person_chip = secondary("One person only", "close")
        self.person_chip.setToolTip("Show everybody again")
        self.person_chip.clicked.connect(self._forget_person)
        self.person_chip.hide()
        row.addWidget(self.person_chip)
        self.chips: dict[str, FilterChip] = {}
        for chip in CHIPS:
            made = filter_chip(chip.label)
            made.clicked.connect(self._press)
            self.chips[chip.key] = made
            row.addWidget(made)
        row.addStretch(1)
        self._filters = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._filters.setSpacing(8)
        self._filters.addWidget(self.line, 1)
        self._filters.addLayout(row)
        return self._filters

    def _fit_filters(self) -> None:
        """Put the chips under the line where both do not fit beside each other."""
        room = self.width() - 2 * MARGIN - 8
        beside = self.line.minimumWidth() + self._chip_row.minimumSize().width()
        way = QBoxLayout.Direction
        self._filters.setDirection(
            way.LeftToRight if beside <= room else way.TopToBottom
        )

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
        for chip in CHIPS:
            self.chips[chip.key].setChecked(has_chip(text, chip))
        try:
            wanted = read_words(
                text, today=self._session.today, me=self._session.member.name
            )
        except RuleBroken as error:
            self._complain(str(error))
            return
        self._complain("")
        self._wanted = replace(wanted, person_id=self._person)
        self.person_chip.setVisible(self._person is not None)
        self._fit_filters()
        self._reload(keep=keep)

    def _complain(self, sentence: str) -> None:
        self.problem.set_words(sentence, "error" if sentence else "", tone="danger")
        self.problem.setVisible(bool(sentence))
        self.line.setAccessibleDescription(sentence or HELP)
        set_property(self.line, "bad", "true" if sentence else "")

    def _reload(self, *, keep: bool) -> None:
        if keep:
            self.table.reload()
        else:
            self._model.reload()
            self.table.scrollToTop()
        self._total = count_cases(self._session, self._wanted)
        self.footer.follow(self.table, self._total, self._order_words())
        self.empty.set_words(
            "No case fits these words",
            "Take a word out, or look among the closed cases too.",
        )
        self.area.refresh()
        if self.table.selected() is None:
            self.table.select_first()
        if not self._model.rows():
            self.preview.show_case(None)

    def _order_words(self) -> str:
        if self._narrow:
            return "Space shows the facts"
        way = ", last first" if self._order.descending else ""
        return f"Sorted by {ORDERS[self._order.column]}{way}"

    @Slot(str, bool)
    def _sort(self, key: str, descending: bool) -> None:
        self._order = CaseOrder(column=CaseColumn(key), descending=descending)
        self._reload(keep=False)
        self.table.select_first()

    @Slot()
    def _press(self) -> None:
        for chip in CHIPS:
            made = self.chips[chip.key]
            if made is self.sender():
                self.line.setText(pressed(self.line.text(), chip, made.isChecked()))
        self._use_words()

    @Slot()
    def _show_open(self) -> None:
        self._person = None
        self.line.setText(FIRST)
        self._use_words()
        self.table.setFocus()

    @Slot()
    def _forget_person(self) -> None:
        self._person = None
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
        if self._narrow:
            list_area = self.card.geometry()
            left = list_area.right() + 1 - self.preview.width()
            self.preview.setGeometry(
                left, list_area.top(), self.preview.width(), list_area.height()
            )
