"""Vaults of made-up cases for the benchmarks: made once, kept, used again."""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlcipher3.dbapi2 as driver  # type: ignore[import-untyped]  # has no stubs
from sqlalchemy import Engine, event

from isteam_app.services.sample import REQUESTS_FOR_TEN, THREE_YEARS, make_sample
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock, unlock
from isteam_app.storage import migrations
from isteam_app.storage.kdf import FLOOR_COST

Statement = tuple[str, Any]

KEPT = Path(__file__).resolve().parents[1] / "build" / "benchmarks"
SETTINGS_OF_A_VAULT = (
    "cache_size = -65536",
    "temp_store = MEMORY",
    "foreign_keys = ON",
    "secure_delete = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
)
HANDLER = "Sample Handler"
PASSPHRASE = "benchmarks measure made-up cases"  # noqa: S105  guards nothing
_SEED = 1
_EDITION = 4  # raise it when a sample becomes another


def now() -> datetime:
    """The moment all kept vaults stand at, so that their lists never grow old."""
    return datetime(2026, 11, 23, 10, tzinfo=UTC)


@contextmanager
def sample_vault(
    cases: int,
    within: timedelta = THREE_YEARS,
    requests_for_ten: int = REQUESTS_FOR_TEN,
) -> Iterator[Session]:
    """Open the vault of so many cases; make it first if there is none yet."""
    session = unlock(kept_vault(cases, within, requests_for_ten), PASSPHRASE, now)
    try:
        yield session
    finally:
        lock(session)


@contextmanager
def vault_to_change(cases: int, within: timedelta = THREE_YEARS) -> Iterator[Session]:
    """Open a copy of a kept vault, thrown away afterwards."""
    kept = kept_vault(cases, within)
    with TemporaryDirectory(dir=KEPT, prefix="copy-") as place:
        copy = Path(place) / kept.name
        shutil.copytree(kept, copy)
        session = unlock(copy, PASSPHRASE, now)
        try:
            yield session
        finally:
            lock(session)


def kept_vault(
    cases: int,
    within: timedelta = THREE_YEARS,
    requests_for_ten: int = REQUESTS_FOR_TEN,
) -> Path:
    """Return the folder of the vault of so many cases, made now if there is none."""
    parts = (cases, within.days, requests_for_ten, _SEED, _EDITION, _schema())
    folder = KEPT / f"{'-'.join(map(str, parts))}.isvault"
    if not folder.exists():
        _make(folder, cases, within, requests_for_ten)
    return folder


def _schema() -> str:
    steps = "\n".join(migrations.STEPS)
    return hashlib.sha256(steps.encode()).hexdigest()[:8]


def _make(folder: Path, cases: int, within: timedelta, requests_for_ten: int) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f"{os.getpid()}-{folder.name}")
    try:
        lock(
            make_sample(
                partial,
                passphrase=PASSPHRASE,
                cases=cases,
                seed=_SEED,
                now=now,
                progress=_say,
                cost=FLOOR_COST,
                within=within,
                requests_for_ten=requests_for_ten,
            )
        )
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def export(session: Session, file: Path) -> None:
    """Write the vault's database to a file without a key."""
    with closing(session.vault._engine.raw_connection()) as keyed:  # noqa: SLF001  only a yardstick does without the key
        cursor = keyed.cursor()
        cursor.execute("ATTACH DATABASE ? AS plain KEY ''", (str(file),))
        cursor.execute("SELECT sqlcipher_export('plain')")
        cursor.execute("DETACH DATABASE plain")


@contextmanager
def unkeyed_copy(session: Session) -> Iterator[Any]:
    """Open a copy of the database without a key; it is removed afterwards."""
    with TemporaryDirectory(dir=KEPT, prefix="unkeyed-") as place:
        file = Path(place) / "plain.db"
        export(session, file)
        with closing(driver.connect(str(file), isolation_level=None)) as plain:
            for setting in SETTINGS_OF_A_VAULT:
                plain.execute(f"PRAGMA {setting}")
            yield plain


def statements(work: Callable[[], object]) -> list[Statement]:
    """Listen to what some work asks of the database."""
    heard: list[Statement] = []

    def hear(_c: Any, _u: Any, sql: str, given: Any, _x: Any, _m: bool) -> None:
        heard.append((sql, given))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    return heard


def _say(done: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        sys.stderr.write(f"\rmaking {done:,} of {total:,} cases{end}")
