"""Tells which table a row was in by what is in it, where nothing else says so.

Every table of the vault has its own run of kinds: numbers, texts, dates, bytes. A row
that an older version of the program wrote is shorter, and stops where later columns
begin. A test holds that no row fits two tables.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from isteam_app.storage import migrations
from isteam_app.storage.raw_rows import Row, Value

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")
_PDF = b"%PDF"
_VIRTUAL = (2, 3)  # computed columns; the first kind is not stored


@dataclass(frozen=True, slots=True)
class Place:
    """One stored column. `numbers` is the column that is the row's own number."""

    name: str
    kind: str
    needed: bool
    numbers: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """One table: its stored columns, and how few of them its oldest rows have."""

    table: str
    places: tuple[Place, ...]
    fewest: int

    def fits(self, values: Sequence[Value]) -> bool:
        """Whether a row may be of this table."""
        if not self.fewest <= len(values) <= len(self.places):
            return False
        pairs = zip(self.places, values, strict=False)
        return all(_fits(place, value) for place, value in pairs) and (
            self.table != "letter_pdfs" or _is_pdf(values[-1])
        )

    def named(self, row: Row) -> dict[str, Value]:
        """Return a row as columns by name, its number among them."""
        number, values = row
        return {
            place.name: number if place.numbers else value
            for place, value in zip(self.places, values, strict=False)
        }


def shapes_of(connection: Connection, tables: Iterable[str]) -> tuple[Shape, ...]:
    """Learn the shapes of tables from a database of the newest schema."""
    return tuple(_shape(connection, table) for table in tables)


def shape_of(row: Row, shapes: Sequence[Shape]) -> Shape | None:
    """Return the one table that a row fits, or None."""
    found = [shape for shape in shapes if shape.fits(row[1])]
    return found[0] if len(found) == 1 else None


def _shape(connection: Connection, table: str) -> Shape:
    told = connection.exec_driver_sql(f'PRAGMA table_xinfo("{table}")').all()
    keys = [row for row in told if row[5]]
    places = tuple(
        Place(
            name=row[1],
            kind=row[2].upper(),
            needed=bool(row[3]),
            numbers=len(keys) == 1 and bool(row[5]) and row[2].upper() == "INTEGER",
        )
        for row in told
        if row[6] not in _VIRTUAL
    )
    later = sum(
        len(re.findall(rf"ALTER TABLE {table} ADD COLUMN (?!.*GENERATED)", step))
        for step in migrations.STEPS
    )
    return Shape(table=table, places=places, fewest=len(places) - later)


def _fits(place: Place, value: Value) -> bool:
    if place.numbers:
        return value is None  # kept as the row's own number instead
    if value is None:
        return not place.needed
    if place.kind == "INTEGER":
        return isinstance(value, int)
    if place.kind == "BLOB":
        return isinstance(value, bytes)
    if not isinstance(value, str):
        return False
    if place.kind == "DATE":
        return bool(_DAY.fullmatch(value))
    return place.kind != "DATETIME" or bool(_MOMENT.fullmatch(value))


def _is_pdf(value: Value) -> bool:
    return isinstance(value, bytes) and value.startswith(_PDF)
