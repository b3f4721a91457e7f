"""Letters as rows of the vault, and back."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from isteam_app.domain.letters import UNFINISHED, Letter, LetterRow, LetterState
from isteam_app.domain.letters import Snapshot as LetterSnapshot
from isteam_app.domain.text import BODY, NOTE, fold
from isteam_app.storage.paging import Listing, unindexed
from isteam_app.storage.plain import from_json, to_json
from isteam_app.storage.tables import cases, disclosures, letter_cases, letters
from isteam_app.storage.work import Limit, cleaned, cleaned_each

_LIMITS = {
    "template": Limit("The template's name"),
    "title": Limit("The letter's title"),
    "body": Limit("The letter", BODY),
    "service": Limit("The postal service"),
    "item_number": Limit("The item number"),
    "certificate": Limit("The certificate of posting"),
    "decision_code": Limit("The decision code"),
    "approval_note": Limit("The note of the approval", NOTE),
    "returned_why": Limit("Why it came back", NOTE),
    "envelope": Limit("The envelope"),
    "language": Limit("The language"),
    "signatory": Limit("Who signs"),
    "doubt": Limit("What changed since"),
    "batch": Limit("The batch"),
}
EDITED = (
    *("template", "template_version", "title", "body", "recipient", "answers"),
    *("to_entry", "language", "envelope", "body_size", "signatory", "with_signature"),
)
"""The columns that an edit of a draft may change."""
AS_THEY_ARE = (
    *("case_id", "disclosure_id", "number", "template", "template_version", "title"),
    *("body", "made_at", "made_by", "submitted_at", "submitted_by", "approved_at"),
    *("approved_by", "decision_code", "approval_note", "doubt", "finalised_at"),
    *("finalised_by", "sha256", "pages", "enclosed_pages", "printed_at", "printed_by"),
    *("posted_on", "posted_by", "service", "item_number", "certificate", "post_by"),
    *("returned_on", "returned_by", "returned_why", "replaces", "to_entry"),
    *("envelope", "body_size", "language", "signatory", "batch", "version"),
)
_BELONGING = letters.outerjoin(cases, cases.c.id == letters.c.case_id).outerjoin(
    disclosures, disclosures.c.id == letters.c.disclosure_id
)
_REFERENCE = func.coalesce(cases.c.reference, disclosures.c.reference)
WHOLE: Select[*tuple[Any, ...]] = select(
    letters, _REFERENCE.label("case_reference")
).select_from(_BELONGING)
_LINE: Select[*tuple[Any, ...]] = select(
    letters.c.id,
    letters.c.number,
    letters.c.title,
    letters.c.recipient,
    letters.c.state,
    letters.c.case_id,
    letters.c.pages,
    letters.c.enclosed_pages,
    letters.c.made_at,
    letters.c.made_by,
    letters.c.posted_on,
    letters.c.service,
    letters.c.item_number,
    letters.c.disclosure_id,
    letters.c.template,
    letters.c.envelope,
    letters.c.doubt,
    letters.c.submitted_by,
    letters.c.approved_by,
    letters.c.returned_on,
    letters.c.returned_why,
    letters.c.replaces,
    _REFERENCE.label("case_reference"),
    letters.c.post_by,
    cases.c.post_by.label("case_post_by"),
).select_from(_BELONGING)


def values_of(letter: Letter) -> dict[str, object]:
    """Return a letter as the columns of a row, every text checked."""
    values: dict[str, object] = {name: getattr(letter, name) for name in AS_THEY_ARE}
    values |= {
        "state": letter.state.value,
        "with_signature": int(letter.with_signature),
        "edited_by": to_json(letter.edited_by),
        "snapshot": to_json(letter.snapshot) if letter.snapshot else "",
    }
    cleaned(values, _LIMITS)
    line = Limit("A line of the address")
    answers = tuple(
        cleaned_each(pair, "answers", Limit("An answer", NOTE))
        for pair in letter.answers
    )
    return values | {
        "recipient": to_json(cleaned_each(letter.recipient, "recipient", line)),
        "answers": to_json(answers),
    }


def words_of(letter: Letter) -> str:
    """Return the folded words a letter is found by."""
    return fold(" ".join((letter.reference, letter.title, *letter.recipient)))


def letter_of(row: Row[*tuple[Any, ...]]) -> Letter:
    """Return a row of `WHOLE` as a letter, its further cases left out."""
    snapshot = from_json(LetterSnapshot, row.snapshot) if row.snapshot else None
    return Letter(
        **{name: getattr(row, name) for name in AS_THEY_ARE},
        id=row.id,
        case_reference=row.case_reference,
        recipient=from_json(tuple[str, ...], row.recipient),
        answers=from_json(tuple[tuple[str, str], ...], row.answers),
        state=LetterState(row.state),
        edited_by=from_json(tuple[str, ...], row.edited_by),
        snapshot=snapshot,
        with_signature=bool(row.with_signature),
    )


def with_further_cases(
    connection: Connection, found: Iterable[Letter]
) -> tuple[Letter, ...]:
    """Return letters with the further cases that each one answers."""
    known = tuple(found)
    query = (
        select(letter_cases)
        .where(letter_cases.c.letter_id.in_([letter.id for letter in known]))
        .order_by(letter_cases.c.case_id)
    )
    also: dict[int, tuple[int, ...]] = {}
    for row in connection.execute(query):
        also[row.letter_id] = (*also.get(row.letter_id, ()), row.case_id)
    if not also:
        return known
    return tuple(replace(each, also=also.get(each.id, ())) for each in known)


@cache
def letter_lines(
    states: tuple[LetterState, ...], *, by_post: bool, descending: bool
) -> Listing[LetterRow]:
    """Return the list of letters in some states, by their post-by date or their age."""
    query = _LINE
    if len(states) == 1:  # the index of states leads: its lines are in order
        query = query.where(letters.c.state == states[0].value)
    elif states:
        chosen = [state.value for state in states]
        query = query.where(unindexed(letters.c.state).in_(chosen))
    return Listing(
        query,
        _line,
        column=letters.c.post_by if by_post else letters.c.id,
        id=letters.c.id,
        descending=descending,
        nullable=by_post,
    )


def _line(row: Row[*tuple[Any, ...]]) -> LetterRow:
    recipient = from_json(tuple[str, ...], row.recipient)
    state = LetterState(row.state)
    return LetterRow(
        id=row.id,
        reference=f"{row.case_reference} / L{row.number}",
        title=row.title,
        recipient=recipient[0] if recipient else "",
        postcode=recipient[-1] if recipient else "",
        state=state,
        case_id=row.case_id,
        disclosure_id=row.disclosure_id,
        pages=row.pages + row.enclosed_pages,
        made_at=row.made_at,
        by=row.made_by,
        post_by=row.post_by or (row.case_post_by if state in UNFINISHED else None),
        posted_on=row.posted_on,
        service=row.service,
        item_number=row.item_number,
        template=row.template,
        envelope=row.envelope,
        doubt=row.doubt,
        submitted_by=row.submitted_by,
        approved_by=row.approved_by,
        returned_on=row.returned_on,
        returned_why=row.returned_why,
        replaces=row.replaces,
    )
