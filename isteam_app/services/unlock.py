"""Creating a vault, opening it, and signing in."""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.services.attempts import counted, tell_attempts
from isteam_app.services.session import Session
from isteam_app.services.trail_notes import note_locked
from isteam_app.storage.description import VaultDescription, describe_vault
from isteam_app.storage.kdf import KdfCost, calibrated_cost
from isteam_app.storage.recovery_key import groups

# The database and the letters take long to load, and the page that asks for the
# passphrase is painted without them: each is loaded by the first call that needs it.
if TYPE_CHECKING:
    from isteam_app.domain.settings import Settings
    from isteam_app.storage.vault import Vault

SUFFIX = ".isvault"

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A new vault, open, and the recovery key that must now go on paper."""

    session: Session
    recovery_key: str


def local_now() -> datetime:
    """Return the local time with its zone."""
    return datetime.now().astimezone()


def create(
    folder: Path,
    *,
    passphrase: str,
    member: str,
    now: Now = local_now,
    settings: "Settings | None" = None,
    cost: KdfCost | None = None,
) -> Created:
    """Create a vault with its first person. The folder must not exist yet.

    `cost` of a guess at the passphrase: None takes what suits this computer.
    """
    from isteam_app.services.defaults import default_settings
    from isteam_app.storage.vault_doors import create_vault

    member = " ".join(member.split())
    if not member:
        raise RuleBroken("Enter your name: it goes on what you record.", field="member")
    created = create_vault(
        with_suffix(folder),
        passphrase=passphrase,
        member=member,
        settings=settings or default_settings(member),
        at=now(),
        cost=cost or calibrated_cost(),
    )
    vault = created.vault
    session = Session(vault=vault, member=vault.member, now=now)
    return Created(session=session, recovery_key=created.recovery_key)


def unlock(folder: Path, passphrase: str, now: Now = local_now) -> Session:
    """Open a vault with a passphrase; each way this fails has its own error."""
    from isteam_app.storage.vault_doors import open_vault

    if not passphrase:
        raise RuleBroken("Type your passphrase.", field="passphrase")
    with counted(folder, now):
        vault = open_vault(folder, passphrase)
    return _session(vault, now)


def unlock_with_recovery_key(folder: Path, key: str, now: Now = local_now) -> Session:
    """Open a vault with the key printed on its recovery sheet."""
    from isteam_app.storage.vault_doors import open_with_recovery_key

    with counted(folder, now):
        vault = open_with_recovery_key(folder, key)
    return _session(vault, now)


def unlock_with_device(folder: Path, secret: bytes, now: Now = local_now) -> Session:
    """Open a vault with the secret that this computer's keyring keeps."""
    from isteam_app.storage.vault_doors import open_with_device

    return _session(open_with_device(folder, secret), now)


def describe(folder: Path) -> VaultDescription:
    """Say what a vault is without opening it."""
    return describe_vault(folder)


def lock(session: Session) -> None:
    """Close the vault: keys and connections are dropped. The trail tells of it."""
    note_locked(session)
    session.vault.close()
    pictures = sys.modules.get("isteam_app.services.letterhead")
    if pictures is not None:  # nothing is loaded only to be forgotten
        pictures.forget_pictures()


def with_suffix(folder: Path) -> Path:
    """Return the folder with the ending that every vault has."""
    if folder.name.endswith(SUFFIX):
        return folder
    return folder.with_name(folder.name + SUFFIX)


def recovery_pdf(session: Session, key: str) -> bytes:
    """Return the recovery sheet as a PDF, to be printed and kept in a safe."""
    from isteam_app.letters.recovery_sheet import recovery_sheet

    vault = session.vault
    return recovery_sheet(
        vault_name=vault.name, vault_id=vault.id, key=key, on=session.today
    )


def asked_back(key: str) -> tuple[int, ...]:
    """Return which groups of the key are asked back, counted from 1."""
    last = len(groups(key))
    return (2, (last + 1) // 2, last - 1)


def check_asked_back(key: str, typed: Sequence[str]) -> None:
    """Raise RuleBroken, naming the group, when what was typed is not on the sheet."""
    parts = groups(key)
    for place, text in zip(asked_back(key), typed, strict=True):
        if "".join(text.split()).upper() != parts[place - 1]:
            raise RuleBroken(
                f"Group {place} is not what the sheet says. Read it again from the "
                "paper.",
                field=f"group{place}",
            )


def _session(vault: "Vault", now: Now) -> Session:
    """Sign in to a vault that is open; the trail tells of it and of wrong tries."""
    try:
        told = tell_attempts(vault, now())
        session = Session(vault=vault, member=vault.member, now=now, notices=told)
        _catch_up(session)
    except BaseException:
        vault.close()
        raise
    return session


def _catch_up(session: Session) -> None:
    """Reckon what an older program kept, where the one who opens it may write."""
    from isteam_app.services.refreshing import catch_up

    with suppress(IsteamError):  # whoever may write next does it
        catch_up(session)
