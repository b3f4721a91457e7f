"""Finds records by the words in them. What people type is never search syntax."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, text

from isteam_app.domain.listing import Hit, HitKind
from isteam_app.domain.text import fold
from isteam_app.storage import cases, disclosure_rows, letters, people
from isteam_app.storage.cases import CasesReader
from isteam_app.storage.disclosures import DisclosuresReader
from isteam_app.storage.letters import LettersReader
from isteam_app.storage.names import forget_names, learn_names, near_names
from isteam_app.storage.paging import match_words
from isteam_app.storage.people import PeopleReader
from isteam_app.storage.subjects import SubjectsReader
from isteam_app.storage.work import Work

_LISTS = {
    "person": "people",
    "case": "cases",
    "disclosure": "disclosures",
    "letter": "letters",
}
_SLACK = 4  # newest hits looked at for each one shown, before the likeliest are chosen
_FEW = 5  # with fewer hits, names like the one typed are offered too
_KINDS = {kind.value: kind for kind in HitKind}
_HITS = {
    HitKind.CASE: "cases.id, cases.reference, people.name, cases.kind "
    "FROM {found} JOIN cases ON cases.id = {found}.id "
    "JOIN people ON people.id = cases.subject_id",
    HitKind.PERSON: "people.id, '', name, trim(town || ' ' || postcode) "
    "FROM {found} JOIN people ON people.id = {found}.id",
    HitKind.DISCLOSURE: "disclosures.id, reference, organisation, about "
    "FROM {found} JOIN disclosures ON disclosures.id = {found}.id",
    HitKind.LETTER: "letters.id, cases.reference || ' / L' || number, title, "
    "coalesce(json_extract(recipient, '$[0]'), '') "
    "FROM {found} JOIN letters ON letters.id = {found}.id "
    "JOIN cases ON cases.id = letters.case_id",
}


def _all_hits() -> str:
    """Return one question for all kinds of record: each question has its price."""
    found = ", ".join(
        f"found_{kind} (id) AS MATERIALIZED (SELECT rowid FROM {_LISTS[kind]}_words "  # noqa: S608  names of ours alone
        f"WHERE {_LISTS[kind]}_words MATCH :match ORDER BY rowid DESC LIMIT :most)"
        for kind in _HITS
    )
    hits = " UNION ALL ".join(
        f"SELECT '{kind}', {hits.format(found=f'found_{kind}')}"
        for kind, hits in _HITS.items()
    )
    return f"WITH {found} {hits}"


_ALL_HITS = _all_hits()


class SearchReader:
    """Finds cases, people, requests and letters at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, typed: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return the likeliest records that hold every word typed.

        An exact reference stands first, then names that begin as typed, then the
        newest. Where there are few, people follow whose name holds what was typed
        within it or, where there are none at all, is nearly what was typed. An empty
        search finds nothing.
        """
        match = match_words(typed)
        if not match:
            return ()
        given = {"match": match, "most": limit * _SLACK}
        rows = self._connection.exec_driver_sql(_ALL_HITS, given).all()
        start = fold(typed)
        likely = sorted(rows, key=lambda row: _rank(row[1], row[2], row[3], start))
        hits = [
            Hit(
                kind=_KINDS[kind],
                id=number,
                reference=reference,
                title=title,
                detail=detail,
            )
            for kind, number, reference, title, detail in likely[:limit]
        ]
        if len(hits) < _FEW:
            hits += self._nearly(typed, hits)
        return tuple(hits[:limit])

    def _nearly(self, typed: str, hits: Sequence[Hit]) -> Iterator[Hit]:
        known = {hit.id for hit in hits if hit.kind is HitKind.PERSON}
        near = near_names(self._connection, typed, _FEW, alike=not hits)
        found = PeopleReader(self._connection).several(near)
        seen = (one for one in near if one in found and one not in known)
        for person in (found[one] for one in seen):
            place = (person.address.town, person.address.postcode)
            yield Hit(
                kind=HitKind.PERSON,
                id=person.id,
                reference="",
                title=person.name,
                detail=" ".join(part for part in place if part),
            )


def learn(work: Work) -> None:
    """Bring the search up to date with what a change touched, within that change."""
    by_noun: dict[str, list[int]] = defaultdict(list)
    for noun, record_id in work.unindexed:
        if noun in _LISTS:
            by_noun[noun].append(record_id)
    for noun, ids in by_noun.items():
        forget(work.connection, noun, ids)
        if noun == "person":
            _learn_names(work.connection, ids)
        learn_words(work.connection, noun, _words(work.connection, noun, ids))


def _learn_names(connection: Connection, ids: Sequence[int]) -> None:
    forget_names(connection, ids)
    found = PeopleReader(connection).several(ids).values()
    learn_names(connection, people.findable(found, people.name_of))


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
        known = PeopleReader(connection).several(ids).values()
        yield from people.findable(known, people.words_of)
    elif noun == "case":
        for case in CasesReader(connection).several(ids):
            yield case.id, cases.words_of(case)
    elif noun == "disclosure":
        for found in DisclosuresReader(connection).several(ids):
            about = SubjectsReader(connection).names(found.id)
            yield found.id, disclosure_rows.words_of(found, about)
    else:
        for letter in LettersReader(connection).several(ids):
            yield letter.id, letters.words_of(letter)


def _rank(number: int, reference: str, title: str, typed: str) -> tuple[int, int, int]:
    exact = reference.lower() == typed
    # as fold would have it, but for nearly every name without its price
    folded = title.lower() if title.isascii() else fold(title)
    return (not exact, not folded.startswith(typed), -number)
