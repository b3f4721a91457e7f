"""P1: what the program said is kept stays kept, whenever it is killed.

A process works and says so after each act; it gets SIGKILL at a moment drawn from a
fixed seed; then its vault is opened, checked page by page and compared with what it had
said. Every act is tried for itself.
"""

import random
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from faults._acts import IMPORT, LETTER, SAVE, Act
from faults._great_acts import BACKUP, MIGRATIONS, ROTATION
from faults._kills import CAN_KILL, killed
from faults._report import Promise, is_short, skipped
from faults._vaults import Kept, opened, room

KILLS = {
    SAVE: 600,
    LETTER: 350,
    IMPORT: 250,
    BACKUP: 250,
    ROTATION: 150,
    **dict.fromkeys(MIGRATIONS, 134),
}
SHORT = 3
_SEED = 2026
_LATE = 1.15
"""So many times as long as an act lasts: a few kills come after it."""
_IN_OPENING = 8
"""One kill in so many falls into the opening of the vault."""


def main() -> int:
    """Kill every act so many times; print a line for each; return what was missed."""
    if not CAN_KILL:
        return skipped("P1  kill -9", "this system has no fork and no SIGKILL")
    wanted = [given for given in sys.argv[1:] if not given.startswith("-")]
    return max(
        kill_over_and_over(act, SHORT if is_short() else kills)
        for act, kills in KILLS.items()
        if not wanted or act.name in wanted
    )


def kill_over_and_over(act: Act, kills: int) -> int:
    """Kill one act so many times, in one vault after another."""
    promise = Promise(f"P1  kill -9 in {act.name}")
    for what in ("kills", "acknowledged", "lost", "corrupt"):
        promise.count(what, 0)
    chance = random.Random(f"{_SEED} {act.name}")  # noqa: S311  moments of kills, not secrets
    with room() as place:
        first = act.start(place)
        if act.whole:
            act = replace(act, most=_LATE * _lasts(act, first, place))
        for done in range(0, kills, act.fresh):
            copies = place / str(done)
            copies.mkdir()
            kept = first.copied(copies)
            _kill_one_vault(act, kept, min(act.fresh, kills - done), chance, promise)
    needed = 0 if act.whole and is_short() else act.least * kills
    promise.expect(promise.counts["acknowledged"] >= needed, "they died without work")
    return promise.report()


def _lasts(act: Act, first: Kept, place: Path) -> float:
    """Return how many seconds the first act takes, untouched, on this computer now."""
    (place / "timed").mkdir()
    kept = first.copied(place / "timed")
    start = perf_counter()
    killed(lambda say: act.work(kept, say), after=0.0)
    return perf_counter() - start


def _kill_one_vault(
    act: Act, kept: Kept, kills: int, chance: random.Random, promise: Promise
) -> None:
    said: list[str] = []
    for number in range(kills):
        death = killed(
            lambda say: act.work(kept, say),
            after=chance.uniform(0.0, act.most),
            lines=chance.randint(1, 5) if number % _IN_OPENING else 0,
        )
        promise.count("kills")
        if death.finished or death.broken:
            promise.fail(f"it ended before it was killed: {death.broken[-300:]}")
            return
        new = [line for line in death.said if line != "ready"]
        said += new
        promise.count("acknowledged", len(new))
        _look(act, kept, said, promise)


def _look(act: Act, kept: Kept, said: list[str], promise: Promise) -> None:
    try:
        with opened(kept) as session:
            lost = [*act.missing(session, said), *session.vault.notices]
            problems = session.vault.verify().problems
    except Exception as error:  # noqa: BLE001  whatever it is, the vault did not open
        promise.count("corrupt")
        promise.fail(f"it does not open: {type(error).__name__} {error}")
        return
    promise.count("lost", len(lost))
    promise.count("corrupt", bool(problems))
    for sentence in (*lost, *problems):
        promise.fail(sentence)


if __name__ == "__main__":
    sys.exit(main())
