"""Keeps letters: drafts that change, and finalised ones that never do."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, func, or_, select

from isteam_app.domain.letters import (
    MOVES,
    UNFINISHED,
    Letter,
    LetterRow,
    LetterState,
    Snapshot,
)
from isteam_app.domain.listing import Cursor, Page
from isteam_app.errors import ChangedMeanwhile, NotFound, RuleBroken
from isteam_app.storage.letter_rows import (
    EDITED,
    WHOLE,
    letter_lines,
    letter_of,
    values_of,
    with_further_cases,
    words_of,
)
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.tables import (
    cases,
    disclosures,
    letter_cases,
    letter_enclosures,
    letter_pdfs,
    letters,
)
from isteam_app.storage.work import Work

__all__ = ["Letters", "LettersReader", "values_of", "words_of"]

_WAY = {
    LetterState.POSTED: "This letter is marked as posted already.",
    LetterState.RETURNED: "This letter is marked as returned already.",
    LetterState.SUPERSEDED: "Another letter took the place of this one.",
}


class LettersReader:
    """Finds letters and their frozen pages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> Letter:  # noqa: A002  the record's own word
        """Return one letter.

        Raises:
            NotFound: no letter has that id.
        """
        row = self._connection.execute(WHOLE.where(letters.c.id == id)).first()
        if row is None:
            raise NotFound("That letter is not in the vault.")
        return with_further_cases(self._connection, [letter_of(row)])[0]

    def for_case(self, case_id: int) -> tuple[Letter, ...]:
        """Return the letters that answer a case, its own ones first, oldest first."""
        others = select(letter_cases.c.letter_id).where(
            letter_cases.c.case_id == case_id
        )
        query = WHOLE.where(
            or_(letters.c.case_id == case_id, letters.c.id.in_(others))
        ).order_by(letters.c.case_id != case_id, letters.c.id)
        rows = self._connection.execute(query)
        return with_further_cases(self._connection, map(letter_of, rows))

    def for_request(self, disclosure_id: int) -> tuple[Letter, ...]:
        """Return a third-party request's letters, oldest first."""
        query = WHOLE.where(letters.c.disclosure_id == disclosure_id)
        rows = self._connection.execute(query.order_by(letters.c.number))
        return tuple(map(letter_of, rows))

    def several(self, ids: Iterable[int]) -> tuple[Letter, ...]:
        """Return the letters with these ids, oldest first."""
        query = WHOLE.where(letters.c.id.in_(set(ids))).order_by(letters.c.id)
        rows = self._connection.execute(query)
        return with_further_cases(self._connection, map(letter_of, rows))

    def of_batch(self, batch: str) -> tuple[Letter, ...]:
        """Return the letters made in one batch, oldest first."""
        query = WHOLE.where(letters.c.batch == batch, letters.c.batch != "")
        rows = self._connection.execute(query.order_by(letters.c.id))
        return with_further_cases(self._connection, map(letter_of, rows))

    def batches(self) -> tuple[tuple[str, int, int], ...]:
        """Return each batch with unfinished letters, how many, and the first one's id.

        Oldest first.
        """
        unfinished = letters.c.state.in_([state.value for state in UNFINISHED])
        query = (
            select(letters.c.batch, func.count(), func.min(letters.c.id))
            .where(letters.c.batch != "", unfinished)
            .group_by(letters.c.batch)
            .order_by(letters.c.batch)
        )
        return tuple(
            (str(row[0]), int(row[1]), int(row[2]))
            for row in self._connection.execute(query)
        )

    def numbered(self, reference: str, number: int) -> Letter:
        """Return the letter that a reference on a page names.

        Raises:
            NotFound: there is none.
        """
        query = WHOLE.where(
            letters.c.number == number,
            or_(
                letters.c.case_id.in_(
                    select(cases.c.id).where(cases.c.reference == reference)
                ),
                letters.c.disclosure_id.in_(
                    select(disclosures.c.id).where(disclosures.c.reference == reference)
                ),
            ),
        )
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound("No letter of this vault has that reference.")
        return with_further_cases(self._connection, [letter_of(row)])[0]

    def awaiting_approval(self, limit: int = 500) -> tuple[Letter, ...]:
        """Return the letters that wait for a second person, the oldest first."""
        waits = letters.c.state == LetterState.FOR_APPROVAL.value
        query = WHOLE.where(waits).order_by(letters.c.id).limit(limit)
        return tuple(map(letter_of, self._connection.execute(query)))

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
        by_post: bool = False,
        descending: bool = True,
    ) -> Page[LetterRow]:
        """Return one screenful of the print desk, newest first unless told.

        `by_post`: by the day each one must be posted, those without such a day last.
        """
        listing = letter_lines(states, by_post=by_post, descending=descending)
        return listing.page(self._connection, after, limit)

    def sent(self, first: date | None, last: date | None) -> Iterator[Letter]:
        """Give the letters that went into the post on some days, in their order."""
        query = WHOLE.where(letters.c.posted_on.is_not(None))
        if first is not None:
            query = query.where(letters.c.posted_on >= first)
        if last is not None:
            query = query.where(letters.c.posted_on <= last)
        rows = self._connection.execute(
            query.order_by(letters.c.posted_on, letters.c.id)
        )
        yield from map(letter_of, rows)

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

    def count_made_from(self, template: str) -> dict[int, int]:
        """Count the letters made from each version of a template."""
        query = (
            select(letters.c.template_version, func.count())
            .where(letters.c.template == template)
            .group_by(letters.c.template_version)
        )
        return {int(row[0]): int(row[1]) for row in self._connection.execute(query)}


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
        self._keep_further_cases(letter_id, letter.also)
        self._work.touch("letter", letter_id)
        return self.get(letter_id)

    def update(self, letter: Letter) -> Letter:
        """Keep what was edited; a letter sent for approval is a draft again.

        Raises:
            RuleBroken: the letter is final, or a text cannot be kept.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        held = self._must_be_unfinished(letter.id)
        by = self._work.by
        hands = held.edited_by if by in held.edited_by else (*held.edited_by, by)
        values = values_of(replace(letter, edited_by=hands))
        saved = self._change(
            letter,
            {name: values[name] for name in (*EDITED, "edited_by", "pages")}
            | _not_approved()
            | {"state": LetterState.DRAFT.value, "doubt": ""},
        )
        if letter.also != held.also:
            removed = letter_cases.c.letter_id == letter.id
            self._connection.execute(letter_cases.delete().where(removed))
            self._keep_further_cases(letter.id, letter.also)
        return replace(saved, also=letter.also)

    def submit(self, letter: Letter, snapshot: Snapshot) -> Letter:
        """Send a draft for approval, with what it stands for as it is sent.

        Raises:
            RuleBroken: it is no draft.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        values = values_of(replace(letter, snapshot=snapshot))
        return self._move(
            letter,
            LetterState.FOR_APPROVAL,
            {
                "submitted_at": self._work.at,
                "submitted_by": self._work.by,
                "post_by": letter.post_by,
                "snapshot": values["snapshot"],
            },
        )

    def approve(self, letter: Letter, *, code: str, note: str) -> Letter:
        """Note that somebody approved a letter as it stands.

        Raises:
            RuleBroken: it was not sent for approval, or a text cannot be kept.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        said = values_of(replace(letter, decision_code=code, approval_note=note))
        return self._move(
            letter,
            LetterState.APPROVED,
            {
                "approved_at": self._work.at,
                "approved_by": self._work.by,
                "decision_code": said["decision_code"],
                "approval_note": said["approval_note"],
            },
        )

    def send_back(self, letter: Letter, *, code: str = "", note: str = "") -> Letter:
        """Make a letter a draft again, with what is to be changed.

        Raises:
            RuleBroken: it waits for no approval, or a text cannot be kept.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        said = values_of(replace(letter, decision_code=code, approval_note=note))
        return self._move(
            letter,
            LetterState.DRAFT,
            _not_approved()
            | {
                "decision_code": said["decision_code"],
                "approval_note": said["approval_note"],
            },
        )

    def freeze(self, letter: Letter, pdf: bytes) -> Letter:
        """Make a letter final with the exact bytes that will be printed.

        From here on neither the text nor the bytes can change; the vault refuses it.

        Raises:
            RuleBroken: it is final already, or there are no pages.
            ChangedMeanwhile: the draft was changed since it was read.
        """
        self._must_be_unfinished(letter.id)
        if not pdf:
            raise RuleBroken("The letter has no pages. Look at its preview first.")
        self._connection.execute(
            letter_pdfs.insert(), {"letter_id": letter.id, "pdf": pdf}
        )
        values = values_of(letter)
        return self._move(
            letter,
            LetterState.FINAL,
            {
                "finalised_at": self._work.at,
                "finalised_by": self._work.by,
                "sha256": hashlib.sha256(pdf).hexdigest(),
                "pages": letter.pages,
                "enclosed_pages": letter.enclosed_pages,
                "snapshot": values["snapshot"],
                "post_by": letter.post_by,
            },
        )

    def mark_printed(self, letter: Letter) -> Letter:
        """Note that a final letter was printed; again, when it was printed again.

        Raises:
            RuleBroken: it is still a draft.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        now = self.get(letter.id)
        if now.is_unfinished:
            raise RuleBroken("A draft cannot be printed. Finalise the letter first.")
        values: dict[str, object] = {
            "printed_at": self._work.at,
            "printed_by": self._work.by,
        }
        if now.state is LetterState.FINAL:
            values["state"] = LetterState.PRINTED.value
        return self._change(letter, values)

    def mark_posted(
        self,
        letter: Letter,
        *,
        on: date,
        service: str = "",
        item_number: str = "",
        certificate: str = "",
    ) -> Letter:
        """Note that a final letter went into the post, or went once more.

        Raises:
            RuleBroken: it is still a draft, or was posted already.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        now = self.get(letter.id)
        if now.is_unfinished:
            raise RuleBroken("A draft cannot be posted. Finalise the letter first.")
        posted = values_of(
            replace(
                now, service=service, item_number=item_number, certificate=certificate
            )
        )
        return self._move(
            letter,
            LetterState.POSTED,
            {
                "posted_on": on,
                "posted_by": self._work.by,
                "service": posted["service"],
                "item_number": posted["item_number"],
                "certificate": posted["certificate"],
            },
        )

    def mark_returned(self, letter: Letter, *, on: date, why: str) -> Letter:
        """Note that a posted letter came back undelivered.

        Raises:
            RuleBroken: it was not posted, or the text cannot be kept.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        said = values_of(replace(letter, returned_why=why))
        return self._move(
            letter,
            LetterState.RETURNED,
            {
                "returned_on": on,
                "returned_by": self._work.by,
                "returned_why": said["returned_why"],
            },
        )

    def supersede(self, letter: Letter) -> Letter:
        """Note that another letter takes the place of this one.

        Raises:
            RuleBroken: it is still a draft, or superseded already.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        return self._move(letter, LetterState.SUPERSEDED, {})

    def doubt(self, letter: Letter, about: str) -> Letter:
        """Note what changed in the records since a letter was addressed, "" for none.

        Raises:
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        said = values_of(replace(letter, doubt=about))
        return self._change(letter, {"doubt": said["doubt"]})

    def drop(self, letter: Letter) -> None:
        """Throw a draft away.

        Raises:
            RuleBroken: the letter is final: it stays.
        """
        self._must_be_unfinished(letter.id)
        for part in (letter_cases, letter_enclosures):
            self._connection.execute(part.delete().where(part.c.letter_id == letter.id))
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

    def _must_be_unfinished(self, letter_id: int) -> Letter:
        held = self.get(letter_id)
        if not held.is_unfinished:
            raise RuleBroken(
                "This letter is final and cannot be changed. Make a new letter instead."
            )
        return held

    def _keep_further_cases(self, letter_id: int, also: Sequence[int]) -> None:
        rows = [{"letter_id": letter_id, "case_id": each} for each in also]
        if rows:
            self._connection.execute(letter_cases.insert(), rows)

    def _move(
        self, letter: Letter, state: LetterState, values: dict[str, object]
    ) -> Letter:
        now = self.get(letter.id)
        if state not in MOVES[now.state]:
            raise RuleBroken(
                _WAY.get(now.state)
                or (
                    "This letter is final and cannot be changed. Make a new letter "
                    "instead."
                    if now.state not in UNFINISHED
                    else "That does not follow for this letter. Open it again."
                )
            )
        return self._change(letter, values | {"state": state.value})

    def _change(self, letter: Letter, values: dict[str, object]) -> Letter:
        if not self._work.update(letters, letter.id, letter.version, values):
            raise self.changed_meanwhile(letter.id, "this letter")
        self._work.touch("letter", letter.id)
        return self.get(letter.id)


def _not_approved() -> dict[str, object]:
    return {
        "submitted_at": None,
        "submitted_by": "",
        "approved_at": None,
        "approved_by": "",
        "decision_code": "",
        "approval_note": "",
        "snapshot": "",
    }
