"""Working days of one nation, as far ahead as its public holidays are known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from isteam_app.domain.dates import WEEKDAYS
from isteam_app.domain.settings import Nation

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days count as working days.

    `holidays` holds every public holiday; `names` says what each is called.
    `known_until` is the last day for which the list is believed to be complete.
    """

    nation: Nation
    holidays: frozenset[date]
    known_until: date
    names: Mapping[date, str] = field(default_factory=dict, compare=False)

    def is_working(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self.holidays

    def roll_forward(self, day: date) -> date:
        """Return the day itself, or the next working day."""
        while not self.is_working(day):
            day += _DAY
        return day

    def roll_back(self, day: date) -> date:
        """Return the day itself, or the working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def forward(self, day: date, working_days: int) -> date:
        """Return the day that many working days later; 0 rolls to a working day."""
        day = self.roll_forward(day)
        for _ in range(working_days):
            day = self.roll_forward(day + _DAY)
        return day

    def back(self, day: date, working_days: int) -> date:
        """Return the day that many working days earlier; 0 rolls back to one."""
        day = self.roll_back(day)
        for _ in range(working_days):
            day = self.roll_back(day - _DAY)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Count the working days after `first`, up to and including `last`."""
        days = (first + _DAY * n for n in range(1, (last - first).days + 1))
        return sum(self.is_working(day) for day in days)

    def why_not(self, day: date) -> str:
        """Say why a day is not a working day: "a Sunday", or the holiday's name."""
        if day in self.holidays:
            return self.names.get(day, "a public holiday")
        return f"a {WEEKDAYS[day.weekday()]}" if day.weekday() >= _SATURDAY else ""
