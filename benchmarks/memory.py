"""What a day of work adds to the memory of the program (promise 18).

The real window works off-screen at 100,000 cases. After the first visit of each page
and the first previews, 1,000 page turns and 500 previews of cases may add 20 MB.
"""

import gc
import sys
from pathlib import Path

from benchmarks._measure import heading, report
from benchmarks._vaults import vault_to_change
from benchmarks.freeze import settle
from isteam_app.domain.listing import CaseFilter, CaseOrder
from isteam_app.services.cases import list_cases
from isteam_app.services.session import Session
from ui.app import application
from ui.common.theme import Theme
from ui.places import Place
from ui.screens import makers
from ui.session_work import SessionWork
from ui.workplace import Workplace

CASES = 100_000
TURNS, PREVIEWS = 1_000, 500
MOST_MB = 20.0
_PAGES = ("today", "cases", "case", "letters", "disclosures", "people", "intake")
_FIRST = 40
"""Turns and previews before the count starts: caches are full by then."""


def main() -> int:
    """Print the promise beside what was measured; return how many were missed."""
    if not Path("/proc/self/statm").exists():
        print("18 memory: skipped, this system does not say how much is used")  # noqa: T201  a report
        return 0
    application()
    heading()
    with vault_to_change(CASES) as session:
        return _watch(session)


def _watch(session: Session) -> int:
    work = Workplace(session, SessionWork(), makers(Theme("light")))
    work.frame.resize(1280, 800)
    work.frame.show()
    try:
        cases = [
            row.id
            for row in list_cases(session, CaseFilter(), CaseOrder(), limit=200).rows
        ]
        turn(work, cases, _FIRST)
        look(work, _FIRST)
        before = megabytes()
        turn(work, cases, TURNS)
        turned = megabytes()
        look(work, PREVIEWS)
        after = megabytes()
    finally:
        work.stop_moving()
        work.background.close()
        work.frame.close()
    print(f"   before {before:.0f} MB, turned {turned:.0f} MB, after {after:.0f} MB")  # noqa: T201  a report
    return report("18 memory after a day's work, MB more", after - before, MOST_MB)


def turn(work: Workplace, cases: list[int], times: int) -> None:
    """Go from page to page, each time to another case."""
    for number in range(times):
        key = _PAGES[number % len(_PAGES)]
        record = cases[number % len(cases)] if key == "case" else 0
        work.show_place(Place(key, record))
        settle(0)


def look(work: Workplace, times: int) -> None:
    """Go down the list of cases; each line shows its preview beside it."""
    work.go("cases")
    page = work.screen("cases")
    table = page.table  # type: ignore[attr-defined]  # the page of cases
    table.select_first()
    for number in range(times):
        table.setCurrentIndex(table.model().index(number % 200, 0))
        settle(0)


def megabytes() -> float:
    """The memory that is the program's own now, what is waste collected first."""
    gc.collect()
    settle()
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    sys.exit(main())
