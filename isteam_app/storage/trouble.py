"""What the database says when it cannot go on, as sentences for people."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as driver  # type: ignore[import-untyped]  # has no stubs
from sqlalchemy.exc import DBAPIError, IntegrityError

from isteam_app.errors import (
    DiskFailed,
    IsteamError,
    VaultDamaged,
    VaultInUse,
    VaultUnavailable,
)
from isteam_app.storage.durable import disk_full, read_only

_DAMAGE = ("malformed", "not a database", "file is encrypted", "corrupt")


@contextmanager
def explained(
    on_trouble: Callable[[IsteamError], None] | None = None,
) -> Iterator[None]:
    """Turn the database's own errors into sentences, never quoting a row.

    `on_trouble` is told of them too. A broken constraint is a mistake in the program
    and passes as it is.
    """
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, driver.Error) as error:  # a copy meets the driver's own
        told = sentence(str(getattr(error, "orig", error)))
        if on_trouble is not None:
            on_trouble(told)
        raise told from error


def sentence(said: str) -> IsteamError:
    """Return the error that tells a person what the database's words mean."""
    low = said.lower()
    if "disk is full" in low:
        return disk_full(said)
    if "disk i/o error" in low:
        return DiskFailed(
            "The disk did not take what was to be kept: it is full, cannot be written, "
            "or is failing. Nothing of this change was kept, and everything saved "
            "before is safe. Make room and check the disk, then save again.",
            detail=said,
        )
    if "locked" in low or "busy" in low:
        return VaultInUse(
            "Something else is saving to the vault and did not finish in time. Nothing "
            "of this change was kept. Wait a moment, then save again.",
            detail=said,
        )
    if "readonly" in low or "read-only" in low or "unable to open" in low:
        return read_only(said)
    if any(word in low for word in _DAMAGE):
        return damaged(said)
    return VaultUnavailable(
        "The vault could not do that. Nothing of this change was kept. Close the vault "
        "and open it again.",
        detail=said,
    )


def damaged(detail: str) -> VaultDamaged:
    return VaultDamaged(
        "Part of the vault's database is damaged, though the key is right. Stop "
        "working in it. Copy the whole vault folder to a safe place, then go back to a "
        "backup.",
        detail=detail,
    )
