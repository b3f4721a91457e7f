"""How many third-party requests there were: by month, by who asked, by what came of it.

No number here names anybody. What is locked, and what was recorded in error, is left
out unless it is asked for: two people who count must come to the same.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from isteam_app.domain.dates import MONTHS
from isteam_app.domain.disclosures import Decision, RequesterKind
from isteam_app.domain.register_words import (
    DECISION_WORDS,
    KIND_WORDS,
    gateway_words,
)
from isteam_app.domain.request_numbers import (
    Breakdown,
    Counted,
    RequestNumbers,
    kept_back,
)
from isteam_app.services.session import Session
from isteam_app.storage.disclosure_statistics import CountedBy
from isteam_app.storage.vault import Reading

_SPANS = (
    (0, "The same day"),
    (2, "1 or 2 days"),
    (5, "3 to 5 days"),
    (10, "6 to 10 days"),
    (28, "11 to 28 days"),
)
_LONGER, _UNDECIDED = "More than 28 days", "Not decided yet"
_WAITING = {
    DECISION_WORDS[each] for each in (Decision.UNDECIDED, Decision.MORE, Decision.LEGAL)
}
Pairs = Iterable[tuple[str, int]]


def yearly_numbers(
    session: Session, year: int, *, suppress: bool = False, with_locked: bool = False
) -> RequestNumbers:
    """Return the numbers of one year. With `suppress`, small ones are kept back."""
    return numbers_between(
        session,
        date(year, 1, 1),
        date(year, 12, 31),
        suppress=suppress,
        with_locked=with_locked,
    )


def numbers_between(
    session: Session,
    first: date | None,
    last: date | None,
    *,
    suppress: bool = False,
    with_locked: bool = False,
) -> RequestNumbers:
    """Return the numbers of the requests received in a span of days."""
    with session.vault.read() as vault:
        found = _Found(vault, first, last, with_locked=with_locked)
        breakdowns = found.breakdowns(in_detail=not suppress)
    total = sum(line.count or 0 for line in breakdowns[0].lines)
    numbers = RequestNumbers(first=first, last=last, total=total, breakdowns=breakdowns)
    return kept_back(numbers, _UNDECIDED) if suppress else numbers


class _Found:
    """Asks the vault for each way of counting, and puts it into words."""

    def __init__(
        self,
        vault: Reading,
        first: date | None,
        last: date | None,
        *,
        with_locked: bool,
    ) -> None:
        self._vault, self._first, self._last = vault, first, last
        self._with_locked = with_locked

    def breakdowns(self, *, in_detail: bool) -> tuple[Breakdown, ...]:
        decisions = self._decisions() if in_detail else self._decided()
        return (
            _breakdown("month", "Received in", self._months()),
            _breakdown("kind", "Who asked", self._kinds()),
            _breakdown("gateway", "Gateway", self._gateways()),
            _breakdown("compelled", "Compelled", self._yes_no(CountedBy.COMPELLED)),
            _breakdown("decision", "Decision", decisions),
            _breakdown("emergency", "Emergency", self._yes_no(CountedBy.EMERGENCY)),
            _breakdown("days", "Time to the decision", self._days()),
        )

    def _counts(self, way: CountedBy) -> dict[object, int]:
        return dict(
            self._vault.disclosures.numbers(
                way, self._first, self._last, with_locked=self._with_locked
            )
        )

    def _months(self) -> Pairs:
        for month, count in self._counts(CountedBy.MONTH).items():
            year, number = str(month).split("-")
            yield f"{MONTHS[int(number) - 1]} {year}", count

    def _kinds(self) -> Pairs:
        counts = self._counts(CountedBy.KIND)
        return [(KIND_WORDS[kind], counts.get(kind.value, 0)) for kind in RequesterKind]

    def _gateways(self) -> Pairs:
        found: Counter[str] = Counter()
        for basis, count in self._counts(CountedBy.GATEWAY).items():
            found[gateway_words(str(basis))] += count
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    def _decisions(self) -> Pairs:
        counts = self._counts(CountedBy.DECISION)
        return [(DECISION_WORDS[each], counts.get(each.value, 0)) for each in Decision]

    def _decided(self) -> Pairs:
        """Give one line for all that wait, the same as of those without a day."""
        told = [each for each in self._decisions() if each[0] not in _WAITING]
        waits = sum(count for words, count in self._decisions() if words in _WAITING)
        return [*told, (_UNDECIDED, waits)]

    def _yes_no(self, way: CountedBy) -> Pairs:
        counts = self._counts(way)
        return [("Yes", counts.get(1, 0)), ("No", counts.get(0, 0))]

    def _days(self) -> Pairs:
        found: Counter[str] = Counter()
        for days, count in self._counts(CountedBy.DAYS).items():
            found[_span(days if isinstance(days, int) else None)] += count
        words = [*(words for _, words in _SPANS), _LONGER, _UNDECIDED]
        return [(each, found[each]) for each in words]


def _breakdown(key: str, title: str, pairs: Pairs) -> Breakdown:
    return Breakdown(key, title, tuple(Counted(*pair) for pair in pairs))


def _span(days: int | None) -> str:
    if days is None:
        return _UNDECIDED
    return next((words for most, words in _SPANS if days <= most), _LONGER)
