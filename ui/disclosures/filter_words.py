"""Keeps the filters over the register and the words of its line saying the same."""

from datetime import date

from isteam_app.domain.disclosures import Decision, DisclosureState
from isteam_app.domain.listing import DisclosureColumn
from isteam_app.domain.request_words import (
    DECISION_WORDS,
    KIND_WORDS,
    STATE_WORDS,
    organisation_word,
)
from isteam_app.domain.typed_words import Typed, pieces
from ui.common.choice_fields import Choices
from ui.common.filter_line import Chip
from ui.disclosures.request_words import STATES
from ui.disclosures.words import DECIDING, KINDS

HELP = (
    "Words such as kind:police org:east decision:refused state:returned "
    "basis:compelled received:<2w comply:<7d waiting:>14d told:never ref:42 is:late "
    "sort:comply"
)
CHIPS = (
    Chip("month", "This month", "received:month", ("received:year",)),
    Chip("emergency", "Emergency", "is:emergency"),
    Chip("compelled", "Compelled", "basis:compelled", ("basis:voluntary",)),
)
LOCKED = Chip("hidden", "Locked", "is:locked")
"""Offered to those alone who see locked requests."""
SORTED = {
    DisclosureColumn.REFERENCE: "reference",
    DisclosureColumn.RECEIVED: "the day received",
    DisclosureColumn.ORGANISATION: "organisation",
    DisclosureColumn.KIND: "kind",
    DisclosureColumn.ABOUT: "the person",
    DisclosureColumn.DECISION: "decision",
    DisclosureColumn.COMPLY_BY: "comply-by day",
    DisclosureColumn.LEFT_ON: "the day data left",
    DisclosureColumn.TOLD: "whether they are told",
    DisclosureColumn.WAITING: "the day more was asked for",
}
ANY = ("", "Any")
KIND_CHOICES: Choices = (
    ANY,
    *((KIND_WORDS[kind], name) for kind, name in KINDS.items()),
)
DECISION_CHOICES: Choices = (
    ANY,
    *((DECISION_WORDS[each], DECIDING[each]) for each in Decision),
)
STATE_CHOICES: Choices = (
    ANY,
    *(
        (STATE_WORDS[state], STATES[state].word)
        for state in DisclosureState
        if state is not DisclosureState.WITHDRAWN
    ),
)
BASIS_CHOICES: Choices = (
    ANY,
    ("compelled", "Compelled by an instrument"),
    ("voluntary", "Voluntary"),
)


def value_of(text: str, word: str) -> str:
    """Return what the line says after a word, "" where it says nothing or several."""
    found = [typed.value for typed in pieces(text) if typed.word == word]
    return found[0] if len(found) == 1 else ""


def with_value(text: str, word: str, value: str) -> str:
    """Return the line with one value after a word, or with none for ""."""
    kept = _without(text, word)
    return " ".join([*kept, f"{word}:{value}"] if value else kept)


def with_organisation(text: str, name: str, *, whole: bool) -> str:
    """Return the line asking for one organisation, all that begin so, or any for ""."""
    kept = _without(text, "org")
    if name:
        kept.append(organisation_word(name, whole=whole))
    return " ".join(kept)


def organisation_in(text: str) -> str:
    """Return the organisation that the line asks for, as it is typed in a field."""
    return value_of(text, "org").rstrip("*")


def days_of(text: str) -> tuple[str, str]:
    """Return the first and the last day received that the line names as dates."""
    values = [typed.value for typed in pieces(text) if typed.word == "received"]
    dates = [value for value in values if "/" in value]
    first = next((value.lstrip(">=") for value in dates if value[0] == ">"), "")
    last = next((value.lstrip("<=") for value in dates if value[0] == "<"), "")
    return first, last


def with_days(text: str, first: date | None, last: date | None) -> str:
    """Return the line with other days received."""
    kept = _without(text, "received")
    for sign, day in ((">", first), ("<", last)):
        if day is not None:
            kept.append(f"received:{sign}{day.day}/{day.month}/{day.year}")
    return " ".join(kept)


def _without(text: str, word: str) -> list[str]:
    return [_written(typed) for typed in pieces(text) if typed.word != word]


def _written(typed: Typed) -> str:
    value = f'"{typed.value}"' if typed.quoted else typed.value
    return f"{typed.word}:{value}" if typed.word else value
