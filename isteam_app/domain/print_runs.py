"""A print run: which letters were printed together, and what became of each."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PrintState(StrEnum):
    """What is known of one letter in a run.

    `SENDING` is kept before the queue is asked: after a crash it says that nobody
    knows. `SENT` lies with the queue; `PRINTED` and `SPOILT` are what a person saw.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    PRINTED = "printed"
    SPOILT = "spoilt"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintItem:
    """One letter in one run, printed once.

    `copy` is 1 for the first time the letter is printed at all; a later one says `why`
    and is stamped. `sha256` is of the bytes that went to the queue, `job` the queue's
    own number. `scanned_at` is when its code was read back before sealing.
    """

    run_id: int
    letter_id: int
    position: int
    state: PrintState = PrintState.WAITING
    copy: int = 1
    why: str = ""
    sheets: int = 0
    sha256: str = ""
    job: str = ""
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    spoilt_why: str = ""
    scanned_at: datetime | None = None
    scanned_by: str = ""
    id: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRun:
    """Letters printed together. `name` counts the runs of a day: "2026-11-23 A"."""

    name: str
    printer: str
    separators: bool = False
    duplex: bool = False
    started_at: datetime | None = None
    started_by: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    id: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanBack:
    """One reading of a code before sealing: what it was, and whether it was right.

    `letter_id` is None where no letter of the vault has that code.
    """

    run_id: int
    said: str
    right: bool
    letter_id: int | None = None
    at: datetime | None = None
    by: str = ""
    id: int = 0
