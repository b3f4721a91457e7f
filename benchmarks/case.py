"""Opening the page of a case: facts, clock with its working, timeline (promise 3).

The yardstick is the same service on a copy without encryption. The page is also read
from a vault with a tenth of the cases: how many others there are must not matter.
"""

import sys

from benchmarks._measure import heading, ratio, report
from benchmarks._plain import unkeyed_session
from benchmarks._vaults import sample_vault
from isteam_app.domain.cases import CaseState
from isteam_app.domain.listing import CaseFilter, CaseOrder
from isteam_app.services.cases import case_page, list_cases
from isteam_app.services.session import Session

CASES = 100_000
SMALL = 10_000
PAGES = 8
ROUNDS = 15
MOST = 1.3


def main() -> int:
    """Print each promise beside what was measured; return how many were missed."""
    heading()
    with sample_vault(CASES) as session, sample_vault(SMALL) as small:
        ids, few = _some(session), _some(small)
        with unkeyed_session(session) as plain:
            keyed = ratio(
                lambda: _open(session, ids),
                lambda: _open(plain, ids),
                most=MOST,
                rounds=ROUNDS,
            )
        grown = ratio(
            lambda: _open(session, ids),
            lambda: _open(small, few),
            most=MOST,
            rounds=ROUNDS,
        )
    missed = report(f"3  case page, keyed / unkeyed, {CASES:,} cases", keyed, MOST)
    missed += report(f"3  case page, {CASES:,} / {SMALL:,} cases", grown, MOST)
    return min(1, missed)


def _open(session: Session, ids: tuple[int, ...]) -> None:
    for number in ids:
        case_page(session, number)


def _some(session: Session) -> tuple[int, ...]:
    """Return cases in every state, new and old."""
    return tuple(
        row.id
        for state in CaseState
        for row in list_cases(
            session, CaseFilter(states=(state,)), CaseOrder(), limit=PAGES
        ).rows
    )


if __name__ == "__main__":
    sys.exit(main())
