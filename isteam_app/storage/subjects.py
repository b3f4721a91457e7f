"""Keeps whom third-party requests are about."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, Row, func, select

from isteam_app.domain.disclosures import Subject
from isteam_app.domain.listing import Cursor, Page
from isteam_app.domain.record_facts import facts_of_subject
from isteam_app.domain.text import SUMMARY
from isteam_app.errors import NotFound
from isteam_app.storage.history import History
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.people import PeopleReader
from isteam_app.storage.tables import disclosure_subjects
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {
    "name": Limit("The person it is about"),
    "details": Limit("What is known of them", SUMMARY),
}


class SubjectsReader:
    """Finds whom requests are about."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> Subject:  # noqa: A002  the record's own word
        """Return one subject.

        Raises:
            NotFound: no subject has that id.
        """
        query = select(disclosure_subjects).where(disclosure_subjects.c.id == id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound("That person is not on the request any more.")
        return _subject(row)

    def page(
        self, disclosure_id: int, after: Cursor | None = None, limit: int = 100
    ) -> Page[Subject]:
        """Return one screenful of a request's subjects, in the order they were kept."""
        column = disclosure_subjects.c
        query = (
            select(disclosure_subjects)
            .where(column.disclosure_id == disclosure_id)
            .order_by(column.id)
            .limit(limit + 1)
        )
        if after is not None:
            query = query.where(column.id > after.id)
        rows = self._connection.execute(query).all()
        shown = tuple(_subject(row) for row in rows[:limit])
        more = len(rows) > limit
        return Page(
            rows=shown, next=Cursor(value=None, id=shown[-1].id) if more else None
        )

    def count(self, disclosure_id: int) -> int:
        query = select(func.count()).where(
            disclosure_subjects.c.disclosure_id == disclosure_id
        )
        return int(self._connection.execute(query).scalar_one())

    def names(self, disclosure_id: int, limit: int = 2000) -> tuple[str, ...]:
        """Return the names of a request's subjects, in the order they were kept."""
        query = (
            select(disclosure_subjects.c.name)
            .where(disclosure_subjects.c.disclosure_id == disclosure_id)
            .order_by(disclosure_subjects.c.id)
            .limit(limit)
        )
        return tuple(self._connection.scalars(query))

    def named(self, ids: Collection[int]) -> dict[int, str]:
        """Return the names of some subjects; one that was taken off is left out."""
        column = disclosure_subjects.c
        query = select(column.id, column.name).where(column.id.in_(ids))
        return {row.id: row.name for row in self._connection.execute(query)}

    def of_several(self, ids: Collection[int]) -> dict[int, tuple[Subject, ...]]:
        """Return the subjects of several requests, in the order they were kept."""
        column = disclosure_subjects.c
        query = select(disclosure_subjects).where(column.disclosure_id.in_(ids))
        found: dict[int, list[Subject]] = {each: [] for each in ids}
        for row in self._connection.execute(query.order_by(column.id)):
            found[row.disclosure_id].append(_subject(row))
        return {each: tuple(subjects) for each, subjects in found.items()}


class Subjects(SubjectsReader):
    """Finds and keeps whom requests are about."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, several: Iterable[Subject]) -> tuple[Subject, ...]:
        """Keep people a request is about.

        Raises:
            NotFound: a person one is linked to is not in the vault.
            RuleBroken: a text cannot be kept.
        """
        return tuple(self._add(subject) for subject in several)

    def update(self, subject: Subject) -> Subject:
        """Keep what changed about a subject, their link to a person included.

        Raises:
            ChangedMeanwhile: somebody else changed it since it was read.
            NotFound: the person it is linked to is not in the vault.
        """
        self._must_be_known(subject)
        before = self.get(subject.id)
        values = _values(subject)
        kept = self._work.update(
            disclosure_subjects, subject.id, subject.version, values
        )
        if not kept:
            raise changed_meanwhile(
                self._work, "request_subject", subject.id, "this person"
            )
        self._tell(before, subject)
        return self.get(subject.id)

    def drop(self, subject: Subject) -> None:
        """Take somebody off a request. What was written stays in its history.

        Raises:
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        column = disclosure_subjects.c
        gone = self._work.connection.execute(
            disclosure_subjects.delete().where(
                column.id == subject.id, column.version == subject.version
            )
        )
        if not gone.rowcount:
            self.get(subject.id)
            raise changed_meanwhile(
                self._work, "request_subject", subject.id, "this person"
            )
        self._tell(subject, None)

    def _add(self, subject: Subject) -> Subject:
        self._must_be_known(subject)
        values = _values(subject) | {
            "disclosure_id": subject.disclosure_id,
            "version": 1,
        }
        kept = self.get(self._work.insert(disclosure_subjects, values))
        self._tell(None, kept)
        return kept

    def _must_be_known(self, subject: Subject) -> None:
        if subject.person_id is not None:
            PeopleReader(self._connection).get(subject.person_id)

    def _tell(self, before: Subject | None, after: Subject | None) -> None:
        told = after or before
        assert told is not None  # noqa: S101  one of the two is given
        self._work.touch("request_subject", told.id, words=False)
        self._work.unindexed["disclosure", told.disclosure_id] = None
        History(self._work).note(
            "request_subject",
            told.id,
            facts_of_subject(before) if before else {},
            facts_of_subject(after) if after else {},
            disclosure_id=told.disclosure_id,
        )


def _values(subject: Subject) -> dict[str, object]:
    values: dict[str, object] = {
        "name": subject.name,
        "details": subject.details,
        "person_id": subject.person_id,
    }
    return cleaned(values, _LIMITS)


def _subject(row: Row[*tuple[Any, ...]]) -> Subject:
    return Subject(
        id=row.id,
        disclosure_id=row.disclosure_id,
        person_id=row.person_id,
        name=row.name,
        details=row.details,
        version=row.version,
    )
