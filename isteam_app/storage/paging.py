"""One screenful of a long list, found by an index however long the list is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    Text,
    func,
    literal,
    literal_column,
    select,
    text,
    tuple_,
)

from isteam_app.domain.listing import Cursor, Page
from isteam_app.domain.text import words

T = TypeVar("T")
MOST_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Which screenful: the sort column, the direction, where to go on, how many."""

    column: ColumnElement[Any]
    id: ColumnElement[int]
    descending: bool
    after: Cursor | None
    limit: int
    nullable: bool = False


def page_of(
    connection: Connection,
    query: Select[*tuple[Any, ...]],
    part: Slice,
    to_value: Callable[[Row[*tuple[Any, ...]]], T],
) -> Page[T]:
    """Return one screenful of `query`, and where the next one starts.

    Lines without a value in the sort column stand last in both directions. The rows
    must name their id `id`.
    """
    query = query.add_columns(part.column.label("sort_value"))
    rows: list[Row[*tuple[Any, ...]]] = []
    wanted = part.limit + 1  # one more tells whether anything follows
    if part.after is None or part.after.value is not None:
        rows += connection.execute(_with_value(query, part, wanted))
    if part.nullable and len(rows) < wanted:
        rows += connection.execute(_without_value(query, part, wanted - len(rows)))
    shown = rows[: part.limit]
    return Page(
        rows=tuple(to_value(row) for row in shown),
        next=_cursor(shown[-1]) if len(rows) > part.limit and shown else None,
    )


def _with_value(
    query: Select[*tuple[Any, ...]], part: Slice, limit: int
) -> Select[*tuple[Any, ...]]:
    if part.nullable:
        query = query.where(part.column.is_not(None))
    if part.after is not None:
        here = tuple_(part.column, part.id)
        there = tuple_(_bound(part.after.value), literal(part.after.id))
        query = query.where(here < there if part.descending else here > there)
    if part.descending:
        return query.order_by(part.column.desc(), part.id.desc()).limit(limit)
    return query.order_by(part.column, part.id).limit(limit)


def _without_value(
    query: Select[*tuple[Any, ...]], part: Slice, limit: int
) -> Select[*tuple[Any, ...]]:
    query = query.where(part.column.is_(None))
    if part.after is not None and part.after.value is None:
        after = part.after.id
        query = query.where(part.id < after if part.descending else part.id > after)
    return query.order_by(part.id.desc() if part.descending else part.id).limit(limit)


def _bound(value: str | int | None) -> ColumnElement[Any]:
    return literal(value) if isinstance(value, int) else literal(value, Text)


def _cursor(row: Row[*tuple[Any, ...]]) -> Cursor:
    value = row.sort_value
    if isinstance(value, date):
        value = value.isoformat()
    return Cursor(value=value, id=row.id)


def unindexed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the column so written that no index is looked up by it.

    The sort column's index then leads, whatever else narrows the list.
    """
    return literal_column(f"+{column}", column.type)


def match_words(typed: str) -> str:
    """Return what a person typed as a search that holds no search syntax.

    Every word must begin a word of the record; a single letter alone must be a whole
    word, for else it would match nearly everything. "" when there is no word in it.
    """
    found = words(typed)[:MOST_WORDS]
    if len(found) == 1 and len(found[0]) == 1 and found[0].isascii():
        return f'"{found[0]}"'
    return " ".join(f'"{word}"*' for word in found)


def has_words(table: Table, typed: str) -> ColumnElement[bool]:
    """Return the condition that a record holds every word typed."""
    match = match_words(typed)
    if not match:
        return literal(value=False)
    name = f"{table.name}_words"
    inner = text(f"SELECT rowid FROM {name} WHERE {name} MATCH :match")  # noqa: S608  the name is a table of ours
    return table.c.id.in_(inner.bindparams(match=match).columns(rowid=table.c.id.type))


def counted(
    connection: Connection,
    table: Table,
    terms: list[ColumnElement[bool]],
    at_most: int | None,
) -> int:
    """Count the records that meet every term, and stop counting at `at_most`."""
    query: Select[*tuple[Any, ...]] = (
        select(literal_column("1")).select_from(table).where(*terms)
    )
    if at_most is not None:
        query = query.limit(at_most)
    return connection.execute(
        select(func.count()).select_from(query.subquery())
    ).scalar_one()
