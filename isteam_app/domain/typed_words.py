"""The words of a filter line, whatever it filters: pieces, days, and lists of words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from isteam_app.domain.dates import parse_date
from isteam_app.errors import RuleBroken

PIECE = re.compile(r'([a-z]+):(?:"([^"]*)"?|(\S*))|"([^"]*)"?|(\S+)', re.IGNORECASE)
_SPAN = re.compile(r"([<>])=?(\d{1,3})([dw]?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One piece of a line: `word` stood before a colon, "" for plain words."""

    word: str
    value: str
    quoted: bool = False


def pieces(text: str) -> Iterator[Typed]:
    """Yield the pieces of a line in their order."""
    for found in PIECE.finditer(text):
        word, in_quotes, bare, plain_quotes, plain = found.groups()
        quoted = in_quotes is not None or plain_quotes is not None
        value = in_quotes or bare or plain_quotes or plain or ""
        yield Typed(word=(word or "").casefold(), value=value, quoted=quoted)


def listed(words: Iterable[str]) -> str:
    """Return words as a sentence lists them: "this, that or the other"."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def days_meant(
    word: str, value: str, today: date, *, ahead: bool
) -> tuple[date | None, date | None]:
    """Return the first and the last day that a value such as "<7d" or ">3/12" asks for.

    Spans of days are counted on from today where they lie ahead, and back where not.
    Raises RuleBroken for what is neither a span nor a date.
    """
    span = _SPAN.fullmatch(value.casefold())
    if span is not None:
        days = int(span[2]) * (7 if span[3] == "w" else 1)
        day = today + timedelta(days=days if ahead else -days)
        return (None, day) if (span[1] == "<") is ahead else (day, None)
    side, typed = value[:1], value.lstrip("<>=").replace("_", " ")
    try:
        day = parse_date(typed, today)
    except RuleBroken:
        raise RuleBroken(
            f"After {word}: write <7d, >14d, today or a date such as 3/12."
        ) from None
    return (None if side == "<" else day, None if side == ">" else day)
