"""Opens the database of a vault whose key is known, and brings it up to date."""

import os
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from isteam_app.errors import (
    BackupFailed,
    VaultForeign,
    VaultReadOnly,
    VaultTooNew,
    VaultUnavailable,
)
from isteam_app.storage import migrations, tables
from isteam_app.storage.engine import APPLICATION_ID, looking_engine, vault_engine
from isteam_app.storage.key_header import KeyFile
from isteam_app.storage.places import disk_of
from isteam_app.storage.trouble import damaged, explained


def open_database(folder: Path, header: KeyFile, data_key: bytes) -> Engine:
    """Open a database whose key is known to be right, and bring it up to date.

    Raises:
        VaultDamaged: it is not whole.
        VaultForeign: it is another program's or another vault's.
        VaultTooNew: a later version made it.
        VaultUnavailable: no backup could be made before it was brought up to date.
    """
    engine = vault_engine(folder / header.database, data_key)
    try:
        with explained():
            _check_identity(engine, header)
            old = _is_older(engine)
        if old:
            _keep_as_it_was(folder, header, data_key)
        _bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def look_at_database(folder: Path, header: KeyFile, data_key: bytes) -> Engine:
    """Open a database only to read it; no record in it is changed.

    Somebody else may be working in it, or begin to: then what they write is seen. On a
    disk where nothing can be written, or on a share, nobody can, and the file is read
    as it lies.

    Raises:
        VaultReadOnly: its last changes lie in a side file that cannot be used there.
        VaultDamaged, VaultForeign, VaultTooNew: as for `open_database`.
    """
    database = folder / header.database
    side = database.with_name(f"{database.name}-wal")
    unfinished = side.exists() and side.stat().st_size > 0
    # the side files are memory that the windows of one computer share, not of two
    shared = os.access(folder, os.W_OK) and not disk_of(folder).network
    if unfinished and not shared:
        raise VaultReadOnly(
            "The vault's newest changes lie in a second file that cannot be read on "
            "this disk. Nothing was changed. Copy the whole vault folder to a disk you "
            "may write to, and open it there.",
            detail="-wal on a disk that cannot be written",
        )
    engine = looking_engine(database, data_key, still=not shared)
    try:
        with explained():
            _check_identity(engine, header)
            _must_be_newest(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _must_be_newest(engine: Engine) -> None:
    if _is_older(engine):
        raise VaultReadOnly(
            "An earlier version of the program made this vault, and it must be "
            "brought up to date before it can be shown. Nothing was changed. Open "
            "it once to work in it, or look at a copy."
        )


def _is_older(engine: Engine) -> bool:
    with engine.connect() as connection:
        return migrations.schema_version(connection) < tables.SCHEMA


def _keep_as_it_was(folder: Path, header: KeyFile, data_key: bytes) -> None:
    from isteam_app.storage.backup_places import before_upgrade  # seldom wanted

    try:
        before_upgrade(folder, header, data_key)
    except BackupFailed as error:
        raise VaultUnavailable(
            "The vault must be brought up to this version of the program, and no "
            "backup could be made of it before. It is as it was. Make room on the "
            "disk and open it again.",
            detail=error.detail,
        ) from error


def _check_identity(engine: Engine, header: KeyFile) -> None:
    with engine.connect() as connection:
        mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        if mark != APPLICATION_ID:
            raise VaultForeign(
                "Another program made this database. Nothing was changed. Choose a "
                "vault that this program made."
            )
        if migrations.schema_version(connection) > tables.SCHEMA:
            raise VaultTooNew(
                "A newer version of the program has used this vault. Nothing was "
                "changed. Install the newer version to open it."
            )
        found = connection.scalar(select(tables.vault.c.id))
        if found != header.vault_id:
            raise VaultForeign(
                "The database in this folder is another vault's. Nothing was changed. "
                "Put the folder back from a backup."
            )


def _bring_up_to_date(engine: Engine) -> None:
    try:
        migrations.upgrade(engine)
    except DBAPIError as error:
        said = str(error.orig)
        if "malformed" in said:
            raise damaged(said) from error
        raise VaultUnavailable(
            "The vault could not be brought up to this version of the program. It is "
            "as it was before. Make room on the disk and try again, or open it with "
            "the version used so far.",
            detail=said,
        ) from error
