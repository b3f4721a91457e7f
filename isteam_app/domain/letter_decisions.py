"""What an approver can say of a letter, as short codes."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LetterDecision:
    """One thing to say. `noted`: it says nothing without a note."""

    code: str
    words: str
    noted: bool = False


APPROVING = (
    LetterDecision("as_written", "As written"),
    LetterDecision("with_note", "As written, with a note", noted=True),
)
SENDING_BACK = (
    LetterDecision("wrong_recipient", "Wrong recipient"),
    LetterDecision("facts", "Facts to check"),
    LetterDecision("tone", "Tone"),
    LetterDecision("law", "Law"),
    LetterDecision("other", "Something else", noted=True),
)
DIFFERS = LetterDecision("differs", "Not what was approved", noted=True)
"""What the program says of a letter that is not what was approved any more."""


def decision(code: str, among: Sequence[LetterDecision]) -> LetterDecision | None:
    """Return the decision with a code, None where it is not among these."""
    return next((each for each in among if each.code == code), None)


def decision_words(code: str) -> str:
    """Return a code in words; an unknown one as it is."""
    found = decision(code, (*APPROVING, *SENDING_BACK, DIFFERS))
    return found.words if found else code
