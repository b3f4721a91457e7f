"""What a team member can do with a case."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date

from isteam_app.domain.case_clock import case_clock, refreshed
from isteam_app.domain.case_types import CASE_TYPES, CaseType
from isteam_app.domain.cases import (
    Case,
    CaseEvent,
    CaseLink,
    CaseRow,
    CaseState,
    EventKind,
)
from isteam_app.domain.documents import Document
from isteam_app.domain.forms import Entry
from isteam_app.domain.letters import Letter
from isteam_app.domain.listing import (
    CaseFilter,
    CaseOrder,
    Cursor,
    Page,
)
from isteam_app.domain.next_steps import CaseClock
from isteam_app.domain.settings import Settings
from isteam_app.errors import RuleBroken
from isteam_app.letters.templates import Template
from isteam_app.services.letter_templates import templates_in_use
from isteam_app.services.moves import (
    Circumstances,
    Move,
    judged,
    refusal,
    why_no_approval,
)
from isteam_app.services.questions import note_question
from isteam_app.services.session import Session, calendar_for
from isteam_app.services.trail_notes import note_view
from isteam_app.storage.unit import Reading
from isteam_app.storage.vault import Change

LONGEST_NOTE = 20_000
_SLICE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedCase:
    """A case that somebody linked with the one shown. `forward`: from here to there."""

    link: CaseLink
    row: CaseRow
    forward: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything the page of one case shows.

    `no_approval` is why who is signed in may not approve what was decided. `templates`
    are all that letters may be started from, by key.
    """

    case: Case
    definition: CaseType
    clock: CaseClock
    letters: Sequence[Letter]
    documents: Sequence[Document]
    linked: Sequence[CaseRow]
    moves: tuple[Move, ...]
    entries: tuple[Entry, ...]
    links: tuple[LinkedCase, ...]
    team: tuple[str, ...]
    today: date
    templates: Mapping[str, Template]
    no_approval: str = ""


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


def reference_of(session: Session, case_id: int) -> str:
    """Return the reference of a case, "" when it is not in sight."""
    with session.vault.read() as vault:
        return next((row.reference for row in vault.cases.rows([case_id])), "")


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
        entries = vault.entries.for_case(case_id)
        links = _linked(vault, case_id)
        team = vault.members.all()
        templates = templates_in_use(vault)
    calendar = calendar_for(settings)
    clock = case_clock(case, settings=settings, calendar=calendar, today=session.today)
    return CasePage(
        case=case,
        definition=CASE_TYPES[case.kind],
        clock=clock,
        letters=letters,
        documents=documents,
        linked=linked,
        moves=judged(_circumstances(session, case, entries, settings)),
        entries=entries,
        links=links,
        team=tuple(member.name for member in team),
        today=session.today,
        templates=templates,
        no_approval=why_no_approval(session.member, case, team),
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
    with session.vault.read() as vault:
        entries = vault.entries.for_case(case.id)
        settings = vault.settings.in_force(session.today)
    at = _circumstances(session, case, entries, settings)
    refused = refusal(at, kind, on, text)
    if refused is not None:
        raise refused
    with _change(session, f"case.{kind.value}") as work:
        event = _event(session, kind, on, text)
        changed = _moved(case, event)
        note_question(work, case, event, session.member.name)
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
    """Give a case to somebody of the team, or to nobody with an empty name.

    Nothing is recorded where they have it already.
    """
    owner = owner.strip()
    with _change(session, "case.assigned") as work:
        team = [member.name for member in work.members.all()]
        if owner and owner not in team and owner != case.owner:
            raise RuleBroken(
                "Nobody in the team has that name. Choose from the list.",
                field="owner",
            )
        held = work.cases.get(case.id)
        if held.owner == owner:
            return held
        if case.owner == owner:
            work.cases.update(case)  # refused: somebody else gave it away since then
        saved = hand_over(session, work, case, owner)
        work.commit()
    return saved


def hand_over(session: Session, work: Change, case: Case, owner: str) -> Case:
    """Give a case to somebody inside a change that is already open."""
    if owner == case.owner:
        return case
    words = f"{case.owner or 'nobody'} to {owner or 'nobody'}"
    event = _event(session, EventKind.ASSIGNED, session.today, f"From {words}")
    return _save(session, work, case, replace(_moved(case, event), owner=owner), event)


def choose_service(session: Session, case: Case, service: str) -> Case:
    """Choose the post that the answer goes by; "" is the usual one."""
    if not case.is_open:
        raise RuleBroken("The case is closed. Reopen it first, with the reason.")
    settings = session.settings()
    if service and service not in {each.name for each in settings.services}:
        raise RuleBroken(
            "Settings do not list that service. Choose one of them.", field="service"
        )
    with _change(session, "case.service") as work:
        saved = refresh_case(session, work, replace(case, service=service))
        work.commit()
    return saved


def read_document(session: Session, document_id: int) -> bytes:
    """Return a kept scan, decrypted into memory. The trail tells of the look."""
    with session.vault.read() as vault:
        data = vault.documents.read(document_id)
    note_view(session, "document", document_id)
    return data


def touch_case(session: Session, work: Change, case: Case, event: CaseEvent) -> Case:
    """Add an event to a case inside a change that is already open."""
    return _save(session, work, case, _moved(case, event), event)


def refresh_case(session: Session, work: Change, case: Case) -> Case:
    """Keep a case with its dates brought up to date, inside a change already open."""
    settings = work.settings.in_force(session.today)
    calendar = calendar_for(settings)
    return work.cases.update(
        refreshed(case, settings=settings, calendar=calendar, today=session.today)
    )


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
    if event.kind in (EventKind.REOPENED, EventKind.SENT_BACK):
        return replace(
            changed,
            state=CaseState.IN_PROGRESS,
            closed_on=None,
            outcome="",
            decision="",
            ground="",
            decided_by="",
        )
    return changed


def _save(
    session: Session, work: Change, before: Case, after: Case, event: CaseEvent
) -> Case:
    work.cases.add_event(before.id, event)
    if not before.is_open and not after.is_open:
        return work.cases.update(after)  # the dates of a closed case never move
    return refresh_case(session, work, after)


def _linked(vault: Reading, case_id: int) -> tuple[LinkedCase, ...]:
    links = vault.links.of_case(case_id)
    ends = {link.case_id for link in links} | {link.other_id for link in links}
    rows = {row.id: row for row in vault.cases.rows(ends)}
    found = []
    for link in links:
        forward = link.case_id == case_id
        other = link.other_id if forward else link.case_id
        if other in rows:
            found.append(LinkedCase(link=link, row=rows[other], forward=forward))
    return tuple(found)


def _circumstances(
    session: Session, case: Case, entries: tuple[Entry, ...], settings: Settings
) -> Circumstances:
    return Circumstances(
        case=case,
        entries=entries,
        settings=settings,
        member=session.member,
        today=session.today,
    )
