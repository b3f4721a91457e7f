"""Follows the audit trail entry by entry, a slice at a time, and names a fault."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlcipher3.dbapi2 as driver  # type: ignore[import-untyped]  # has no stubs
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from isteam_app.domain.audit import (
    FORM,
    AuditEntry,
    AuditHead,
    AuditVerdict,
    ChainCheck,
    Touched,
    TrailFault,
    changed_at,
    fault_of,
    missing_at,
    moment_text,
    records_text,
)
from isteam_app.storage.migrations import step_0001, step_0004

RECENT = 1_000
SLICE = 20_000
"""So many entries are checked at a time: about a thirtieth of a second."""

# The database puts together what is hashed: as canonical_text does, but four times as
# quickly as Python could. Bytes would read the same as text, so they are told apart:
# all of them sort after every text.
_SLICE = f"""SELECT number, hash, iif(max(at, "by", action, touched) < x'', CAST(concat(
previous, '{FORM}
', number, '
', at, '
', octet_length("by"), ':', "by", octet_length(action), ':', action, touched
) AS BLOB), x'')
FROM audit WHERE number > ? ORDER BY number LIMIT ?"""  # noqa: S608  a constant of ours
_ONE = (
    'SELECT number, at, "by", action, touched, previous, hash FROM audit '
    "WHERE number = ?"
)
_BEFORE = "SELECT number, hash FROM audit WHERE number = ?"
_ENDS = "SELECT min(number), max(number) FROM audit"
_UNLISTED = """SELECT number FROM audit, json_each(touched) AS each
WHERE number > ? AND number <= ? AND NOT EXISTS (
    SELECT 1 FROM audit_records AS listed
    WHERE listed.noun = json_extract(each.value, '$[0]')
    AND listed.record_id = json_extract(each.value, '$[1]')
    AND listed.number = audit.number
) LIMIT 1"""
_GUARDS = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
)


class TrailCheck:
    """One check of the trail, as a rule from its first entry.

    `go_on` checks one slice and says whether more is to be checked; what was appended
    meanwhile is checked as well. A `thorough` one also looks whether each entry is
    listed under its records, and whether the database still guards the trail.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        newest: int | None = None,
        thorough: bool = False,
    ) -> None:
        self._check = ChainCheck()
        self._thorough = thorough
        least, most = _one(connection, _ENDS)
        self._start(connection, newest, most or 0)
        if least is not None and least < 1:
            self._check.verdict = changed_at(1)

    @property
    def verdict(self) -> AuditVerdict:
        return self._check.verdict

    @property
    def done(self) -> int:
        """How far it has come: the number of the last entry that is well."""
        return self._check.head.count

    def go_on(self, connection: Connection, entries: int = SLICE) -> bool:
        """Check the next entries; False when all are checked or one is at fault."""
        if not self.verdict.whole:
            return False
        before = self.done
        found = self._follow(connection, entries)
        if self._thorough and self.verdict.whole:
            self._look_for_unlisted(connection, before)
            if found < entries and self.verdict.whole:
                self._look_for_guards(connection)
        return self.verdict.whole and found == entries

    def _start(self, connection: Connection, newest: int | None, most: int) -> None:
        if newest is None or most <= newest:
            return
        row = _one(connection, _BEFORE, most - newest)
        if row is not None and isinstance(row[1], bytes):
            self._check.move_to(AuditHead(count=row[0], hash=row[1]))

    def _follow(self, connection: Connection, entries: int) -> int:
        with _asking(connection, _SLICE) as cursor:
            cursor.execute(_SLICE, (self.done, entries))
            return self._follow_rows(connection, cursor)

    def _follow_rows(self, connection: Connection, rows: Iterable[Any]) -> int:
        sha256 = hashlib.sha256
        count, newest = self._check.head.count, self._check.head.hash
        found = 0
        for number, kept, told in rows:
            found += 1
            fits = sha256(told).digest() == kept
            if fits and number == count + 1 and told.startswith(newest):
                count, newest = number, kept
                continue
            head = AuditHead(count=count, hash=newest)
            fault = _fault_at(connection, number, head, fits)
            if fault is not None:
                self._check.move_to(head)
                self._check.verdict = fault
                return found
            count, newest = number, kept
        if found:
            self._check.move_to(AuditHead(count=count, hash=newest))
        return found

    def _look_for_unlisted(self, connection: Connection, before: int) -> None:
        row = _one(connection, _UNLISTED, before, self.done)
        if row is not None:
            self._check.verdict = AuditVerdict(
                checked=self.done,
                broken_at=row[0],
                fault=TrailFault.UNLISTED,
                reason=f"Entry {row[0]:,} was taken out of the list by which entries "
                "are found. The entry itself is whole.",
            )

    def _look_for_guards(self, connection: Connection) -> None:
        kept = dict(_rows(connection, _GUARDS))
        if any(kept.get(name) != sql for name, sql in _expected_guards()):
            self._check.verdict = AuditVerdict(
                checked=self.done,
                fault=TrailFault.UNGUARDED,
                reason="The database's own guard on the audit trail was taken away: "
                "somebody with the key opened the vault with another program.",
            )


def _expected_guards() -> Iterator[tuple[str, str]]:
    for step in (step_0001.STATEMENTS, step_0004.STATEMENTS):
        for statement in step.strip().split("\n\n"):
            if statement.startswith("CREATE TRIGGER audit_"):
                yield statement.split()[2], statement


def _fault_at(
    connection: Connection, number: int, head: AuditHead, fits: bool
) -> AuditVerdict | None:
    if number != head.count + 1:
        return missing_at(head.count + 1)
    entry = plain_entry(_one(connection, _ONE, number))
    if entry is None:
        return changed_at(number)
    return fault_of(entry, head, fits=fits)


def plain_entry(row: Any) -> AuditEntry | None:
    """Return a row as an entry, None when the program never wrote it so."""
    number, at, by, action, touched, previous, kept = row
    if not all(isinstance(each, str) for each in (at, by, action, touched)):
        return None
    if not all(isinstance(each, bytes) for each in (previous, kept)):
        return None
    try:
        moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
        records = tuple(
            Touched(noun=noun, id=record_id, digest=told)
            for noun, record_id, told in json.loads(touched)
        )
        entry = AuditEntry(
            number=number,
            at=moment,
            by=by,
            action=action,
            touched=records,
            previous=previous,
            hash=kept,
        )
        as_written = moment_text(moment) == at and records_text(records) == touched
    except (ValueError, TypeError, AttributeError):
        return None
    return entry if as_written else None


def _one(connection: Connection, sql: str, *given: int) -> Any:
    return next(_rows(connection, sql, *given), None)


def _rows(connection: Connection, sql: str, *given: int) -> Iterator[Any]:
    with _asking(connection, sql) as cursor:
        cursor.execute(sql, given)
        yield from cursor


@contextmanager
def _asking(connection: Connection, sql: str) -> Iterator[Any]:
    """Ask the driver itself: a million rows pass through here."""
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except driver.Error as error:
        raise DBAPIError(sql, None, error) from error
    finally:
        cursor.close()
