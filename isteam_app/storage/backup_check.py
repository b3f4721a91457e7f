"""Opens an unpacked backup with its key and compares it with what its manifest says."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlcipher3.dbapi2 as driver  # type: ignore[import-untyped]  # has no stubs
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from isteam_app.errors import (
    Cancelled,
    DiskFull,
    IsteamError,
    VaultReadOnly,
    VaultTooNew,
    VaultUnavailable,
)
from isteam_app.storage import tables
from isteam_app.storage.audit_log import AuditReader
from isteam_app.storage.backup_file import Tally
from isteam_app.storage.backup_manifest import Manifest, damaged, too_new
from isteam_app.storage.description import check_folder
from isteam_app.storage.engine import APPLICATION_ID, looking_engine
from isteam_app.storage.migrations import schema_version
from isteam_app.storage.snapshot import row_counts

_OFTEN = 20_000  # steps of the database between two looks at a wish to stop


def check_unpacked(
    folder: Path, manifest: Manifest, data_key: bytes, tally: Tally
) -> None:
    """Raise BackupDamaged unless header and database are what the manifest says.

    Every page is decrypted and every table walked; counts and the end of the audit
    trail are compared, and the trail's newest part is followed.
    """
    if manifest.schema > tables.SCHEMA:
        raise too_new()
    _check_header(folder, manifest)
    database = folder / manifest.database
    half = database.stat().st_size // 2
    engine = looking_engine(database, data_key, still=True)
    try:
        with ThreadPoolExecutor(1) as second, _readable():
            pages = second.submit(_answers, engine, "PRAGMA cipher_integrity_check")
            with engine.connect() as connection:
                _check_identity(connection, manifest)
                with _stoppable(connection, tally):
                    _must_be_empty(_quick(connection))
                _check_contents(connection, manifest)
            tally.add(half)
            _must_be_empty(pages.result())
            tally.add(half)
    finally:
        engine.dispose()


def _check_header(folder: Path, manifest: Manifest) -> None:
    try:
        header = check_folder(folder)
    except (DiskFull, VaultReadOnly):
        raise
    except VaultTooNew as error:
        raise too_new() from error
    except VaultUnavailable as error:
        raise damaged(f"header: {type(error).__name__} {error.detail}") from error
    told = (manifest.vault, manifest.generation, manifest.database)
    if (header.vault_id, header.generation, header.database) != told:
        raise damaged("the header is of another vault or another moment")


def _check_identity(connection: Connection, manifest: Manifest) -> None:
    mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    found = connection.scalar(select(tables.vault.c.id))
    if (mark, found) != (APPLICATION_ID, manifest.vault):
        raise damaged("the database is of another vault")
    if schema_version(connection) != manifest.schema:
        raise damaged("the database has another schema")


def _check_contents(connection: Connection, manifest: Manifest) -> None:
    if row_counts(connection) != dict(manifest.counts):
        raise damaged("other counts than the manifest says")
    trail = AuditReader(connection)
    if trail.head() != manifest.audit:
        raise damaged("the audit trail ends elsewhere than the manifest says")
    recent = trail.verify_recent()
    if manifest.schema == tables.SCHEMA and not recent.whole:
        raise damaged(f"audit trail: {recent.reason}")


def _quick(connection: Connection) -> list[str]:
    rows = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
    return [str(row) for row in rows if row != "ok"]


def _answers(engine: Engine, check: str) -> list[str]:
    with engine.connect() as connection:
        return [str(row) for row in connection.exec_driver_sql(check).scalars()]


def _must_be_empty(found: list[str]) -> None:
    if found:
        raise damaged(f"{len(found)} places of the database")


@contextmanager
def _stoppable(connection: Connection, tally: Tally) -> Iterator[None]:
    """Let the person stop a long look at the database."""
    stopped: list[IsteamError] = []

    def wanted() -> int:
        try:
            tally.add(0)
        except Cancelled as cancelled:
            stopped.append(cancelled)
            return 1
        return 0

    with _watched(connection, wanted):
        try:
            yield
        except DBAPIError:
            if stopped:
                raise stopped[0] from None
            raise


@contextmanager
def _watched(connection: Connection, wanted: Callable[[], int]) -> Iterator[None]:
    bare = connection.connection.driver_connection
    assert bare is not None  # noqa: S101  an open connection has one
    bare.set_progress_handler(wanted, _OFTEN)
    try:
        yield
    finally:
        with suppress(driver.ProgrammingError):  # one that met trouble is closed
            bare.set_progress_handler(None, _OFTEN)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise damaged(str(error.orig)) from error
    except (ValueError, TypeError) as error:  # rows that are not what they should be
        raise damaged(f"rows: {type(error).__name__}") from error
