"""What a print run and its letters are called on the screen."""

from isteam_app.domain.letters import LetterState
from isteam_app.domain.print_runs import PrintState
from isteam_app.services.run_pages import RunLine, RunPage
from ui.common.moments import here
from ui.common.status import Status

_STATES = {
    PrintState.WAITING: Status("To be sent", "to_do"),
    PrintState.SENDING: Status("In doubt", "unsure", "warn"),
    PrintState.SENT: Status("Came out?", "printed", "accent"),
    PrintState.PRINTED: Status("Waiting", "not_started"),
    PrintState.SPOILT: Status("Spoilt", "blocked", "danger"),
    PrintState.LEFT_OUT: Status("Left out", "refuse"),
}
SPOILT = (
    "The copy is noted as spoilt: destroy it. A new one is printed, with “Printed "
    "again” in its margin."
)
SPOILT_REASONS = (
    ("", "Choose a reason"),
    *(
        (each, each)
        for each in (
            "Jammed or creased",
            "Badly printed",
            "Pages missing",
            "Torn or soiled",
            "Lost before it was posted",
            "Envelope opened again",
        )
    ),
)
SCANNED = Status("Scanned back", "done", "ok")
POSTED = Status("Posted", "posted", "ok")
REPLACED = Status("Replaced", "undo")
AGAIN = Status("To print again", "print_queue", "warn")
CHECK = Status("Check", "warning", "warn")


def line_status(line: RunLine) -> Status:
    """How far one letter of a run is."""
    if line.letter.state is LetterState.SUPERSEDED:
        return REPLACED
    if line.is_gone:
        return POSTED
    if line.is_scanned:
        return SCANNED
    if line.item.state is PrintState.WAITING and line.item.copy > 1:
        return AGAIN
    if line.letter.doubt:
        return CHECK
    return _STATES[line.item.state]


def run_status(page: RunPage) -> Status:
    """How far a run is, for the chip beside its name."""
    if page.in_state(PrintState.SENDING):
        return Status("In doubt", "unsure", "warn")
    waiting = len(page.in_state(PrintState.WAITING))
    if waiting:
        return Status(f"{waiting} to be sent", "print_queue", "warn")
    if page.in_state(PrintState.SENT):
        return Status("Came out?", "printed", "accent")
    at = max(
        (line.item.sent_at for line in page.lines if line.item.sent_at), default=None
    )
    return Status(f"Printed {here(at):%H:%M}" if at else "Printed", "print_queue", "ok")


def run_meta(page: RunPage) -> str:
    """What is in a run, where it was printed and by whom."""
    count = len(page.printed)
    parts = [counted(count, "letter"), counted(page.sheets, "sheet")]
    if page.run.printer:
        parts.append(page.run.printer)
    if page.spoilt:
        parts.append(f"{len(page.spoilt)} spoilt")
    parts.append(f"by {page.run.started_by}")
    return ", ".join(parts)


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 letter", "1,204 letters"."""
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"
