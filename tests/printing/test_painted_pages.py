"""Where there is no system queue, the painted sheet shows the letter, dot for dot."""

import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from print_service import NetworkPrinter, PrintService, wait_until
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from isteam_app.errors import Cancelled, PrintingFailed
from ui.common.printing import (
    DOTS_PER_INCH,
    PaintedPrinting,
    QueuePrinting,
    paint_pages,
    printing_here,
)

DARK = 128
RULER_AT = 15  # points from the left edge
RULER_MARKS = 200


def paper(folder: Path) -> QPrinter:
    """A printer whose sheets can be looked at."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "sheets.pdf"))
    return printer


def dots(pdf: bytes | Path, page: int) -> list[bytes]:
    """The rows of a page, a byte for each dot at the printer's resolution."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[page].render(
        scale=DOTS_PER_INCH / 72, grayscale=True, optimize_mode="print"
    )
    size = picture.width
    data = bytes(picture.buffer)
    rows = [
        data[row * picture.stride : row * picture.stride + size]
        for row in range(picture.height)
    ]
    document.close()
    return rows


def test_painted_sheets_carry_the_whole_letter_in_its_place(
    qtbot: QtBot, tmp_path: Path, letter_pdf: bytes
) -> None:
    paint_pages(letter_pdf, paper(tmp_path))

    sheets = tmp_path / "sheets.pdf"
    for page in (0, 1):
        wanted, shown = (marks(dots(sheet, page)) for sheet in (letter_pdf, sheets))
        assert len(wanted) == RULER_MARKS
        assert furthest(wanted, shown) <= 2


def test_a_strip_lost_at_a_band_seam_would_be_seen(letter_pdf: bytes) -> None:
    rows = dots(letter_pdf, 0)
    seam = len(rows) // 2
    lost = rows[: seam - 5] + rows[seam:]
    assert furthest(marks(rows), marks(lost)) == 5


def marks(rows: list[bytes]) -> list[int]:
    """The rows where each mark of the ruler on the left edge begins."""
    column = round(RULER_AT * DOTS_PER_INCH / 72)
    dark = [row[column] < DARK for row in rows]
    return [row for row in range(1, len(dark)) if dark[row] and not dark[row - 1]]


def furthest(wanted: list[int], shown: list[int]) -> int:
    """How many rows a mark is from its place, at worst."""
    return max(abs(a - b) for a, b in zip(wanted, shown, strict=True))


def test_pages_are_counted_while_they_are_painted(
    qtbot: QtBot, tmp_path: Path, letter_pdf: bytes
) -> None:
    seen: list[tuple[int, int]] = []
    paint_pages(letter_pdf, paper(tmp_path), lambda *now: seen.append(now))
    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_stopping_gives_the_half_letter_up(
    qtbot: QtBot, tmp_path: Path, letter_pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(done: int, total: int) -> None:
        if done == 1:
            raise Cancelled("Stopped.")

    printer = paper(tmp_path)
    given_up: list[bool] = []
    monkeypatch.setattr(printer, "abort", lambda: given_up.append(True))
    with pytest.raises(Cancelled):
        paint_pages(letter_pdf, printer, stop)
    assert given_up == [True]


def test_what_is_no_letter_is_refused(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(PrintingFailed, match="could not be read"):
        paint_pages(b"%PDF-1.7 and then nothing", paper(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_cannot_be_started(
    qtbot: QtBot, tmp_path: Path, letter_pdf: bytes
) -> None:
    with pytest.raises(PrintingFailed, match="did not take the letter"):
        paint_pages(letter_pdf, paper(tmp_path / "no such folder"))


def test_painting_asks_for_a_printer_of_this_computer(
    qtbot: QtBot, letter_pdf: bytes
) -> None:
    with pytest.raises(PrintingFailed, match="not set up on this computer"):
        PaintedPrinting().print_pdf(letter_pdf, title="IS-2026-1", printer="Attic")


PAINT_ONE = """
import sys
from PySide6.QtWidgets import QApplication
from ui.common.printing import PaintedPrinting

application = QApplication([])
printing = PaintedPrinting()
(printer,) = printing.printers()
printing.print_pdf(sys.stdin.buffer.read(), title="IS-2026-00047", printer=printer.name)
"""


def test_a_real_queue_gets_every_painted_page(
    qtbot: QtBot,
    print_service: PrintService,
    network_printer: NetworkPrinter,
    queue: str,
    letter_pdf: bytes,
) -> None:
    # in a process of its own: Qt asks once where the print service is
    subprocess.run(
        [sys.executable, "-c", PAINT_ONE],
        input=letter_pdf,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    wait_until(lambda: bool(network_printer.jobs), "the letter to arrive")
    (sheets,) = network_printer.jobs
    assert len(pypdfium2.PdfDocument(sheets)) == 2
    assert print_service.title_of(f"{queue}-1") == "IS-2026-00047"


def test_the_queue_is_chosen_where_its_commands_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("lp", "lpstat"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert isinstance(printing_here(), QueuePrinting)
    (tmp_path / "lp").unlink()
    assert isinstance(printing_here(), PaintedPrinting)
