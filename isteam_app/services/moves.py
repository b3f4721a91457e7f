"""What may be recorded on a case now, and why not when not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from isteam_app.domain.case_clock import case_clock, clock_events
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseState, EventKind
from isteam_app.domain.clock_events import CLOCK_KINDS
from isteam_app.domain.dates import long_date
from isteam_app.domain.deadlines import ClockEvent, deadline
from isteam_app.domain.forms import Entry, standing
from isteam_app.domain.next_steps import decision_state
from isteam_app.domain.people import TeamMember
from isteam_app.domain.rights import Act, may
from isteam_app.domain.rights import refusal as why_refused
from isteam_app.domain.settings import Settings
from isteam_app.errors import RuleBroken
from isteam_app.services.session import calendar_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Something that may be recorded on a case. `refused` says why not, when not.

    `text` names what must be written with it, "" where nothing needs to be.
    """

    event: EventKind
    label: str
    refused: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Everything a move is judged by."""

    case: Case
    entries: tuple[Entry, ...]
    settings: Settings
    member: TeamMember
    today: date


MOVES = (
    Move(
        event=EventKind.IDENTITY_ASKED,
        label="Identity asked for",
        text="Why identity is in doubt",
    ),
    Move(
        event=EventKind.IDENTITY_RECEIVED,
        label="Proof of identity received",
        text="What was seen",
    ),
    Move(
        event=EventKind.AUTHORITY_ASKED,
        label="Authority asked for",
        text="What is missing or unclear",
    ),
    Move(
        event=EventKind.AUTHORITY_RECEIVED,
        label="Proof of authority received",
        text="What was seen",
    ),
    Move(event=EventKind.FEE_ASKED, label="Fee asked for"),
    Move(event=EventKind.FEE_PAID, label="Fee paid"),
    Move(event=EventKind.CLARIFICATION_ASKED, label="Clarification asked for"),
    Move(event=EventKind.CLARIFICATION_RECEIVED, label="Clarification received"),
    Move(event=EventKind.EXTENDED, label="Extend by two months", text="The reason"),
    Move(
        event=EventKind.EXTENSION_LATE,
        label="Extension told too late",
        text="How it came to that",
    ),
    Move(event=EventKind.ACKNOWLEDGED, label="Acknowledged"),
    Move(event=EventKind.PROGRESS_TOLD, label="Told how it is going"),
    Move(event=EventKind.SENT_BACK, label="Take the decision back", text="The reason"),
    Move(event=EventKind.ANSWERED, label="Answered"),
    Move(event=EventKind.LIFTING_NOTICE, label="Lifting notice posted"),
    Move(
        event=EventKind.RESTRICTION_LIFTED,
        label="Restriction lifted",
        text="Why it is lifted",
    ),
    Move(event=EventKind.RECIPIENT_TOLD, label="Recipient told", text="Who was told"),
    Move(event=EventKind.CLOSED, label="Close the case", text="The reason"),
    Move(event=EventKind.REOPENED, label="Reopen the case", text="The reason"),
)
_ONCE = (EventKind.ACKNOWLEDGED, EventKind.ANSWERED)
_STAGES = {
    EventKind.REOPENED: "reopened",
    EventKind.SUBMITTED: "decided",
    EventKind.SENT_BACK: "sent back",
    EventKind.APPROVED: "approved",
    EventKind.DECIDED: "decided",
    EventKind.ANSWERED: "answered",
    EventKind.CLOSED: "closed",
}
"""What begins or ends a stage of a case, in the words of its day."""
_ENDS = (EventKind.CLOSED, EventKind.REOPENED, EventKind.SENT_BACK)
_ALWAYS = (EventKind.ACKNOWLEDGED, EventKind.ANSWERED, EventKind.CLOSED)


def why_no_approval(member: TeamMember, case: Case, team: Iterable[TeamMember]) -> str:
    """Return why somebody may not approve what was decided, "" when they may."""
    refused = why_refused(member.role, Act.APPROVE)
    if refused or member.name != case.decided_by:
        return refused
    others = [
        one.name
        for one in team
        if one.name != member.name and may(one.role, Act.APPROVE)
    ]
    if not others:
        return ""
    return (
        "You decided this yourself. Somebody else approves it: ask "
        f"{' or '.join(others)}."
    )


def offered(case: Case) -> tuple[Move, ...]:
    """Return the moves a kind of case knows in its present state, allowed or not."""
    definition = CASE_TYPES[case.kind]
    allowed: set[EventKind] = {*definition.events, *definition.after_close, *_ALWAYS}
    if case.state is CaseState.DECIDED and not case.has(EventKind.ANSWERED):
        allowed.add(EventKind.SENT_BACK)
    if not case.is_open:
        allowed = {EventKind.REOPENED, *definition.after_close}
    return tuple(move for move in MOVES if move.event in allowed)


def judged(at: Circumstances) -> tuple[Move, ...]:
    """Return every move on offer; those not allowed today say why."""
    moves = []
    for move in offered(at.case):
        refused = refusal(at, move.event, at.today, move.text)
        moves.append(replace(move, refused=str(refused)) if refused else move)
    return tuple(moves)


def refusal(
    at: Circumstances, kind: EventKind, on: date, text: str
) -> RuleBroken | None:
    """Return why an event cannot be recorded, or None when it can."""
    move = next((move for move in MOVES if move.event is kind), None)
    looks = why_refused(at.member.role, Act.WORK)
    if looks:
        return RuleBroken(looks)
    return (
        _wrong_day(at, on)
        or _out_of_turn(at.case, kind)
        or _before_its_time(at.case, kind, on)
        or _against_the_clock(at, kind, on)
        or _against_the_rules(at, kind, on)
        or (_unsaid(move) if move and move.text and not text else None)
    )


def _wrong_day(at: Circumstances, on: date) -> RuleBroken | None:
    if on > at.today:
        return RuleBroken(
            f"{long_date(on)} is in the future. Enter the day it happened.", field="on"
        )
    if on < at.case.received:
        return RuleBroken(
            f"{long_date(on)} is before the request was received, on "
            f"{long_date(at.case.received)}.",
            field="on",
        )
    return None


def _unsaid(move: Move) -> RuleBroken:
    return RuleBroken(
        f"{move.text}: write it down. It is kept with the case.", field="text"
    )


def _out_of_turn(case: Case, kind: EventKind) -> RuleBroken | None:
    on_offer = {move.event for move in offered(case)}
    if kind is EventKind.REOPENED and case.is_open:
        return RuleBroken("The case is open already.")
    if not case.is_open and kind not in on_offer:
        return RuleBroken("The case is closed. Reopen it first, with the reason.")
    if kind not in on_offer:
        return RuleBroken(
            "That is not recorded by hand on this kind of case. Choose from the list, "
            "or write a note."
        )
    if kind in _ONCE and _done(case, kind):
        return RuleBroken("That is recorded already: see the timeline.")
    return None


def _done(case: Case, kind: EventKind) -> bool:
    if kind is EventKind.ACKNOWLEDGED:
        return any(event.kind is kind for event in case.events)
    return case.has(kind)


def _before_its_time(case: Case, kind: EventKind, on: date) -> RuleBroken | None:
    """Refuse an end before what it ends, and an answer to what was not open again.

    The timeline stands in the order of the days: an earlier one would undo the rest.
    """
    if kind not in (*_ENDS, EventKind.ANSWERED):
        return None
    before = (EventKind.REOPENED,) if kind is EventKind.ANSWERED else _STAGES
    stages = [event for event in case.events if event.kind in before]
    last = max(reversed(stages), key=lambda event: event.on, default=None)
    if last is None or on >= last.on:
        return None
    return RuleBroken(
        f"The case was {_STAGES[last.kind]} on {long_date(last.on)}. Enter that day or "
        "a later one.",
        field="on",
    )


def _against_the_clock(
    at: Circumstances, kind: EventKind, on: date
) -> RuleBroken | None:
    definition = CASE_TYPES[at.case.kind]
    if definition.clock is None or kind not in CLOCK_KINDS:
        return None
    try:
        deadline(
            definition.clock,
            (*clock_events(at.case), ClockEvent(on=on, kind=kind)),
            calendar=calendar_for(at.settings),
            reading=at.settings.pause_reading,
        )
    except RuleBroken as refused:
        return RuleBroken(str(refused), field="on")
    return None


def _against_the_rules(
    at: Circumstances, kind: EventKind, on: date
) -> RuleBroken | None:
    if kind in CLOCK_KINDS:
        return _not_asked_now(at, kind)
    if kind is EventKind.EXTENSION_LATE:
        return _not_a_breach(at, on)
    if kind is EventKind.RESTRICTION_LIFTED:
        return _not_to_be_lifted(at.case, on)
    if kind is EventKind.LIFTING_NOTICE and not at.case.decision:
        return RuleBroken("Nothing is restricted yet: decide the case first.")
    if kind is EventKind.ANSWERED:
        return _undecided(at.case)
    if kind is EventKind.CLOSED:
        return _unfinished(at)
    return None


def _not_asked_now(at: Circumstances, kind: EventKind) -> RuleBroken | None:
    decided = decision_state(at.case) is not None
    if decided and kind is EventKind.CLARIFICATION_ASKED:
        return RuleBroken(
            "The case is decided, so what is wanted is clear. Take the decision back "
            "first if it was made too early."
        )
    if kind is EventKind.EXTENDED and at.case.has(EventKind.EXTENSION_LATE):
        return RuleBroken(
            "The extension was told too late, so the date stays as it was. See the "
            "timeline."
        )
    if kind is EventKind.FEE_ASKED and not standing(at.entries, "fee"):
        return RuleBroken(
            "Fill in the fee under Checklist first: the amount, and why one may be "
            "charged. Then record that it was asked for."
        )
    return None


def _not_a_breach(at: Circumstances, on: date) -> RuleBroken | None:
    """An extension told too late changes no date; an approver records the breach."""
    if not may(at.member.role, Act.APPROVE):
        return RuleBroken(
            "Only an approver records that an extension was told too late. Ask one."
        )
    if at.case.has(EventKind.EXTENDED):
        return RuleBroken("The case is extended already: see the timeline.")
    if at.case.has(EventKind.EXTENSION_LATE):
        return RuleBroken("That is recorded already: see the timeline.")
    clock = case_clock(
        at.case,
        settings=at.settings,
        calendar=calendar_for(at.settings),
        today=at.today,
    )
    last = clock.deadline.extension_notice_due
    if last is None or on <= last:
        return RuleBroken(
            "The notice can still go in time: extend the case instead."
            if last
            else "The clock does not run, so no extension can be late."
        )
    return None


def _not_to_be_lifted(case: Case, on: date) -> RuleBroken | None:
    notices = [
        event.on
        for event in case.since_reopened
        if event.kind is EventKind.LIFTING_NOTICE
    ]
    if not notices:
        return RuleBroken(
            "The person must be told before a restriction is lifted (Article 18(3)). "
            "Write and post the lifting notice first."
        )
    if on < notices[-1]:
        return RuleBroken(
            f"The lifting notice was posted on {long_date(notices[-1])}. The "
            "restriction cannot have been lifted before it.",
            field="on",
        )
    return None


def _undecided(case: Case) -> RuleBroken | None:
    if not CASE_TYPES[case.kind].is_decided or case.state is CaseState.DECIDED:
        return None
    if case.state is CaseState.FOR_APPROVAL:
        return RuleBroken("The decision waits for approval. It is answered after that.")
    return RuleBroken("Decide the case first. It is answered after that.")


def _unfinished(at: Circumstances) -> RuleBroken | None:
    """Say what stands between a case and its end."""
    undecided = _undecided(at.case)
    if undecided is not None:
        return RuleBroken(str(undecided).replace("answered", "closed"))
    outcome = CASE_TYPES[at.case.kind].outcome(at.case.decision)
    owed = outcome is not None and (outcome.grounds or not outcome.ends)
    if outcome and owed and outcome.letter and not at.case.has(EventKind.ANSWERED):
        return RuleBroken(
            "The person has not been told yet. Post the letter, or record that they "
            "were answered another way, and close the case then."
        )
    for hold in standing(at.entries, "hold"):
        if not hold["released_on"]:
            return RuleBroken(
                f"The hold on {hold['what']} is not released. Release it under "
                "Checklist, so that deletion goes on, and close the case then."
            )
    return None
