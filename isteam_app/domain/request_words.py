"""Reads the words of the filter line over the register of third-party requests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from isteam_app.domain.disclosures import (
    Decision,
    DisclosureState,
    RequesterKind,
    Told,
)
from isteam_app.domain.listing import (
    DisclosureColumn,
    DisclosureFilter,
    DisclosureOrder,
)
from isteam_app.domain.typed_words import Typed, days_meant, listed, pieces
from isteam_app.errors import RuleBroken

T = TypeVar("T")
KIND_WORDS: Mapping[RequesterKind, str] = {
    RequesterKind.POLICE: "police",
    RequesterKind.LAW_ENFORCEMENT: "enforcement",
    RequesterKind.COURT: "court",
    RequesterKind.PROSECUTION_DEFENCE: "prosecution",
    RequesterKind.SOLICITOR: "solicitor",
    RequesterKind.HMRC: "hmrc",
    RequesterKind.BENEFITS: "benefits",
    RequesterKind.LOCAL_AUTHORITY: "council",
    RequesterKind.REGULATOR: "regulator",
    RequesterKind.CORONER: "coroner",
    RequesterKind.FRAUD_AGENCY: "fraud",
    RequesterKind.CREDIT_REFERENCE: "credit",
    RequesterKind.DEBT_RECOVERY: "debt",
    RequesterKind.INSURER: "insurer",
    RequesterKind.ELECTED_REPRESENTATIVE: "elected",
    RequesterKind.NEXT_OF_KIN: "family",
    RequesterKind.CLIENT_CONTROLLER: "client",
    RequesterKind.OTHER: "other",
}
DECISION_WORDS: Mapping[Decision, str] = {
    Decision.UNDECIDED: "none",
    Decision.DISCLOSE: "all",
    Decision.PART: "part",
    Decision.REFUSE: "refused",
    Decision.MORE: "more",
    Decision.LEGAL: "legal",
    Decision.NEITHER: "neither",
}
STATE_WORDS: Mapping[DisclosureState, str] = {
    DisclosureState.OPEN: "new",
    DisclosureState.WAITING: "returned",
    DisclosureState.AT_LEGAL: "legal",
    DisclosureState.FOR_APPROVAL: "approval",
    DisclosureState.TO_RECORD: "emergency",
    DisclosureState.DECIDED: "decided",
    DisclosureState.CLOSED: "closed",
    DisclosureState.WITHDRAWN: "withdrawn",
}
UNDER_WAY = tuple(
    state
    for state in DisclosureState
    if state
    not in (
        DisclosureState.DECIDED,
        DisclosureState.CLOSED,
        DisclosureState.WITHDRAWN,
    )
)
"""Every state of a request that still waits for somebody."""
_ON = "*"
"""At the end of a name: it may go on."""
_TOLD = {
    "not-yet": Told.NOT_YET,
    "yes": Told.TOLD,
    "never": Told.MUST_NOT,
    "not-needed": Told.NOT_NEEDED,
}
_BASIS = {"compelled": True, "voluntary": False}
_ORDERS = {
    "ref": DisclosureColumn.REFERENCE,
    "received": DisclosureColumn.RECEIVED,
    "org": DisclosureColumn.ORGANISATION,
    "kind": DisclosureColumn.KIND,
    "about": DisclosureColumn.ABOUT,
    "decision": DisclosureColumn.DECISION,
    "comply": DisclosureColumn.COMPLY_BY,
    "left": DisclosureColumn.LEFT_ON,
    "told": DisclosureColumn.TOLD,
    "waiting": DisclosureColumn.WAITING,
}


@dataclass(slots=True)
class _Reading:
    """What has been understood so far."""

    today: date
    found: DisclosureFilter = field(default_factory=DisclosureFilter)
    order: DisclosureOrder | None = None
    plain: list[str] = field(default_factory=list)

    def set(self, **changes: object) -> None:
        self.found = replace(self.found, **changes)  # type: ignore[arg-type] # names are the fields'

    def keep_states(self, states: tuple[DisclosureState, ...]) -> None:
        """Narrow to some states; two words that both narrow must both hold."""
        held = self.found.states
        both = tuple(state for state in held if state in states) if held else states
        if not both:
            raise RuleBroken(
                "No request can be both of these. Take one of the words out."
            )
        self.set(states=both)


def read_request_words(text: str, *, today: date) -> DisclosureFilter:
    """Return the filter that the words ask for; plain words look for names and text.

    Understands kind:police, decision:refused, state:returned, basis:compelled, org:east
    and org:"East C*" (how it begins), org:"Eastbridge Constabulary" (its whole name),
    received:<2w, received:month, received:>1/11/2026, comply:<7d, waiting:>14d,
    told:never, is:open, is:late, is:emergency and is:locked. Raises RuleBroken with one
    sentence for a word it does not know.
    """
    return _read(text, today).found


def read_request_order(text: str, *, today: date) -> DisclosureOrder | None:
    """Return the order that "sort:comply" and its like ask for, None where none."""
    return _read(text, today).order


def organisation_word(name: str, *, whole: bool = True) -> str:
    """Return the word that asks for an organisation, or for all that begin so."""
    return f'org:"{name.replace(chr(34), " ")}{"" if whole else _ON}"'


def _read(text: str, today: date) -> _Reading:
    reading = _Reading(today=today)
    for typed in pieces(text):
        if not typed.word:
            reading.plain.append(typed.value)
        elif typed.word in _READERS:
            _READERS[typed.word](reading, typed)
        else:
            raise RuleBroken(
                f'"{typed.word}:" is not a word of this line. Use kind, org, decision, '
                "state, basis, received, comply, waiting, told, ref, is or sort, or "
                "plain words without a colon."
            )
    reading.set(text=" ".join(reading.plain))
    return reading


def _kind(reading: _Reading, typed: Typed) -> None:
    kind = _meant(KIND_WORDS, typed, "kind")
    reading.set(kinds=(*reading.found.kinds, kind))


def _decision(reading: _Reading, typed: Typed) -> None:
    decision = _meant(DECISION_WORDS, typed, "decision")
    reading.set(decisions=(*reading.found.decisions, decision))


def _state(reading: _Reading, typed: Typed) -> None:
    reading.keep_states((_meant(STATE_WORDS, typed, "state"),))


def _meant(words: Mapping[T, str], typed: Typed, name: str) -> T:
    said = typed.value.strip().casefold()
    for meant, word in words.items():
        if word == said:
            return meant
    raise RuleBroken(f"After {name}: write {listed(words.values())}.")


def _organisation(reading: _Reading, typed: Typed) -> None:
    name = typed.value.strip().rstrip(_ON)
    if not name:
        raise RuleBroken('After org: write how its name begins, or it in "quotes".')
    reading.set(organisation=name, organisation_whole=_is_whole(typed))


def _is_whole(typed: Typed) -> bool:
    return typed.quoted and not typed.value.endswith(_ON)


def _basis(reading: _Reading, typed: Typed) -> None:
    said = typed.value.strip().casefold()
    if said not in _BASIS:
        raise RuleBroken(f"After basis: write {listed(_BASIS)}.")
    reading.set(compelled=_BASIS[said])


def _told(reading: _Reading, typed: Typed) -> None:
    said = typed.value.strip().casefold()
    if said not in _TOLD:
        raise RuleBroken(f"After told: write {listed(_TOLD)}.")
    reading.set(told=(*reading.found.told, _TOLD[said]))


def _received(reading: _Reading, typed: Typed) -> None:
    said, today = typed.value.strip().casefold(), reading.today
    begins = {"month": today.replace(day=1), "year": today.replace(month=1, day=1)}
    if said in begins:
        reading.set(received_from=begins[said], received_to=today)
        return
    _between(reading, "received", typed, ahead=False)


def _comply(reading: _Reading, typed: Typed) -> None:
    reading.keep_states(UNDER_WAY)
    _between(reading, "comply", typed, ahead=True)


def _waiting(reading: _Reading, typed: Typed) -> None:
    reading.keep_states((DisclosureState.WAITING, DisclosureState.AT_LEGAL))
    _between(reading, "waiting", typed, ahead=False)


def _between(reading: _Reading, name: str, typed: Typed, *, ahead: bool) -> None:
    value = typed.value.strip()
    first, last = days_meant(name, value, reading.today, ahead=ahead)
    held = reading.found
    if first is not None:
        before = getattr(held, f"{name}_from")
        reading.set(**{f"{name}_from": max(first, before or first)})
    if last is not None:
        before = getattr(held, f"{name}_to")
        reading.set(**{f"{name}_to": min(last, before or last)})


def _reference(reading: _Reading, typed: Typed) -> None:
    value = typed.value.strip()
    if not value:
        raise RuleBroken("After ref: write our reference, theirs, or a part of it.")
    short = value.isascii() and value.isdigit() and len(value) < 5
    reading.plain.append(value.zfill(5) if short else value)


def _late(reading: _Reading) -> None:
    reading.keep_states(UNDER_WAY)
    last = date.fromordinal(reading.today.toordinal() - 1)
    reading.set(comply_to=min(last, reading.found.comply_to or last))


_SHORT: dict[str, Callable[[_Reading], None]] = {
    "open": lambda reading: reading.keep_states(UNDER_WAY),
    "closed": lambda reading: reading.keep_states((DisclosureState.CLOSED,)),
    "late": _late,
    "emergency": lambda reading: reading.set(emergency=True),
    "locked": lambda reading: reading.set(locked=True),
    "compelled": lambda reading: reading.set(compelled=True),
    "voluntary": lambda reading: reading.set(compelled=False),
}


def _is(reading: _Reading, typed: Typed) -> None:
    said = typed.value.strip().casefold()
    if said not in _SHORT:
        offered = [word for word in _SHORT if word != "locked"]
        raise RuleBroken(f"After is: write {listed(offered)}.")
    _SHORT[said](reading)


def _sort(reading: _Reading, typed: Typed) -> None:
    value = typed.value.strip()
    column = _ORDERS.get(value.casefold().lstrip("-"))
    if column is None:
        raise RuleBroken(
            f"After sort: write {listed(_ORDERS)}; a minus before it turns it round."
        )
    reading.order = DisclosureOrder(column=column, descending=value.startswith("-"))


_READERS: dict[str, Callable[[_Reading, Typed], None]] = {
    "kind": _kind,
    "org": _organisation,
    "decision": _decision,
    "state": _state,
    "basis": _basis,
    "told": _told,
    "received": _received,
    "comply": _comply,
    "waiting": _waiting,
    "ref": _reference,
    "is": _is,
    "sort": _sort,
}
