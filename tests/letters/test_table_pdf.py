"""A sheet on paper: every value of every row, on pages that count themselves."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest
from sheet_steps import COLUMNS, ROWS, sheet_of

from isteam_app.domain.sheets import Column, Kind, Sheet, plain
from isteam_app.letters import table_canvas
from isteam_app.letters.table_pdf import across, pdf_parts

MANY = tuple(
    Column(key=f"c{number}", title=f"Title {number}", width=20) for number in range(20)
)


def printed(sheet: Sheet) -> list[str]:
    """Return the text of each page."""
    document = pypdfium2.PdfDocument(BytesIO(b"".join(pdf_parts(sheet))))
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def wide_rows(count: int) -> list[tuple[str, ...]]:
    return [tuple(f"r{row}c{column}v" for column in range(20)) for row in range(count)]


def test_every_value_is_on_the_page_as_it_was_typed() -> None:
    rows = [row for row in ROWS if str(row[1]).isascii()]
    said = squeezed("".join(printed(sheet_of(rows))))
    for row in rows:
        for value in row:
            for line in plain(value).split("\n"):
                assert squeezed(line) in said


def test_a_row_reads_in_the_order_of_its_columns() -> None:
    (said,) = printed(sheet_of(wide_rows(1), MANY))
    places = [said.index(f"r0c{number}v") for number in range(20)]
    assert places == sorted(places)


def test_columns_without_room_follow_behind_their_titles() -> None:
    beside = len(across(MANY))
    assert 1 < beside < 20
    (said,) = printed(sheet_of(wide_rows(1), MANY))
    assert re.findall(r"Title \d+", said) == [f"Title {each}" for each in range(20)]
    empty = [("only",) + ("",) * 19]
    (said,) = printed(sheet_of(empty, MANY))
    assert f"Title {beside - 1}" in said
    assert f"Title {beside}" not in said


def test_pages_say_which_they_are_and_repeat_the_heading() -> None:
    pages = printed(sheet_of(wide_rows(90), MANY))
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in " ".join(page.split())
        assert "Title 0" in page


def test_no_row_is_lost_between_pages_and_none_is_torn() -> None:
    pages = printed(sheet_of(wide_rows(90), MANY))
    for row in range(90):
        on = [number for number, page in enumerate(pages) if f"r{row}c" in page]
        assert len(on) == 1
        assert all(f"r{row}c{number}v" in pages[on[0]] for number in range(20))


def test_a_row_that_is_longer_than_a_page_runs_on() -> None:
    words = " ".join(f"w{number}" for number in range(6_000))
    rows = [("D-1", words, 1, None, None, None), ("D-2", "after", 2, None, None, None)]
    pages = printed(sheet_of(rows))
    said = " ".join(" ".join(pages).split())
    assert len(pages) > 2
    assert [f"w{number}" for number in range(6_000)] == re.findall(r"\bw\d+\b", said)
    assert "D-2 after" in said


def test_a_word_that_is_wider_than_its_column_is_cut() -> None:
    rows = [("D-1", "x" * 500, None, None, None, None)]
    said = squeezed("".join(printed(sheet_of(rows))))
    assert "x" * 500 in said


def test_words_are_never_markup() -> None:
    said = " ".join("".join(printed(sheet_of())).split())
    assert "<b>&amp; & </b>" in said
    assert "=cmd|' /C calc'!A0" in said


def test_what_cannot_be_printed_is_seen_and_told() -> None:
    said = "".join(printed(sheet_of()))
    assert "毛" not in said
    assert "\N{DOTTED CIRCLE}" * 3 in said
    assert "Stands for a character that this print has no letter for" in said
    plain_rows = [("D-1", "Ńowak", None, None, None, None)]
    assert "Stands for a character" not in "".join(printed(sheet_of(plain_rows)))


def test_marks_that_turn_the_reading_direction_are_left_out() -> None:
    rows = [("D-1", "abc\u202edef\u2066g", None, None, None, None)]
    assert "abcdefg" in "".join(printed(sheet_of(rows)))


def test_facts_totals_seal_and_watermark_are_printed() -> None:
    sheet = sheet_of(
        facts=(("Made by", "Approver Two"),),
        totals=lambda: (("Requests", "30"),),
        seal=(("Hash (SHA-256)", "9f2c 11aa"),),
        watermark="Confidential - export for Approver Two",
    )
    pages = printed(sheet)
    assert pages
    for page in pages:
        assert "Confidential - export for Approver Two" in " ".join(page.split())
    said = " ".join(" ".join(printed(replace(sheet, watermark=""))).split())
    assert "Made by Approver Two" in said
    assert "Totals Requests 30" in said
    assert "Hash (SHA-256) 9f2c 11aa" in said


@pytest.mark.parametrize("rows", [(), ROWS[:1]])
def test_a_short_sheet_is_one_page(rows: Any) -> None:
    (said,) = printed(sheet_of(rows))
    assert "Page 1 of 1" in " ".join(said.split())


def test_numbers_end_where_others_do() -> None:
    columns = (*COLUMNS[:1], Column(key="n", title="Count", kind=Kind.NUMBER, width=20))
    rows = [("a", 7), ("b", 1_234_567)]
    document = pypdfium2.PdfDocument(
        BytesIO(b"".join(pdf_parts(sheet_of(rows, columns))))
    )
    text = document[0].get_textpage()
    said = text.get_text_range()
    ends = [
        text.get_charbox(said.index(number) + len(number) - 1)[2]
        for number in ("7", "1,234,567")
    ]
    assert ends[0] == pytest.approx(ends[1], abs=1.5)


def test_the_same_sheet_gives_the_same_archive_file() -> None:
    once = b"".join(pdf_parts(sheet_of()))
    assert once == b"".join(pdf_parts(sheet_of()))
    with pikepdf.open(BytesIO(once)) as pdf:
        assert pikepdf.pdfa.check(pdf, "2b").findings == []
        assert "pdfaid:part>2<" in pdf.Root.Metadata.read_bytes().decode()
        assert str(pdf.docinfo.Author) == "ISTeam"
        for page in pdf.pages:
            assert "/Annots" not in page.obj


def test_no_line_leaves_the_page() -> None:
    rows = [tuple("wide word " * 40 for _ in range(20))] * 12
    document = pypdfium2.PdfDocument(BytesIO(b"".join(pdf_parts(sheet_of(rows, MANY)))))
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        assert max(box[2] for box in boxes) <= table_canvas.RIGHT + 1
        assert min(box[1] for box in boxes) >= table_canvas.FOOT - 4


def test_a_long_row_is_begun_where_there_is_room_for_some_of_it() -> None:
    words = " ".join(f"w{number}" for number in range(400))
    rows = [(f"D-{number}", words, 1, None, None, None) for number in range(6)]
    pages = printed(sheet_of(rows))
    assert max(page.count("D-") for page in pages) == 2
    assert len(pages) < 6, "not each row on a page of its own"
    assert sum(page.count("w399") for page in pages) == 6


def test_a_page_of_totals_alone_has_no_columns() -> None:
    many = tuple((f"Kind {number}", "1") for number in range(60))
    first, *_between, last = printed(sheet_of((), totals=lambda: many))
    assert "Reference" in first
    assert "Kind 59" in last
    assert "Reference" not in last
