"""Moments as the clock on the wall here shows them; the vault keeps them as UTC."""

from datetime import datetime

from isteam_app.domain.dates import long_date


def here(at: datetime) -> datetime:
    """Return the same moment in the time of this computer."""
    return at.astimezone()


def long_moment(at: datetime) -> str:
    """Return a moment as "Tue 22 Dec 2026, 10:42"."""
    local = here(at)
    return f"{long_date(local.date())}, {local:%H:%M}"
