"""What the tests of remembering a vault do over and over."""

from dataclasses import replace

from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings


def allow(session: Session, *, allowed: bool = True) -> None:
    """Let computers remember the vault, or no longer, as an administrator does."""
    settings = session.settings()
    security = replace(settings.security, remember_allowed=allowed)
    save_settings(session, replace(settings, security=security))
