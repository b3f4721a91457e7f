"""Keeps what goes into the envelope with a letter."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, func, select

from isteam_app.domain.letters import Enclosure
from isteam_app.errors import RuleBroken
from isteam_app.storage.tables import letter_enclosures, letters
from isteam_app.storage.work import Limit, Work, cleaned

MOST_PAGES = 2000
_LIMITS = {"title": Limit("What is enclosed")}


class EnclosuresReader:
    """Finds what is enclosed with letters."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_letter(self, letter_id: int) -> tuple[Enclosure, ...]:
        """Return what is enclosed with one letter, in its order."""
        return self.of_letters((letter_id,))[letter_id]

    def of_letters(
        self, letter_ids: Collection[int]
    ) -> dict[int, tuple[Enclosure, ...]]:
        """Return what is enclosed with some letters, by letter, in its order."""
        query = (
            select(letter_enclosures)
            .where(letter_enclosures.c.letter_id.in_(list(letter_ids)))
            .order_by(letter_enclosures.c.position, letter_enclosures.c.id)
        )
        found: dict[int, tuple[Enclosure, ...]] = dict.fromkeys(letter_ids, ())
        for row in self._connection.execute(query):
            found[row.letter_id] = (*found[row.letter_id], _enclosure(row))
        return found


class Enclosures(EnclosuresReader):
    """Finds and keeps what is enclosed with letters."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, enclosure: Enclosure) -> Enclosure:
        """Enclose something with a draft, after what is enclosed already.

        Raises:
            RuleBroken: the letter is no draft, or the text or count cannot be kept.
        """
        self._must_be_draft(enclosure.letter_id)
        if not 0 < enclosure.pages <= MOST_PAGES:
            raise RuleBroken(
                f"Count the sheets of what is enclosed: 1 to {MOST_PAGES:,}.",
                field="pages",
            )
        last = self._connection.scalar(
            select(func.max(letter_enclosures.c.position)).where(
                letter_enclosures.c.letter_id == enclosure.letter_id
            )
        )
        values: dict[str, object] = {"title": enclosure.title}
        kept = self._work.insert(
            letter_enclosures,
            cleaned(values, _LIMITS)
            | {
                "letter_id": enclosure.letter_id,
                "position": (last or 0) + 1,
                "pages": enclosure.pages,
                "appended": int(enclosure.appended),
                "document_id": enclosure.document_id,
            },
        )
        self._work.touch("letter", enclosure.letter_id, words=False)
        found = self.of_letter(enclosure.letter_id)
        return next(each for each in found if each.id == kept)

    def remove(self, enclosure: Enclosure) -> None:
        """Take something out of a draft's envelope again.

        Raises:
            RuleBroken: the letter is no draft.
        """
        self._must_be_draft(enclosure.letter_id)
        self._connection.execute(
            letter_enclosures.delete().where(letter_enclosures.c.id == enclosure.id)
        )
        self._work.touch("letter", enclosure.letter_id, words=False)

    def _must_be_draft(self, letter_id: int) -> None:
        query = select(letters.c.state).where(letters.c.id == letter_id)
        if self._connection.scalar(query) != "draft":
            raise RuleBroken(
                "This letter is no draft any more. Take it back to its draft before "
                "changing what is enclosed."
            )


def _enclosure(row: Row[*tuple[Any, ...]]) -> Enclosure:
    return Enclosure(
        id=row.id,
        letter_id=row.letter_id,
        position=row.position,
        title=row.title,
        pages=row.pages,
        appended=bool(row.appended),
        document_id=row.document_id,
    )
