"""One vault, one window: a lock that names who has the vault open.

The system itself holds the lock and drops it when the program dies, however it dies.
The file says who that is, readable only to those who can open the vault.
"""

import json
import os
import socket
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from isteam_app.errors import VaultInUse
from isteam_app.storage.durable import file_trouble
from isteam_app.storage.sealing import seal, unseal

NAME = "in-use.json"

_PURPOSE = "isteam lock"
_PLACE = 1 << 30  # far past the text, which stays readable on Windows too

if sys.platform == "win32":
    import msvcrt

    def _hold(handle: int) -> None:
        os.lseek(handle, _PLACE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class LockFile:
    """A vault's lock, held from `take` until `release`."""

    def __init__(self, folder: Path, data_key: bytes) -> None:
        self._path = folder / NAME
        self._data_key = data_key
        self._handle: int | None = None

    def take(self, at: datetime) -> None:
        """Take the lock, also one left behind by a program that died.

        Raises:
            VaultInUse: somebody has the vault open; says who, where and since when.
            VaultReadOnly: the folder cannot be written.
        """
        try:
            flags = os.O_RDWR | os.O_CREAT
            handle = os.open(self._path, flags, 0o600)
        except OSError as error:
            raise file_trouble(error) from error
        try:
            self._take_over(handle, at)
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle

    def sign(self, person: str, at: datetime) -> None:
        """Put who has the vault open into the lock, for the next who tries."""
        if self._handle is not None:
            self._write(self._handle, person, at)

    def rekey(self, data_key: bytes, person: str, at: datetime) -> None:
        """Sign anew after the vault's key was changed."""
        self._data_key = data_key
        self.sign(person, at)

    def release(self) -> None:
        """Let others open the vault. Releasing twice is harmless."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        with suppress(OSError):  # a disk that fails must not keep the vault open
            os.ftruncate(handle, 0)  # kept, not removed: another may hold it already
        with suppress(OSError):
            os.close(handle)  # with it goes the system's own lock

    def _take_over(self, handle: int, at: datetime) -> None:
        try:
            _hold(handle)
        except OSError as error:
            raise self._in_use(_told(handle)) from error
        before = _told(handle)
        if before and before.get("host") != socket.gethostname():
            raise self._elsewhere(before)
        self._write(handle, "", at)

    def _write(self, handle: int, person: str, at: datetime) -> None:
        text = json.dumps(
            {
                "host": socket.gethostname(),
                "pid": os.getpid(),
                "person": seal(self._data_key, person, purpose=_PURPOSE),
                "since": at.isoformat(timespec="minutes"),
            }
        )
        try:
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, text.encode())
        except OSError as error:
            raise file_trouble(error) from error

    def _in_use(self, told: dict[str, Any]) -> VaultInUse:
        if told.get("pid") == os.getpid() and told.get("host") == socket.gethostname():
            return VaultInUse(
                "This window has the vault open already. Nothing was changed."
            )
        return VaultInUse(
            f"{self._who(told)} has the vault open in another window{_since(told)}. "
            "Nothing was changed. Close that window, then open the vault again.",
            detail=f"pid {told.get('pid')}",
        )

    def _elsewhere(self, told: dict[str, Any]) -> VaultInUse:
        return VaultInUse(
            f"{self._who(told)} has the vault open on the computer "
            f"{told.get('host')}{_since(told)}. Nothing was changed. Close it there. "
            f"If that computer is gone, remove {NAME} from the vault's folder.",
            detail=f"pid {told.get('pid')}",
        )

    def _who(self, told: dict[str, Any]) -> str:
        sealed = str(told.get("person", ""))
        return unseal(self._data_key, sealed, purpose=_PURPOSE) or "Somebody"


def _told(handle: int) -> dict[str, Any]:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        told = json.loads(os.read(handle, 4_096))
    except (ValueError, OSError):
        return {}
    return told if isinstance(told, dict) else {}


def _since(told: dict[str, Any]) -> str:
    try:
        since = datetime.fromisoformat(str(told.get("since")))
    except ValueError:
        return ""
    return f", since {since:%H:%M} on {since:%a} {since.day} {since:%b %Y}"
