"""A table on its way out of the program: what each column holds, and its rows.

Every format is written from the same sheet, so that all of them tell the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from isteam_app.domain.dates import MONTHS

Value = str | int | float | bool | date | datetime | None
Row = tuple[Value, ...]
Facts = tuple[tuple[str, str], ...]
"""Words that stand beside each other: (label, what is said)."""


class Kind(StrEnum):
    """What a column holds. All but TEXT may be None; text that is missing is ""."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    """A moment with its zone, to the second. It is written as UTC."""
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `width` is in characters."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: int = 14


def _nothing() -> Facts:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is written. `rows` are read once, `totals` asked for after the last one.

    `facts` tell what the sheet is: which days, made by whom. `seal` says how the audit
    trail stood when it was made. The `watermark` stands across every page.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row] = field(repr=False)
    at: datetime
    facts: Facts = field(default=(), repr=False)
    totals: Callable[[], Facts] = field(default=_nothing, repr=False)
    seal: Facts = ()
    watermark: str = ""


def plain(value: Value) -> str:
    """Return a value as it stands on paper: "23 Nov 2026", "1,204", "yes"."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:,}"
    if isinstance(value, datetime):
        value = in_utc(value)
        return f"{_day(value)} {value:%H:%M:%S}"
    return _day(value)


def in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
