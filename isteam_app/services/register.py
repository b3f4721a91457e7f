"""What the register says of itself to whoever looks at it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from isteam_app.domain.disclosures import ApprovedHow, DisclosureState
from isteam_app.domain.listing import (
    DisclosureColumn,
    DisclosureFilter,
    DisclosureOrder,
)
from isteam_app.domain.register_words import APPROVED_WORDS
from isteam_app.domain.request_numbers import (
    SMALL,
    Breakdown,
    Counted,
    RequestNumbers,
    kept_back,
)
from isteam_app.services.rights import is_cleared
from isteam_app.services.session import Session
from isteam_app.storage.disclosure_statistics import CountedBy
from isteam_app.storage.vault import Reading

LONG_DAYS = 30
_NOT_YET = "Not approved yet"
_FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFacts:
    """What else is told of a year's requests, beside how they are counted.

    `median_days` from receipt to decision, None where nothing was decided or too little
    to tell; `long` were not decided within LONG_DAYS, None where it is kept back.
    `waiting` is how long those returned for more wait today.
    """

    decided: int | None
    median_days: float | None
    long: int | None
    approval: Breakdown
    waiting: Breakdown


def offers_locks(session: Session) -> bool:
    """Say whether there is reason to offer a list of locked requests.

    It is offered to those to whom all of them exist, and to whoever sees one.
    """
    if is_cleared(session):
        return True
    with session.vault.read() as vault:
        return vault.disclosures.count(DisclosureFilter(locked=True), at_most=1) > 0


def years(session: Session) -> tuple[int, ...]:
    """Return the years since the first request in sight, the newest first.

    This year is always one of them.
    """
    this = session.today.year
    oldest = DisclosureOrder(column=DisclosureColumn.RECEIVED, descending=False)
    with session.vault.read() as vault:
        rows = vault.disclosures.page(order=oldest, limit=1).rows
    first = rows[0].received.year if rows else this
    return tuple(range(this, max(min(first, this), _FIRST_YEAR) - 1, -1))


def year_facts(
    session: Session, year: int, *, suppress: bool = False, with_locked: bool = False
) -> YearFacts:
    """Return what else is told of a year. With `suppress`, small numbers are not."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    with session.vault.read() as vault:
        days = vault.disclosures.numbers(
            CountedBy.DAYS, first, last, with_locked=with_locked
        )
        approvals = vault.disclosures.numbers(
            CountedBy.APPROVAL, first, last, with_locked=with_locked
        )
        chase = vault.settings.in_force(session.today).requests.chase_days
        waiting = _waiting(session, vault, chase, with_locked=with_locked)
    taken = sorted((int(each), count) for each, count in days if each is not None)
    decided = sum(count for _, count in taken)
    long = sum(count for each, count in taken if each > LONG_DAYS)
    approval = _breakdown("approval", "How it was approved", _approved(dict(approvals)))
    facts = YearFacts(
        decided=decided,
        median_days=_median(taken, decided),
        long=long,
        approval=approval,
        waiting=waiting,
    )
    return _without_small(facts) if suppress else facts


def _approved(counts: Mapping[object, int]) -> Iterator[tuple[str, int]]:
    for how in ApprovedHow:
        if how is not ApprovedHow.NOBODY:
            yield APPROVED_WORDS[how], counts.get(how.value, 0)
    yield _NOT_YET, counts.get(ApprovedHow.NOBODY.value, 0)


def _waiting(
    session: Session, vault: Reading, chase: int, *, with_locked: bool
) -> Breakdown:
    """Count those returned for more by how long they wait, however old they are."""
    today = session.today
    late, later = today - timedelta(chase), today - timedelta(2 * chase)
    one = timedelta(1)
    bands = (
        (f"Under {chase} days", late + one, None),
        (f"{chase} to {2 * chase - 1} days", later + one, late),
        (f"{2 * chase} days and more", None, later),
    )
    locked = None if with_locked else False
    return _breakdown(
        "waiting",
        "Returned for more, waiting today",
        (
            (
                words,
                vault.disclosures.count(
                    DisclosureFilter(
                        states=(DisclosureState.WAITING,),
                        waiting_from=first,
                        waiting_to=last,
                        locked=locked,
                    )
                ),
            )
            for words, first, last in bands
        ),
    )


def _without_small(facts: YearFacts) -> YearFacts:
    decided = facts.decided or 0
    long = facts.long or 0
    told = long in (0, decided) or (long >= SMALL and decided - long >= SMALL)
    return YearFacts(
        decided=decided if not decided or decided >= SMALL else None,
        median_days=facts.median_days if decided >= 2 * SMALL else None,
        long=long if told and (not decided or decided >= SMALL) else None,
        approval=_alone(facts.approval),
        waiting=_alone(facts.waiting),
    )


def nothing_of(facts: YearFacts) -> YearFacts:
    """Return the facts of a year of which not even the total is told."""
    return YearFacts(
        decided=None,
        median_days=None,
        long=None,
        approval=_untold(facts.approval),
        waiting=_untold(facts.waiting),
    )


def _untold(breakdown: Breakdown) -> Breakdown:
    lines = (replace(line, count=None) for line in breakdown.lines)
    return replace(breakdown, lines=tuple(lines))


def _alone(breakdown: Breakdown) -> Breakdown:
    total = sum(line.count or 0 for line in breakdown.lines)
    numbers = RequestNumbers(
        first=None, last=None, total=total, breakdowns=(breakdown,)
    )
    return kept_back(numbers).breakdowns[0]


def _median(taken: list[tuple[int, int]], decided: int) -> float | None:
    """Return the middle number of days, of (days, how many) from the shortest."""
    if not decided:
        return None
    return (_at(taken, (decided - 1) // 2) + _at(taken, decided // 2)) / 2


def _at(taken: list[tuple[int, int]], place: int) -> int:
    for days, count in taken:
        if place < count:
            return days
        place -= count
    raise IndexError(place)


def _breakdown(key: str, title: str, pairs: Iterator[tuple[str, int]]) -> Breakdown:
    return Breakdown(key, title, tuple(Counted(*pair) for pair in pairs))
