"""Keeps the audit trail: one chained entry for each change, never altered."""

import hashlib
import json
from datetime import UTC, date
from typing import Any

import sqlcipher3.dbapi2 as driver  # type: ignore[import-untyped]  # has no stubs
from sqlalchemy import Connection, Row, Table, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from isteam_app.domain.audit import (
    GENESIS,
    AuditEntry,
    Touched,
    canonical_text,
    moment_text,
    records_text,
    text_hash,
)
from isteam_app.storage.audit_reader import AuditReader as AuditReader
from isteam_app.storage.tables import (
    audit_reasons,
    case_events,
    cases,
    disclosure_entries,
    disclosure_locks,
    disclosure_subjects,
    disclosures,
    documents,
    letters,
    members,
    organisations,
    people,
    pictures,
    posts,
    print_runs,
    template_versions,
)
from isteam_app.storage.work import Subject, Work

_SALTED: dict[str, Table] = {
    "person": people,
    "post": posts,
    "case": cases,
    "document": documents,
    "letter": letters,
    "template": template_versions,
    "picture": pictures,
    "print_run": print_runs,
    "disclosure": disclosures,
    "request_entry": disclosure_entries,
    "request_subject": disclosure_subjects,
    "request_lock": disclosure_locks,
    "organisation": organisations,
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
    at, records = moment_text(work.at), records_text(touched)
    number, previous, kept = append(work.connection, at, work.by, action, records)
    return AuditEntry(
        number=number,
        at=work.at.astimezone(UTC),
        by=work.by,
        action=action,
        touched=touched,
        previous=previous,
        hash=kept,
    )


def append(
    connection: Connection, at: str, by: str, action: str, records: str
) -> tuple[int, bytes, bytes]:
    """Add an entry after the newest one; return its number, the hash before, its own.

    It goes to the driver itself: an entry costs a few microseconds, and what lies
    between would cost a hundred. `at` and `records` are texts as the trail keeps them.
    """
    cursor = connection.connection.cursor()
    try:
        newest = cursor.execute(_HEAD).fetchone()
        count, previous = newest or (0, GENESIS)
        number = count + 1
        told = canonical_text(number, at, by, action, records)
        kept = text_hash(previous, told)
        cursor.execute(INSERT, (number, at, by, action, records, previous, kept))
    except driver.IntegrityError as error:
        raise IntegrityError(INSERT, None, error) from error
    except driver.Error as error:
        raise DBAPIError(INSERT, None, error) from error
    finally:
        cursor.close()
    return number, previous, kept


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
