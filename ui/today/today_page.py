"""Today: what is late, what comes next, and who has it."""

from datetime import date
from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from isteam_app.domain.dates import full_date
from isteam_app.domain.letters import LetterState
from isteam_app.domain.listing import Cursor, Page
from isteam_app.services.day_warnings import calendar_warning, clock_warning
from isteam_app.services.session import Session
from isteam_app.services.today import (
    Figures,
    Narrowed,
    Sorted,
    Urgency,
    Waiting,
    Worklist,
    figures,
    worklist,
)
from ui.common.background import Background
from ui.common.cards import Card
from ui.common.empty_state import EmptyState
from ui.common.notes import Note
from ui.common.page import Page as Screen
from ui.common.paged_model import PagedModel
from ui.common.segments import Segments
from ui.common.table import Table
from ui.common.table_footer import TableArea, TableFooter
from ui.common.tiles import Tile, TileRow
from ui.today.words import columns, empty_words, group, late_sentence, title_of

STEP = 15
_EMPTY = Worklist(rows=(), total=0, groups=dict.fromkeys(Urgency, 0))


class TodayPage(Screen):
    """The day's figures over one worklist. Enter opens the line."""

    case_opened = Signal(int)
    disclosure_opened = Signal(int)
    letter_opened = Signal(int)
    letters_opened = Signal(str)
    post_wanted = Signal()
    name = "today"

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__("Today", parent)
        self._session = session
        self._limit = STEP
        self._work = _EMPTY
        self._pending: tuple[Waiting, ...] | None = None
        self._is_read = False  # nothing is read before the page is turned to
        self._build()

    def refresh(self) -> None:
        """Read the figures and the worklist again."""
        self._is_read = True
        self.set_title(full_date(self._session.today))
        shown = figures(self._session)
        self.set_summary(late_sentence(shown.overdue, shown.due_today))
        self._show_figures(shown)
        self._warn()
        self._pending = shown.requests
        self._reload()
        self._pending = None

    def first_focus(self) -> QWidget | None:
        if self.table.selected() is None:
            self.table.select_first()
        return self.table if self._work.rows else self.empty.button

    def half_typed(self) -> str | None:
        return None

    def restore_typing(self, text: str) -> None:
        """Nothing is typed here."""

    def _build(self) -> None:
        self.tiles = TileRow(
            [
                Tile("Overdue", "late", "danger", key=Narrowed.OVERDUE),
                Tile("Due in 7 days", "soon", "warn", key=Narrowed.SOON),
                Tile("Waiting on others", "paused", "pause", key=Narrowed.WAITING),
                Tile("For my approval", "approval", "accent", key=Narrowed.APPROVAL),
                Tile("To print and post", "print_queue", "neutral", key="letters"),
            ]
        )
        self.tiles.tile("letters").setCheckable(False)
        self.tiles.tile("letters").clicked.connect(self._open_letters)
        self.tiles.filtered.connect(self._narrow)
        self.segments = Segments(
            "Whose work",
            (("all", "Everyone"), ("mine", "Mine"), ("nobody", "Unassigned")),
        )
        self.segments.chosen.connect(self._start_over)
        self.order = Segments(
            "Order by", ((Sorted.NEXT, "Next action"), (Sorted.POST, "Post by"))
        )
        self.order.chosen.connect(self._start_over)
        self._model: PagedModel[Waiting] = PagedModel(
            columns(lambda: self._session.today),
            self._read,
            group=lambda row: group(row.urgency, self._work.groups, self._day()),
            key=_key,
        )
        self.table = Table(self._model, name="Worklist")
        self.table.opened.connect(self._open)
        self.empty = EmptyState("done", "", "")
        self.empty.acted.connect(self._act)
        self.footer = TableFooter("Enter opens the item")
        self.footer.more.connect(self._show_more)
        self.area = TableArea(self.table, self.empty, self.footer)
        self.card = Card("Worklist", padding=0)
        self.card.head.setContentsMargins(16, 11, 12, 0)
        self.card.head.addWidget(self.order)
        self.card.head.addWidget(self.segments)
        self.card.body.addWidget(self.area, 1)
        self.body.addWidget(self.tiles)
        self.body.addWidget(self.card, 1)
        for one, other in pairwise(
            (self.table, self.order, self.segments, *self.tiles.tiles)
        ):
            QWidget.setTabOrder(one, other)

    def _day(self) -> date:
        return self._session.today

    def _read(self, cursor: Cursor | None, limit: int) -> Page[Waiting]:
        if not self._is_read:
            return Page(rows=())
        self._work = worklist(
            self._session,
            limit=self._limit,
            owner=self._owner(),
            narrowed=self._narrowed(),
            by=Sorted(self.order.current()),
            pending=self._pending,
        )
        return Page(rows=self._work.rows)

    def _owner(self) -> str | None:
        chosen = {"all": None, "nobody": "", "mine": self._session.member.name}
        return chosen[self.segments.current()]

    def _narrowed(self) -> Narrowed:
        return Narrowed(self.tiles.filter())

    def _reload(self) -> None:
        self.table.reload()
        shown, total = len(self._work.rows), self._work.total
        self.card.set_title(title_of(self._narrowed()))
        self.card.set_meta(f"{shown:,} of {total:,}" if total else "")
        left = min(STEP, total - shown)
        self.footer.set_text("")
        self.footer.set_more(f"Show the next {left}" if left > 0 else "")
        self._word_empty()
        self.area.refresh()

    def _show_figures(self, shown: Figures) -> None:
        tile = self.tiles.tile
        oldest = f"oldest {_days(shown.oldest)}" if shown.overdue else "nothing late"
        tile(Narrowed.OVERDUE).set_figure(f"{shown.overdue:,}", oldest)
        near = f"{shown.due_today} of them today" if shown.due_today else "none today"
        tile(Narrowed.SOON).set_figure(f"{shown.due_soon:,}", near)
        stopped = f"clock stopped on {shown.stopped}"
        tile(Narrowed.WAITING).set_figure(
            f"{shown.waiting:,}", stopped if shown.waiting else ""
        )
        decided = "decided by others" if shown.to_approve else "nothing waits"
        tile(Narrowed.APPROVAL).set_figure(
            f"{shown.to_approve:,}", decided if shown.approves else "approvers only"
        )
        ready = f"{shown.to_print} to print, {shown.to_post} to post"
        count = shown.to_print + shown.to_post
        tile("letters").set_figure(f"{count:,}", ready if count else "")

    def _warn(self) -> None:
        """Say at the top what makes the dates of today doubtful."""
        clock, calendar = clock_warning(self._session), calendar_warning(self._session)
        if clock:
            self.say(Note("warn", "The clock of this computer is wrong", clock))
        elif calendar:
            self.say(Note("warn", "Not every public holiday is known", calendar))
        elif self.said() is not None:
            self.say(None)

    def _word_empty(self) -> None:
        everything = self.segments.current() == "all" and not self.tiles.filter()
        if everything:
            self.empty.set_words(
                "Nothing waits to be done",
                "Open the day's post: each item becomes a case with its dates.",
            )
            self.empty.set_button("New item of post")
        else:
            self.empty.set_words(*empty_words(self._narrowed()))
            self.empty.set_button("Show everything")

    @Slot()
    def _act(self) -> None:
        if self.segments.current() == "all" and not self.tiles.filter():
            self.post_wanted.emit()
            return
        self.segments.set_current("all")
        self.tiles.set_filter("")
        self._start_over()
        self.table.setFocus()

    @Slot(object)
    def _open(self, row: Waiting) -> None:
        opened = {"case": self.case_opened, "letter": self.letter_opened}
        opened.get(row.record, self.disclosure_opened).emit(row.id)

    @Slot(str)
    def _narrow(self, key: str) -> None:
        if key != "letters":
            self._start_over()

    @Slot()
    def _start_over(self) -> None:
        self._limit = STEP
        self._reload()
        self.table.scrollToTop()
        self.table.select_first()

    @Slot()
    def _show_more(self) -> None:
        self._limit += STEP
        self._reload()
        self.table.setFocus()

    @Slot()
    def _open_letters(self) -> None:
        shown = figures(self._session)
        state = LetterState.FINAL if shown.to_print else LetterState.PRINTED
        self.letters_opened.emit(state.value)


def _key(row: Waiting) -> tuple[object, ...]:
    """What a line is known by; a request may have several."""
    if row.kind is not None:
        return row.record, row.id
    return row.record, row.id, row.what


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
