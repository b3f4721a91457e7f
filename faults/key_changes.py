"""P9: the old or the new key always opens, whenever a change of keys is cut short.

Each change is killed before each of its syncs, renames and removals of a file in turn,
and at moments drawn from a fixed seed. Then every way in is tried, the vault is checked
page by page, and what was acknowledged must hold.
"""

import random
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from faults._key_acts import CASES, KeyAct, Way, device, dying_at, key_acts, make_team
from faults._kills import CAN_KILL, Death, Say, killed
from faults._report import Promise, is_short, skipped
from faults._vaults import Kept, room
from isteam_app.domain.listing import CaseFilter
from isteam_app.errors import IsteamError

KILLS = 200
_SHORT_ACTS = ("changing one's passphrase", "removing a person")
_SHORT_STEPS = (1, 4)
_SEED = 2026
_MOST_STEPS = 60
_LATE = 1.1
_KNOWN = ("keys.json", "keys.previous.json", "attachments", "in-use.json")


def main() -> int:
    """Kill every change over and over, a line for each; return what was missed."""
    if not CAN_KILL:
        return skipped("P9  key changes", "this system has no fork and no SIGKILL")
    with room() as place:
        kept = make_team(place)
        acts = key_acts(kept)
        if is_short():
            return max(
                _cut_short(act, kept, place, steps=_SHORT_STEPS, kills=1)
                for act in acts
                if act.name in _SHORT_ACTS
            )
        each = -(-KILLS // len(acts))
        return max(_cut_short(act, kept, place, kills=each) for act in acts)


def _cut_short(
    act: KeyAct,
    kept: Kept,
    place: Path,
    *,
    kills: int,
    steps: tuple[int, ...] = (),
) -> int:
    promise = Promise(f"P9  {act.name}")
    for what in ("steps", "random kills", "acknowledged", "opened", "lost"):
        promise.count(what, 0)
    trial = _Trial(act, kept, place, promise)
    lasts = trial.untouched()
    for step in steps or range(1, _MOST_STEPS):
        if trial.at_step(step).finished:
            break
        promise.count("steps")
    chance = random.Random(f"{_SEED} {act.name}")  # noqa: S311  moments, not secrets
    for _ in range(kills):
        trial.after(chance.uniform(0.0, _LATE * lasts))
        promise.count("random kills")
    return promise.report()


class _Trial:
    """One change, tried on a fresh copy of the same vault each time."""

    def __init__(self, act: KeyAct, kept: Kept, place: Path, promise: Promise) -> None:
        self._act, self._kept, self._place = act, kept, place
        self._promise = promise
        self._number = 0

    def untouched(self) -> float:
        """Let the change finish once; return how long it lasts."""
        begun = perf_counter()
        death = self._die(lambda kept, say: self._act.run(kept, say), after=3600.0)
        self._promise.expect(death.finished, f"unkilled, it broke: {death.broken}")
        return perf_counter() - begun

    def at_step(self, step: int) -> Death:
        """Die before the so many-th thing the change does to a file."""

        def dying(kept: Kept, say: Say) -> None:
            def ready(text: str) -> None:
                say(text)
                if text == "ready":
                    steps.__enter__()

            steps = dying_at(step)
            self._act.run(kept, ready)

        return self._die(dying, after=3600.0)

    def after(self, seconds: float) -> None:
        """Die so long after the vault was opened."""
        self._die(lambda kept, say: self._act.run(kept, say), after=seconds)

    def _die(self, work: Callable[[Kept, Say], None], *, after: float) -> Death:
        self._number += 1
        room_of_its_own = self._place / f"{self._act.name} {self._number}"
        room_of_its_own.mkdir()
        kept = self._kept.copied(room_of_its_own)
        death = killed(lambda say: work(kept, say), after=after)
        if death.broken:
            self._promise.fail(f"it broke: {death.broken[-400:]}")
            return death
        try:
            self._look(kept, death)
        except (IsteamError, RuntimeError, OSError) as error:
            self._promise.fail(f"{type(error).__name__}: {error}")
        return death

    def _look(self, kept: Kept, death: Death) -> None:
        done = [line for line in death.said if line.startswith("done")]
        self._promise.count("acknowledged", bool(done))
        act, folder = self._act, kept.folder
        ways = list(act.always)
        secret = done[0].removeprefix("done").strip() if done else ""
        if secret:
            ways.append(device(bytes.fromhex(secret)))
        for way in ways:
            if not self._promise.expect(way.lets_in(folder), f"{way.name} is lost"):
                self._promise.count("lost")
        self._look_at_both(folder, done=bool(done))
        self._look_inside(act.always[-1], folder)
        self._promise.count("opened")

    def _look_at_both(self, folder: Path, *, done: bool) -> None:
        before, after = self._act.before, self._act.after
        old = before is not None and before.lets_in(folder)
        new = after is not None and after.lets_in(folder)
        if done:
            self._promise.expect(not old, "the old way lets in after it was changed")
            self._promise.expect(new or after is None, "the new way does not let in")
        elif before is not None and after is not None:
            self._promise.expect(old != new, f"old lets in: {old}, new lets in: {new}")

    def _look_inside(self, way: Way, folder: Path) -> None:
        vault = way.open(folder)
        try:
            problems = [*vault.verify().problems, *vault.notices]
            with vault.read() as reading:
                found = reading.cases.count(CaseFilter())
                team = {each.name for each in reading.members.all()}
        finally:
            vault.close()
        self._promise.expect(not problems, f"not whole: {problems}")
        self._promise.expect(found == CASES, f"{found} cases of {CASES}")
        for each in (self._act.before, self._act.after):
            if each is not None and each.who and not self._act.new_key:
                expected = each.lets_in(folder)
                there = each.who in team
                if self._act.before is None:
                    self._promise.expect(expected == there, "a slot of nobody lets in")
        left = [path.name for path in folder.iterdir() if not _belongs(path.name)]
        bases = [path.name for path in folder.glob("*.db")]
        self._promise.expect(not left, f"left behind: {left}")
        self._promise.expect(len(bases) == 1, f"databases: {bases}")


def _belongs(name: str) -> bool:
    return name in _KNOWN or ".db" in name


if __name__ == "__main__":
    sys.exit(main())
