"""Words that stand nowhere else, put into every field and looked for everywhere."""

import base64
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Column, Date, Engine, Integer, LargeBinary, Text, func, select

from isteam_app.storage import tables
from isteam_app.storage.engine import writing

STEM = "Zqxcanary"


class Canaries:
    """Gives each field a word of its own."""

    def __init__(self) -> None:
        self.sung = 0

    def __call__(self) -> str:
        self.sung += 1
        return f"{STEM}{self.sung:04}"


def forms() -> dict[str, bytes]:
    """Return the ways in which the word might lie readable in a file, by name."""
    low = STEM.lower()
    found = {
        "plain": low.encode(),
        "UTF-16": low.encode("utf-16-le"),
        "UTF-16, big end first": low.encode("utf-16-be"),
        "UTF-32": low.encode("utf-32-le"),
        "hexadecimal": STEM.encode().hex().encode(),
        "hexadecimal, in small letters": low.encode().hex().encode(),
        "backwards": low[::-1].encode(),
    }
    for word in (STEM, low, STEM.upper()):
        for ahead in range(3):
            # the middle of it, which what stands around it does not change
            coded = base64.b64encode(b"\0" * ahead + word.encode())
            inner = coded[4 if ahead else 0 : -4]
            found[f"base64 of {word}, {ahead} in"] = inner
    return found


_FORMS = forms()


def found_in(data: bytes) -> list[str]:
    """Return the forms in which any canary lies readable in some bytes."""
    low = data.lower()
    hits = [
        name
        for name, form in _FORMS.items()
        if form in (data if name.startswith("base64") else low)
    ]
    if not hits and data.startswith(b"PK\x03\x04"):
        hits = [f"{name}, packed" for name in _packed(data)]
    return hits


def _packed(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            yield from found_in(archive.read(member))


def control(place: Path) -> list[str]:
    """Return the forms that the search does not find where they plainly are."""
    written = {
        "plain": STEM.encode(),
        "UTF-16": STEM.encode("utf-16-le"),
        "UTF-16, big end first": STEM.encode("utf-16-be"),
        "UTF-32": STEM.encode("utf-32-le"),
        "hexadecimal": STEM.encode().hex().encode(),
        "backwards": STEM[::-1].encode(),
    }
    for word in (STEM, STEM.lower(), STEM.upper()):
        for ahead in range(3):
            text = b"\1" * ahead + word.encode() + b"0001 and more"
            written[f"base64 of {word}, {ahead} in"] = base64.b64encode(text)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("note.txt", f"to {STEM}0001")
    written["plain, packed"] = packed.getvalue()
    missed = []
    for number, (name, data) in enumerate(written.items()):
        file = place / f"{number}.control"
        file.write_bytes(b"x" * number + data if name != "plain, packed" else data)
        if name not in found_in(file.read_bytes()):
            missed.append(name)
    return missed


def fill_columns(engine: Engine, sing: Canaries) -> int:
    """Put a row into every table with a canary in each of its columns of text or bytes.

    It goes by the tables themselves, so that no column can be forgotten. Return how
    many columns there were.
    """
    columns = 0
    with writing(engine) as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        for number, table in enumerate(tables.metadata.sorted_tables, start=900_000):
            values: dict[str, object] = {}
            for column in table.c:
                if column.computed is not None:
                    continue
                values[column.name] = _value(column, number, sing)
                columns += isinstance(column.type, Text | LargeBinary)
            if table in (tables.letters, tables.documents):
                values["disclosure_id"] = None  # each belongs to one record alone
            if table is tables.audit:
                newest = select(func.coalesce(func.max(table.c.number), 0))
                values["number"] = int(connection.execute(newest).scalar_one()) + 1
            connection.execute(table.insert(), values)
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN")
    return columns


def _value(column: Column[object], number: int, sing: Canaries) -> object:
    if column.table is tables.audit and column.name == "touched":
        return f'[["{sing()}", 1, ""]]'  # a trigger reads it
    kinds: tuple[tuple[type, object], ...] = (
        (Text, sing()),
        (LargeBinary, sing().encode() * 500),
        (Integer, number),  # of no other record: the links lead nowhere
        (Date, datetime(2026, 11, 23, tzinfo=UTC).date()),
    )
    for kind, value in kinds:
        if isinstance(column.type, kind):
            return value
    return datetime(2026, 11, 23, tzinfo=UTC)
