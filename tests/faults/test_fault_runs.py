"""The short form of every fault run holds, as `dev.py faults --short` would run it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNS = sorted(
    file.stem
    for file in (ROOT / "faults").glob("*.py")
    if not file.stem.startswith("_")
)


@pytest.mark.parametrize("name", RUNS)
def test_a_short_run_keeps_its_promises(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"faults.{name}", "--short"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert "MISSED" not in done.stdout
    assert done.stdout.startswith("P")  # a run that tried nothing proves nothing


def test_the_runs_are_all_found() -> None:
    assert "kills" in RUNS
