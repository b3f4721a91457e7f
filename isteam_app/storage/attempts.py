"""Remembers when wrong passphrases were tried, beside the vault and outside it.

One line for each try, a moment and nothing else: whoever tried has no key, so the vault
cannot hold it. A line that cannot be read is passed over, and a folder that cannot be
written remembers nothing: guessing is then as slow as one guess.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from isteam_app.storage.durable import replace_file

NAME = "attempts"
MOST_KEPT = 1_000
_LONGEST_LINE = 20
_LARGEST = 4 * MOST_KEPT * _LONGEST_LINE
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)


class Attempts:
    """The wrong tries at one vault since somebody last unlocked it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / NAME

    def moments(self) -> tuple[datetime, ...]:
        """Return when each wrong passphrase was tried, the oldest first."""
        try:
            with self._path.open("rb") as file:
                file.seek(max(0, self._path.stat().st_size - _LARGEST))
                lines = file.read(_LARGEST).split(b"\n")
        except OSError:
            return ()
        found = (_moment(line) for line in lines)
        return tuple(sorted(each for each in found if each is not None))[-MOST_KEPT:]

    def add(self, at: datetime) -> None:
        """Remember one more wrong try. Two windows may do so at the same moment."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        with suppress(OSError):
            if self._path.exists() and self._path.stat().st_size > _LARGEST:
                self.keep(self.moments())
            with os.fdopen(os.open(self._path, flags, 0o600), "ab") as file:
                file.write(_line(at))
                file.flush()
                os.fsync(file.fileno())

    def keep(self, moments: Iterable[datetime]) -> bool:
        """Remember these tries and no others. Say whether the disk took it."""
        try:
            replace_file(self._path, b"".join(map(_line, moments)))
        except OSError:
            return False
        return True

    def forget(self) -> None:
        """Remember nothing any more: the tries were told."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def _line(at: datetime) -> bytes:
    return f"{int(at.timestamp())}\n".encode()


def _moment(line: bytes) -> datetime | None:
    if not line.isdigit() or len(line) > _LONGEST_LINE:
        return None
    try:
        found = datetime.fromtimestamp(int(line), UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return found if found < _LATEST else None
