"""The cases around one case: of the same post, of the same person, and linked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.cases import CaseKind, CaseLink, CaseRow, CaseState, LinkKind
from isteam_app.domain.dates import short_date
from isteam_app.domain.listing import Cursor, Page
from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.cases import CasePage
from isteam_app.services.links import (
    MOST_OF_PERSON,
    Nearby,
    link,
    link_words,
    nearby,
    unlink,
)
from isteam_app.services.session import Session
from ui.cases.asks import ASK_LINK, ASK_REGULATOR
from ui.cases.words import row_state
from ui.common.background import Background, Job
from ui.common.buttons import secondary
from ui.common.cells import Cell, Column, Group, status_cell
from ui.common.empty_state import EmptyState
from ui.common.messages import show_error
from ui.common.paged_model import PagedModel
from ui.common.speech import announce
from ui.common.status import KINDS, NOT_STARTED
from ui.common.table import Table
from ui.common.table_footer import TableArea
from ui.common.text import META, paragraph

REPEAT, LINKED, POST, PERSON = "repeat", "linked", "post", "person"
_GROUPS = {
    REPEAT: ("Asked the same before", "unsure"),
    LINKED: ("Linked", "link"),
    POST: ("Same item of post", "post"),
    PERSON: ("Same person", "person"),
}
_MAY_GO = (CaseKind.COMPLAINT, CaseKind.SERVICE_COMPLAINT)


@dataclass(frozen=True, slots=True)
class Near:
    """One line: a case, why it stands there, and the link if somebody made one.

    `person` is whose case it is, where that is somebody else.
    """

    group: str
    row: CaseRow
    words: str = ""
    link: CaseLink | None = None
    person: str = ""


class LinksTab(QWidget):
    """Enter opens a case; Delete undoes a link; a likely repeat is linked at once.

    `asked` wants a panel opened, `changed` tells that a link was made or undone.
    """

    link_chosen = Signal(object)
    asked = Signal(object)  # an Ask
    changed = Signal()

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__()
        self._session, self._background = session, background
        self._page: CasePage | None = None
        self._near: tuple[Near, ...] = ()
        self.add_button = secondary("Link a case", "link")
        self.regulator_button = secondary("Take to the regulator", "court")
        self.repeat_button = secondary("Link as a repeat", "link")
        self.undo_button = secondary("Undo the link", "undo")
        self._model: PagedModel[Near] = PagedModel(
            _columns(self._today), self._read, group=_group, key=_key
        )
        self.table = Table(self._model, name="Cases around this one", tall=True)
        self.area = TableArea(
            self.table,
            EmptyState(
                "cases",
                "No case near this one",
                "The person has no other case, and nobody linked one.",
            ),
        )
        self.rest = paragraph("", META, tone="text2")
        self._lay_out()
        self._connect()

    def show_case(self, page: CasePage) -> int:
        """Show the cases around a case. Return how many there are."""
        self._page = page
        found = nearby(self._session, page)
        self._near = tuple(_lines(page, found))
        self.table.reload()
        self.area.refresh()
        if self.table.selected() is None:
            self.table.select_first()
        self.regulator_button.setVisible(page.case.kind in _MAY_GO)
        self.rest.setVisible(found.more)
        self.rest.setText(
            f"The person has more than {MOST_OF_PERSON} other cases: look for the name "
            "in Cases."
        )
        self._show_acts(self.table.selected())
        return len({one.row.id for one in self._near})

    def lines(self) -> tuple[Near, ...]:
        return self._near

    def _today(self) -> date:
        return self._session.today

    def _read(self, _: Cursor | None, __: int) -> Page[Near]:
        return Page(rows=self._near, next=None)

    @Slot(object)
    def _open(self, near: Near) -> None:
        self.link_chosen.emit(("case", near.row.id))

    @Slot(object)
    def _show_acts(self, near: Near | None) -> None:
        group = near.group if near else ""
        self.undo_button.setVisible(group == LINKED)
        self.repeat_button.setVisible(group == REPEAT)

    @Slot()
    def _add(self) -> None:
        self.asked.emit(ASK_LINK)

    @Slot()
    def _go_to_regulator(self) -> None:
        self.asked.emit(ASK_REGULATOR)

    @Slot()
    def _undo(self) -> None:
        near = self.table.selected()
        if near is not None and near.link is not None:
            self._start(partial(_unlinked, self._session, near.link))

    @Slot()
    def _repeat(self) -> None:
        near = self.table.selected()
        if self._page is not None and near is not None and near.group == REPEAT:
            case, reference = self._page.case, near.row.reference
            kind = LinkKind.REPEAT_OF
            work = partial(link, self._session, case, reference, kind)
            self._start(partial(_linked, work))

    def _start(self, work: Callable[[Progress], str]) -> None:
        job = Job(work)
        job.succeeded.connect(self._tell)
        job.failed.connect(self._fail)
        job.finished.connect(self._end)
        self._set_busy(busy=True)
        self._background.start(job)

    @Slot(object)
    def _tell(self, words: str) -> None:
        self.changed.emit()
        announce(self, words)
        self.table.setFocus()

    @Slot(object)
    def _fail(self, error: IsteamError) -> None:
        show_error(self, error)
        self.changed.emit()

    @Slot()
    def _end(self) -> None:
        self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        self.undo_button.setEnabled(not busy)
        self.repeat_button.setEnabled(not busy)

    def _connect(self) -> None:
        self.table.opened.connect(self._open)
        self.table.selection_moved.connect(self._show_acts)
        self.add_button.clicked.connect(self._add)
        self.regulator_button.clicked.connect(self._go_to_regulator)
        self.undo_button.clicked.connect(self._undo)
        self.repeat_button.clicked.connect(self._repeat)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._undo)

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        for row, buttons in (
            (above, (self.add_button, self.regulator_button)),
            (below, (self.repeat_button, self.undo_button)),
        ):
            row.setSpacing(8)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(above)
        column.addWidget(self.area, 1)
        column.addWidget(self.rest)
        column.addLayout(below)


def _lines(page: CasePage, found: Nearby) -> Iterator[Near]:
    for row in found.repeats:
        yield Near(REPEAT, row, "May be what is repeated")
    for one in page.links:
        words = link_words(one.link.kind, forward=one.forward)
        other = one.row.person
        person = other if other != page.case.subject.name else ""
        yield Near(LINKED, one.row, words, one.link, person)
    tied = {one.row.id for one in page.links} | {row.id for row in found.repeats}
    for row in found.same_post:
        if row.id not in tied:
            yield Near(POST, row)
    for row in found.same_person:
        if row.id not in tied:
            yield Near(PERSON, row)


def _columns(today: Callable[[], date]) -> tuple[Column[Near], ...]:
    return (
        Column(
            key="case",
            heading="Case",
            cell=partial(_case_cell, today),
            grow=1,
            smallest=180,
        ),
        Column(
            key="state",
            heading="State",
            cell=lambda near: status_cell(row_state(near.row, today()), chip=True),
            sample=status_cell(NOT_STARTED, chip=True),
        ),
    )


def _case_cell(today: Callable[[], date], near: Near) -> Cell:
    row = near.row
    kind = KINDS[row.kind]
    owed = row.due is not None and row.state is not CaseState.CLOSED
    day = row.due if owed and row.due else row.received
    when = f"{'due' if owed else 'received'} {short_date(day, today())}"
    facts = ", ".join(part for part in (near.person, kind.word, when) if part)
    reason = near.link.reason if near.link else ""
    why = near.words if near.link else ""
    told = ". ".join(part for part in (row.reference, why, facts, reason) if part)
    return Cell(
        row.reference,
        second=": ".join(part for part in (why, reason or facts) if part),
        icon=kind.icon,
        strong=True,
        tooltip=told,
        spoken=told,
    )


def _group(near: Near) -> Group:
    word, icon = _GROUPS[near.group]
    return Group(near.group, word, icon)


def _key(near: Near) -> object:
    return near.group, near.row.id, near.link.id if near.link else 0


def _unlinked(session: Session, made: CaseLink, _: Progress) -> str:
    unlink(session, made)
    return "The link is undone."


def _linked(work: Callable[[], CaseLink], _: Progress) -> str:
    work()
    return "Linked."
