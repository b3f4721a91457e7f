"""What waits to be done, most urgent first."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from isteam_app.domain.cases import CaseKind, CaseRow, CaseState, ClockState
from isteam_app.domain.disclosures import Decision, DisclosureRow
from isteam_app.domain.letters import LetterState
from isteam_app.domain.listing import (
    OPEN_STATES,
    CaseColumn,
    CaseFilter,
    CaseOrder,
    DisclosureColumn,
    DisclosureFilter,
    DisclosureOrder,
)
from isteam_app.services.session import Session
from isteam_app.storage.vault import Reading

SOON = timedelta(days=7)
_DAY = timedelta(days=1)
_UNDECIDED = DisclosureFilter(decisions=(Decision.UNDECIDED, Decision.MORE))
_MOST_REQUESTS = 1000


class Urgency(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "this_week"
    LATER = "later"


class Narrowed(StrEnum):
    """What the worklist may be narrowed to: one of the figures above it."""

    ALL = ""
    OVERDUE = "overdue"
    SOON = "soon"
    WAITING = "waiting"
    REQUESTS = "requests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of the worklist. `kind` is None for a third-party request."""

    what: str
    record: str
    id: int
    reference: str
    who: str
    kind: CaseKind | None
    owner: str
    by: date | None
    urgency: Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The numbers at the top of the page.

    What is late and what is near is judged by the day the next action is due, as the
    worklist is. `oldest` is the longest anything is late, in days; `stopped` counts
    the cases whose clock stands still.
    """

    overdue: int
    oldest: int
    due_today: int
    due_soon: int
    waiting: int
    stopped: int
    undecided: int
    to_print: int
    to_post: int
    open_cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """The first lines, how many there are in all, and how many in each group."""

    rows: tuple[Waiting, ...]
    total: int
    groups: Mapping[Urgency, int]


def figures(session: Session) -> Figures:
    """Count what is late, near, waiting and ready to go."""
    today = session.today
    everything = CaseFilter(states=OPEN_STATES)
    with session.vault.read() as vault:
        letters = vault.letters.counts()
        requests = _pending(vault, today)
        groups = _groups(vault, everything, requests, today)
        late = [row.by for row in requests if row.urgency is Urgency.OVERDUE and row.by]
        first = vault.cases.page(
            everything, CaseOrder(column=CaseColumn.NEXT_BY), None, 1
        )
        late += [row.next_by for row in first.rows if row.next_by]
        count = vault.cases.count
        return Figures(
            overdue=groups[Urgency.OVERDUE],
            oldest=max(((today - day).days for day in late if day < today), default=0),
            due_today=groups[Urgency.TODAY],
            due_soon=groups[Urgency.TODAY] + groups[Urgency.WEEK],
            waiting=count(CaseFilter(states=(CaseState.WAITING,))),
            stopped=count(
                CaseFilter(states=OPEN_STATES, clock=(ClockState.PAUSED,)),
            ),
            undecided=len(requests),
            to_print=letters.get(LetterState.FINAL, 0),
            to_post=letters.get(LetterState.PRINTED, 0),
            open_cases=count(everything),
        )


def worklist(
    session: Session,
    *,
    limit: int = 50,
    owner: str | None = None,
    narrowed: Narrowed = Narrowed.ALL,
) -> Worklist:
    """Return what to do next, across cases and third-party requests.

    `owner` None is everybody, "" what nobody has yet. Requests have no owner: they
    stand in everybody's list only.
    """
    today = session.today
    wanted = _wanted(owner, narrowed, today)
    with session.vault.read() as vault:
        requests: list[Waiting] = []
        if owner is None and narrowed is not Narrowed.WAITING:
            requests = [
                row for row in _pending(vault, today) if _fits(row.urgency, narrowed)
            ]
        cases: Iterator[Waiting] = iter(())
        if wanted is not None:
            cases = _cases(vault, wanted, today, limit)
        groups = _groups(vault, wanted, requests, today)
        merged = heapq.merge(cases, requests, key=lambda row: row.by or date.max)
        rows = tuple(row for row, _ in zip(merged, range(limit), strict=False))
    return Worklist(rows=rows, total=sum(groups.values()), groups=groups)


def urgency(by: date | None, today: date) -> Urgency:
    if by is None:
        return Urgency.LATER
    if by < today:
        return Urgency.OVERDUE
    if by == today:
        return Urgency.TODAY
    return Urgency.WEEK if by <= today + SOON else Urgency.LATER


def _wanted(owner: str | None, narrowed: Narrowed, today: date) -> CaseFilter | None:
    """Return which cases stand in a narrowed list, or None where none do."""
    wanted = CaseFilter(states=OPEN_STATES, owner=owner)
    if narrowed is Narrowed.OVERDUE:
        return replace(wanted, next_to=today - _DAY)
    if narrowed is Narrowed.SOON:
        return replace(wanted, next_from=today, next_to=today + SOON)
    if narrowed is Narrowed.WAITING:
        return replace(wanted, states=(CaseState.WAITING,))
    return None if narrowed is Narrowed.REQUESTS else wanted


def _fits(how_near: Urgency, narrowed: Narrowed) -> bool:
    if narrowed is Narrowed.OVERDUE:
        return how_near is Urgency.OVERDUE
    if narrowed is Narrowed.SOON:
        return how_near in (Urgency.TODAY, Urgency.WEEK)
    return True


def _groups(
    vault: Reading, wanted: CaseFilter | None, requests: list[Waiting], today: date
) -> dict[Urgency, int]:
    """Count the lines of each group, those not shown yet too."""
    groups = dict.fromkeys(Urgency, 0)
    for row in requests:
        groups[row.urgency] += 1
    if wanted is None:
        return groups
    total = vault.cases.count(wanted)
    for group, first, last in (
        (Urgency.OVERDUE, None, today - _DAY),
        (Urgency.TODAY, today, today),
        (Urgency.WEEK, today + _DAY, today + SOON),
    ):
        here = vault.cases.count(_between(wanted, first, last))
        groups[group] += here
        total -= here
    groups[Urgency.LATER] += total
    return groups


def _between(wanted: CaseFilter, first: date | None, last: date) -> CaseFilter:
    starts = [day for day in (wanted.next_from, first) if day]
    return replace(
        wanted,
        next_from=max(starts, default=None),
        next_to=min(last, wanted.next_to or last),
    )


def _cases(
    vault: Reading, wanted: CaseFilter, today: date, limit: int
) -> Iterator[Waiting]:
    order = CaseOrder(column=CaseColumn.NEXT_BY)
    for row in vault.cases.page(wanted, order, None, limit).rows:
        yield _case(row, today)


def _case(row: CaseRow, today: date) -> Waiting:
    return Waiting(
        what=row.next_action,
        record="case",
        id=row.id,
        reference=row.reference,
        who=row.person,
        kind=row.kind,
        owner=row.owner,
        by=row.next_by,
        urgency=urgency(row.next_by, today),
    )


def _pending(vault: Reading, today: date) -> list[Waiting]:
    """Return the requests to decide, the nearest day first."""
    order = DisclosureOrder(column=DisclosureColumn.COMPLY_BY, descending=False)
    page = vault.disclosures.page(_UNDECIDED, order, None, _MOST_REQUESTS)
    return [_request(row, today) for row in page.rows]


def _request(row: DisclosureRow, today: date) -> Waiting:
    asked = row.decision is Decision.MORE
    return Waiting(
        what="Record the reply" if asked else "Decide the request",
        record="disclosure",
        id=row.id,
        reference=row.reference,
        who=row.organisation,
        kind=None,
        owner="",
        by=row.comply_by,
        urgency=urgency(row.comply_by, today),
    )
