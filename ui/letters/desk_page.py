"""The print desk: letters that wait for printer or post, and letters that are gone."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.letters import Letter, LetterRow, LetterState
from isteam_app.domain.listing import Cursor
from isteam_app.domain.listing import Page as Listed
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.letters import letter_pdf
from isteam_app.services.print_desk import (
    letter_counts,
    list_letters,
    mark_posted,
    posting_services,
)
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import quiet
from ui.common.cards import Card, scrolled
from ui.common.dialogs import ask
from ui.common.empty_state import EmptyState
from ui.common.messages import show_error
from ui.common.notes import DANGER, INFO, Note
from ui.common.page import Page
from ui.common.paged_model import PagedModel
from ui.common.printing import Printing, printing_here
from ui.common.speech import announce
from ui.common.table import Table
from ui.common.table_footer import TableArea, TableFooter
from ui.common.tabs import TabBar
from ui.common.theme import text_scale
from ui.common.toast import Toast
from ui.common.tokens import GAP_CARD, GAP_ROW
from ui.letters.desk_acts import PostCard, PrintCard
from ui.letters.desk_lists import LISTS, columns_of, list_of
from ui.letters.desk_preview import DeskPreview
from ui.letters.print_run import Printed, PrintRun

_SIDE, _NARROW_SIDE, _LEAST_SIDE = 332, 324, 288
_MOST_SIDE = 0.45
_ROOMY_WIDTH, _ROOMY_HEIGHT = 1012, 640
_WITH_ACTS = (LetterState.FINAL, LetterState.PRINTED)
_ORDER = "Newest first"


class DeskPage(Page):
    """Tabs by state, the table of letters, and what can be done with those ticked."""

    name = "letters"
    letter_opened = Signal(int)
    case_opened = Signal(int)
    request_opened = Signal(int)
    waiting_changed = Signal()  # fewer letters wait for printer and post

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        printing: Printing | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Letters", parent)
        self._session, self._background = session, background
        way = printing or printing_here()
        self.tabs = TabBar("Letters by state")
        self.tick_all = quiet("Tick all", "tick")
        self.table = Table(name="Letters")
        self.footer = TableFooter(_ORDER)
        self.empty = EmptyState("letter", "No letters", "")
        self.preview = DeskPreview()
        self.print_card = PrintCard(way, background)
        self.post_card = PostCard(lambda: session.today)
        self.run = PrintRun(session, background, way, self)
        self.toast = Toast(self)
        for one in LISTS:
            self.tabs.add_tab(one.state.value, one.word)
        self._lay_out()
        self._connect()
        self.tabs.set_current(LetterState.FINAL.value)
        self._turn()

    @property
    def state(self) -> LetterState:
        """Which letters are listed."""
        return LetterState(self.tabs.current())

    def show_state(self, state: str) -> None:
        """Turn to the letters of a state."""
        self.tabs.set_current(state)
        self.refresh()

    def refresh(self) -> None:
        """Read the letters and how many there are of each state again."""
        counts = letter_counts(self._session)
        for one in LISTS:
            self.tabs.set_count(one.state.value, f"{counts.get(one.state, 0):,}")
        self.table.reload()
        self.footer.follow(self.table, counts.get(self.state, 0))
        if self.table.selected() is None:
            self.table.select_first()
        self._show_selected()
        self._count_ticks()
        if self.state in _WITH_ACTS and not self.run.is_running:
            self.print_card.printer.look()
            self.post_card.set_services(posting_services(self._session))

    def half_typed(self) -> str | None:
        return None

    def restore_typing(self, text: str) -> None:
        """Nothing typed here outlives the moment."""

    def first_focus(self) -> QWidget | None:
        return self.table if self.table.selected() is not None else self.tabs

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._turn)
        self.table.opened.connect(self._open)
        self.table.selection_moved.connect(self._show_selected)
        self.tick_all.clicked.connect(self._tick_all)
        self.preview.open_wanted.connect(self._open_selected)
        self.preview.case_wanted.connect(self._open_case)
        self.print_card.print_wanted.connect(self._print)
        self.print_card.progress.cancelled.connect(self.run.cancel)
        self.post_card.again_wanted.connect(self._ask_again)
        self.post_card.post_wanted.connect(self._post)
        self.run.progressed.connect(self.print_card.progress.set_count)
        self.run.ended.connect(self._note_printed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.tabs, 1)
        head.addWidget(self.tick_all)
        card = Card(padding=0)
        self.area = TableArea(self.table, self.empty, self.footer)
        card.body.addWidget(self.area)
        self._side, inside = scrolled()
        side = self._column = QVBoxLayout(inside)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GAP_ROW)
        side.addWidget(self.preview, 1)
        for act in (self.print_card, self.post_card):
            side.addWidget(act)
        side.addStretch()
        row = QHBoxLayout()
        row.setSpacing(GAP_CARD)
        row.addWidget(card, 1)
        row.addWidget(self._side)
        self.body.addLayout(head)
        self.body.addLayout(row, 1)

    @Slot()
    def _turn(self) -> None:
        """Show the list of the chosen tab."""
        state = self.state
        listed = list_of(state)
        self.empty.set_words(listed.empty_title, listed.empty_sentence)
        model: PagedModel[LetterRow] = PagedModel(
            columns_of(state, self._session.today),
            partial(_read, self._session, state),
            key=lambda row: row.id,
            checks=listed.ticked,
            parent=self,
        )
        model.checks_changed.connect(self._count_ticks)
        old = self.table.paged
        self.table.set_model(model)
        if old is not None:
            old.deleteLater()
        self.post_card.start_afresh()
        self._fit()
        self.refresh()
        self.area.refresh()

    def _fit(self) -> None:
        """Show what there is room for: the acts go before the pages."""
        state = self.state
        self.print_card.setVisible(state is LetterState.FINAL)
        self.post_card.setVisible(state is LetterState.PRINTED)
        roomy = self.height() >= _ROOMY_HEIGHT or state not in _WITH_ACTS
        self.preview.setVisible(roomy)
        self._column.setStretch(self._column.count() - 1, 0 if roomy else 1)
        self.tick_all.setVisible(state in _WITH_ACTS)
        wide = self.width() >= _ROOMY_WIDTH
        narrow = _NARROW_SIDE if state in _WITH_ACTS else _LEAST_SIDE
        side = round((_SIDE if wide else narrow) * text_scale())
        self._side.setFixedWidth(min(side, round(self.width() * _MOST_SIDE)))

    def _ticked(self) -> list[LetterRow]:
        """The ticked letters in the order of the table."""
        model = self.table.paged
        return [] if model is None else [r for r in model.rows() if model.is_checked(r)]

    @Slot()
    def _count_ticks(self) -> None:
        count = len(self._ticked())
        self.print_card.set_count(count)
        self.post_card.set_count(count)
        rows = len(self.table.paged.rows()) if self.table.paged is not None else 0
        self.tick_all.setEnabled(bool(rows))
        self.tick_all.set_words("Tick none" if rows and count == rows else "Tick all")

    @Slot()
    def _tick_all(self) -> None:
        if self.table.paged is not None:
            self.table.paged.set_all_checked(self.tick_all.words() == "Tick all")

    @Slot()
    def _show_selected(self) -> None:
        row = self.table.selected()
        if row is None or row.state is LetterState.DRAFT:
            self.preview.show_letter(row, b"")
            return
        try:
            pdf = letter_pdf(self._session, row.id)
        except IsteamError as error:
            pdf = b""
            show_error(self, error)
        self.preview.show_letter(row, pdf)

    @Slot(object)
    def _open(self, row: LetterRow) -> None:
        self.letter_opened.emit(row.id)

    @Slot()
    def _open_selected(self) -> None:
        row = self.table.selected()
        if row is not None:
            self.letter_opened.emit(row.id)

    @Slot()
    def _open_case(self) -> None:
        row = self.table.selected()
        if row is None:
            return
        if row.disclosure_id is not None:
            self.request_opened.emit(row.disclosure_id)
        else:
            self.case_opened.emit(row.case_id)

    @Slot()
    def _ask_again(self) -> None:
        count = len(self._ticked())
        title = "Print the letter again?" if count == 1 else f"Print {count} again?"
        printer = self.print_card.printer.printer() or "the printer"
        text = (
            f"It goes to {printer}, and the timelines note that it was printed again."
        )
        ask(self, title, text, act="Print again", then=self._print)

    @Slot()
    def _print(self) -> None:
        rows = self._ticked()
        printer = self.print_card.printer.printer()
        if not rows or self.run.is_running:
            return
        if not printer:
            reason = self.print_card.printer.trouble.text()
            self.say(Note(DANGER, "No printer to send to", reason))
            return
        self.say(None)
        self._set_running(True)
        self.run.start([row.id for row in rows], printer)

    @Slot(object)
    def _note_printed(self, printed: Printed) -> None:
        self._set_running(False)
        again = self.state is LetterState.PRINTED
        if printed.whole and self.table.paged is not None:
            self.table.paged.set_all_checked(False)
        self.refresh()
        if printed.error is not None:
            self.say(Note(DANGER, printed.error.title, printed.sentence))
        elif printed.stopped:
            self.say(Note(INFO, "Printing stopped", printed.sentence))
        else:
            words = "Printed again" if again else "Printed"
            self.toast.show_message(f"{words}: {len(printed.references)}")
        announce(self, printed.sentence)

    @Slot()
    def _post(self) -> None:
        card = self.post_card
        on = _day_of(card)
        if on is None:
            return
        job = Job(
            partial(
                _posting,
                self._session,
                [row.id for row in self._ticked()],
                on,
                card.service.value(),
                card.item_number.value(),
            )
        )
        job.succeeded.connect(self._note_posted)
        job.failed.connect(self._show_refusal)
        job.finished.connect(self._end_posting)
        self.say(None)
        self.post_card.set_running(True)
        self._background.start(job)

    @Slot(object)
    def _note_posted(self, posted: tuple[Letter, ...]) -> None:
        self.post_card.start_afresh()
        if self.table.paged is not None:
            self.table.paged.set_all_checked(False)
        self.refresh()
        self.waiting_changed.emit()
        self.table.setFocus()
        count = len(posted)
        letters = "1 letter" if count == 1 else f"{count} letters"
        self.toast.show_message(f"{letters} marked as posted")

    @Slot(object)
    def _show_refusal(self, error: IsteamError) -> None:
        shown = isinstance(error, RuleBroken) and self.post_card.form.show(error)
        if not shown:
            show_error(self, error)

    @Slot()
    def _end_posting(self) -> None:
        self.post_card.set_running(False)

    def _set_running(self, running: bool) -> None:
        self.print_card.set_running(running)
        self.post_card.set_running(running)
        self.tick_all.setEnabled(not running)


def _read(
    session: Session, state: LetterState, after: Cursor | None, limit: int
) -> Listed[LetterRow]:
    return list_letters(session, (state,), after, limit)


def _posting(
    session: Session,
    letter_ids: list[int],
    on: date,
    service: str,
    item_number: str,
    _progress: Progress,
) -> tuple[Letter, ...]:
    return mark_posted(
        session, letter_ids, on=on, service=service, item_number=item_number
    )


def _day_of(card: PostCard) -> date | None:
    """The day of posting; what is wrong with it is said under its field."""
    try:
        on = card.on.value()
    except RuleBroken as error:
        card.on.show_problem(str(error))
        card.on.focus_field()
        return None
    if on is None:
        card.on.show_problem("Enter the day of posting.")
        card.on.focus_field()
    return on
