"""What the pages about people call things."""

from collections.abc import Sequence
from datetime import date

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseRow
from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosures import Decision, DisclosureRow
from isteam_app.domain.letters import LETTER_WORDS, Letter
from isteam_app.domain.people import (
    Capacity,
    Format,
    Person,
    Representation,
    Sight,
    SightRule,
)
from isteam_app.domain.register_words import DECISION_WORDS, STATE_WORDS
from ui.common.cells import Cell, Column
from ui.common.status import CASES, Status

FORMATS = {
    Format.STANDARD: "Usual print",
    Format.LARGE_16: "Large print, 16 point",
    Format.LARGE_18: "Large print, 18 point",
    Format.LARGE_20: "Large print, 20 point",
    Format.LARGE_24: "Large print, 24 point",
    Format.BRAILLE: "Braille",
    Format.AUDIO: "Audio",
    Format.EASY_READ: "Easy read",
    Format.SIGN_LANGUAGE: "British Sign Language",
}
CAPACITIES = tuple((each.value, each.words.capitalize()) for each in Capacity)
RULES = (
    (SightRule.HIDDEN_FROM.value, "Hide from"),
    (SightRule.ONLY_FOR.value, "Show only to"),
)


def columns() -> Sequence[Column[Person]]:
    """The columns of the list of people."""
    return (
        Column(
            key="name",
            heading="Name",
            cell=lambda row: Cell(row.name, strong=True),
            sample="Ms Marged Ellwood-Price",
            grow=2,
        ),
        Column(
            key="town",
            heading="Town",
            cell=lambda row: Cell(row.address.town or row.address.country),
            sample="Eastbridge-on-Sea",
            grow=1,
            drop=2,
        ),
        Column(
            key="postcode",
            heading="Postcode",
            cell=lambda row: Cell(row.address.postcode, tone="text2"),
            sample="BFPO 1234",
        ),
        Column(
            key="needs",
            heading="To heed",
            cell=lambda row: Cell(heeded(row), tone="text2", tooltip=heeded(row)),
            sample="Large print, 18 point",
            grow=1,
            drop=1,
        ),
    )


def heeded(person: Person) -> str:
    """Return in a few words what to know before writing to somebody."""
    known = person.particulars
    said = (
        "Do not write" if known.do_not_write else "",
        "Died" if known.died_on else "",
        "Child" if known.child else "",
        "Take care" if known.vulnerable else "",
        FORMATS[known.format] if known.format else "",
        known.language,
    )
    return ", ".join(word for word in said if word)


def chips(person: Person, *, limited: bool) -> tuple[Status, ...]:
    """Return the states that stand over a person's name."""
    known = person.particulars
    said = (
        (person.merged_into is not None, Status("Merged", "link", "neutral")),
        (bool(known.do_not_write), Status("Do not write", "blocked", "danger")),
        (known.died_on is not None, Status("Died", "person", "neutral")),
        (known.child, Status("Child", "person", "neutral")),
        (bool(known.vulnerable), Status("Take care", "warning", "warn")),
        (limited, Status("Not for everybody", "held", "pause")),
    )
    return tuple(chip for shown, chip in said if shown)


def case_words(row: CaseRow) -> tuple[str, str]:
    """Return a case as a link and what stands beside it."""
    state = CASES[row.state].word
    what = CASE_TYPES[row.kind].name
    return row.reference, f"{what}, {row.person}. {state}, {long_date(row.received)}"


def letter_words(letter: Letter) -> tuple[str, str]:
    """Return a letter as a link and what stands beside it."""
    posted = f", posted {long_date(letter.posted_on)}" if letter.posted_on else ""
    return letter.reference, f"{letter.title}. {LETTER_WORDS[letter.state]}{posted}"


def request_words(row: DisclosureRow) -> tuple[str, str]:
    """Return a third party's request as a link and what stands beside it."""
    open_ = row.decision is Decision.UNDECIDED
    state = STATE_WORDS[row.state] if open_ else DECISION_WORDS[row.decision]
    hidden = ". Must not be told" if row.locked else ""
    received = long_date(row.received)
    return row.reference, f"{row.organisation}. {state}, {received}{hidden}"


def authority_words(given: Representation, today: date) -> str:
    """Return by what authority somebody acts, and whether it stands today."""
    said = [given.capacity.words.capitalize()]
    if given.evidence:
        seen = f" on {long_date(given.seen_on)}" if given.seen_on else ""
        said.append(f"{given.evidence}, seen by {given.seen_by}{seen}")
    else:
        said.append("no authority seen yet")
    if given.scope:
        said.append(given.scope)
    if given.ended_on:
        said.append(f"ended {long_date(given.ended_on)}")
    elif given.expires:
        way = "expires" if given.expires >= today else "expired"
        said.append(f"{way} {long_date(given.expires)}")
    return "; ".join(said)


def limit_words(limit: Sight) -> str:
    """Return a limit on sight in words."""
    hidden = limit.rule is SightRule.HIDDEN_FROM
    way = "Hidden from" if hidden else "Shown only to"
    return f"{way} {limit.member}: {limit.reason}"
