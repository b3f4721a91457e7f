"""Who is signed in, to which vault, and what day it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

# None of these is needed before a vault is opened, and the first page waits for none.
if TYPE_CHECKING:
    from isteam_app.domain.calendars import WorkingCalendar
    from isteam_app.domain.people import TeamMember
    from isteam_app.domain.settings import Settings
    from isteam_app.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Session:
    """Everything a service needs to know about the moment it is asked.

    `now` gives local time with its zone. `today` is the local calendar date, which is
    what every deadline counts in. `notices` are sentences to show on opening.
    """

    vault: "Vault"
    member: "TeamMember"
    now: Callable[[], datetime]
    notices: tuple[str, ...] = ()

    @property
    def today(self) -> date:
        return self.now().date()

    def settings(self) -> "Settings":
        """Return the settings in force today."""
        with self.vault.read() as vault:
            return vault.settings.in_force(self.today)


def calendar_for(settings: "Settings") -> "WorkingCalendar":
    """Return the working days that the settings choose."""
    from isteam_app.services.calendars import working_calendar

    return working_calendar(settings.nation, settings.extra_holidays)
