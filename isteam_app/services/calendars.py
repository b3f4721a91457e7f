"""Builds the working calendar of a nation from the holiday library and our own file."""

import json
from datetime import date
from functools import lru_cache

from isteam_app import resources
from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.settings import Nation

_SUBDIVISIONS = {
    Nation.ENGLAND_AND_WALES: "ENG",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}
# beyond known_until the usual holidays are still the best guess
_YEARS = range(2000, 2101)


def known_until() -> date:
    """Return the last day up to which all public holidays are known."""
    facts = json.loads(resources.text("holidays.json"))
    return date.fromisoformat(facts["known_until"])


@lru_cache(maxsize=32)
def working_calendar(nation: Nation, extra: tuple[date, ...] = ()) -> WorkingCalendar:
    """Return the working days of a nation; `extra` are public holidays added since.

    Only a public holiday moves a date of the law (Regulation 1182/71 Article 3(4)): a
    day on which the office is shut must not stand among them.

    One-off holidays, and the day up to which all of them are known, come from
    `resources/holidays.json`.
    """
    import holidays  # slow to load, and the first window needs no calendar

    facts = json.loads(resources.text("holidays.json"))
    names = dict(
        holidays.country_holidays(
            "GB", subdiv=_SUBDIVISIONS[nation], years=_YEARS, language="en_GB"
        ).items()
    )
    for day in facts["one_off"]:
        if nation.value in day["nations"]:
            names.setdefault(date.fromisoformat(day["date"]), day["name"])
    for closed in extra:
        names.setdefault(closed, "a public holiday added in Settings")
    return WorkingCalendar(
        nation=nation,
        holidays=frozenset(names),
        known_until=known_until(),
        names=names,
    )
