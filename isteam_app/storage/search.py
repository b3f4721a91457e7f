"""Finds records by the words in them. What people type is never search syntax."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, select, text

from isteam_app.domain.listing import Hit, HitKind
from isteam_app.domain.text import fold
from isteam_app.storage import cases, disclosures, letters, people
from isteam_app.storage.cases import CasesReader
from isteam_app.storage.disclosures import DisclosuresReader
from isteam_app.storage.letters import LettersReader
from isteam_app.storage.paging import match_words
from isteam_app.storage.people import PeopleReader
from isteam_app.storage.tables import cases as cases_table
from isteam_app.storage.tables import people as people_table
from isteam_app.storage.work import Work

_LISTS = {
    "person": "people",
    "case": "cases",
    "disclosure": "disclosures",
    "letter": "letters",
}
_SLACK = 4  # newest hits looked at for each one shown, before the likeliest are chosen


class SearchReader:
    """Finds cases, people, requests and letters at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, typed: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return the likeliest records that hold every word typed.

        An exact reference stands first, then names that begin as typed, then the
        newest. An empty search finds nothing.
        """
        match = match_words(typed)
        if not match:
            return ()
        most = limit * _SLACK
        hits = [
            *self._cases(self._matches("case", match, most)),
            *self._people(self._matches("person", match, most)),
            *self._disclosures(self._matches("disclosure", match, most)),
            *self._letters(self._matches("letter", match, most)),
        ]
        start = fold(typed)
        hits.sort(key=lambda hit: _rank(hit, start))
        return tuple(hits[:limit])

    def _matches(self, noun: str, match: str, most: int) -> list[int]:
        name = f"{_LISTS[noun]}_words"
        query = text(
            f"SELECT rowid FROM {name} WHERE {name} MATCH :match "  # noqa: S608  ours
            "ORDER BY rowid DESC LIMIT :most"
        )
        return list(
            self._connection.scalars(query, {"match": match, "most": most}).all()
        )

    def _people(self, ids: Sequence[int]) -> Iterator[Hit]:
        for person in PeopleReader(self._connection).several(ids).values():
            place = (person.address.town, person.address.postcode)
            yield Hit(
                kind=HitKind.PERSON,
                id=person.id,
                reference="",
                title=person.name,
                detail=" ".join(part for part in place if part),
            )

    def _cases(self, ids: Sequence[int]) -> Iterator[Hit]:
        query = select(
            cases_table.c.id,
            cases_table.c.reference,
            cases_table.c.kind,
            people_table.c.name,
        ).join(people_table, people_table.c.id == cases_table.c.subject_id)
        for row in self._connection.execute(query.where(cases_table.c.id.in_(ids))):
            yield Hit(
                kind=HitKind.CASE,
                id=row.id,
                reference=row.reference,
                title=row.name,
                detail=row.kind,
            )

    def _disclosures(self, ids: Sequence[int]) -> Iterator[Hit]:
        for found in DisclosuresReader(self._connection).several(ids):
            yield Hit(
                kind=HitKind.DISCLOSURE,
                id=found.id,
                reference=found.reference,
                title=found.organisation,
                detail=found.about,
            )

    def _letters(self, ids: Sequence[int]) -> Iterator[Hit]:
        for letter in LettersReader(self._connection).several(ids):
            yield Hit(
                kind=HitKind.LETTER,
                id=letter.id,
                reference=letter.reference,
                title=letter.title,
                detail=letter.recipient[0] if letter.recipient else "",
            )


def learn(work: Work) -> None:
    """Bring the search up to date with what a change touched, within that change."""
    by_noun: dict[str, list[int]] = defaultdict(list)
    for noun, record_id in work.unindexed:
        if noun in _LISTS:
            by_noun[noun].append(record_id)
    for noun, ids in by_noun.items():
        forget(work.connection, noun, ids)
        learn_words(work.connection, noun, _words(work.connection, noun, ids))


def forget(connection: Connection, noun: str, ids: Iterable[int]) -> None:
    """Take records out of the search."""
    query = text(f"DELETE FROM {_LISTS[noun]}_words WHERE rowid = :id")  # noqa: S608  ours
    rows = [{"id": record_id} for record_id in ids]
    if rows:
        connection.execute(query, rows)


def learn_words(
    connection: Connection, noun: str, words: Iterable[tuple[int, str]]
) -> None:
    """Put records into the search that are not in it: their id and folded words."""
    query = text(
        f"INSERT INTO {_LISTS[noun]}_words (rowid, words) VALUES (:id, :words)"  # noqa: S608  ours
    )
    rows = [{"id": record_id, "words": folded} for record_id, folded in words]
    if rows:
        connection.execute(query, rows)


def _words(
    connection: Connection, noun: str, ids: Sequence[int]
) -> Iterator[tuple[int, str]]:
    if noun == "person":
        for person in PeopleReader(connection).several(ids).values():
            yield person.id, people.words_of(person)
    elif noun == "case":
        for case in CasesReader(connection).several(ids):
            yield case.id, cases.words_of(case)
    elif noun == "disclosure":
        for found in DisclosuresReader(connection).several(ids):
            yield found.id, disclosures.words_of(found)
    else:
        for letter in LettersReader(connection).several(ids):
            yield letter.id, letters.words_of(letter)


def _rank(hit: Hit, typed: str) -> tuple[bool, bool, int]:
    exact = fold(hit.reference) == typed
    begins = fold(hit.title).startswith(typed)
    return (not exact, not begins, -hit.id)
