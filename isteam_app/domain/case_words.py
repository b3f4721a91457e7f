"""Reads the words of the filter line over the list of cases."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseState, ClockState
from isteam_app.domain.listing import OPEN_STATES, CaseColumn, CaseFilter, CaseOrder
from isteam_app.domain.typed_words import PIECE, days_meant, listed, pieces
from isteam_app.errors import RuleBroken

_OUR_NUMBER = re.compile(r"\d{1,4}")
_KINDS = {each.word: each.kind for each in CASE_TYPES.values()}
_STATES = {
    "open": OPEN_STATES,
    **{state.value.rpartition("_")[2]: (state,) for state in CaseState},
}
_OUTCOMES = {
    outcome.key: outcome.name
    for definition in CASE_TYPES.values()
    for outcome in definition.outcomes
}
_ORDERS = {
    "due": CaseColumn.DUE,
    "post": CaseColumn.POST_BY,
    "next": CaseColumn.NEXT_BY,
    "received": CaseColumn.RECEIVED,
    "person": CaseColumn.PERSON,
    "ref": CaseColumn.REFERENCE,
    "owner": CaseColumn.OWNER,
    "state": CaseColumn.STATE,
    "type": CaseColumn.KIND,
}
_IS = "open, closed, late, waiting, paused, approval, decided, mine or unassigned"
_ANY = ("everyone", "anyone")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the words and when. `covered` are away, and the reader takes over."""

    today: date
    me: str
    covered: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """What has been understood so far."""

    by: Reader
    found: CaseFilter = field(default_factory=CaseFilter)
    order: CaseOrder | None = None
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

    def up_to(self, name: str, last: date) -> None:
        held = getattr(self.found, f"{name}_to")
        self.set(**{f"{name}_to": min(last, held or last)})

    def from_on(self, name: str, first: date) -> None:
        held = getattr(self.found, f"{name}_from")
        self.set(**{f"{name}_from": max(first, held or first)})

    def belongs_to(self, owner: str | None) -> None:
        mine = owner == self.by.me
        self.set(owner=owner, covered=self.by.covered if mine else ())


def read_words(
    text: str, *, today: date, me: str, covered: tuple[str, ...] = ()
) -> CaseFilter:
    """Return the filter that the words ask for; plain words look for names and text.

    Understands type:access, state:waiting, due:<7d, due:>14d, due:today, due:3/12,
    post:<7d, next:today, received:>1/11, ref:IS-2026-00042, outcome:refused, owner:me,
    owner:nobody, owner:"Sam Okafor", is:late and its like. `me` is the name of who is
    signed in, `covered` those who are away and covered by them. Raises RuleBroken with
    one sentence for a word it does not know.
    """
    return _read(text, Reader(today, me, covered)).found


def read_order(text: str, *, today: date, me: str) -> CaseOrder | None:
    """Return the order that "sort:post" and its like ask for, None where none does."""
    return _read(text, Reader(today, me)).order


def type_word(kind: str) -> str:
    """Return the word of the filter line that asks for a kind of case."""
    return next(f"type:{word}" for word, each in _KINDS.items() if each == kind)


def state_word(state: CaseState) -> str:
    """Return the word of the filter line that asks for a state."""
    return f"state:{state.value.rpartition('_')[2]}"


def renamed_owner(words: str, before: str, after: str) -> str:
    """Return the words of a filter line with one owner's name written anew."""

    def put(piece: re.Match[str]) -> str:
        word, quoted, bare = piece[1], piece[2], piece[3]
        if (word or "").casefold() != "owner" or (quoted or bare or "") != before:
            return piece[0]
        return f'{word}:"{after}"'

    return PIECE.sub(put, words)


def _read(text: str, by: Reader) -> _Reading:
    reading = _Reading(by=by)
    for typed in pieces(text):
        if not typed.word:
            reading.plain.append(typed.value)
        elif typed.word in _READERS:
            _READERS[typed.word](reading, typed.value.strip())
        else:
            raise RuleBroken(
                f'"{typed.word}:" is not a word of this line. Use type, state, due, '
                "post, next, received, owner, ref, outcome, is or sort, or plain "
                "words without a colon."
            )
    reading.set(text=" ".join(reading.plain))
    return reading


def _type(reading: _Reading, value: str) -> None:
    kind = _KINDS.get(value.casefold())
    if kind is None:
        raise RuleBroken(f"After type: write {listed(_KINDS)}.")
    reading.set(kinds=(*reading.found.kinds, kind))


def _state(reading: _Reading, value: str) -> None:
    states = _STATES.get(value.casefold())
    if states is None:
        raise RuleBroken(f"After state: write {listed(_STATES)}.")
    reading.keep_states(states)


def _outcome(reading: _Reading, value: str) -> None:
    key = value.casefold().replace(" ", "_").replace("-", "_")
    if key not in _OUTCOMES:
        raise RuleBroken(
            "After outcome: write how cases were decided, such as refused, part, "
            "given, erased, corrected, upheld or withdrawn."
        )
    reading.set(decisions=(*reading.found.decisions, key))


def _owner(reading: _Reading, value: str) -> None:
    said = value.casefold()
    if not value:
        raise RuleBroken('After owner: write me, nobody or a name in "quotes".')
    if said in _ANY:
        reading.belongs_to(None)
    elif said in ("nobody", "none"):
        reading.belongs_to("")
    else:
        reading.belongs_to(reading.by.me if said == "me" else value)


def _reference(reading: _Reading, value: str) -> None:
    if not value:
        raise RuleBroken("After ref: write our reference, theirs, or a part of it.")
    short = _OUR_NUMBER.fullmatch(value)
    reading.plain.append(value.zfill(5) if short else value)


@dataclass(frozen=True, slots=True)
class _Days:
    """Reads one kind of day. Days that lie behind are counted back from today."""

    name: str
    word: str
    ahead: bool = True

    def __call__(self, reading: _Reading, value: str) -> None:
        if self.ahead:
            reading.keep_states(OPEN_STATES)
        first, last = days_meant(self.word, value, reading.by.today, ahead=self.ahead)
        if last is not None:
            reading.up_to(self.name, last)
        if first is not None:
            reading.from_on(self.name, first)


def _late(reading: _Reading) -> None:
    reading.keep_states(OPEN_STATES)
    reading.up_to("due", reading.by.today - timedelta(days=1))


def _paused(reading: _Reading) -> None:
    reading.keep_states(OPEN_STATES)
    reading.set(clock=(ClockState.PAUSED, ClockState.NOT_STARTED))


_SHORT: dict[str, Callable[[_Reading], None]] = {
    "late": _late,
    "overdue": _late,
    "paused": _paused,
    "mine": lambda reading: reading.belongs_to(reading.by.me),
    "unassigned": lambda reading: reading.belongs_to(""),
}


def _is(reading: _Reading, value: str) -> None:
    said = value.casefold()
    if said in _STATES:
        reading.keep_states(_STATES[said])
    elif said in _SHORT:
        _SHORT[said](reading)
    else:
        raise RuleBroken(f"After is: write {_IS}.")


def _sort(reading: _Reading, value: str) -> None:
    column = _ORDERS.get(value.casefold().lstrip("-"))
    if column is None:
        raise RuleBroken(
            f"After sort: write {listed(_ORDERS)}; a minus before it turns it round."
        )
    reading.order = CaseOrder(column=column, descending=value.startswith("-"))


_READERS: dict[str, Callable[[_Reading, str], None]] = {
    "type": _type,
    "state": _state,
    "owner": _owner,
    "ref": _reference,
    "outcome": _outcome,
    "due": _Days("due", "due"),
    "post": _Days("post", "post"),
    "next": _Days("next", "next"),
    "received": _Days("received", "received", ahead=False),
    "is": _is,
    "sort": _sort,
}
