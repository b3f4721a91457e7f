"""Takes turns, compares medians, and prints each promise beside what was measured."""

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter


def in_turn(works: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Run each work once a round; return the median seconds of each."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            start = perf_counter()
            work()
            taken.append(perf_counter() - start)
    return [median(taken) for taken in times]


def ratio(
    ours: Callable[[], object],
    yardstick: Callable[[], object],
    *,
    most: float,
    rounds: int,
) -> float:
    """Return how many times the yardstick ours takes, by medians.

    A ratio above `most` is measured again, twice and four times as long, and the best
    counts: a busy neighbour on the machine is no missed promise.
    """
    best = float("inf")
    for tries in (rounds, rounds * 2, rounds * 4):
        taken, bare = in_turn((ours, yardstick), tries)
        best = min(best, taken / bare)
        if best <= most:
            break
    return best


def heading() -> None:
    """Print the first line of a table of promises."""
    print(f"{'promise':58} {'measured':>8} {'at most':>8}")  # noqa: T201  a report


def report(promise: str, measured: float, most: float) -> int:
    """Print one promise; return 1 when it was missed, else 0."""
    kept = measured <= most
    verdict = "kept" if kept else "MISSED"
    print(f"{promise:58} {measured:8.2f} {most:8.2f}  {verdict}", flush=True)  # noqa: T201  a report
    return 0 if kept else 1
