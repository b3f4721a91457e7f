"""A letter: its states, who had a hand in it, and what is frozen at the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

LONGEST_REFERENCE = 50
"""Characters of their reference that a letterhead can show."""
BODY_SIZES = (12, 14, 16, 18, 20, 24)
"""Type sizes of the reading text, in points; 16 and more are large print."""


class LetterState(StrEnum):
    """How far a letter has come. See `MOVES` for what may follow what."""

    DRAFT = "draft"
    FOR_APPROVAL = "for_approval"
    APPROVED = "approved"
    FINAL = "final"
    PRINTED = "printed"
    POSTED = "posted"
    RETURNED = "returned"
    SUPERSEDED = "superseded"


UNFINISHED = (LetterState.DRAFT, LetterState.FOR_APPROVAL, LetterState.APPROVED)
"""The states in which a letter has no pages of its own yet."""
UNSENT = (*UNFINISHED, LetterState.FINAL, LetterState.PRINTED)
"""The states in which a letter can still be held back."""
GONE = (LetterState.POSTED, LetterState.RETURNED, LetterState.SUPERSEDED)

LETTER_WORDS: Mapping[LetterState, str] = MappingProxyType(
    {
        LetterState.DRAFT: "Draft",
        LetterState.FOR_APPROVAL: "For approval",
        LetterState.APPROVED: "Approved",
        LetterState.FINAL: "Finalised",
        LetterState.PRINTED: "Printed",
        LetterState.POSTED: "Posted",
        LetterState.RETURNED: "Came back",
        LetterState.SUPERSEDED: "Replaced",
    }
)
"""How each state is said."""

MOVES: Mapping[LetterState, tuple[LetterState, ...]] = MappingProxyType(
    {
        LetterState.DRAFT: (LetterState.FOR_APPROVAL, LetterState.FINAL),
        LetterState.FOR_APPROVAL: (LetterState.DRAFT, LetterState.APPROVED),
        LetterState.APPROVED: (LetterState.DRAFT, LetterState.FINAL),
        LetterState.FINAL: (
            LetterState.PRINTED,
            LetterState.POSTED,
            LetterState.SUPERSEDED,
        ),
        LetterState.PRINTED: (LetterState.POSTED, LetterState.SUPERSEDED),
        LetterState.POSTED: (LetterState.RETURNED, LetterState.SUPERSEDED),
        LetterState.RETURNED: (LetterState.POSTED, LetterState.SUPERSEDED),
        LetterState.SUPERSEDED: (),
    }
)
"""Each state and what may follow it. An edit takes a letter back to its draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a letter stood for when it was approved, to be compared later.

    `recipient` is the lines in the window, `role` how whoever gets it stands to the
    case, `values` every field the letter was filled with (name, text), `sha256` the
    digest of the pages that the approver saw, `looked_at` what was looked at twice.
    """

    recipient: tuple[str, ...]
    role: str = ""
    salutation: str = ""
    values: tuple[tuple[str, str], ...] = ()
    sha256: str = ""
    looked_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """Something that goes into the envelope with a letter.

    `pages` are its sheets as counted when the envelope is sealed. With `document_id`
    it is a kept scan or file; `appended`: it is printed behind the letter.
    """

    letter_id: int
    title: str
    pages: int
    document_id: int | None = None
    appended: bool = False
    position: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter about one case or more, or about one third-party request.

    After `FINAL` only its way through the post may change. `case_reference` is the one
    of either. `body` is the text with its fields still in it; `answers` the values a
    caseworker typed for fields the case cannot fill (name, value); `recipient` the
    lines in the envelope window; `to_entry` the entry of the case that names a third
    party it goes to, None for the person; `sha256` and `pages` describe the frozen PDF,
    `enclosed_pages` how many of its pages are enclosures behind the letter.

    `also` are further cases of the same item of post that it answers. `envelope`,
    `body_size`, `language` and `signatory` are "" or 0 where the settings decide.
    `edited_by` is everybody who changed the text. `doubt` says what changed in the
    records since the letter was addressed. `replaces` is the letter it stands in for,
    `batch` the name of the batch it was made in, "" for none.
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
    also: tuple[int, ...] = ()
    state: LetterState = LetterState.DRAFT
    made_at: datetime | None = None
    made_by: str = ""
    edited_by: tuple[str, ...] = ()
    submitted_at: datetime | None = None
    submitted_by: str = ""
    approved_at: datetime | None = None
    approved_by: str = ""
    decision_code: str = ""
    approval_note: str = ""
    snapshot: Snapshot | None = None
    doubt: str = ""
    finalised_at: datetime | None = None
    finalised_by: str = ""
    sha256: str = ""
    pages: int = 0
    enclosed_pages: int = 0
    printed_at: datetime | None = None
    printed_by: str = ""
    posted_on: date | None = None
    posted_by: str = ""
    service: str = ""
    item_number: str = ""
    certificate: str = ""
    post_by: date | None = None
    returned_on: date | None = None
    returned_by: str = ""
    returned_why: str = ""
    replaces: int | None = None
    batch: str = ""
    to_entry: int | None = None
    envelope: str = ""
    body_size: int = 0
    language: str = ""
    signatory: str = ""
    with_signature: bool = False
    id: int = 0
    version: int = 1

    @property
    def reference(self) -> str:
        """Unique, without a name in it: also the title of the print job."""
        return f"{self.case_reference} / L{self.number}"

    @property
    def is_unfinished(self) -> bool:
        """Whether its text may still change."""
        return self.state in UNFINISHED

    @property
    def case_ids(self) -> tuple[int, ...]:
        """Every case it answers, its own first."""
        return () if self.case_id is None else (self.case_id, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One line of the print desk. `pages` are all that come out of the printer."""

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
    postcode: str = ""
    template: str = ""
    envelope: str = ""
    doubt: str = ""
    submitted_by: str = ""
    approved_by: str = ""
    returned_on: date | None = None
    returned_why: str = ""
    replaces: int | None = None
