"""What a team member can do with a case."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date

from isteam_app.domain.case_clock import CaseClock, case_clock, clock_events, refreshed
from isteam_app.domain.case_types import CASE_TYPES, CaseType
from isteam_app.domain.cases import (
    Case,
    CaseEvent,
    CaseRow,
    CaseState,
    EventKind,
)
from isteam_app.domain.dates import long_date
from isteam_app.domain.deadlines import ClockEvent, deadline
from isteam_app.domain.documents import Document
from isteam_app.domain.letters import Letter
from isteam_app.domain.listing import (
    OPEN_STATES,
    CaseFilter,
    CaseOrder,
    Cursor,
    Page,
)
from isteam_app.domain.settings import Settings
from isteam_app.errors import RuleBroken
from isteam_app.progress import Progress, unwatched
from isteam_app.services.session import Session, calendar_for
from isteam_app.storage.vault import Change

LONGEST_NOTE = 20_000
_SLICE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything the page of one case shows."""

    case: Case
    definition: CaseType
    clock: CaseClock
    letters: Sequence[Letter]
    documents: Sequence[Document]
    linked: Sequence[CaseRow]
    moves: tuple["Move", ...]
    team: tuple[str, ...]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Something that may be recorded on a case. `refused` says why not, when not."""

    event: EventKind
    label: str
    refused: str = ""
    needs_text: bool = False


_MOVES = (
    Move(event=EventKind.IDENTITY_ASKED, label="Identity asked for"),
    Move(event=EventKind.IDENTITY_RECEIVED, label="Proof of identity received"),
    Move(event=EventKind.AUTHORITY_ASKED, label="Authority asked for"),
    Move(event=EventKind.AUTHORITY_RECEIVED, label="Proof of authority received"),
    Move(event=EventKind.FEE_ASKED, label="Fee asked for"),
    Move(event=EventKind.FEE_PAID, label="Fee paid"),
    Move(event=EventKind.CLARIFICATION_ASKED, label="Clarification asked for"),
    Move(event=EventKind.CLARIFICATION_RECEIVED, label="Clarification received"),
    Move(
        event=EventKind.EXTENDED,
        label="Extend by two months",
        needs_text=True,
    ),
    Move(event=EventKind.ACKNOWLEDGED, label="Acknowledged"),
    Move(event=EventKind.ANSWERED, label="Answered"),
    Move(event=EventKind.CLOSED, label="Close the case", needs_text=True),
    Move(event=EventKind.REOPENED, label="Reopen the case", needs_text=True),
)


def list_cases(
    session: Session,
    wanted: CaseFilter,
    order: CaseOrder,
    after: Cursor | None = None,
    limit: int = 100,
) -> Page[CaseRow]:
    """Return one screenful of cases."""
    with session.vault.read() as vault:
        return vault.cases.page(wanted, order, after, limit)


def count_cases(session: Session, wanted: CaseFilter) -> int:
    with session.vault.read() as vault:
        return vault.cases.count(wanted)


def case_page(session: Session, case_id: int) -> CasePage:
    """Return a case with its clock, letters, documents and linked cases."""
    with session.vault.read() as vault:
        case = vault.cases.get(case_id)
        settings = vault.settings.in_force(session.today)
        letters = vault.letters.for_case(case_id)
        documents = vault.documents.for_post(case.post.id)
        linked = [
            other for other in vault.cases.for_post(case.post.id) if other.id != case_id
        ]
        team = tuple(member.name for member in vault.members.all())
    calendar = calendar_for(settings)
    clock = case_clock(case, settings=settings, calendar=calendar, today=session.today)
    return CasePage(
        case=case,
        definition=CASE_TYPES[case.kind],
        clock=clock,
        letters=letters,
        documents=documents,
        linked=linked,
        moves=tuple(
            _judged(move, case, settings, session.today) for move in _offered(case)
        ),
        team=team,
        today=session.today,
    )


def case_by_reference(session: Session, reference: str) -> CasePage:
    """Return the page of a case by the reference printed on its letters."""
    with session.vault.read() as vault:
        case_id = vault.cases.by_reference(reference.strip().upper()).id
    return case_page(session, case_id)


def record_event(
    session: Session, case: Case, kind: EventKind, on: date, text: str = ""
) -> Case:
    """Record something that happened, and move the clock by it.

    Raises RuleBroken when the law or the order of events does not allow it, and
    ChangedMeanwhile when somebody else changed the case since it was read.
    """
    text = text.strip()
    refused = _refusal(case, kind, on, text, session.settings(), session.today)
    if refused is not None:
        raise refused
    with _change(session, f"case.{kind.value}") as work:
        event = _event(session, kind, on, text)
        changed = _moved(case, event)
        saved = _save(session, work, case, changed, event)
        work.commit()
    return saved


def add_note(
    session: Session, case: Case, text: str, kind: EventKind = EventKind.NOTE
) -> Case:
    """Write a note, or a note of a call, on the timeline."""
    text = text.strip()
    if not text:
        raise RuleBroken("Write the note first.", field="text")
    if len(text) > LONGEST_NOTE:
        raise RuleBroken(
            f"A note holds {LONGEST_NOTE:,} characters. Shorten it, or keep the long "
            "text as a document.",
            field="text",
        )
    with _change(session, "case.note") as work:
        event = _event(session, kind, session.today, text)
        noted = touch_case(session, work, work.cases.get(case.id), event)
        work.commit()
    return noted


def assign(session: Session, case: Case, owner: str) -> Case:
    """Give a case to somebody, or to nobody with an empty name."""
    with _change(session, "case.assigned") as work:
        saved = work.cases.update(replace(case, owner=owner.strip()))
        work.commit()
    return saved


def read_document(session: Session, document_id: int) -> bytes:
    """Return a kept scan, decrypted into memory."""
    with session.vault.read() as vault:
        return vault.documents.read(document_id)


def refresh_open_cases(session: Session, progress: Progress = unwatched) -> int:
    """Bring the sorting copies of every open case up to date; return how many moved.

    Called after a calendar or a setting changed. Closed cases never move.
    """
    settings = session.settings()
    calendar = calendar_for(settings)
    after, done, moved = 0, 0, 0
    with session.vault.read() as vault:
        total = vault.cases.count(CaseFilter(states=OPEN_STATES))
    while True:
        with session.vault.read() as vault:
            cases = vault.cases.open_cases(after, _SLICE)
        if not cases:
            return moved
        fresh = [
            refreshed(case, settings=settings, calendar=calendar, today=session.today)
            for case in cases
        ]
        changed = [new for old, new in zip(cases, fresh, strict=True) if old != new]
        if changed:
            with _change(session, "cases.refreshed") as work:
                for case in changed:
                    work.cases.update(case)
                work.commit()
        after, done, moved = cases[-1].id, done + len(cases), moved + len(changed)
        progress(done, max(total, done))


def touch_case(session: Session, work: Change, case: Case, event: CaseEvent) -> Case:
    """Add an event to a case inside a change that is already open."""
    return _save(session, work, case, _moved(case, event), event)


def event_today(
    session: Session, kind: EventKind, text: str = "", letter_id: int | None = None
) -> CaseEvent:
    """Return an event of today, recorded by whoever is signed in."""
    return replace(_event(session, kind, session.today, text), letter_id=letter_id)


def _change(session: Session, action: str) -> AbstractContextManager[Change]:
    return session.vault.change(action, by=session.member.name, at=session.now())


def _event(session: Session, kind: EventKind, on: date, text: str) -> CaseEvent:
    return CaseEvent(
        kind=kind,
        on=on,
        text=text,
        recorded_at=session.now(),
        recorded_by=session.member.name,
    )


def _moved(case: Case, event: CaseEvent) -> Case:
    changed = replace(case, events=(*case.events, event))
    if event.kind is EventKind.CLOSED:
        return replace(
            changed, state=CaseState.CLOSED, closed_on=event.on, outcome=event.text
        )
    if event.kind is EventKind.REOPENED:
        return replace(changed, state=CaseState.IN_PROGRESS, closed_on=None, outcome="")
    return changed


def _save(
    session: Session, work: Change, before: Case, after: Case, event: CaseEvent
) -> Case:
    settings = work.settings.in_force(session.today)
    work.cases.add_event(before.id, event)
    return work.cases.update(
        refreshed(
            after,
            settings=settings,
            calendar=calendar_for(settings),
            today=session.today,
        )
    )


def _offered(case: Case) -> tuple[Move, ...]:
    if not case.is_open:
        return tuple(move for move in _MOVES if move.event is EventKind.REOPENED)
    allowed = {
        *CASE_TYPES[case.kind].events,
        EventKind.ACKNOWLEDGED,
        EventKind.ANSWERED,
        EventKind.CLOSED,
    }
    return tuple(move for move in _MOVES if move.event in allowed)


def _judged(move: Move, case: Case, settings: Settings, today: date) -> Move:
    reason = "Reason" if move.needs_text else ""
    refused = _refusal(case, move.event, today, reason, settings, today)
    return replace(move, refused=str(refused)) if refused else move


def _refusal(
    case: Case, kind: EventKind, on: date, text: str, settings: Settings, today: date
) -> RuleBroken | None:
    """Return why an event cannot be recorded, or None when it can."""
    if on > today:
        return RuleBroken(
            f"{long_date(on)} is in the future. Enter the day it happened.", field="on"
        )
    if on < case.received:
        return RuleBroken(
            f"{long_date(on)} is before the request was received, on "
            f"{long_date(case.received)}.",
            field="on",
        )
    needs_text = any(move.event is kind and move.needs_text for move in _MOVES)
    if needs_text and not text:
        return RuleBroken("Give the reason: it is kept with the case.", field="text")
    return _out_of_turn(case, kind) or _against_the_clock(case, kind, on, settings)


def _out_of_turn(case: Case, kind: EventKind) -> RuleBroken | None:
    if kind is EventKind.REOPENED and case.is_open:
        return RuleBroken("The case is open already.")
    if kind is not EventKind.REOPENED and not case.is_open:
        return RuleBroken("The case is closed. Reopen it first, with the reason.")
    if kind not in {move.event for move in _offered(case)}:
        return RuleBroken(
            "That is not recorded by hand on this kind of case. Choose from the list, "
            "or write a note."
        )
    once = (EventKind.ACKNOWLEDGED, EventKind.ANSWERED)
    if kind in once and any(event.kind is kind for event in case.events):
        return RuleBroken("That is recorded already: see the timeline.")
    return None


def _against_the_clock(
    case: Case, kind: EventKind, on: date, settings: Settings
) -> RuleBroken | None:
    definition = CASE_TYPES[case.kind]
    if definition.clock is None or kind not in definition.events:
        return None
    try:
        deadline(
            definition.clock,
            (*clock_events(case), ClockEvent(on=on, kind=kind)),
            calendar=calendar_for(settings),
            reading=settings.pause_reading,
        )
    except RuleBroken as refused:
        return RuleBroken(str(refused), field="on")
    return None
