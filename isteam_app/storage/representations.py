"""Keeps who acts for whom, by what authority, and until when."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from isteam_app.domain.people import Capacity, Representation
from isteam_app.domain.record_facts import facts_of_representation
from isteam_app.domain.text import SUMMARY
from isteam_app.errors import ChangedMeanwhile, NotFound
from isteam_app.storage.history import History
from isteam_app.storage.letter_doubts import doubt_of_authority
from isteam_app.storage.people import PeopleReader
from isteam_app.storage.tables import representations
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {
    "evidence": Limit("What was seen", SUMMARY),
    "seen_by": Limit("The name of who saw it"),
    "scope": Limit("How far the authority goes", SUMMARY),
}
_MOST = 200
_NEWEST = select(representations).order_by(representations.c.id.desc()).limit(_MOST)


class RepresentationsReader:
    """Finds who acts for whom."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> Representation:  # noqa: A002  the record's own word
        """Return one of them.

        Raises:
            NotFound: none has that id.
        """
        found = self._all(select(representations).where(representations.c.id == id))
        if not found:
            raise NotFound("That representative is not in the vault any more.")
        return found[0]

    def for_subject(self, person_id: int) -> tuple[Representation, ...]:
        """Return who acts or acted for a person, the newest 200 first."""
        return self._all(_NEWEST.where(representations.c.subject_id == person_id))

    def by_representative(self, person_id: int) -> tuple[Representation, ...]:
        """Return whom somebody acts or acted for, the newest 200 first."""
        return self._all(
            _NEWEST.where(representations.c.representative_id == person_id)
        )

    def between(
        self, subject_id: int, representatives: Iterable[int]
    ) -> tuple[Representation, ...]:
        """Return by what authority some people act for a person, newest first."""
        return self._all(
            _NEWEST.where(
                representations.c.subject_id == subject_id,
                representations.c.representative_id.in_(set(representatives)),
            )
        )

    def _all(self, query: Select[*tuple[Any, ...]]) -> tuple[Representation, ...]:
        rows: Sequence[Row[*tuple[Any, ...]]] = self._connection.execute(query).all()
        ids = {row.subject_id for row in rows} | {row.representative_id for row in rows}
        people = PeopleReader(self._connection).several(ids)
        return tuple(
            Representation(
                id=row.id,
                representative=people[row.representative_id],
                subject=people[row.subject_id],
                capacity=Capacity(row.capacity),
                evidence=row.evidence,
                seen_on=row.seen_on,
                seen_by=row.seen_by,
                scope=row.scope,
                expires=row.expires,
                ended_on=row.ended_on,
                version=row.version,
            )
            for row in rows
        )


class Representations(RepresentationsReader):
    """Finds and keeps who acts for whom."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, given: Representation) -> Representation:
        """Keep a new authority; both people must be kept already.

        Raises:
            RuleBroken: a text cannot be kept.
        """
        id_ = self._work.insert(representations, _values(given) | {"version": 1})
        kept = self.get(id_)
        self._note(None, kept)
        return kept

    def update(self, given: Representation) -> Representation:
        """Keep what changed of an authority.

        Raises:
            RuleBroken: a text cannot be kept.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        before = self.get(given.id)
        if not self._work.update(
            representations, given.id, given.version, _values(given)
        ):
            raise ChangedMeanwhile(
                "Somebody else changed this authority while you were typing. Nothing "
                "of yours was saved. Look at the newest details, then make your change."
            )
        kept = self.get(given.id)
        self._note(before, kept)
        doubt_of_authority(self._work, kept.subject.id, kept.representative.id)
        return kept

    def _note(self, before: Representation | None, kept: Representation) -> None:
        self._work.touch("representation", kept.id, words=False)
        was = facts_of_representation(before) if before else {}
        History(self._work).note(
            "representation", kept.id, was, facts_of_representation(kept)
        )


def _values(given: Representation) -> dict[str, object]:
    values: dict[str, object] = {
        "representative_id": given.representative.id,
        "subject_id": given.subject.id,
        "capacity": given.capacity.value,
        "evidence": given.evidence,
        "seen_on": given.seen_on,
        "seen_by": given.seen_by,
        "scope": given.scope,
        "expires": given.expires,
        "ended_on": given.ended_on,
    }
    return cleaned(values, _LIMITS)
