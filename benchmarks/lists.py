"""The first page of every list of cases, and the start (promises 1 and 6).

The yardstick of a list is the same SQL, run by the same library on a copy without
encryption and turned to the same lines. The two take turns, list by list. The large
vault is also compared with one of 10,000 cases. It is made once and kept in `build/`.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from benchmarks._measure import heading, ratio, report
from benchmarks._vaults import (
    HANDLER,
    Statement,
    now,
    sample_vault,
    statements,
    unkeyed_copy,
)
from benchmarks.start import measure_start
from isteam_app.domain.cases import CaseKind, CaseRow, CaseState, ClockState
from isteam_app.domain.listing import OPEN_STATES, CaseColumn, CaseFilter, CaseOrder
from isteam_app.services.cases import list_cases
from isteam_app.services.session import Session

PAGE = 100
ROUNDS = 15
MOST_UNKEYED = 1.3
MOST_GROWTH = 1.5
SMALL = 10_000
LARGE = 1_000_000
_TODAY = now().date()

SAVED_FILTERS = {
    "all": CaseFilter(),
    "open": CaseFilter(states=OPEN_STATES),
    "mine": CaseFilter(states=OPEN_STATES, owner=HANDLER),
    "nobody's": CaseFilter(states=OPEN_STATES, owner=""),
    "overdue": CaseFilter(states=OPEN_STATES, due_to=_TODAY - timedelta(days=1)),
    "due soon": CaseFilter(
        states=OPEN_STATES, due_from=_TODAY, due_to=_TODAY + timedelta(days=7)
    ),
    "waiting": CaseFilter(states=(CaseState.WAITING,)),
    "new": CaseFilter(states=(CaseState.RECEIVED,)),
    "access": CaseFilter(states=OPEN_STATES, kinds=(CaseKind.ACCESS,)),
    "complaints": CaseFilter(kinds=(CaseKind.COMPLAINT,)),
    "closed": CaseFilter(states=(CaseState.CLOSED,)),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One list as somebody may ask for it."""

    name: str
    wanted: CaseFilter
    order: CaseOrder

    @property
    def words(self) -> str:
        way = "down" if self.order.descending else "up"
        return f"{self.name}, by {self.order.column.value} {way}"

    def page(self, session: Session, limit: int = PAGE) -> tuple[CaseRow, ...]:
        return list_cases(session, self.wanted, self.order, limit=limit).rows


def main(arguments: Sequence[str] = ()) -> int:
    """Print each promise beside what was measured; return how many were missed."""
    parser = argparse.ArgumentParser(prog="benchmarks.lists")
    parser.add_argument("--cases", type=int, default=LARGE)
    cases = parser.parse_args(list(arguments)).cases
    with sample_vault(cases) as large, sample_vault(SMALL) as small:
        with unkeyed_copy(large) as plain:
            unkeyed = _unkeyed(large, plain)
        growth = _growth(small, large)
    heading()
    print(f"1  keyed / unkeyed, {cases:,} cases; the slowest order of each list:")  # noqa: T201  a report
    missed = _report_worst(unkeyed, MOST_UNKEYED)
    print(f"1  {cases:,} / {SMALL:,} cases; the slowest order of each list:")  # noqa: T201  a report
    missed += _report_worst(growth, MOST_GROWTH)
    return min(1, missed + measure_start())


def _report_worst(measured: dict[Asked, float], most: float) -> int:
    missed = 0
    for name in SAVED_FILTERS:
        worst = max(
            (asked for asked in measured if asked.name == name),
            key=lambda asked: measured[asked],
        )
        missed += report(f"     {worst.words}", measured[worst], most)
    return missed


def _lists() -> Iterator[Asked]:
    for name, wanted in SAVED_FILTERS.items():
        for column in CaseColumn:
            for descending in (False, True):
                order = CaseOrder(column=column, descending=descending)
                yield Asked(name, wanted, order)


def _unkeyed(session: Session, plain: Any) -> dict[Asked, float]:
    ratios = {}
    for asked in _lists():
        heard = statements(lambda asked=asked: asked.page(session))  # type: ignore[misc]  # bound early
        if asked.page(session) != _rows(plain, heard):
            raise RuntimeError(f"The copy answers “{asked.name}” differently.")
        ratios[asked] = ratio(
            lambda asked=asked: asked.page(session),  # type: ignore[misc]  # bound early
            lambda heard=heard: _rows(plain, heard),  # type: ignore[misc]  # likewise
            most=MOST_UNKEYED,
            rounds=ROUNDS,
        )
    return ratios


def _growth(small: Session, large: Session) -> dict[Asked, float]:
    """Compare as many lines as the small vault has: its rare lists are short."""
    ratios = {}
    for asked in _lists():
        lines = len(asked.page(small))
        ratios[asked] = ratio(
            lambda asked=asked, lines=lines: asked.page(large, max(1, lines)),  # type: ignore[misc]  # bound early
            lambda asked=asked, lines=lines: asked.page(small, max(1, lines)),  # type: ignore[misc]  # likewise
            most=MOST_GROWTH,
            rounds=ROUNDS,
        )
    return ratios


def _rows(plain: Any, heard: list[Statement]) -> tuple[CaseRow, ...]:
    found: list[CaseRow] = []
    for sql, given in heard:
        found += [_line(*row) for row in plain.execute(sql, given).fetchall()]
    plain.execute("ROLLBACK")  # the service begins, so the copy does too
    return tuple(found[:PAGE])


def _line(*row: Any) -> CaseRow:
    return CaseRow(
        id=row[0],
        reference=row[1],
        kind=CaseKind(row[2]),
        state=CaseState(row[3]),
        person=row[4],
        owner=row[5],
        received=date.fromisoformat(row[6]),
        clock=ClockState(row[7]),
        due=_date(row[8]),
        post_by=_date(row[9]),
        next_action=row[10],
        next_by=_date(row[11]),
    )


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
