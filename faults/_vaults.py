"""Small vaults that open at once, to be killed, broken and thrown away."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import CaseKind
from isteam_app.services.demo import demo_settings
from isteam_app.services.intake import NewPost
from isteam_app.services.session import Session
from isteam_app.services.unlock import create, lock, unlock_with_recovery_key
from isteam_app.storage.kdf import FLOOR_COST

PASSPHRASE = "faults break made-up cases"  # noqa: S105  guards nothing
HANDLER = "Robin Sample"


def now() -> datetime:
    """The moment all of it happens at."""
    return datetime(2026, 11, 23, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Kept:
    """A closed vault and its recovery key, which opens it without costly reckoning."""

    folder: Path
    recovery_key: str

    def copied(self, place: Path) -> "Kept":
        """Return a copy of it inside another folder."""
        copy = place / self.folder.name
        shutil.copytree(self.folder, copy)
        return Kept(copy, self.recovery_key)


@contextmanager
def room() -> Iterator[Path]:
    """Give a folder for vaults, removed afterwards."""
    with TemporaryDirectory(prefix="isteam-faults-") as place:
        yield Path(place)


def make_vault(folder: Path, at: Callable[[], datetime] = now) -> Kept:
    """Make a vault without cases, by a real path of the program, and close it.

    `at` is its clock.
    """
    made = create(
        folder,
        passphrase=PASSPHRASE,
        member=HANDLER,
        now=at,
        settings=replace(demo_settings(), demonstration=False),
        cost=FLOOR_COST,
    )
    lock(made.session)
    return Kept(made.session.vault.folder, made.recovery_key)


@contextmanager
def opened(kept: Kept, at: Callable[[], datetime] = now) -> Iterator[Session]:
    """Open a vault by its recovery key and lock it afterwards; `at` is its clock."""
    session = unlock_with_recovery_key(kept.folder, kept.recovery_key, at)
    try:
        yield session
    finally:
        lock(session)


def new_post(number: int, **changes: object) -> NewPost:
    """Return a letter from somebody new who asks for their data."""
    usual = NewPost(
        name=f"Ms Bethan Number{number:05}",
        salutation=f"Ms Number{number:05}",
        address=parse_address(f"{number % 180 + 1} Lantern Row, Eastbridge QX4 7TB"),
        received=now().date(),
        reached_team=now().date(),
        kinds=(CaseKind.ACCESS,),
        their_reference=f"F{number}",
        summary="What you hold about two parcels that went to the wrong door",
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # names are the fields'
