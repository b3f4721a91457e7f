"""Keeps the audit trail: one chained entry for each change, never altered."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from isteam_app.domain.audit import (
    GENESIS,
    AuditEntry,
    AuditHead,
    AuditVerdict,
    ChainCheck,
    Touched,
    chained,
)
from isteam_app.domain.listing import Cursor, Page
from isteam_app.progress import Progress, unwatched
from isteam_app.storage.tables import (
    audit,
    case_events,
    cases,
    disclosures,
    documents,
    letters,
    members,
    people,
    posts,
)
from isteam_app.storage.work import Subject, Work

_SALTED: dict[str, Table] = {
    "person": people,
    "post": posts,
    "case": cases,
    "document": documents,
    "letter": letters,
    "disclosure": disclosures,
    "member": members,
}
_SLICE = 2_000
_RECENT = 1_000


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

    def page(self, after: Cursor | None = None, limit: int = 100) -> Page[AuditEntry]:
        """Return one screenful of entries, newest first."""
        query = select(audit).order_by(audit.c.number.desc()).limit(limit + 1)
        if after is not None:
            query = query.where(audit.c.number < after.id)
        rows = self._connection.execute(query).all()
        shown = rows[:limit]
        following = len(rows) > limit and bool(shown)
        return Page(
            rows=tuple(_entry(row) for row in shown),
            next=Cursor(value=None, id=shown[-1].number) if following else None,
        )

    def at(self, number: int) -> AuditEntry | None:
        """Return the entry with a number, or None."""
        query = select(audit).where(audit.c.number == number)
        row = self._connection.execute(query).first()
        return None if row is None else _entry(row)

    def verify(self, progress: Progress = unwatched) -> AuditVerdict:
        """Follow the whole trail from its first entry."""
        return self._follow(ChainCheck(), progress)

    def verify_recent(self, entries: int = _RECENT) -> AuditVerdict:
        """Follow the newest entries only: quick enough for every opening."""
        check = ChainCheck()
        before = self.at(self.head().count - entries)
        if before is not None:
            check.head = AuditHead(count=before.number, hash=before.hash)
        return self._follow(check, unwatched)

    def _follow(self, check: ChainCheck, progress: Progress) -> AuditVerdict:
        total = self.head().count
        for entry in self._entries(check.head.count):
            if entry.number % _SLICE == 1:
                progress(entry.number - 1, total)
            if not check.follow(entry):
                return check.verdict
        progress(total, total)
        return check.verdict

    def _entries(self, after: int) -> Iterator[AuditEntry]:
        query = select(audit).order_by(audit.c.number).limit(_SLICE)
        rows = self._connection.execute(query.where(audit.c.number > after)).all()
        while rows:
            for row in rows:
                yield _entry(row)
            here = rows[-1].number
            rows = self._connection.execute(query.where(audit.c.number > here)).all()


def append_entry(work: Work, action: str) -> AuditEntry:
    """Add the entry that tells of one change, within that change."""
    head = AuditReader(work.connection).head()
    entry = chained(
        head.count + 1,
        at=work.at,
        by=work.by,
        action=action,
        touched=[_touched(work.connection, subject) for subject in work.touched],
        previous=head.hash,
    )
    work.connection.execute(
        audit.insert(),
        {
            "number": entry.number,
            "at": entry.at,
            "by": entry.by,
            "action": entry.action,
            "touched": json.dumps(
                [[each.noun, each.id, each.digest] for each in entry.touched],
                separators=(",", ":"),
            ),
            "previous": entry.previous,
            "hash": entry.hash,
        },
    )
    return entry


def digest(connection: Connection, noun: str, record_id: int) -> str:
    """Return a salted digest of a record as it stands, "" when it has none.

    The salt lies with the record: once that is erased, the digest tells nothing.
    Columns ending in "_key" are copies for sorting, and keys; they are left out.
    """
    table = _SALTED.get(noun)
    if table is None:
        return ""
    own = [column for column in table.c if not column.name.endswith("_key")]
    row = connection.execute(select(*own).where(table.c.id == record_id)).first()
    if row is None:
        return ""
    told = [_told(row)]
    if noun == "case":
        events = select(case_events).where(case_events.c.case_id == record_id)
        told += [
            _told(event)
            for event in connection.execute(events.order_by(case_events.c.id))
        ]
    return hashlib.sha256(row.salt + json.dumps(told).encode()).hexdigest()


def _touched(connection: Connection, subject: Subject) -> Touched:
    noun, record_id = subject
    return Touched(noun=noun, id=record_id, digest=digest(connection, noun, record_id))


def _told(row: Row[*tuple[Any, ...]]) -> list[object]:
    return [
        value.hex()
        if isinstance(value, bytes)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for value in row
    ]


def _entry(row: Row[*tuple[Any, ...]]) -> AuditEntry:
    return AuditEntry(
        number=row.number,
        at=row.at,
        by=row.by,
        action=row.action,
        touched=tuple(
            Touched(noun=noun, id=record_id, digest=told)
            for noun, record_id, told in json.loads(row.touched)
        ),
        previous=row.previous,
        hash=row.hash,
    )
