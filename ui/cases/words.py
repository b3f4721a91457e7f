"""What the case screens say: states, columns, and what happened in words."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.case_clock import time_left
from isteam_app.domain.cases import Case, CaseRow, CaseState, ClockState, EventKind
from isteam_app.domain.dates import long_date, short_date
from isteam_app.domain.event_words import EVENT_NAMES
from isteam_app.domain.listing import CaseColumn
from isteam_app.domain.next_steps import CaseClock
from isteam_app.services.cases import CasePage
from ui.common.cells import Cell, Column, status_cell
from ui.common.moments import here
from ui.common.status import CASES, DUE_SOON, KINDS, NOT_STARTED, OVERDUE, PAUSED
from ui.common.status import Status as State

_CAME = {
    "post": "by post",
    "email": "by email",
    "phone": "by phone",
    "in_person": "in person",
    "other": "another way",
}
SOON = timedelta(days=7)
_LOOKS = {
    EventKind.RECEIVED: ("post", "neutral"),
    EventKind.IDENTITY_ASKED: ("paused", "pause"),
    EventKind.IDENTITY_RECEIVED: ("person", "ok"),
    EventKind.AUTHORITY_ASKED: ("paused", "pause"),
    EventKind.AUTHORITY_RECEIVED: ("person", "ok"),
    EventKind.FEE_ASKED: ("paused", "pause"),
    EventKind.FEE_PAID: ("done", "ok"),
    EventKind.CLARIFICATION_ASKED: ("paused", "pause"),
    EventKind.CLARIFICATION_RECEIVED: ("done", "ok"),
    EventKind.EXTENDED: ("date", "warn"),
    EventKind.EXTENSION_LATE: ("late", "danger"),
    EventKind.ACKNOWLEDGED: ("done", "ok"),
    EventKind.PROGRESS_TOLD: ("letter", "accent"),
    EventKind.SUBMITTED: ("approval", "warn"),
    EventKind.APPROVED: ("decided", "ok"),
    EventKind.SENT_BACK: ("undo", "warn"),
    EventKind.DECIDED: ("decided", "accent"),
    EventKind.WITHDRAWN: ("back", "neutral"),
    EventKind.ANSWERED: ("done", "ok"),
    EventKind.SUPPRESSED: ("stop", "ok"),
    EventKind.RECIPIENT_TOLD: ("tell", "accent"),
    EventKind.LIFTING_NOTICE: ("letter", "accent"),
    EventKind.RESTRICTION_LIFTED: ("unlock", "ok"),
    EventKind.LETTER_FINALISED: ("sealed", "accent"),
    EventKind.LETTER_PRINTED: ("printed", "neutral"),
    EventKind.LETTER_POSTED: ("letter", "accent"),
    EventKind.LETTER_RETURNED: ("back", "warn"),
    EventKind.LETTER_REPLACED: ("stop", "neutral"),
    EventKind.DOCUMENT_ADDED: ("scan", "neutral"),
    EventKind.ASSIGNED: ("assign", "neutral"),
    EventKind.LINKED: ("link", "neutral"),
    EventKind.DATES_MOVED: ("date", "neutral"),
    EventKind.NOTE: ("note", "neutral"),
    EventKind.CALL: ("call", "neutral"),
    EventKind.CLOSED: ("done", "ok"),
    EventKind.REOPENED: ("reopen", "warn"),
}
EVENTS = {kind: (EVENT_NAMES[kind], *look) for kind, look in _LOOKS.items()}
"""What each event is called, with its icon and tone."""

ORDERS = {
    CaseColumn.REFERENCE: "reference",
    CaseColumn.PERSON: "person",
    CaseColumn.KIND: "type",
    CaseColumn.DUE: "due date",
    CaseColumn.STATE: "state",
    CaseColumn.OWNER: "owner",
}


def decision_words(page: CasePage) -> str:
    """The outcome of a case with its ground, "" before it is decided."""
    outcome = page.definition.outcome(page.case.decision)
    ground = page.definition.ground(page.case.ground)
    parts = (outcome.name if outcome else "", ground.name if ground else "")
    return ": ".join(part for part in parts if part)


def case_summary(page: CasePage) -> str:
    """Who has the case, when and how it came, and what was decided."""
    case, post = page.case, page.case.post
    parts = [f"Owner {case.owner}" if case.owner else "Nobody owns it yet"]
    parts.append(f"Received {long_date(case.received)} {_CAME[post.channel.value]}")
    if post.requester.id != case.subject.id:
        parts.append(f"Sent by {post.requester.name}")
    decided = decision_words(page)
    if decided and case.is_open:
        waits = case.state is CaseState.FOR_APPROVAL
        parts.append(f"{'Proposed' if waits else 'Decided'}: {decided}")
    return "  \u00b7  ".join(parts)


def row_state(row: CaseRow, today: date) -> State:
    """The one state a line of the list shows: lateness and a stopped clock first."""
    return _state(row.state, row.clock, row.due, today)


def case_state(state: CaseState, clock: CaseClock, today: date) -> State:
    return _state(state, clock.state, clock.due, today)


def case_states(case: Case, clock: CaseClock, today: date) -> tuple[State, ...]:
    """The states at the top of a case: lateness, and how far its decision has come."""
    first = case_state(case.state, clock, today)
    decided = CASES[case.state]
    shown = case.state in (CaseState.FOR_APPROVAL, CaseState.DECIDED)
    return (first, decided) if shown and first != decided else (first,)


def _state(state: CaseState, clock: ClockState, due: date | None, today: date) -> State:
    if state is CaseState.CLOSED:
        return CASES[state]
    if clock is ClockState.PAUSED:
        return PAUSED
    if clock is ClockState.NOT_STARTED:
        return NOT_STARTED
    if due is not None and due < today:
        return OVERDUE
    if due is not None and due <= today + SOON:
        return DUE_SOON
    return CASES[state]


def due_cell(row: CaseRow, today: date, calendar: WorkingCalendar) -> Cell:
    """The date a case is held to, and what is left of the time."""
    if row.state is CaseState.CLOSED:
        return Cell(long_date(row.due) if row.due else "", tone="text2")
    if row.clock is ClockState.NOT_STARTED:
        return Cell("Not running", second="Waiting for proof")
    if row.clock is ClockState.PAUSED:
        return Cell("Paused", second="Waiting for an answer", second_tone="pause")
    if row.due is None:
        return Cell("No date", tone="text3")
    tone = {OVERDUE.word: "danger", DUE_SOON.word: "warn"}
    return Cell(
        long_date(row.due),
        second=time_left(row.due, today, calendar),
        second_tone=tone.get(row_state(row, today).word, "text3"),
    )


def columns(
    today: Callable[[], date], calendar: Callable[[], WorkingCalendar]
) -> tuple[Column[CaseRow], ...]:
    """The columns of the list of cases. Type goes first, then the owner."""
    return (
        Column(
            key=CaseColumn.REFERENCE,
            heading="Reference",
            cell=lambda row: Cell(row.reference, tone="text2"),
            sample="IS-2026-00000",
            sortable=True,
        ),
        Column(
            key=CaseColumn.PERSON,
            heading="Person",
            cell=lambda row: Cell(row.person, strong=True),
            grow=1,
            smallest=180,
            sortable=True,
        ),
        Column(
            key=CaseColumn.KIND,
            heading="Type",
            cell=lambda row: Cell(
                KINDS[row.kind].word, icon=KINDS[row.kind].icon, tone="text2"
            ),
            sample=Cell("Complaint", icon="complaint"),
            sortable=True,
            drop=1,
        ),
        Column(
            key=CaseColumn.DUE,
            heading="Due",
            cell=lambda row: due_cell(row, today(), calendar()),
            sample=Cell("Wed 30 Nov 2026", second="12 working days left"),
            sortable=True,
        ),
        Column(
            key=CaseColumn.STATE,
            heading="State",
            cell=lambda row: status_cell(row_state(row, today()), chip=True),
            sample=status_cell(NOT_STARTED, chip=True),
            sortable=True,
        ),
        Column(
            key=CaseColumn.OWNER,
            heading="Owner",
            cell=lambda row: Cell(
                row.owner or "Nobody", tone="text2" if row.owner else "text3"
            ),
            sample="Dr Amara Lindqvist",
            sortable=True,
            drop=2,
        ),
    )


def when(on: date, recorded_at: datetime | None, today: date) -> str:
    """When something happened: with the time where it was written down that day."""
    day = short_date(on, today)
    local = here(recorded_at) if recorded_at else None
    if local is None or local.date() != on:
        return day
    return f"{day}, {local:%H:%M}"
