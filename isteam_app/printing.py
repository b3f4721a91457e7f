"""Sends a finished letter to the system's print queue (CUPS: Linux and macOS).

The PDF goes to `lp` through a pipe, so this program leaves no file behind. The queue
keeps job titles where others can read them: a title is a reference, never a name.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from isteam_app.errors import PrintingFailed

RECOVERY_SHEET = "Recovery sheet"
"""The one job title that is no reference; the sheet belongs to a vault, not a case."""

LOOK_SECONDS = 15.0
SEND_SECONDS = 60.0

_REFERENCE = re.compile(r"(?=.{3,64}\Z)(?=.*\d)[A-Z0-9][A-Z0-9-]*(?: ?/ ?[A-Z0-9-]+)*")
_ACCEPTING = re.compile(r"^(\S+) (not )?accepting requests", re.MULTILINE)
_DISABLED = re.compile(r"^printer (\S+) disabled since", re.MULTILINE)
_DEFAULT = re.compile(r"^system default destination: (\S+)", re.MULTILINE)
_REQUEST = re.compile(r"^request id is (\S+)", re.MULTILINE)
_NO_SERVICE = ("scheduler is not running", "unable to connect", "bad file descriptor")
_NO_PRINTER = ("no destinations", "does not exist", "no default destination")
_REASONS = re.compile(r"^\s*Alerts: (.+)$", re.MULTILINE)
_CHRONOLOGY = " / CHRONOLOGY"
_SEPARATOR = " / SEPARATOR"
_MANIFEST = "MANIFEST / "
_COPY = " / C"
_RECORD = " / DECISION-RECORD"
_SEAL = "AUDIT-SEAL / "
_NO_HARM = "Nothing was printed or changed."
_LACKS = (
    ("media-empty", "The printer is out of paper. Put paper in; it then goes on."),
    ("media-needed", "The printer is out of paper. Put paper in; it then goes on."),
    ("media-jam", "Paper is jammed in the printer. Clear it; it then goes on."),
    ("toner-empty", "The printer is out of toner. Put a new cartridge in."),
    ("marker-supply-empty", "The printer is out of toner. Put a new cartridge in."),
    ("cover-open", "A cover of the printer is open. Close it; it then goes on."),
    ("door-open", "A cover of the printer is open. Close it; it then goes on."),
    ("offline", "The printer is switched off, or not connected. Switch it on."),
    ("connecting-to-device", "The printer does not answer. See that it is on."),
)


class Sides(StrEnum):
    """How the sheets are used."""

    ONE = "one-sided"
    BOTH = "two-sided-long-edge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """A print queue of this computer, as it is now."""

    name: str
    default: bool = False
    accepting: bool = True
    paused: bool = False

    @property
    def ready(self) -> bool:
        return self.accepting and not self.paused


def chronology_title(reference: str) -> str:
    """Return the job title of a case's chronology."""
    return f"{reference}{_CHRONOLOGY}"


def record_title(reference: str) -> str:
    """Return the job title of the decision record of a request."""
    return f"{reference}{_RECORD}"


def seal_title(entries: int) -> str:
    """Return the job title of a seal of the audit trail."""
    return f"{_SEAL}{entries}"


def copy_title(reference: str, copy: int) -> str:
    """Return the job title of a letter: its reference, and the number of a copy."""
    return reference if copy == 1 else f"{reference}{_COPY}{copy}"


def separator_title(reference: str) -> str:
    """Return the job title of the sheet that lies before a letter."""
    return f"{reference}{_SEPARATOR}"


def manifest_title(run: str) -> str:
    """Return the job title of the manifest of a print run, by the run's name."""
    return f"{_MANIFEST}{'-'.join(run.upper().split())}"


def paper_called(title: str) -> str:
    """Return what a person calls the paper of a job: "letter", "chronology"."""
    if title == RECOVERY_SHEET:
        return "recovery sheet"
    if title.startswith(_SEAL):
        return "seal"
    if title.startswith(_MANIFEST):
        return "manifest"
    if title.endswith(_SEPARATOR):
        return "separator sheet"
    if title.endswith(_RECORD):
        return "decision record"
    return "chronology" if title.endswith(_CHRONOLOGY) else "letter"


def kept_safe(title: str) -> str:
    """Return the sentence that says what was to be printed is not lost."""
    return f"The {paper_called(title)} is safe and unchanged."


def has_queue() -> bool:
    """Whether this computer prints through CUPS, and its commands are installed."""
    return os.name == "posix" and all(map(shutil.which, ("lp", "lpstat")))


def printers() -> tuple[Printer, ...]:
    """The printers of this computer, the default one first; empty if there is none."""
    outcome = _run("lpstat", ["-a", "-p", "-d"], seconds=LOOK_SECONDS)
    words = outcome.stderr.lower()
    if any(sign in words for sign in _NO_SERVICE):
        raise _service_stopped(outcome.stderr, _NO_HARM)
    default = _DEFAULT.search(outcome.stdout)
    paused = set(_DISABLED.findall(outcome.stdout))
    found = [
        Printer(
            name=name,
            default=bool(default and default[1] == name),
            accepting=not refuses,
            paused=name in paused,
        )
        for name, refuses in _ACCEPTING.findall(outcome.stdout)
    ]
    return tuple(sorted(found, key=lambda one: (not one.default, one.name)))


def printer_trouble(printer: str) -> str:
    """Return what a printer says it lacks, as a sentence; "" where it says nothing.

    A queue goes on taking letters while its printer has no paper: this tells of it.
    """
    if not has_queue() or printer.startswith("-"):
        return ""
    try:
        outcome = _run("lpstat", ["-l", "-p", printer], seconds=LOOK_SECONDS)
    except PrintingFailed:
        return ""
    said = " ".join(_REASONS.findall(outcome.stdout)).lower()
    return next((told for sign, told in _LACKS if sign in said), "")


def print_pdf(
    pdf: bytes,
    *,
    title: str,
    printer: str,
    copies: int = 1,
    sides: Sides = Sides.ONE,
) -> str:
    """Send one paper to a printer, and return the queue's number for the job.

    `title` is the letter's reference, a `chronology_title`, a `record_title`, a
    `seal_title` or
    `RECOVERY_SHEET`; it says in every refusal what was not printed. Raises
    `PrintingFailed` when the printer is missing, refuses or is paused, or nothing
    answers.
    """
    if title != RECOVERY_SHEET and not _REFERENCE.fullmatch(title):
        raise ValueError("A print job's title is a reference and nothing else.")
    if not pdf.startswith(b"%PDF-"):
        what = paper_called(title)
        raise PrintingFailed(f"That is not a finished {what}. {kept_safe(title)}")
    _require_ready(printer, kept_safe(title))
    options = ["-d", printer, "-t", title, "-n", str(copies), "-o", f"sides={sides}"]
    outcome = _run("lp", options, seconds=SEND_SECONDS, pdf=pdf, title=title)
    request = _REQUEST.search(outcome.stdout)
    if outcome.returncode or request is None:
        raise _refused(printer, outcome.stderr, title)
    return request[1]


def _require_ready(name: str, kept: str) -> None:
    """Only a name the system itself gave is ever handed to a command."""
    found = next((one for one in printers() if one.name == name), None)
    if found is None:
        raise PrintingFailed(
            "That printer is not set up on this computer. Choose another printer, or "
            f"ask whoever looks after the printers. {kept}"
        )
    if not found.accepting:
        raise PrintingFailed(
            f"The printer {name} is not taking anything at the moment. Choose "
            f"another printer, or try again when it does. {kept}"
        )
    if found.paused:
        raise PrintingFailed(
            f"The printer {name} is paused, so nothing was sent to it. Resume it or "
            f"choose another printer. {kept}"
        )


def _refused(printer: str, words: str, title: str) -> PrintingFailed:
    said = words.lower()
    if any(sign in said for sign in _NO_SERVICE):
        return _service_stopped(words, kept_safe(title))
    if any(sign in said for sign in _NO_PRINTER):
        reason = f"The printer {printer} is no longer there."
    else:
        reason = f"The printer {printer} refused the {paper_called(title)}."
    return PrintingFailed(
        f"{reason} Choose another printer, or try again. {kept_safe(title)}",
        detail=words,
    )


def _service_stopped(words: str, kept: str) -> PrintingFailed:
    return PrintingFailed(
        "The print service of this computer is not running. Start it, or ask whoever "
        f"looks after this computer, then print again. {kept}",
        detail=words,
    )


def _run(
    command: str,
    options: Sequence[str],
    *,
    seconds: float,
    pdf: bytes = b"",
    title: str = "",
) -> subprocess.CompletedProcess[str]:
    kept = kept_safe(title) if title else _NO_HARM
    program = shutil.which(command)
    if program is None:
        raise PrintingFailed(
            f"This computer has no print queue (the command {command} is missing). "
            f"Install its printing software, then print again. {kept}"
        )
    try:
        outcome = subprocess.run(  # noqa: S603 - a fixed program, options checked above
            [program, *options],
            input=pdf,
            capture_output=True,
            timeout=seconds,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise _no_answer(title) from slow
    except OSError as error:
        raise PrintingFailed(
            f"The print command could not be started. Try again. {kept}",
            detail=str(error),
        ) from error
    return subprocess.CompletedProcess(
        command,
        outcome.returncode,
        outcome.stdout.decode(errors="replace"),
        outcome.stderr.decode(errors="replace"),
    )


def _no_answer(title: str) -> PrintingFailed:
    if title:
        return PrintingFailed(
            "The print service did not answer in time. Look at the printer before you "
            f"print again: the {paper_called(title)} may still come out. "
            f"{kept_safe(title)}",
            in_doubt=True,
        )
    return PrintingFailed(
        "The print service did not answer in time, and nothing was sent. Try again in "
        "a moment."
    )


def _environment() -> dict[str, str]:
    """The system's commands speak English, and load the system's own libraries."""
    environment = {**os.environ, "LC_ALL": "C"}
    if getattr(sys, "frozen", False):
        # the bundle points this at its own folder, which is wrong for `lp`
        original = environment.pop("LD_LIBRARY_PATH_ORIG", "")
        environment.pop("LD_LIBRARY_PATH", None)
        if original:
            environment["LD_LIBRARY_PATH"] = original
    return environment
