"""What can be said of a vault without opening it. Asked before any writing.

Nothing here needs the database, which takes long to load.
"""

from dataclasses import dataclass
from pathlib import Path

from isteam_app.errors import VaultDamaged, VaultForeign, VaultMissing
from isteam_app.storage.durable import file_trouble
from isteam_app.storage.key_header import (
    FIRST_DATABASE,
    HEADER,
    KeyFile,
    read_header,
)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultDescription:
    """What can be said of a vault without opening it."""

    id: str
    name: str
    format: int
    slots: tuple[str, ...]


def describe_vault(folder: Path) -> VaultDescription:
    """Say what a vault is without opening it.

    Raises:
        VaultUnavailable: it is not a vault, or not whole.
    """
    header = check_folder(folder)
    return VaultDescription(
        id=header.vault_id,
        name=vault_name(folder),
        format=header.format,
        slots=tuple(slot.kind.value for slot in header.slots),
    )


def check_folder(folder: Path, *, writable: bool = True) -> KeyFile:
    """Look at a vault's files without a key, changing nothing. Return its header.

    `writable`: it is to be worked in, not only looked at.

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
        _check_database(folder / header.database, header, writable=writable)
    except OSError as error:
        raise file_trouble(error) from error
    return header


def vault_name(folder: Path) -> str:
    """Return the name people know a vault by: its folder's, without the ending."""
    return folder.name.removesuffix(SUFFIX)


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
    if not (folder / FIRST_DATABASE).exists() and not (folder / HEADER).exists():
        raise VaultForeign(
            "That folder is not a vault. Nothing was changed. Choose the folder whose "
            f"name ends in {SUFFIX}."
        )


def _check_database(database: Path, header: KeyFile, *, writable: bool) -> None:
    if not database.exists():
        raise VaultMissing(
            "The vault's keys are there, but its database is gone from the folder. "
            f"Nothing was created. Put {database.name} back from a backup."
        )
    size = database.stat().st_size
    if size == 0:
        raise VaultDamaged(
            "The vault's database has been emptied: the file has no bytes. Nothing was "
            "created in its place. Put it back from a backup."
        )
    mode = "r+b" if writable else "rb"  # the first shows whether it may be written
    with database.open(mode) as file:
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
