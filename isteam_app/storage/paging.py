"""One screenful of a long list, found by an index however long the list is."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    Table,
    Text,
    bindparam,
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
_WANTED = bindparam("wanted", type_=Integer)
_AFTER = bindparam("after", type_=Integer)
_VALUE = bindparam("value", type_=Text)  # a number stays one: texts are not converted


class Listing(Generic[T]):
    """A list in one order. Its statements are built once, however many pages are read.

    Lines without a value in the sort column (only where it is `nullable`) stand last
    in both directions. The rows must name their id `id`.
    """

    def __init__(
        self,
        query: Select[*tuple[Any, ...]],
        to_value: Callable[[Row[*tuple[Any, ...]]], T],
        *,
        column: ColumnElement[Any],
        id: ColumnElement[int],  # noqa: A002  the record's own word
        descending: bool,
        nullable: bool = False,
    ) -> None:
        self._query = query.add_columns(column.label("sort_value")).limit(_WANTED)
        self._to_value = to_value
        self._column, self._id = column, id
        self._descending, self._nullable = descending, nullable

    def page(self, connection: Connection, after: Cursor | None, limit: int) -> Page[T]:
        """Return one screenful, and where the next one starts."""
        wanted = limit + 1  # one more tells whether anything follows
        rows: Sequence[Row[*tuple[Any, ...]]] = ()
        if after is None:
            rows = connection.execute(self._first, {"wanted": wanted}).all()
        elif after.value is not None:
            rows = connection.execute(
                self._onward,
                {"wanted": wanted, "value": after.value, "after": after.id},
            ).all()
        if self._nullable and len(rows) < wanted:
            rows = [*rows, *self._without_value(connection, after, wanted - len(rows))]
        shown = rows[:limit]
        return Page(
            rows=tuple([self._to_value(row) for row in shown]),
            next=_cursor(shown[-1]) if len(rows) > limit and shown else None,
        )

    @cached_property
    def _first(self) -> Select[*tuple[Any, ...]]:
        query = self._query
        if self._nullable:
            query = query.where(self._column.is_not(None))
        if self._descending:
            return query.order_by(self._column.desc(), self._id.desc())
        return query.order_by(self._column, self._id)

    @cached_property
    def _onward(self) -> Select[*tuple[Any, ...]]:
        here, there = tuple_(self._column, self._id), tuple_(_VALUE, _AFTER)
        return self._first.where(here < there if self._descending else here > there)

    @cached_property
    def _empty(self) -> Select[*tuple[Any, ...]]:
        last = self._id.desc() if self._descending else self._id
        return self._query.where(self._column.is_(None)).order_by(last)

    @cached_property
    def _empty_onward(self) -> Select[*tuple[Any, ...]]:
        return self._empty.where(
            self._id < _AFTER if self._descending else self._id > _AFTER
        )

    def _without_value(
        self, connection: Connection, after: Cursor | None, wanted: int
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        if after is None or after.value is not None:
            return connection.execute(self._empty, {"wanted": wanted}).all()
        given = {"wanted": wanted, "after": after.id}
        return connection.execute(self._empty_onward, given).all()


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

    Every word must begin a word of the record. A single letter would begin nearly all
    of them, which is slow to find out and tells nothing: alone, or before a number as
    in "D-2026", it must be a whole word; last, it waits for the letter after it. ""
    when there is no word in it.
    """
    found = words(typed)[:MOST_WORDS]
    if len(found) > 1 and _is_begun(typed, found[-1]):
        found = found[:-1]
    following = (*found[1:], "")
    return " ".join(
        f'"{word}"' if _is_whole(word, after, len(found)) else f'"{word}"*'
        for word, after in zip(found, following, strict=False)
    )


def _is_begun(typed: str, last: str) -> bool:
    """Say whether the last word has only its first letter, or digit of a reference."""
    joined = typed.rstrip()[-2:-1] in ("-", "/")
    return len(last) == 1 and last.isascii() and (joined or last.isalpha())


def _is_whole(word: str, after: str, count: int) -> bool:
    if len(word) > 1 or not word.isascii():
        return False
    return count == 1 or word.isdigit() or after[:1].isdigit()


def has_words(
    table: Table,
    typed: str,
    id: ColumnElement[int] | None = None,  # noqa: A002  the record's own word
) -> ColumnElement[bool]:
    """Return the condition that a record holds every word typed.

    With `id`, unindexed, the words do not lead: they are looked up line by line.
    """
    match = match_words(typed)
    if not match:
        return literal(value=False)
    name = f"{table.name}_words"
    inner = text(f"SELECT rowid FROM {name} WHERE {name} MATCH :match")  # noqa: S608  the name is a table of ours
    each = table.c.id if id is None else id
    return each.in_(inner.bindparams(match=match).columns(rowid=table.c.id.type))


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
