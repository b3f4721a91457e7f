"""A sheet as a workbook: typed cells, a frozen heading with filters, no formulas.

The workbook is made in memory: no copy of it is left on the disk. The same sheet gives
the same bytes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from itertools import count
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from isteam_app.domain.sheets import Column, Facts, Kind, Sheet, in_utc, plain
from isteam_app.errors import RuleBroken

MOST_ROWS = 1_048_575
MOST_TEXT = 32_767
"""The most rows below the heading, and UTF-16 units in a cell, of a worksheet."""
_PIECE = 16_000
_EXACT = 10**15
"""Numbers from here on would lose their last digits."""
_FIRST_DAY = date(1900, 3, 1)
"""Days before it mean different days to different spreadsheet programs."""
_CHUNK = 1 << 16
_WIDE = 30
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONG_TEXTS = "Long texts"

_Write = Callable[[int, int, Any], None]
"""Writes a value of its column's kind into (row, place)."""


def xlsx_parts(sheet: Sheet) -> Iterator[bytes]:
    """Give the file in pieces. Raises RuleBroken for more rows than a worksheet has."""
    target = BytesIO()
    book = Workbook(target, _OPTIONS)
    book.set_properties(
        {"title": sheet.title, "created": in_utc(sheet.at).replace(tzinfo=None)}
    )
    _Writer(book, sheet).write()
    book.close()
    whole = target.getbuffer()
    for start in range(0, len(whole), _CHUNK):
        yield bytes(whole[start : start + _CHUNK])


@dataclass(slots=True)
class _Writer:
    book: Workbook
    sheet: Sheet
    long_texts: list[tuple[str, str, str]] = field(default_factory=list)
    """(row, column, text) of what no cell holds."""
    formats: dict[str, Format] = field(default_factory=dict)

    def write(self) -> None:
        self._add_formats()
        title = _FORBIDDEN.sub(" ", self.sheet.title)[:31].strip() or "Sheet"
        page = self.book.add_worksheet(title)
        self._heading(page)
        rows = self._rows(page)
        page.autofilter(0, 0, rows, len(self.sheet.columns) - 1)
        self._about()
        if self.long_texts:
            self._long_texts()

    def _add_formats(self) -> None:
        top: dict[str, Any] = {"valign": "top"}
        added: dict[str, dict[str, Any]] = {
            "heading": {
                "bold": True,
                "text_wrap": True,
                "bg_color": "#E4ECEF",
                "bottom": 1,
                "num_format": "@",
            },
            # "@" keeps a cell words even when somebody edits it in the spreadsheet
            Kind.TEXT: {"num_format": "@"},
            Kind.YES_NO: {"num_format": "@"},
            Kind.NUMBER: {},
            Kind.DAY: {"num_format": "d mmm yyyy", "align": "left"},
            Kind.MOMENT: {"num_format": "d mmm yyyy hh:mm:ss", "align": "left"},
            "wide": {"num_format": "@", "text_wrap": True},
        }
        for name, wanted in added.items():
            self.formats[name] = self.book.add_format({**top, **wanted})

    def _heading(self, page: Worksheet) -> None:
        for place, column in enumerate(self.sheet.columns):
            page.set_column(place, place, column.width)
            _words(page, 0, place, column.title, self.formats["heading"])
        page.freeze_panes(1, 1)
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_footer("&C&P of &N")
        if self.sheet.watermark:
            page.set_header("&C" + self.sheet.watermark[:200].replace("&", "&&"))

    def _rows(self, page: Worksheet) -> int:
        """Write every row; return how many there are."""
        writes = [self._writer_of(page, column) for column in self.sheet.columns]
        row = 0
        for row, values in enumerate(self.sheet.rows, start=1):
            if row > MOST_ROWS:
                raise RuleBroken(
                    f"A workbook holds {MOST_ROWS:,} rows, and there are more. Choose "
                    "CSV, or fewer days.",
                    field="format",
                )
            for place, (value, write) in enumerate(zip(values, writes, strict=True)):
                if value is not None and value != "":
                    write(row, place, value)
        return row

    def _writer_of(self, page: Worksheet, column: Column) -> _Write:
        wide = column.kind is Kind.TEXT and column.width >= _WIDE
        style = self.formats["wide" if wide else column.kind]

        def text(row: int, place: int, value: str) -> None:
            _words(page, row, place, self._fitting(value, row, column), style)

        def yes_no(row: int, place: int, value: bool) -> None:
            page.write_string(row, place, plain(value), style)

        writes: dict[Kind, _Write] = {
            Kind.TEXT: text,
            Kind.YES_NO: yes_no,
            Kind.NUMBER: _number_writer(page, style, self.formats[Kind.TEXT]),
            Kind.DAY: _day_writer(page, style, self.formats[Kind.TEXT]),
            Kind.MOMENT: _moment_writer(page, style, self.formats[Kind.TEXT]),
        }
        return writes[column.kind]

    def _fitting(self, text: str, row: int, column: Column) -> str:
        """Return a text as its cell holds it; too long a one goes on elsewhere."""
        if len(text) <= MOST_TEXT // 2 or _units(text) <= MOST_TEXT:
            return text
        self.long_texts.append((f"{row + 1}", column.title, text))
        return f"{text[:200]}… [the whole text is on the sheet “{_LONG_TEXTS}”]"

    def _about(self) -> None:
        page = self.book.add_worksheet("About")
        page.set_column(0, 0, 30)
        page.set_column(1, 1, 70)
        parts: tuple[Facts, ...] = (
            (("", self.sheet.title), ("", self.sheet.watermark)),
            self.sheet.facts,
            self.sheet.totals(),
            self.sheet.seal,
        )
        row = count()
        for part in parts:
            for label, said in part:
                if not label and not said:
                    continue
                line = next(row)
                _words(page, line, 0, label, self.formats[Kind.TEXT])
                _words(page, line, 1, said, self.formats["wide"])
            next(row)

    def _long_texts(self) -> None:
        page = self.book.add_worksheet(_LONG_TEXTS)
        page.set_column(0, 2, 12)
        page.set_column(3, 3, 100)
        for place, title in enumerate(("Row", "Column", "Part", "Text")):
            _words(page, 0, place, title, self.formats["heading"])
        page.freeze_panes(1, 0)
        line = count(1)
        for row, title, text in self.long_texts:
            for part, start in enumerate(range(0, len(text), _PIECE), start=1):
                at = next(line)
                page.write_number(at, 0, int(row))
                _words(page, at, 1, title, self.formats[Kind.TEXT])
                page.write_number(at, 2, part)
                piece = text[start : start + _PIECE]
                _words(page, at, 3, piece, self.formats["wide"])


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


def _number_writer(page: Worksheet, style: Format, words: Format) -> _Write:
    def write(row: int, place: int, value: float) -> None:
        if abs(value) < _EXACT:
            page.write_number(row, place, value, style)
        else:
            page.write_string(row, place, repr(value), words)

    return write


def _day_writer(page: Worksheet, style: Format, words: Format) -> _Write:
    def write(row: int, place: int, value: date) -> None:
        if value >= _FIRST_DAY:
            page.write_datetime(row, place, value, style)
        else:
            page.write_string(row, place, value.isoformat(), words)

    return write


def _moment_writer(page: Worksheet, style: Format, words: Format) -> _Write:
    def write(row: int, place: int, value: datetime) -> None:
        naive = in_utc(value).replace(tzinfo=None)
        if naive.date() >= _FIRST_DAY:
            page.write_datetime(row, place, naive, style)
        else:
            page.write_string(row, place, naive.isoformat(" "), words)

    return write


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
