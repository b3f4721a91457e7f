"""Changes of who holds a key to an open vault, and of the key itself.

Each writes the header and one change of the database. The header goes first: after a
crash in between it holds a slot too many, of nobody, or a newer one, and the next
header puts that right. A new data key goes into a new database file, which counts from
the moment the header names it; before that moment the old file does.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from isteam_app.domain.audit import AuditHead
from isteam_app.domain.people import TeamMember
from isteam_app.errors import IsteamError, RuleBroken, VaultDamaged, WrongPassphrase
from isteam_app.progress import Progress, unwatched
from isteam_app.storage import key_header, key_holders, keyslots
from isteam_app.storage.description import check_folder
from isteam_app.storage.durable import file_trouble
from isteam_app.storage.engine import copy_database, vault_engine, writing
from isteam_app.storage.health import bad_pages, database_problems
from isteam_app.storage.kdf import KEY_BYTES
from isteam_app.storage.key_header import KeyFile, SlotKind
from isteam_app.storage.trouble import damaged, explained
from isteam_app.storage.unit import Change
from isteam_app.storage.unseen import Curtain
from isteam_app.storage.vault import Inside, Vault
from isteam_app.storage.vault_doors import database_salt
from isteam_app.storage.work import Work

_STEPS = 4
_HALF_CHANGED = (
    "The disk refused while the vault's key was being changed. What was saved is safe. "
    "Check the disk, then lock the vault and unlock it again to go on."
)


def add_member(
    vault: Vault, member: TeamMember, passphrase: str, *, by: str, at: datetime
) -> TeamMember:
    """Take somebody into the team, with a passphrase of their own.

    Raises:
        RuleBroken: the name is taken, or the passphrase opens the vault already.
        DiskFull, VaultReadOnly: nobody was added.
    """
    with vault.alone(), vault.change("member.added", by=by, at=at) as work:
        added = work.members.add(member)
        parts = vault.inside()
        header = key_holders.with_passphrase(
            _brought_up(parts),
            parts.data_key,
            passphrase,
            member=added.id,
            known=work.members.ids(),
        )
        _keep(
            vault,
            work,
            header,
            lambda kept: keyslots.unlock_with_passphrase(kept, passphrase),
        )
    return added


def change_passphrase(
    vault: Vault,
    member_id: int,
    passphrase: str,
    *,
    by: str,
    at: datetime,
    keep_devices: bool = True,
) -> None:
    """Give somebody another passphrase; the old one opens nothing any more.

    `keep_devices`: the computers that remember them go on doing so.

    Raises:
        NotFound: nobody has that id.
        RuleBroken: the passphrase is somebody else's.
        DiskFull, VaultReadOnly: the old passphrase still holds.
    """
    with vault.alone(), vault.change("keys.passphrase_changed", by=by, at=at) as work:
        member = work.members.get(member_id)
        parts = vault.inside()
        header = key_holders.with_passphrase(
            _brought_up(parts),
            parts.data_key,
            passphrase,
            member=member.id,
            known=work.members.ids(),
            keep_devices=keep_devices,
        )
        work.note("member", member.id)
        _keep(
            vault,
            work,
            header,
            lambda kept: keyslots.unlock_with_passphrase(kept, passphrase),
        )


def opens(vault: Vault, member_id: int, passphrase: str) -> bool:
    """Whether a passphrase is a certain person's. Takes as long as unlocking."""
    slot = keyslots.opened_slot(vault.inside().header, passphrase)
    return slot is not None and slot.member == member_id


def replace_recovery_key(vault: Vault, printed: str, *, by: str, at: datetime) -> None:
    """Let a new recovery sheet open the vault, and the old one no more.

    Raises:
        DiskFull, VaultReadOnly: the old sheet still holds.
    """
    with vault.alone(), vault.change("keys.recovery_changed", by=by, at=at) as work:
        parts = vault.inside()
        header = key_holders.with_recovery_key(
            _brought_up(parts), parts.data_key, printed
        )
        _keep(
            vault,
            work,
            header,
            lambda kept: keyslots.unlock_with_recovery_key(kept, printed),
        )


def add_device(vault: Vault, member_id: int, *, by: str, at: datetime) -> bytes:
    """Let one computer unlock for somebody. Return the secret for its keyring."""
    secret = secrets.token_bytes(keyslots.DEVICE_SECRET)
    with vault.alone(), vault.change("keys.device_added", by=by, at=at) as work:
        parts = vault.inside()
        header = key_holders.with_device(
            _brought_up(parts), parts.data_key, secret, member=member_id
        )
        work.note("member", member_id)
        _keep(
            vault,
            work,
            header,
            lambda kept: keyslots.unlock_with_device(kept, secret),
        )
    return secret


def drop_devices(vault: Vault, member_id: int | None, *, by: str, at: datetime) -> int:
    """Forget somebody's computers, or everybody's. Return how many there were."""
    with vault.alone():
        parts = vault.inside()
        header = key_holders.without_devices(_brought_up(parts), member_id)
        dropped = len(parts.header.slots) - len(header.slots)
        if not dropped:
            return 0
        with vault.change("keys.devices_dropped", by=by, at=at) as work:
            if member_id is not None:
                work.note("member", member_id)
            _keep(vault, work, header, lambda _kept: None)
    return dropped


def rotate(
    vault: Vault,
    passphrase: str,
    *,
    by: str,
    at: datetime,
    leaving: int | None = None,
    progress: Progress = unwatched,
) -> None:
    """Put everything under a new data key; `leaving` keeps no way in.

    `passphrase` is of whoever does it, and proves at the end that the new key opens
    the new database. Backups made before still open with the keys they were made with.

    Raises:
        WrongPassphrase: it is not of whoever unlocked the vault.
        RuleBroken: somebody's slot was made by an earlier version of the program.
        Cancelled, DiskFull, VaultReadOnly, VaultDamaged: the old key still holds.
    """
    with vault.alone():
        with vault.change("keys.changed", by=by, at=at):
            pass  # a vault that may not be changed says so here
        parts = vault.inside()
        if not opens(vault, vault.member.id, passphrase):
            raise WrongPassphrase("That is not your passphrase. Nothing was changed.")
        must_be_changeable(vault, leaving)
        new_key = secrets.token_bytes(KEY_BYTES)
        name = f"vault-{parts.header.generation + 1}.db"
        database = parts.folder / name
        try:
            progress(0, _STEPS)
            _copy(parts, database, new_key)
            progress(1, _STEPS)
            action = "keys.changed" if leaving is None else "member.removed"
            header = _under_new_key(
                vault, parts, database, new_key, action, by, at, leaving
            )
            progress(2, _STEPS)
            _must_be_whole(database, new_key)
            progress(3, _STEPS)  # the last moment at which it can be stopped
            vault.inside()  # one locked meanwhile may be open elsewhere by now
            _put_header(parts, header, new_key, passphrase)
        except BaseException:
            if _counts(parts.folder, database):
                vault.look_only = _HALF_CHANGED
            else:
                _remove(database)
            raise
        vault.adopt_key(header, new_key, vault_engine(database, new_key), at)
        with suppress(IsteamError):  # the copy opens nothing now; the header stands
            key_header.mirror_header(parts.folder)


def _keep(
    vault: Vault,
    work: Change,
    header: KeyFile,
    prove: Callable[[KeyFile], object],
) -> None:
    """Write a header, see that it opens, and keep the change that belongs to it."""
    parts = vault.inside()
    before = _brought_up(parts)
    work.note_generation(header.generation)
    key_header.write_header(parts.folder, header, parts.data_key)
    try:
        prove(key_header.read_header(parts.folder))
        work.commit()
    except BaseException:
        with suppress(IsteamError):  # a slot too many of nobody does no harm
            key_header.write_header(parts.folder, before, parts.data_key)
        raise
    vault.adopt(header)


def _brought_up(parts: Inside) -> KeyFile:
    return key_holders.brought_up(parts.header, parts.data_key)


def must_be_changeable(vault: Vault, leaving: int | None = None) -> None:
    """Raise RuleBroken where somebody's slot keeps the key from being changed."""
    stuck = key_holders.without_key_pair(_brought_up(vault.inside()), leaving)
    if not stuck:
        return
    if any(slot.kind is SlotKind.RECOVERY for slot in stuck):
        raise RuleBroken(
            "The recovery sheet was made by an earlier version of the program. Nothing "
            "was changed. Make a new recovery sheet first."
        )
    with vault.read(whole=True) as reading:
        names = [reading.members.get(slot.member).name for slot in stuck]
    raise RuleBroken(
        f"{', '.join(dict.fromkeys(names))} must unlock the vault once with this "
        "version of the program first, or be given a new passphrase. Nothing was "
        "changed."
    )


def _copy(parts: Inside, database: Path, new_key: bytes) -> None:
    _remove(database)
    with explained():
        if bad_pages(parts.engine):
            raise damaged("pages that cannot be read")
        copy_database(parts.engine, database, new_key)


def _under_new_key(
    vault: Vault,
    parts: Inside,
    database: Path,
    new_key: bytes,
    action: str,
    by: str,
    at: datetime,
    leaving: int | None,
) -> KeyFile:
    """Note the change in the new database, and return the header that names it."""
    generation = parts.header.generation + 1
    engine = vault_engine(database, new_key)
    try:
        with (
            explained(),
            writing(engine) as connection,
            connection.begin() as transaction,
        ):
            work = Work(
                connection=connection, by=by, at=at, attachments=parts.attachments
            )
            change = Change(
                action, work, transaction, Curtain(connection, vault.member.name)
            )
            if leaving is not None:
                change.members.leave(leaving, at)
            change.note_generation(generation)
            entry = change.commit()
        _put_together(engine)
    finally:
        engine.dispose()
    return key_holders.with_data_key(
        parts.header,
        parts.data_key,
        new_key,
        database=database.name,
        database_salt=database_salt(database),
        anchor=AuditHead(count=entry.number, hash=entry.hash),
        leaving=leaving,
    )


def _put_together(engine: Engine) -> None:
    with explained(), engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")


def _must_be_whole(database: Path, new_key: bytes) -> None:
    engine = vault_engine(database, new_key)
    try:
        with explained(), engine.connect() as connection:
            found = list(database_problems(connection, unwatched))
    finally:
        engine.dispose()
    if found:
        raise VaultDamaged(
            "The copy of the vault under its new key is not whole, so it was not used. "
            "The vault is as it was. Check the disk, then try again.",
            detail=found[0],
        )


def _put_header(
    parts: Inside, header: KeyFile, new_key: bytes, passphrase: str
) -> None:
    """Name the new database in the header, and see that a passphrase leads there."""
    try:
        key_header.write_header(parts.folder, header, new_key)
        keyslots.unlock_with_passphrase(check_folder(parts.folder), passphrase)
    except BaseException:
        with suppress(IsteamError):  # where it cannot be, the new database counts
            key_header.write_header(parts.folder, _brought_up(parts), parts.data_key)
            key_header.mirror_header(parts.folder)  # its copy named what goes now
        raise


def _counts(folder: Path, database: Path) -> bool:
    """Whether the header names a database, or may: one that counts never goes."""
    try:
        return key_header.read_header(folder).database == database.name
    except IsteamError:
        return True


def _remove(database: Path) -> None:
    try:
        for ending in ("", "-wal", "-shm", "-journal"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
    except OSError as error:
        raise file_trouble(error) from error
