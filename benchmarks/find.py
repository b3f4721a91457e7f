"""Quick find, keystroke by keystroke, at 100,000 cases (promise 2).

The yardstick is the same SQL, run by the same library on a copy without encryption and
turned to the same hits. Then each key is pressed in the real field, and timed until
the results are painted; only the pause that waits for the next key is left out.
"""

import sys
from collections.abc import Callable, Iterator
from statistics import quantiles
from time import perf_counter
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from benchmarks._measure import heading, ratio, report
from benchmarks._vaults import Statement, sample_vault, statements, unkeyed_copy
from isteam_app.domain.listing import Hit, HitKind
from isteam_app.services.search import find
from isteam_app.services.session import Session
from ui.app import application
from ui.common.quick_find import Results
from ui.common.theme import Theme
from ui.common.top_bar import TopBar
from ui.quick_actions import QuickFind

CASES = 100_000
ROUNDS = 5
MOST = 1.3
MOST_MS = 50.0
PHRASES = (
    "ms marged ellwood",
    "merriweather",
    "elwodo",  # mistyped
    "lwood",  # the middle of a name
    "qx4 7tb",
    "IS-2026-00412",
    "D-2026-00042",
    "eastbridge constab",
    "parcel signed",
    "zzyzx",  # finds nothing
)
_PARTS = 5  # columns of a hit
_PATIENCE_MS = 5_000


def main() -> int:
    """Print each promise beside what was measured; return how many were missed."""
    with sample_vault(CASES) as session:
        heading()
        with unkeyed_copy(session) as plain:
            missed = _compare(session, plain)
        missed += _painted(session)
    return min(1, missed)


def _compare(session: Session, plain: Any) -> int:
    keys = [text for phrase in PHRASES for text in _typed(phrase)]
    heard = [statements(lambda text=text: find(session, text)) for text in keys]  # type: ignore[misc]  # bound early

    def ours() -> None:
        for text in keys:
            find(session, text)

    def bare() -> None:
        for asked in heard:
            _hits(plain, asked)

    measured = ratio(ours, bare, most=MOST, rounds=ROUNDS)
    return report(
        f"2  {len(keys)} keys of {len(PHRASES)} searches, keyed / unkeyed",
        measured,
        MOST,
    )


def _typed(phrase: str) -> Iterator[str]:
    return (phrase[: end + 1] for end in range(len(phrase)))


def _hits(plain: Any, heard: list[Statement]) -> list[Hit]:
    found = []
    for sql, given in heard:
        rows = plain.execute(sql, given).fetchall()
        found += [_hit(*row) for row in rows if len(row) == _PARTS]
    plain.execute("ROLLBACK")  # the service begins, so the copy does too
    return found


def _hit(kind: str, number: int, reference: str, title: str, detail: str) -> Hit:
    return Hit(
        kind=HitKind(kind), id=number, reference=reference, title=title, detail=detail
    )


class _Painted(QObject):
    """Notes when the list of results has been painted."""

    def __init__(self, results: Results) -> None:
        super().__init__(results)
        self.seen = False
        results.installEventFilter(self)
        # the same results as before would need no paint
        results.model.modelReset.connect(results.update)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


def _painted(session: Session) -> int:
    """Press every key of every phrase; report the slowest twentieth."""
    app = application()
    Theme("light").apply(app)
    window = QWidget()
    bar = TopBar(QuickFind(session))
    bar.setParent(window)
    window.resize(1280, 800)
    bar.resize(1280, bar.sizeHint().height())
    window.show()
    field = bar.quick_find
    field._pause.setInterval(0)  # noqa: SLF001  the pause is for the person's sake
    field.setFocus()
    QTest.keyClicks(field, "a")
    _wait(lambda: field.results is not None and field.results.isVisible())
    assert field.results is not None  # noqa: S101  just waited for
    painted = _Painted(field.results)
    taken = []
    for phrase in PHRASES:
        field.clear()
        for key in phrase:
            painted.seen = False
            start = perf_counter()
            QTest.keyClick(field, key)
            _wait(lambda: painted.seen)
            taken.append((perf_counter() - start) * 1_000)
    window.close()
    slowest = quantiles(taken, n=20)[-1]
    return report("2  key to painted results, p95, ms", slowest, MOST_MS)


def _wait(until: Callable[[], bool]) -> None:
    loop, alarm = QEventLoop(), QTimer()
    alarm.setSingleShot(True)
    alarm.start(_PATIENCE_MS)
    while not until():
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if not alarm.isActive():
            raise RuntimeError("The results were never painted.")


if __name__ == "__main__":
    sys.exit(main())
