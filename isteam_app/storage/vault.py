"""The encrypted vault: made, opened, read, changed one whole change at a time."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine

from isteam_app.domain.people import TeamMember
from isteam_app.domain.rights import act_of, refusal
from isteam_app.domain.settings import Settings
from isteam_app.errors import IsteamError, RuleBroken, VaultUnavailable
from isteam_app.progress import Progress, unwatched
from isteam_app.storage import keyslots, migrations, tables
from isteam_app.storage.anchor import anchor_fault, write_anchor
from isteam_app.storage.attachments import FOLDER, Attachments
from isteam_app.storage.description import DATABASE, check_folder, vault_name
from isteam_app.storage.description import VaultDescription as VaultDescription
from isteam_app.storage.description import describe_vault as describe_vault
from isteam_app.storage.durable import file_trouble, sweep_partials, sync_folder
from isteam_app.storage.engine import APPLICATION_ID, new_vault_engine, writing
from isteam_app.storage.health import VaultHealth, check_health
from isteam_app.storage.kdf import STANDARD_COST, KdfCost
from isteam_app.storage.key_holders import with_member
from isteam_app.storage.keyslots import KeyFile, SlotKind, Unlocked
from isteam_app.storage.load import SampleBatch as SampleBatch
from isteam_app.storage.lock_file import LockFile
from isteam_app.storage.opening import open_database
from isteam_app.storage.recovery_key import new_recovery_key
from isteam_app.storage.trouble import damaged, explained
from isteam_app.storage.unit import Change as Change
from isteam_app.storage.unit import Reading as Reading
from isteam_app.storage.unseen import Curtain
from isteam_app.storage.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What the storage room's own work on a whole vault needs: backups, key changes.

    Nothing outside `storage` asks for it.
    """

    folder: Path
    data_key: bytes
    engine: Engine
    attachments: Attachments


class Vault:
    """A vault that is open. Safe to share between threads.

    `member` is who unlocked it. `notices` are sentences to show on opening, such as
    that the audit trail is shorter than it once was.
    """

    def __init__(
        self,
        folder: Path,
        header: KeyFile,
        data_key: bytes,
        engine: Engine,
        lock: LockFile,
    ) -> None:
        self.folder = folder
        self.id = header.vault_id
        self.name = vault_name(folder)
        self.member = TeamMember(name="")
        self.notices: tuple[str, ...] = ()
        self._engine = engine
        self._data_key = data_key
        self._attachments = Attachments(folder)
        self._lock = lock
        self._header_lock = Lock()
        self._closed = False
        self._damaged = False

    @contextmanager
    def read(self, *, whole: bool = False) -> Iterator[Reading]:
        """Look at the vault as it stands at one moment.

        What the member may not see is not there, unless it is asked for the `whole`
        vault: for work that must reach every record and shows none of it.

        Raises:
            VaultDamaged: part of the database is not whole.
            VaultUnavailable: the vault is locked.
        """
        self._must_be_open()
        with explained(self._note_damage), self._engine.connect() as connection:
            Curtain(connection, "" if whole else self.member.name)
            yield Reading(connection, self._attachments)

    @contextmanager
    def change(
        self, action: str, *, by: str, at: datetime, whole: bool = False
    ) -> Iterator[Change]:
        """Start a change. Leaving without `commit()` drops all of it.

        It finds what the member may see, or the `whole` vault (see `read`).

        `action` names it in the audit trail ("case.opened") without personal data;
        `by` is who makes it; `at` is a moment with its zone.

        Raises:
            RuleBroken: the role of who unlocked it has no right to the action.
            VaultInUse: another change did not finish in time.
            DiskFull, VaultReadOnly, VaultDamaged: nothing of the change was kept.
        """
        self._must_be_open()
        if self._damaged:
            raise damaged("seen earlier in this session")
        if at.tzinfo is None:
            raise ValueError("A change needs a moment with its time zone.")
        refused = refusal(self.member.role, act_of(action))
        if refused:
            raise RuleBroken(refused)
        with explained(self._note_damage), writing(self._engine) as connection:
            work = Work(
                connection=connection, by=by, at=at, attachments=self._attachments
            )
            try:
                with connection.begin() as transaction:
                    curtain = Curtain(connection, "" if whole else self.member.name)
                    yield Change(action, work, transaction, curtain)
                    if not work.finished:
                        transaction.rollback()
            finally:
                if not work.finished:
                    self._attachments.discard(work.files)

    def add_member(
        self, member: TeamMember, passphrase: str, *, by: str, at: datetime
    ) -> TeamMember:
        """Take somebody into the team, with a passphrase of their own.

        The header is written before the change is kept: after a crash in between, it
        holds one slot too many, of nobody, and the next header leaves it out.

        Raises:
            RuleBroken: the name is taken, or the passphrase opens the vault already.
            DiskFull, VaultReadOnly: nobody was added.
        """
        self._must_be_open()
        with self._header_lock, self.change("member.added", by=by, at=at) as work:
            added = work.members.add(member)
            before = keyslots.read_header(self.folder)
            header = with_member(
                before,
                self._data_key,
                passphrase,
                member=added.id,
                known=work.members.ids(),
            )
            keyslots.write_header(self.folder, header, self._data_key)
            try:
                work.commit()
            except BaseException:
                with suppress(IsteamError):  # a slot of nobody does no harm
                    keyslots.write_header(self.folder, before, self._data_key)
                raise
        return added

    def inside(self) -> Inside:
        """Return the vault's parts, for work of the storage room on the whole of it.

        Raises:
            VaultUnavailable: the vault is locked.
        """
        self._must_be_open()
        return Inside(
            folder=self.folder,
            data_key=self._data_key,
            engine=self._engine,
            attachments=self._attachments,
        )

    def verify(self, progress: Progress = unwatched) -> VaultHealth:
        """Check every page, record, audit entry and kept file. Takes a while.

        Raises:
            Cancelled: the person stopped it.
        """
        self._must_be_open()
        with explained(self._note_damage), self._engine.connect() as connection:
            return check_health(
                connection, self._attachments, self._anchor_fault(), progress
            )

    def close(self) -> None:
        """Lock the vault: connections and keys are dropped. Twice is harmless."""
        if self._closed:
            return
        self._closed = True
        try:
            # An older note is still true of a longer trail; locking must not fail.
            with suppress(IsteamError):
                self._note_head()
        finally:
            self._engine.dispose()
            self._data_key = b""
            self._lock.release()

    def start(self, slot: keyslots.Slot) -> None:
        """Find who unlocked the vault, sign the lock, clear what a crash left."""
        with self.read(whole=True) as vault:
            if slot.kind is SlotKind.RECOVERY:
                self.member = vault.members.all()[0]
            else:
                self.member = vault.members.get(slot.member)
            known = frozenset(kept.name for kept in vault.documents.files())
            recent = vault.audit.verify_recent()
        self._lock.sign(self.member.name, _now())
        try:
            self._attachments.sweep(known)
            sweep_partials(self.folder)
        except OSError as error:
            raise file_trouble(error) from error
        faults = (recent.reason, self._anchor_fault())
        self.notices = tuple(fault for fault in faults if fault)

    def abandon(self) -> None:
        """Let go of a vault that turned out not to open, leaving all as it is."""
        self._closed = True
        self._engine.dispose()
        self._lock.release()

    def _must_be_open(self) -> None:
        if self._closed:
            raise VaultUnavailable(
                "The vault is locked. What was saved is safe. Unlock it to go on."
            )

    def _note_damage(self) -> None:
        self._damaged = True
        self._engine.dispose()  # a connection that met damage must not be used again

    def _note_head(self) -> None:
        if self._damaged or self.notices:
            return  # a trail in doubt must not overwrite the note against it
        with explained(), self._engine.connect() as connection:
            head = Reading(connection, self._attachments).audit.head()
        write_anchor(self.folder, self._data_key, head)

    def _anchor_fault(self) -> str:
        with self.read() as vault:
            return anchor_fault(self.folder, self._data_key, vault.audit)


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
        DiskFull, VaultReadOnly: it could not be written; nothing is left behind.
    """
    _check_place(folder)
    data_key = secrets.token_bytes(32)
    vault_id = secrets.token_hex(8)
    printed = new_recovery_key()
    partial = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.partial")
    try:
        partial.mkdir(mode=0o700)
        (partial / FOLDER).mkdir(mode=0o700)
        with explained():
            _fill(partial, data_key, vault_id, member, settings, at)
        header = KeyFile(
            vault_id=vault_id,
            generation=1,
            database_salt=_salt(partial / DATABASE),
            slots=(
                keyslots.passphrase_slot(
                    data_key, passphrase, vault_id=vault_id, member=1, cost=cost
                ),
                keyslots.recovery_slot(data_key, printed, vault_id=vault_id),
            ),
        )
        keyslots.write_header(partial, header, data_key)
        partial.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise file_trouble(error) from error
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    unlocked = Unlocked(data_key=data_key, slot=header.slots[0])
    return CreatedVault(vault=_open(folder, header, unlocked), recovery_key=printed)


def open_vault(folder: Path, passphrase: str) -> Vault:
    """Open a vault with a passphrase.

    Raises:
        VaultUnavailable: each cause has its own class and its own sentence. Nothing
            is ever created in the place of what is missing.
    """
    return _unlock(
        folder, lambda header: keyslots.unlock_with_passphrase(header, passphrase)
    )


def open_with_recovery_key(folder: Path, key: str) -> Vault:
    """Open a vault with the recovery key printed when it was made.

    Raises:
        RuleBroken: the key was mistyped.
        VaultUnavailable: each cause has its own class and its own sentence.
    """
    return _unlock(
        folder, lambda header: keyslots.unlock_with_recovery_key(header, key)
    )


def _unlock(folder: Path, unlock: Callable[[KeyFile], Unlocked]) -> Vault:
    header = check_folder(folder)
    return _open(folder, header, unlock(header))


def _open(folder: Path, header: KeyFile, unlocked: Unlocked) -> Vault:
    data_key = unlocked.data_key
    lock = LockFile(folder, data_key)
    lock.take(_now())
    try:
        engine = open_database(folder, header, data_key)
    except BaseException:
        lock.release()
        raise
    vault = Vault(folder, header, data_key, engine, lock)
    try:
        vault.start(unlocked.slot)
    except BaseException:
        vault.abandon()
        raise
    return vault


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


def _fill(
    folder: Path,
    data_key: bytes,
    vault_id: str,
    member: str,
    settings: Settings,
    at: datetime,
) -> None:
    engine = new_vault_engine(folder / DATABASE, data_key)
    try:
        with writing(engine) as connection, connection.begin():
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.upgrade(engine)
        with writing(engine) as connection, connection.begin() as transaction:
            connection.execute(
                tables.vault.insert(), {"id": vault_id, "created_at": at}
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
        with engine.connect() as connection:
            head = Reading(connection, Attachments(folder)).audit.head()
        write_anchor(folder, data_key, head)
    finally:
        engine.dispose()


def _salt(database: Path) -> bytes:
    with database.open("rb") as file:
        return file.read(16)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
