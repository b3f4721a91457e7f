"""What to do next on a case, and by when."""

from dataclasses import dataclass
from datetime import date, timedelta

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.case_types import CASE_TYPES, CaseType
from isteam_app.domain.cases import Case, CaseEvent, CaseState, ClockState, EventKind
from isteam_app.domain.clock_events import ANSWERED_BY
from isteam_app.domain.deadlines import Deadline
from isteam_app.domain.settings import Settings

REMIND_AFTER = timedelta(days=28)
"""How long to wait for an answer before reminding the person (good practice)."""

_DECISIONS = {
    EventKind.SUBMITTED: CaseState.FOR_APPROVAL,
    EventKind.APPROVED: CaseState.DECIDED,
    EventKind.DECIDED: CaseState.DECIDED,
    EventKind.SENT_BACK: None,
}
_ASKED_BY = {answer: question for question, answer in ANSWERED_BY.items()}
_RECORD = {
    EventKind.IDENTITY_RECEIVED: "Record proof of identity",
    EventKind.AUTHORITY_RECEIVED: "Record proof of authority",
    EventKind.FEE_PAID: "Record the fee",
    EventKind.CLARIFICATION_RECEIVED: "Record the answer",
}
CAME_BACK = "A letter came back: check the address"
AT_ONCE = {EventKind.SUPPRESSED: "Stop the marketing"}
"""What a kind of case asks to be done before anything else."""


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
    acknowledged complaint the house target, None once the person was answered),
    `post_by` the last day to hand the answer to the post, `notice_post_by` the last to
    post the notice of an extension: None once the case is extended or answered.
    """

    deadline: Deadline
    state: ClockState
    due: date | None
    post_by: date | None
    next_step: NextStep | None
    headline: str
    second: str
    notice_post_by: date | None = None


def next_step(
    case: Case, clock: CaseClock, settings: Settings, calendar: WorkingCalendar
) -> NextStep | None:
    """Return the next thing to do, or None for a closed case."""
    if not case.is_open:
        return None
    definition = CASE_TYPES[case.kind]
    return (
        _at_once(case, definition, settings, calendar)
        or _came_back(case)
        or _waiting(case, clock)
        or _unposted(case, clock)
        or _acknowledge(case, definition, clock, settings, calendar)
        or _progress(case, definition, clock, settings)
        or _decide(case, definition, clock)
        or _answer(case, definition, clock)
        or _close(case, clock, settings, calendar)
    )


def answered_on(case: Case) -> date | None:
    """Return the day the person was answered, None while they wait."""
    answered = last_event(case.since_reopened, EventKind.ANSWERED)
    return answered.on if answered else None


def _close(
    case: Case, clock: CaseClock, settings: Settings, calendar: WorkingCalendar
) -> NextStep:
    """Return the tidying up: once answered, within our target for short letters."""
    done = answered_on(case)
    by = calendar.forward(done, settings.acknowledge_days) if done else clock.due
    return NextStep(text="Close the case", event=EventKind.CLOSED, by=by)


def decision_state(case: Case) -> CaseState | None:
    """Return FOR_APPROVAL or DECIDED once somebody has decided, or None."""
    told = [event.kind for event in case.since_reopened if event.kind in _DECISIONS]
    return _DECISIONS[told[-1]] if told else None


def _waiting(case: Case, clock: CaseClock) -> NextStep | None:
    if not clock.deadline.waiting_for:
        return None
    awaited = clock.deadline.waiting_for[0]
    asked = last_event(case.events, _ASKED_BY[awaited])
    by = asked.on + REMIND_AFTER if asked else None
    return NextStep(text=_RECORD[awaited], event=awaited, by=by)


def _unposted(case: Case, clock: CaseClock) -> NextStep | None:
    gone = (EventKind.LETTER_POSTED, EventKind.LETTER_REPLACED)
    posted = {event.letter_id for event in case.events if event.kind in gone}
    for event in case.events:
        if event.kind is EventKind.LETTER_FINALISED and event.letter_id not in posted:
            return NextStep(
                text="Print and post the letter",
                letter_id=event.letter_id,
                by=clock.post_by or event.on,
            )
    return None


def _came_back(case: Case) -> NextStep | None:
    """Return the look at an address: whoever was written to has not got the letter.

    It is done once that letter was posted again, or another one made.
    """
    for at, event in enumerate(case.events):
        if event.kind is not EventKind.LETTER_RETURNED:
            continue
        made = EventKind.LETTER_FINALISED
        if not any(
            after.kind is made
            or (
                after.kind is EventKind.LETTER_POSTED
                and after.letter_id == event.letter_id
            )
            for after in case.events[at + 1 :]
        ):
            return NextStep(text=CAME_BACK, letter_id=event.letter_id, by=event.on)
    return None


def _at_once(
    case: Case, definition: CaseType, settings: Settings, calendar: WorkingCalendar
) -> NextStep | None:
    """Return what comes before anything else: marketing stops first."""
    if definition.at_once is None or decision_state(case) is not None:
        return None
    if case.has(definition.at_once):
        return None
    by = calendar.forward(case.received, settings.suppress_days)
    return NextStep(text=AT_ONCE[definition.at_once], by=by, event=definition.at_once)


def _acknowledge(
    case: Case,
    definition: CaseType,
    clock: CaseClock,
    settings: Settings,
    calendar: WorkingCalendar,
) -> NextStep | None:
    if is_acknowledged(case) or definition.acknowledgement == definition.response:
        return None
    if case.has(EventKind.ANSWERED) or decision_state(case) is not None:
        return None
    target = calendar.forward(case.received, settings.acknowledge_days)
    by = min(target, clock.due) if clock.due else target
    return NextStep(
        text="Write the acknowledgement", by=by, template=definition.acknowledgement
    )


def progress_due(case: Case, settings: Settings) -> date | None:
    """Return when the person is to hear how their complaint goes on, or None.

    Section 164A(5): they are told about progress. How often is our own target.
    """
    if EventKind.PROGRESS_TOLD not in CASE_TYPES[case.kind].events:
        return None
    if case.has(EventKind.ANSWERED) or not case.is_open:
        return None
    told = last_event(case.events, EventKind.PROGRESS_TOLD)
    told = told or last_event(case.events, EventKind.ACKNOWLEDGED)
    since = told.on if told else case.received
    return since + timedelta(days=settings.progress_days)


def _progress(
    case: Case, definition: CaseType, clock: CaseClock, settings: Settings
) -> NextStep | None:
    by = progress_due(case, settings)
    if by is None or decision_state(case) is not None:
        return None
    if clock.due is None or by >= clock.due:
        return None
    return NextStep(
        text="Write how it is going", by=by, template=definition.other_letters[0]
    )


def _decide(case: Case, definition: CaseType, clock: CaseClock) -> NextStep | None:
    if not definition.is_decided:
        return None
    state = decision_state(case)
    if state is CaseState.FOR_APPROVAL:
        return NextStep(
            text="Approve or send back", by=clock.post_by, event=EventKind.APPROVED
        )
    if state is None:
        return NextStep(text="Decide", by=clock.post_by, event=EventKind.DECIDED)
    return None


def answer_letter(case: Case) -> str:
    """Return the template of the letter the person waits for, "" for none."""
    definition = CASE_TYPES[case.kind]
    outcome = definition.outcome(case.decision)
    return outcome.letter if outcome else definition.response


def _answer(case: Case, definition: CaseType, clock: CaseClock) -> NextStep | None:
    template = answer_letter(case)
    if case.has(EventKind.ANSWERED) or not template:
        return None
    return NextStep(text=definition.answer, by=clock.post_by, template=template)


def is_acknowledged(case: Case) -> bool:
    return last_event(case.events, EventKind.ACKNOWLEDGED) is not None


def last_event(events: tuple[CaseEvent, ...], kind: EventKind) -> CaseEvent | None:
    matching = [event for event in events if event.kind is kind]
    return matching[-1] if matching else None
