"""What the tests of sheets share: rows hard to write, and ways to read them back."""

import re
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from isteam_app.domain.sheets import Column, Kind, Sheet, Value

COLUMNS = (
    Column(key="reference", title="Reference"),
    Column(key="words", title="=What was said", width=40),
    Column(key="count", title="Count", kind=Kind.NUMBER),
    Column(key="day", title="Day", kind=Kind.DAY, width=12),
    Column(key="at", title="At (UTC)", kind=Kind.MOMENT, width=20),
    Column(key="compelled", title="Compelled", kind=Kind.YES_NO, width=10),
)
WORDS = (
    "plain",
    "=1+1",
    "'=1+1",
    "''=1+1",
    "@SUM(1+9)",
    "-5",
    "+44 20 7946 0000",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.test","x")',
    " \u202e=2*3",
    "two\nlines",
    "<r>rich</r>",
    "<r><t>x</t></r>",
    "<b>&amp; & </b>",
    "_x0041_",
    "\tTab",
    "שלום עולם",
    "毛泽东",
    "🚓 emoji",
    'a"b,c;d',
    "  spaces  ",
    "0012",
    "1/2/2026",
    "2026-01-02",
    "1e5",
    "TRUE",
    "#REF!",
    "http://example.test/?a=1",
    "'",
    "",
)
_NUMBERS = (None, 0, -7, 1_204, 2.5)
_DAYS = (None, date(2026, 3, 31), date(1900, 3, 1), date(2199, 12, 31))
_MOMENTS = (
    None,
    datetime(2026, 11, 2, 10, 3, 4, tzinfo=UTC),
    # an hour ahead: in UTC it is still the day before
    datetime(2026, 10, 25, 0, 30, 1, tzinfo=timezone(timedelta(hours=1))),
)
_ANSWERS = (None, True, False)
ROWS = tuple(
    (
        f"D-2026-{number:05}",
        words,
        _NUMBERS[number % 5],
        _DAYS[number % 4],
        _MOMENTS[number % 3],
        _ANSWERS[number % 3],
    )
    for number, words in enumerate(WORDS)
)
AT = datetime(2026, 11, 23, 10, tzinfo=UTC)


def sheet_of(
    rows: Any = ROWS, columns: tuple[Column, ...] = COLUMNS, **changes: Any
) -> Sheet:
    return Sheet(
        **{"title": "Register", "columns": columns, "rows": rows, "at": AT} | changes
    )


_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def workbook(data: bytes) -> dict[str, list[list[Value]]]:
    """Return every worksheet of a workbook by its name, cell by cell as stored."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        texts = [_text(item) for item in _tree(packed, "xl/sharedStrings.xml")]
        names = [
            each.get("name", "")
            for each in _tree(packed, "xl/workbook.xml").iter(f"{_SPACE}sheet")
        ]
        return {
            name: _cells(_tree(packed, f"xl/worksheets/sheet{number}.xml"), texts)
            for number, name in enumerate(names, start=1)
        }


def part(data: bytes, name: str) -> str:
    """Return one of the files inside a workbook."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        return packed.read(name).decode()


def _tree(packed: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(packed.read(name))  # noqa: S314  we wrote it


def _text(item: ElementTree.Element) -> str:
    said = "".join(each.text or "" for each in item.iter(f"{_SPACE}t"))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), said)


def _cells(tree: ElementTree.Element, texts: list[str]) -> list[list[Value]]:
    rows: list[list[Value]] = []
    for row in tree.iter(f"{_SPACE}row"):
        cells: list[Value] = []
        for cell in row.iter(f"{_SPACE}c"):
            assert cell.find(f"{_SPACE}f") is None, "a formula"
            place = _column(cell.get("r", ""))
            cells += [None] * (place - len(cells))
            cells.append(_held(cell, texts))
        rows.append(cells)
    return rows


def _held(cell: ElementTree.Element, texts: list[str]) -> Value:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    held = cell.findtext(f"{_SPACE}v")
    if held is None:
        return None
    return texts[int(held)] if cell.get("t") == "s" else float(held)


def _column(place: str) -> int:
    """Return which column a cell such as "AB7" stands in, from 0."""
    number = 0
    for letter in place.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
