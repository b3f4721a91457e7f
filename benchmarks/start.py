"""How long until the unlock page is painted (promise 6).

The yardstick is an empty window of a program that loads the same parts of Qt. Each
start is a process of its own, and they take turns.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._first_paint import PAINTED
from benchmarks._measure import heading, ratio, report
from isteam_app.services.sample import make_sample
from isteam_app.services.unlock import lock
from isteam_app.storage.kdf import FLOOR_COST

ROUNDS = 10
MOST = 1.5


def main() -> int:
    """Print the promise beside what was measured; return how many were missed."""
    heading()
    return measure_start()


def measure_start() -> int:
    with TemporaryDirectory(prefix="isteam-bench-") as place:
        home = Path(place)
        vault = home / "bench.isvault"
        lock(
            make_sample(
                vault,
                passphrase="never typed",  # noqa: S106  nothing is opened with it
                cases=1,
                seed=1,
                cost=FLOOR_COST,
            )
        )
        product = ("product", str(vault))
        modules = _start(product, home)  # also leaves everything warm
        empty = ("empty", *modules)
        _start(empty, home)
        measured = ratio(
            lambda: _start(product, home),
            lambda: _start(empty, home),
            most=MOST,
            rounds=ROUNDS,
        )
    return report("6  start to unlock page / empty window", measured, MOST)


def _start(what: Sequence[str], home: Path) -> list[str]:
    """Start a program; return the parts of Qt it had loaded when it was painted."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        environment[name] = str(home)
    with subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-m", "benchmarks._first_paint", *what],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as program:
        assert program.stdout is not None  # noqa: S101  asked for above
        word, *modules = (program.stdout.readline() or "nothing").split()
        if word != PAINTED:
            program.kill()
            raise RuntimeError("The window was never painted.")
    return modules


if __name__ == "__main__":
    sys.exit(main())
