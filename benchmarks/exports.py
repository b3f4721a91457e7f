"""Writing a register of 100,000 requests as CSV, workbook and PDF (promise 11).

Each format is measured against what writes the same values and does nothing else: the
standard library's CSV writer, XlsxWriter in memory, and a bare canvas that draws the
same lines of text, already wrapped, page by page. Ten times the rows may take thirteen
times as long. No file is made but the one that is wanted, and whoever works in the
window meanwhile is not kept waiting (promise 17).
"""

import argparse
import csv
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from threading import Thread
from time import perf_counter, sleep
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from xlsxwriter import Workbook

from benchmarks._measure import heading, in_turn, ratio, report
from isteam_app.domain.sheets import Column, Kind, Row, Sheet, in_utc
from isteam_app.exports.sheet_csv import csv_parts
from isteam_app.exports.sheet_xlsx import xlsx_parts
from isteam_app.letters import table_pdf
from isteam_app.letters.table_canvas import HEIGHT, WIDTH
from isteam_app.letters.table_text import REGULAR, SIZE, load_faces

ROWS = 100_000
MOST = {"CSV": 1.5, "XLSX": 1.3, "PDF": 1.3}
MOST_GROWTH = 13.0
MOST_WAIT = 100.0
ROUNDS = 1
AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
_SENTENCE = (
    "the parcel left the depot on Tuesday and the officer asked for delivery records "
    "of Mr Example in Leeds under the notice that was served last week"
)
_WORDS = _SENTENCE.split()
_SHORT = ("police", "disclose", "post", "refuse", "council", "Approver Two")

Writes = Callable[[Sheet], Iterator[bytes]]
OURS: dict[str, Writes] = {
    "CSV": csv_parts,
    "XLSX": xlsx_parts,
    "PDF": table_pdf.pdf_parts,
}


def _column(number: int, title: str, kind: Kind = Kind.TEXT, width: int = 14) -> Column:
    return Column(key=f"c{number}", title=title, kind=kind, width=width)


COLUMNS = tuple(
    _column(number, *each)
    for number, each in enumerate(
        (
            ("Reference",),
            ("Received", Kind.DAY, 12),
            ("Organisation", Kind.TEXT, 28),
            ("Kind",),
            ("Officer", Kind.TEXT, 22),
            ("Their reference", Kind.TEXT, 18),
            ("Subjects", Kind.NUMBER, 9),
            ("Asked for", Kind.TEXT, 50),
            ("Gateway", Kind.TEXT, 36),
            ("Compelled", Kind.YES_NO, 10),
            ("Comply by", Kind.DAY, 12),
            ("Decision",),
            ("Reason", Kind.TEXT, 50),
            ("Decided by", Kind.TEXT, 20),
            ("Decided on", Kind.DAY, 12),
            ("What left", Kind.TEXT, 40),
            ("How it left",),
            ("Left on", Kind.DAY, 12),
            ("Person told",),
            ("Recorded by", Kind.TEXT, 20),
            ("Recorded at (UTC)", Kind.MOMENT, 20),
        )
    )
)


def main(arguments: Sequence[str] = ()) -> int:
    """Print each promise beside what was measured; return whether one was missed."""
    parser = argparse.ArgumentParser(prog="benchmarks.exports")
    parser.add_argument("--rows", type=int, default=ROWS)
    count = parser.parse_args(list(arguments)).rows
    rows = made_up(count)
    files = _watched()
    heading()
    missed = 0
    for name, writes in OURS.items():
        bare = _bare(name, rows)
        ours = ratio(
            lambda writes=writes: _all(writes(_sheet(rows))),  # type: ignore[misc]  # bound early
            bare,
            most=MOST[name],
            rounds=ROUNDS,
        )
        missed += report(f"11 {name}, {count:,} rows / {_BARE[name]}", ours, MOST[name])
        tenth = rows[: count // 10]
        long, short = in_turn(
            (
                lambda writes=writes: _all(writes(_sheet(rows))),  # type: ignore[misc]  # likewise
                lambda writes=writes, tenth=tenth: _all(writes(_sheet(tenth))),  # type: ignore[misc]  # likewise
            ),
            ROUNDS,
        )
        missed += report(f"11 {name}, ten times the rows", long / short, MOST_GROWTH)
        waited = _longest_wait(lambda writes=writes: _all(writes(_sheet(rows))))  # type: ignore[misc]  # likewise
        missed += report(f"17 {name}, another thread waits, ms", waited, MOST_WAIT)
    return min(1, missed + report("11 temporary files made", len(files), 0))


def _longest_wait(work: Callable[[], object]) -> float:
    """Return how long a thread that looks every 2 ms was kept from looking, in ms."""
    thread = Thread(target=work)
    longest, last = 0.0, perf_counter()
    thread.start()
    while thread.is_alive():
        sleep(0.002)
        now = perf_counter()
        longest, last = max(longest, now - last), now
    return longest * 1000


_BARE = {"CSV": "csv.writer", "XLSX": "XlsxWriter", "PDF": "canvas lines"}


def made_up(count: int) -> list[Row]:
    """Return rows of believable lengths, the same each time."""
    chance = Random(5)  # noqa: S311  made-up cases

    def value(column: Column, number: int) -> Any:
        if column.kind is Kind.DAY:
            return date(2024, 1, 1) + timedelta(days=number % 1_000)
        if column.kind is Kind.MOMENT:
            return AT - timedelta(minutes=number)
        if column.kind is Kind.NUMBER:
            return number % 7
        if column.kind is Kind.YES_NO:
            return number % 2 == 0
        if column.key == "c0":
            return f"D-2026-{number:06}"
        if column.width < 18:
            return chance.choice(_SHORT)
        return " ".join(chance.choices(_WORDS, k=max(1, column.width // 7)))

    return [tuple(value(each, number) for each in COLUMNS) for number in range(count)]


def _sheet(rows: list[Row]) -> Sheet:
    return Sheet(title="Register", columns=COLUMNS, rows=rows, at=AT, watermark="Test")


def _all(parts: Iterator[bytes]) -> bytes:
    return b"".join(parts)


def _bare(name: str, rows: list[Row]) -> Callable[[], object]:
    if name == "CSV":
        return lambda: _bare_csv(rows)
    if name == "XLSX":
        return lambda: _bare_xlsx(rows)
    pages = _lines_of(rows)
    return lambda: _bare_pdf(pages)


def _bare_csv(rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([column.title for column in COLUMNS])
    writer.writerows(rows)
    return out.getvalue().encode()


def _bare_xlsx(rows: list[Row]) -> bytes:
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True})
    page = book.add_worksheet()
    day = book.add_format({"num_format": "d mmm yyyy"})
    moment = book.add_format({"num_format": "d mmm yyyy hh:mm:ss"})
    for place, column in enumerate(COLUMNS):
        page.write_string(0, place, column.title)
    writes = {
        Kind.TEXT: page.write_string,
        Kind.NUMBER: page.write_number,
        Kind.DAY: lambda row, place, value: page.write_datetime(row, place, value, day),
        Kind.MOMENT: lambda row, place, value: page.write_datetime(
            row, place, in_utc(value).replace(tzinfo=None), moment
        ),
        Kind.YES_NO: lambda row, place, value: page.write_string(
            row, place, "yes" if value else "no"
        ),
    }
    kinds = [writes[column.kind] for column in COLUMNS]
    for row, values in enumerate(rows, start=1):
        for place, (value, write) in enumerate(zip(values, kinds, strict=True)):
            write(row, place, value)
    book.close()
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Line:
    left: float
    level: float
    text: str


Pages = list[list[_Line]]


def _lines_of(rows: list[Row]) -> Pages:
    """Return what the product writes where, as it was wrapped, page by page."""
    pages: Pages = []

    class Hears(table_pdf._Setter):  # noqa: SLF001  the same lines, not others
        def _begin_page(self) -> None:
            pages.append([])
            super()._begin_page()

        def _write(self, level: table_pdf.Level) -> None:
            super()._write(level)
            pages[-1] += [_Line(left, self._level, text) for left, text, _ in level]

    load_faces()
    Hears(_sheet(rows)).drawn()
    return pages


def _bare_pdf(pages: Pages) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(WIDTH, HEIGHT), initialFontName=REGULAR)
    canvas.setPageCompression(1)
    for number, lines in enumerate(pages, start=1):
        canvas.setFont(REGULAR, SIZE)
        for line in lines:
            canvas.drawString(line.left, line.level, line.text)
        canvas.drawString(400, 30, f"Page {number} of {len(pages)}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _watched() -> list[str]:
    """Return a list that every temporary file is entered into from now on."""
    made: list[str] = []

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith("tempfile."):
            made.append(str(arguments))

    sys.addaudithook(hear)
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
