"""Reads the words of the filter line over the list of cases."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from isteam_app.domain.cases import CaseKind, CaseState, ClockState
from isteam_app.domain.dates import parse_date
from isteam_app.domain.listing import OPEN_STATES, CaseFilter
from isteam_app.errors import RuleBroken

_PIECE = re.compile(r'([a-z]+):(?:"([^"]*)"?|(\S*))|"([^"]*)"?|(\S+)', re.IGNORECASE)
_SPAN = re.compile(r"([<>])=?(\d{1,3})([dw]?)")
_KINDS = {
    "access": CaseKind.ACCESS,
    "complaint": CaseKind.COMPLAINT,
    "enquiry": CaseKind.ENQUIRY,
}
_STATES = {
    "open": OPEN_STATES,
    "received": (CaseState.RECEIVED,),
    "waiting": (CaseState.WAITING,),
    "progress": (CaseState.IN_PROGRESS,),
    "closed": (CaseState.CLOSED,),
}
_IS = "open, closed, late, waiting, paused, mine or unassigned"


@dataclass(slots=True)
class _Reading:
    """What has been understood so far."""

    today: date
    me: str
    found: CaseFilter = field(default_factory=CaseFilter)
    plain: list[str] = field(default_factory=list)

    def set(self, **changes: object) -> None:
        self.found = replace(self.found, **changes)  # type: ignore[arg-type] # names are the fields'

    def keep_states(self, states: tuple[CaseState, ...]) -> None:
        """Narrow to some states; two words that both narrow must both hold."""
        held = self.found.states
        both = tuple(state for state in held if state in states) if held else states
        if not both:
            raise RuleBroken("No case can be both of these. Take one of the words out.")
        self.set(states=both)

    def due_by(self, last: date) -> None:
        self.keep_states(OPEN_STATES)
        self.set(due_to=min(last, self.found.due_to or last))

    def due_after(self, first: date) -> None:
        self.keep_states(OPEN_STATES)
        self.set(due_from=max(first, self.found.due_from or first))


def read_words(text: str, *, today: date, me: str) -> CaseFilter:
    """Return the filter that the words ask for; plain words look for names and text.

    Understands type:access, state:waiting, due:<7d, due:>14d, due:today, due:3/12,
    owner:me, owner:nobody, owner:"Sam Okafor", and is:late and its like. `me` is the
    name of who is signed in. Raises RuleBroken with one sentence for a word it does
    not know.
    """
    reading = _Reading(today=today, me=me)
    for word, *values in _PIECE.findall(text):
        value = "".join(values)
        if not word:
            reading.plain.append(value)
        elif word.casefold() in _READERS:
            _READERS[word.casefold()](reading, value.strip())
        else:
            raise RuleBroken(
                f'"{word}:" is not a word of this line. Use type, state, due, owner or '
                "is, or plain words without a colon."
            )
    reading.set(text=" ".join(reading.plain))
    return reading.found


def _type(reading: _Reading, value: str) -> None:
    kind = _KINDS.get(value.casefold())
    if kind is None:
        raise RuleBroken("After type: write access, complaint or enquiry.")
    reading.set(kinds=(*reading.found.kinds, kind))


def _state(reading: _Reading, value: str) -> None:
    states = _STATES.get(value.casefold())
    if states is None:
        raise RuleBroken(
            "After state: write open, received, waiting, progress or closed."
        )
    reading.keep_states(states)


def _owner(reading: _Reading, value: str) -> None:
    said = value.casefold()
    if not value:
        raise RuleBroken('After owner: write me, nobody or a name in "quotes".')
    if said in ("everyone", "anyone"):
        reading.set(owner=None)
    elif said in ("nobody", "none"):
        reading.set(owner="")
    else:
        reading.set(owner=reading.me if said == "me" else value)


def _due(reading: _Reading, value: str) -> None:
    span = _SPAN.fullmatch(value.casefold())
    if span is None:
        _due_on(reading, value)
        return
    days = int(span[2]) * (7 if span[3] == "w" else 1)
    day = reading.today + timedelta(days=days)
    if span[1] == "<":
        reading.due_by(day)
    else:
        reading.due_after(day)


def _due_on(reading: _Reading, value: str) -> None:
    try:
        day = parse_date(value.replace("_", " "), reading.today)
    except RuleBroken:
        raise RuleBroken(
            "After due: write <7d, >14d, today or a date such as 3/12."
        ) from None
    reading.due_by(day)
    reading.due_after(day)


def _is(reading: _Reading, value: str) -> None:
    said = value.casefold()
    if said in _STATES:
        reading.keep_states(_STATES[said])
    elif said in ("late", "overdue"):
        reading.due_by(reading.today - timedelta(days=1))
    elif said == "paused":
        reading.keep_states(OPEN_STATES)
        reading.set(clock=(ClockState.PAUSED, ClockState.NOT_STARTED))
    elif said in ("mine", "unassigned"):
        reading.set(owner=reading.me if said == "mine" else "")
    else:
        raise RuleBroken(f"After is: write {_IS}.")


_READERS: dict[str, Callable[[_Reading, str], None]] = {
    "type": _type,
    "state": _state,
    "owner": _owner,
    "due": _due,
    "is": _is,
}
