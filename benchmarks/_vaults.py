"""Vaults of made-up cases for the benchmarks: made once, kept, used again."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from isteam_app.services.sample import make_sample
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock, unlock
from isteam_app.storage.keyslots import FLOOR_COST

KEPT = Path(__file__).resolve().parents[1] / "build" / "benchmarks"
HANDLER = "Sample Handler"
_PASSPHRASE = "benchmarks measure made-up cases"  # noqa: S105  guards nothing
_EDITION = 1  # raise it when a sample becomes another


def now() -> datetime:
    """The moment all kept vaults stand at, so that their lists never grow old."""
    return datetime(2026, 11, 23, 10, tzinfo=UTC)


@contextmanager
def sample_vault(cases: int) -> Iterator[Session]:
    """Open the vault of so many cases; make it first if there is none yet."""
    folder = KEPT / f"cases-{cases}-{_EDITION}.isvault"
    if not folder.exists():
        _make(folder, cases)
    session = unlock(folder, _PASSPHRASE, now)
    try:
        yield session
    finally:
        lock(session)


def _make(folder: Path, cases: int) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f"{os.getpid()}-{folder.name}")
    try:
        lock(
            make_sample(
                partial,
                passphrase=_PASSPHRASE,
                cases=cases,
                seed=1,
                now=now,
                progress=_say,
                cost=FLOOR_COST,
            )
        )
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _say(done: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        sys.stderr.write(f"\rmaking {done:,} of {total:,} cases{end}")
