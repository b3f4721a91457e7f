"""Every way the print commands can fail has a sentence of its own."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from isteam_app import printing
from isteam_app.errors import PrintingFailed
from isteam_app.printing import Printer, print_pdf, printers

PDF = b"%PDF-1.7 a letter"
ONE_PRINTER = """\
echo 'Office accepting requests since Sun Nov 22 16:53:36 2026'
echo 'printer Office is idle.  enabled since Sun Nov 22 16:53:36 2026'
echo 'system default destination: Office'
"""
HANGS = "exec /usr/bin/tail -f /dev/null\n"

Commands = Callable[..., None]

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no print queue commands"
)


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Put stand-ins for the print commands where the program looks for them."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def lay(**scripts: str) -> None:
        for name, script in scripts.items():
            file = tmp_path / name
            file.write_text(f"#!/bin/sh\n{script}")
            file.chmod(0o755)

    return lay


def test_no_print_commands_on_this_computer(commands: Commands) -> None:
    with pytest.raises(PrintingFailed, match="no print queue"):
        printers()
    assert not printing.has_queue()


def test_the_command_to_print_is_missing(commands: Commands) -> None:
    commands(lpstat=ONE_PRINTER)
    with pytest.raises(PrintingFailed, match="the command lp is missing"):
        print_pdf(PDF, title="IS-2026-00001", printer="Office")


@pytest.mark.parametrize(
    "words",
    [
        "lpstat: Scheduler is not running.",
        "lpstat: Unable to connect to server",
        "lpstat: Bad file descriptor",
    ],
)
def test_the_print_service_is_not_running(commands: Commands, words: str) -> None:
    commands(lpstat=f"echo '{words}' >&2; exit 1\n")
    with pytest.raises(PrintingFailed, match="service of this computer is not running"):
        printers()


def test_a_service_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    if not printing.has_queue():
        pytest.skip("cups-client is not installed")
    monkeypatch.setenv("CUPS_SERVER", "/nonexistent/cups.sock")
    with pytest.raises(PrintingFailed, match="service of this computer is not running"):
        printers()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("lp: Error - The printer or class does not exist.", "no longer there"),
        ('lp: Destination "Office" is not accepting jobs.', "refused the letter"),
        ("lp: Error - scheduler not responding.", "refused the letter"),
        ("lp: Unable to connect to server.", "is not running"),
    ],
)
def test_a_printer_that_changes_its_mind(
    commands: Commands, words: str, sentence: str
) -> None:
    commands(lpstat=ONE_PRINTER, lp=f"echo '{words}' >&2; exit 1\n")
    with pytest.raises(PrintingFailed, match=sentence) as caught:
        print_pdf(PDF, title="IS-2026-00001", printer="Office")
    assert "The letter is safe" in str(caught.value)
    assert words in caught.value.detail


@pytest.mark.parametrize(
    ("title", "named"),
    [
        (printing.chronology_title("IS-2026-00001"), "chronology"),
        (printing.record_title("D-2026-00001"), "decision record"),
        (printing.RECOVERY_SHEET, "recovery sheet"),
    ],
)
def test_a_refusal_names_what_was_to_be_printed(
    commands: Commands, title: str, named: str
) -> None:
    commands(lpstat=ONE_PRINTER, lp="exit 1\n")
    with pytest.raises(PrintingFailed, match=f"refused the {named}") as caught:
        print_pdf(PDF, title=title, printer="Office")
    assert f"The {named} is safe and unchanged." in str(caught.value)
    with pytest.raises(PrintingFailed, match="not set up") as caught:
        print_pdf(PDF, title=title, printer="Attic")
    assert "letter" not in str(caught.value)


def test_a_service_that_never_answers(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "LOOK_SECONDS", 0.2)
    commands(lpstat=HANGS)
    with pytest.raises(PrintingFailed, match="nothing was sent"):
        printers()


def test_a_letter_that_may_or_may_not_come_out(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "SEND_SECONDS", 0.2)
    commands(lpstat=ONE_PRINTER, lp=HANGS)
    with pytest.raises(PrintingFailed, match="the letter may still come out"):
        print_pdf(PDF, title="IS-2026-00001", printer="Office")


def test_a_command_that_cannot_be_started(commands: Commands, tmp_path: Path) -> None:
    commands(lpstat="")
    (tmp_path / "lpstat").write_text("#!/nonexistent/interpreter\n")
    with pytest.raises(PrintingFailed, match="could not be started"):
        printers()


def test_the_letter_goes_by_pipe_with_its_reference_alone(
    commands: Commands, tmp_path: Path
) -> None:
    commands(
        lpstat=ONE_PRINTER,
        lp=f"""\
printf '%s\\n' "$@" > '{tmp_path}/arguments'
/bin/cat > '{tmp_path}/bytes'
echo 'request id is Office-12 (0 file(s))'
""",
    )
    assert print_pdf(PDF, title="IS-2026-00047 / L2", printer="Office") == "Office-12"
    assert (tmp_path / "bytes").read_bytes() == PDF
    given = (tmp_path / "arguments").read_text().splitlines()
    assert given[:4] == ["-d", "Office", "-t", "IS-2026-00047 / L2"]
    assert given[4:] == ["-n", "1", "-o", "sides=one-sided"]


@pytest.mark.parametrize(
    "title",
    [
        "",
        "-o raw",
        "--",
        "Mary Example",
        "MARY EXAMPLE",
        "MARY-EXAMPLE",
        "is 47",
        "IS-2026-1\nX",
        "IS-2026-00047 / MARY EXAMPLE",
        "1" * 65,
    ],
)
def test_a_title_is_a_reference_or_nothing_is_sent(
    commands: Commands, title: str
) -> None:
    with pytest.raises(ValueError, match="reference and nothing else"):
        print_pdf(PDF, title=title, printer="Office")


def test_the_recovery_sheet_needs_no_reference(
    commands: Commands, tmp_path: Path
) -> None:
    given = tmp_path / "arguments"
    commands(
        lpstat=ONE_PRINTER,
        lp=f"""\
printf '%s\\n' "$@" > '{given}'
echo 'request id is Office-3 (0 file(s))'
""",
    )
    print_pdf(PDF, title=printing.RECOVERY_SHEET, printer="Office")
    assert given.read_text().splitlines()[2:4] == ["-t", "Recovery sheet"]


def test_what_is_no_pdf_is_not_sent(commands: Commands) -> None:
    with pytest.raises(PrintingFailed, match="not a finished letter"):
        print_pdf(b"", title="IS-2026-00001", printer="Office")


def test_printers_in_every_state(commands: Commands) -> None:
    commands(
        lpstat="""\
echo 'Attic not accepting requests since Sun Nov 22 16:53:36 2026 -'
echo '	Rejecting Jobs'
echo 'Office accepting requests since Sun Nov 22 16:53:36 2026'
echo 'printer Attic is idle.  enabled since Sun Nov 22 16:53:36 2026'
echo 'printer Office disabled since Sun Nov 22 16:53:36 2026 -'
echo '	Paused'
echo 'no system default destination'
"""
    )
    assert printers() == (
        Printer(name="Attic", accepting=False),
        Printer(name="Office", paused=True),
    )


def test_a_printer_says_what_it_lacks(commands: Commands) -> None:
    commands(
        lp="",
        lpstat="""\
echo 'printer Office is idle.  enabled since Sun Nov 22 16:53:36 2026'
echo '	Alerts: media-empty-error toner-low-report'
""",
    )
    assert printing.printer_trouble("Office").startswith("The printer is out of paper.")
    commands(lpstat="echo '	Alerts: none'")
    assert printing.printer_trouble("Office") == ""
    assert printing.printer_trouble("-oops") == ""
