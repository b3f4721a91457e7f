"""Keeps what is half typed, encrypted, so that locking the vault loses none of it."""

from isteam_app.services.session import Session


def keep(session: Session, page: str, text: str) -> None:
    """Keep the typing of a page for the person signed in."""
    with session.vault.change(
        "typing.kept", by=session.member.name, at=session.now()
    ) as work:
        work.drafts.put(_key(session, page), text)
        work.commit()


def take_back(session: Session, page: str) -> str | None:
    """Return what was kept for a page, or None."""
    with session.vault.read() as vault:
        return vault.drafts.get(_key(session, page))


def forget(session: Session, page: str) -> None:
    """Drop what was kept, once it is saved or given up."""
    if take_back(session, page) is None:
        return
    with session.vault.change(
        "typing.dropped", by=session.member.name, at=session.now()
    ) as work:
        work.drafts.drop(_key(session, page))
        work.commit()


def _key(session: Session, page: str) -> str:
    return f"{session.member.id}/{page}"
