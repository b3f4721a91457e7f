"""When a vault is not whole: what is safe, and every way on from there."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from isteam_app.errors import IsteamError, RuleBroken, VaultDamaged
from isteam_app.progress import Progress, unwatched
from isteam_app.services.attempts import counted
from isteam_app.services.session import Session

# The unlock page leads here and is painted without the database.
if TYPE_CHECKING:
    from isteam_app.storage.key_header import KeyFile
    from isteam_app.storage.keyslots import Unlocked
    from isteam_app.storage.salvage import Damaged, Salvaged

_BACKUPS = "*.isbackup"


@dataclass(frozen=True, slots=True)
class Key:
    """What opens a vault: one of the two is typed."""

    passphrase: str = ""
    recovery_key: str = ""


@dataclass(frozen=True, slots=True)
class NewestBackup:
    """The newest backup of a vault that is in sight, verified when it was made."""

    path: Path
    made_at: datetime


def typed_key(typed: str) -> Key:
    """Take what was typed for a passphrase, or for a recovery key if it is one."""
    from isteam_app.storage import recovery_key

    try:
        recovery_key.parse(typed)
    except RuleBroken:
        return Key(passphrase=typed)
    return Key(recovery_key=typed)


def newest_backup(folder: Path, vault_id: str, *places: Path) -> NewestBackup | None:
    """Return the newest backup of a vault in these folders and the one beside it."""
    from isteam_app.storage.backup_file import read_manifest

    beside = folder.with_name(f"{folder.stem} backups")
    newest: NewestBackup | None = None
    for path in (each for place in (beside, *places) for each in _backups_in(place)):
        with suppress(IsteamError, OSError):  # a file that is no backup says nothing
            manifest = read_manifest(path)
            later = newest is None or manifest.made_at > newest.made_at
            if manifest.vault == vault_id and later:
                newest = NewestBackup(path, manifest.made_at)
    return newest


def backup_of_session(session: Session) -> NewestBackup | None:
    """Return the newest backup of the vault of a session, also of a damaged one."""
    from isteam_app.services.backups import backup_folder

    vault = session.vault
    places: tuple[Path, ...] = ()
    with suppress(IsteamError, OSError):  # the setting may be what is damaged
        places = (backup_folder(session),)
    return newest_backup(vault.folder, vault.id, *places)


def backup_of_folder(folder: Path) -> NewestBackup | None:
    """Return the newest backup beside a vault that nobody has opened."""
    header = header_in(folder)
    return None if header is None else newest_backup(folder, header.vault_id)


def salvage_session(
    session: Session, target: Path, progress: Progress = unwatched
) -> "Salvaged":
    """Carry what can be read of the session's vault into a new one."""
    from isteam_app.storage.salvage import damaged_session

    source = damaged_session(session.vault)
    return _salvage(source, target, session.now(), progress)


def salvage_folder(
    folder: Path,
    key: Key,
    target: Path,
    at: datetime,
    progress: Progress = unwatched,
) -> "Salvaged":
    """Carry what can be read of a vault that does not open into a new one.

    Raises:
        WrongPassphrase: the key is not this vault's.
        RuleBroken: nothing was typed, or the place is taken.
        VaultDamaged: nothing can be read any more.
    """
    return _salvage(unlocked(folder, key), target, at, progress)


def has_copy_of_keys(folder: Path, error: IsteamError | None = None) -> bool:
    """Whether the copy of the key file could serve where that file does not.

    `error` is why the vault did not open: the file may read, and have been altered.
    """
    from isteam_app.storage.key_header import HEADER, PREVIOUS

    if not _reads(folder / PREVIOUS):
        return False
    altered = isinstance(error, VaultDamaged) and "key file" in str(error)
    return altered or not _reads(folder / HEADER)


def use_copy_of_keys(folder: Path, key: Key) -> None:
    """Put the copy of the key file in its place, if it opens; keep the old beside it.

    Raises:
        WrongPassphrase: the copy does not open with this key; nothing was changed.
        VaultDamaged: the copy is not whole either.
        RuleBroken: the key file is whole, and the copy is not needed.
        TooManyAttempts: too many wrong keys were tried just now.
    """
    from isteam_app.storage.durable import replace_file
    from isteam_app.storage.key_header import HEADER, PREVIOUS, header_from_bytes

    if not _reads(folder / PREVIOUS):
        raise RuleBroken(
            "There is no copy of the key file to put in its place. Nothing was changed."
        )
    raw = (folder / PREVIOUS).read_bytes()
    try:
        with counted(folder, _now):
            if _reads(folder / HEADER):
                _must_be_altered(folder, key)
            _unlock_with(key)(header_from_bytes(raw))
        with suppress(FileNotFoundError):
            replace_file(folder / f"{HEADER}.damaged", (folder / HEADER).read_bytes())
        replace_file(folder / HEADER, raw)
    except OSError as error:
        from isteam_app.storage.durable import file_trouble

        raise file_trouble(error) from error


def _salvage(
    source: "Damaged", target: Path, at: datetime, progress: Progress
) -> "Salvaged":
    from isteam_app.services.defaults import default_settings
    from isteam_app.services.unlock import with_suffix
    from isteam_app.storage.salvage import salvage

    return salvage(
        source,
        with_suffix(target),
        fallback=default_settings(),
        at=at,
        progress=progress,
    )


def unlocked(folder: Path, key: Key) -> "Damaged":
    """Unlock a vault without opening its database.

    Raises:
        WrongPassphrase: the key is not this vault's.
        VaultDamaged: neither the key file nor its copy can be used.
    """
    from isteam_app.storage.salvage import damaged_vault

    with counted(folder, _now):
        return damaged_vault(folder, _unlock_with(key))


def _unlock_with(key: Key) -> "Callable[[KeyFile], Unlocked]":
    from isteam_app.storage import keyslots

    if key.recovery_key:
        return lambda header: keyslots.unlock_with_recovery_key(
            header, key.recovery_key
        )
    if key.passphrase:
        return lambda header: keyslots.unlock_with_passphrase(header, key.passphrase)
    raise RuleBroken("Type your passphrase.", field="passphrase")


def header_in(folder: Path) -> "KeyFile | None":
    """Return what can be read of a vault's key file, or of its copy."""
    from isteam_app.storage.key_header import HEADER, PREVIOUS, header_from_bytes

    for name in (HEADER, PREVIOUS):
        try:
            return header_from_bytes((folder / name).read_bytes())
        except (IsteamError, OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
    return None


def _must_be_altered(folder: Path, key: Key) -> None:
    from isteam_app.storage.key_header import read_header

    try:
        _unlock_with(key)(read_header(folder))
    except VaultDamaged:
        return
    raise RuleBroken("The key file is whole, so the copy of it is not needed.")


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


def _reads(path: Path) -> bool:
    from isteam_app.storage.key_header import header_from_bytes

    try:
        header_from_bytes(path.read_bytes())
    except (VaultDamaged, OSError, ValueError, KeyError, TypeError, RecursionError):
        return False
    except IsteamError:
        return True  # of a newer version: whole, though not for this program
    return True


def _backups_in(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(folder.glob(_BACKUPS))
    return []
