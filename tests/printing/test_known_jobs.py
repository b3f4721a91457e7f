"""A real print service is asked what became of a letter, by the title of its job."""

from datetime import UTC, datetime, timedelta

import pytest
from print_service import NetworkPrinter, PrintService, wait_until

from isteam_app.print_jobs import JobState, jobs_called
from isteam_app.printing import copy_title, print_pdf

TITLE = "IS-2026-00047 / L2"


@pytest.fixture(autouse=True)
def owner(print_service: PrintService, monkeypatch: pytest.MonkeyPatch) -> None:
    """A print service tells the titles of jobs to whoever sent them alone."""
    monkeypatch.setenv("CUPS_USER", print_service.environment["CUPS_USER"])


def before() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


def test_a_job_is_found_by_its_title_while_it_waits_and_when_it_is_done(
    print_service: PrintService,
    network_printer: NetworkPrinter,
    queue: str,
    letter_pdf: bytes,
) -> None:
    print_service.ask("cupsdisable", queue)
    print_service.ask("lp", "-d", queue, "-t", TITLE, "/etc/hostname")
    (waiting,) = jobs_called(TITLE, printer=queue, since=before()) or ()
    assert waiting.state is JobState.WAITING
    assert waiting.kilobytes == 1
    print_service.ask("cupsenable", queue)
    job = print_pdf(letter_pdf, title=copy_title(TITLE, 2), printer=queue)
    wait_until(lambda: len(network_printer.jobs) == 2, "both jobs to arrive")

    def done() -> bool:
        found = jobs_called(f"{TITLE} / C2", printer=queue, since=before()) or ()
        return [one.state for one in found] == [JobState.DONE]

    wait_until(done, "the job to be done")
    (found,) = jobs_called(f"{TITLE} / C2", printer=queue, since=before()) or ()
    assert found.number == job
    assert found.kilobytes == -(-len(letter_pdf) // 1024)


def test_a_job_given_up_is_told_as_such(
    print_service: PrintService, queue: str, letter_pdf: bytes
) -> None:
    print_service.ask("cupsdisable", queue)
    print_service.ask("lp", "-d", queue, "-t", TITLE, "/etc/hostname")
    print_service.ask("cancel", f"{queue}-1")
    (found,) = jobs_called(TITLE, printer=queue, since=before()) or ()
    assert found.state is JobState.GIVEN_UP


def test_other_titles_and_earlier_jobs_are_not_the_one(
    print_service: PrintService, queue: str
) -> None:
    print_service.ask("lp", "-d", queue, "-t", TITLE, "/etc/hostname")
    assert jobs_called(TITLE, printer=queue, since=before())
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert jobs_called(TITLE, printer=queue, since=later) == ()
    assert jobs_called("IS-2026-00047 / L1", printer=queue, since=before()) == ()


def test_without_a_service_nobody_can_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", "/no/such/cups.sock")
    assert jobs_called(TITLE, printer="Office", since=before()) is None
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")
    assert jobs_called(TITLE, printer="Office", since=before()) is None


def test_a_printer_that_is_not_there_is_told_as_unknown(
    print_service: PrintService, queue: str
) -> None:
    assert jobs_called(TITLE, printer="Attic", since=before()) is None
