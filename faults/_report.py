"""Counts what was tried and what went wrong, and says it in one line a promise."""

import sys
from collections import Counter
from time import perf_counter

_MOST_TOLD = 10


class Promise:
    """One promise on trial. `report` prints it, and says by its code whether it held.

    "P1  save: 400 kills, 6,113 acknowledged, 0 lost".
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._start = perf_counter()

    def count(self, what: str, many: int = 1) -> None:
        """Add to what the line counts; a count of 0 is told too."""
        self.counts[what] += many

    def fail(self, sentence: str) -> None:
        """Note what went wrong. One is enough to break the promise."""
        self.wrong.append(sentence)

    def expect(self, kept: bool, sentence: str) -> bool:
        """Note the sentence unless it was kept. Return whether it was."""
        if not kept:
            self.fail(sentence)
        return kept

    def report(self) -> int:
        """Print the line; return 1 when the promise is broken, else 0."""
        counted = [f"{many:,} {what}" for what, many in self.counts.items()]
        taken = perf_counter() - self._start
        verdict = "MISSED" if self.wrong else "kept"
        told = ", ".join([*counted, f"{len(self.wrong):,} wrong"])
        print(f"{self.name}: {told}  {verdict}  ({taken:.0f} s)", flush=True)
        for sentence in self.wrong[:_MOST_TOLD]:
            print(f"    {sentence}")
        if len(self.wrong) > _MOST_TOLD:
            print(f"    and {len(self.wrong) - _MOST_TOLD:,} more")
        return 1 if self.wrong or not counted else 0


def is_short() -> bool:
    """Whether the run is the short form, of a few seconds, that the tests use."""
    return "--short" in sys.argv[1:]


def skipped(name: str, why: str) -> int:
    """Say by name that a promise cannot be tried on this computer."""
    print(f"{name}: skipped, {why}", flush=True)
    return 0
