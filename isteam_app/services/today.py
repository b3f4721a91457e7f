"""What waits to be done, most urgent first."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from isteam_app.domain.cases import CaseKind, CaseRow, CaseState, ClockState
from isteam_app.domain.letters import LetterState
from isteam_app.domain.listing import (
    OPEN_STATES,
    CaseColumn,
    CaseFilter,
    CaseOrder,
)
from isteam_app.domain.next_steps import CAME_BACK
from isteam_app.domain.request_work import RequestStanding, RequestTask, tasks_of
from isteam_app.domain.rights import Act, may
from isteam_app.services.letter_approval import why_no_approval_of
from isteam_app.services.session import Session
from isteam_app.services.team import covered_by
from isteam_app.storage.vault import Reading

SOON = timedelta(days=7)
_DAY = timedelta(days=1)
_MOST_RETURNED = 200


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
    APPROVAL = "approval"


class Sorted(StrEnum):
    """The day by which the worklist is ordered and grouped."""

    NEXT = "next"
    POST = "post"


_COLUMNS = {Sorted.NEXT: CaseColumn.WORK, Sorted.POST: CaseColumn.POST_BY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of the worklist. `kind` is None for all but cases.

    `record` is "case", "disclosure" (a third party's request) or "letter".

    `waits`: somebody outside answers first; `to_approve`: who is signed in approves.
    `away`: whoever owns the case is not here today, and who is signed in stands in.
    """

    what: str
    record: str
    id: int
    reference: str
    who: str
    kind: CaseKind | None
    owner: str
    by: date | None
    urgency: Urgency
    post_by: date | None = None
    away: bool = False
    waits: bool = False
    to_approve: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The numbers at the top of the page.

    What is late and what is near is judged by the day the next action is due, as the
    worklist is. `oldest` is the longest anything is late, in days; `stopped` counts
    the cases whose clock stands still; `to_approve` those that somebody else decided
    and who is signed in may approve, which `approves` says, third parties' requests
    and letters among them. `requests` is what waits to be done about those, read on the
    way.
    """

    overdue: int
    oldest: int
    due_today: int
    due_soon: int
    waiting: int
    stopped: int
    to_approve: int
    approves: bool
    to_print: int
    to_post: int
    requests: tuple[Waiting, ...] = ()


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
        requests = _pending(vault, session)
        approval = _for_approval(vault, session)
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
            waiting=count(CaseFilter(states=(CaseState.WAITING,)))
            + sum(row.waits for row in requests),
            stopped=count(
                CaseFilter(states=OPEN_STATES, clock=(ClockState.PAUSED,)),
            ),
            to_approve=(0 if approval is None else count(approval))
            + sum(row.to_approve for row in requests),
            approves=approval is not None,
            to_print=letters.get(LetterState.FINAL, 0),
            to_post=letters.get(LetterState.PRINTED, 0),
            requests=tuple(requests),
        )


def worklist(
    session: Session,
    *,
    limit: int = 50,
    owner: str | None = None,
    narrowed: Narrowed = Narrowed.ALL,
    by: Sorted = Sorted.NEXT,
    pending: Sequence[Waiting] | None = None,
) -> Worklist:
    """Return what to do next, across cases and third-party requests.

    `owner` None is everybody, "" what nobody has yet; with the name of who is signed
    in, those whom they cover today count too. Requests have no owner: they stand in
    everybody's list only. What is due on one day stands in the order of the days by
    which it must be posted.
    """
    today = session.today
    with session.vault.read() as vault:
        wanted = _narrowed(vault, session, owner, narrowed)
        requests: list[Waiting] = []
        if owner is None:
            found = _pending(vault, session) if pending is None else pending
            requests = [row for row in found if _fits(row, narrowed)]
        cases: Iterator[Waiting] = iter(())
        if wanted is not None:
            cases = _cases(vault, wanted, session, limit, by)
        groups = _groups(vault, wanted, requests, today, by)
        merged = heapq.merge(cases, requests, key=_when)
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


def _when(row: Waiting) -> tuple[date, date]:
    return row.by or date.max, row.post_by or date.max


def _covered(vault: Reading, session: Session) -> tuple[str, ...]:
    settings = vault.settings.in_force(session.today)
    return covered_by(settings, session.member.name, session.today)


def _for_approval(vault: Reading, session: Session) -> CaseFilter | None:
    """Return which cases who is signed in may approve, or None where none ever.

    One's own decisions are left out, unless nobody else could approve them.
    """
    me = session.member
    if not may(me.role, Act.APPROVE):
        return None
    wanted = CaseFilter(states=(CaseState.FOR_APPROVAL,))
    if _others_approve(vault, me.name):
        return replace(wanted, not_decided_by=me.name)
    return wanted


def _narrowed(
    vault: Reading, session: Session, owner: str | None, narrowed: Narrowed
) -> CaseFilter | None:
    """Return which cases stand in a narrowed list, or None where none do."""
    mine = owner == session.member.name
    covered = _covered(vault, session) if mine else ()
    if narrowed is Narrowed.APPROVAL:
        found = _for_approval(vault, session)
        return found and replace(found, owner=owner, covered=covered)
    wanted = _wanted(owner, narrowed, session.today)
    return replace(wanted, covered=covered)


def _wanted(owner: str | None, narrowed: Narrowed, today: date) -> CaseFilter:
    wanted = CaseFilter(states=OPEN_STATES, owner=owner)
    if narrowed is Narrowed.OVERDUE:
        return replace(wanted, next_to=today - _DAY)
    if narrowed is Narrowed.SOON:
        return replace(wanted, next_from=today, next_to=today + SOON)
    if narrowed is Narrowed.WAITING:
        return replace(wanted, states=(CaseState.WAITING,))
    return wanted


def _fits(row: Waiting, narrowed: Narrowed) -> bool:
    if narrowed is Narrowed.OVERDUE:
        return row.urgency is Urgency.OVERDUE
    if narrowed is Narrowed.SOON:
        return row.urgency in (Urgency.TODAY, Urgency.WEEK)
    if narrowed is Narrowed.WAITING:
        return row.waits
    return row.to_approve or narrowed is not Narrowed.APPROVAL


def _groups(
    vault: Reading,
    wanted: CaseFilter | None,
    requests: list[Waiting],
    today: date,
    by: Sorted = Sorted.NEXT,
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
        here = vault.cases.count(_between(wanted, first, last, by))
        groups[group] += here
        total -= here
    groups[Urgency.LATER] += total
    return groups


def _between(
    wanted: CaseFilter, first: date | None, last: date, by: Sorted
) -> CaseFilter:
    if by is Sorted.POST:
        return replace(wanted, post_from=first, post_to=last)
    starts = [day for day in (wanted.next_from, first) if day]
    return replace(
        wanted,
        next_from=max(starts, default=None),
        next_to=min(last, wanted.next_to or last),
    )


def _cases(
    vault: Reading,
    wanted: CaseFilter,
    session: Session,
    limit: int,
    by: Sorted,
) -> Iterator[Waiting]:
    covered = _covered(vault, session)
    order = CaseOrder(column=_COLUMNS[by])
    for row in vault.cases.page(wanted, order, None, limit).rows:
        day = row.next_by if by is Sorted.NEXT else row.post_by
        yield _case(row, day, session.today, covered)


def _case(
    row: CaseRow, by: date | None, today: date, covered: tuple[str, ...]
) -> Waiting:
    return Waiting(
        what=row.next_action,
        record="case",
        id=row.id,
        reference=row.reference,
        who=row.person,
        kind=row.kind,
        owner=row.owner,
        by=by,
        urgency=urgency(by, today),
        post_by=row.post_by,
        away=row.owner in covered,
    )


def _pending(vault: Reading, session: Session) -> list[Waiting]:
    """Return what waits about requests and letters, the nearest day first."""
    today, me = session.today, session.member
    settings = vault.settings.in_force(today).requests
    found = vault.request_work.standing(me.name, today + SOON)
    approves = may(me.role, Act.APPROVE)
    alone = approves and not _others_approve(vault, me.name)
    rows = (
        _request(
            at,
            task,
            today,
            mine=task.approval and approves and (alone or not at.prepared_by_me),
        )
        for at in found
        for task in tasks_of(at, today, chase_days=settings.chase_days, ahead=SOON)
    )
    mine = _to_approve(vault, session) if approves else ()
    found_again = (*rows, *mine, *_came_back(vault, today))
    return sorted(found_again, key=lambda row: (*_when(row), row.id))


def _to_approve(vault: Reading, session: Session) -> Iterator[Waiting]:
    """Give the letters that wait for an approval that who is signed in may give."""
    team = vault.members.all()
    for letter in vault.letters.awaiting_approval():
        if not why_no_approval_of(session.member, letter, team):
            yield Waiting(
                what="Approve the letter",
                record="letter",
                id=letter.id,
                reference=letter.reference,
                who=next(iter(letter.recipient), ""),
                kind=None,
                owner="",
                by=letter.post_by,
                urgency=urgency(letter.post_by, session.today),
                post_by=letter.post_by,
                to_approve=True,
            )


def _came_back(vault: Reading, today: date) -> Iterator[Waiting]:
    """Give the letters that came back and that no open case asks for by itself."""
    letters = vault.letters.page((LetterState.RETURNED,), None, _MOST_RETURNED).rows
    ids = [each.case_id for each in letters if each.case_id is not None]
    cases = {row.id: row for row in vault.cases.rows(ids)}
    for each in letters:
        row = cases.get(each.case_id or 0)
        if row is not None and row.state is not CaseState.CLOSED:
            continue  # its own next step says so
        yield Waiting(
            what=CAME_BACK,
            record="case" if row else "disclosure",
            id=row.id if row else each.disclosure_id or 0,
            reference=row.reference if row else each.reference.partition(" / ")[0],
            who=row.person if row else each.recipient,
            kind=row.kind if row else None,
            owner=row.owner if row else "",
            by=each.returned_on,
            urgency=urgency(each.returned_on, today),
        )


def _others_approve(vault: Reading, me: str) -> bool:
    return any(
        each.name != me and may(each.role, Act.APPROVE) for each in vault.members.all()
    )


def _request(
    at: RequestStanding, task: RequestTask, today: date, *, mine: bool
) -> Waiting:
    return Waiting(
        what=task.what if mine or not task.approval else "Waits for approval",
        record="disclosure",
        id=at.id,
        reference=at.reference,
        who=at.organisation,
        kind=None,
        owner="",
        by=task.by,
        urgency=urgency(task.by, today),
        waits=task.waits,
        to_approve=mine,
    )
