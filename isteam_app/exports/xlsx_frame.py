"""The frame of a workbook: everything but the rows, which are written into it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from typing import Any
from zipfile import ZipFile

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from isteam_app.domain.sheets import Column, Facts, Kind, Sheet, in_utc

LONG_TEXTS = "Long texts"
_PIECE = 16_000
_WIDE = 30
_LONGEST_NAME, _LONGEST_HEADER = 31, 200
_A4 = 9
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_TOP: dict[str, Any] = {"valign": "top"}
# "@" keeps a cell words even when somebody edits it in the spreadsheet
_STYLES: dict[str, dict[str, Any]] = {
    "heading": {
        "bold": True,
        "text_wrap": True,
        "bg_color": "#E4ECEF",
        "bottom": 1,
        "num_format": "@",
    },
    Kind.TEXT: {"num_format": "@"},
    Kind.YES_NO: {"num_format": "@"},
    Kind.NUMBER: {},
    Kind.DAY: {"num_format": "d mmm yyyy", "align": "left"},
    Kind.MOMENT: {"num_format": "d mmm yyyy hh:mm:ss", "align": "left"},
    "wide": {"num_format": "@", "text_wrap": True},
}


@dataclass(frozen=True, slots=True)
class LongText:
    """A text that no cell holds: the row it belongs to, and the title of its column."""

    row: int
    title: str
    text: str


def frame(
    sheet: Sheet, *, rows: int, long_texts: Iterable[LongText] = ()
) -> dict[str, bytes]:
    """Return the files of a workbook for so many rows, by name.

    In the place of the rows stands one, with a cell in the style of each column, and
    one more in that of words. Its filters reach over all the rows there will be.
    """
    target = BytesIO()
    book = Workbook(target, _OPTIONS)
    book.set_properties(
        {"title": sheet.title, "created": in_utc(sheet.at).replace(tzinfo=None)}
    )
    styles = {name: book.add_format({**_TOP, **each}) for name, each in _STYLES.items()}
    name = _FORBIDDEN.sub(" ", sheet.title)[:_LONGEST_NAME].strip() or "Sheet"
    page = book.add_worksheet(name)
    _heading(page, sheet, styles["heading"])
    for place, column in enumerate(sheet.columns):
        page.write_number(1, place, 1, styles[_style(column)])
    page.write_number(1, len(sheet.columns), 1, styles[Kind.TEXT])
    page.autofilter(0, 0, rows, len(sheet.columns) - 1)
    _about(book.add_worksheet("About"), sheet, styles)
    told = list(long_texts)
    if told:
        _long_texts(book.add_worksheet(LONG_TEXTS), told, styles)
    book.close()
    with ZipFile(target) as packed:
        return {each: packed.read(each) for each in packed.namelist()}


def _style(column: Column) -> str:
    wide = column.kind is Kind.TEXT and column.width >= _WIDE
    return "wide" if wide else column.kind


def _heading(page: Worksheet, sheet: Sheet, style: Format) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        _words(page, 0, place, column.title, style)
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P of &N")
    if sheet.watermark:
        words = sheet.watermark[:_LONGEST_HEADER].replace("&", "&&")
        page.set_header(f"&C{words}")


def _about(page: Worksheet, sheet: Sheet, styles: dict[str, Format]) -> None:
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 70)
    parts: tuple[Facts, ...] = (
        (("", sheet.title), ("", sheet.watermark)),
        sheet.facts,
        sheet.totals(),
        sheet.seal,
    )
    row = count()
    for part in parts:
        for label, said in part:
            if not label and not said:
                continue
            line = next(row)
            _words(page, line, 0, label, styles[Kind.TEXT])
            _words(page, line, 1, said, styles["wide"])
        next(row)


def _long_texts(
    page: Worksheet, told: list[LongText], styles: dict[str, Format]
) -> None:
    page.set_column(0, 2, 12)
    page.set_column(3, 3, 100)
    for place, title in enumerate(("Row", "Column", "Part", "Text")):
        _words(page, 0, place, title, styles["heading"])
    page.freeze_panes(1, 0)
    line = count(1)
    for each in told:
        starts = range(0, len(each.text), _PIECE)
        for part, start in enumerate(starts, start=1):
            at = next(line)
            page.write_number(at, 0, each.row)
            _words(page, at, 1, each.title, styles[Kind.TEXT])
            page.write_number(at, 2, part)
            piece = each.text[start : start + _PIECE]
            _words(page, at, 3, piece, styles["wide"])


def _words(page: Worksheet, row: int, place: int, text: str, style: Format) -> None:
    """Write a text as it stands.

    One that begins and ends as a run of rich text does would be written as markup: it
    goes in as rich text itself, of two runs that look alike.
    """
    if not text:
        return
    if text.startswith("<r>") and text.endswith("</r>"):
        page.write_rich_string(row, place, text[:1], style, text[1:], style)
    else:
        page.write_string(row, place, text, style)
