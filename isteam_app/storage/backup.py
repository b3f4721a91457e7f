"""Makes a backup of a whole vault while people work in it, and checks it.

A backup is written under another name, read back from the disk and really opened with
the key. Only when all of it is as it should be does it get its name: a file that ends
in .isbackup was good when it was made.
"""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Engine

from isteam_app import __version__
from isteam_app.domain.backup_calendar import Why
from isteam_app.errors import BackupDamaged, BackupFailed, VaultDamaged
from isteam_app.progress import Progress, unwatched
from isteam_app.storage.backup_check import check_unpacked
from isteam_app.storage.backup_file import (
    PARTIAL,
    SUFFIX,
    BackupWriter,
    Tally,
    open_backup,
    trouble,
)
from isteam_app.storage.backup_manifest import (
    Manifest,
    check_mac,
    key_mark,
    sealed_manifest,
)
from isteam_app.storage.durable import sync_folder
from isteam_app.storage.key_header import HEADER, header_from_bytes
from isteam_app.storage.snapshot import PAGE, Snapshot, take_snapshot

if TYPE_CHECKING:  # an open vault makes backups, and knows how by this module
    from isteam_app.storage.vault import Vault

MARGIN = 64 << 20
"""Room that a backup leaves on a disk, so that work can go on beside it."""

_ATTEMPTS = 3
_LOOKS = 0.2  # seconds between two looks at a wish to stop
_ONE_AT_A_TIME = Lock()


class Parts(Protocol):
    """What a backup needs of a vault, open or about to be opened."""

    @property
    def folder(self) -> Path: ...
    @property
    def data_key(self) -> bytes: ...
    @property
    def engine(self) -> Engine: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A verified backup: where it lies, and what it says of itself."""

    path: Path
    manifest: Manifest
    size: int


def make_backup(
    vault: "Vault",
    target: Path,
    *,
    why: Why,
    by: str,
    at: datetime,
    progress: Progress = unwatched,
) -> Made:
    """Make a verified backup of an open vault, and note it in the audit trail.

    `target` is a folder that exists, or a file ending in .isbackup that does not.
    People may go on working meanwhile: the backup holds one moment of the vault.

    Raises:
        Cancelled, BackupFailed: there is no backup, and nothing of it is left.
        VaultDamaged: the vault itself could not be read.
    """
    try:
        made = write_backup(
            vault.inside(), target, vault.name, why=why, at=at, progress=progress
        )
    except VaultDamaged as error:
        vault.note_damage(error)
        raise
    with vault.change("backup.made", by=by, at=at, whole=True) as work:
        work.note("backup")
        work.commit()
    return made


def write_backup(
    parts: Parts,
    target: Path,
    name: str,
    *,
    why: Why,
    at: datetime,
    progress: Progress = unwatched,
) -> Made:
    """Make a verified backup, named after the vault unless `target` is a file's name.

    Raises:
        Cancelled, BackupFailed: there is no backup, and nothing of it is left.
        VaultDamaged: the vault itself could not be read.
    """
    with _explained(), _alone(progress):
        named = target.suffix == SUFFIX and not target.is_dir()
        folder = target.parent if named else target
        _must_be_there(folder, target)
        mark = header_from_bytes((parts.folder / HEADER).read_bytes()).vault_id
        _sweep(folder, mark)
        partial = folder / f"{mark}-{secrets.token_hex(4)}{SUFFIX}{PARTIAL}"
        try:
            with working_folder(parts.folder) as work:
                manifest = _write(parts, partial, work, why, at, progress)
            size = partial.stat().st_size
            final = target if folder != target else _free_name(folder, name, at)
            _put(partial, final)
        finally:
            partial.unlink(missing_ok=True)
    return Made(path=final, manifest=manifest, size=size)


def check_backup(
    path: Path, data_key: bytes, beside: Path, progress: Progress = unwatched
) -> Manifest:
    """Read a backup back, every part of it, and open its database with the key.

    It is unpacked in a folder beside others in `beside`, and removed again.

    Raises:
        BackupDamaged, BackupTooNew, NotABackup, BackupFailed: what is wrong with it.
        Cancelled: the person stopped it.
    """
    with _explained(), working_folder(beside) as work:
        size = path.stat().st_size if path.is_file() else 0
        tally = Tally(progress, 2 * size)
        return _check(path, data_key, work, tally)


@contextlib.contextmanager
def working_folder(beside: Path) -> Iterator[Path]:
    """Give a folder that goes again; one that a crash left is swept at opening."""
    work = beside / f".backup-{secrets.token_hex(4)}{PARTIAL}"
    work.mkdir(mode=0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(
    parts: Parts,
    partial: Path,
    work: Path,
    why: Why,
    at: datetime,
    progress: Progress,
) -> Manifest:
    database = _database_size(parts)
    files = parts.folder / "attachments"
    scans = _size_of_files(files)
    _must_have_room(work, partial.parent, database, scans)
    tally = Tally(progress, 4 * database + 2 * scans)
    header, taken = _steady_snapshot(parts, work, tally)
    with BackupWriter(partial, at, tally) as backup:
        backup.add_bytes(HEADER, header)
        backup.add_file(taken.name, work / taken.name)
        (work / taken.name).unlink()
        missing = 0
        for name in taken.files:
            try:
                backup.add_file(f"attachments/{name}", files / name)
            except FileNotFoundError:
                missing += 1
        manifest = Manifest(
            vault=taken.vault,
            program=__version__,
            schema=taken.schema,
            generation=taken.generation,
            made_at=at,
            why=why,
            counts=taken.counts,
            audit=taken.audit,
            key=key_mark(parts.data_key),
            database=taken.name,
            missing=missing,
            parts=tuple(backup.parts),
        )
        backup.finish(sealed_manifest(manifest, parts.data_key))
    try:
        return _check(partial, parts.data_key, work, tally)
    except BackupDamaged as error:
        raise BackupFailed(
            "The backup was written, but it did not pass its check, so it was thrown "
            "away and does not count. Earlier backups are safe. Check the vault in "
            "the settings, and the disk that the backups lie on.",
            detail=error.detail,
        ) from error


def _steady_snapshot(parts: Parts, work: Path, tally: Tally) -> tuple[bytes, Snapshot]:
    """Take header and database of one moment, also while keys are being changed."""
    for _ in range(_ATTEMPTS):
        raw = (parts.folder / HEADER).read_bytes()
        header = header_from_bytes(raw)
        taken = take_snapshot(parts.engine, parts.data_key, header, work, tally)
        if (parts.folder / HEADER).read_bytes() == raw:
            return raw, taken
        (work / taken.name).unlink()
    raise BackupFailed(
        "The keys of the vault are being changed just now, so no backup was made. The "
        "vault is as it was. Try again in a moment."
    )


def _check(path: Path, data_key: bytes, work: Path, tally: Tally) -> Manifest:
    with open_backup(path) as backup:
        manifest = backup.manifest
        check_mac(manifest, data_key)
        for part in manifest.parts:
            if part.name.startswith("attachments/"):
                backup.unpack(part, None, tally)
            else:
                with (work / part.name).open("xb") as into:
                    backup.unpack(part, into, tally)
    check_unpacked(work, manifest, data_key, tally)
    return manifest


def _must_be_there(folder: Path, target: Path) -> None:
    if not folder.is_dir():
        raise BackupFailed(
            "The folder for backups is not there, so no backup was made. Its disk may "
            "not be connected. The vault is as it was. Connect it, or choose another "
            "folder for backups in the settings."
        )
    if target != folder and target.exists():
        raise BackupFailed(
            "There is a file of that name already. It was left as it is, and no "
            "backup was made. Choose another name."
        )


def _must_have_room(work: Path, folder: Path, database: int, scans: int) -> None:
    beside, there = database, database + scans
    if on_one_disk(work, folder):
        beside = there = beside + there
    for place, needed in ((work, beside), (folder, there)):
        if shutil.disk_usage(place).free < needed + MARGIN:
            raise BackupFailed(
                "There is no room for the backup. Nothing half done was left, and the "
                "vault is as it was. Make room, or choose another folder for backups.",
                detail=f"{needed} bytes needed",
            )


def on_one_disk(one: Path, other: Path) -> bool:
    """Whether two folders lie on the same disk, and would be lost together."""
    return one.stat().st_dev == other.stat().st_dev


def _database_size(parts: Parts) -> int:
    with parts.engine.connect() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
        return pages * PAGE


def _size_of_files(folder: Path) -> int:
    if not folder.is_dir():
        return 0
    return sum(entry.stat().st_size for entry in os.scandir(folder))


def _free_name(folder: Path, name: str, at: datetime) -> Path:
    stem = f"{name} {at:%Y-%m-%d %H-%M}"
    path, again = folder / f"{stem}{SUFFIX}", 1
    while path.exists():
        again += 1
        path = folder / f"{stem} {again}{SUFFIX}"
    return path


def _put(partial: Path, final: Path) -> None:
    partial.replace(final)
    with contextlib.suppress(OSError):  # some shares and sticks cannot sync a folder
        sync_folder(final.parent)


def _sweep(folder: Path, mark: str) -> None:
    """Remove what a crash left of this vault's earlier tries. Only one runs at once."""
    for path in folder.glob(f"{mark}-*{SUFFIX}{PARTIAL}"):
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(progress: Progress) -> Iterator[None]:
    """Wait until no other backup is being made; the person may stop the waiting."""
    while not _ONE_AT_A_TIME.acquire(timeout=_LOOKS):
        progress(0, 0)
    try:
        yield
    finally:
        _ONE_AT_A_TIME.release()


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise trouble(error) from error
