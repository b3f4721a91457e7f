"""A sheet as every spreadsheet and database reads it (RFC 4180), and back again.

UTF-8 that says so, every cell quoted, days as ISO 8601. A formula gets an apostrophe
before it; `read_sheet` takes it off again, so what comes back is what was written.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType

from isteam_app.domain.sheets import Column, Kind, Row, Sheet, Value, in_utc
from isteam_app.errors import RuleBroken
from isteam_app.exports.cells import guarded, unguarded

_MARK = "\ufeff"
_LINE_END = "\r\n"
_WIDEST = 2**31 - 1
_TOGETHER = 200
"""So many lines are given at once."""


def csv_parts(sheet: Sheet) -> Iterator[bytes]:
    """Give the file a piece at a time, so that a long one needs no memory."""
    titles = [guarded(column.title) for column in sheet.columns]
    lines = [_MARK + _line(titles)]
    for row in sheet.rows:
        lines.append(_line([_written(value) for value in row]))
        if len(lines) >= _TOGETHER:
            yield _encoded(lines)
            lines = []
    yield _encoded(lines)


def read_sheet(data: bytes, columns: Sequence[Column]) -> list[Row]:
    """Return the rows of a file that `csv_parts` wrote, as they were.

    Raises RuleBroken when the file has other columns, or a cell is not of its kind.
    """
    lines = _lines(data)
    titles = tuple(map(unguarded, next(lines, ())))
    if titles != tuple(column.title for column in columns):
        raise RuleBroken(
            "The columns of this file are not those of the register. Choose a file "
            "that was exported by this program, in the same view."
        )
    reads = [(column, _READ[column.kind]) for column in columns]
    return [_row(line, number, reads) for number, line in enumerate(lines, start=2)]


def _written(value: Value) -> str:
    if isinstance(value, str):
        return guarded(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return in_utc(value).replace(tzinfo=None).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return repr(value)


def _line(cells: Sequence[str]) -> str:
    joined = '","'.join(cells)
    if joined.count('"') > 2 * (len(cells) - 1):
        joined = '","'.join([cell.replace('"', '""') for cell in cells])
    return f'"{joined}"{_LINE_END}'


def _encoded(lines: Iterable[str]) -> bytes:
    return "".join(lines).encode("utf-8", "replace")


def _lines(data: bytes) -> Iterator[list[str]]:
    limit = csv.field_size_limit(_WIDEST)
    try:
        text = io.StringIO(data.decode("utf-8-sig"), newline="")
        yield from csv.reader(text, strict=True)
    except (csv.Error, UnicodeDecodeError) as error:
        raise RuleBroken(
            "This file does not read as CSV. Choose a file that was exported by this "
            "program.",
            detail=type(error).__name__,
        ) from error
    finally:
        csv.field_size_limit(limit)


_Read = Callable[[str], Value]


def _row(line: list[str], number: int, reads: list[tuple[Column, _Read]]) -> Row:
    if len(line) != len(reads):
        raise RuleBroken(
            f"Line {number} of the file has {len(line)} cells instead of {len(reads)}. "
            "Export it again."
        )
    return tuple(
        _value(cell, number, *read) for cell, read in zip(line, reads, strict=True)
    )


def _value(cell: str, number: int, column: Column, read: _Read) -> Value:
    try:
        return read(cell)
    except ValueError as error:
        raise RuleBroken(
            f"Line {number} of the file: “{column.title}” does not read as it was "
            "written. Export the file again."
        ) from error


def _number(cell: str) -> Value:
    return int(cell) if re.fullmatch(r"-?\d+", cell, re.ASCII) else float(cell)


def _moment(cell: str) -> Value:
    return datetime.fromisoformat(cell).replace(tzinfo=UTC)


def _yes_no(cell: str) -> Value:
    if cell not in {"yes", "no"}:
        raise ValueError
    return cell == "yes"


def _or_none(read: _Read) -> _Read:
    return lambda cell: read(cell) if cell else None


_READ: Mapping[Kind, _Read] = MappingProxyType(
    {
        Kind.TEXT: unguarded,
        Kind.NUMBER: _or_none(_number),
        Kind.DAY: _or_none(date.fromisoformat),
        Kind.MOMENT: _or_none(_moment),
        Kind.YES_NO: _or_none(_yes_no),
    }
)
