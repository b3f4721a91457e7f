"""Keeps the register of what third parties asked and what was decided."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    or_,
    select,
    tuple_,
)

from isteam_app.domain.disclosures import (
    ApprovedHow,
    Decision,
    Disclosure,
    DisclosureRow,
    DisclosureState,
    RequesterKind,
    Told,
)
from isteam_app.domain.listing import (
    Cursor,
    DisclosureColumn,
    DisclosureFilter,
    DisclosureOrder,
    Page,
)
from isteam_app.domain.record_facts import facts_of_request
from isteam_app.domain.text import BODY, NOTE, SHORT, SUMMARY, fold
from isteam_app.errors import NotFound
from isteam_app.storage.cases import reference_key
from isteam_app.storage.disclosure_statistics import CountedBy, counts
from isteam_app.storage.history import History
from isteam_app.storage.locks import Locks
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.packed import packed, unpacked
from isteam_app.storage.paging import Listing, counted, has_words, unindexed
from isteam_app.storage.people import PeopleReader
from isteam_app.storage.plain import from_json, to_json
from isteam_app.storage.tables import disclosure_subjects, disclosures, organisations
from isteam_app.storage.work import Limit, Work, cleaned, cleaned_each

_LIMITS = {
    "organisation": Limit("The organisation's name"),
    "about": Limit("The person it is about", SUMMARY),
    "asked": Limit("What was asked", NOTE),
    "legal_basis": Limit("The legal basis", SUMMARY),
    "officer": Limit("The officer's name"),
    "their_reference": Limit("Their reference"),
    "reason": Limit("The reason", NOTE),
    "decided_by": Limit("The name of who decided"),
    "what_left": Limit("What was sent", NOTE),
    "method": Limit("How it was sent", SUMMARY),
    "told_reason": Limit("The reason for not telling", SUMMARY),
    "recorded_by": Limit("The name of who recorded it"),
    "prepared_by": Limit("The name of who prepared it"),
    "verdicts": Limit("What the rules said", BODY),
}
_SORTED_BY: dict[DisclosureColumn, Column[Any]] = {
    column: disclosures.c[column.value]
    for column in DisclosureColumn
    if column.value in disclosures.c
} | {
    DisclosureColumn.REFERENCE: disclosures.c.reference_key,
    DisclosureColumn.ORGANISATION: disclosures.c.organisation_key,
    DisclosureColumn.ABOUT: disclosures.c.about_key,
}
_PENDING = frozenset(DisclosureState) - {
    DisclosureState.DECIDED,
    DisclosureState.CLOSED,
    DisclosureState.WITHDRAWN,
}
"""Those that wait: few at any time, so they are found first and sorted afterwards."""
_NULLABLE = (
    DisclosureColumn.COMPLY_BY,
    DisclosureColumn.LEFT_ON,
    DisclosureColumn.WAITING,
)
_LINE: Select[*tuple[Any, ...]] = select(
    disclosures.c.id,
    disclosures.c.reference,
    disclosures.c.received,
    disclosures.c.organisation,
    disclosures.c.kind,
    disclosures.c.about,
    disclosures.c.legal_basis,
    disclosures.c.decision,
    disclosures.c.comply_by,
    disclosures.c.left_on,
    disclosures.c.told,
    disclosures.c.state,
    disclosures.c.waiting_since,
    disclosures.c.record_by,
    disclosures.c.locked,
    disclosures.c.emergency,
)
_RANGES = ("received", "comply_by", "waiting_since", "organisation_key")
"""What is asked for by its two ends: its own index may lead where it also sorts."""
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
        return tuple(_disclosure(row) for row in rows)

    def for_person(self, person_id: int) -> tuple[DisclosureRow, ...]:
        """Return the requests about one person, newest first."""
        query = _LINE.where(disclosures.c.id.in_(_about(person_id)))
        rows = self._connection.execute(query.order_by(disclosures.c.id.desc()))
        return tuple(_line(row) for row in rows)

    def page(
        self,
        which: DisclosureFilter = DisclosureFilter(),  # noqa: B008  frozen, so it cannot be shared by mistake
        order: DisclosureOrder = DisclosureOrder(),  # noqa: B008  frozen likewise
        after: Cursor | None = None,
        limit: int = 100,
    ) -> Page[DisclosureRow]:
        """Return one screenful of the register."""
        # what was searched for must not outlast the vault's being open
        listing = _listing(which, order) if which.text else _kept(which, order)
        return listing.page(self._connection, after, limit)

    def count(
        self,
        which: DisclosureFilter = DisclosureFilter(),  # noqa: B008  frozen, so it cannot be shared by mistake
        at_most: int | None = None,
    ) -> int:
        """Count the lines of the register; with `at_most`, stop counting there."""
        return counted(self._connection, disclosures, _terms(which), at_most)

    def each(
        self, from_: date | None = None, to: date | None = None
    ) -> Iterator[Disclosure]:
        """Go through the requests received in a span of days, oldest first.

        They are read in slices, so that a register of any length fits in memory.
        """
        wanted = DisclosureFilter(received_from=from_, received_to=to)
        place = tuple_(disclosures.c.received, disclosures.c.id)
        query = select(disclosures).where(
            *_terms(wanted, leading=disclosures.c.received)
        )
        query = query.order_by(disclosures.c.received, disclosures.c.id).limit(_SLICE)
        rows = self._connection.execute(query).all()
        while rows:
            for row in rows:
                yield _disclosure(row)
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
        return _disclosure(row)


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


def values_of(disclosure: Disclosure) -> dict[str, object]:
    """Return a request as the columns of a row, every text checked."""
    values: dict[str, object] = {
        "received": disclosure.received,
        "organisation": disclosure.organisation,
        "kind": disclosure.kind.value,
        "about": disclosure.about,
        "asked": disclosure.asked,
        "legal_basis": disclosure.legal_basis,
        "compelled": int(disclosure.compelled),
        "officer": disclosure.officer,
        "their_reference": disclosure.their_reference,
        "comply_by": disclosure.comply_by,
        "decision": disclosure.decision.value,
        "reason": disclosure.reason,
        "decided_by": disclosure.decided_by,
        "decided_on": disclosure.decided_on,
        "what_left": disclosure.what_left,
        "method": disclosure.method,
        "left_on": disclosure.left_on,
        "told": disclosure.told.value,
        "told_reason": disclosure.told_reason,
        "person_id": disclosure.person_id,
        "state": disclosure.state.value,
        "life_at_risk": int(disclosure.life_at_risk),
        "return_by": disclosure.return_by,
        "prepared_by": disclosure.prepared_by,
        "approved_how": disclosure.approved_how.value,
        "emergency": int(disclosure.emergency),
        "record_by": disclosure.record_by,
        "waiting_since": disclosure.waiting_since,
        "closed_on": disclosure.closed_on,
        "verdicts": disclosure.verdicts,
        "locked": int(disclosure.locked),
        "lock_review": disclosure.lock_review,
        "organisation_id": disclosure.organisation_id,
        "recorded_at": disclosure.recorded_at,
        "recorded_by": disclosure.recorded_by,
        "version": disclosure.version,
    }
    cleaned(values, _LIMITS)
    named = cleaned_each(disclosure.categories, "categories", Limit("A category"))
    return values | {
        "categories": to_json(named),
        "verdicts": packed(disclosure.verdicts),
        "organisation_key": fold(disclosure.organisation),
        "about_key": fold(disclosure.about)[:SHORT],
    }


def words_of(disclosure: Disclosure, subjects: Sequence[str] = ()) -> str:
    """Return the folded words a request is found by; `subjects` whom it is about."""
    parts = (
        disclosure.reference,
        disclosure.organisation,
        disclosure.about,
        disclosure.officer,
        disclosure.their_reference,
        disclosure.asked,
        disclosure.legal_basis,
        disclosure.what_left,
        *subjects,
    )
    return fold(" ".join(parts))


def _terms(
    which: DisclosureFilter, leading: ColumnElement[Any] | None = None
) -> list[ColumnElement[bool]]:
    narrow = (
        leading is None
        or bool(which.text)
        or which.person_id is not None
        or bool(which.states and _PENDING.issuperset(which.states))
    )

    def column(name: str) -> ColumnElement[Any]:
        one = disclosures.c[name]
        by_range = one is leading and name in _RANGES
        return one if narrow or by_range else unindexed(one)

    received = column("received")
    asked: tuple[tuple[bool, ColumnElement[bool]], ...] = (
        (bool(which.kinds), column("kind").in_(which.kinds)),
        (bool(which.decisions), column("decision").in_(which.decisions)),
        (bool(which.told), column("told").in_(which.told)),
        (
            which.received_from is not None,
            received >= (which.received_from or date.min),
        ),
        (which.received_to is not None, received <= (which.received_to or date.max)),
        (
            which.person_id is not None,
            disclosures.c.id.in_(_about(which.person_id or 0)),
        ),
        (bool(which.states), column("state").in_(which.states)),
        (
            which.organisation_id is not None,
            column("organisation_id") == which.organisation_id,
        ),
        (which.emergency is not None, column("emergency") == which.emergency),
        (which.locked is not None, column("locked") == which.locked),
        (which.compelled is not None, column("compelled") == which.compelled),
        (
            which.comply_from is not None,
            column("comply_by") >= (which.comply_from or date.min),
        ),
        (
            which.comply_to is not None,
            column("comply_by") <= (which.comply_to or date.max),
        ),
        (
            which.waiting_from is not None,
            column("waiting_since") >= (which.waiting_from or date.min),
        ),
        (
            which.waiting_to is not None,
            column("waiting_since") <= (which.waiting_to or date.max),
        ),
        (bool(fold(which.organisation)), _asked_by(which, column)),
        (bool(which.text.strip()), has_words(disclosures, which.text)),
    )
    return [term for wanted, term in asked if wanted]


def _asked_by(
    which: DisclosureFilter, column: Callable[[str], ColumnElement[Any]]
) -> ColumnElement[bool]:
    """Return the condition that an organisation asked, by any name it had here."""
    key = fold(which.organisation)

    def named(one: ColumnElement[Any]) -> ColumnElement[bool]:
        if which.organisation_whole:
            return one == key
        return and_(one >= key, one < key + "\U0010ffff")

    known = select(organisations.c.id).where(named(organisations.c.name_key))
    return or_(named(column("organisation_key")), column("organisation_id").in_(known))


def _listing(which: DisclosureFilter, order: DisclosureOrder) -> Listing[DisclosureRow]:
    column = _SORTED_BY[order.column]
    return Listing(
        _LINE.where(*_terms(which, leading=column)),
        _line,
        column=column,
        id=disclosures.c.id,
        descending=order.descending,
        nullable=order.column in _NULLABLE,
    )


_kept = lru_cache(maxsize=128)(_listing)


def _line(row: Row[*tuple[Any, ...]]) -> DisclosureRow:
    return DisclosureRow(
        id=row.id,
        reference=row.reference,
        received=row.received,
        organisation=row.organisation,
        kind=RequesterKind(row.kind),
        about=row.about,
        legal_basis=row.legal_basis,
        decision=Decision(row.decision),
        comply_by=row.comply_by,
        left_on=row.left_on,
        told=Told(row.told),
        state=DisclosureState(row.state),
        waiting_since=row.waiting_since,
        record_by=row.record_by,
        locked=bool(row.locked),
        emergency=bool(row.emergency),
    )


def _about(person_id: int) -> Select[tuple[int]]:
    """Return the question for the requests about one person."""
    return select(disclosure_subjects.c.disclosure_id).where(
        disclosure_subjects.c.person_id == person_id
    )


def _disclosure(row: Row[*tuple[Any, ...]]) -> Disclosure:
    return Disclosure(
        id=row.id,
        reference=row.reference,
        received=row.received,
        organisation=row.organisation,
        kind=RequesterKind(row.kind),
        about=row.about,
        asked=row.asked,
        legal_basis=row.legal_basis,
        compelled=bool(row.compelled),
        officer=row.officer,
        their_reference=row.their_reference,
        categories=from_json(tuple[str, ...], row.categories),
        comply_by=row.comply_by,
        decision=Decision(row.decision),
        reason=row.reason,
        decided_by=row.decided_by,
        decided_on=row.decided_on,
        what_left=row.what_left,
        method=row.method,
        left_on=row.left_on,
        told=Told(row.told),
        told_reason=row.told_reason,
        person_id=row.person_id,
        state=DisclosureState(row.state),
        life_at_risk=bool(row.life_at_risk),
        return_by=row.return_by,
        prepared_by=row.prepared_by,
        approved_how=ApprovedHow(row.approved_how),
        emergency=bool(row.emergency),
        record_by=row.record_by,
        waiting_since=row.waiting_since,
        closed_on=row.closed_on,
        verdicts=unpacked(row.verdicts),
        locked=bool(row.locked),
        lock_review=row.lock_review,
        organisation_id=row.organisation_id,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        version=row.version,
    )
