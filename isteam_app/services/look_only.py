"""Opening a vault only to look: where it cannot, or must not, be worked in."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from isteam_app.errors import (
    IsteamError,
    RuleBroken,
    VaultDamaged,
    VaultInUse,
    VaultOnNetwork,
    VaultReadOnly,
)
from isteam_app.services.attempts import counted
from isteam_app.services.damage import Key
from isteam_app.services.session import Session

_NOTHING = "Nothing can be changed."


def may_look(error: IsteamError) -> bool:
    """Whether a vault that was refused with this error may still be looked at."""
    return isinstance(error, VaultInUse | VaultOnNetwork | VaultReadOnly | VaultDamaged)


def must_look_only(folder: Path) -> IsteamError | None:
    """Return why a vault may only be looked at, known before anybody types."""
    from isteam_app.storage.places import must_allow_work

    try:
        must_allow_work(folder)
    except VaultOnNetwork as error:
        return error
    return None


def look(
    folder: Path, key: Key, why: IsteamError, now: Callable[[], datetime]
) -> Session:
    """Open a vault to look at it; `why` is the refusal to open it for work.

    Nothing in its folder is written, and the trail tells nothing of it.

    Raises:
        WrongPassphrase: the key is not this vault's.
        VaultUnavailable: it cannot even be looked at; each cause has its sentence.
    """
    from isteam_app.storage.vault_doors import open_vault, open_with_recovery_key

    with counted(folder, now):
        if key.recovery_key:
            vault = open_with_recovery_key(folder, key.recovery_key, look_only=True)
        elif key.passphrase:
            vault = open_vault(folder, key.passphrase, look_only=True)
        else:
            raise RuleBroken("Type your passphrase.", field="passphrase")
    vault.look_only = looked_at(why)
    return Session(vault=vault, member=vault.member, now=now)


def looked_at(why: IsteamError) -> str:
    """Return what stands over every page of a vault that is only looked at."""
    return f"Opened to look only: {_reason(why)}. {_NOTHING}"


def why_nothing_changes(session: Session) -> str:
    """Return why nothing can be changed in this session, "" when it can."""
    vault = session.vault
    if vault.damage:
        return f"Part of the vault is damaged. {_NOTHING}"
    return vault.look_only


def _reason(why: IsteamError) -> str:
    if isinstance(why, VaultInUse):
        return str(why).partition(". ")[0]
    if isinstance(why, VaultOnNetwork):
        return "the vault is on a network share"
    if isinstance(why, VaultReadOnly):
        return "its disk cannot be written"
    return "the vault is damaged"
