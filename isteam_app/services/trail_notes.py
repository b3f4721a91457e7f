"""Tells the audit trail what somebody looked at, and when they locked the vault.

What cannot be written is left out without a word: nobody is kept from a record, or in
an open vault, because the disk is full. A vault opened only to look has no entries.
"""

from contextlib import suppress

from isteam_app.errors import NotFound, VaultUnavailable
from isteam_app.services.session import Session


def note_view(session: Session, noun: str, record_id: int) -> bool:
    """Tell that somebody opened the page of a record. Say whether it is in the trail.

    One entry for each opening; showing the same page again is not another view.
    """
    if session.vault.look_only or session.vault.damage:
        return False
    try:
        with session.vault.change(
            f"{noun}.viewed", by=session.member.name, at=session.now()
        ) as work:
            work.note_look(noun, record_id)
            work.commit()
    except (VaultUnavailable, NotFound):
        return False
    return True


def note_locked(session: Session) -> None:
    """Tell that the vault is about to be locked. Twice is harmless."""
    if session.vault.look_only or session.vault.damage:
        return
    try:
        with session.vault.change(
            "vault.locked", by=session.member.name, at=session.now()
        ) as work:
            work.note("vault")
            work.commit()
    except VaultUnavailable:
        return


def note_end(session: Session) -> None:
    """Note outside the database where the trail ends now.

    What is cut off after that note shows; a note that cannot be written leaves the one
    before, which is still true.
    """
    with suppress(VaultUnavailable):
        session.vault.note_head()
