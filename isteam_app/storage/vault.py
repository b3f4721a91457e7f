"""The encrypted vault, open: read, and changed one whole change at a time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

from sqlalchemy import Engine

from isteam_app.domain.people import TeamMember
from isteam_app.domain.rights import ADMINISTRATOR, BY_SHEET, act_of, refusal
from isteam_app.errors import (
    IsteamError,
    RuleBroken,
    VaultDamaged,
    VaultReadOnly,
    VaultUnavailable,
)
from isteam_app.progress import Progress, unwatched
from isteam_app.storage.anchor import anchor_fault
from isteam_app.storage.attachments import Attachments
from isteam_app.storage.description import vault_name
from isteam_app.storage.durable import file_trouble, sweep_partials
from isteam_app.storage.engine import begun, reading
from isteam_app.storage.health import VaultHealth, check_health
from isteam_app.storage.key_header import KeyFile, Slot, SlotKind, note_anchor
from isteam_app.storage.keyslots import Unlocked
from isteam_app.storage.load import SampleBatch as SampleBatch
from isteam_app.storage.lock_file import LockFile
from isteam_app.storage.trouble import damaged, explained, sentence
from isteam_app.storage.unit import Change as Change
from isteam_app.storage.unit import Reading as Reading
from isteam_app.storage.unseen import Curtain
from isteam_app.storage.work import Work

_DATABASES = re.compile(r"vault(-\d+)?\.db(-wal|-shm|-journal)?")
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What the storage room's own work on a whole vault needs: backups, key changes.

    Nothing outside `storage` asks for it.
    """

    folder: Path
    header: KeyFile
    data_key: bytes
    engine: Engine
    attachments: Attachments


class Vault:
    """A vault that is open. Safe to share between threads.

    `member` is who unlocked it, and `opened_by` how. `notices` are sentences to show
    on opening, such as that the audit trail is shorter than it once was. `look_only`
    is why nothing can be changed, "" when it can; `damage` what was found not to be
    whole, "" for nothing.
    """

    def __init__(
        self,
        folder: Path,
        header: KeyFile,
        unlocked: Unlocked,
        engine: Engine,
        lock: LockFile | None,
        *,
        look_only: str = "",
    ) -> None:
        self.folder = folder
        self.id = header.vault_id
        self.name = vault_name(folder)
        self.member = TeamMember(name="")
        self.opened_by = unlocked.slot.kind
        self.look_only = look_only
        self.damage = ""
        self.notices: tuple[str, ...] = ()
        self._header = _used_first(header, unlocked.slot)
        self._data_key = unlocked.data_key
        self._engine = engine
        self._attachments = Attachments(folder)
        self._lock = lock
        self._gate = RLock()
        self._closed = False

    @contextmanager
    def read(self, *, whole: bool = False, seen_by: str = "") -> Iterator[Reading]:
        """Look at the vault as it stands at one moment.

        What the member may not see is not there, unless it is asked for the `whole`
        vault: for work that must reach every record and shows none of it. `seen_by`:
        as somebody else of the team sees it.

        Raises:
            VaultDamaged: part of the database is not whole.
            VaultUnavailable: the vault is locked.
        """
        self._must_be_open()
        seer = "" if whole else seen_by or self.member.name
        with explained(self._note_trouble), reading(self._engine, seer) as connection:
            curtain = Curtain(connection, seer)
            yield Reading(connection, self._attachments, curtain)

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
            VaultReadOnly: it was opened only to be looked at.
            DiskFull, VaultReadOnly, VaultDamaged: nothing of the change was kept.
        """
        self._must_be_open()
        self._must_be_writable(action)
        if at.tzinfo is None:
            raise ValueError("A change needs a moment with its time zone.")
        with (
            self.alone(),
            explained(self._note_trouble),
            begun(self._engine) as (connection, opened),
        ):
            work = Work(
                connection=connection, by=by, at=at, attachments=self._attachments
            )
            try:
                with opened as transaction:
                    curtain = Curtain(connection, "" if whole else self.member.name)
                    yield Change(action, work, transaction, curtain)
                    if not work.finished:
                        transaction.rollback()
            finally:
                if not work.finished:
                    self._attachments.discard(work.files)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other change away for a while, also over several of one's own.

        Raises:
            VaultInUse: another change did not finish in time.
            VaultUnavailable: the vault was locked meanwhile.
        """
        if not self._gate.acquire(timeout=_PATIENCE):
            raise sentence("database is locked")
        try:
            self._must_be_open()
            yield
        finally:
            self._gate.release()

    def verify(self, progress: Progress = unwatched) -> VaultHealth:
        """Check every page, record, audit entry and kept file. Takes a while.

        A database that is not whole is only looked at from then on.

        Raises:
            Cancelled: the person stopped it.
        """
        self._must_be_open()
        with explained(self._note_trouble), self._engine.connect() as connection:
            health = check_health(
                connection, self._attachments, self._anchor_fault(), progress
            )
        if health.damage:
            self.note_damage(VaultDamaged(health.damage))
        return health

    def inside(self) -> Inside:
        """Return the vault's parts, for work of the storage room on the whole of it.

        Raises:
            VaultUnavailable: the vault is locked.
        """
        self._must_be_open()
        return Inside(
            folder=self.folder,
            header=self._header,
            data_key=self._data_key,
            engine=self._engine,
            attachments=self._attachments,
        )

    def adopt(self, header: KeyFile) -> None:
        """Go on with a header that has just been written for the same key."""
        self._header = header

    def adopt_key(
        self, header: KeyFile, data_key: bytes, engine: Engine, at: datetime
    ) -> None:
        """Go on with a new key and the database under it; the old file goes.

        `alone` must be held: nobody may be changing the old database.
        """
        before, self._engine = self._engine, engine
        self._header, self._data_key = header, data_key
        before.dispose()
        if self._closed:  # locked at the last moment: nothing of it may stay open
            self.abandon()
            return
        if self._lock is not None:
            self._lock.rekey(data_key, self.member.name, at)
        with suppress(OSError):  # a reader still has it: the next opening sweeps it
            self._sweep_databases()

    def note_head(self) -> None:
        """Note in the key header where the audit trail ends now.

        Not while the trail is in doubt: that must not overwrite the note against it.

        Raises:
            DiskFull, VaultReadOnly: the note before stands; it is still true.
        """
        if self.damage or self.notices or self.look_only:
            return
        with self.alone(), explained(), self._engine.connect() as connection:
            head = Reading(connection, self._attachments).audit.head()
            if head == self._header.anchor:
                return
            self._header = note_anchor(self.folder, self._header, self._data_key, head)

    def close(self) -> None:
        """Lock the vault: connections and keys are dropped. Twice is harmless."""
        if self._closed:
            return
        try:
            # An older note is still true of a longer trail; locking must not fail.
            with suppress(IsteamError):
                self.note_head()
        finally:
            self.abandon()

    def start(self, slot: Slot) -> None:
        """Find who unlocked the vault, sign the lock, clear what a crash left."""
        with self.read(whole=True) as vault:
            self.member = _who(vault, slot)
            known = frozenset(kept.name for kept in vault.documents.files())
            recent = vault.audit.verify_recent()
            generation = vault.generation()
        if self._lock is not None:
            self._lock.sign(self.member.name, _now())
            try:
                self._attachments.sweep(known)
                sweep_partials(self.folder)
                self._sweep_databases()
            except OSError as error:
                raise file_trouble(error) from error
        faults = (
            recent.reason,
            self._anchor_fault(),
            _older_header(self._header.generation, generation),
        )
        self.notices = tuple(fault for fault in faults if fault)

    def abandon(self) -> None:
        """Let go of the vault, leaving all as it is."""
        self._closed = True
        self._engine.dispose()
        self._data_key = b""
        if self._lock is not None:
            self._lock.release()

    def note_damage(self, found: IsteamError) -> None:
        """Only look from now on: part of the database is not whole."""
        self.damage = self.damage or found.detail or str(found)
        self._engine.dispose()  # a connection that met damage must not be used again

    def _note_trouble(self, found: IsteamError) -> None:
        if isinstance(found, VaultDamaged):
            self.note_damage(found)

    def _must_be_open(self) -> None:
        if self._closed:
            raise VaultUnavailable(
                "The vault is locked. What was saved is safe. Unlock it to go on."
            )

    def _must_be_writable(self, action: str) -> None:
        if self.damage:
            raise damaged("seen earlier in this session")
        if self.look_only:
            raise VaultReadOnly(self.look_only)
        act = act_of(action)
        if self.opened_by is SlotKind.RECOVERY and act in BY_SHEET:
            return
        refused = refusal(self.member.role, act)
        if refused:
            raise RuleBroken(refused)

    def _anchor_fault(self) -> str:
        with self.read(whole=True) as vault:
            return anchor_fault(self._header.anchor, vault.audit)

    def _sweep_databases(self) -> None:
        """Remove what a change of the key left: the header names what counts.

        A file that another program holds fast does no harm, and goes another time.
        """
        kept = self._header.database
        for path in self.folder.iterdir():
            if _DATABASES.fullmatch(path.name) and not path.name.startswith(kept):
                with suppress(OSError):
                    path.unlink(missing_ok=True)


def _who(vault: Reading, slot: Slot) -> TeamMember:
    if slot.kind is not SlotKind.RECOVERY:
        return vault.members.get(slot.member)
    team = vault.members.all()
    leads = (each for each in team if each.role == ADMINISTRATOR)
    return next(leads, team[0])


def _used_first(header: KeyFile, used: Slot) -> KeyFile:
    """Put the slot that has just been opened in front of the others.

    Slots are tried in their order, and each try is costly on purpose: so whoever uses
    the vault day by day waits for one alone, however many people there are.
    """
    others = (slot for slot in header.slots if slot != used)
    return replace(header, slots=(used, *others))


def _older_header(header: int, vault: int) -> str:
    if header >= vault:
        return ""
    return (
        "The vault's key file is older than the vault: somebody put an old copy of it "
        "back. Passphrases changed since then may open it again. Change them anew."
    )


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
