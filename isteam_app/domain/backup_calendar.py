"""Which backups to keep: many of the last days, fewer of the years before.

It goes by what each backup says of itself, never by the time of a file: a copied file
looks new, and somebody else's file in the folder says nothing.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Why(StrEnum):
    """What a backup was made for."""

    CLOSE = "close"
    TIME = "time"
    HAND = "hand"
    MIGRATION = "migration"
    KEY_CHANGE = "key change"
    IMPORT = "import"
    DESTRUCTION = "destruction"

    @property
    def is_before_a_risk(self) -> bool:
        """Whether it was made so that something can be undone."""
        return self in _RISKY


_NO_NEWS = re.compile(r"backup\.|unlock|vault\.(un)?locked$|audit\.|\w+\.viewed$")
_RISKY = frozenset({Why.MIGRATION, Why.KEY_CHANGE, Why.IMPORT, Why.DESTRUCTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """What the calendar needs to know of a verified backup.

    `at` is the moment with the zone of whoever made it: its day is the day they saw.
    `entries` says how long the audit trail was: it tells the newest one even when a
    clock was wrong.
    """

    name: str
    at: datetime
    why: Why
    entries: int = 0


Period = Callable[[datetime], tuple[int, ...]]


def _day(at: datetime) -> tuple[int, ...]:
    return (at.year, at.month, at.day)


def _week(at: datetime) -> tuple[int, ...]:
    year, week, _ = at.isocalendar()
    return (year, week)


def _month(at: datetime) -> tuple[int, ...]:
    return (at.year, at.month)


ALL_FOR = timedelta(hours=24)
RISKY_FOR = timedelta(days=30)
PERIODS: tuple[tuple[timedelta, Period], ...] = (
    (timedelta(days=30), _day),
    (timedelta(weeks=12), _week),
    (timedelta(days=3 * 365 + 1), _month),
)
"""For how long the newest of each day, week and month is kept."""


def is_news(action: str) -> bool:
    """Whether an entry of the audit trail tells of something a backup should hold.

    Backups, views, unlocking and checks are none: else each backup would make another.
    """
    return not _NO_NEWS.match(action)


def newest(backups: Iterable[Dated]) -> Dated | None:
    """Return the backup that holds the latest work, None when there is none."""
    return max(backups, key=_age, default=None)


def to_keep(backups: Iterable[Dated], now: datetime) -> frozenset[str]:
    """Return the names of the backups to keep; all others may go.

    One that seems to come from the future is kept: a clock is wrong, or was.
    """
    found = sorted(backups, key=_age)
    kept = {each.name for each in found[-1:]}
    kept |= {each.name for each in found if _is_recent(each, now)}
    for span, period in PERIODS:
        last = {period(each.at): each.name for each in found if now - each.at <= span}
        kept |= set(last.values())  # the newest of each, since they come in order
    return frozenset(kept)


def _is_recent(backup: Dated, now: datetime) -> bool:
    span = RISKY_FOR if backup.why.is_before_a_risk else ALL_FOR
    return now - backup.at <= span


def _age(backup: Dated) -> tuple[int, datetime, str]:
    return (backup.entries, backup.at, backup.name)
