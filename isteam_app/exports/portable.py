"""A person's data as another company's computer reads it (UK GDPR Article 20).

One ZIP file: what was typed as `data.csv` or `data.json`, the tables that were attached
in the same format, and a manifest with the checksum of each. The same contents give the
same bytes on any computer and any day. A cell that a spreadsheet would run as a formula
gets an apostrophe before it.
"""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TypeGuard

from isteam_app.errors import RuleBroken
from isteam_app.exports.cells import harmless

CSV, JSON = "csv", "json"
MANIFEST = "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MARK = "\ufeff"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_STEM = 60
_WIDEST = 2_000_000

Table = tuple[Sequence[str], Sequence[Sequence[str]]]
"""The headings of a table and its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that goes into a package, read into memory. `text` has no byte mark."""

    name: str
    text: str = field(repr=False)

    @property
    def ending(self) -> str:
        return PurePath(self.name).suffix.casefold().lstrip(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a package is made from. `rows` are (what it is, the data itself)."""

    reference: str
    controller: str
    format: str
    rows: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    attached: tuple[Attached, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The finished file. `files` are the names inside it, the manifest last."""

    data: bytes = field(repr=False)
    sha256: str
    format: str
    files: tuple[str, ...]


def build_package(contents: Contents) -> Package:
    """Return the package of some contents.

    Raises RuleBroken, with the field `rows`, `files` or `format`, when there is nothing
    to send or a file cannot be turned into the format.
    """
    if contents.format not in (CSV, JSON):
        raise RuleBroken("Choose the format: CSV or JSON.", field="format")
    if not contents.rows and not contents.attached:
        raise RuleBroken(
            "There is nothing to send yet. Type the data, or attach a file.",
            field="rows",
        )
    files = dict(_files(contents))
    manifest = {
        "reference": contents.reference,
        "controller": contents.controller,
        "format": contents.format,
        "files": [
            {"name": name, "bytes": len(data), "sha256": _checksum(data)}
            for name, data in files.items()
        ],
    }
    files[MANIFEST] = _json(manifest)
    packed = _packed(files.items())
    return Package(
        data=packed,
        sha256=_checksum(packed),
        format=contents.format,
        files=tuple(files),
    )


def _files(contents: Contents) -> Iterator[tuple[str, bytes]]:
    taken = {MANIFEST}
    if contents.rows:
        name = _free(f"data.{contents.format}", taken)
        yield name, _of_rows(contents.rows, contents.format)
    for attached in contents.attached:
        ending, data = _converted(attached, contents.format)
        stem = _UNSAFE.sub("-", PurePath(attached.name).stem).strip("-._")
        name = f"{stem[:_LONGEST_STEM] or 'file'}.{ending}"
        yield _free(name, taken), data


def _of_rows(rows: tuple[tuple[str, str], ...], wanted: str) -> bytes:
    if wanted == CSV:
        return _csv((("Data", "Value"), rows))
    return _json([{"data": label, "value": value} for label, value in rows])


def _converted(attached: Attached, wanted: str) -> tuple[str, bytes]:
    """Return a file in the format of the package: its ending and its bytes."""
    if attached.ending == CSV:
        table = _read_csv(attached)
        return wanted, _csv(table) if wanted == CSV else _json(_objects(table))
    if attached.ending == JSON:
        value = _read_json(attached)
        if wanted == JSON:
            return wanted, _json(value)
        return wanted, _csv(_table(attached, value))
    return "txt", attached.text.encode()


def _read_csv(attached: Attached) -> Table:
    limit = csv.field_size_limit(_WIDEST)
    try:
        lines = [row for row in csv.reader(io.StringIO(attached.text)) if row]
    except csv.Error as error:
        raise _unreadable(attached, "CSV") from error
    finally:
        csv.field_size_limit(limit)
    if not lines:
        raise _unreadable(attached, "CSV")
    return lines[0], lines[1:]


def _read_json(attached: Attached) -> object:
    try:
        value: object = json.loads(attached.text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(attached, "JSON") from error
    return value


def _unreadable(attached: Attached, kind: str) -> RuleBroken:
    return RuleBroken(
        f"“{_short(attached.name)}” does not read as {kind}. Save it again from the "
        "program it comes from, then attach that.",
        field="files",
    )


def _objects(table: Table) -> list[dict[str, str]]:
    """Return a table as JSON has it; a cell without a heading is named by its place."""
    headings, rows = table
    names = _names(headings, max([len(headings), *(len(row) for row in rows)]))
    return [dict(zip(names, row, strict=False)) for row in rows]


def _names(headings: Sequence[str], wanted: int) -> list[str]:
    names: list[str] = []
    for place in range(wanted):
        name = headings[place].strip() if place < len(headings) else ""
        name = name or f"column {place + 1}"
        while name in names:
            name = f"{name} ({place + 1})"
        names.append(name)
    return names


def _table(attached: Attached, value: object) -> Table:
    """Return JSON as a table. Raises RuleBroken unless it is a list of flat records."""
    given = value if isinstance(value, list) else [value]
    records = [record for record in given if _is_flat(record)]
    if not records or len(records) < len(given):
        raise RuleBroken(
            f"“{_short(attached.name)}” is not a plain table, so it cannot become CSV. "
            "Choose JSON, or attach it as CSV.",
            field="files",
        )
    headings = list(dict.fromkeys(key for record in records for key in record))
    rows = [[_cell(record.get(key)) for key in headings] for record in records]
    return headings, rows


def _is_flat(record: object) -> TypeGuard[dict[str, object]]:
    return isinstance(record, dict) and not any(
        isinstance(value, (dict, list)) for value in record.values()
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _csv(table: Table) -> bytes:
    headings, rows = table
    out = io.StringIO()
    out.write(_MARK)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8", "replace")


def _json(value: object) -> bytes:
    said = json.dumps(value, ensure_ascii=False, indent=2)
    return f"{said}\n".encode("utf-8", "replace")


def _packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a ZIP file that tells neither the computer nor the time it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            told = zipfile.ZipInfo(name, date_time=_EPOCH)
            told.create_system = 3
            told.external_attr = 0o644 << 16
            told.compress_type = zipfile.ZIP_STORED
            archive.writestr(told, data)
    return out.getvalue()


def _free(name: str, taken: set[str]) -> str:
    """Return a name nobody took yet, however capitals are read."""
    path, number = PurePath(name), 1
    while name.casefold() in taken:
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    taken.add(name.casefold())
    return name


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_STEM else f"{name[:_LONGEST_STEM]}…"
