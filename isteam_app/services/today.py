"""What waits to be done, most urgent first."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseRow, CaseState, ClockState
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


class Urgency(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "this_week"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of the worklist."""

    what: str
    record: str
    id: int
    reference: str
    who: str
    kind: str
    owner: str
    by: date | None
    urgency: Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The numbers at the top of the page."""

    overdue: int
    due_soon: int
    waiting: int
    undecided: int
    to_print: int
    to_post: int
    open_cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    rows: tuple[Waiting, ...]
    total: int


def figures(session: Session) -> Figures:
    """Count what is late, near, waiting and ready to go."""
    today = session.today
    with session.vault.read() as vault:
        letters = vault.letters.counts()
        count = vault.cases.count
        return Figures(
            overdue=count(
                CaseFilter(states=OPEN_STATES, due_to=today - timedelta(days=1))
            ),
            due_soon=count(
                CaseFilter(states=OPEN_STATES, due_from=today, due_to=today + SOON)
            ),
            waiting=count(CaseFilter(states=(CaseState.WAITING,))),
            undecided=vault.disclosures.count(
                DisclosureFilter(decisions=(Decision.UNDECIDED, Decision.MORE))
            ),
            to_print=letters.get(LetterState.FINAL, 0),
            to_post=letters.get(LetterState.PRINTED, 0),
            open_cases=count(CaseFilter(states=OPEN_STATES)),
        )


def worklist(
    session: Session, *, limit: int = 50, owner: str | None = None
) -> Worklist:
    """Return what to do next, across cases and third-party requests.

    `owner` None is everybody, "" what nobody has yet.
    """
    today = session.today
    with session.vault.read() as vault:
        wanted = CaseFilter(states=OPEN_STATES, owner=owner)
        total = vault.cases.count(wanted)
        cases = _cases(vault, wanted, today, limit)
        requests: Iterator[Waiting] = iter(())
        if owner is None:
            undecided = DisclosureFilter(decisions=(Decision.UNDECIDED, Decision.MORE))
            total += vault.disclosures.count(undecided)
            requests = _requests(vault, undecided, today, limit)
        merged = heapq.merge(cases, requests, key=lambda row: row.by or date.max)
        rows = tuple(row for row, _ in zip(merged, range(limit), strict=False))
    return Worklist(rows=rows, total=total)


def urgency(by: date | None, today: date) -> Urgency:
    if by is None:
        return Urgency.LATER
    if by < today:
        return Urgency.OVERDUE
    if by == today:
        return Urgency.TODAY
    return Urgency.WEEK if by <= today + SOON else Urgency.LATER


def _cases(
    vault: Reading, wanted: CaseFilter, today: date, limit: int
) -> Iterator[Waiting]:
    order = CaseOrder(column=CaseColumn.NEXT_BY)
    for row in vault.cases.page(wanted, order, None, limit).rows:
        yield _case(row, today)


def _case(row: CaseRow, today: date) -> Waiting:
    paused = row.clock in (ClockState.PAUSED, ClockState.NOT_STARTED)
    by = row.next_by
    return Waiting(
        what=row.next_action,
        record="case",
        id=row.id,
        reference=row.reference,
        who=row.person,
        kind="Waiting" if paused and by is None else CASE_TYPES[row.kind].name,
        owner=row.owner,
        by=by,
        urgency=urgency(by, today),
    )


def _requests(
    vault: Reading, wanted: DisclosureFilter, today: date, limit: int
) -> Iterator[Waiting]:
    order = DisclosureOrder(column=DisclosureColumn.COMPLY_BY, descending=False)
    for row in vault.disclosures.page(wanted, order, None, limit).rows:
        yield _request(row, today)


def _request(row: DisclosureRow, today: date) -> Waiting:
    asked = row.decision is Decision.MORE
    return Waiting(
        what="Record the reply" if asked else "Decide the request",
        record="disclosure",
        id=row.id,
        reference=row.reference,
        who=row.organisation,
        kind="Third-party request",
        owner="",
        by=row.comply_by,
        urgency=urgency(row.comply_by, today),
    )
