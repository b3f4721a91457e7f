"""The ways into a vault: made anew, or opened with one of its keys."""

import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from isteam_app.domain.people import TeamMember
from isteam_app.domain.settings import Settings
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.storage import key_holders, keyslots, migrations, tables
from isteam_app.storage.attachments import FOLDER, Attachments
from isteam_app.storage.description import check_folder
from isteam_app.storage.durable import file_trouble, sync_folder
from isteam_app.storage.engine import APPLICATION_ID, new_vault_engine, writing
from isteam_app.storage.journal_doubt import journal_doubt
from isteam_app.storage.kdf import STANDARD_COST, KdfCost
from isteam_app.storage.key_header import (
    FIRST_DATABASE,
    KeyFile,
    Slot,
    new_signer,
    write_header,
)
from isteam_app.storage.keyslots import Unlocked, Vow
from isteam_app.storage.lock_file import LockFile
from isteam_app.storage.opening import look_at_database, open_database
from isteam_app.storage.places import must_allow_work
from isteam_app.storage.recovery_key import new_recovery_key
from isteam_app.storage.trouble import explained
from isteam_app.storage.unit import Change, Reading
from isteam_app.storage.unseen import Curtain
from isteam_app.storage.vault import Vault
from isteam_app.storage.work import Work

LOOK_ONLY = (
    "The vault was opened to look only, so nothing can be changed in it. Open it to "
    "work in it where that is possible."
)

Renew = Callable[[Vow, Slot], Slot]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedVault:
    """A new vault, open, and the recovery key that must now go on paper."""

    vault: Vault
    recovery_key: str


def create_vault(
    folder: Path,
    *,
    passphrase: str,
    member: str,
    settings: Settings,
    at: datetime,
    cost: KdfCost = STANDARD_COST,
) -> CreatedVault:
    """Make a vault with its first person, and open it.

    It is made beside its place and moved there when it is complete, so that an
    interruption never leaves half a vault.

    Raises:
        RuleBroken: something is there already, or the folder around it is missing.
        VaultOnNetwork: the place is on a network share.
        DiskFull, VaultReadOnly: it could not be written; nothing is left behind.
    """
    _check_place(folder)
    data_key = secrets.token_bytes(32)
    printed = new_recovery_key()
    partial = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.partial")
    made = partial
    try:
        header = _made(
            partial, data_key, passphrase, printed, member, settings, at, cost
        )
        partial.rename(folder)
        made = folder
        sync_folder(folder.parent)
        vault = _open(folder, header, Unlocked(data_key=data_key, slot=header.slots[0]))
    except BaseException as error:
        # nobody was told its recovery key yet: a vault that did not open must not stay
        shutil.rmtree(made, ignore_errors=True)
        if isinstance(error, OSError):
            raise file_trouble(error) from error
        raise
    return CreatedVault(vault=vault, recovery_key=printed)


def _made(
    folder: Path,
    data_key: bytes,
    passphrase: str,
    printed: str,
    member: str,
    settings: Settings,
    at: datetime,
    cost: KdfCost,
) -> KeyFile:
    folder.mkdir(mode=0o700)
    (folder / FOLDER).mkdir(mode=0o700)
    bare = KeyFile(
        vault_id=secrets.token_hex(8),
        generation=1,
        database_salt=b"",
        slots=(),
        signer=new_signer(data_key),
    )
    with explained():
        _fill(folder, bare, data_key, member, settings, at)
        header = _first_header(folder, bare, data_key, passphrase, printed, cost)
    write_header(folder, header, data_key)
    return header


def open_vault(folder: Path, passphrase: str, *, look_only: bool = False) -> Vault:
    """Open a vault with a passphrase.

    `look_only`: nothing is written, no lock is taken, and every change is refused.

    Raises:
        VaultOnNetwork: it is on a share, where it may only be looked at.
        VaultUnavailable: each cause has its own class and its own sentence. Nothing
            is ever created in the place of what is missing.
    """
    return _unlock(
        folder,
        lambda header: keyslots.unlock_with_passphrase(header, passphrase),
        lambda vow, slot: keyslots.passphrase_slot(
            vow, passphrase, member=slot.member, cost=slot.cost or STANDARD_COST
        ),
        look_only=look_only,
    )


def open_with_recovery_key(folder: Path, key: str, *, look_only: bool = False) -> Vault:
    """Open a vault with the recovery key printed when it was made.

    Raises:
        RuleBroken: the key was mistyped.
        VaultUnavailable: each cause has its own class and its own sentence.
    """
    return _unlock(
        folder,
        lambda header: keyslots.unlock_with_recovery_key(header, key),
        lambda vow, _slot: keyslots.recovery_slot(vow, key),
        look_only=look_only,
    )


def open_with_device(folder: Path, secret: bytes, *, look_only: bool = False) -> Vault:
    """Open a vault with the secret that this computer's keyring keeps.

    Raises:
        VaultUnavailable: each cause has its own class and its own sentence.
    """
    return _unlock(
        folder,
        lambda header: keyslots.unlock_with_device(header, secret),
        lambda vow, slot: keyslots.device_slot(vow, secret, member=slot.member),
        look_only=look_only,
    )


def _unlock(
    folder: Path,
    unlock: Callable[[KeyFile], Unlocked],
    renew: Renew,
    *,
    look_only: bool,
) -> Vault:
    header = check_folder(folder, writable=not look_only)
    if not look_only:
        must_allow_work(folder)
    unlocked = unlock(header)
    if look_only:
        return _look_at(folder, header, unlocked)
    vault = _open(folder, header, unlocked)
    try:
        _bring_up(vault, unlocked, renew)
    except BaseException:
        vault.abandon()
        raise
    return vault


def _open(folder: Path, header: KeyFile, unlocked: Unlocked) -> Vault:
    lock = LockFile(folder, unlocked.data_key)
    lock.take(_now())
    doubt = journal_doubt(folder / header.database)
    try:
        engine = open_database(folder, header, unlocked.data_key)
    except BaseException:
        lock.release()
        raise
    vault = _started(Vault(folder, header, unlocked, engine, lock), unlocked.slot)
    if doubt:
        vault.notices += (doubt,)
    return vault


def _look_at(folder: Path, header: KeyFile, unlocked: Unlocked) -> Vault:
    engine = look_at_database(folder, header, unlocked.data_key)
    vault = Vault(folder, header, unlocked, engine, None, look_only=LOOK_ONLY)
    return _started(vault, unlocked.slot)


def _started(vault: Vault, slot: Slot) -> Vault:
    try:
        vault.start(slot)
    except BaseException:
        vault.abandon()
        raise
    return vault


def _bring_up(vault: Vault, unlocked: Unlocked, renew: Renew) -> None:
    """Give the slot just opened a key pair, where an earlier version made it.

    One that is not written now, as on a full disk, is written another time.
    """
    if unlocked.slot.has_key_pair:
        return
    parts = vault.inside()
    header = key_holders.brought_up(parts.header, parts.data_key)
    header = key_holders.with_key_pair(header, unlocked, renew)
    with suppress(IsteamError):
        write_header(parts.folder, header, parts.data_key)
        vault.adopt(header)


def _check_place(folder: Path) -> None:
    if folder.exists():
        raise RuleBroken(
            "There is something at that place already, and it was left as it is. "
            "Choose another name for the new vault.",
            field="folder",
        )
    if not folder.parent.is_dir():
        raise RuleBroken(
            "The folder that the vault should go into does not exist. Choose one that "
            "does.",
            field="folder",
        )
    must_allow_work(folder)


def _fill(
    folder: Path,
    header: KeyFile,
    data_key: bytes,
    member: str,
    settings: Settings,
    at: datetime,
) -> None:
    engine = new_vault_engine(folder / FIRST_DATABASE, data_key)
    try:
        with writing(engine) as connection, connection.begin():
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.upgrade(engine)
        with writing(engine) as connection, connection.begin() as transaction:
            connection.execute(
                tables.vault.insert(),
                {
                    "id": header.vault_id,
                    "created_at": at,
                    "generation": header.generation,
                },
            )
            work = Work(
                connection=connection,
                by=member,
                at=at,
                attachments=Attachments(folder),
            )
            change = Change("vault.created", work, transaction, Curtain(connection, ""))
            change.members.add(TeamMember(name=member))
            change.settings.save(settings, at.date())
            change.commit()
    finally:
        engine.dispose()


def _first_header(
    folder: Path,
    bare: KeyFile,
    data_key: bytes,
    passphrase: str,
    printed: str,
    cost: KdfCost,
) -> KeyFile:
    vow = key_holders.vow_of(bare, data_key)
    engine = new_vault_engine(folder / FIRST_DATABASE, data_key)
    try:
        with engine.connect() as connection:
            head = Reading(connection, Attachments(folder)).audit.head()
    finally:
        engine.dispose()
    return KeyFile(
        vault_id=bare.vault_id,
        generation=bare.generation,
        database_salt=database_salt(folder / FIRST_DATABASE),
        anchor=head,
        signer=bare.signer,
        slots=(
            keyslots.passphrase_slot(vow, passphrase, member=1, cost=cost),
            keyslots.recovery_slot(vow, printed),
        ),
    )


def database_salt(database: Path) -> bytes:
    """Return how a database file begins: without it, no key opens it."""
    with database.open("rb") as file:
        return file.read(16)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
