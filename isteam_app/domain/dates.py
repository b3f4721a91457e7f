"""Dates as people type them and as the program writes them."""

import re
from calendar import monthrange
from datetime import date, timedelta

from isteam_app.errors import RuleBroken

WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
FIRST_YEAR, LAST_YEAR = 1900, 2199
_NEAR_NEW_YEAR, _WHOLE_YEAR = 9, 12
"""So many months off, a day without a year is meant on the other side of New Year."""
_HELP = "Type a date such as 3 Apr, 3/4/2026, today or +28d."
_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ \-./]*([a-z]+)\.?[ \-./,]*(\d{2}|\d{4})?"
)
_MONTH_FIRST = re.compile(r"([a-z]+)\.?[ \-]*(\d{1,2})(?:st|nd|rd|th)?[ \-,]*(\d{4})?")
_STEP = re.compile(r"([+-])\s*(\d{1,4})\s*([dw]?)")


def full_date(day: date) -> str:
    """A date for headings and letters: "Tuesday 22 December 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def long_date(day: date) -> str:
    """A date anywhere on the screen: "Tue 22 Dec 2026"."""
    return f"{_short(day)} {day.year}"


def short_date(day: date, today: date | None = None) -> str:
    """A date in a dense list: "Thu 19 Nov".

    Given today, the year is kept where it is another than today's.
    """
    if today is not None and day.year != today.year:
        return long_date(day)
    return _short(day)


def parse_date(text: str, today: date) -> date:
    """Read a date the way people in the UK type it: the day comes first.

    Understands "3/4", "3 apr", "17/11/2026", "17 Nov 2026", "Tue 17 Nov 2026",
    "2026-11-17", "today", "yesterday", "tomorrow", "+28d", "-2w", and a weekday,
    which means the latest one up to today. A day without a year is taken in today's
    year, save across New Year: "9/1" typed in November is the January that comes, and
    "28/12" typed in January the December just gone. Raises RuleBroken with what to
    type instead.
    """
    typed = " ".join(text.casefold().replace(",", " ").split())
    if not typed or not typed.isascii():
        raise RuleBroken(_HELP)
    if len(typed) > 40:
        raise RuleBroken(_HELP)
    found = _relative(typed, today)
    if found is not None:
        return found
    weekday, rest = _split_weekday(typed)
    if weekday is not None and not rest:
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    day = (
        _on_calendar(typed, today, _NEAR_NEW_YEAR)
        if weekday is None
        else _on_calendar(rest, today, _WHOLE_YEAR)  # its weekday vouches for the year
    )
    if weekday is not None and day.weekday() != weekday:
        raise RuleBroken(
            f"{day.day} {MONTHS[day.month - 1]} {day.year} is a "
            f"{WEEKDAYS[day.weekday()]}. Leave the weekday out, or correct the date."
        )
    return day


def _short(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def _relative(typed: str, today: date) -> date | None:
    words = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1}
    if typed in words:
        return today + timedelta(days=words[typed])
    step = _STEP.fullmatch(typed)
    if step is None:
        return None
    days = int(step[2]) * (7 if step[3] == "w" else 1)
    found = today + timedelta(days=days if step[1] == "+" else -days)
    return _checked(found.day, found.month, found.year)


def _split_weekday(typed: str) -> tuple[int | None, str]:
    first, _, rest = typed.partition(" ")
    first = first.rstrip(".")
    if len(first) < 3:
        return None, typed
    for number, name in enumerate(WEEKDAYS):
        if name.casefold().startswith(first):
            return number, rest
    return None, typed


def _on_calendar(typed: str, today: date, far: int) -> date:
    if found := _ISO.fullmatch(typed):
        return _checked(int(found[3]), int(found[2]), int(found[1]))
    if found := _NUMBERS.fullmatch(typed):
        day, month, year = found[1], int(found[2]), found[3]
    elif found := _WORDS.fullmatch(typed):
        day, month, year = found[1], _month(found[2]), found[3]
    elif found := _MONTH_FIRST.fullmatch(typed):
        day, month, year = found[2], _month(found[1]), found[3]
    else:
        raise RuleBroken(_HELP)
    return _checked(int(day), month, _year(year, month, today, far))


def _month(word: str) -> int:
    names = {"sept": 9}
    if word in names:
        return names[word]
    for number, name in enumerate(MONTHS, start=1):
        if len(word) >= 3 and name.casefold().startswith(word):
            return number
    raise RuleBroken(_HELP)


def _year(typed: str | None, month: int, today: date, far: int) -> int:
    """The year typed; without one today's, or its neighbour if that is `far` off."""
    if typed is None:
        ahead = month - today.month
        return today.year + (ahead <= -far) - (ahead >= far)
    return int(typed) if len(typed) == 4 else 2000 + int(typed)


def _checked(day: int, month: int, year: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken(f"Type a year from {FIRST_YEAR} to {LAST_YEAR}.")
    if not 1 <= month <= 12:
        raise RuleBroken(
            "The day comes first, then the month from 1 to 12. "
            "Type 3/4/2026 for 3 April 2026."
        )
    last = monthrange(year, month)[1]
    if day > last:
        raise RuleBroken(_too_late(last, month, year))
    if day < 1:
        raise RuleBroken(_HELP)
    return date(year, month, day)


def _too_late(last: int, month: int, year: int) -> str:
    following = MONTHS[month % 12][:3]
    return (
        f"{MONTHS[month - 1]} {year} has {last} days. "
        f"Type {last} {MONTHS[month - 1][:3]} or 1 {following}."
    )
