"""A letter goes to a real print service and comes out of it unchanged."""

import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from print_service import NetworkPrinter, PrintService, wait_until

from isteam_app.errors import PrintingFailed
from isteam_app.printing import Sides, has_queue, print_pdf, printers

VIRTUAL_OUTPUT = Path("/var/spool/cups-pdf/ANONYMOUS")


def test_a_letter_arrives_byte_for_byte(
    print_service: PrintService,
    network_printer: NetworkPrinter,
    queue: str,
    letter_pdf: bytes,
) -> None:
    job = print_pdf(letter_pdf, title="IS-2026-00047-L2", printer=queue)

    wait_until(lambda: len(network_printer.jobs) == 1, "the letter to arrive")
    assert network_printer.jobs == [letter_pdf]
    wait_until(lambda: print_service.title_of(job) != "", "the title")
    assert print_service.title_of(job) == "IS-2026-00047-L2"


def test_the_service_keeps_no_copy_of_a_printed_letter(
    print_service: PrintService,
    network_printer: NetworkPrinter,
    queue: str,
    letter_pdf: bytes,
) -> None:
    print_pdf(letter_pdf, title="IS-2026-00047", printer=queue)

    spool = print_service.folder / "spool"
    wait_until(lambda: network_printer.jobs == [letter_pdf], "the letter to arrive")
    wait_until(lambda: not list(spool.glob("d*")), "the spooled copy to go")


def test_a_driver_prints_the_words_of_the_letter(
    print_service: PrintService,
    pdf_queue: str,
    letter_pdf: bytes,
) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("poppler-utils is not installed")
    title = f"IS-2026-{uuid4().hex.upper()}"
    print_pdf(letter_pdf, title=title, printer=pdf_queue, sides=Sides.BOTH)

    wait_until(
        lambda: "Virtual-1" in print_service.ask("lpstat", "-W", "completed", "-o"),
        "the job to end",
    )
    (sheets,) = VIRTUAL_OUTPUT.glob(f"{title}*.pdf")
    try:
        words = print_service.ask("pdftotext", "-layout", str(sheets), "-")
    finally:
        sheets.unlink()
    assert "Page 1 line 0" in words
    assert "Page 2 line 55" in words


def test_printers_are_listed_with_the_default_first(
    print_service: PrintService, queue: str, network_printer: NetworkPrinter
) -> None:
    address = network_printer.address
    for name in ("Annexe", "Reception"):
        print_service.ask("lpadmin", "-p", name, "-E", "-v", address, "-m", "raw")
    print_service.ask("lpadmin", "-d", "Reception")

    found = printers()

    assert [one.name for one in found] == ["Reception", "Annexe", "Office"]
    assert [one.default for one in found] == [True, False, False]
    assert all(one.ready for one in found)


def test_a_service_without_printers_lists_none(print_service: PrintService) -> None:
    assert printers() == ()


def test_a_printer_that_is_not_there(
    print_service: PrintService, letter_pdf: bytes
) -> None:
    with pytest.raises(PrintingFailed, match="not set up on this computer"):
        print_pdf(letter_pdf, title="IS-2026-00001", printer="Attic")


def test_a_printer_that_takes_nothing(
    print_service: PrintService,
    network_printer: NetworkPrinter,
    queue: str,
    letter_pdf: bytes,
) -> None:
    print_service.ask("cupsreject", queue)

    assert [one.ready for one in printers()] == [False]
    with pytest.raises(PrintingFailed, match="not taking anything"):
        print_pdf(letter_pdf, title="IS-2026-00001", printer=queue)
    assert print_service.ask("lpstat", "-o") == ""


def test_a_paused_printer_is_sent_nothing(
    print_service: PrintService,
    network_printer: NetworkPrinter,
    queue: str,
    letter_pdf: bytes,
) -> None:
    print_service.ask("cupsdisable", queue)

    with pytest.raises(PrintingFailed, match="is paused"):
        print_pdf(letter_pdf, title="IS-2026-00001", printer=queue)
    assert print_service.ask("lpstat", "-o") == ""


@pytest.mark.parametrize("name", ["-h", "--", "Office/draft", "-dOffice", ""])
def test_a_printer_name_is_never_an_option(
    print_service: PrintService, queue: str, letter_pdf: bytes, name: str
) -> None:
    with pytest.raises(PrintingFailed, match="not set up on this computer"):
        print_pdf(letter_pdf, title="IS-2026-00001", printer=name)
    assert print_service.ask("lpstat", "-W", "all", "-o") == ""


def test_this_computer_has_a_queue_when_its_commands_are_there(
    print_service: PrintService,
) -> None:
    assert has_queue()


def test_sending_a_letter_makes_no_file_on_the_way(
    print_service: PrintService,
    network_printer: NetworkPrinter,
    queue: str,
    letter_pdf: bytes,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    for name in ("TMPDIR", "TEMP", "TMP", "CUPS_TEMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "there is no such folder"))
    print_pdf(letter_pdf, title="IS-2026-00047", printer=queue)
    wait_until(lambda: network_printer.jobs == [letter_pdf], "the letter to arrive")
