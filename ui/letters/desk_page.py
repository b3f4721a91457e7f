"""The print desk: letters on their way, from the draft to the post and back."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.letters import Letter, LetterRow, LetterState
from isteam_app.domain.listing import Cursor
from isteam_app.domain.listing import Page as Listed
from isteam_app.errors import IsteamError
from isteam_app.services.letter_batches import unfinished_batches
from isteam_app.services.letters import letter_pdf
from isteam_app.services.print_desk import letter_counts, list_letters
from isteam_app.services.print_runs import Started
from isteam_app.services.run_pages import letters_in_runs, unfinished_run
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.buttons import quiet, secondary
from ui.common.cards import Card, scrolled
from ui.common.empty_state import EmptyState
from ui.common.messages import show_error
from ui.common.notes import DANGER, INFO, OK, WARN, Note
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
from ui.letters.desk_acts import PrintCard
from ui.letters.desk_lists import LISTS, DeskMoment, columns_of, list_of
from ui.letters.desk_preview import DeskPreview
from ui.letters.register_card import RegisterCard
from ui.letters.returned_card import ReturnedCard
from ui.letters.run_view import RunView
from ui.letters.run_words import counted

_SIDE, _NARROW_SIDE, _LEAST_SIDE = 332, 324, 288
_MOST_SIDE = 0.45
_ROOMY_WIDTH, _ROOMY_HEIGHT = 1012, 640
_FINAL, _PRINTED = LetterState.FINAL, LetterState.PRINTED
_RETURNED = LetterState.RETURNED


class DeskPage(Page):
    """Tabs by state; the letters to print with the acts, the printed ones by run."""

    name = "letters"
    letter_opened = Signal(int)
    case_opened = Signal(int)
    request_opened = Signal(int)
    batch_opened = Signal(int)  # a letter of the batch
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
        self._saves = False
        self._total = 0
        way = printing or printing_here()
        self.tabs = TabBar("Letters by state")
        self.tick_all = quiet("Tick all", "tick")
        self.table = Table(name="Letters")
        self.footer = TableFooter()
        self.empty = EmptyState("letter", "No letters", "")
        self.preview = DeskPreview()
        self.print_card = PrintCard(way, background)
        self.returned_card = ReturnedCard(session, background)
        self.register_card = RegisterCard(session, background)
        self.runs = RunView(session, background, way)
        self.toast = Toast(self)
        self.new_run = secondary("New print run", "add")
        self.returned = secondary("Returned mail", "undo")
        self.register = secondary("Save register", "save")
        for one in LISTS:
            self.tabs.add_tab(one.state.value, one.word)
        self._lay_out()
        self._connect()
        self.tabs.set_current(_FINAL.value)
        self._turn()

    @property
    def state(self) -> LetterState:
        """Which letters are listed."""
        return LetterState(self.tabs.current())

    def show_state(self, state: str) -> None:
        """Turn to the letters of a state, and begin there."""
        self.tabs.set_current(list_of(LetterState(state)).state.value)
        self.refresh()
        start = self.first_focus()
        if start is not None and self.isVisible():  # the list it stood in may be gone
            start.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read the letters and how many there are of each state again."""
        self._count()
        if self.state is _PRINTED:
            self.runs.refresh()
            return
        self.table.reload()
        self.footer.follow(self.table, self._total, list_of(self.state).order)
        if self.table.selected() is None:
            self.table.select_first()
        self._show_selected()
        self._count_ticks()
        self._say_unfinished()
        if self.state is _FINAL:
            self.print_card.printer.look()

    def half_typed(self) -> str | None:
        return None

    def restore_typing(self, text: str) -> None:
        """Nothing typed here outlives the moment."""

    def first_focus(self) -> QWidget | None:
        if self.state is _PRINTED:
            return self.tabs if self.runs.page is None else self.runs.first_focus()
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
        self.new_run.clicked.connect(self._go_to_print)
        self.returned.clicked.connect(self._go_to_returned)
        self.register.clicked.connect(self._show_register)
        self.register_card.left.connect(self._hide_register)
        self.register_card.said.connect(self.say)
        came_back = self.returned_card
        came_back.returned.connect(self._note_returned)
        came_back.sent_again.connect(self._note_sent_again)
        came_back.anew.connect(self.letter_opened)
        runs = self.runs
        runs.opened.connect(self.letter_opened)
        runs.moved.connect(self._note_moved)
        runs.posted.connect(self._note_posted)
        runs.work.progressed.connect(self.print_card.set_checked)
        runs.work.started.connect(self._note_started)
        runs.work.busy_changed.connect(self._show_busy)

    def _lay_out(self) -> None:
        self.header_buttons(self.register, self.returned, self.new_run)
        head = QHBoxLayout()
        head.addWidget(self.tabs, 1)
        head.addWidget(self.tick_all)
        self.register_card.hide()
        card = Card(padding=0)
        self.area = TableArea(self.table, self.empty, self.footer)
        card.body.addWidget(self.area)
        self._side, inside = scrolled()
        side = self._column = QVBoxLayout(inside)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GAP_ROW)
        side.addWidget(self.returned_card)
        side.addWidget(self.preview, 1)
        side.addWidget(self.print_card)
        side.addWidget(self.register_card)
        side.addStretch()
        lists = QWidget()
        row = QHBoxLayout(lists)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_CARD)
        row.addWidget(card, 1)
        row.addWidget(self._side)
        self._lists = lists
        self.body.addLayout(head)
        self.body.addWidget(lists, 1)  # no stack: it would want room for both
        self.body.addWidget(self.runs, 1)

    @Slot()
    def _turn(self) -> None:
        """Show the list of the chosen tab, or the runs."""
        state = self.state
        listed = list_of(state)
        self.say(None)
        self._saves = False
        self._lists.setVisible(state is not _PRINTED)
        self.runs.setVisible(state is _PRINTED)
        self.empty.set_words(listed.empty_title, listed.empty_sentence)
        if state is not _PRINTED:
            self._show_list(state)
        self._fit()
        self.refresh()
        self.area.refresh()

    def _show_list(self, state: LetterState) -> None:
        listed = list_of(state)
        moment = DeskMoment(
            today=self._session.today,
            settings=self._session.settings(),
            runs=letters_in_runs(self._session),
        )
        model: PagedModel[LetterRow] = PagedModel(
            columns_of(state, moment),
            partial(_read, self._session, listed.states),
            key=lambda row: row.id,
            checks=listed.ticked,
            parent=self,
        )
        model.checks_changed.connect(self._count_ticks)
        old = self.table.paged
        self.table.set_model(model)
        if old is not None:
            old.deleteLater()

    def _count(self) -> None:
        counts = letter_counts(self._session)
        for one in LISTS:
            total = sum(counts.get(state, 0) for state in one.states)
            self.tabs.set_count(one.state.value, f"{total:,}")
        states = list_of(self.state).states
        self._total = sum(counts.get(state, 0) for state in states)

    def _fit(self) -> None:
        """Show what there is room for: the acts go before the pages."""
        state = self.state
        acts = state is _FINAL
        asks = acts or state is _RETURNED or self._saves
        self.print_card.setVisible(acts)
        self.returned_card.setVisible(state is _RETURNED)
        self.register.setVisible(state is LetterState.POSTED)
        self.register_card.setVisible(self._saves)
        roomy = self.height() >= _ROOMY_HEIGHT or not asks
        self.preview.setVisible(roomy)
        if self._saves:
            self.preview.hide()
        shown = self.preview.isVisibleTo(self)
        self._column.setStretch(self._column.count() - 1, 0 if shown else 1)
        self.tick_all.setVisible(acts)
        self.new_run.setVisible(not acts)
        wide = self.width() >= _ROOMY_WIDTH
        narrow = _NARROW_SIDE if asks else _LEAST_SIDE
        side = round((_SIDE if wide else narrow) * text_scale())
        self._side.setFixedWidth(min(side, round(self.width() * _MOST_SIDE)))

    def _say_unfinished(self) -> None:
        """Tell of a run that stopped, also one of an earlier day, and of batches."""
        run = None if self.runs.work.is_busy else unfinished_run(self._session)
        if run is None:
            self._say_batch()
            return
        button = secondary("Show the run")
        button.clicked.connect(partial(self._show_run, run.id))
        words = (
            "Some of its letters wait to be sent, or to be said what became of them. "
            "None of them is printed twice unasked."
        )
        self.say(
            Note(
                WARN, f"Print run {run.name} is not finished", words, buttons=(button,)
            )
        )

    def _say_batch(self) -> None:
        """On the drafts, tell of letters that were begun together."""
        drafts = self.state is LetterState.DRAFT
        batches = unfinished_batches(self._session) if drafts else ()
        if not batches:
            self.say(None)
            return
        newest = batches[-1]
        button = secondary("Go on with it")
        button.clicked.connect(partial(self._open_batch, newest.first_letter_id))
        count = counted(newest.letters, "letter")
        title = f"{count} begun together wait: {newest.title}"
        more = len(batches) - 1
        others = (
            "1 older batch waits as well."
            if more == 1
            else (f"{more} older batches wait as well." if more else "")
        )
        self.say(Note(INFO, title, others, buttons=(button,)))

    @Slot()
    def _open_batch(self, letter_id: int) -> None:
        self.batch_opened.emit(letter_id)

    def _show_run(self, run_id: int) -> None:
        self.tabs.set_current(_PRINTED.value)
        self.runs.show_run(run_id)
        self.runs.first_focus().setFocus()

    def _ticked(self) -> list[LetterRow]:
        """The ticked letters in the order of the table."""
        model = self.table.paged
        return [] if model is None else [r for r in model.rows() if model.is_checked(r)]

    @Slot()
    def _count_ticks(self) -> None:
        count = len(self._ticked())
        self.print_card.set_count(count)
        rows = len(self.table.paged.rows()) if self.table.paged is not None else 0
        self.tick_all.setEnabled(bool(rows) and not self.runs.work.is_busy)
        self.tick_all.set_words("Tick none" if rows and count == rows else "Tick all")

    @Slot()
    def _tick_all(self) -> None:
        if self.table.paged is not None:
            self.table.paged.set_all_checked(self.tick_all.words() == "Tick all")

    @Slot()
    def _show_selected(self) -> None:
        row = self.table.selected()
        self.returned_card.show_row(row)
        if row is None or not row.pages:
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
    def _go_to_print(self) -> None:
        self.tabs.set_current(_FINAL.value)
        self.table.setFocus()

    @Slot()
    def _go_to_returned(self) -> None:
        self.tabs.set_current(_RETURNED.value)
        self.returned_card.start_afresh()
        self.returned_card.code.focus_field()

    @Slot()
    def _show_register(self) -> None:
        self._saves = True
        self._fit()
        self.register_card.begin()

    @Slot()
    def _hide_register(self) -> None:
        self._saves = False
        self._fit()
        self.table.setFocus()

    @Slot(object)
    def _note_returned(self, letter: Letter) -> None:
        self.refresh()
        self.table.select_key(letter.id)
        self.waiting_changed.emit()
        words = (
            "Its case asks for the address to be checked. Then post it again, or write "
            "a new letter."
        )
        self.say(
            Note(OK, f"{letter.reference} came back: {letter.returned_why}", words)
        )

    @Slot(object)
    def _note_sent_again(self, letter: Letter) -> None:
        self.refresh()
        self.waiting_changed.emit()
        self.toast.show_message(f"{letter.reference} marked as posted")

    @Slot()
    def _print(self) -> None:
        rows, card = self._ticked(), self.print_card
        printer = card.printer.printer()
        if not rows or self.runs.work.is_busy:
            return
        if not printer:
            reason = card.printer.trouble.text()
            self.say(Note(DANGER, "No printer to send to", reason))
            return
        self.runs.work.start(
            [row.id for row in rows],
            printer,
            separators=card.separators.value(),
            duplex=card.duplex.value(),
        )

    @Slot(object)
    def _note_started(self, started: Started) -> None:
        if self.table.paged is not None:
            self.table.paged.set_all_checked(False)
        if started.runs:
            self.tabs.set_current(_PRINTED.value)
            self.runs.print_runs([run.id for run in started.runs])
        else:
            self.refresh()
        if started.left_out:
            self._say_left_out(started)

    def _say_left_out(self, started: Started) -> None:
        title = f"{counted(len(started.left_out), 'letter')} left out"
        said = "\n".join(f"{one.reference}: {one.why}" for one in started.left_out)
        self.say(Note(WARN, title, said))
        announce(self, f"{title}. {said}")

    @Slot()
    def _note_moved(self) -> None:
        self._count()
        self.waiting_changed.emit()

    @Slot(int)
    def _note_posted(self, count: int) -> None:
        self.toast.show_message(f"{counted(count, 'letter')} marked as posted")

    @Slot()
    def _show_busy(self) -> None:
        self.print_card.set_running(self.runs.work.is_busy)
        self._count_ticks()


def _read(
    session: Session,
    states: tuple[LetterState, ...],
    after: Cursor | None,
    limit: int,
) -> Listed[LetterRow]:
    return list_letters(session, states, after, limit)
