"""What may become of a made-up case: the plots its history follows."""

from dataclasses import dataclass
from random import Random

from isteam_app.domain.case_types import CASE_TYPES, CaseType, Outcome
from isteam_app.domain.cases import CaseKind, EventKind

KINDS = tuple(
    kind
    for kind, share in {
        CaseKind.ACCESS: 30,
        CaseKind.COMPLAINT: 14,
        CaseKind.MARKETING: 12,
        CaseKind.ERASURE: 10,
        CaseKind.SERVICE_COMPLAINT: 10,
        CaseKind.ENQUIRY: 9,
        CaseKind.RECTIFICATION: 6,
        CaseKind.OBJECTION: 4,
        CaseKind.RESTRICTION: 2,
        CaseKind.PASSED_ON: 1,
        CaseKind.PORTABILITY: 1,
        CaseKind.REGULATOR: 1,
    }.items()
    for _ in range(share)
)
"""A hundred cases by kind, as they come."""

# days since it came, and how much of what came up to then is still open
_STILL_OPEN = ((7, 0.97), (14, 0.8), (28, 0.5), (42, 0.12), (90, 0.03))
_CLOSED_AFTER = (6, 10, 14, 17)
_FIRST_OUTCOME = 0.6
_WORDS = {
    EventKind.IDENTITY_ASKED: "The signature differs from the one on the account.",
    EventKind.AUTHORITY_ASKED: "No authority came with the solicitor's letter.",
    EventKind.FEE_ASKED: "",
    EventKind.CLARIFICATION_ASKED: "Which parcels, which days?",
}

Step = tuple[EventKind, int, str]
"""What happens, how many working days after the receipt, and what is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Two things that happen after the receipt, and the forms filled in meanwhile.

    Every case then has three events; scans stand in where little has happened yet.
    `outcome` and `ground` are keys of the kind of case.
    """

    name: str
    steps: tuple[Step, Step]
    outcome: Outcome | None = None
    ground: str = ""
    forms: tuple[str, ...] = ()


_SCAN: Step = (EventKind.DOCUMENT_ADDED, 0, "Envelope")
_NEW = Plot(name="new", steps=((EventKind.DOCUMENT_ADDED, 0, "Letter"), _SCAN))


def plot(kind: CaseKind, days: int, draw: Random) -> Plot:
    """Return what became of a case of this kind that came so many days ago."""
    definition = CASE_TYPES[kind]
    share = next((share for most, share in _STILL_OPEN if days <= most), 0.0)
    if draw.random() >= share:
        return _closed(definition, draw)
    chance = draw.random()
    if chance < (0.75 if days <= 4 else 0.1):
        return _NEW
    if chance < 0.6:
        return _worked(definition)
    if chance < 0.78:
        return _asked(definition, draw)
    return _late(definition, days, draw)


def _worked(definition: CaseType) -> Plot:
    note = (EventKind.NOTE, 5, "Asked the depots for delivery records.")
    return Plot(
        name="worked", steps=(_begun(definition), note), forms=_working(definition)
    )


def _asked(definition: CaseType, draw: Random) -> Plot:
    """The case waits for the person, where its kind knows such a question."""
    known = [kind for kind in _WORDS if kind in definition.events]
    if not known:
        return _worked(definition)
    asked = draw.choice(known)
    form = asked.value.removesuffix("_asked")
    forms = _working(definition)
    if definition.form(form) is not None:
        forms = (*forms, form)
    return Plot(
        name=asked.value,
        steps=(_begun(definition), (asked, 4, _WORDS[asked])),
        forms=forms,
    )


def _late(definition: CaseType, days: int, draw: Random) -> Plot:
    """The case is extended, told of progress, decided, or waits for approval."""
    if EventKind.EXTENDED in definition.events and days >= 24 and draw.random() < 0.4:
        return Plot(
            name="extended",
            steps=(
                _begun(definition),
                (EventKind.EXTENDED, 14, "Four sites to search."),
            ),
            forms=_working(definition),
        )
    if EventKind.PROGRESS_TOLD in definition.events and draw.random() < 0.3:
        return Plot(
            name="told",
            steps=(_begun(definition), (EventKind.PROGRESS_TOLD, 9, "")),
            forms=_working(definition),
        )
    outcome = _outcome(definition, draw)
    if outcome is None:
        return _worked(definition)
    kind = EventKind.SUBMITTED if outcome.second_person else EventKind.DECIDED
    return Plot(
        name=f"{kind.value} {outcome.key}",
        steps=(_begun(definition), (kind, 7, _reason(outcome))),
        outcome=outcome,
        ground=_ground(definition, outcome),
        forms=_deciding(definition, outcome),
    )


def _closed(definition: CaseType, draw: Random) -> Plot:
    days = draw.choice(_CLOSED_AFTER)
    outcome = _outcome(definition, draw)
    if outcome is None:
        return Plot(
            name=f"closed {days}",
            steps=(
                (EventKind.ANSWERED, days - 1, ""),
                (EventKind.CLOSED, days, "Answered"),
            ),
        )
    kind = EventKind.APPROVED if outcome.second_person else EventKind.DECIDED
    return Plot(
        name=f"closed {days} {outcome.key}",
        steps=(
            (kind, days - 1, _reason(outcome)),
            (EventKind.CLOSED, days, outcome.name),
        ),
        outcome=outcome,
        ground=_ground(definition, outcome),
        forms=_deciding(definition, outcome),
    )


def _begun(definition: CaseType) -> Step:
    if definition.at_once is not None:
        return (definition.at_once, 1, "")
    if definition.acknowledgement == definition.response:
        return _SCAN
    return (EventKind.ACKNOWLEDGED, 2, "")


def _outcome(definition: CaseType, draw: Random) -> Outcome | None:
    """Most requests are met; the rest end in all the other ways."""
    if not definition.outcomes:
        return None
    first, *others = definition.outcomes
    if not others or draw.random() < _FIRST_OUTCOME:
        return first
    return draw.choice(others)


def _ground(definition: CaseType, outcome: Outcome) -> str:
    if not outcome.grounds or not definition.grounds:
        return ""
    return definition.grounds[len(outcome.key) % len(definition.grounds)].key


def _reason(outcome: Outcome) -> str:
    if outcome.ends:
        return "Nothing more is asked of us."
    return "All that was found was looked at." if outcome.grounds else ""


def _working(definition: CaseType) -> tuple[str, ...]:
    """Return the forms begun while a case is worked on."""
    begun = ("search", "hold", "issue", "suppression", "regulator")
    return tuple(form.key for form in definition.forms if form.key in begun)


def _deciding(definition: CaseType, outcome: Outcome) -> tuple[str, ...]:
    """Return the forms complete by the time a case is decided."""
    if outcome.ends:
        return ()
    wanted = (form.key for form in definition.forms if outcome.key in form.wanted_for)
    part = ("item",) if outcome.key == "part" and definition.form("item") else ()
    return tuple(dict.fromkeys((*_working(definition), *wanted, *part)))
