"""A sheet as a workbook: typed cells, a frozen heading with filters, no formulas.

XlsxWriter makes the frame: styles, heading, filters and the other worksheets. The rows
are written into it one by one, so that a long sheet takes neither memory nor a breath.
Nothing is laid on the disk, and the same sheet gives the same bytes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from isteam_app.domain.sheets import Sheet
from isteam_app.errors import RuleBroken
from isteam_app.exports.xlsx_cells import Cells, cell_letters
from isteam_app.exports.xlsx_frame import LongText, frame

MOST_ROWS = 1_048_575
"""The most rows below the heading of a worksheet."""
_ROWS = "xl/worksheets/sheet1.xml"
_MADE = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 16
_TOGETHER = 200
"""So many rows are packed at once."""
_PATTERN = re.compile(r'<row r="2".*?</row>', re.DOTALL)
_STYLE = re.compile(r'<c r="[A-Z]+2" s="(\d+)"')
_EXTENT = re.compile(r"<dimension [^>]*/>")


def xlsx_parts(sheet: Sheet) -> Iterator[bytes]:
    """Give the file in pieces. Raises RuleBroken for more rows than a worksheet has."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        _pack(packed, sheet)
    whole = target.getbuffer()
    for start in range(0, len(whole), _CHUNK):
        yield bytes(whole[start : start + _CHUNK])


def _pack(packed: ZipFile, sheet: Sheet) -> None:
    # nobody knows the totals yet: they are asked for after the last row
    before, styles, _after = _opened(frame(replace(sheet, totals=tuple), rows=1))
    rows = _Rows(sheet, styles)
    with packed.open(_entry(_ROWS), "w", force_zip64=True) as page:
        page.write(before.encode())
        for piece in rows.pieces():
            page.write(piece.encode("utf-8", "replace"))
        # how many rows there are, and which were too long, is known only now
        whole = frame(sheet, rows=rows.count, long_texts=rows.long_texts)
        again, _styles, after = _opened(whole)
        if again != before:
            raise RuntimeError("the frame of the workbook changed on the way")
        page.write(after.encode())
    for name, data in whole.items():
        if name != _ROWS:
            packed.writestr(_entry(name), data)


def _opened(made: Mapping[str, bytes]) -> tuple[str, list[str], str]:
    """Return what stands before the rows, the styles of their cells, and the rest."""
    page = _EXTENT.sub("", made[_ROWS].decode())
    pattern = _PATTERN.search(page)
    if pattern is None:
        raise RuntimeError("the frame of the workbook has no row to follow")
    styles = _STYLE.findall(pattern[0])
    return page[: pattern.start()], styles, page[pattern.end() :]


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _MADE)
    entry.compress_type = ZIP_DEFLATED
    return entry


@dataclass(slots=True)
class _Rows:
    """The rows as a worksheet holds them. `count` and `long_texts` grow on the way."""

    sheet: Sheet
    styles: list[str]
    count: int = 0
    long_texts: list[LongText] = field(default_factory=list)

    def pieces(self) -> Iterator[str]:
        *styles, words = self.styles
        cells = [
            Cells(column, cell_letters(place), style, words, self.long_texts)
            for place, (column, style) in enumerate(
                zip(self.sheet.columns, styles, strict=True)
            )
        ]
        lines: list[str] = []
        for row in self.sheet.rows:
            self.count += 1
            if self.count > MOST_ROWS:
                raise RuleBroken(
                    f"A workbook holds {MOST_ROWS:,} rows, and there are more. Choose "
                    "CSV, or fewer days.",
                    field="format",
                )
            number = self.count + 1
            held = "".join(
                [
                    cell.held(value, number)
                    for cell, value in zip(cells, row, strict=True)
                    if value is not None and value != ""
                ]
            )
            lines.append(f'<row r="{number}">{held}</row>')
            if len(lines) == _TOGETHER:
                yield "".join(lines)
                lines = []
        yield "".join(lines)
