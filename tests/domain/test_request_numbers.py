"""Small numbers are kept back, and cannot be worked out from those that are told."""

from hypothesis import given
from hypothesis import strategies as st

from isteam_app.domain.request_numbers import (
    SMALL,
    Breakdown,
    Counted,
    RequestNumbers,
    kept_back,
)

SHARED = "Not decided yet"


def numbers_of(*ways: list[int]) -> RequestNumbers:
    return RequestNumbers(
        first=None,
        last=None,
        total=sum(ways[0]),
        breakdowns=tuple(
            Breakdown(
                f"{number}",
                "",
                tuple(Counted(f"{place}", count) for place, count in enumerate(way)),
            )
            for number, way in enumerate(ways)
        ),
    )


def told(numbers: RequestNumbers, key: str = "0") -> list[int | None]:
    return [line.count for line in numbers.by(key).lines]


def test_large_numbers_are_told() -> None:
    numbers = numbers_of([5, 20, 0, 75])
    assert kept_back(numbers) == numbers


def test_a_small_number_takes_another_with_it() -> None:
    kept = kept_back(numbers_of([3, 20, 0, 75]))
    assert told(kept) == [None, None, 0, 75]
    assert kept.total == 98


def test_two_small_numbers_that_give_each_other_away_take_a_third() -> None:
    kept = kept_back(numbers_of([1, 1, 20, 75]))
    assert told(kept) == [None, None, None, 75]


def test_many_ones_are_not_told_by_their_sum() -> None:
    kept = kept_back(numbers_of([1] * 12 + [40, 60]))
    assert told(kept) == [None] * 13 + [60]


def test_of_two_lines_neither_is_told() -> None:
    assert told(kept_back(numbers_of([1, 96]))) == [None, None]


def test_of_few_requests_nothing_is_told() -> None:
    kept = kept_back(numbers_of([4, 0], [2, 2]))
    assert kept.total is None
    assert told(kept) == [None, 0]
    assert told(kept, "1") == [None, None]
    one_way = kept_back(numbers_of([1] * 12, [12]))
    assert one_way.total is None
    assert told(one_way, "1") == [None]


def test_none_at_all_is_told() -> None:
    numbers = numbers_of([0, 0])
    assert kept_back(numbers) == numbers


def test_the_same_requests_are_kept_back_wherever_they_stand() -> None:
    """Told in the one, nine would leave three for the refused in the other."""
    decisions = [Counted("Refused", 3), Counted("Disclosed", 100), Counted(SHARED, 9)]
    days = [Counted("The same day", 50), Counted("Longer", 53), Counted(SHARED, 9)]
    numbers = RequestNumbers(
        first=None,
        last=None,
        total=112,
        breakdowns=(
            Breakdown("decision", "", tuple(decisions)),
            Breakdown("days", "", tuple(days)),
        ),
    )
    kept = kept_back(numbers, SHARED)
    assert told(kept, "decision") == [None, 100, None]
    assert told(kept, "days") == [None, 53, None]


COUNTS = st.lists(st.integers(0, 4) | st.integers(0, 60), min_size=1, max_size=14)


@given(COUNTS)
def test_no_small_number_can_be_worked_out(counts: list[int]) -> None:
    numbers = numbers_of(counts)
    kept = kept_back(numbers)
    shown = told(kept)
    for count, tells in zip(counts, shown, strict=True):
        assert tells in (None, count)
        assert tells is None or tells == 0 or tells >= SMALL
    hidden = [
        count for count, tells in zip(counts, shown, strict=True) if tells is None
    ]
    if not hidden or kept.total is None:
        return
    known = kept.total - sum(tells for tells in shown if tells is not None)
    # each hidden one is one at least, so any of them may be as large as this
    assert known - (len(hidden) - 1) > SMALL
    assert len(hidden) > 1


@given(COUNTS)
def test_no_more_is_kept_back_than_must_be(counts: list[int]) -> None:
    if all(not count or count >= SMALL for count in counts):
        assert told(kept_back(numbers_of(counts))) == counts
