"""Who can unlock the vault, and with what: passphrases, the recovery sheet, the key."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from isteam_app.domain.backup_calendar import Why
from isteam_app.domain.people import TeamMember
from isteam_app.domain.rights import Act
from isteam_app.errors import RuleBroken
from isteam_app.progress import Progress, unwatched
from isteam_app.services.attempts import hold_back, note_wrong
from isteam_app.services.backups import make_before
from isteam_app.services.passphrases import check_passphrase
from isteam_app.services.rights import by_recovery, must, why_not
from isteam_app.services.session import Session
from isteam_app.services.unlock import check_asked_back
from isteam_app.storage import key_changes
from isteam_app.storage.recovery_key import new_recovery_key

OLD_BACKUPS = (
    "Backups made before today still open with the key and the passphrases of then. "
    "Destroy the ones that somebody else could get hold of."
)
"""What a new key cannot change, said wherever one is made."""
_NEW_SHEET = (
    "The recovery sheet was used. If anybody could have read or copied it, make a new "
    "one under Settings, Keys."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFacts:
    """What is known of the ways into the vault. `sheet_made` is None when it is not.

    `no_new_keys` is why who is signed in may not change the key or the sheet, "" when
    they may. `asks_current`: their own passphrase is asked before it is changed.
    """

    sheet_made: datetime | None
    key_changed: datetime | None
    no_new_keys: str
    asks_current: bool


def key_facts(session: Session) -> KeyFacts:
    """Return what is known of the ways into the vault."""
    with session.vault.read() as vault:
        made = vault.audit.newest_of("keys.recovery_changed", "vault.created")
        changed = vault.audit.newest_of("keys.changed", "member.removed")
        refused = why_not(session, Act.KEYS, vault)
    return KeyFacts(
        sheet_made=made.at if made else None,
        key_changed=changed.at if changed else None,
        no_new_keys=refused,
        asks_current=not by_recovery(session),
    )


def change_my_passphrase(
    session: Session, *, current: str, passphrase: str, repeated: str
) -> None:
    """Give whoever is signed in another passphrase. The old one opens nothing then.

    Computers that remembered them ask for the new one. Raises RuleBroken with the
    field `current`, `passphrase` or `repeated`, and TooManyAttempts.
    """
    me = session.member
    must(session, Act.OWN_KEY)
    if not by_recovery(session):
        prove(session, current, field="current")
    check_passphrase(passphrase, repeated, (me.name,))
    if passphrase == current:
        raise RuleBroken(
            "That is your passphrase already. Choose another one.", field="passphrase"
        )
    key_changes.change_passphrase(
        session.vault,
        me.id,
        passphrase,
        by=me.name,
        at=session.now(),
        keep_devices=False,
    )


def reset_passphrase(
    session: Session, member_id: int, *, passphrase: str, repeated: str
) -> TeamMember:
    """Give somebody who forgot their passphrase a new one; they type it themselves.

    Computers that remembered them do so no more. Raises RuleBroken, with the field
    `passphrase` or `repeated` where one is at fault.
    """
    with session.vault.read() as vault:
        member = present(vault.members.get(member_id))
    refused = why_no_reset(session, member)
    if refused:
        raise RuleBroken(refused)
    check_passphrase(passphrase, repeated, (member.name,))
    key_changes.change_passphrase(
        session.vault,
        member.id,
        passphrase,
        by=session.member.name,
        at=session.now(),
        keep_devices=False,
    )
    return member


def why_no_reset(session: Session, member: TeamMember) -> str:
    """Return why somebody cannot be given a new passphrase here, "" when they can."""
    refused = why_not(session, Act.TEAM)
    if not refused and member.id == session.member.id and not by_recovery(session):
        return (
            "That is you. Change your own passphrase under Keys: it asks for the "
            "present one."
        )
    return refused


def sign_in_anew(
    session: Session, member_id: int, *, passphrase: str, repeated: str
) -> Session:
    """After the recovery sheet: say who one is, with a new passphrase of one's own.

    Return the session as that person. Raises RuleBroken as `reset_passphrase` does.
    """
    if not by_recovery(session):
        raise RuleBroken("The vault was not unlocked with the recovery sheet.")
    member = reset_passphrase(
        session, member_id, passphrase=passphrase, repeated=repeated
    )
    session.vault.member = member
    return replace(session, member=member, notices=(*session.notices, _NEW_SHEET))


def skipped_sign_in(session: Session) -> Session:
    """After the recovery sheet: go on without saying who one is."""
    return replace(session, notices=(*session.notices, _NEW_SHEET))


def new_sheet_key(session: Session) -> str:
    """Return the key for a new recovery sheet. The old sheet opens the vault still."""
    must(session, Act.KEYS)
    return new_recovery_key()


def use_new_sheet(session: Session, key: str, typed: Sequence[str]) -> None:
    """Let the new recovery sheet open the vault, and the old one no more.

    `typed` are the groups asked back from the paper. Raises RuleBroken, naming the
    group, when they are not what the sheet says: the old sheet then still holds.
    """
    must(session, Act.KEYS)
    check_asked_back(key, typed)
    key_changes.replace_recovery_key(
        session.vault, key, by=session.member.name, at=session.now()
    )


def rotate_key(
    session: Session, passphrase: str, progress: Progress = unwatched
) -> None:
    """Put the whole vault under a new key. Everybody's passphrase stays as it is.

    A backup is made first. Raises RuleBroken with the field `passphrase`,
    TooManyAttempts, BackupFailed and Cancelled: the old key then still holds.
    """
    must(session, Act.KEYS)
    prove(session, passphrase)
    key_changes.must_be_changeable(session.vault)
    make_before(session, Why.KEY_CHANGE, progress)
    key_changes.rotate(
        session.vault,
        passphrase,
        by=session.member.name,
        at=session.now(),
        progress=progress,
    )


def prove(session: Session, passphrase: str, *, field: str = "passphrase") -> None:
    """Ask whoever is signed in for their passphrase again. A wrong one counts.

    Raises RuleBroken, with the field, when it is not theirs; TooManyAttempts.
    """
    if not passphrase:
        raise RuleBroken("Type your passphrase.", field=field)
    vault = session.vault
    hold_back(vault.folder, session.now())
    if key_changes.opens(vault, session.member.id, passphrase):
        return
    note_wrong(vault.folder, session.now())
    raise RuleBroken(
        "That is not your passphrase. Nothing was changed. Check Caps Lock and type "
        "it again.",
        field=field,
    )


def present(member: TeamMember) -> TeamMember:
    """Return somebody who is in the team. Raises RuleBroken when they left it."""
    if member.left_at is not None:
        raise RuleBroken(f"{member.name} has left the team.")
    return member
