"""What leaves the vault as a file leaves with its entry in the audit trail, or not."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from isteam_app.errors import RuleBroken
from isteam_app.services.files import write_whole
from isteam_app.services.look_only import why_nothing_changes
from isteam_app.services.session import Session

Noted = TypeVar("Noted")


def must_be_noted(session: Session) -> None:
    """Raise RuleBroken where the audit trail cannot tell that something leaves."""
    refused = why_nothing_changes(session)
    if refused:
        raise RuleBroken(
            f"{refused} What leaves the vault is told in its audit trail, so nothing "
            "was written."
        )


def write_noted(
    session: Session, path: Path, parts: Iterable[bytes], note: Callable[[], Noted]
) -> Noted:
    """Write a file whole, then tell of it by `note`; return what that returns.

    Where it cannot be told the file goes again. Raises FileNotWritten, and RuleBroken
    where nothing can be changed.
    """
    must_be_noted(session)
    write_whole(path, parts)
    try:
        return note()
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
