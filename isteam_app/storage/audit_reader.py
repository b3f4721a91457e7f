"""Reads the audit trail: one entry, its head, and screenfuls of what was asked for."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    func,
    select,
    type_coerce,
)

from isteam_app.domain.audit import (
    GENESIS,
    AuditEntry,
    AuditFilter,
    AuditHead,
    AuditVerdict,
    Touched,
)
from isteam_app.domain.listing import Cursor, Page
from isteam_app.progress import Progress, unwatched
from isteam_app.storage.audit_check import RECENT, TrailCheck
from isteam_app.storage.tables import audit, audit_reasons, audit_records

COUNTED = 10_000
"""So many are counted; more than that are only said to be more."""
_EVERYTHING = AuditFilter()
_UNREADABLE = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment shown of an entry whose own was tampered with."""
_ALL = audit.to_metadata(MetaData(), schema="main")
"""The trail itself, past what hides some of it: for the first and last number alone."""
_COLUMNS = (
    audit.c.number,
    # as it stands: one that is no moment must not keep the others from being read
    type_coerce(audit.c.at, Text).label("at"),
    audit.c.by,
    audit.c.action,
    audit.c.touched,
    audit.c.previous,
    audit.c.hash,
)


class AuditReader:
    """Reads and checks the audit trail."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def head(self) -> AuditHead:
        """Return how many entries there are and the newest one's hash."""
        query = select(audit.c.number, audit.c.hash)
        row = self._connection.execute(
            query.order_by(audit.c.number.desc()).limit(1)
        ).first()
        if row is None:
            return AuditHead(count=0, hash=GENESIS)
        return AuditHead(count=row.number, hash=row.hash)

    def page(
        self,
        after: Cursor | None = None,
        limit: int = 100,
        wanted: AuditFilter = _EVERYTHING,
    ) -> Page[AuditEntry]:
        """Return one screenful of entries, newest first."""
        before = None if after is None else after.id
        found = self._newest(wanted, before, limit + 1)
        shown = found[:limit]
        following = len(found) > limit and bool(shown)
        return Page(
            rows=tuple(_entry(row) for row in shown),
            next=Cursor(value=None, id=shown[-1].number) if following else None,
        )

    def count(self, wanted: AuditFilter = _EVERYTHING, *, unbroken: bool = True) -> int:
        """Return how many entries there are, at most one more than COUNTED.

        `unbroken`: whoever reads sees all of them, so the newest one's number tells.
        """
        if unbroken and wanted == _EVERYTHING:
            return self.head().count
        left = COUNTED + 1
        for query in self._queries(wanted, select(audit.c.number)):
            inner = query.limit(left).subquery()
            left -= int(
                self._connection.scalar(select(func.count()).select_from(inner)) or 0
            )
        return COUNTED + 1 - left

    def at(self, number: int) -> AuditEntry | None:
        """Return the entry with a number, or None."""
        query = select(*_COLUMNS).where(audit.c.number == number)
        row = self._connection.execute(query).first()
        return None if row is None else _entry(row)

    def newest_of(self, *actions: str) -> AuditEntry | None:
        """Return the newest entry of one of these actions, or None."""
        found = self._newest(AuditFilter(actions=actions), None, 1)
        return _entry(found[0]) if found else None

    def names(self) -> tuple[str, ...]:
        """Return everybody who stands in the trail, by name."""
        found: list[str] = []
        query = select(func.min(audit.c.by))
        name = self._connection.scalar(query)
        while name is not None:
            found.append(name)
            name = self._connection.scalar(query.where(audit.c.by > name))
        return tuple(found)

    def reason(self, reason_id: int) -> str:
        """Return a reason that was given with an entry, "" once it is erased."""
        query = select(audit_reasons.c.reason).where(audit_reasons.c.id == reason_id)
        return self._connection.scalar(query) or ""

    def verify(
        self, progress: Progress = unwatched, *, thorough: bool = False
    ) -> AuditVerdict:
        """Follow the whole trail from its first entry. TrailCheck says what more."""
        check = self.begin_check(thorough=thorough)
        total = self.head().count
        progress(0, total)
        while check.go_on(self._connection):
            progress(check.done, max(check.done, total))
        progress(check.done, check.done)
        return check.verdict

    def begin_check(self, *, thorough: bool = False) -> TrailCheck:
        """Return a check of the whole trail that goes on slice by slice."""
        return TrailCheck(self._connection, thorough=thorough)

    def go_on(self, check: TrailCheck) -> bool:
        """Check the next slice; False when all is checked or an entry is at fault."""
        return check.go_on(self._connection)

    def verify_recent(self, entries: int = RECENT) -> AuditVerdict:
        """Follow the newest entries only: quick enough for every opening."""
        check = TrailCheck(self._connection, newest=entries)
        while check.go_on(self._connection):
            pass
        return check.verdict

    def _newest(
        self, wanted: AuditFilter, before: int | None, limit: int
    ) -> list[Row[*tuple[Any, ...]]]:
        """Merge the newest of each action: so each is found along its own index."""
        # the listing of records is in their order already; the trail itself would be
        # read through and sorted
        place = audit.c.number if wanted.record is None else audit_records.c.number
        each = []
        for query in self._queries(wanted, select(*_COLUMNS)):
            if before is not None:
                query = query.where(place < before)
            ordered = query.order_by(place.desc()).limit(limit)
            each.append(self._connection.execute(ordered).all())
        if len(each) == 1:
            return list(each[0])
        newest_first = merge(*each, key=lambda row: row.number, reverse=True)
        return list(islice(newest_first, limit))

    def _queries(
        self, wanted: AuditFilter, start: Select[*tuple[Any, ...]]
    ) -> Sequence[Select[*tuple[Any, ...]]]:
        query = start.where(*self._terms(wanted))
        if wanted.record is not None:
            noun, record_id = wanted.record
            query = query.join(
                audit_records, audit_records.c.number == audit.c.number
            ).where(
                audit_records.c.noun == noun, audit_records.c.record_id == record_id
            )
            if wanted.actions is not None:
                query = query.where(audit.c.action.in_(wanted.actions))
            return [query]
        if wanted.actions is None:
            return [query]
        return [query.where(audit.c.action == action) for action in wanted.actions]

    def _terms(self, wanted: AuditFilter) -> list[ColumnElement[bool]]:
        terms: list[ColumnElement[bool]] = []
        if wanted.by:
            terms.append(audit.c.by == wanted.by)
        if wanted.first is None and wanted.before is None:
            return terms
        period = _within(audit, wanted)
        # a clock may have been set back: the numbers of a period are looked up
        ends = select(func.min(_ALL.c.number), func.max(_ALL.c.number))
        least, most = self._connection.execute(ends.where(*_within(_ALL, wanted))).one()
        return [*terms, audit.c.number.between(least or 0, most or 0), *period]


def _within(trail: Table, wanted: AuditFilter) -> list[ColumnElement[bool]]:
    period = []
    if wanted.first is not None:
        period.append(trail.c.at >= wanted.first)
    if wanted.before is not None:
        period.append(trail.c.at < wanted.before)
    return period


def _entry(row: Row[*tuple[Any, ...]]) -> AuditEntry:
    """Return a row as an entry; of one that was tampered with, what can be read."""
    try:
        at = datetime.fromisoformat(row.at).replace(tzinfo=UTC)
        touched = tuple(
            Touched(noun=str(noun), id=int(record_id), digest=str(told))
            for noun, record_id, told in json.loads(row.touched)
        )
    except (ValueError, TypeError):
        at, touched = _UNREADABLE, ()
    return AuditEntry(
        number=row.number,
        at=at,
        by=str(row.by),
        action=str(row.action),
        touched=touched,
        previous=row.previous if isinstance(row.previous, bytes) else b"",
        hash=row.hash if isinstance(row.hash, bytes) else b"",
    )
