"""Carries what can be read of a damaged vault into a new one.

The damaged folder is only read. The new vault has the same people, keys and recovery
sheet; it is made beside its place and moved there once it has been opened and checked.
"""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from isteam_app.domain.disclosures import DisclosureState
from isteam_app.domain.settings import Settings
from isteam_app.errors import (
    DiskFull,
    IsteamError,
    RuleBroken,
    VaultDamaged,
    VaultReadOnly,
)
from isteam_app.progress import Progress, unwatched
from isteam_app.storage import migrations, tables
from isteam_app.storage.attachments import FOLDER, Attachments
from isteam_app.storage.audit_log import AuditReader
from isteam_app.storage.durable import file_trouble, sync_folder
from isteam_app.storage.engine import APPLICATION_ID, new_vault_engine, writing
from isteam_app.storage.health import database_problems
from isteam_app.storage.key_header import (
    FIRST_DATABASE,
    FORMAT,
    HEADER,
    PREVIOUS,
    KeyFile,
    header_from_bytes,
    new_signer,
    write_header,
)
from isteam_app.storage.keyslots import Unlocked
from isteam_app.storage.lock_file import LockFile
from isteam_app.storage.places import must_allow_work
from isteam_app.storage.raw_pages import RawPages
from isteam_app.storage.salvage_copy import Copying
from isteam_app.storage.trouble import explained
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import database_salt
from isteam_app.storage.work import Work

KINDS = {
    "cases": "cases",
    "case_events": "lines of what happened",
    "case_entries": "forms of cases",
    "letters": "letters",
    "letter_pdfs": "finished pages of letters",
    "letter_enclosures": "enclosures of letters",
    "template_versions": "templates of the company",
    "print_items": "printings of letters",
    "documents": "scans",
    "posts": "items of post",
    "people": "people",
    "disclosures": "third-party requests",
    "disclosure_entries": "forms of third-party requests",
    "disclosure_subjects": "people whom requests are about",
    "disclosure_events": "steps of third-party requests",
    "organisations": "organisations",
    "audit": "audit entries",
    "drafts": "half typed texts",
}
"""What an account counts, by table, in the order of what matters most."""

_NUMBERED = (
    "case_events",
    "case_entries",
    "posts",
    "people",
    "documents",
    "letters",
    "disclosure_entries",
    "disclosure_events",
    "organisations",
)
"""Never removed, save letters not finished: a gap in their numbers is a loss."""
_COUNTED = {"cases": ("case", "IS"), "disclosures": ("disclosure", "D")}
_ROOM = 1.3


@dataclass(frozen=True, slots=True)
class Counted:
    """How many records of one kind were saved, and how many are known to be lost."""

    kind: str
    saved: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """A plain account of a salvage. It names references, and nothing of anybody.

    `stood_in` are cases, people and items of post with a blank in their place; what
    belongs to a locked request is not counted, for anybody may read the account;
    `pages` all of the database, `unread` those not read; `unfinished` those of last
    changes that never ended, or lay behind a damaged one.
    """

    folder: Path
    counts: tuple[Counted, ...]
    lost_references: tuple[str, ...]
    stood_in: int
    pages: int
    unread: int
    unfinished: int

    @property
    def lost_nothing(self) -> bool:
        return not self.unread and not any(each.lost for each in self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Damaged:
    """A damaged vault whose key is known, to salvage from."""

    folder: Path
    header: KeyFile
    data_key: bytes
    member: int
    is_open: bool = False


def damaged_vault(folder: Path, unlock: Callable[[KeyFile], Unlocked]) -> Damaged:
    """Unlock a vault without opening its database; the copy of its header may serve.

    Raises:
        WrongPassphrase: the header is well, and this does not open it.
        VaultDamaged: neither the header nor its copy can be used.
    """
    trouble: IsteamError | None = None
    for name in (HEADER, PREVIOUS):
        try:
            header = header_from_bytes((folder / name).read_bytes())
            unlocked = unlock(header)
        except IsteamError as error:
            trouble = trouble or error
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
        else:
            return Damaged(
                folder=folder,
                header=header,
                data_key=unlocked.data_key,
                member=unlocked.slot.member,
            )
    raise trouble or VaultDamaged(
        "Neither the vault's key file nor its copy can be read, so nothing in the "
        "vault can be unlocked. Nothing was changed. Go back to a backup."
    )


def damaged_session(vault: Vault) -> Damaged:
    """Return the vault of a session that has met damage."""
    inside = vault.inside()
    return Damaged(
        folder=inside.folder,
        header=inside.header,
        data_key=inside.data_key,
        member=vault.member.id,
        is_open=True,
    )


def salvage(
    source: Damaged,
    target: Path,
    *,
    fallback: Settings,
    at: datetime,
    progress: Progress = unwatched,
) -> Salvaged:
    """Carry what can be read into a new vault at `target`; change nothing in the old.

    `fallback` are the settings to start with where the old ones are lost.

    Raises:
        RuleBroken: something is at that place already. Field: "folder".
        VaultInUse: somebody has the damaged vault open.
        VaultDamaged: nothing can be read any more.
        DiskFull, VaultReadOnly, Cancelled: nothing is left behind.
    """
    _check_target(source.folder, target)
    if not (source.folder / source.header.database).is_file():
        raise VaultDamaged(
            "The vault's database is gone from its folder, so there is nothing to "
            "salvage. Nothing was changed. Go back to a backup."
        )
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    try:
        with _kept_from_others(source), explained():
            (partial / FOLDER).mkdir(mode=0o700, parents=True)
            told = _carry(source, partial, fallback, at, progress)
        partial.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise file_trouble(error) from error
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return replace(told, folder=target)


def _carry(
    source: Damaged,
    partial: Path,
    fallback: Settings,
    at: datetime,
    progress: Progress,
) -> Salvaged:
    header = replace(
        source.header,
        generation=source.header.generation + 1,
        database=FIRST_DATABASE,
        signer=source.header.signer or new_signer(source.data_key),
        format=FORMAT,
    )
    engine = new_vault_engine(partial / FIRST_DATABASE, source.data_key)
    database = source.folder / source.header.database
    salt = source.header.database_salt
    try:
        with closing(RawPages(database, source.data_key, salt)) as pages:
            with writing(engine) as connection, connection.begin():
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            migrations.upgrade(engine)
            with writing(engine) as connection, connection.begin():
                work = Work(
                    connection=connection,
                    by="",
                    at=at,
                    attachments=Attachments(partial),
                )
                copying = Copying(
                    pages,
                    work,
                    header=header,
                    member=source.member,
                    folders=(source.folder, partial),
                    fallback=fallback,
                )
                copying.run(progress)
            with engine.connect() as connection:
                _must_be_sound(connection)
                told = _account(connection, copying, pages, source.header)
                head = AuditReader(connection).head()
    finally:
        engine.dispose()
    salt = database_salt(partial / FIRST_DATABASE)
    write_header(
        partial, replace(header, database_salt=salt, anchor=head), source.data_key
    )
    return told


def _account(
    connection: Connection, copying: Copying, pages: RawPages, before: KeyFile
) -> Salvaged:
    survey = copying.survey
    saved = {table: _count(connection, table) for table in KINDS}
    for table in ("people", "posts", "cases"):
        saved[table] -= len(survey.blanks[table])
    saved["audit"] -= 1  # the one that tells of the salvage
    gone = {table: _gone(connection, *each) for table, each in _COUNTED.items()}
    blank = (survey.traces.found[case].reference for case in survey.blanks["cases"])
    gone["cases"] = tuple(sorted((*gone["cases"], *blank)))
    lost = dict.fromkeys(KINDS, 0) | {each: len(gone[each]) for each in gone}
    for table in _NUMBERED:
        whole = saved[table] + _withheld(connection, table)
        lost[table] = max(survey.highest(table) - whole, 0)
    lost["audit"] = max(before.anchor.count, survey.highest("audit")) - saved["audit"]
    lost["letter_pdfs"] = _letters_without_pages(connection)
    return Salvaged(
        folder=Path(),
        counts=tuple(
            Counted(kind, saved[table], lost[table]) for table, kind in KINDS.items()
        ),
        lost_references=tuple(
            reference for each in gone.values() for reference in each
        ),
        stood_in=sum(len(survey.blanks[each]) for each in ("people", "posts", "cases")),
        pages=pages.count,
        unread=len(pages.unread),
        unfinished=pages.journal.left_out,
    )


def _count(connection: Connection, table: str) -> int:
    """Count the rows of a table that the account may tell of to anybody."""
    query = select(func.count()).select_from(tables.metadata.tables[table])
    return int(connection.scalar(query) or 0) - _withheld(connection, table)


def _withheld(connection: Connection, table: str) -> int:
    """Count the rows of requests that are locked: whoever salvages may not see them."""
    kept, requests = tables.metadata.tables[table], tables.disclosures
    hidden = select(requests.c.id).where(
        (requests.c.locked == 1) | (requests.c.state == DisclosureState.WITHDRAWN.value)
    )
    letters = tables.letters.c
    named = requests.c.organisation_id.is_not(None)
    belongs = {
        "disclosures": requests.c.id.in_(hidden),
        "organisations": tables.organisations.c.id.in_(
            select(requests.c.organisation_id).where(named, requests.c.id.in_(hidden))
        )
        & tables.organisations.c.id.not_in(
            select(requests.c.organisation_id).where(
                named, requests.c.id.not_in(hidden)
            )
        ),
    }
    if "letter_id" in kept.c and table != "case_events":
        belongs[table] = kept.c.letter_id.in_(
            select(letters.id).where(letters.disclosure_id.in_(hidden))
        )
    owner = kept.c.get("disclosure_id")
    which = belongs.get(table) if owner is None else owner.in_(hidden)
    if which is None:
        return 0
    query = select(func.count()).select_from(kept).where(which)
    return int(connection.scalar(query) or 0)


def _gone(connection: Connection, name: str, mark: str) -> tuple[str, ...]:
    """The references that were given out and are not there: they have no gaps."""
    table = tables.cases if name == "case" else tables.disclosures
    found = set(connection.scalars(select(table.c.reference)))
    found |= set(connection.scalars(select(tables.spent_numbers.c.reference)))
    counters = tables.counters.c
    given = select(counters.year, counters.last).where(counters.name == name)
    return tuple(
        reference
        for year, last in connection.execute(given.order_by(counters.year))
        for number in range(1, last + 1)
        if (reference := f"{mark}-{year}-{number:05}") not in found
    )


def _letters_without_pages(connection: Connection) -> int:
    letters, pdfs = tables.letters, tables.letter_pdfs
    made = (letters.c.sha256 != "") & (letters.c.state != "draft")
    query = select(func.count()).select_from(letters.outerjoin(pdfs))
    return int(connection.scalar(query.where(made, pdfs.c.letter_id.is_(None))) or 0)


def _must_be_sound(connection: Connection) -> None:
    faults = list(database_problems(connection, unwatched))
    if faults:
        raise VaultDamaged(
            "What could be read did not fit together in a new vault. Nothing was "
            "changed. Go back to a backup.",
            detail=" ".join(faults),
        )


def _check_target(source: Path, target: Path) -> None:
    if target.exists() or target.resolve().is_relative_to(source.resolve()):
        raise RuleBroken(
            "There is something at that place already, and it was left as it is. "
            "Choose another name for the new vault.",
            field="folder",
        )
    if not target.parent.is_dir():
        raise RuleBroken(
            "The folder that the new vault should go into does not exist. Choose one "
            "that does.",
            field="folder",
        )
    must_allow_work(target)
    needed = sum(each.stat().st_size for each in source.rglob("*") if each.is_file())
    if shutil.disk_usage(target.parent).free < needed * _ROOM:
        raise DiskFull(
            "There is not enough room on that disk for what can be saved. Nothing was "
            f"changed. Make room for {needed * _ROOM / (1 << 20):,.0f} MiB, or choose "
            "another disk."
        )


@contextmanager
def _kept_from_others(source: Damaged) -> Iterator[None]:
    """Nobody works in the damaged vault meanwhile, where the disk can tell."""
    if source.is_open:
        yield
        return
    lock = LockFile(source.folder, source.data_key)
    try:
        lock.take(datetime.now(UTC).astimezone())
    except VaultReadOnly:
        yield
        return
    try:
        yield
    finally:
        lock.release()
