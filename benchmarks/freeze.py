"""How long the window may stand still at 100,000 cases (promise 17).

The real window works off-screen through lists, quick find, a case page, the saving of
an item of post and a new public holiday. A timer ticks as often as it can meanwhile:
the time between two ticks is how long the window did not answer.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from statistics import quantiles
from time import perf_counter

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest

from benchmarks._measure import heading, report
from benchmarks._vaults import vault_to_change
from benchmarks.find import PHRASES
from benchmarks.intake import new_post
from benchmarks.recompute import CASES as BUSY
from benchmarks.recompute import HOLIDAY, WITHIN
from isteam_app.domain.cases import CaseState
from isteam_app.domain.listing import CaseColumn, CaseFilter, CaseOrder
from isteam_app.progress import Progress
from isteam_app.services.cases import list_cases
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings
from ui.app import application
from ui.common.background import Job
from ui.common.quick_find import PAUSE_MS
from ui.common.theme import Theme
from ui.screens import makers
from ui.session_work import SessionWork
from ui.workplace import Workplace

CASES = 100_000
MOST_P99_MS = 50.0
MOST_WORST_MS = 100.0
TICK_MS = 1
_TURNS = 12
_PAGES = 6


class Ticks(QObject):
    """Notes how long the event loop left a timer waiting, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def watch(self, work: Callable[[], None]) -> list[float]:
        """Return the gaps while some work went on."""
        self.gaps, self._last = [], perf_counter()
        self._timer.start()
        work()
        settle()
        self._timer.stop()
        return self.gaps

    @Slot()
    def _tick(self) -> None:
        now = perf_counter()
        self.gaps.append((now - self._last) * 1_000)
        self._last = now


class Watched:
    """The window, and everything a person does in it here."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.background = SessionWork()
        theme = Theme("light")
        theme.apply(application())
        self.work = Workplace(session, self.background, makers(theme))
        self.work.frame.resize(1280, 800)
        self.work.frame.show()

    def first_visits(self) -> None:
        for key in ("today", "cases", "intake"):
            self.work.go(key)
            settle()
        self.work.open_case(1)
        settle()

    def lists(self) -> None:
        self.work.go("today")
        settle()
        self.work.go("cases")
        page = self.work.screen("cases")
        for column in CaseColumn:
            page.table.set_order(column, descending=False)  # type: ignore[attr-defined]  # the page of cases
            page.refresh()
            settle()
        for _ in range(_TURNS):
            QTest.keyClick(page.table, Qt.Key.Key_PageDown)  # type: ignore[attr-defined]  # likewise
            settle()

    def quick_find(self) -> None:
        field = self.work.frame.top_bar.quick_find
        for phrase in PHRASES:
            field.clear()
            for key in phrase:
                QTest.keyClick(field, key)
                settle(PAUSE_MS + 20)

    def case_page(self) -> None:
        for state in CaseState:
            wanted = CaseFilter(states=(state,))
            for row in list_cases(self._session, wanted, CaseOrder(), limit=2).rows:
                self.work.open_case(row.id)
                settle()

    def intake(self) -> None:
        for number in range(_PAGES):
            self._do(
                lambda progress, number=number: receive_post(
                    self._session, new_post(number), progress
                )
            )  # type: ignore[misc]  # bound early

    def holiday(self) -> None:
        settings = replace(self._session.settings(), extra_holidays=(HOLIDAY,))
        self._do(partial(save_settings, self._session, settings))

    def close(self) -> None:
        self.work.stop_moving()
        self.background.end()
        self.work.frame.close()

    def _do(self, work: Callable[[Progress], object]) -> None:
        """Do on the worker what the pages do there."""
        loop = QEventLoop()
        job = Job(work)
        job.finished.connect(loop.quit)
        self.background.start(job)
        loop.exec()


def main() -> int:
    """Print each promise beside what was measured; return how many were missed."""
    application()
    heading()
    with vault_to_change(CASES) as session:
        missed = _watch(
            session,
            {
                "lists": Watched.lists,
                "quick find": Watched.quick_find,
                "case page": Watched.case_page,
                "save at intake": Watched.intake,
            },
        )
    with vault_to_change(BUSY, WITHIN) as session:
        missed += _watch(session, {"a new holiday": Watched.holiday})
    return min(1, missed)


def _watch(session: Session, works: dict[str, Callable[[Watched], None]]) -> int:
    watched, ticks = Watched(session), Ticks()
    missed = 0
    try:
        first = max(ticks.watch(watched.first_visits))
        print(f"   the first visit of a page builds it: {first:.0f} ms at most")  # noqa: T201  a report
        for name, work in works.items():
            missed += _report(name, ticks.watch(partial(work, watched)))
    finally:
        watched.close()
    return missed


def _received(session: Session, number: int, progress: Progress) -> object:
    return receive_post(session, new_post(number), progress)


def settle(milliseconds: int = 20) -> None:
    """Let everything that is queued happen, a few ticks long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _report(name: str, gaps: list[float]) -> int:
    slow = quantiles(gaps, n=100, method="inclusive")[-1]
    missed = report(f"17 {name}: gap between ticks, p99, ms", slow, MOST_P99_MS)
    return missed + report(f"17 {name}: longest gap, ms", max(gaps), MOST_WORST_MS)


if __name__ == "__main__":
    sys.exit(main())
