"""Connections to the encrypted database, set up and checked before first use."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver  # type: ignore[import-untyped]  # has no stubs
from sqlalchemy import (
    Connection,
    Engine,
    ExceptionContext,
    RootTransaction,
    create_engine,
    event,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from isteam_app.errors import VaultUnavailable

APPLICATION_ID = 0x49535431
"""Marks the database as this program's ("IST1")."""

SEER = "isteam_seer"
"""The option of a connection that says who reads by it."""
COVERED_FOR, VIEWS = "isteam_covered_for", "isteam_views"
"""What a connection knows: whom its tables are covered for, and which they are."""

_RAW_KEY = re.compile("[0-9a-f]{64}")

# name, value set, value it must then have
_SETTINGS = (
    ("temp_store", "MEMORY", 2),  # else sorts spill to disk in plain text
    ("cache_size", "-65536", -65536),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),  # else REPLACE slips past a delete trigger
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
    ("busy_timeout", "5000", 5000),
)


def vault_engine(database: Path, data_key: bytes) -> Engine:
    """Give out connections to a database that exists already; never make one."""
    return _engine(lambda: _connect(database, data_key, mode="rw"))


def looking_engine(database: Path, data_key: bytes, *, still: bool) -> Engine:
    """Give out connections that only read. `still`: nobody can be writing to it."""
    mode = "ro&immutable=1" if still else "ro"
    return _engine(lambda: _connect(database, data_key, mode=mode))


def new_vault_engine(database: Path, data_key: bytes) -> Engine:
    """Give out connections to a database that is being made."""
    return _engine(lambda: _connect(database, data_key, mode="rwc"))


def copy_database(engine: Engine, database: Path, data_key: bytes) -> None:
    """Write a whole copy as it stands at this moment, under another key or the same.

    Others may go on writing meanwhile; the copy must not exist yet.
    """
    target = new_vault_engine(database, data_key)
    try:
        with engine.connect() as here, target.connect() as there:
            source, copy = _driver_of(here), _driver_of(there)
            copy.rollback()
            try:
                source.backup(copy, pages=-1)
            except driver.Error:
                here.invalidate()
                raise
    finally:
        target.dispose()


def reading(engine: Engine, seer: str) -> Connection:
    """Return a connection to be read by one member of the team.

    What is not theirs to see may be covered on it already, by whoever read before.
    """
    return engine.execution_options(**{SEER: seer}).connect()


def uncover(connection: Connection) -> None:
    """Take away what covers tables on a connection. It must not be in a transaction."""
    views = connection.info.pop(VIEWS, ())
    connection.info.pop(COVERED_FOR, None)
    for name in views:
        _driver_of(connection).execute(f"DROP VIEW temp.{name}")


def writing(engine: Engine) -> Connection:
    """Return a connection whose transaction holds the right to write from its start."""
    return engine.connect().execution_options(isteam_writes=True)


_WRITES_NOTHING = "DELETE FROM main.vault WHERE 0"


@contextmanager
def begun(engine: Engine) -> Iterator[tuple[Connection, RootTransaction]]:
    """Give a connection with a transaction that holds the right to write.

    A connection that was opened while the disk was read only can never write, and only
    writing tells: then a fresh one is asked, once.
    """
    for last in (False, True):
        with writing(engine) as connection:
            try:
                transaction = connection.begin()
                connection.exec_driver_sql(_WRITES_NOTHING)
            except DBAPIError as error:
                if last or "readonly" not in str(error.orig).lower():
                    raise
                continue
            yield connection, transaction
            return


def _engine(creator: Callable[[], Any]) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=driver,  # with it, errors arrive wrapped
        creator=creator,
        poolclass=QueuePool,  # the pool picked by itself crashes under threads
        pool_size=3,
        max_overflow=5,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "engine_connect", _show_all)
    event.listen(engine, "handle_error", _drop_spoilt)
    return engine


_STAYS_WELL = ("locked", "busy", "is full", "disk i/o error", "interrupted")


def _drop_spoilt(context: ExceptionContext) -> None:
    """Let no connection go on that met what nobody foresaw.

    SQLCipher goes on failing after a page that it could not read, and a connection
    opened while the disk was read only stays so. One that could not write is well, and
    knows that the change was not kept: a new one might find it on the disk.
    """
    error = context.original_exception
    if isinstance(error, driver.IntegrityError):
        return
    if not any(words in str(error).lower() for words in _STAYS_WELL):
        context.is_disconnect = True


def _show_all(connection: Connection) -> None:
    """Cover nothing from whoever asks for a connection and says nothing of a reader."""
    if connection.info.get(COVERED_FOR, "") != connection.get_execution_options().get(
        SEER, ""
    ):
        uncover(connection)


def _driver_of(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _begin(connection: Connection) -> None:
    # The driver would begin too late, and leave table changes outside.
    writes = connection.get_execution_options().get("isteam_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")


def _connect(database: Path, data_key: bytes, *, mode: str) -> Any:
    key = data_key.hex()
    if not _RAW_KEY.fullmatch(key):
        # SQLCipher would take it for a passphrase without a word
        raise ValueError("The data key must be 32 bytes.")
    connection = driver.connect(
        f"{database.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _set_up(connection, key, writes=not mode.startswith("ro"))
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up(connection: Any, key: str, *, writes: bool) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")  # else it prints to stderr
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    for name, value, expected in _SETTINGS:
        connection.execute(f"PRAGMA {name} = {value}")
        _assert(connection, name, expected)
    if writes:
        connection.execute("PRAGMA journal_mode = WAL")
        _assert(connection, "journal_mode", "wal")
    _assert(connection, "cipher_use_hmac", "1")
    _assert(connection, "cipher_page_size", "4096")


def _assert(connection: Any, name: str, expected: object) -> None:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    if row is None or row[0] != expected:
        raise VaultUnavailable(
            "The database library on this computer does not do what a safe vault "
            "needs. Nothing was changed. Install the program again.",
            detail=f"PRAGMA {name} gave {row!r}",
        )
