"""A backup is one file: a ZIP archive, stored as it is, of all that a vault needs.

Unpacked by hand it gives a vault. Every part in it is encrypted already; its manifest
says what must be there. Parts are streamed, so that no scan is in memory whole.
"""

import errno
import hashlib
import os
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from isteam_app.errors import (
    BackupDamaged,
    BackupFailed,
    IsteamError,
    NotABackup,
)
from isteam_app.progress import Progress
from isteam_app.storage.backup_manifest import (
    Manifest,
    Part,
    damaged,
    manifest_bytes,
    manifest_from,
)
from isteam_app.storage.durable import FULL, READ_ONLY

SUFFIX = ".isbackup"
PARTIAL = ".partial"

_ABOUT = "how to restore.txt"
_MANIFEST = "manifest.json"
_CHUNK = 1 << 20
_SYNCED_EACH = 32 << 20
_LARGEST_MANIFEST = 1 << 28
_MARK = re.compile(rb"PK\x03\x04.{26}" + _ABOUT.encode(), re.DOTALL)
_UNREADABLE = (
    zipfile.BadZipFile,
    ValueError,
    KeyError,
    EOFError,
    RuntimeError,  # a part said to have a password
    NotImplementedError,  # or to be packed in a way that does not exist
)
_WORDS = """This is a backup of an ISTeam vault. Everything in it is encrypted.

To restore it, open ISTeam, choose "Restore a backup", and type a passphrase that opened
the vault when the backup was made, or its recovery key. Or, at a command line:

    isteam vault restore FILE.isbackup NEW-PLACE.isvault

Without the program at hand: unpack this file into a folder whose name ends in .isvault.
"""


class Tally:
    """Counts bytes over several pieces of work, and reports them in whole MiB."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, max(total, 1), 0

    def add(self, count: int) -> None:
        """Report that much more; raises Cancelled when the person stopped it."""
        self._done = min(self._done + count, self._total)
        self._progress(self._done >> 20, max(self._total >> 20, 1))


class BackupWriter:
    """Writes a backup to a file that must not exist yet."""

    def __init__(self, path: Path, made_at: datetime, tally: Tally) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._file = os.fdopen(os.open(path, flags, 0o600), "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED)
        self._when = made_at.timetuple()[:6]
        self._tally = tally
        self._beside = ThreadPoolExecutor(2)  # for checksums, and for the disk
        self._unsynced = 0
        self._syncing: Future[None] | None = None
        self.parts: list[Part] = []
        self._add_text(_ABOUT, _WORDS.encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._beside.shutdown()
        try:
            with suppress(OSError, ValueError):  # it is thrown away: let go of it
                self._zip.close()
        finally:
            self._file.close()

    def add_bytes(self, name: str, data: bytes) -> None:
        """Add a small part."""
        self._add_text(name, data)
        sha256 = hashlib.sha256(data).hexdigest()
        self.parts.append(Part(name=name, size=len(data), sha256=sha256))

    def add_file(self, name: str, source: Path) -> None:
        """Add a file, piece by piece.

        Raises:
            FileNotFoundError: it is not there; nothing was added.
        """
        sha256 = hashlib.sha256()
        with source.open("rb") as file:
            info = self._info(name, os.fstat(file.fileno()).st_size)
            with self._zip.open(info, "w") as into:
                for piece in _pieces(file):
                    told = self._beside.submit(sha256.update, piece)
                    into.write(piece)
                    self._sync_now_and_then(len(piece))
                    told.result()  # one at a time: the order is what counts
                    self._tally.add(len(piece))
        part = Part(name=name, size=info.file_size, sha256=sha256.hexdigest())
        self.parts.append(part)

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, and wait until the disk has everything."""
        self._add_text(_MANIFEST, manifest_bytes(manifest))
        self._zip.close()
        self._file.flush()
        if self._syncing is not None:
            self._syncing.result()
        os.fsync(self._file.fileno())

    def _sync_now_and_then(self, written: int) -> None:
        """Let the disk begin early, so that there is little to wait for at the end."""
        self._unsynced += written
        if self._unsynced < _SYNCED_EACH:
            return
        if self._syncing is not None:
            if not self._syncing.done():
                return
            self._syncing.result()
        self._unsynced = 0
        self._syncing = self._beside.submit(os.fsync, self._file.fileno())

    def _add_text(self, name: str, data: bytes) -> None:
        self._zip.writestr(self._info(name, len(data)), data)

    def _info(self, name: str, size: int) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._when)
        info.external_attr = 0o600 << 16
        info.file_size = size
        return info


class BackupReader:
    """A backup whose manifest has been read."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip = archive
        self.manifest = manifest

    def unpack(self, part: Part, into: IO[bytes] | None, tally: Tally) -> None:
        """Read a part back, check it, and write it out if asked.

        Raises:
            BackupDamaged: it is not what the manifest says.
        """
        sha256 = hashlib.sha256()
        with _readable(), self._zip.open(part.name) as file:
            for piece in _pieces(file):
                sha256.update(piece)
                if into is not None:
                    into.write(piece)
                tally.add(len(piece))
        if sha256.hexdigest() != part.sha256:
            raise damaged(f"{part.name.partition('/')[0]}: another checksum")


@contextmanager
def open_backup(path: Path) -> Iterator[BackupReader]:
    """Open a backup as far as that goes without a key.

    Raises:
        NotABackup: it is something else, or there is nothing.
        BackupTooNew: a later version of the program made it.
        BackupDamaged: it is not whole.
        BackupFailed: the disk refused to read.
    """
    with ExitStack() as stack:
        yield _opened(path, stack)


def _opened(path: Path, stack: ExitStack) -> BackupReader:
    try:
        file = stack.enter_context(path.open("rb"))
        archive = stack.enter_context(_archive(file))
        return BackupReader(archive, _manifest(archive))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotABackup(
            "There is no backup at that place. It may have been moved, or its disk may "
            "not be connected. Nothing was restored. Choose where it is now."
        ) from error
    except OSError as error:
        if path.is_dir():
            raise NotABackup(
                "That is a folder, and a backup is one file. Nothing was restored. "
                f"Choose the file whose name ends in {SUFFIX}."
            ) from error
        raise trouble(error) from error


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says of itself. Raises as `open_backup` does."""
    with open_backup(path) as backup:
        return backup.manifest


def trouble(error: OSError) -> IsteamError:
    """Return the sentence for a backup that the computer would not write or read."""
    detail = f"{type(error).__name__} {error.errno}"
    if error.errno in FULL:
        return BackupFailed(
            "There is no room for the backup. Nothing half done was left, and the "
            "vault is as it was. Make room, or choose another folder for backups.",
            detail=detail,
        )
    if error.errno in READ_ONLY:
        return BackupFailed(
            "The folder for backups can be read but not written. Nothing half done was "
            "left, and the vault is as it was. Ask for write permission, or choose "
            "another folder.",
            detail=detail,
        )
    return BackupFailed(
        "The disk with the backups refused to work. Nothing half done was left, and "
        "the vault is as it was. Check that the disk is connected and well, then try "
        "again.",
        detail=detail,
    )


@contextmanager
def _archive(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    start = file.read(64)
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except _UNREADABLE as error:
        if not _MARK.match(start):
            raise _other(start) from error
        raise damaged(f"archive: {type(error).__name__}") from error
    with archive:
        if _MANIFEST not in archive.namelist() and not _MARK.match(start):
            raise _other(start)
        yield archive


def _other(start: bytes) -> IsteamError:
    if not start:
        return BackupDamaged(
            "The file has no bytes in it: whatever it was, it was emptied. Nothing was "
            "restored. Use another backup."
        )
    return NotABackup(
        "That file is not a backup of a vault. Nothing was restored. Choose the file "
        f"whose name ends in {SUFFIX}."
    )


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    with _readable():
        info = archive.getinfo(_MANIFEST)
        if info.compress_size != info.file_size or info.file_size > _LARGEST_MANIFEST:
            raise damaged("a manifest of another size")
        raw = archive.read(info)
    manifest = manifest_from(raw)
    sizes = {part.name: part.size for part in manifest.parts}
    found = {
        info.filename: info.file_size
        for info in archive.infolist()
        if info.filename not in (_ABOUT, _MANIFEST)
        and info.compress_type == zipfile.ZIP_STORED
        and info.compress_size == info.file_size
    }
    if found != sizes or len(archive.infolist()) != len(sizes) + 2:
        raise damaged("other parts than the manifest says")
    return manifest


@contextmanager
def _readable() -> Iterator[None]:
    """Tell a damaged archive from a disk that fails, and from other errors."""
    try:
        yield
    except _UNREADABLE as error:
        raise damaged(f"archive: {type(error).__name__}") from error
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise damaged("archive: a part at no place in the file") from error


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_CHUNK):
        yield piece
