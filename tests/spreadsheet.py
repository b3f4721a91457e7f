"""Opens files in LibreOffice and tells what they hold, value by value."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from isteam_app.domain.sheets import Value

Opened = Callable[..., list[list[Value]]]
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def opened_in(folder: Path, file: Path, *options: str) -> list[list[Value]]:
    """Open a file and return what its first sheet holds; `folder` takes the traces."""
    told = folder / "told"
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", *options]
    done = subprocess.run(
        [*command, "--convert-to", "fods", "--outdir", str(told), str(file)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    tree = ElementTree.parse(told / f"{file.stem}.fods")  # noqa: S314  it wrote it
    (table, *_others) = tree.iter(f"{_TABLE}table")
    lines = [list(cells_of(row)) for row in table.iter(f"{_TABLE}table-row")]
    while not lines[-1]:
        lines.pop()
    return lines


def cells_of(row: ElementTree.Element) -> Iterator[Value]:
    """Give the values of a row, without the empty ones at its end."""
    empty = 0
    for cell in row.iter(f"{_TABLE}table-cell"):
        assert cell.get(f"{_TABLE}formula") is None, "a formula"
        value = value_of(cell)
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if value is None:
            empty += times
            continue
        yield from [None] * empty + [value] * times
        empty = 0


def value_of(cell: ElementTree.Element) -> Value:
    held = cell.get(f"{_OFFICE}value-type")
    if held == "float":
        return float(cell.get(f"{_OFFICE}value", ""))
    if held == "date":
        said = cell.get(f"{_OFFICE}date-value", "")
        read = datetime.fromisoformat(said)
        return read.replace(tzinfo=UTC) if "T" in said else read.date()
    if held in {"string", "boolean"}:
        return "\n".join(words_of(line) for line in cell.iter(f"{_TEXT}p"))
    assert held is None, held
    return None


def words_of(element: ElementTree.Element) -> str:
    marks = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
    if element.tag == f"{_TEXT}s":
        return " " * int(element.get(f"{_TEXT}c", "1"))
    said = marks.get(element.tag, "") + (element.text or "")
    return said + "".join(words_of(each) + (each.tail or "") for each in element)


def held(value: Value) -> Value:
    """Return a value as a spreadsheet holds it."""
    if value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def line_of(values: list[Value]) -> list[Value]:
    while values and values[-1] is None:
        values.pop()
    return values
