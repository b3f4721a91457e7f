"""Journeys with the whole vault on a failing disk.

A backup and its restoring, a new key for everything, and an old vault opened.
"""

from pathlib import Path

from faults._great_acts import MIGRATIONS, migrated_missing, one_case
from faults._journeys import Journey, Missing, State
from faults._vaults import HANDLER, PASSPHRASE, Kept, now, opened
from isteam_app.domain.backup_calendar import Why
from isteam_app.services.backups import make_backup
from isteam_app.services.session import Session
from isteam_app.storage import key_changes
from isteam_app.storage.backup_file import SUFFIX
from isteam_app.storage.restore import restore, verify_backup

BACKUPS = "backups"
"""The folder they go to; it is there before anything is tried."""


def _backup(state: State) -> None:
    make_backup(state.open, Why.HAND, target=state.place / BACKUPS)


def _backup_missing(_session: Session, state: State) -> Missing:
    """Whatever has the name of a backup must be one, and there must be one."""
    files = sorted((state.place / BACKUPS).glob(f"*{SUFFIX}"))
    if not files:
        yield "there is no backup"
    for file in files:
        verify_backup(file, recovery_key=state.kept.recovery_key)


def _rotate(state: State) -> None:
    key_changes.rotate(state.open.vault, PASSPHRASE, by=HANDLER, at=now())


def _rotated_missing(session: Session, state: State) -> Missing:
    with session.vault.read() as vault:
        actions = [entry.action for entry in vault.audit.page(limit=1_000).rows]
        if "keys.changed" not in actions:
            yield "the audit trail does not tell of the new key"
        if not vault.documents.read(1).startswith(b"%PDF"):
            yield "the scan cannot be read under the new key"
    databases = list(state.kept.folder.glob("*.db"))
    if len(databases) != 1 and not state.stuck:
        yield f"{len(databases)} databases are in the folder"


def _backed_up(place: Path) -> Kept:
    """A vault with its backup in its folder, so that both are copied together."""
    kept = one_case(place)
    with opened(kept) as session:
        made = make_backup(session, Why.HAND)
    beside = kept.folder / _BESIDE
    beside.mkdir()
    made.path.rename(beside / made.path.name)
    return kept


def _restore(state: State) -> None:
    """Make a vault of a backup, at another place when the first is taken already."""
    folder = state.place / "restored.isvault"
    if state.stuck and folder.exists():
        folder = state.place / "restored again.isvault"
    (file,) = state.place.glob(f"*.isvault/{_BESIDE}/*{SUFFIX}")
    key = state.kept.recovery_key
    restore(file, folder, recovery_key=key, at=now())
    state.kept = Kept(folder, key)


def _restored_missing(session: Session, state: State) -> Missing:
    with session.vault.read() as vault:
        if vault.cases.count() != 1 or not vault.documents.read(1):
            yield "the restored vault lacks its case or its scan"
    if list(state.place.glob(".*")) and not state.stuck:
        yield "half a vault was left beside the restored one"


def _open(state: State) -> None:
    state.open  # noqa: B018  the opening is what is tried
    state.close()


def _opened_missing(session: Session, _state: State) -> Missing:
    yield from migrated_missing(_OLD, session, ())


_OLD = 2

_BESIDE = "kept backups"

GREAT_JOURNEYS = (
    Journey(
        name="back up",
        start=one_case,
        act=_backup,
        missing=_backup_missing,
        every=7,
    ),
    Journey(
        name="restore",
        start=_backed_up,
        act=_restore,
        missing=_restored_missing,
        opens_first=False,
        every=7,
    ),
    Journey(
        name="change the key",
        start=one_case,
        act=_rotate,
        missing=_rotated_missing,
        every=9,
    ),
    Journey(
        name="open an old vault",
        start=MIGRATIONS[_OLD - 1].start,
        act=_open,
        missing=_opened_missing,
        opens_first=False,
        every=9,
    ),
)
