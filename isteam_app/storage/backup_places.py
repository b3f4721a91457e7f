"""Where the backups of a vault lie, and which of the files there are its own."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, select

from isteam_app.domain.backup_calendar import Why, is_news, to_keep
from isteam_app.domain.settings import Backups
from isteam_app.errors import BackupFailed, IsteamError
from isteam_app.storage.backup import Made, write_backup
from isteam_app.storage.backup_file import PARTIAL, SUFFIX, read_manifest
from isteam_app.storage.backup_manifest import Manifest, check_mac, key_mark
from isteam_app.storage.description import vault_name
from isteam_app.storage.engine import vault_engine
from isteam_app.storage.key_header import KeyFile
from isteam_app.storage.settings import SettingsReader
from isteam_app.storage.tables import audit

if TYPE_CHECKING:  # an open vault comes here by way of its backups
    from isteam_app.storage.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A backup of a vault, in the folder for backups.

    `is_own`: its audit trail is the beginning of this vault's. Another copy of the
    vault, gone its own way since, may put its backups into the same folder.
    `same_key`: it was made since the vault's key was last changed.
    """

    path: Path
    manifest: Manifest
    size: int
    is_own: bool
    same_key: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _AboutToOpen:
    folder: Path
    data_key: bytes
    engine: Engine


def backup_folder(vault_folder: Path, wanted: Backups) -> Path:
    """Return where backups go: the folder chosen, or one beside the vault."""
    if wanted.folder:
        return Path(wanted.folder)
    return vault_folder.with_name(f"{vault_name(vault_folder)} backups")


def ready_folder(vault_folder: Path, wanted: Backups) -> Path:
    """Return that folder, made now if it is the one beside the vault.

    One that was chosen is never made: where its disk is not connected, the same name
    would be a folder on this one.
    """
    folder = backup_folder(vault_folder, wanted)
    if not wanted.folder:
        with suppress(OSError):  # what is wrong is said when something is written
            folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def backups_of(vault: "Vault", folder: Path) -> tuple[Found, ...]:
    """Return the backups of a vault in a folder, the one with the latest work first.

    Strangers' files, and those that are not whole, are passed over.
    """
    parts = vault.inside()
    with parts.engine.connect() as connection:
        found = [
            Found(
                path=path,
                manifest=manifest,
                size=size,
                is_own=_is_own(connection, manifest),
                same_key=manifest.key == key_mark(parts.data_key),
            )
            for path, size, manifest in _manifests(folder, parts.data_key)
            if manifest.vault == vault.id
        ]
    return tuple(sorted(found, key=_age, reverse=True))


def has_news(vault: "Vault", since: Manifest | None) -> bool:
    """Return whether anything was changed that a backup does not hold."""
    after = 0 if since is None else since.audit.count
    query = select(audit.c.action).where(audit.c.number > after).distinct()
    with vault.inside().engine.connect() as connection:
        return any(is_news(action) for action in connection.scalars(query))


def thin(vault: "Vault", folder: Path, now: datetime) -> int:
    """Remove the vault's own backups that the calendar no longer keeps."""
    own = {found.path.name: found for found in backups_of(vault, folder)}
    own = {name: found for name, found in own.items() if found.is_own}
    dated = [found.manifest.dated(name) for name, found in own.items()]
    kept = to_keep(dated, now)
    gone = 0
    for name, found in own.items():
        if name not in kept:
            with suppress(OSError):  # it goes another time
                found.path.unlink()
                gone += 1
    return gone


def before_upgrade(
    folder: Path, header: KeyFile, data_key: bytes, at: datetime | None = None
) -> Made | None:
    """Make a backup of a vault that is about to be brought to a newer schema.

    It goes to the folder for backups, or beside the vault where that one is not to be
    had. A vault that is just being restored has its backup already.

    Raises:
        BackupFailed: there is none; the vault must stay as it is.
        VaultDamaged: the vault could not be read.
    """
    if folder.name.endswith(PARTIAL):
        return None
    at = at or datetime.now(UTC).astimezone()
    engine = vault_engine(folder / header.database, data_key)
    try:
        wanted = _wanted(engine, at)
        parts = _AboutToOpen(folder=folder, data_key=data_key, engine=engine)
        places = {ready_folder(folder, each): None for each in (wanted, Backups())}
        return _written_somewhere(parts, tuple(places), at)
    finally:
        engine.dispose()


def _written_somewhere(
    parts: _AboutToOpen, places: tuple[Path, ...], at: datetime
) -> Made:
    name = vault_name(parts.folder)
    for place in places[:-1]:
        with suppress(BackupFailed):
            return write_backup(parts, place, name, why=Why.MIGRATION, at=at)
    return write_backup(parts, places[-1], name, why=Why.MIGRATION, at=at)


def _wanted(engine: Engine, at: datetime) -> Backups:
    """Return the setting, also of a vault so old that it has none."""
    with suppress(IsteamError), engine.connect() as connection:
        return SettingsReader(connection).in_force(at.date()).backups
    return Backups()


def _manifests(folder: Path, data_key: bytes) -> Iterator[tuple[Path, int, Manifest]]:
    mark = key_mark(data_key)
    try:
        paths = sorted(folder.glob(f"*{SUFFIX}"))
    except OSError:
        return
    for path in paths:
        with suppress(IsteamError, OSError):
            found = path.stat()
            manifest = _read(path, (found.st_size, found.st_mtime_ns, found.st_ino))
            if manifest.key == mark:
                check_mac(manifest, data_key)
            yield path, found.st_size, manifest


@lru_cache(maxsize=512)
def _read(path: Path, _stamp: tuple[int, int, int]) -> Manifest:
    return read_manifest(path)


def _is_own(connection: Connection, manifest: Manifest) -> bool:
    query = select(audit.c.hash).where(audit.c.number == manifest.audit.count)
    return connection.scalar(query) == manifest.audit.hash


def _age(found: Found) -> tuple[int, datetime]:
    return (found.manifest.audit.count, found.manifest.made_at)
