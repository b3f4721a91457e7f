"""Copies the database as it stands at one moment, encrypted, while others write to it.

The copy is made page by page inside one transaction of reading, so that it holds one
moment however many changes are kept meanwhile; a plain copy of the file would lack
them all.
"""

import errno
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver  # type: ignore[import-untyped]  # has no stubs
from sqlalchemy import Connection, Engine, select, text

from isteam_app.domain.audit import AuditHead
from isteam_app.errors import DiskFull, IsteamError, VaultDamaged, VaultReadOnly
from isteam_app.storage.audit_log import AuditReader
from isteam_app.storage.backup_file import Tally, trouble
from isteam_app.storage.health import bad_pages
from isteam_app.storage.key_header import KeyFile
from isteam_app.storage.migrations import schema_version
from isteam_app.storage.tables import documents
from isteam_app.storage.trouble import damaged, explained, sentence

MAIN = (
    "cases",
    "people",
    "posts",
    "documents",
    "letters",
    "disclosures",
    "members",
    "audit",
)
"""The tables whose rows a backup counts."""

_HIDDEN = "SELECT id FROM disclosures WHERE locked = 1 OR state = 'withdrawn'"
_COUNTED = {
    "disclosures": f"id NOT IN ({_HIDDEN})",
    "documents": f"disclosure_id IS NULL OR disclosure_id NOT IN ({_HIDDEN})",
    "letters": f"disclosure_id IS NULL OR disclosure_id NOT IN ({_HIDDEN})",
}
"""A backup's counts stand on its outside: they tell of no request that is locked."""
_LOCKS_SINCE = 5

PAGE = 4096
_PAGES = 1024
"""Pages copied between two looks at whether the person wants it stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What the copied database holds. `files` are the scans it knows of."""

    name: str
    vault: str
    schema: int
    generation: int
    counts: Mapping[str, int]
    audit: AuditHead
    files: tuple[str, ...]


def take_snapshot(
    engine: Engine,
    data_key: bytes,
    header: KeyFile,
    work: Path,
    tally: Tally,
) -> Snapshot:
    """Copy the database into a folder, under the same key and with the same start.

    Raises:
        Cancelled: the person stopped it.
        VaultDamaged: a page could not be read.
    """
    with explained(), engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        taken = Snapshot(
            name=header.database,
            vault=header.vault_id,
            schema=schema_version(connection),
            generation=header.generation,
            counts=row_counts(connection),
            audit=AuditReader(connection).head(),
            files=tuple(connection.scalars(select(documents.c.file)).all()),
        )
        with ThreadPoolExecutor(1) as second:
            bad = second.submit(bad_pages, engine)
            _copy(connection, work / header.database, data_key, header, tally)
        # The copy would hold a page that cannot be read as one of zeros, and call it
        # sound. A page may be caught while it is being written, but not twice.
        if bad.result() and bad_pages(engine):
            raise damaged("pages that cannot be read")
    return taken


def row_counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each main table has, of those that are there.

    What belongs to a locked request is not counted: anybody may read the counts.
    """
    which = _COUNTED if schema_version(connection) >= _LOCKS_SINCE else {}
    there = set(
        connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).scalars()
    )
    return {
        name: int(
            connection.execute(
                text(f"SELECT count(*) FROM {name} WHERE {which.get(name, '1')}")  # noqa: S608  the names stand above
            ).scalar_one()
        )
        for name in MAIN
        if name in there
    }


def _copy(
    connection: Connection,
    file: Path,
    data_key: bytes,
    header: KeyFile,
    tally: Tally,
) -> None:
    source: Any = connection.connection.driver_connection
    # With the start of the original: the header's note of it is then true of the copy.
    key = f"{data_key.hex()}{header.database_salt.hex()}"
    before = 0

    def told(_status: int, remaining: int, total: int) -> None:
        nonlocal before
        tally.add((total - remaining - before) * PAGE)
        before = total - remaining

    try:
        _copy_into(file, key, source, told)
    except driver.Error as error:
        connection.invalidate()  # it may go on failing
        raise _trouble(str(error)) from error


def _copy_into(
    file: Path, key: str, source: Any, told: Callable[[int, int, int], None]
) -> None:
    target: Any
    with closing(driver.connect(str(file), isolation_level=None)) as target:
        target.execute("PRAGMA cipher_log_level = NONE")
        target.execute(f"PRAGMA key = \"x'{key}'\"")
        target.execute("PRAGMA journal_mode = OFF")  # a copy cut short is thrown away
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target, pages=_PAGES, progress=told)


def _trouble(said: str) -> IsteamError:
    found = sentence(said)
    if isinstance(found, DiskFull):
        return trouble(OSError(errno.ENOSPC, said))
    if isinstance(found, VaultReadOnly):
        return trouble(OSError(errno.EROFS, said))
    return found if isinstance(found, VaultDamaged) else trouble(OSError(said))
