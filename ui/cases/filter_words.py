"""Keeps the filter chips and the words of the filter line saying the same."""

from collections.abc import Sequence

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.case_words import state_word, type_word
from isteam_app.domain.cases import CaseState
from isteam_app.domain.listing import OPEN_STATES, CaseColumn, CaseFilter
from ui.common.filter_line import Chip, has_chip

HELP = (
    "Words such as type:access state:waiting due:<7d post:<3d received:<2w owner:me "
    "ref:42 outcome:refused is:late sort:post"
)
SORTED = {
    CaseColumn.REFERENCE: "reference",
    CaseColumn.PERSON: "person",
    CaseColumn.KIND: "type",
    CaseColumn.DUE: "due date",
    CaseColumn.POST_BY: "day to post by",
    CaseColumn.NEXT_BY: "next action",
    CaseColumn.RECEIVED: "day received",
    CaseColumn.STATE: "state",
    CaseColumn.OWNER: "owner",
}
"""What each order of the list is called."""
_NEAR = ("is:late", "due:>0d", "due:<7d", "post:<7d")
CHIPS = (
    Chip("open", "Open", "is:open", ("is:closed",)),
    Chip("late", "Late", "is:late", ("is:closed", "state:waiting", *_NEAR[1:])),
    Chip("mine", "Mine", "owner:me", ("owner:nobody",)),
    Chip("closed", "Closed", "is:closed", ("is:open", "state:waiting", *_NEAR)),
)
TYPES = tuple(
    Chip(kind.value, definition.name, type_word(kind))
    for kind, definition in CASE_TYPES.items()
)


def types_in(text: str) -> int:
    """How many types of case the line asks for."""
    return sum(has_chip(text, chip) for chip in TYPES)


def words_for(wanted: CaseFilter) -> str:
    """The words that ask for a filter, where it can be said in words."""
    words = [type_word(kind) for kind in wanted.kinds]
    words += _state_words(wanted.states)
    if wanted.owner is not None:
        words.append(f'owner:"{wanted.owner}"' if wanted.owner else "owner:nobody")
    if wanted.text:
        words.append(wanted.text)
    return " ".join(words)


def _state_words(states: Sequence[CaseState]) -> list[str]:
    if set(states) == set(OPEN_STATES):
        return ["is:open"]
    return [state_word(state) for state in states[:1]]
