"""Where a case stands: its date, the next thing to do, and by when.

Derived each time from the events, the calendar and the settings; nothing here is kept
as truth.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.case_types import CASE_TYPES, CaseType
from isteam_app.domain.cases import Case, CaseEvent, CaseState, ClockState, EventKind
from isteam_app.domain.clock_events import ANSWERED_BY
from isteam_app.domain.dates import long_date
from isteam_app.domain.deadlines import (
    ClockEvent,
    Deadline,
    EventsRefused,
    Request,
    Step,
    deadline,
    post_by,
)
from isteam_app.domain.settings import Settings

REMIND_AFTER = timedelta(days=28)
"""How long to wait for an answer before reminding the person (good practice)."""

_ASKED_BY = {answer: question for question, answer in ANSWERED_BY.items()}
_RECORD = {
    EventKind.IDENTITY_RECEIVED: "Record proof of identity",
    EventKind.AUTHORITY_RECEIVED: "Record proof of authority",
    EventKind.FEE_PAID: "Record the fee",
    EventKind.CLARIFICATION_RECEIVED: "Record the answer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The one thing to do next. `event` or `template` says what the button starts."""

    text: str
    by: date | None = None
    event: EventKind | None = None
    template: str = ""
    letter_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClock:
    """The date of a case in the words every screen uses.

    `deadline` carries the working; `due` is the date the case is held to now (for an
    acknowledged complaint the house target), `post_by` the last day to hand the answer
    to the post.
    """

    deadline: Deadline
    state: ClockState
    due: date | None
    post_by: date | None
    next_step: NextStep | None
    headline: str
    second: str


def case_clock(
    case: Case, *, settings: Settings, calendar: WorkingCalendar, today: date
) -> CaseClock:
    """Return where a case stands on a day."""
    definition = CASE_TYPES[case.kind]
    found = _deadline(case, definition, settings, calendar, today)
    acknowledged = _has(case.events, EventKind.ACKNOWLEDGED)
    if definition.clock is Request.DATA_PROTECTION_COMPLAINT and acknowledged:
        found = _outcome_target(case, found, settings, calendar)
    state = found.state if case.is_open else ClockState.NONE
    latest = (
        post_by(found.due, calendar=calendar, delivery_days=settings.delivery_days)
        if found.due
        else None
    )
    clock = CaseClock(
        deadline=found,
        state=state,
        due=found.due,
        post_by=latest,
        next_step=None,
        headline=_headline(case, found, today, calendar),
        second=_second(case, found, latest, today),
    )
    return replace(clock, next_step=next_step(case, clock, settings, calendar))


def next_step(
    case: Case, clock: CaseClock, settings: Settings, calendar: WorkingCalendar
) -> NextStep | None:
    """Return the next thing to do, or None for a closed case."""
    if not case.is_open:
        return None
    definition = CASE_TYPES[case.kind]
    return (
        _waiting(case, clock)
        or _unposted(case, clock)
        or _acknowledge(case, definition, clock, settings, calendar)
        or _answer(case, definition, clock)
        or NextStep(text="Close the case", event=EventKind.CLOSED, by=clock.due)
    )


def state_of(case: Case, clock: CaseClock) -> CaseState:
    """Return the state that the events of an open case put it in."""
    if not case.is_open:
        return CaseState.CLOSED
    if clock.deadline.waiting_for:
        return CaseState.WAITING
    begun = {event.kind for event in case.events} - {
        EventKind.RECEIVED,
        EventKind.DOCUMENT_ADDED,
    }
    return CaseState.IN_PROGRESS if begun else CaseState.RECEIVED


def refreshed(
    case: Case, *, settings: Settings, calendar: WorkingCalendar, today: date
) -> Case:
    """Return the case with the copies that lists sort by brought up to date."""
    clock = case_clock(case, settings=settings, calendar=calendar, today=today)
    step = clock.next_step
    return replace(
        case,
        state=state_of(case, clock),
        clock=clock.state,
        due=clock.due,
        post_by=clock.post_by,
        next_action=step.text if step else "",
        next_by=step.by if step else None,
    )


def clock_events(case: Case) -> tuple[ClockEvent, ...]:
    """Return the events that the deadline engine reads.

    The day of receipt is the item of post's own: it may have been corrected since, and
    the event keeps the day that was first written down.
    """
    moving = set(CASE_TYPES[case.kind].events) - {EventKind.RECEIVED}
    return (
        ClockEvent(on=case.received, kind=EventKind.RECEIVED),
        *(
            ClockEvent(on=event.on, kind=event.kind)
            for event in case.events
            if event.kind in moving
        ),
    )


def _deadline(
    case: Case,
    definition: CaseType,
    settings: Settings,
    calendar: WorkingCalendar,
    today: date,
) -> Deadline:
    if definition.clock is None:
        return _house_target(case, settings, calendar)
    events = clock_events(case)
    try:
        return deadline(
            definition.clock,
            events,
            calendar=calendar,
            reading=settings.pause_reading,
            today=today,
        )
    except EventsRefused as refused:
        return _from_receipt(definition.clock, events, calendar, str(refused))


def _from_receipt(
    clock: Request,
    events: tuple[ClockEvent, ...],
    calendar: WorkingCalendar,
    sentence: str,
) -> Deadline:
    """Return the date from the receipt alone: never late, whatever came after.

    Events that were right when recorded can stop fitting together when a setting
    changes: an extension notified on the last day, before a holiday was taken back.
    """
    received = tuple(event for event in events if event.kind is EventKind.RECEIVED)
    found = deadline(clock, received, calendar=calendar)
    warning = Step(fact="Check the events", value="only the receipt", reason=sentence)
    return replace(found, because=(warning, *found.because))


def _house_target(
    case: Case, settings: Settings, calendar: WorkingCalendar
) -> Deadline:
    due = calendar.forward(case.received, settings.outcome_days)
    return Deadline(
        state=ClockState.RUNNING,
        start=case.received,
        due=due,
        because=(
            Step(fact="Received", on=case.received, reason="No law sets a time limit"),
            Step(
                fact=f"{settings.outcome_days} working days",
                on=due,
                reason="Our own target, set in Settings",
            ),
        ),
        regime="House target",
    )


def _outcome_target(
    case: Case, found: Deadline, settings: Settings, calendar: WorkingCalendar
) -> Deadline:
    due = calendar.forward(case.received, settings.outcome_days)
    acknowledged = _last(case.events, EventKind.ACKNOWLEDGED)
    steps = (
        *found.because,
        Step(
            fact="Acknowledged",
            on=acknowledged.on if acknowledged else None,
            reason="The 30 days to acknowledge are met",
        ),
        Step(
            fact="Outcome",
            on=due,
            reason=f"Without undue delay. Our target is {settings.outcome_days} "
            "working days. Section 164A(4)",
        ),
    )
    return replace(found, due=due, because=steps, target=None)


def _headline(
    case: Case, found: Deadline, today: date, calendar: WorkingCalendar
) -> str:
    if case.closed_on and not case.is_open:
        return f"Closed on {long_date(case.closed_on)}"
    if found.state is ClockState.PAUSED:
        asked = found.paused[-1][0] if found.paused else None
        return f"Paused since {long_date(asked)}" if asked else "Paused"
    if found.state is ClockState.NOT_STARTED:
        return "Not started"
    if found.due is None:
        return "No date"
    return f"Due {long_date(found.due)}, {time_left(found.due, today, calendar)}"


def time_left(due: date, today: date, calendar: WorkingCalendar) -> str:
    """Return "12 working days left", "due today" or "3 days late"."""
    if due < today:
        late = (today - due).days
        return f"{late} day{'s' if late != 1 else ''} late"
    if due == today:
        return "today is the last day"
    left = calendar.working_days_between(today, due)
    return f"{left} working day{'s' if left != 1 else ''} left"


def _second(case: Case, found: Deadline, latest: date | None, today: date) -> str:
    if not case.is_open:
        return case.outcome
    if found.waiting_for:
        waiting = " and ".join(_AWAITED[kind] for kind in found.waiting_for)
        if found.if_answered_today:
            return (
                f"Waiting for {waiting}. If it arrived today, due "
                f"{long_date(found.if_answered_today)}"
            )
        return f"Waiting for {waiting}"
    if found.due is not None and found.due < today:
        return "Answer now, and say in the letter that it is late"
    if latest is not None and latest < today:
        return f"The last post to arrive in time went on {long_date(latest)}"
    return f"Post by {long_date(latest)} to arrive in time" if latest else ""


_AWAITED = {
    EventKind.IDENTITY_RECEIVED: "proof of identity",
    EventKind.AUTHORITY_RECEIVED: "proof of authority",
    EventKind.FEE_PAID: "the fee",
    EventKind.CLARIFICATION_RECEIVED: "an answer to our question",
}


def _waiting(case: Case, clock: CaseClock) -> NextStep | None:
    if not clock.deadline.waiting_for:
        return None
    awaited = clock.deadline.waiting_for[0]
    asked = _last(case.events, _ASKED_BY[awaited])
    by = asked.on + REMIND_AFTER if asked else None
    return NextStep(text=_RECORD[awaited], event=awaited, by=by)


def _unposted(case: Case, clock: CaseClock) -> NextStep | None:
    posted = {
        event.letter_id
        for event in case.events
        if event.kind is EventKind.LETTER_POSTED
    }
    for event in case.events:
        if event.kind is EventKind.LETTER_FINALISED and event.letter_id not in posted:
            return NextStep(
                text="Print and post the letter",
                letter_id=event.letter_id,
                by=clock.post_by or event.on,
            )
    return None


def _acknowledge(
    case: Case,
    definition: CaseType,
    clock: CaseClock,
    settings: Settings,
    calendar: WorkingCalendar,
) -> NextStep | None:
    done = _has(case.events, EventKind.ACKNOWLEDGED)
    if done or definition.acknowledgement == definition.response:
        return None
    if _has(case.events, EventKind.ANSWERED):
        return None
    target = calendar.forward(case.received, settings.acknowledge_days)
    by = min(target, clock.due) if clock.due else target
    return NextStep(
        text="Write the acknowledgement", by=by, template=definition.acknowledgement
    )


def _answer(case: Case, definition: CaseType, clock: CaseClock) -> NextStep | None:
    if _has(case.events, EventKind.ANSWERED):
        return None
    return NextStep(
        text=definition.answer, by=clock.post_by, template=definition.response
    )


def _has(events: tuple[CaseEvent, ...], kind: EventKind) -> bool:
    return any(event.kind is kind for event in events)


def _last(events: tuple[CaseEvent, ...], kind: EventKind) -> CaseEvent | None:
    matching = [event for event in events if event.kind is kind]
    return matching[-1] if matching else None
