"""Keeps the filter chips and the words of the filter line saying the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseState
from isteam_app.domain.listing import OPEN_STATES, CaseFilter


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter one can press: the word it writes, and the words it takes away."""

    key: str
    label: str
    word: str
    against: tuple[str, ...] = ()


_NEAR = ("is:late", "due:<7d")
CHIPS = (
    Chip("open", "Open", "is:open", ("is:closed",)),
    Chip("late", "Late", "is:late", ("is:closed", "due:<7d", "state:waiting")),
    Chip("soon", "Due in 7 days", "due:<7d", ("is:closed", "is:late")),
    Chip("waiting", "Waiting", "state:waiting", ("is:closed", "is:late")),
    Chip("mine", "Mine", "owner:me", ("owner:nobody",)),
    Chip("closed", "Closed", "is:closed", ("is:open", "state:waiting", *_NEAR)),
)


def pressed(text: str, chip: Chip, on: bool) -> str:
    """The filter line after a chip was pressed."""
    gone = {chip.word, *(chip.against if on else ())}
    words = [word for word in text.split() if word.casefold() not in gone]
    return " ".join([*words, chip.word] if on else words)


def has_chip(text: str, chip: Chip) -> bool:
    return chip.word in text.casefold().split()


def words_for(wanted: CaseFilter) -> str:
    """The words that ask for a filter, where it can be said in words."""
    words = [f"type:{CASE_TYPES[kind].word}" for kind in wanted.kinds]
    words += _state_words(wanted.states)
    if wanted.owner is not None:
        words.append(f'owner:"{wanted.owner}"' if wanted.owner else "owner:nobody")
    if wanted.text:
        words.append(wanted.text)
    return " ".join(words)


def _state_words(states: Sequence[CaseState]) -> list[str]:
    if set(states) == set(OPEN_STATES):
        return ["is:open"]
    names = {CaseState.IN_PROGRESS: "progress", CaseState.FOR_APPROVAL: "approval"}
    return [f"state:{names.get(state, state.value)}" for state in states[:1]]
