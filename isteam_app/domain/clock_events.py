"""What happened to a request, checked and put in order for its clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from isteam_app.domain.cases import EventKind
from isteam_app.domain.dates import long_date
from isteam_app.errors import RuleBroken

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


class Request(StrEnum):
    """What the law gives a clock to."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    MARKETING_OBJECTION = "marketing_objection"
    DATA_PROTECTION_COMPLAINT = "data_protection_complaint"


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something that happened on a day and may move the clock."""

    on: date
    kind: EventKind


class EventsRefused(RuleBroken):
    """Events that cannot have happened in this order, or not to this request."""

    title = "The events do not fit together"


@dataclass(frozen=True, slots=True)
class Round:
    """A question and, once it came, its answer."""

    asked: date
    answered: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The checked events of one request.

    `gates` are the rounds that hold the clock back until answered (identity, authority,
    fee), by the kind of their answer; `clarifications` those that pause it.
    """

    received: date
    gates: tuple[tuple[EventKind, Round], ...]
    clarifications: tuple[Round, ...]
    extended: date | None

    @property
    def waiting_gates(self) -> tuple[EventKind, ...]:
        return tuple(kind for kind, each in self.gates if each.answered is None)


@dataclass(frozen=True, slots=True)
class _Pair:
    asked: EventKind
    answered: EventKind
    question: str
    answer: str


_GATES = (
    _Pair(
        EventKind.IDENTITY_ASKED,
        EventKind.IDENTITY_RECEIVED,
        "Proof of identity was asked for",
        "proof of identity arrived",
    ),
    _Pair(
        EventKind.AUTHORITY_ASKED,
        EventKind.AUTHORITY_RECEIVED,
        "Proof of authority was asked for",
        "proof of authority arrived",
    ),
    _Pair(
        EventKind.FEE_ASKED,
        EventKind.FEE_PAID,
        "The fee was asked for",
        "the fee was paid",
    ),
)
_CLARIFICATION = _Pair(
    EventKind.CLARIFICATION_ASKED,
    EventKind.CLARIFICATION_RECEIVED,
    "Clarification was asked for",
    "clarification arrived",
)
ANSWERED_BY = MappingProxyType(
    {pair.asked: pair.answered for pair in (*_GATES, _CLARIFICATION)}
)
"""Each question that moves a clock, and the event of its answer."""
CLOCK_KINDS = frozenset({*ANSWERED_BY, *ANSWERED_BY.values(), EventKind.EXTENDED})
"""What may move a clock once a request was received."""
_ALLOWED = {EventKind.RECEIVED, EventKind.EXTENDED}
_ALLOWED |= {*ANSWERED_BY, *ANSWERED_BY.values()}


def history(request: Request, events: Iterable[ClockEvent]) -> History:
    """Check events and pair each question with its answer.

    The order they are given in does not matter; only their dates do. Raises
    EventsRefused with one sentence for what cannot be.
    """
    given = sorted(events, key=lambda event: (event.on, event.kind))
    _check_kinds(request, given)
    received = _received(given)
    _check_dates(given, received)
    return History(
        received=received,
        gates=tuple(
            (pair.answered, each) for pair in _GATES for each in _rounds(pair, given)
        ),
        clarifications=_rounds(_CLARIFICATION, given),
        extended=_extended(given),
    )


def _check_kinds(request: Request, events: Sequence[ClockEvent]) -> None:
    for event in events:
        if event.kind not in _ALLOWED:
            raise EventsRefused(
                f"“{event.kind.value}” does not move a clock. Leave it out.",
                field=event.kind.value,
            )
        complaint = request is Request.DATA_PROTECTION_COMPLAINT
        if complaint and event.kind is not EventKind.RECEIVED:
            raise EventsRefused(
                "The 30 days to acknowledge a complaint cannot be paused, restarted or "
                "extended. Leave that event out.",
                field=event.kind.value,
            )


def _received(events: Sequence[ClockEvent]) -> date:
    receipts = [event.on for event in events if event.kind is EventKind.RECEIVED]
    if not receipts:
        raise EventsRefused(
            "Enter the day the request was received.", field=EventKind.RECEIVED.value
        )
    if len(receipts) > 1:
        raise EventsRefused(
            "A request is received once. Keep the earliest day it reached any part of "
            "the company.",
            field=EventKind.RECEIVED.value,
        )
    return receipts[0]


def _check_dates(events: Sequence[ClockEvent], received: date) -> None:
    for event in events:
        if not EARLIEST <= event.on <= LATEST:
            raise EventsRefused(
                f"{event.on.isoformat()} cannot be right. Check the year.",
                field=event.kind.value,
            )
        if event.on < received:
            raise EventsRefused(
                f"{long_date(event.on)} is before the request was received, on "
                f"{long_date(received)}. Correct one of the two.",
                field=event.kind.value,
            )


def _rounds(pair: _Pair, events: Sequence[ClockEvent]) -> tuple[Round, ...]:
    """Pair questions with answers, the first question with the first answer.

    Several clarifications may be open at once: different questions about one request.
    """
    questions = [event.on for event in events if event.kind is pair.asked]
    answers = [event.on for event in events if event.kind is pair.answered]
    rounds = []
    while questions:
        asked = questions.pop(0)
        if answers and answers[0] < asked:
            raise _unasked(pair, answers[0])
        answered = answers.pop(0) if answers else None
        again = questions and (answered is None or questions[0] < answered)
        if again and pair is not _CLARIFICATION:
            raise EventsRefused(
                f"{pair.question} on {long_date(asked)} and again on "
                f"{long_date(questions[0])}, before an answer. Keep the first.",
                field=pair.asked.value,
            )
        rounds.append(Round(asked, answered))
    if answers:
        raise _unasked(pair, answers[0])
    return tuple(rounds)


def _unasked(pair: _Pair, answer: date) -> EventsRefused:
    return EventsRefused(
        f"On {long_date(answer)} {pair.answer}, but it had not been asked for. Enter "
        "the day it was asked for, or leave it out.",
        field=pair.answered.value,
    )


def _extended(events: Sequence[ClockEvent]) -> date | None:
    extensions = [event.on for event in events if event.kind is EventKind.EXTENDED]
    if len(extensions) > 1:
        raise EventsRefused(
            "A request can be extended once, by two months. Keep the first extension.",
            field=EventKind.EXTENDED.value,
        )
    return extensions[0] if extensions else None
