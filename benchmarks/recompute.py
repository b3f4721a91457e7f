"""A new public holiday with 100,000 open cases (promise 15).

Only the cases that move may be written. One pass over the rows of all of them is shown
beside it, to tell a slow machine from a slow program.
"""

import sys
from dataclasses import replace
from datetime import date, timedelta
from time import perf_counter

from benchmarks._measure import heading, report
from benchmarks._vaults import vault_to_change
from isteam_app.domain.listing import OPEN_STATES, CaseFilter
from isteam_app.services.refreshing import Refreshed
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings

CASES = 128_000
WITHIN = timedelta(days=18)
OPEN = 100_000
MOST_SECONDS = 10.0
HOLIDAY = date(2026, 12, 21)


def main() -> int:
    """Print the promise beside what was measured; return how many were missed."""
    with vault_to_change(CASES, WITHIN) as session:
        with session.vault.read() as vault:
            opened = vault.cases.count(CaseFilter(states=OPEN_STATES))
            before = vault.cases.open_versions()
        if opened < OPEN:
            raise RuntimeError(f"Only {opened:,} of the made-up cases are open.")
        passing = _pass_over(session)
        settings = replace(session.settings(), extra_holidays=(HOLIDAY,))
        start = perf_counter()
        done = save_settings(session, settings)
        taken = perf_counter() - start
        written = _written(session, before)
    heading()
    print(f"   {opened:,} open cases; one pass over their rows took {passing:.1f} s")  # noqa: T201  a report
    missed = report("15 a new holiday, seconds", taken, MOST_SECONDS)
    missed += _only_those_that_move(done, written)
    return min(1, missed)


def _pass_over(session: Session) -> float:
    start = perf_counter()
    with session.vault._engine.connect() as connection:  # noqa: SLF001  the bare rows
        connection.exec_driver_sql(
            "SELECT * FROM cases WHERE state <> 'closed'"
        ).fetchall()
    return perf_counter() - start


def _written(session: Session, before: dict[int, int]) -> int:
    with session.vault.read() as vault:
        after = vault.cases.open_versions()
    return sum(after[number] != version for number, version in before.items())


def _only_those_that_move(done: Refreshed, written: int) -> int:
    share = written / max(1, done.moved)
    return report(f"15 cases written / cases that moved ({done.moved:,})", share, 1.0)


if __name__ == "__main__":
    sys.exit(main())
