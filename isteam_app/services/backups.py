"""Backups of an open vault: made, listed, checked, thinned, and told of."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from isteam_app.domain.backup_calendar import Why
from isteam_app.domain.dates import short_date
from isteam_app.errors import BackupFailed, IsteamError, RuleBroken, VaultUnavailable
from isteam_app.progress import Progress, unwatched
from isteam_app.services.backup_facts import BackupFacts, facts
from isteam_app.services.session import Session

# The place of work is painted before what makes backups is loaded.
if TYPE_CHECKING:
    from isteam_app.domain.settings import Backups
    from isteam_app.storage.backup_places import Found

LEAST_MINUTES, MOST_MINUTES = 5, 1_440

_LATE = timedelta(days=1)
_VERY_LATE = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """The line at the foot of the window. `tone` is "ok", "warn" or "danger"."""

    words: str
    tone: str = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """Where backups go, which there are, and how the vault stands."""

    folder: Path
    backups: tuple[BackupFacts, ...]
    light: Light
    warning: str


def backup_folder(session: Session) -> Path:
    """Return where the backups of the vault go."""
    from isteam_app.storage import backup_places

    return backup_places.backup_folder(session.vault.folder, session.settings().backups)


def make_backup(
    session: Session,
    why: Why,
    progress: Progress = unwatched,
    *,
    target: Path | None = None,
) -> BackupFacts:
    """Make a verified backup, in the folder for backups unless told otherwise.

    Raises:
        Cancelled: the person stopped it; nothing is left of it.
        BackupFailed: the sentence says why, and the audit trail keeps that it failed.
    """
    from isteam_app.storage import backup, backup_places

    vault = session.vault
    _must_be_writable(session)
    wanted = session.settings().backups
    usual = backup_places.ready_folder(vault.folder, wanted)
    _must_be_outside(target or usual, vault.folder)
    try:
        made = backup.make_backup(
            vault,
            target or usual,
            why=why,
            by=session.member.name,
            at=session.now(),
            progress=progress,
        )
    except (BackupFailed, VaultUnavailable):
        _note_failure(session)
        raise
    return facts(made.path, made.manifest, made.size)


def make_if_changed(
    session: Session, why: Why, progress: Progress = unwatched
) -> BackupFacts | None:
    """Make a backup by itself where there is something new, then thin the others.

    Returns None where there is nothing to do. Raises as `make_backup` does.
    """
    if not is_changed(session):
        return None
    made = make_backup(session, why, progress)
    thin(session)
    return made


def make_before(session: Session, why: Why, progress: Progress = unwatched) -> None:
    """Make a backup before something that may be wished undone.

    It goes beside the vault where the folder for backups is not to be had.

    Raises:
        Cancelled, BackupFailed: there is none, and the act must wait.
    """
    from isteam_app.domain.settings import Backups
    from isteam_app.storage import backup_places

    if session.settings().demonstration:
        return
    try:
        make_backup(session, why, progress)
    except BackupFailed:
        beside = backup_places.ready_folder(session.vault.folder, Backups())
        if beside == backup_folder(session):
            raise
        make_backup(session, why, progress, target=beside)


def is_changed(session: Session) -> bool:
    """Return whether something is in the vault that no backup of it holds yet."""
    from isteam_app.storage import backup_places

    if not _wants_backups(session):
        return False
    newest = _newest(session)
    return backup_places.has_news(
        session.vault, None if newest is None else newest.manifest
    )


def is_due(session: Session) -> bool:
    """Return whether the newest backup is older than wanted, and lacks something."""
    if not _wants_backups(session):
        return False
    newest = _newest(session)
    wait = timedelta(minutes=session.settings().backups.minutes)
    if newest and timedelta() <= session.now() - newest.manifest.made_at < wait:
        return False
    return is_changed(session)


def thin(session: Session, folder: Path | None = None) -> int:
    """Remove the backups that the calendar no longer keeps; return how many went."""
    from isteam_app.storage import backup_places

    return backup_places.thin(
        session.vault, folder or backup_folder(session), session.now()
    )


def backup_state(session: Session, trouble: str = "") -> BackupState:
    """Return everything the settings show of backups.

    `trouble` is what the last try said, "" when it went well.
    """
    found = _found(session)
    return BackupState(
        folder=backup_folder(session),
        backups=tuple(_facts_of(each) for each in found),
        light=_light(session, found, trouble),
        warning=_warning(session),
    )


def backup_light(session: Session, trouble: str = "") -> Light:
    """Return the line at the foot of the window.

    `trouble` is what the last try said, "" when it went well.
    """
    return _light(session, _found(session), trouble)


def check_backup(
    session: Session, path: Path, progress: Progress = unwatched
) -> BackupFacts:
    """Read a backup of this vault back and open it, as on the day it was made.

    Raises:
        RuleBroken: it was made under an earlier key, which only a passphrase opens.
        BackupDamaged, BackupTooNew, NotABackup, BackupFailed: what is wrong with it.
    """
    from isteam_app.storage import backup

    parts = session.vault.inside()
    known = {each.path: each for each in _found(session)}
    if path in known and not known[path].same_key:
        raise RuleBroken(
            "This backup was made before the vault's key was changed, so today's key "
            "does not open it. Restore it with a passphrase of that day to see that it "
            "is whole."
        )
    manifest = backup.check_backup(path, parts.data_key, parts.folder, progress)
    return facts(path, manifest, path.stat().st_size)


def check_wishes(session: Session, wanted: "Backups") -> None:
    """Raise RuleBroken, naming the field, for what will not do."""
    folder, minutes = wanted.folder, wanted.minutes
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise RuleBroken(
            f"Enter a number from {LEAST_MINUTES} to {MOST_MINUTES:,}.",
            field="backup_minutes",
        )
    if not folder:
        return
    place = Path(folder)
    if not place.is_absolute() or not place.is_dir():
        raise RuleBroken(
            "That folder is not there. Choose one that is; its disk must be connected.",
            field="backup_folder",
        )
    _must_be_outside(place, session.vault.folder)


def _wants_backups(session: Session) -> bool:
    vault = session.vault
    return not (vault.look_only or vault.damage or session.settings().demonstration)


def _must_be_writable(session: Session) -> None:
    vault = session.vault
    if vault.look_only:
        raise BackupFailed(
            "The vault was opened to look only, so no backup is made from here. "
            "Whoever has it open to work in it makes them."
        )
    if vault.damage:
        raise BackupFailed(
            "The vault is damaged, so no backup is made of it: it would hold the "
            "damage. Earlier backups are safe. Go back to the newest of them."
        )


def _must_be_outside(place: Path, vault: Path) -> None:
    if place.resolve().is_relative_to(vault.resolve()):
        raise RuleBroken(
            "That place is inside the vault itself. Choose a folder outside of it, and "
            "if you can on another disk.",
            field="backup_folder",
        )


def _note_failure(session: Session) -> None:
    by, at = session.member.name, session.now()
    with (
        suppress(IsteamError),  # what stopped the backup may stop this note
        session.vault.change("backup.failed", by=by, at=at, whole=True) as work,
    ):
        work.note("backup")
        work.commit()


def _found(session: Session) -> tuple["Found", ...]:
    from isteam_app.storage import backup_places

    return backup_places.backups_of(session.vault, backup_folder(session))


def _newest(session: Session) -> "Found | None":
    return next((each for each in _found(session) if each.is_own), None)


def _light(session: Session, found: tuple["Found", ...], trouble: str) -> Light:
    from isteam_app.storage import backup_places

    with session.vault.read() as vault:
        last = vault.audit.newest_of("backup.made", "backup.failed")
    trouble = trouble or ("failed" if last and last.action == "backup.failed" else "")
    if session.settings().demonstration:
        return Light(words="")
    newest = next((each.manifest for each in found if each.is_own), None)
    if newest is None:
        return Light(words="No backup yet", tone="danger" if trouble else "warn")
    when = _moment(newest.made_at, session)
    age = session.now() - newest.made_at
    if trouble:
        tone = "danger" if age >= _LATE else "warn"
        return Light(words=f"Backup failed; last verified {when}", tone=tone)
    tone = "ok"
    if age >= _LATE and backup_places.has_news(session.vault, newest):
        tone = "danger" if age >= _VERY_LATE else "warn"
    return Light(words=f"Last verified backup {when}", tone=tone)


def _moment(at: datetime, session: Session) -> str:
    now = session.now()
    local = at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return f"{short_date(local.date(), now.date())}, {local:%H:%M}"


def _warning(session: Session) -> str:
    """Return what is unwise about the folder, "" for nothing."""
    from isteam_app.storage.backup import on_one_disk

    folder, vault = backup_folder(session), session.vault.folder
    if not folder.is_dir():
        if session.settings().backups.folder:
            return (
                "The folder for backups is not there. Its disk may not be connected. "
                "No backup can be made until it is, or until you choose another."
            )
        folder = folder.parent
    with suppress(OSError):
        if on_one_disk(folder, vault):
            return (
                "The backups lie on the same disk as the vault. If the disk fails or "
                "is stolen, both are gone. Choose a folder on another disk or a share."
            )
    return ""


def _facts_of(found: "Found") -> BackupFacts:
    return facts(
        found.path,
        found.manifest,
        found.size,
        is_own=found.is_own,
        same_key=found.same_key,
    )
