"""Exports as a real spreadsheet program opens them, value by value."""

import csv
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sheet_steps import ROWS, sheet_of

from isteam_app.domain.sheets import Value
from isteam_app.exports.cells import guarded
from isteam_app.exports.sheet_csv import csv_parts
from isteam_app.exports.sheet_xlsx import xlsx_parts

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="these are not installed: soffice"
)

Opened = Callable[..., list[list[Value]]]
_AS_UTF_8 = "--infilter=CSV:44,34,76,1"
_AS_WORDS = "--infilter=CSV:44,34,76,1,,0,true,false,false"
"""How a person answers the program's questions when it opens a CSV file."""
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Open a file in LibreOffice and return what it holds in its first sheet."""

    def run(file: Path, *options: str) -> list[list[Value]]:
        told = tmp_path / "told"
        profile = (tmp_path / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
        out = ["--convert-to", "fods", "--outdir", str(told), str(file)]
        done = subprocess.run(
            [*command, *options, *out],
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

    return run


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


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    file = tmp_path / "register.csv"
    file.write_bytes(b"".join(csv_parts(sheet_of())))
    return file


def test_the_workbook_holds_every_value_in_its_own_type(
    opened: Opened, tmp_path: Path
) -> None:
    file = tmp_path / "register.xlsx"
    file.write_bytes(b"".join(xlsx_parts(sheet_of())))
    lines = opened(file)[1:]
    assert len(lines) == len(ROWS)
    for line, row in zip(lines, ROWS, strict=True):
        assert line == line_of([held(value) for value in row])


def test_the_csv_holds_the_words_that_were_written(
    opened: Opened, csv_file: Path
) -> None:
    with csv_file.open(encoding="utf-8-sig", newline="") as text:
        written = [
            line_of([cell or None for cell in line]) for line in csv.reader(text)
        ]
    assert opened(csv_file, _AS_WORDS) == written


def test_days_moments_and_numbers_of_the_csv_are_taken_as_such(
    opened: Opened, csv_file: Path
) -> None:
    for line, row in zip(opened(csv_file, _AS_UTF_8)[1:], ROWS, strict=True):
        assert line[2:] == line_of([held(value) for value in row[2:]])


def test_nothing_in_the_csv_is_run(opened: Opened, csv_file: Path) -> None:
    dangerous = 0
    for line, row in zip(opened(csv_file, _AS_UTF_8)[1:], ROWS, strict=True):
        if guarded(str(row[1])) != row[1]:
            assert line[1] == guarded(str(row[1]))
            dangerous += 1
    assert dangerous > 5


def test_a_formula_without_its_guard_would_be_seen(
    opened: Opened, tmp_path: Path
) -> None:
    file = tmp_path / "bare.csv"
    file.write_text('"=1+1"\r\n', "utf-8")
    with pytest.raises(AssertionError, match="a formula"):
        opened(file)


def test_types_are_told_apart(tmp_path: Path, opened: Opened) -> None:
    file = tmp_path / "typed.csv"
    file.write_text('"x",7,2026-11-23\r\n', "utf-8")
    assert opened(file, _AS_UTF_8) == [["x", 7, date(2026, 11, 23)]]
