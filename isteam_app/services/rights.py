"""Whether who is signed in may do something, and why not when not."""

from isteam_app.domain.rights import ADMINISTRATOR, BY_SHEET, CLEARED, Act, refusal
from isteam_app.errors import RuleBroken
from isteam_app.services.look_only import why_nothing_changes
from isteam_app.services.session import Session
from isteam_app.storage.key_header import SlotKind
from isteam_app.storage.vault import Change, Reading

_LOOKING = frozenset({Act.LOOK, Act.TRAIL, Act.SEAL})


def why_not(session: Session, act: Act, vault: Reading | Change | None = None) -> str:
    """Return why who is signed in may not do something, "" when they may.

    The role is asked of the vault, not of the session: it holds as it stands now.
    Whoever came in with the recovery sheet may put the team and the keys in order.
    """
    if act not in _LOOKING:
        nothing = why_nothing_changes(session)
        if nothing:
            return nothing
    if by_recovery(session) and act in BY_SHEET:
        return ""
    if vault is None:
        with session.vault.read() as reading:
            return why_not(session, act, reading)
    return refusal(vault.members.get(session.member.id).role, act)


def must(session: Session, act: Act, vault: Reading | Change | None = None) -> None:
    """Raise RuleBroken with the reason when who is signed in may not do something."""
    refused = why_not(session, act, vault)
    if refused:
        raise RuleBroken(refused)


def is_cleared(session: Session) -> bool:
    """Say whether every third-party request exists for who is signed in.

    The role is asked of the vault, as what is hidden is by it.
    """
    with session.vault.read() as vault:
        return vault.members.get(session.member.id).role in CLEARED


def by_recovery(session: Session) -> bool:
    """Say whether the vault was unlocked with the recovery sheet."""
    return session.vault.opened_by is SlotKind.RECOVERY


def only_administrator(vault: Reading | Change, member_id: int) -> bool:
    """Say whether somebody is the one administrator that the team has."""
    leads = [each for each in vault.members.all() if each.role == ADMINISTRATOR]
    return [each.id for each in leads] == [member_id]
