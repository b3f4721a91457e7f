"""How many requests there were, counted in several ways, and what may be published.

Small numbers can point at somebody. `kept_back` takes them out, and so many others that
they cannot be worked out from the total.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

SMALL = 5
"""Counts below this are kept back."""
_DOUBT = 2 * SMALL
"""Any count that is kept back could be as large as this, for all that is shown."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many requests are alike in one thing. None: the number is kept back."""

    words: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The requests counted in one way. Each request is in one line of it."""

    key: str
    title: str
    lines: tuple[Counted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestNumbers:
    """The requests received in a span of days, counted in several ways.

    `total` is None where even the number of all of them is kept back.
    """

    first: date | None
    last: date | None
    total: int | None
    breakdowns: tuple[Breakdown, ...]

    def by(self, key: str) -> Breakdown:
        """Return one way of counting. Raises KeyError when there is none so named."""
        for each in self.breakdowns:
            if each.key == key:
                return each
        raise KeyError(key)


def kept_back(numbers: RequestNumbers, shared: str = "") -> RequestNumbers:
    """Return the numbers without the small ones.

    `shared` names the line that stands for the same requests wherever it stands: shown
    in one way of counting, it would undo what another one keeps back. Where there are
    too few requests to keep anything back among them, nothing is told at all.
    """
    if not numbers.total:
        return numbers
    places = [_hidden(each, frozenset()) for each in numbers.breakdowns]
    forced = [
        frozenset(
            place for place, line in enumerate(each.lines) if line.words == shared
        )
        for each in numbers.breakdowns
    ]
    if any(hidden & own for hidden, own in zip(places, forced, strict=True)):
        places = [
            _hidden(each, own)
            for each, own in zip(numbers.breakdowns, forced, strict=True)
        ]
    told = all(map(_in_doubt, numbers.breakdowns, places))
    if not told:
        places = [frozenset(range(len(each.lines))) for each in numbers.breakdowns]
    return replace(
        numbers,
        total=numbers.total if told else None,
        breakdowns=tuple(map(_without, numbers.breakdowns, places)),
    )


def _hidden(breakdown: Breakdown, forced: frozenset[int]) -> frozenset[int]:
    """Return the places of the lines that are kept back: small ones, and cover."""
    counts = [(line.count or 0, place) for place, line in enumerate(breakdown.lines)]
    hidden = {
        place for count, place in counts if count and (count < SMALL or place in forced)
    }
    for count, place in sorted(counts):
        if not hidden or _in_doubt(breakdown, hidden):
            break
        if count:
            hidden.add(place)
    return frozenset(hidden)


def _in_doubt(breakdown: Breakdown, hidden: Collection[int]) -> bool:
    """Say whether what is kept back cannot be worked out from the total.

    Who reads knows what the hidden counts add up to, and that each is one at least.
    """
    if not hidden:
        return True
    total = sum(breakdown.lines[place].count or 0 for place in hidden)
    return total - (len(hidden) - 1) >= _DOUBT and len(hidden) > 1


def _without(breakdown: Breakdown, hidden: Collection[int]) -> Breakdown:
    """Return a breakdown without some lines' counts; that there are none is told."""
    lines = tuple(
        replace(line, count=None) if line.count and place in hidden else line
        for place, line in enumerate(breakdown.lines)
    )
    return replace(breakdown, lines=lines)
