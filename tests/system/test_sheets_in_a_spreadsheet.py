"""Exports as a real spreadsheet program opens them, value by value."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest
from sheet_steps import ROWS, sheet_of
from spreadsheet import Opened, held, line_of

from isteam_app.exports.cells import guarded
from isteam_app.exports.sheet_csv import csv_parts
from isteam_app.exports.sheet_xlsx import xlsx_parts

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="these are not installed: soffice"
)

_AS_UTF_8 = "--infilter=CSV:44,34,76,1"
_AS_WORDS = "--infilter=CSV:44,34,76,1,,0,true,false,false"
"""How a person answers the program's questions when it opens a CSV file."""


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
