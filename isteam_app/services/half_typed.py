"""Keeps what is half typed, encrypted, so that a lock or a crash loses none of it."""

from isteam_app.services.session import Session


def keep(session: Session, page: str, text: str, *, known: bool = False) -> None:
    """Keep the typing of a page for the person signed in.

    The first keeping of a page is told in the audit trail; `known`: that was done.
    """
    with session.vault.change(
        "typing.kept", by=session.member.name, at=session.now()
    ) as work:
        work.drafts.put(_key(session, page), text)
        if known:
            work.keep_typing()
        else:
            work.commit()


def take_back(session: Session, page: str) -> str | None:
    """Return what was kept for a page, or None."""
    with session.vault.read() as vault:
        return vault.drafts.get(_key(session, page))


def left_over(session: Session) -> tuple[str, ...]:
    """Return the pages with kept typing of the person signed in, newest first."""
    start = _key(session, "")
    with session.vault.read() as vault:
        return tuple(key.removeprefix(start) for key in vault.drafts.newest(start))


def forget(session: Session, page: str) -> None:
    """Drop what was kept, once it is saved or given up: that has its own entry."""
    if take_back(session, page) is None:
        return
    with session.vault.change(
        "typing.dropped", by=session.member.name, at=session.now()
    ) as work:
        work.drafts.drop(_key(session, page))
        work.keep_typing()


def _key(session: Session, page: str) -> str:
    return f"{session.member.id}/{page}"
