"""Words that the unlock pages share."""

from datetime import datetime

from isteam_app import __version__
from isteam_app.domain.dates import long_date


def version_words() -> str:
    """Which version of the program this is."""
    return f"Version {__version__}"


def moment_words(at: datetime) -> str:
    """A day and a time: "Fri 20 Nov 2026, 17:22"."""
    return f"{long_date(at.date())}, {at:%H:%M}"
