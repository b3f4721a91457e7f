"""Keeps letters: drafts that change, and finalised ones that never do."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from isteam_app.domain.letters import Letter, LetterRow, LetterState
from isteam_app.domain.listing import Cursor, Page
from isteam_app.domain.text import BODY, NOTE, fold
from isteam_app.errors import ChangedMeanwhile, NotFound, RuleBroken
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.paging import Listing, unindexed
from isteam_app.storage.plain import from_json, to_json
from isteam_app.storage.tables import cases, disclosures, letter_pdfs, letters
from isteam_app.storage.work import Limit, Work, cleaned, cleaned_each

_LIMITS = {
    "template": Limit("The template's name"),
    "title": Limit("The letter's title"),
    "body": Limit("The letter", BODY),
    "service": Limit("The postal service"),
    "item_number": Limit("The item number"),
}
_BELONGING = letters.outerjoin(cases, cases.c.id == letters.c.case_id).outerjoin(
    disclosures, disclosures.c.id == letters.c.disclosure_id
)
_REFERENCE = func.coalesce(cases.c.reference, disclosures.c.reference)
_WHOLE: Select[*tuple[Any, ...]] = select(
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
    letters.c.made_at,
    letters.c.made_by,
    letters.c.posted_on,
    letters.c.service,
    letters.c.item_number,
    letters.c.disclosure_id,
    _REFERENCE.label("case_reference"),
    cases.c.post_by,
).select_from(_BELONGING)


class LettersReader:
    """Finds letters and their frozen pages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> Letter:  # noqa: A002  the record's own word
        """Return one letter.

        Raises:
            NotFound: no letter has that id.
        """
        row = self._connection.execute(_WHOLE.where(letters.c.id == id)).first()
        if row is None:
            raise NotFound("That letter is not in the vault.")
        return _letter(row)

    def for_case(self, case_id: int) -> tuple[Letter, ...]:
        """Return a case's letters, oldest first."""
        query = _WHOLE.where(letters.c.case_id == case_id).order_by(letters.c.number)
        return tuple(_letter(row) for row in self._connection.execute(query))

    def for_request(self, disclosure_id: int) -> tuple[Letter, ...]:
        """Return a third-party request's letters, oldest first."""
        query = _WHOLE.where(letters.c.disclosure_id == disclosure_id)
        rows = self._connection.execute(query.order_by(letters.c.number))
        return tuple(_letter(row) for row in rows)

    def several(self, ids: Iterable[int]) -> tuple[Letter, ...]:
        """Return the letters with these ids, oldest first."""
        query = _WHOLE.where(letters.c.id.in_(set(ids))).order_by(letters.c.id)
        return tuple(_letter(row) for row in self._connection.execute(query))

    def pdf(self, id: int) -> bytes:  # noqa: A002  the record's own word
        """Return the exact bytes a letter was finalised with.

        Raises:
            NotFound: no letter has that id, or it is still a draft.
        """
        query = select(letter_pdfs.c.pdf).where(letter_pdfs.c.letter_id == id)
        pdf = self._connection.scalar(query)
        if pdf is None:
            raise NotFound("That letter has no final pages yet. Finalise it first.")
        return bytes(pdf)

    def page(
        self,
        states: tuple[LetterState, ...] = (),
        after: Cursor | None = None,
        limit: int = 100,
        *,
        descending: bool = True,
    ) -> Page[LetterRow]:
        """Return one screenful of the print desk, newest first unless told."""
        return _listing(states, descending).page(self._connection, after, limit)

    def count(self, states: Sequence[LetterState]) -> int:
        """Count the letters in some states, at the price of those alone."""
        known = letters.c.state.in_([state.value for state in states])
        query = select(func.count()).select_from(letters).where(known)
        return int(self._connection.execute(query).scalar_one())

    def counts(self) -> dict[LetterState, int]:
        """Count the letters in each state, those without any included."""
        query = select(letters.c.state, func.count()).group_by(letters.c.state)
        counts = dict.fromkeys(LetterState, 0)
        for state, count in self._connection.execute(query):
            counts[LetterState(state)] = count
        return counts


class Letters(LettersReader):
    """Finds and keeps letters."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, letter: Letter) -> Letter:
        """Keep a new draft. It is given its number within what it is about here.

        Raises:
            NotFound: its case or request is not in the vault.
            RuleBroken: a text cannot be kept.
        """
        self._must_be_known(letter)
        last = self._connection.scalar(
            select(func.max(letters.c.number)).where(
                letters.c.case_id.is_not_distinct_from(letter.case_id),
                letters.c.disclosure_id.is_not_distinct_from(letter.disclosure_id),
            )
        )
        blank = replace(
            letter,
            state=LetterState.DRAFT,
            number=(last or 0) + 1,
            made_at=letter.made_at or self._work.at,
            made_by=letter.made_by or self._work.by,
            version=1,
        )
        letter_id = self._work.insert(letters, values_of(blank))
        self._work.touch("letter", letter_id)
        return self.get(letter_id)

    def update(self, letter: Letter) -> Letter:
        """Keep what was edited in a draft.

        Raises:
            RuleBroken: the letter is final, or a text cannot be kept.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        self._must_be_draft(letter.id)
        values = values_of(letter)
        edited = ("template", "template_version", "title", "body", "recipient")
        return self._change(
            letter, {name: values[name] for name in (*edited, "answers", "pages")}
        )

    def freeze(self, letter: Letter, pdf: bytes) -> Letter:
        """Make a draft final with the exact bytes that will be printed.

        From here on neither the text nor the bytes can change; the vault refuses it.

        Raises:
            RuleBroken: it is final already, or there are no pages.
            ChangedMeanwhile: the draft was changed since it was read.
        """
        self._must_be_draft(letter.id)
        if not pdf:
            raise RuleBroken("The letter has no pages. Look at its preview first.")
        self._connection.execute(
            letter_pdfs.insert(), {"letter_id": letter.id, "pdf": pdf}
        )
        return self._change(
            letter,
            {
                "state": LetterState.FINAL.value,
                "finalised_at": self._work.at,
                "finalised_by": self._work.by,
                "sha256": hashlib.sha256(pdf).hexdigest(),
                "pages": letter.pages,
            },
        )

    def mark_printed(self, letter: Letter) -> Letter:
        """Note that a final letter was printed; again, when it was printed again.

        Raises:
            RuleBroken: it is still a draft.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        now = self.get(letter.id)
        if now.state is LetterState.DRAFT:
            raise RuleBroken("A draft cannot be printed. Finalise the letter first.")
        values: dict[str, object] = {
            "printed_at": self._work.at,
            "printed_by": self._work.by,
        }
        if now.state is LetterState.FINAL:
            values["state"] = LetterState.PRINTED.value
        return self._change(letter, values)

    def mark_posted(
        self, letter: Letter, *, on: date, service: str = "", item_number: str = ""
    ) -> Letter:
        """Note that a final letter went into the post.

        Raises:
            RuleBroken: it is still a draft, or was posted already.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        now = self.get(letter.id)
        if now.state is LetterState.DRAFT:
            raise RuleBroken("A draft cannot be posted. Finalise the letter first.")
        if now.state is LetterState.POSTED:
            raise RuleBroken("This letter is marked as posted already.")
        posted = values_of(replace(now, service=service, item_number=item_number))
        return self._change(
            letter,
            {
                "state": LetterState.POSTED.value,
                "posted_on": on,
                "posted_by": self._work.by,
                "service": posted["service"],
                "item_number": posted["item_number"],
            },
        )

    def drop(self, letter: Letter) -> None:
        """Throw a draft away.

        Raises:
            RuleBroken: the letter is final: it stays.
        """
        self._must_be_draft(letter.id)
        self._connection.execute(letters.delete().where(letters.c.id == letter.id))
        self._work.touch("letter", letter.id)

    def changed_meanwhile(self, letter_id: int, called: str) -> ChangedMeanwhile:
        """Return the refusal to write over what somebody else changed, naming them."""
        return changed_meanwhile(self._work, "letter", letter_id, called)

    def _must_be_known(self, letter: Letter) -> None:
        if letter.case_id is not None:
            known = select(cases.c.id).where(cases.c.id == letter.case_id)
            if self._connection.scalar(known) is None:
                raise NotFound("That case is not in the vault.")
        else:
            asked = select(disclosures.c.id).where(
                disclosures.c.id == letter.disclosure_id
            )
            if self._connection.scalar(asked) is None:
                raise NotFound("That request is not in the register.")

    def _must_be_draft(self, letter_id: int) -> None:
        if self.get(letter_id).state is not LetterState.DRAFT:
            raise RuleBroken(
                "This letter is final and cannot be changed. Make a new letter instead."
            )

    def _change(self, letter: Letter, values: dict[str, object]) -> Letter:
        if not self._work.update(letters, letter.id, letter.version, values):
            raise self.changed_meanwhile(letter.id, "this letter")
        self._work.touch("letter", letter.id)
        return self.get(letter.id)


def values_of(letter: Letter) -> dict[str, object]:
    """Return a letter as the columns of a row, every text checked."""
    values: dict[str, object] = {
        "case_id": letter.case_id,
        "disclosure_id": letter.disclosure_id,
        "number": letter.number,
        "template": letter.template,
        "template_version": letter.template_version,
        "title": letter.title,
        "body": letter.body,
        "state": letter.state.value,
        "made_at": letter.made_at,
        "made_by": letter.made_by,
        "finalised_at": letter.finalised_at,
        "finalised_by": letter.finalised_by,
        "sha256": letter.sha256,
        "pages": letter.pages,
        "printed_at": letter.printed_at,
        "printed_by": letter.printed_by,
        "posted_on": letter.posted_on,
        "posted_by": letter.posted_by,
        "service": letter.service,
        "item_number": letter.item_number,
        "to_entry": letter.to_entry,
        "version": letter.version,
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


def _letter(row: Row[*tuple[Any, ...]]) -> Letter:
    return Letter(
        id=row.id,
        case_id=row.case_id,
        disclosure_id=row.disclosure_id,
        case_reference=row.case_reference,
        number=row.number,
        template=row.template,
        template_version=row.template_version,
        title=row.title,
        body=row.body,
        recipient=from_json(tuple[str, ...], row.recipient),
        answers=from_json(tuple[tuple[str, str], ...], row.answers),
        state=LetterState(row.state),
        made_at=row.made_at,
        made_by=row.made_by,
        finalised_at=row.finalised_at,
        finalised_by=row.finalised_by,
        sha256=row.sha256,
        pages=row.pages,
        printed_at=row.printed_at,
        printed_by=row.printed_by,
        posted_on=row.posted_on,
        posted_by=row.posted_by,
        service=row.service,
        item_number=row.item_number,
        to_entry=row.to_entry,
        version=row.version,
    )


@cache
def _listing(states: tuple[LetterState, ...], descending: bool) -> Listing[LetterRow]:
    query = _LINE
    if len(states) == 1:  # the index of states leads: its lines are in order
        query = query.where(letters.c.state == states[0].value)
    elif states:
        chosen = [state.value for state in states]
        query = query.where(unindexed(letters.c.state).in_(chosen))
    return Listing(
        query,
        _line,
        column=letters.c.id,
        id=letters.c.id,
        descending=descending,
    )


def _line(row: Row[*tuple[Any, ...]]) -> LetterRow:
    recipient = from_json(tuple[str, ...], row.recipient)
    return LetterRow(
        id=row.id,
        reference=f"{row.case_reference} / L{row.number}",
        title=row.title,
        recipient=recipient[0] if recipient else "",
        state=LetterState(row.state),
        case_id=row.case_id,
        disclosure_id=row.disclosure_id,
        pages=row.pages,
        made_at=row.made_at,
        by=row.made_by,
        post_by=row.post_by,
        posted_on=row.posted_on,
        service=row.service,
        item_number=row.item_number,
    )
