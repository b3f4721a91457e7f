"""Opens the database of a vault whose key is known, and brings it up to date."""

from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from isteam_app.errors import VaultForeign, VaultTooNew, VaultUnavailable
from isteam_app.storage import migrations, tables
from isteam_app.storage.description import DATABASE
from isteam_app.storage.engine import APPLICATION_ID, vault_engine
from isteam_app.storage.keyslots import KeyFile
from isteam_app.storage.trouble import damaged, explained


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
