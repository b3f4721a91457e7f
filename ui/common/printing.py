"""How a finished letter reaches paper on this computer.

Where there is a system queue (Linux, macOS) it gets the letter's own bytes. Elsewhere
the same bytes are painted, in bands, so that no page stands in memory whole.
Both ways may be called from the worker thread; neither writes a file of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from isteam_app import printing
from isteam_app.errors import PrintingFailed
from isteam_app.print_jobs import KnownJob, jobs_called
from isteam_app.printing import Printer, Sides, printer_trouble
from isteam_app.progress import Progress, unwatched

DOTS_PER_INCH = 300
BANDS_PER_PAGE = 8
POINTS_PER_INCH = 72

_DUPLEX = {
    Sides.ONE: QPrinter.DuplexMode.DuplexNone,
    Sides.BOTH: QPrinter.DuplexMode.DuplexLongSide,
}
_TROUBLE = (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)


class Printing(Protocol):
    """What a screen needs to print: which printers there are, and sending to one."""

    def printers(self) -> tuple[Printer, ...]:
        """The printers of this computer, the default one first."""

    def print_pdf(
        self,
        pdf: bytes,
        *,
        title: str,
        printer: str,
        sides: Sides = Sides.ONE,
        progress: Progress = unwatched,
    ) -> str:
        """Send one paper, and return the queue's number for the job, "" for none.

        `title` is its reference. Raises `PrintingFailed`.
        """

    def jobs_called(
        self, title: str, *, printer: str, since: datetime
    ) -> tuple[KnownJob, ...] | None:
        """The jobs a printer was given under a title; None where nobody can tell."""

    def trouble(self, printer: str) -> str:
        """What the printer lacks, as a sentence; "" where it says nothing."""


def printing_here() -> Printing:
    """The way this computer prints."""
    return QueuePrinting() if printing.has_queue() else PaintedPrinting()


class QueuePrinting:
    """Hands the letter's bytes to the system's queue."""

    def printers(self) -> tuple[Printer, ...]:
        return printing.printers()

    def print_pdf(
        self,
        pdf: bytes,
        *,
        title: str,
        printer: str,
        sides: Sides = Sides.ONE,
        progress: Progress = unwatched,
    ) -> str:
        progress(0, 1)
        job = printing.print_pdf(pdf, title=title, printer=printer, sides=sides)
        progress(1, 1)
        return job

    def jobs_called(
        self, title: str, *, printer: str, since: datetime
    ) -> tuple[KnownJob, ...] | None:
        return jobs_called(title, printer=printer, since=since)

    def trouble(self, printer: str) -> str:
        return printer_trouble(printer)


class PaintedPrinting:
    """Paints the letter's pages on a printer; never into a file."""

    def printers(self) -> tuple[Printer, ...]:
        default = QPrinterInfo.defaultPrinterName()
        found = [
            Printer(
                name=name,
                default=name == default,
                paused=QPrinterInfo.printerInfo(name).state() in _TROUBLE,
            )
            for name in QPrinterInfo.availablePrinterNames()
        ]
        return tuple(sorted(found, key=lambda one: (not one.default, one.name)))

    def print_pdf(
        self,
        pdf: bytes,
        *,
        title: str,
        printer: str,
        sides: Sides = Sides.ONE,
        progress: Progress = unwatched,
    ) -> str:
        if printer not in {one.name for one in self.printers()}:
            raise PrintingFailed(
                "That printer is not set up on this computer. Choose another printer, "
                "or ask whoever looks after the printers. "
                f"{printing.kept_safe(title)}"
            )
        device = QPrinter(QPrinterInfo.printerInfo(printer))
        device.setOutputFormat(QPrinter.OutputFormat.NativeFormat)
        device.setDocName(title)
        device.setDuplex(_DUPLEX[sides])
        paint_pages(pdf, device, progress)
        return ""

    def jobs_called(
        self,
        title: str,
        *,
        printer: str,
        since: datetime,
    ) -> tuple[KnownJob, ...] | None:
        return None

    def trouble(self, printer: str) -> str:
        if QPrinterInfo.printerInfo(printer).state() in _TROUBLE:
            return "The printer says that something is wrong. Look at it."
        return ""


def paint_pages(pdf: bytes, printer: QPrinter, progress: Progress = unwatched) -> None:
    """Paint every page of a letter at 300 dots an inch in grey, band after band."""
    with _document(pdf, printer.docName()) as document:
        _prepare(printer, document)
        painter = QPainter()
        if not painter.begin(printer):
            raise _refused(printer.docName())
        try:
            _paint_document(document, printer, painter, progress)
        except BaseException:  # whatever stopped it, half a letter must not come out
            printer.abort()
            raise
        finally:
            painter.end()
    if printer.printerState() in _TROUBLE:
        raise _refused(printer.docName())


@contextmanager
def _document(pdf: bytes, title: str) -> Iterator[QPdfDocument]:
    """The paper opened from memory; the bytes stay alive as long as the document."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.status() != QPdfDocument.Status.Ready:
        raise PrintingFailed(
            f"The {printing.paper_called(title)} could not be read for printing, and "
            "nothing was sent. Lock the vault, unlock it and try again."
        )
    try:
        yield document
    finally:
        document.close()


def _prepare(printer: QPrinter, document: QPdfDocument) -> None:
    size = QPageSize(document.pagePointSize(0), QPageSize.Unit.Point)
    printer.setResolution(DOTS_PER_INCH)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setFullPage(True)
    printer.setPageSize(size)
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)


def _paint_document(
    document: QPdfDocument, printer: QPrinter, painter: QPainter, progress: Progress
) -> None:
    pages = document.pageCount()
    for page in range(pages):
        progress(page, pages)
        if page and not printer.newPage():
            raise _refused(printer.docName())
        for place, band in _bands(document, page):
            painter.drawImage(place, band)
    progress(pages, pages)


def _bands(document: QPdfDocument, page: int) -> Iterator[tuple[QRect, QImage]]:
    """Each strip of a page from the top, with its place on the sheet in dots."""
    whole = (document.pagePointSize(page) * DOTS_PER_INCH / POINTS_PER_INCH).toSize()
    height = -(-whole.height() // BANDS_PER_PAGE)
    for top in range(0, whole.height(), height):
        place = QRect(0, top, whole.width(), min(height, whole.height() - top))
        yield place, _band(document, page, whole, place)


def _band(document: QPdfDocument, page: int, whole: QSize, place: QRect) -> QImage:
    options = QPdfDocumentRenderOptions()
    options.setScaledSize(whole)
    # Qt scales a clip by its right less its left edge, which in whole pixels is one
    # short: without the extra pixel every band shrinks, and the bands do not meet
    options.setScaledClipRect(place.adjusted(0, 0, 1, 1))
    drawn = document.render(page, place.size(), options)
    paper = QImage(place.size(), QImage.Format.Format_Grayscale8)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return paper


def _refused(title: str) -> PrintingFailed:
    return PrintingFailed(
        f"The printer did not take the {printing.paper_called(title)}. See whether it "
        f"is on and has paper, then print again. {printing.kept_safe(title)}"
    )
