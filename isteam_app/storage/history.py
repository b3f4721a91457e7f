"""Keeps the history of records, field by field."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, or_, select, tuple_

from isteam_app.domain.history import Facts, FieldChange, differences
from isteam_app.domain.listing import Cursor, Page
from isteam_app.storage.tables import field_changes
from isteam_app.storage.work import Work

Hand = tuple[str, int, str]
"""What kind of record, which one, and who had a hand in it."""
_PREPARED = ("request_entry", "request_subject")
_MOST_WORDS = 10


class HistoryReader:
    """Finds what changed about records."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(
        self,
        case_id: int,
        records: Iterable[tuple[str, int]] = (),
        after: Cursor | None = None,
        limit: int = 100,
        text: str = "",
    ) -> Page[FieldChange]:
        """Return what changed on a case and on some other records, newest first.

        With `text`: only where each of its words stands in the field, in what it was,
        in what it is, or in who changed it.
        """
        of_records = tuple_(field_changes.c.noun, field_changes.c.record_id).in_(
            list(records)
        )
        owned = or_(field_changes.c.case_id == case_id, of_records)
        return self._screenful(select(field_changes).where(owned), after, limit, text)

    def _screenful(
        self,
        changes: Select[*tuple[Any, ...]],
        after: Cursor | None,
        limit: int,
        text: str,
    ) -> Page[FieldChange]:
        query = (
            changes.where(*(_says(word) for word in text.split()[:_MOST_WORDS]))
            .order_by(field_changes.c.id.desc())
            .limit(limit + 1)
        )
        if after is not None:
            query = query.where(field_changes.c.id < after.id)
        rows = self._connection.execute(query).all()
        shown = tuple(_change(row) for row in rows[:limit])
        more = len(rows) > limit
        return Page(
            rows=shown,
            next=Cursor(value=None, id=shown[-1].id) if more and shown else None,
        )

    def of_request(
        self,
        disclosure_id: int,
        after: Cursor | None = None,
        limit: int = 100,
        text: str = "",
    ) -> Page[FieldChange]:
        """Return what changed on a third-party request, newest first; as in `page`."""
        of_it = select(field_changes).where(
            field_changes.c.disclosure_id == disclosure_id
        )
        return self._screenful(of_it, after, limit, text)

    def of_request_since(
        self, disclosure_id: int, moment: datetime
    ) -> tuple[FieldChange, ...]:
        """Return what changed on a third-party request after a moment, oldest first."""
        query = (
            select(field_changes)
            .where(field_changes.c.disclosure_id == disclosure_id)
            .where(field_changes.c.at > moment)
            .order_by(field_changes.c.id)
        )
        return tuple(_change(row) for row in self._connection.execute(query))

    def hands_on(self, disclosure_id: int) -> tuple[Hand, ...]:
        """Return who ever changed which form or person of a third-party request."""
        change = field_changes.c
        query = (
            select(change.noun, change.record_id, change.by)
            .where(change.disclosure_id == disclosure_id, change.noun.in_(_PREPARED))
            .distinct()
        )
        rows = self._connection.execute(query)
        return tuple((row.noun, row.record_id, row.by) for row in rows)

    def latest(self, noun: str, record_id: int) -> tuple[FieldChange, ...]:
        """Return the newest change of each field of one record."""
        query = (
            select(field_changes)
            .where(field_changes.c.noun == noun, field_changes.c.record_id == record_id)
            .order_by(field_changes.c.id.desc())
            .limit(200)
        )
        newest: dict[str, FieldChange] = {}
        for row in self._connection.execute(query):
            newest.setdefault(row.field, _change(row))
        return tuple(newest.values())


class History(HistoryReader):
    """Finds and keeps what changed about records."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def note(
        self,
        noun: str,
        record_id: int,
        before: Facts,
        after: Facts,
        case_id: int | None = None,
        *,
        disclosure_id: int | None = None,
    ) -> int:
        """Keep every field that differs, in the change under way. Return how many.

        `case_id` or `disclosure_id`: what the record belongs to.
        """
        rows = [
            {
                "noun": noun,
                "record_id": record_id,
                "case_id": case_id,
                "disclosure_id": disclosure_id,
                "field": name,
                "before": was,
                "after": now,
                "at": self._work.at,
                "by": self._work.by,
            }
            for name, was, now in differences(before, after)
        ]
        if rows:
            self._work.connection.execute(field_changes.insert(), rows)
            self._work.touch("history", record_id, words=False)
        return len(rows)


def _says(word: str) -> ColumnElement[bool]:
    columns = ("field", "before", "after", "by")
    return or_(
        *(field_changes.c[name].icontains(word, autoescape=True) for name in columns)
    )


def _change(row: Row[*tuple[Any, ...]]) -> FieldChange:
    return FieldChange(
        id=row.id,
        noun=row.noun,
        record_id=row.record_id,
        case_id=row.case_id,
        field=row.field,
        before=row.before,
        after=row.after,
        at=row.at,
        by=row.by,
    )
