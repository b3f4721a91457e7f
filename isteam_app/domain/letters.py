"""A letter: its states, and what is frozen when it is finalised."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

LONGEST_REFERENCE = 50
"""Characters of their reference that a letterhead can show."""


class LetterState(StrEnum):
    DRAFT = "draft"
    FINAL = "final"
    PRINTED = "printed"
    POSTED = "posted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter about one case, or about one third-party request.

    After `FINAL` only its state may change. `case_reference` is the one of either.
    `body` is the text with its fields still in it; `answers` the values a caseworker
    typed for fields the case cannot fill (name, value); `recipient` the lines in the
    envelope window; `to_entry` the entry of the case that names a third party it goes
    to, None for the person; `sha256` and `pages` describe the frozen PDF.
    """

    case_id: int | None = None
    disclosure_id: int | None = None
    case_reference: str
    number: int
    template: str
    template_version: int
    title: str
    body: str
    recipient: tuple[str, ...]
    answers: tuple[tuple[str, str], ...] = ()
    state: LetterState = LetterState.DRAFT
    made_at: datetime | None = None
    made_by: str = ""
    finalised_at: datetime | None = None
    finalised_by: str = ""
    sha256: str = ""
    pages: int = 0
    printed_at: datetime | None = None
    printed_by: str = ""
    posted_on: date | None = None
    posted_by: str = ""
    service: str = ""
    item_number: str = ""
    to_entry: int | None = None
    id: int = 0
    version: int = 1

    @property
    def reference(self) -> str:
        """Unique, without a name in it: also the title of the print job."""
        return f"{self.case_reference} / L{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One line of the print desk."""

    id: int
    reference: str
    title: str
    recipient: str
    state: LetterState
    case_id: int | None
    pages: int
    made_at: datetime
    by: str
    post_by: date | None
    posted_on: date | None
    disclosure_id: int | None = None
    service: str = ""
    item_number: str = ""
