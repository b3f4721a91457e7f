"""P2: no single operation on a file that fails costs anything that was kept.

Each journey is done again and again: once its first operation on a file fails, then its
second, and so on until the journey runs clean; for every way a disk lets one down. The
operations are those of the system, so Python's and the database's own count alike.
"""

import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path

from faults import _failing
from faults._failing import FAULTS, Fault
from faults._great_journeys import BACKUPS, GREAT_JOURNEYS
from faults._journeys import JOURNEYS, Journey, State
from faults._kills import Say, killed
from faults._report import Promise, is_short, skipped
from faults._vaults import Kept, opened, room
from isteam_app.errors import IsteamError, VaultReadOnly

_PATIENCE = 60.0
_SHORT = (5, 23)
_SHORT_JOURNEYS = ("open and lock", "save with scans", "back up")
"""Only these operations, of these journeys alone, in the short form."""


def main() -> int:
    """Try every journey with every fault; print a line each; return what was missed."""
    missing = _failing.why_not()
    if missing:
        return skipped("P2  failing disk", missing)
    with room() as place:
        if not _failing.is_loaded():
            return _failing.run_again("faults.operations", place)
        return max(try_journey(journey, place) for journey in _chosen())


def _chosen() -> Sequence[Journey]:
    given = [each for each in sys.argv[1:] if not each.startswith("-")]
    wanted = given or (_SHORT_JOURNEYS if is_short() else ())
    journeys = (*JOURNEYS, *GREAT_JOURNEYS)
    return [each for each in journeys if not wanted or each.name in wanted]


def try_journey(journey: Journey, place: Path) -> int:
    """Try one journey with every fault at every operation."""
    promise = Promise(f"P2  {journey.name}")
    for what in ("faults", "told", "survived"):
        promise.count(what, 0)
    first = place / "first"
    first.mkdir()
    kept = journey.start(first)
    told: Counter[str] = Counter()
    for number, fault in enumerate(FAULTS):
        for at in _operations(journey.every, first=number % journey.every + 1):
            if not _try_one(journey, kept, fault, at, place, promise, told):
                break
    if "--sentences" in sys.argv:
        for sentence, many in sorted(told.items()):
            print(f"    {many:5} {sentence}")
    shutil.rmtree(first)
    return promise.report()


def _operations(every: int, first: int) -> Iterable[int]:
    return _SHORT if is_short() else count(first, every)


def _try_one(
    journey: Journey,
    kept: Kept,
    fault: Fault,
    at: int,
    place: Path,
    promise: Promise,
    told: Counter[str],
) -> bool:
    """Do the journey once with one fault. Return whether it met it."""
    folder = place / "try"
    folder.mkdir()
    copy = kept.copied(folder)
    death = killed(
        lambda say: _act_and_again(journey, copy, folder, fault, at, say),
        after=_PATIENCE,
        lines=0,
    )
    where = f"{journey.name}, {fault.name}, operation {at}"
    met = True
    if not death.finished:
        promise.fail(f"{where}: {death.broken[-600:] or 'it hung'}")
    else:
        seen, outcome, key, vault = death.said
        met = int(seen) >= at
        if met:
            promise.count("faults")
            promise.count("told" if outcome else "survived")
            told[f"{fault.name:10} {outcome}"] += 1
        found = Kept(Path(vault), key)
        for sentence in _found(journey, State(folder, found, stuck=fault.sticks)):
            promise.fail(f"{where}: {sentence} (told: {outcome})")
    shutil.rmtree(folder)
    return met


def _act_and_again(
    journey: Journey, kept: Kept, folder: Path, fault: Fault, at: int, say: Say
) -> None:
    """Act under the fault; once it is told, act again without it, as a person would."""
    (folder / BACKUPS).mkdir()
    _failing.watch(folder)
    state = State(folder, kept, stuck=fault.sticks)
    if journey.opens_first:
        state.open  # noqa: B018  opened before the fault
    outcome = ""
    _failing.arm(fault, at)
    try:
        journey.act(state)
    except IsteamError as error:
        outcome = f"{type(error).__name__}: {error}"
    finally:
        seen = _failing.disarm()
    if outcome:
        if state.session is not None and state.session.vault.damage:
            state.close()
        try:
            journey.act(state)
        except VaultReadOnly:  # one connection still cannot, and is dropped
            journey.act(state)
    state.close()
    for line in (
        str(seen),
        outcome.replace("\n", " "),
        state.key or state.kept.recovery_key,
        str(state.kept.folder),
    ):
        say(line)


def _found(journey: Journey, state: State) -> Iterator[str]:
    """Open the vault anew and yield what is not as it must be."""
    try:
        with opened(state.kept) as session:
            yield from session.vault.notices
            yield from journey.missing(session, state)
            yield from session.vault.verify().problems
    except IsteamError as error:
        yield f"it does not open: {error}"


if __name__ == "__main__":
    sys.exit(main())
