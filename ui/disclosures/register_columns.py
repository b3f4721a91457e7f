"""The columns of the register, and in which order they go where it is narrow."""

from collections.abc import Callable, Sequence
from datetime import date

from isteam_app.domain.dates import long_date, short_date
from isteam_app.domain.disclosures import (
    Decision,
    DisclosureRow,
    DisclosureState,
    Told,
)
from isteam_app.domain.listing import DisclosureColumn
from ui.common.cells import Cell, Column, status_cell
from ui.common.status import DECISIONS, TOLD, Status, due_status
from ui.disclosures.request_words import STATES
from ui.disclosures.words import KINDS, TELLING

_KEY = DisclosureColumn
_MOST_NUMBERS = 12
_SETTLED = (DisclosureState.DECIDED, DisclosureState.CLOSED)
_NOTHING_SAID = DECISIONS[Decision.NEITHER].saying("Nothing confirmed")
_DECISIONS = {**DECISIONS, Decision.NEITHER: _NOTHING_SAID}
_STATES = {
    **STATES,
    DisclosureState.TO_RECORD: STATES[DisclosureState.TO_RECORD].saying("Record it"),
}
"""In words that fit a column."""


def columns(
    today: Callable[[], date], chase_days: Callable[[], int]
) -> Sequence[Column[DisclosureRow]]:
    """The register's columns; the year is left out of dates inside this year.

    `chase_days`: after so many days without an answer a requester is reminded.
    """

    def day(on: date | None) -> Cell:
        if on is None:
            return Cell()
        return Cell(short_date(on, today()), tooltip=long_date(on))

    return (
        Column(
            key=_KEY.REFERENCE,
            heading="Reference",
            cell=lambda row: Cell(row.reference, tone="text2"),
            sample="R-2026-MWQ9XM",
            sortable=True,
        ),
        Column(
            key=_KEY.RECEIVED,
            heading="Received",
            cell=lambda row: day(row.received),
            sample="Wed 30 Nov",
            sortable=True,
            drop=5,
        ),
        Column(
            key=_KEY.ORGANISATION,
            heading="Organisation, legal basis",
            cell=_organisation,
            grow=3,
            smallest=170,
            sortable=True,
        ),
        Column(
            key=_KEY.KIND,
            heading="Kind",
            cell=lambda row: Cell(KINDS[row.kind], tone="text2"),
            sample="Law enforcement",
            sortable=True,
            drop=1,
        ),
        Column(
            key=_KEY.ABOUT,
            heading="About",
            cell=lambda row: Cell(row.about),
            grow=2,
            smallest=110,
            sortable=True,
        ),
        Column(
            key=_KEY.DECISION,
            heading="Decision",
            cell=lambda row: status_cell(state_of(row), chip=True),
            sample=status_cell(_NOTHING_SAID, chip=True),
            sortable=True,
        ),
        Column(
            key=_KEY.WAITING,
            heading="Waiting",
            cell=lambda row: _waiting(row, today(), chase_days()),
            sample="112 days",
            sortable=True,
            drop=4,
        ),
        Column(
            key=_KEY.COMPLY_BY,
            heading="Comply by",
            cell=lambda row: _comply(row, today()),
            sample=status_cell(Status("Wed 30 Nov", "date")),
            sortable=True,
        ),
        Column(
            key=_KEY.LEFT_ON,
            heading="Left",
            cell=lambda row: day(row.left_on),
            sample="Wed 30 Nov",
            sortable=True,
            drop=2,
        ),
        Column(
            key=_KEY.TOLD,
            heading="Told",
            cell=_told,
            sample=status_cell(TOLD[Told.MUST_NOT]),
            sortable=True,
            drop=3,
        ),
    )


def state_of(row: DisclosureRow) -> Status:
    """How far a request has come, and what was decided once it is."""
    if row.state in _SETTLED and row.decision is not Decision.UNDECIDED:
        return _DECISIONS[row.decision]
    return _STATES[row.state]


def spent_words(numbers: Sequence[str]) -> str:
    """One quiet line of the numbers that stand for no request, "" for none."""
    if not numbers:
        return ""
    more = len(numbers) - _MOST_NUMBERS
    rest = f" and {more:,} more" if more > 0 else ""
    return f"Numbers not used: {', '.join(numbers[:_MOST_NUMBERS])}{rest}"


def _organisation(row: DisclosureRow) -> Cell:
    kind = KINDS[row.kind]
    second = f"{kind}, {row.legal_basis}" if row.legal_basis else kind
    return Cell(row.organisation, second=second, strong=True)


def waiting_words(days: int) -> str:
    """For how long an answer is awaited."""
    if not days:
        return "Today"
    return "1 day" if days == 1 else f"{days:,} days"


def _waiting(row: DisclosureRow, today: date, chase_days: int) -> Cell:
    """How long a requester has not answered: pale, then to be reminded, then late."""
    if row.waiting_since is None:
        return Cell()
    days = max((today - row.waiting_since).days, 0)
    words = waiting_words(days)
    tip = f"Asked on {long_date(row.waiting_since)}"
    if days < chase_days:
        return Cell(words, tone="text2", tooltip=tip)
    late = days >= 2 * chase_days
    tone = "danger" if late else "warn"
    icon = "late" if late else "soon"
    return Cell(words, icon=icon, tone=tone, status=True, tooltip=tip)


def _comply(row: DisclosureRow, today: date) -> Cell:
    by = row.record_by or row.comply_by
    if by is None:
        return Cell()
    if row.state in _SETTLED and not row.record_by:
        return Cell(short_date(by, today), tone="text3", tooltip=long_date(by))
    return status_cell(due_status(by, today))


def _told(row: DisclosureRow) -> Cell:
    """Only a lock stands out: the rest is told in quiet words."""
    if row.told is Told.MUST_NOT:
        return status_cell(TOLD[row.told])
    return Cell(TELLING[row.told], tone="text3")
