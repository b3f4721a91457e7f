"""A vault made of a backup, with nothing but the file and a key."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from isteam_app.errors import RuleBroken
from isteam_app.progress import Progress, unwatched
from isteam_app.services.backup_facts import BackupFacts, facts

# The first page offers to restore, and is painted without the database.
if TYPE_CHECKING:
    from isteam_app.storage.restore import Restored


def restore(
    file: Path,
    folder: Path,
    *,
    passphrase: str = "",
    recovery_key: str = "",
    at: datetime,
    usual: Path | None = None,
    progress: Progress = unwatched,
) -> "Restored":
    """Make a new vault of a backup, in a new place. See `storage.restore.restore`.

    `usual` is where vaults go on this computer: it is made if it is not there yet.
    """
    from isteam_app.services.unlock import with_suffix
    from isteam_app.storage import restore as storage_restore

    if not passphrase and not recovery_key:
        raise RuleBroken("Type the passphrase.", field="passphrase")
    if usual is not None and folder.parent == usual:
        with suppress(OSError):  # said by the restoring, where it is the trouble
            usual.mkdir(parents=True, exist_ok=True)
    return storage_restore.restore(
        file,
        with_suffix(folder),
        passphrase=passphrase,
        recovery_key=recovery_key,
        at=at,
        progress=progress,
    )


def describe_backup(file: Path) -> BackupFacts:
    """Say what a backup is without a key. Raises as `verify_backup` does."""
    from isteam_app.storage.backup_file import read_manifest

    return facts(file, read_manifest(file), file.stat().st_size)


def verify_backup(
    file: Path,
    *,
    passphrase: str = "",
    recovery_key: str = "",
    progress: Progress = unwatched,
) -> BackupFacts:
    """Check a backup whole, with nothing but the file and a key.

    Raises:
        RuleBroken, WrongPassphrase: the key was mistyped, or does not open it.
        BackupDamaged, BackupTooNew, NotABackup, BackupFailed: what is wrong with it.
    """
    from isteam_app.storage.restore import verify_backup as verified

    manifest = verified(
        file, passphrase=passphrase, recovery_key=recovery_key, progress=progress
    )
    return facts(file, manifest, file.stat().st_size)
