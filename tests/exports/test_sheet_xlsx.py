"""A sheet as a workbook: typed cells, nothing that acts, nothing left on the disk."""

import sys
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_steps import COLUMNS, ROWS, part, sheet_of, workbook

from isteam_app.domain.sheets import Column, Kind
from isteam_app.errors import RuleBroken
from isteam_app.exports import sheet_xlsx
from isteam_app.exports.sheet_xlsx import xlsx_parts
from isteam_app.exports.xlsx_cells import MOST_TEXT, cell_letters

WORDS = (Column(key="words", title="Words"),)


def written(rows: Any = ROWS, **changes: Any) -> bytes:
    return b"".join(xlsx_parts(sheet_of(rows, **changes)))


def as_cell(value: Any) -> Any:
    """Return a value as a workbook holds it."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        since = value.astimezone(UTC) - datetime(1899, 12, 30, tzinfo=UTC)
        return pytest.approx(since.total_seconds() / 86_400, abs=1e-8)
    if isinstance(value, date):
        return (value - date(1899, 12, 30)).days
    return value


def without_blanks(cells: list[Any]) -> list[Any]:
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def test_every_cell_holds_its_value_in_its_own_type() -> None:
    heading, *cells = workbook(written())["Register"]
    assert heading == [column.title for column in COLUMNS]
    assert len(cells) == len(ROWS)
    for line, row in zip(cells, ROWS, strict=True):
        assert line == without_blanks([as_cell(value) for value in row])


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=8))
@settings(max_examples=60)
def test_any_text_is_held_as_it_stands(texts: list[str]) -> None:
    rows = [(text or "x",) for text in texts]
    cells = workbook(written(rows, columns=WORDS))["Register"][1:]
    assert [line[0] for line in cells] == [text for (text,) in rows]


def test_the_heading_stays_in_sight_and_filters() -> None:
    page = part(written(), "xl/worksheets/sheet1.xml")
    assert '<pane xSplit="1" ySplit="1"' in page
    assert 'state="frozen"' in page
    assert f'<autoFilter ref="A1:F{len(ROWS) + 1}"/>' in page
    assert 'orientation="landscape"' in page
    assert "<hyperlink" not in page


def test_days_are_days_and_words_stay_words_when_edited() -> None:
    styles = part(written(), "xl/styles.xml")
    assert 'formatCode="d mmm yyyy"' in styles
    assert 'formatCode="d mmm yyyy hh:mm:ss"' in styles
    assert 'formatCode="@"' in styles


@pytest.mark.parametrize(
    ("value", "kind", "held"),
    [
        (date(1900, 2, 28), Kind.DAY, "1900-02-28"),
        (date(1066, 10, 14), Kind.DAY, "1066-10-14"),
        (datetime(1899, 1, 1, 2, 3, tzinfo=UTC), Kind.MOMENT, "1899-01-01 02:03:00"),
        (10**15 + 1, Kind.NUMBER, "1000000000000001"),
    ],
)
def test_what_a_spreadsheet_cannot_count_is_held_as_words(
    value: Any, kind: Kind, held: str
) -> None:
    columns = (Column(key="value", title="Value", kind=kind),)
    assert workbook(written([(value,)], columns=columns))["Register"][1] == [held]


def test_a_text_that_no_cell_holds_is_kept_whole_on_a_sheet_of_its_own() -> None:
    long = "Ünd 🚓 " * 9_000
    book = workbook(written([("a",), (long,), ("b",)], columns=WORDS))
    (short,) = book["Register"][2]
    assert isinstance(short, str)
    assert short.startswith("Ünd 🚓 ")
    assert "the whole text is on the sheet “Long texts”" in short
    heading, *parts = book["Long texts"]
    assert heading == ["Row", "Column", "Part", "Text"]
    assert [line[:3] for line in parts] == [
        [3, "Words", 1 + n] for n in range(len(parts))
    ]
    assert "".join(str(line[3]) for line in parts) == long
    assert "Long texts" not in workbook(written())


def test_a_text_that_just_fits_is_left_in_its_cell() -> None:
    fits = "🚓" * (MOST_TEXT // 2) + "x"
    assert workbook(written([(fits,)], columns=WORDS))["Register"][1] == [fits]


def test_more_rows_than_a_worksheet_has_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheet_xlsx, "MOST_ROWS", 3)
    assert written([("a",)] * 3, columns=WORDS)
    with pytest.raises(RuleBroken, match="Choose CSV, or fewer days") as refused:
        written([("a",)] * 4, columns=WORDS)
    assert refused.value.field == "format"


def test_what_the_sheet_is_stands_on_a_second_one() -> None:
    data = written(
        facts=(("Made by", "A & B"),),
        totals=lambda: (("Requests", "30"),),
        seal=(("Entries", "1,204"),),
        watermark="Confidential - export for A & B",
    )
    said = workbook(data)["About"]
    assert [None, "Confidential - export for A & B"] in said
    for line in (["Made by", "A & B"], ["Requests", "30"], ["Entries", "1,204"]):
        assert line in said
    assert "A &amp;&amp; B" in part(data, "xl/worksheets/sheet1.xml")


def test_totals_are_asked_for_after_the_last_row() -> None:
    seen = 0

    def rows() -> Any:
        nonlocal seen
        for row in ROWS:
            seen += 1
            yield row

    asked: list[int] = []

    def totals() -> Any:
        asked.append(seen)
        return (("Requests", f"{seen}"),)

    data = written(rows(), totals=totals)
    assert asked == [len(ROWS)]
    assert ["Requests", f"{len(ROWS)}"] in workbook(data)["About"]


def test_the_file_names_nobody_and_is_the_same_each_time() -> None:
    data = written(facts=(("Made by", "Approver Two"),), watermark="For Approver Two")
    assert data == written(
        facts=(("Made by", "Approver Two"),), watermark="For Approver Two"
    )
    for name in ("docProps/core.xml", "docProps/app.xml"):
        assert "Approver" not in part(data, name)
    assert "2026-11-23T10:00:00Z" in part(data, "docProps/core.xml")


def test_a_title_that_no_worksheet_may_have_is_made_to_fit() -> None:
    assert "A B" in workbook(written(title="A:B"))
    assert "Sheet" in workbook(written(title="''"))
    assert "x" * 31 in workbook(written(title="x" * 60))


def test_nothing_of_it_is_laid_on_the_disk() -> None:
    seen: list[str] = []
    listening = True

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if not listening:
            return
        if event.startswith("tempfile."):
            seen.append(event)
        if (
            event == "open"
            and isinstance(arguments[1], str)
            and set(arguments[1]) & set("wax+")
        ):
            seen.append(str(arguments[0]))

    sys.addaudithook(hear)
    try:
        written()
    finally:
        listening = False
    assert seen == []


def test_columns_are_lettered_as_a_spreadsheet_does() -> None:
    places = (0, 25, 26, 51, 52, 701, 702, 16_383)
    letters = ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]
    assert [cell_letters(place) for place in places] == letters


def test_the_long_texts_and_the_facts_are_never_markup() -> None:
    data = written(facts=(("<r>Made</r>", "<r><t>by</t></r>"),))
    assert ["<r>Made</r>", "<r><t>by</t></r>"] in workbook(data)["About"]


def test_rows_are_packed_as_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more of a long sheet is held than a few hundred rows."""
    packed: list[int] = []
    read = 0
    kept = sheet_xlsx.Cells.held

    def rows() -> Any:
        nonlocal read
        for _ in range(1_000):
            read += 1
            yield ("a",)

    def counted(cell: Any, value: Any, row: int) -> str:
        packed.append(read - (row - 1))
        return kept(cell, value, row)

    monkeypatch.setattr(sheet_xlsx.Cells, "held", counted)
    assert len(workbook(written(rows(), columns=WORDS))["Register"]) == 1_001
    assert set(packed) == {0}
