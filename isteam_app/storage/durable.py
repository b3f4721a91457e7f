"""Files that are either wholly there or not at all, also after a power cut."""

import errno
import os
import secrets
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from isteam_app.errors import DiskFull, IsteamError, VaultReadOnly, VaultUnavailable

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step: readers see the old file or the new one."""
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    try:
        write_new(partial, data)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sweep_partials(folder: Path) -> None:
    """Remove what was left when the program died in the middle of writing it."""
    for path in folder.glob("*.partial"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet, readable by this user alone."""
    write_parts(path, (data,))


def write_parts(path: Path, parts: Iterable[bytes | memoryview]) -> None:
    """Write such a file part by part; a part is asked for once the last is written."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder as lasting as the files behind them."""
    if sys.platform == "win32":
        return  # Windows keeps names by itself and cannot open a folder
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_trouble(error: OSError) -> IsteamError:
    """Return the sentence for a file of the vault that could not be kept or read."""
    detail = f"{type(error).__name__} {error.errno}"
    if error.errno in FULL:
        return disk_full(detail)
    if error.errno in READ_ONLY:
        return read_only(detail)
    return VaultUnavailable(
        "The disk refused to work with the vault's files. What was saved before is "
        "unchanged. Check that the disk is connected and well, then try again.",
        detail=detail,
    )


def disk_full(detail: str) -> DiskFull:
    return DiskFull(
        "There is no room left on the disk. Nothing of this change was kept, and "
        "everything saved before is safe. Make room, then save again.",
        detail=detail,
    )


def read_only(detail: str) -> VaultReadOnly:
    return VaultReadOnly(
        "The vault's folder can be read but not written. Nothing was changed. Ask for "
        "write permission on the folder, or copy it to a disk you may write to.",
        detail=detail,
    )
