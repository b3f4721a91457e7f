"""A sheet as CSV: what is read back is what was written."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheet_steps import COLUMNS, ROWS, sheet_of

from isteam_app.domain.sheets import Column, Kind
from isteam_app.errors import RuleBroken
from isteam_app.exports.sheet_csv import csv_parts, read_sheet

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = {
    Kind.TEXT: TEXTS,
    Kind.NUMBER: st.none() | st.integers() | st.floats(allow_nan=False),
    Kind.DAY: st.none() | st.dates(),
    Kind.MOMENT: st.none()
    | st.datetimes(
        min_value=datetime(1900, 1, 1),  # noqa: DTZ001  its zone is given apart
        max_value=datetime(2199, 1, 1),  # noqa: DTZ001  likewise
        timezones=st.just(UTC),
    ),
    Kind.YES_NO: st.none() | st.booleans(),
}


def written(rows: Any, columns: tuple[Column, ...] = COLUMNS) -> bytes:
    return b"".join(csv_parts(sheet_of(rows, columns)))


def test_the_same_values_come_back() -> None:
    back = read_sheet(written(ROWS), COLUMNS)
    assert back == list(ROWS)
    assert [type(value) for row in back for value in row] == [
        type(value) for row in ROWS for value in row
    ]


@given(st.lists(st.tuples(*(VALUES[column.kind] for column in COLUMNS)), max_size=5))
def test_any_values_come_back(rows: list[tuple[Any, ...]]) -> None:
    assert read_sheet(written(rows), COLUMNS) == rows


def test_it_tells_its_encoding_and_quotes_everything() -> None:
    data = written([("a", 'b"c', 1, date(2026, 1, 2), None, True)])
    heading, line, rest = data.split(b"\r\n")
    assert heading.startswith(b'\xef\xbb\xbf"Reference","\'=What was said",')
    assert line == b'"a","b""c","1","2026-01-02","","yes"'
    assert rest == b""


def test_a_moment_is_written_in_utc() -> None:
    zone = datetime(2026, 7, 1, tzinfo=UTC).astimezone().tzinfo
    at = datetime(2026, 7, 1, 12, 30, tzinfo=UTC) + timedelta(seconds=5)
    data = written([("a", "", None, None, at.astimezone(zone), None)])
    assert b'"2026-07-01 12:30:05"' in data


def test_an_empty_sheet_still_has_its_heading() -> None:
    assert written(()).count(b"\r\n") == 1
    assert read_sheet(written(()), COLUMNS) == []


def test_rows_are_written_as_they_are_read() -> None:
    taken = []

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in ROWS * 1_000:
            taken.append(row)
            yield row

    next(iter(csv_parts(sheet_of(rows()))))
    assert len(taken) < 1_000


def test_other_programs_read_the_same_cells() -> None:
    text = written(ROWS).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert len(lines) == len(ROWS) + 1
    assert {len(line) for line in lines} == {len(COLUMNS)}


def other_columns(data: bytes) -> bytes:
    return data.replace(b'"Reference"', b'"Number"')


def one_cell_less(data: bytes) -> bytes:
    return data.replace(b'"D-2026-00001",', b"")


def a_day_that_is_none(data: bytes) -> bytes:
    return data.replace(b'"2026-03-31"', b'"31/03/2026"', 1)


def cut_off(data: bytes) -> bytes:
    return data[:-4]


def not_text(data: bytes) -> bytes:
    return data[:200] + b"\xff" + data[200:]


@pytest.mark.parametrize(
    "spoil", [other_columns, one_cell_less, a_day_that_is_none, cut_off, not_text]
)
def test_a_file_that_was_changed_is_refused_in_one_sentence(spoil: Any) -> None:
    data = spoil(written(ROWS))
    with pytest.raises(RuleBroken, match=r"\.$"):
        read_sheet(data, COLUMNS)
