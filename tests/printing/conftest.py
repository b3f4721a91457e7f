"""A real print service of the test's own, and letters to send through it."""

import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from print_service import CUPSD, NetworkPrinter, PrintService, running_service
from reportlab.pdfgen.canvas import Canvas

CUPS_PDF = Path("/usr/lib/cups/backend/cups-pdf")
CUPS_PDF_DRIVER = "/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd"
# the virtual printer keeps the sheets of people it does not know in a place of its own
NOBODY_HERE = "isteam-test-no-such-user"


@pytest.fixture
def network_printer() -> Iterator[NetworkPrinter]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        printer = NetworkPrinter(listener)
        thread = threading.Thread(target=printer.serve)
        thread.start()
        yield printer
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.fixture
def print_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintService]:
    """A running print service that the program finds as it would the computer's."""
    if not Path(CUPSD).exists() or not shutil.which("lp"):
        pytest.skip("cups and cups-client are not installed")
    if os.geteuid() != 0:
        pytest.skip("a print service of one's own needs root")
    folder = Path(tempfile.mkdtemp(prefix="isteam-cups-"))
    try:
        with running_service(folder) as service:
            monkeypatch.setenv("CUPS_SERVER", service.environment["CUPS_SERVER"])
            monkeypatch.setenv("CUPS_USER", NOBODY_HERE)
            yield service
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def queue(print_service: PrintService, network_printer: NetworkPrinter) -> str:
    """A queue of the print service that sends to the network printer unchanged."""
    options = ("-E", "-v", network_printer.address, "-m", "raw")
    print_service.ask("lpadmin", "-p", "Office", *options)
    return "Office"


@pytest.fixture
def pdf_queue(print_service: PrintService) -> str:
    """A queue with a real driver, which prints to a PDF file."""
    if not CUPS_PDF.exists():
        pytest.skip("printer-driver-cups-pdf is not installed")
    options = ("-E", "-v", "cups-pdf:/", "-P", CUPS_PDF_DRIVER)
    print_service.ask("lpadmin", "-p", "Virtual", *options)
    return "Virtual"


@pytest.fixture
def letter_pdf() -> bytes:
    """Two pages of text, with a ruler of 200 marks down the left edge."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(595.276, 841.89), invariant=1)
    for page in (1, 2):
        for line in range(56):
            canvas.drawString(
                60 + 3 * line, 20 + 14.5 * line, f"Page {page} line {line}"
            )
        for mark in range(200):
            canvas.rect(10, 20 + 4 * mark, 10, 2, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
