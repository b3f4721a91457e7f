"""Keeps the audit trail: one chained entry for each change, never altered."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

import sqlcipher3.dbapi2 as driver  # type: ignore[import-untyped]  # has no stubs
from sqlalchemy import Connection, Row, Table, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from isteam_app.domain.audit import (
    GENESIS,
    AuditEntry,
    Touched,
    chained,
    moment_text,
    records_text,
)
from isteam_app.storage.audit_reader import AuditReader as AuditReader
from isteam_app.storage.tables import (
    audit_reasons,
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
    "reason": audit_reasons,
}
_HEAD = "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"
INSERT = (
    'INSERT INTO audit (number, at, "by", action, touched, previous, hash) '
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)


def append_entry(work: Work, action: str) -> AuditEntry:
    """Add the entry that tells of one change, within that change."""
    touched = tuple(_touched(work, subject) for subject in work.touched)
    return append(
        work.connection, at=work.at, by=work.by, action=action, touched=touched
    )


def append(
    connection: Connection,
    *,
    at: datetime,
    by: str,
    action: str,
    touched: tuple[Touched, ...],
) -> AuditEntry:
    """Add an entry after the newest one.

    It goes to the driver itself: an entry costs a few microseconds, and what lies
    between would cost a hundred.
    """
    cursor = connection.connection.cursor()
    try:
        newest = cursor.execute(_HEAD).fetchone()
        count, head = newest or (0, GENESIS)
        entry = chained(
            count + 1, at=at, by=by, action=action, touched=touched, previous=head
        )
        cursor.execute(
            INSERT,
            (
                entry.number,
                moment_text(at),
                by,
                action,
                records_text(touched),
                head,
                entry.hash,
            ),
        )
    except driver.IntegrityError as error:
        raise IntegrityError(INSERT, None, error) from error
    except driver.Error as error:
        raise DBAPIError(INSERT, None, error) from error
    finally:
        cursor.close()
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


def _touched(work: Work, subject: Subject) -> Touched:
    noun, record_id = subject
    told = work.told.get(subject)
    if told is None:
        told = digest(work.connection, noun, record_id)
    return Touched(noun=noun, id=record_id, digest=told)


def _told(row: Row[*tuple[Any, ...]]) -> list[object]:
    return [
        value.hex()
        if isinstance(value, bytes)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for value in row
    ]
