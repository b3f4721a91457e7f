"""Writes a file so that it appears whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from isteam_app.errors import FileNotWritten
from isteam_app.storage.key_header import FIRST_DATABASE, HEADER

_NOT_THERE = (
    "The file could not be written there. Choose another folder, or make room on "
    "the disk, and save again."
)
_FULL = (
    "There is no room for the file there. Nothing was written. Make room on the disk, "
    "or choose another folder, and save again."
)
_WHY = {errno.ENOSPC: _FULL, errno.EDQUOT: _FULL, errno.EFBIG: _FULL}


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Write to a temporary name beside the target, sync, then rename into place.

    Raises FileNotWritten when the folder is missing, not writable or full, and for any
    place inside a vault: a file put over the vault's own would destroy it.
    """
    if _in_a_vault(path):
        raise FileNotWritten(
            "That place is inside a vault, and nothing was written. A vault's folder "
            "holds the vault's own files only. Choose another folder.",
            field="path",
        )
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    except OSError as error:
        raise _unwritable(error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in parts:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        try:
            part.replace(path)
        except OSError as error:
            raise _not_replaced(error, path) from error
    except OSError as error:
        raise _unwritable(error) from error
    finally:
        with suppress(OSError):
            part.unlink()


def _in_a_vault(path: Path) -> bool:
    return any(
        (folder / name).is_file()
        for folder in path.absolute().resolve().parents
        for name in (FIRST_DATABASE, HEADER)
    )


def _unwritable(error: OSError) -> FileNotWritten:
    return FileNotWritten(
        _WHY.get(error.errno or 0, _NOT_THERE),
        field="path",
        detail=f"{type(error).__name__} {error.errno}",
    )


def _not_replaced(error: OSError, path: Path) -> FileNotWritten:
    """Say why a finished file could not take its place."""
    if isinstance(error, PermissionError) and path.exists():
        return FileNotWritten(
            "The file that is there is open in another program, or may not be changed. "
            "It is as it was. Close it there, or choose another name or another "
            "folder, and save again.",
            field="path",
            detail=f"{type(error).__name__} {error.errno}",
        )
    return _unwritable(error)
