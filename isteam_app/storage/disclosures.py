"""Keeps the register of what third parties asked and what was decided."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, tuple_

from isteam_app.domain.disclosures import Disclosure, DisclosureRow
from isteam_app.domain.listing import Cursor, DisclosureFilter, DisclosureOrder, Page
from isteam_app.domain.record_facts import facts_of_request
from isteam_app.errors import NotFound
from isteam_app.storage.cases import reference_key
from isteam_app.storage.disclosure_listing import (
    about,
    count_terms,
    listing,
    terms_of,
)
from isteam_app.storage.disclosure_rows import LINE, disclosure_of, line_of, values_of
from isteam_app.storage.disclosure_statistics import CountedBy, counts
from isteam_app.storage.engine import VIEWS
from isteam_app.storage.history import History
from isteam_app.storage.locks import Locks
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.paging import counted
from isteam_app.storage.people import PeopleReader
from isteam_app.storage.tables import disclosures
from isteam_app.storage.work import Work

_SLICE = 500


class DisclosuresReader:
    """Finds requests in the register."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> Disclosure:  # noqa: A002  the record's own word
        """Return one request.

        Raises:
            NotFound: no request has that id.
        """
        return self._one(disclosures.c.id == id)

    def by_reference(self, reference: str) -> Disclosure:
        """Return the request with a reference, however it was typed.

        Raises:
            NotFound: no request has that reference.
        """
        return self._one(disclosures.c.reference == reference.strip().upper())

    def several(self, ids: Iterable[int]) -> tuple[Disclosure, ...]:
        """Return the requests with these ids, oldest first."""
        query = select(disclosures).where(disclosures.c.id.in_(set(ids)))
        rows = self._connection.execute(query.order_by(disclosures.c.id))
        return tuple(disclosure_of(row) for row in rows)

    def for_person(self, person_id: int) -> tuple[DisclosureRow, ...]:
        """Return the requests about one person, newest first."""
        query = LINE.where(disclosures.c.id.in_(about(person_id)))
        rows = self._connection.execute(query.order_by(disclosures.c.id.desc()))
        return tuple(line_of(row) for row in rows)

    def page(
        self,
        which: DisclosureFilter = DisclosureFilter(),  # noqa: B008  frozen, so it cannot be shared by mistake
        order: DisclosureOrder = DisclosureOrder(),  # noqa: B008  frozen likewise
        after: Cursor | None = None,
        limit: int = 100,
    ) -> Page[DisclosureRow]:
        """Return one screenful of the register."""
        return listing(which, order).page(self._connection, after, limit)

    def count(
        self,
        which: DisclosureFilter = DisclosureFilter(),  # noqa: B008  frozen, so it cannot be shared by mistake
        at_most: int | None = None,
    ) -> int:
        """Count the lines of the register; with `at_most`, stop counting there."""
        covered = bool(self._connection.info.get(VIEWS))
        terms = count_terms(which, covered=covered)
        return counted(self._connection, disclosures, terms, at_most)

    def each(
        self, from_: date | None = None, to: date | None = None
    ) -> Iterator[Disclosure]:
        """Go through the requests received in a span of days, oldest first.

        They are read in slices, so that a register of any length fits in memory.
        """
        wanted = DisclosureFilter(received_from=from_, received_to=to)
        place = tuple_(disclosures.c.received, disclosures.c.id)
        query = select(disclosures).where(
            *terms_of(wanted, leading=disclosures.c.received)
        )
        query = query.order_by(disclosures.c.received, disclosures.c.id).limit(_SLICE)
        rows = self._connection.execute(query).all()
        while rows:
            for row in rows:
                yield disclosure_of(row)
            here = (rows[-1].received, rows[-1].id)
            rows = self._connection.execute(query.where(place > here)).all()

    def numbers(
        self,
        way: CountedBy,
        from_: date | None = None,
        to: date | None = None,
        *,
        with_locked: bool = False,
    ) -> tuple[tuple[Any, int], ...]:
        """Count the requests received in a span of days by what they are alike in."""
        return counts(self._connection, way, from_, to, with_locked=with_locked)

    def _one(self, which: ColumnElement[bool]) -> Disclosure:
        row = self._connection.execute(select(disclosures).where(which)).first()
        if row is None:
            raise NotFound("That request is not in the register.")
        return disclosure_of(row)


class Disclosures(DisclosuresReader):
    """Finds and keeps requests."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, disclosure: Disclosure) -> Disclosure:
        """Note a new request. It is given its reference here: D-2026-00007.

        One that is locked takes a number that tells nothing of others: R-2026-7K3QX9.

        Raises:
            NotFound: the person it is linked to is not in the vault.
            RuleBroken: a text cannot be kept.
        """
        if disclosure.person_id is not None:
            PeopleReader(self._connection).get(disclosure.person_id)
        values = values_of(disclosure)
        year = self._work.at.year
        number, reference = 0, ""
        if disclosure.locked:
            reference = Locks(self._work).hidden_number(year)
        else:
            number = self._work.next_number("disclosure", year)
            reference = f"D-{year}-{number:05}"
        values |= {
            "reference": reference,
            "reference_key": reference_key(year, number),
            "recorded_at": disclosure.recorded_at or self._work.at,
            "recorded_by": values["recorded_by"] or self._work.by,
            "version": 1,
        }
        disclosure_id = self._work.insert(disclosures, values)
        self._work.touch("disclosure", disclosure_id)
        if disclosure.locked:  # else whoever records it might not see it already
            Locks(self._work).clear(disclosure_id, self._work.by)
        return self.get(disclosure_id)

    def unchanged(self, disclosure: Disclosure) -> Disclosure:
        """Return a request as it is kept, if it is still what was read.

        Raises:
            ChangedMeanwhile: somebody else changed it since.
            NotFound: it is not in the register.
        """
        held = self.get(disclosure.id)
        if held.version != disclosure.version:
            raise changed_meanwhile(
                self._work, "disclosure", disclosure.id, "this request"
            )
        return held

    def update(self, disclosure: Disclosure) -> Disclosure:
        """Keep what changed about a request.

        Raises:
            ChangedMeanwhile: somebody else changed it since it was read.
            RuleBroken: a text cannot be kept.
        """
        values = values_of(disclosure)
        for fixed in ("recorded_at", "recorded_by", "version"):
            del values[fixed]
        version = disclosure.version
        before = self.get(disclosure.id)
        if not self._work.update(disclosures, disclosure.id, version, values):
            raise changed_meanwhile(
                self._work, "disclosure", disclosure.id, "this request"
            )
        self._work.touch("disclosure", disclosure.id)
        kept = self.get(disclosure.id)
        History(self._work).note(
            "disclosure",
            kept.id,
            facts_of_request(before),
            facts_of_request(kept),
            disclosure_id=kept.id,
        )
        return kept
