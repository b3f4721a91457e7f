"""Makes a vault of a backup, in a new place, with nothing but the file and a key.

It is put together beside its place, checked whole, and moved there when it is complete.
What is there already is never written over.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from isteam_app.domain.backup_calendar import Why
from isteam_app.errors import (
    BackupFailed,
    RuleBroken,
    VaultDamaged,
    VaultTooNew,
    WrongPassphrase,
)
from isteam_app.progress import Progress, unwatched
from isteam_app.storage.attachments import FOLDER
from isteam_app.storage.backup import MARGIN, check_backup
from isteam_app.storage.backup_check import check_unpacked
from isteam_app.storage.backup_file import (
    PARTIAL,
    BackupReader,
    Tally,
    open_backup,
)
from isteam_app.storage.backup_manifest import (
    Manifest,
    Part,
    check_mac,
    damaged,
    too_new,
)
from isteam_app.storage.durable import FULL, READ_ONLY, sync_folder
from isteam_app.storage.key_header import HEADER, KeyFile, header_from_bytes
from isteam_app.storage.keyslots import (
    Unlocked,
    unlock_with_passphrase,
    unlock_with_recovery_key,
)
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import open_vault, open_with_recovery_key

_LARGEST_HEADER = 1_000_000

Unlock = Callable[[KeyFile], Unlocked]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back, and where it is. `missing` scans were lost before already."""

    folder: Path
    made_at: datetime
    why: Why
    counts: Mapping[str, int]
    missing: int


def restore(
    file: Path,
    folder: Path,
    *,
    passphrase: str = "",
    recovery_key: str = "",
    at: datetime,
    progress: Progress = unwatched,
) -> Restored:
    """Make a new vault of a backup, with a passphrase or the recovery key.

    Both are those that opened the vault when the backup was made.

    Raises:
        RuleBroken: the new place will not do, or the recovery key was mistyped.
        WrongPassphrase: neither opens the backup, which is well.
        NotABackup, BackupTooNew, BackupDamaged: what is wrong with the file.
        BackupFailed: the computer could not write the new vault.
        Cancelled: the person stopped it. In each case nothing is left behind.
    """
    must_be_free(folder)
    partial = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}{PARTIAL}")
    unlock = _unlocking(passphrase, recovery_key)
    try:
        with open_backup(file) as backup:
            manifest = backup.manifest
            _must_have_room(folder.parent, manifest)
            tally = Tally(progress, 3 * _size(manifest))
            partial.mkdir(mode=0o700)
            _unpack(backup, partial, unlock, tally)
        _open_once(partial, passphrase, recovery_key, at, tally)
        must_be_free(folder)
        partial.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise _trouble(error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return Restored(
        folder=folder,
        made_at=manifest.made_at,
        why=manifest.why,
        counts=manifest.counts,
        missing=manifest.missing,
    )


def verify_backup(
    file: Path,
    *,
    passphrase: str = "",
    recovery_key: str = "",
    progress: Progress = unwatched,
) -> Manifest:
    """Check a backup whole, with nothing but the file and a key. Nothing is kept.

    Raises as `restore` does.
    """
    with open_backup(file) as backup:
        tally = Tally(progress, 3 * _size(backup.manifest))
        data_key = _data_key(backup, _unlocking(passphrase, recovery_key), tally)
    with _somewhere(file.parent) as beside:
        return check_backup(file, data_key, beside, progress)


@contextmanager
def _somewhere(near: Path) -> Iterator[Path]:
    """Give a folder to unpack in: beside the backup, or in the system's own place."""
    if os.access(near, os.W_OK):
        yield near
        return
    with TemporaryDirectory(prefix="isteam-") as place:
        yield Path(place)


def must_be_free(folder: Path) -> None:
    """Raise RuleBroken unless a vault may be put at that place."""
    if os.path.lexists(folder):
        raise RuleBroken(
            "There is something at that place already, and it was left as it is. "
            "A backup is restored to a new place. Choose another name.",
            field="folder",
        )
    if not folder.parent.is_dir():
        raise RuleBroken(
            "The folder that the vault should go into does not exist. Choose one that "
            "does.",
            field="folder",
        )


def _trouble(error: OSError) -> BackupFailed:
    detail = f"{type(error).__name__} {error.errno}"
    if error.errno in FULL:
        why = "There is no room there for the restored vault."
        way = "Make room, or choose another place."
    elif error.errno in READ_ONLY:
        why = "A vault cannot be written to that place."
        way = "Choose a folder that you may write to."
    else:
        why = "The disk refused to work."
        way = "Check that the disks are connected and well, then try again."
    return BackupFailed(
        f"{why} Nothing half done was left, and the backup is as it was. {way}",
        detail=detail,
    )


def _unlocking(passphrase: str, recovery_key: str) -> Unlock:
    if recovery_key:
        return lambda header: unlock_with_recovery_key(header, recovery_key)
    return lambda header: unlock_with_passphrase(header, passphrase)


def _must_have_room(folder: Path, manifest: Manifest) -> None:
    needed = _size(manifest) + MARGIN
    if shutil.disk_usage(folder).free < needed:
        raise BackupFailed(
            "There is no room there for the restored vault. Nothing was written, and "
            f"the backup is as it was. It needs {needed >> 20:,} MB.",
            detail=f"{needed} bytes needed",
        )


def _size(manifest: Manifest) -> int:
    return sum(part.size for part in manifest.parts)


def _unpack(backup: BackupReader, into: Path, unlock: Unlock, tally: Tally) -> None:
    manifest = backup.manifest
    data_key = _data_key(backup, unlock, tally)
    check_mac(manifest, data_key)
    (into / FOLDER).mkdir(mode=0o700)
    for part in manifest.parts:
        _put(backup, part, into, tally)
    check_unpacked(into, manifest, data_key, tally)


def _put(backup: BackupReader, part: Part, into: Path, tally: Tally) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(into / part.name, flags, 0o600), "wb") as file:
        backup.unpack(part, file, tally)
        file.flush()
        os.fsync(file.fileno())


def _data_key(backup: BackupReader, unlock: Unlock, tally: Tally) -> bytes:
    keys = next(part for part in backup.manifest.parts if part.name == HEADER)
    if keys.size > _LARGEST_HEADER:
        raise damaged("header: longer than any")
    raw = BytesIO()
    backup.unpack(keys, raw, tally)
    try:
        return unlock(header_from_bytes(raw.getvalue())).data_key
    except WrongPassphrase as error:
        raise WrongPassphrase(
            "That does not open this backup. The backup itself is well. It opens with "
            "the passphrases and the recovery key of the day it was made, also where "
            "they were changed since."
        ) from error
    except VaultTooNew as error:
        raise too_new() from error
    except VaultDamaged as error:
        raise damaged(f"header: {error.detail}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged(f"header: {type(error).__name__}") from error


def _open_once(
    folder: Path, passphrase: str, recovery_key: str, at: datetime, tally: Tally
) -> None:
    """Open the new vault as a person would, check all of it, and note where it is from.

    What it says of its scans is not held against the backup: it holds what there was.
    """
    vault = _opened(folder, passphrase, recovery_key)
    try:
        tally.add(0)
        with vault.read(whole=True) as reading:
            verdict = reading.audit.verify(lambda _done, _total: tally.add(0))
        if not verdict.whole and not vault.notices:
            raise damaged(verdict.reason)
        with vault.change(
            "backup.restored", by=vault.member.name, at=at, whole=True
        ) as work:
            work.note("backup")
            work.commit()
    finally:
        vault.close()


def _opened(folder: Path, passphrase: str, recovery_key: str) -> Vault:
    try:
        if recovery_key:
            return open_with_recovery_key(folder, recovery_key)
        return open_vault(folder, passphrase)
    except VaultDamaged as error:
        raise damaged(f"opening: {error.detail}") from error
