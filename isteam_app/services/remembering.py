"""Letting one computer unlock the vault for somebody, and taking that back.

The vault keeps a key slot for a random secret, and the computer's keyring keeps the
secret. The passphrase stays the way in: whatever a keyring does, nobody is locked out.
"""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from isteam_app.device_keyring import Answer, DeviceKeyring
from isteam_app.errors import (
    IsteamError,
    NotRemembered,
    RuleBroken,
    WrongPassphrase,
)
from isteam_app.progress import Progress, unwatched
from isteam_app.services.session import Session
from isteam_app.services.unlock import (
    Now,
    describe,
    local_now,
    lock,
    unlock_with_device,
)

if TYPE_CHECKING:  # the unlock page is painted without it
    from isteam_app.domain.settings import Settings

NOT_ALLOWED = (
    "An administrator has not allowed computers to remember this vault. The switch is "
    "in Settings, under Security."
)
_KIND = "device"


def why_not(session: Session) -> str:
    """Say why this computer may not remember the vault for who is signed in, or ""."""
    from isteam_app.domain.rights import Act
    from isteam_app.services import rights

    settings = session.settings()
    if settings.demonstration:
        return "The demonstration is thrown away at the end, and is never remembered."
    if not settings.security.remember_allowed:
        return NOT_ALLOWED
    if rights.by_recovery(session):
        return (
            "The vault was unlocked with the recovery key. Unlock it with your own "
            "passphrase first."
        )
    return rights.why_not(session, Act.OWN_KEY)


def is_remembered(session: Session) -> bool:
    """Whether the vault has a key slot for a computer of who is signed in."""
    return any(
        slot.kind.value == _KIND and slot.member == session.member.id
        for slot in session.vault.inside().header.slots
    )


def remembered_vault(folder: Path) -> str:
    """Return a closed vault's number, where it has a key slot for any computer."""
    found = describe(folder)
    return found.id if _KIND in found.slots else ""


def remember(
    session: Session, keyring: DeviceKeyring, progress: Progress = unwatched
) -> str:
    """Let this computer unlock the vault for who is signed in. Return what keeps it.

    One computer remembers a person: an earlier one no longer does. When the keyring
    refuses, or the person stops it, the vault forgets the secret at once.

    Raises:
        RuleBroken: an administrator has not allowed it, with the field `remember`.
        NotRemembered: the keyring did not keep the secret, and why.
        Cancelled: the person stopped it.
    """
    from isteam_app.storage.key_changes import add_device

    reason = why_not(session)
    if reason:
        raise RuleBroken(reason, field="remember")
    _must(keyring.look(progress))
    _drop(session, session.member.id)
    secret = add_device(
        session.vault, session.member.id, by=session.member.name, at=session.now()
    )
    try:
        return _must(keyring.keep(session.vault.id, secret, progress)).keeper
    except BaseException:
        with suppress(IsteamError):  # a secret that nobody has opens nothing
            _drop(session, session.member.id)
        raise


def forget(
    session: Session, keyring: DeviceKeyring, progress: Progress = unwatched
) -> str:
    """Let no computer unlock the vault for who is signed in.

    The vault forgets first, so that what a keyring may still hold is worth nothing.
    Return "", or what the keyring said when it did not forget.
    """
    _drop(session, session.member.id)
    return keyring.forget(session.vault.id, progress).sentence


def forget_everybodys(session: Session) -> int:
    """Let no computer unlock the vault any more; return how many did."""
    return _drop(session, None)


def follow_policy(session: Session, before: "Settings", after: "Settings") -> None:
    """Forget every computer when an administrator no longer allows it.

    Asked before the settings are kept: should that fail, nobody is remembered who may
    not be.
    """
    if before.security.remember_allowed and not after.security.remember_allowed:
        forget_everybodys(session)


def ask_keyring(
    folder: Path,
    keyring: DeviceKeyring,
    *,
    kept_by: str = "",
    progress: Progress = unwatched,
) -> bytes:
    """Fetch what this computer remembers of a vault. `kept_by` is what kept it.

    Raises:
        NotRemembered: the keyring did not give it, and why.
        VaultUnavailable: there is no vault to be opened.
        Cancelled: the person went on without it.
    """
    vault = describe(folder).id
    return _must(keyring.fetch(vault, kept_by=kept_by, progress=progress)).secret


def open_remembered(folder: Path, secret: bytes, now: Now = local_now) -> Session:
    """Open a vault with what the keyring gave.

    Raises:
        NotRemembered: it does not fit, or computers may not remember any more.
        VaultUnavailable: each other cause has its own class and its own sentence.
    """
    try:
        session = unlock_with_device(folder, secret, now)
    except WrongPassphrase as error:
        raise NotRemembered(
            "What the keyring keeps no longer opens this vault: it was turned off, or "
            "is of another copy. The vault is well: type your passphrase."
        ) from error
    # a header put back from a copy could still hold what was dropped
    if not session.settings().security.remember_allowed:
        with suppress(IsteamError):
            forget_everybodys(session)
        lock(session)
        raise NotRemembered(f"{NOT_ALLOWED} Type your passphrase.")
    return session


def remembered_unlock(
    folder: Path,
    now: Now = local_now,
    *,
    keyring: DeviceKeyring,
    kept_by: str = "",
    progress: Progress = unwatched,
) -> Session:
    """Open a vault as this computer remembers it, in one go.

    Raises:
        NotRemembered: it did not come to that; the passphrase opens the vault.
        VaultUnavailable: each other cause has its own class and its own sentence.
    """
    secret = ask_keyring(folder, keyring, kept_by=kept_by, progress=progress)
    return open_remembered(folder, secret, now)


def _drop(session: Session, member_id: int | None) -> int:
    from isteam_app.storage.key_changes import drop_devices

    return drop_devices(
        session.vault, member_id, by=session.member.name, at=session.now()
    )


def _must(answer: Answer) -> Answer:
    if not answer.good:
        raise NotRemembered(answer.sentence, detail=answer.detail)
    return answer
