"""Reads the rows that lie on one page of a database, and follows those that spill over.

The form is SQLite's own, which it promises to keep. A row that reaches onto a page that
cannot be read is left out whole: half a text must never pass for the whole of it.
"""

import struct
from collections.abc import Callable, Iterator
from contextlib import suppress

from isteam_app.storage.raw_pages import USABLE

Value = int | float | str | bytes | None
Row = tuple[int, list[Value]]
"""A row's number and its columns, as they were stored."""

GetPage = Callable[[int], bytes | None]

_LEAF = 13
_INDEX = {2: 12, 10: 8}
"""How long the header of a page of an index is, inner and outer."""
_FIRST_HEADER = 100
_MOST_LOCAL = USABLE - 35
_LEAST_LOCAL = (USABLE - 12) * 32 // 255 - 23
_MOST_IN_INDEX = (USABLE - 12) * 64 // 255 - 23
_SPILL = USABLE - 4
_INTEGERS = (0, 1, 2, 3, 4, 6, 8)  # bytes of the integer kinds 1 to 6
_FLOAT, _ZERO, _ONE, _TEXTS = 7, 8, 9, 12


def rows_on(number: int, page: bytes, get_page: GetPage) -> Iterator[Row | None]:
    """Return every row of a page of rows; None stands for one that cannot be read."""
    start = _FIRST_HEADER if number == 1 else 0
    if page[start] != _LEAF:
        return
    cells = struct.unpack_from(">H", page, start + 3)[0]
    for cell in range(cells):
        try:
            at = struct.unpack_from(">H", page, start + 8 + 2 * cell)[0]
            yield _row(page, at, get_page)
        except (struct.error, IndexError, ValueError):
            yield None


def entries_on(number: int, page: bytes) -> Iterator[list[Value]]:
    """Return every entry of a page of an index: copied columns, then a row's number."""
    header = 0 if number == 1 else _INDEX.get(page[0], 0)
    if not header:
        return
    cells = struct.unpack_from(">H", page, 3)[0]
    for cell in range(cells):
        with suppress(struct.error, IndexError, ValueError):
            at = struct.unpack_from(">H", page, header + 2 * cell)[0]
            size, at = _varint(page, at + header - 8)  # inner entries name a page first
            if size <= _MOST_IN_INDEX:
                yield list(_values(page[at : at + size]))


def _row(page: bytes, at: int, get_page: GetPage) -> Row:
    size, at = _varint(page, at)
    row_id, at = _varint(page, at)
    return _signed(row_id), list(_values(_payload(page, at, size, get_page)))


def _payload(page: bytes, at: int, size: int, get_page: GetPage) -> bytes:
    if size <= _MOST_LOCAL:
        return page[at : at + size]
    local = _LEAST_LOCAL + (size - _LEAST_LOCAL) % _SPILL
    if local > _MOST_LOCAL:
        local = _LEAST_LOCAL
    parts = [page[at : at + local]]
    following = struct.unpack_from(">I", page, at + local)[0]
    left = size - local
    while left > 0:
        spilt = get_page(following) if following else None
        if spilt is None:
            raise ValueError("the rest of the row is not whole")
        parts.append(spilt[4 : 4 + min(left, _SPILL)])
        following = struct.unpack_from(">I", spilt, 0)[0]
        left -= _SPILL
    return b"".join(parts)


def _values(record: bytes) -> Iterator[Value]:
    header, at = _varint(record, 0)
    body = header
    while at < header:
        kind, at = _varint(record, at)
        length = _length(kind)
        if body + length > len(record):
            raise ValueError("a column beyond the row's end")
        yield _value(kind, record[body : body + length])
        body += length


def _length(kind: int) -> int:
    if kind >= _TEXTS:
        return (kind - _TEXTS) // 2
    if kind < len(_INTEGERS):
        return _INTEGERS[kind]
    return 8 if kind == _FLOAT else 0


def _value(kind: int, raw: bytes) -> Value:
    if kind >= _TEXTS:
        return raw.decode() if kind % 2 else raw
    if kind == _FLOAT:
        return float(struct.unpack(">d", raw)[0])
    if kind in (_ZERO, _ONE):
        return kind - _ZERO
    return int.from_bytes(raw, "big", signed=True) if raw else None


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(8):
        byte = data[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return value << 8 | data[at + 8], at + 9


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number
