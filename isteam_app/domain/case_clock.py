"""Where a case stands: its date, the next thing to do, and by when.

Derived each time from the events, the calendar and the settings; nothing here is kept
as truth.
"""

from dataclasses import replace
from datetime import date

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.case_types import CASE_TYPES, CaseType
from isteam_app.domain.cases import Case, CaseState, ClockState, EventKind
from isteam_app.domain.clock_events import CLOCK_KINDS
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
from isteam_app.domain.next_steps import (
    CaseClock,
    answered_on,
    decision_state,
    is_acknowledged,
    last_event,
    next_step,
)
from isteam_app.domain.settings import Settings

_ARRIVING = {
    EventKind.RECEIVED,
    EventKind.DOCUMENT_ADDED,
    EventKind.ASSIGNED,
    EventKind.LINKED,
    EventKind.DATES_MOVED,
}


def case_clock(
    case: Case, *, settings: Settings, calendar: WorkingCalendar, today: date
) -> CaseClock:
    """Return where a case stands on a day."""
    definition = CASE_TYPES[case.kind]
    found = _deadline(case, definition, settings, calendar, today)
    if definition.clock is Request.DATA_PROTECTION_COMPLAINT and is_acknowledged(case):
        found = _outcome_target(case, found, settings, calendar)
    answered = answered_on(case) if case.is_open else None
    state = found.state if case.is_open and answered is None else ClockState.NONE
    days = delivery_days(case, settings)
    due = found.due if answered is None else None
    latest = post_by(due, calendar=calendar, delivery_days=days) if due else None
    clock = CaseClock(
        deadline=found,
        state=state,
        due=due,
        post_by=latest,
        next_step=None,
        headline=f"Answered on {long_date(answered)}"
        if answered
        else _headline(case, found, today, calendar),
        second=_how_timely(answered, found.due)
        if answered
        else _second(case, found, latest, today),
        notice_post_by=_notice_post_by(case, definition, found, calendar, days),
    )
    return replace(clock, next_step=next_step(case, clock, settings, calendar))


def _how_timely(answered: date, due: date | None) -> str:
    if due is None:
        return ""
    late = (answered - due).days
    if late <= 0:
        return f"In time: the last day was {long_date(due)}"
    return (
        f"{late} day{'s' if late != 1 else ''} late: the last day was {long_date(due)}"
    )


def delivery_days(case: Case, settings: Settings) -> int:
    """Return the working days that the post of a case's answer takes."""
    for service in settings.services:
        if service.name == case.service:
            return service.days
    return settings.delivery_days


def state_of(case: Case, clock: CaseClock) -> CaseState:
    """Return the state that the events of an open case put it in."""
    if not case.is_open:
        return CaseState.CLOSED
    decided = decision_state(case)
    if decided is not None:
        return decided
    if clock.deadline.waiting_for:
        return CaseState.WAITING
    begun = {event.kind for event in case.events} - _ARRIVING
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
    moving = CLOCK_KINDS & set(CASE_TYPES[case.kind].events)
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
    if case.comply_by is not None:
        return _set_by_others(case.received, case.comply_by)
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


def _set_by_others(received: date, due: date) -> Deadline:
    return Deadline(
        state=ClockState.RUNNING,
        start=received,
        due=due,
        because=(
            Step(fact="Received", on=received, reason="No law sets a time limit"),
            Step(fact="Answer", on=due, reason="The day that they asked for"),
        ),
        regime="Set by others",
    )


def _outcome_target(
    case: Case, found: Deadline, settings: Settings, calendar: WorkingCalendar
) -> Deadline:
    due = calendar.forward(case.received, settings.outcome_days)
    acknowledged = last_event(case.events, EventKind.ACKNOWLEDGED)
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


def _notice_post_by(
    case: Case,
    definition: CaseType,
    found: Deadline,
    calendar: WorkingCalendar,
    days: int,
) -> date | None:
    if EventKind.EXTENDED not in definition.events or not case.is_open:
        return None
    last = found.extension_notice_due
    if last is None or case.has(EventKind.ANSWERED) or case.has(EventKind.EXTENDED):
        return None
    return post_by(last, calendar=calendar, delivery_days=days)
