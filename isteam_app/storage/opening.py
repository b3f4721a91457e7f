"""Is this a vault, is it whole, and is it ours to open? Asked before any writing."""

from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from isteam_app.errors import (
    VaultDamaged,
    VaultForeign,
    VaultMissing,
    VaultTooNew,
    VaultUnavailable,
)
from isteam_app.storage import migrations, tables
from isteam_app.storage.durable import file_trouble
from isteam_app.storage.engine import APPLICATION_ID, vault_engine
from isteam_app.storage.keyslots import HEADER, KeyFile, read_header
from isteam_app.storage.trouble import damaged, explained

DATABASE = "vault.db"
SUFFIX = ".isvault"

_PAGE = 4096
_KNOWN = {
    b"SQLite format 3\0": "a database without encryption",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{": "a text file",
    b"-----BEGIN": "a text file",
}


def check_folder(folder: Path) -> KeyFile:
    """Look at a vault's files without a key, changing nothing. Return its header.

    Raises:
        VaultMissing: there is no such folder, or its database is gone.
        VaultForeign: it is something else.
        VaultDamaged: the header or the database is not whole.
        VaultTooNew: a later version made it.
        VaultReadOnly: it may not be read or written.
    """
    try:
        _check_is_vault(folder)
        header = read_header(folder)
        _check_database(folder / DATABASE, header)
    except OSError as error:
        raise file_trouble(error) from error
    return header


def open_database(folder: Path, header: KeyFile, data_key: bytes) -> Engine:
    """Open a database whose key is known to be right, and bring it up to date.

    Raises:
        VaultDamaged: it is not whole.
        VaultForeign: it is another program's or another vault's.
        VaultTooNew: a later version made it.
    """
    engine = vault_engine(folder / DATABASE, data_key)
    try:
        with explained():
            _check_identity(engine, header)
        _bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _check_is_vault(folder: Path) -> None:
    if not folder.exists():
        raise VaultMissing(
            "There is no vault at that place. It may have been moved, or its disk may "
            "not be connected. Nothing was created. Choose where it is now."
        )
    if not folder.is_dir():
        raise VaultForeign(
            "That is a single file, and a vault is a folder. Nothing was changed. "
            f"Choose the folder whose name ends in {SUFFIX}."
        )
    has_database = (folder / DATABASE).exists()
    if not has_database and not (folder / HEADER).exists():
        raise VaultForeign(
            "That folder is not a vault. Nothing was changed. Choose the folder whose "
            f"name ends in {SUFFIX}."
        )
    if not has_database:
        raise VaultMissing(
            "The vault's keys are there, but its database is gone from the folder. "
            f"Nothing was created. Put {DATABASE} back from a backup."
        )


def _check_database(database: Path, header: KeyFile) -> None:
    size = database.stat().st_size
    if size == 0:
        raise VaultDamaged(
            "The vault's database has been emptied: the file has no bytes. Nothing was "
            "created in its place. Put it back from a backup."
        )
    with database.open("r+b") as file:  # also shows whether it may be written
        start = file.read(16)
    for mark, what in _KNOWN.items():
        if start.startswith(mark) and start != header.database_salt:
            raise VaultForeign(
                f"The file in the database's place is {what}, not a vault. Nothing was "
                "changed. Put the right file back from a backup."
            )
    if size % _PAGE:
        raise VaultDamaged(
            "The vault's database was cut off: its last part is missing. Nothing was "
            "changed. Put it back from a backup.",
            detail=f"{size} bytes",
        )
    if start != header.database_salt:
        raise VaultDamaged(
            "The database does not belong to the keys beside it, or its beginning is "
            "damaged. Nothing was changed. Put the folder back from a backup.",
        )


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
