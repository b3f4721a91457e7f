"""The program's log: what happened, never to whom.

Every line is one JSON object: an event from a closed list, and numbers. A bug adds the
type of its error and the program's own file and line numbers. Words from outside are
never taken, so a name, an address or a typed sentence cannot reach the disk this way.
"""

import json
import logging
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

FILE_NAME = "isteam.log"
MOST_BYTES, KEPT_FILES = 512_000, 3
_ROOT = Path(__file__).resolve().parents[1]
_CATEGORY = re.compile(r"default|qt(\.[a-z0-9]+)+")


class LogEvent(StrEnum):
    """Everything the log can say."""

    STARTED = "started"
    STOPPED = "stopped"
    VAULT_OPENED = "vault_opened"
    VAULT_REFUSED = "vault_refused"
    VAULT_LOCKED = "vault_locked"
    JOB_FAILED = "job_failed"
    PRINT_FAILED = "print_failed"
    BUG = "bug"
    QT_WARNING = "qt_warning"
    QT_ERROR = "qt_error"


class Log:
    """A rotating file of events in one folder; silent where it cannot be written."""

    def __init__(self, folder: Path | None) -> None:
        self._logger = logging.Logger("isteam", logging.INFO)  # noqa: LOG001  # private to this log: no root handler may add or copy lines
        self.path = None if folder is None else folder / FILE_NAME
        if folder is not None:
            self._open(folder)

    def write(self, event: LogEvent, **numbers: float) -> None:
        """Add one line: the event and its counts or seconds."""
        self._add(event, {name: float(value) for name, value in numbers.items()})

    def bug(self, error: BaseException, reference: str) -> None:
        """Note what no rule foresaw: its type and where in the code it was."""
        self._add(
            LogEvent.BUG,
            {
                "reference": reference,
                "type": type(error).__name__,
                "frames": frames(error.__traceback__),
            },
        )

    def qt(self, category: str, *, grave: bool) -> None:
        """Note that Qt complained: under which of its headings, not what it said."""
        known = category if _CATEGORY.fullmatch(category) else "other"
        self._add(LogEvent.QT_ERROR if grave else LogEvent.QT_WARNING, {"in": known})

    def close(self) -> None:
        for handler in list(self._logger.handlers):
            self._logger.removeHandler(handler)
            handler.close()

    def _add(self, event: LogEvent, facts: Mapping[str, object]) -> None:
        line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "event": event}
        self._logger.info("%s", json.dumps(line | dict(facts)))

    def _open(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handler = _QuietFile(folder / FILE_NAME, encoding="utf-8")
        except OSError:
            self.path = None
            return
        self._logger.addHandler(handler)


class _QuietFile(logging.FileHandler):
    """Begins another file when one is full, and keeps the last few.

    A full disk must not turn one problem into two. The standard library's own would
    load all it needs for logging over a network before the first window is painted.
    """

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            line = len(self.format(record).encode()) + len(os.linesep)
            if Path(self.baseFilename).stat().st_size + line > MOST_BYTES:
                self._begin_another()
        super().emit(record)

    def _begin_another(self) -> None:
        self.close()
        full = Path(self.baseFilename)
        names = [full, *(Path(f"{full}.{n}") for n in range(1, KEPT_FILES + 1))]
        for older, newer in zip(names[:0:-1], names[-2::-1], strict=True):
            if newer.exists():
                newer.replace(older)
        self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002  # logging names it so
        return


def frames(trace: TracebackType | None) -> list[str]:
    """Where in the code it was, outermost first: file and line, never values."""
    return [
        f"{_place(frame.f_code.co_filename)}:{line}" for frame, line in walk_tb(trace)
    ]


def _place(file: str) -> str:
    path = Path(file)
    try:
        return path.resolve().relative_to(_ROOT).as_posix()
    except ValueError:
        return path.name
