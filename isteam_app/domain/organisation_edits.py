"""Checks what is typed about an organisation of the directory."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from isteam_app.domain.dates import long_date
from isteam_app.domain.deadlines import add_months
from isteam_app.domain.organisations import Requester
from isteam_app.domain.text import checked, fold
from isteam_app.errors import RuleBroken

_SPACES = re.compile(r"\s+")
_DIRECTIONS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Marks without a sign of their own that are pasted along with names."""
_NUMBER = re.compile(r"\+?[\d\s().-]{3,25}(\s*(ext\.?|x)\s*\d{1,6})?", re.IGNORECASE)
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_SHORTEST = 3
"""How many digits 101 and 999 have."""
_EARLIEST = date(2000, 1, 1)


def tidy(typed: Requester) -> Requester:
    """Return an organisation as it is kept: one line a field, nothing unseen in it."""
    return replace(
        typed,
        name=_line(typed.name, "name", "The organisation's name"),
        switchboard=_line(typed.switchboard, "switchboard", "The number"),
        domain=_line(typed.domain, "domain", "The end of their addresses")
        .casefold()
        .lstrip("@"),
        address="\n".join(
            line for each in typed.address.splitlines() if (line := _bare(each))
        ),
        source=_bare(typed.source),
        note=typed.note.strip(),
    )


def check(requester: Requester, today: date) -> None:
    """Raise RuleBroken, naming the field, for what the directory cannot rely on."""
    if not fold(requester.name):
        raise RuleBroken("Enter the organisation's name.", field="name")
    if requester.domain and not _DOMAIN.fullmatch(requester.domain):
        raise RuleBroken(
            "Type what follows the @ in their addresses, such as force.police.uk.",
            field="domain",
        )
    if requester.switchboard:
        _check_number(requester, today)


def number_problem(
    requester: Requester,
    months: int,
    today: date,
    say: Callable[[date], str] = long_date,
) -> str:
    """Say why the number should be looked up before it is rung, "" when it need not."""
    if not requester.switchboard:
        return "No number yet"
    checked_on = requester.checked_on
    if checked_on is None:
        return "Never checked"
    if add_months(checked_on, months) <= today:
        return f"Check again: found {say(checked_on)}"
    return ""


def _check_number(requester: Requester, today: date) -> None:
    digits = sum(char.isdigit() for char in requester.switchboard)
    if not _NUMBER.fullmatch(requester.switchboard) or digits < _SHORTEST:
        raise RuleBroken(
            "Type the number as it is dialled, such as 01632 960101 or 101.",
            field="switchboard",
        )
    if not requester.source:
        raise RuleBroken(
            "Say where the number was found: their website, a directory. A number "
            "from their own letter proves nothing.",
            field="source",
        )
    day = requester.checked_on
    if day is None:
        raise RuleBroken("Enter the day it was looked up.", field="checked_on")
    if day > today:
        raise RuleBroken(f"{long_date(day)} is in the future.", field="checked_on")
    if day < _EARLIEST:
        raise RuleBroken(
            f"{long_date(day)} is too long ago to rely on.", field="checked_on"
        )


def _line(text: str, field: str, label: str) -> str:
    return checked(_bare(text), field=field, label=label)


def _bare(text: str) -> str:
    return _SPACES.sub(" ", _DIRECTIONS.sub("", text)).strip()
