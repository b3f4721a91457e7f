"""One act on many cases: planned in sight, done whole, and undone once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from isteam_app.domain.cases import Case, CaseRow, EventKind
from isteam_app.domain.dates import short_date
from isteam_app.domain.listing import OPEN_STATES, CaseFilter, CaseOrder
from isteam_app.domain.text import NOTE, checked
from isteam_app.errors import RuleBroken
from isteam_app.progress import Progress, unwatched
from isteam_app.services.cases import event_today
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change

MOST = 5_000
"""The most cases that one act may change."""


class Act(StrEnum):
    ASSIGN = "assign"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One case that changes: its owner before and after, "" for nobody.

    For a note both are the same. `event_id` is the line it wrote on the timeline.
    """

    case_id: int
    reference: str
    before: str
    after: str
    event_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """One case that does not change, and why."""

    case_id: int
    reference: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be done: exactly which cases change and which stay as they are."""

    act: Act
    owner: str = ""
    text: str = ""
    lines: tuple[Line, ...] = ()
    stays: tuple[Stays, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done. `stays` are those of the plan and those changed meanwhile."""

    act: Act
    text: str
    lines: tuple[Line, ...]
    stays: tuple[Stays, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What was put back, and what was left because somebody changed it since."""

    lines: tuple[Line, ...]
    stays: tuple[Stays, ...]


def ids_of(session: Session, wanted: CaseFilter, order: CaseOrder) -> tuple[int, ...]:
    """Return the cases of a list in its order, the first 5,000 at most."""
    with session.vault.read() as vault:
        return tuple(row.id for row in vault.cases.page(wanted, order, None, MOST).rows)


def plan_assign(session: Session, case_ids: Sequence[int], owner: str) -> Plan:
    """Say what giving cases to somebody would change; "" is nobody."""
    _must_be_few(case_ids)
    with session.vault.read() as vault:
        if owner and owner not in {each.name for each in vault.members.all()}:
            raise RuleBroken(
                "Nobody in the team has that name. Choose from the list.",
                field="owner",
            )
        rows = vault.cases.rows(case_ids)
    return _planned(Act.ASSIGN, rows, owner=owner)


def plan_hand_over(session: Session, giver: str, taker: str) -> Plan:
    """Say what handing all open cases of one person to another would change.

    At most 5,000 go at once, those due first.
    """
    if giver == taker:
        raise RuleBroken(
            "Both are the same person. Choose somebody else.", field="owner"
        )
    wanted = CaseFilter(states=OPEN_STATES, owner=giver)
    return plan_assign(session, ids_of(session, wanted, CaseOrder()), taker)


def plan_note(session: Session, case_ids: Sequence[int], text: str) -> Plan:
    """Say which cases would get a note."""
    _must_be_few(case_ids)
    text = checked(text.strip(), field="text", label="The note", longest=NOTE)
    if not text:
        raise RuleBroken("Write the note first.", field="text")
    with session.vault.read() as vault:
        rows = vault.cases.rows(case_ids)
    return _planned(Act.NOTE, rows, text=text)


def carry_out(session: Session, plan: Plan, progress: Progress = unwatched) -> Done:
    """Do what was planned, as one change. A case that somebody changed since stays.

    Raises RuleBroken when nothing is left to change, and Cancelled when `progress`
    stops it: nothing is changed then.
    """
    lines, stays = [], list(plan.stays)
    action = "cases.assigned" if plan.act is Act.ASSIGN else "cases.noted"
    with session.vault.change(action, by=session.member.name, at=session.now()) as work:
        for number, line in enumerate(plan.lines):
            progress(number, len(plan.lines))
            case = work.cases.get(line.case_id)
            why = _moved_since(case, line, plan.act)
            if why:
                stays.append(_stay(line, why))
                continue
            event_id = _act(session, work, case, line, plan)
            lines.append(replace(line, event_id=event_id))
        if not lines:
            raise RuleBroken("Nothing is left to change: see why beside each case.")
        work.commit()
    return Done(act=plan.act, text=plan.text, lines=tuple(lines), stays=tuple(stays))


def undo(session: Session, done: Done, progress: Progress = unwatched) -> Undone:
    """Put back what still stands as the act left it, as one change of its own.

    The timelines keep both lines. A note cannot be unwritten: a second one takes it
    back. Raises RuleBroken when nothing still stands as it was left.
    """
    lines, stays = [], []
    with session.vault.change(
        "cases.bulk_undone", by=session.member.name, at=session.now()
    ) as work:
        for number, line in enumerate(done.lines):
            progress(number, len(done.lines))
            case = work.cases.get(line.case_id)
            why = _changed_since(case, line, done)
            if why:
                stays.append(_stay(line, why))
                continue
            _take_back(session, work, case, line, done)
            lines.append(line)
        if not lines:
            raise RuleBroken(
                "Nothing could be put back: every one of these cases was changed since."
            )
        work.commit()
    return Undone(lines=tuple(lines), stays=tuple(stays))


def _planned(
    act: Act, rows: Iterable[CaseRow], *, owner: str = "", text: str = ""
) -> Plan:
    lines, stays = [], []
    for row in rows:
        after = owner if act is Act.ASSIGN else row.owner
        line = Line(
            case_id=row.id, reference=row.reference, before=row.owner, after=after
        )
        why = _why_not(row, owner) if act is Act.ASSIGN else ""
        if why:
            stays.append(_stay(line, why))
        else:
            lines.append(line)
    return Plan(act=act, owner=owner, text=text, lines=tuple(lines), stays=tuple(stays))


def _why_not(row: CaseRow, owner: str) -> str:
    if row.state not in OPEN_STATES:
        return "Closed"
    if row.owner == owner:
        return f"{owner} has it already" if owner else "Nobody has it already"
    return ""


def _moved_since(case: Case, line: Line, act: Act) -> str:
    if act is Act.NOTE:
        return ""
    if not case.is_open:
        return "Closed meanwhile"
    if case.owner != line.before:
        return f"Given to {case.owner or 'nobody'} meanwhile"
    return ""


def _changed_since(case: Case, line: Line, done: Done) -> str:
    later = [event for event in case.events if event.id > line.event_id]
    if done.act is Act.NOTE:
        taken = any(event.text.endswith(_taken_back(done.text)) for event in later)
        return "Taken back already" if taken else ""
    if not case.is_open:
        return "Closed since"
    given = any(event.kind is EventKind.ASSIGNED for event in later)
    if case.owner != line.after or given:
        return f"Given to {case.owner or 'nobody'} since"
    return ""


def _act(session: Session, work: Change, case: Case, line: Line, plan: Plan) -> int:
    """Do it to one case; return the line that it wrote on the timeline.

    Neither an owner nor a note moves the clock, so no date is worked out again.
    """
    if plan.act is Act.NOTE:
        return _write(session, work, case, EventKind.NOTE, plan.text)
    words = f"From {line.before or 'nobody'} to {line.after or 'nobody'}"
    return _give(session, work, case, line.after, words)


def _take_back(
    session: Session, work: Change, case: Case, line: Line, done: Done
) -> None:
    if done.act is Act.ASSIGN:
        words = f"Back from {line.after or 'nobody'} to {line.before or 'nobody'}"
        _give(session, work, case, line.before, f"{words}: undone")
        return
    written = next(each for each in case.events if each.id == line.event_id)
    on = short_date(written.on, session.today)
    text = f"The note of {on} {_taken_back(done.text)}"
    _write(session, work, case, EventKind.NOTE, text)


def _taken_back(text: str) -> str:
    first = " ".join(text.split())[:80]
    return f'beginning "{first}" was taken back'


def _give(session: Session, work: Change, case: Case, owner: str, words: str) -> int:
    event_id = _write(session, work, case, EventKind.ASSIGNED, words)
    work.cases.update(replace(case, owner=owner))
    return event_id


def _write(
    session: Session, work: Change, case: Case, kind: EventKind, text: str
) -> int:
    return work.cases.add_event(case.id, event_today(session, kind, text)).id


def _stay(line: Line, why: str) -> Stays:
    return Stays(case_id=line.case_id, reference=line.reference, why=why)


def _must_be_few(case_ids: Sequence[int]) -> None:
    if not case_ids:
        raise RuleBroken("Choose at least one case.")
    if len(case_ids) > MOST:
        raise RuleBroken(
            f"At most {MOST:,} cases change at once. Choose fewer, then go on with the "
            "rest."
        )
