"""Finds cases, people and third-party requests by a few typed letters."""

from isteam_app.domain.listing import Hit
from isteam_app.services.session import Session


def find(session: Session, text: str, limit: int = 12) -> tuple[Hit, ...]:
    """Return what matches, best first; nothing for an empty text."""
    if not text.strip():
        return ()
    with session.vault.read() as vault:
        return vault.search.find(text, limit)
