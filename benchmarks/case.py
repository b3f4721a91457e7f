"""Opening the page of a case, and that of a third party's request (promise 3).

The yardstick is the same service on a copy without encryption. The page is also read
from a vault with a tenth of the cases: how many others there are must not matter. The
page of a request, judged by its rules, is measured against that of a case.
"""

import sys

from benchmarks._measure import heading, ratio, report
from benchmarks._plain import unkeyed_session
from benchmarks._vaults import sample_vault
from isteam_app.domain.cases import CaseState
from isteam_app.domain.disclosures import DisclosureState
from isteam_app.domain.listing import (
    CaseFilter,
    CaseOrder,
    DisclosureFilter,
    DisclosureOrder,
)
from isteam_app.services.cases import case_page, list_cases
from isteam_app.services.disclosures import list_disclosures, open_request
from isteam_app.services.session import Session

CASES = 100_000
SMALL = 10_000
PAGES = 8
ROUNDS = 15
MOST = 1.3
MOST_OF_A_CASE = 1.3


def main() -> int:
    """Print each promise beside what was measured; return how many were missed."""
    heading()
    with sample_vault(CASES) as session, sample_vault(SMALL) as small:
        ids, few = _some(session), _some(small)
        asked, seldom = _some_requests(session), _some_requests(small)
        with unkeyed_session(session) as plain:
            keyed = ratio(
                lambda: _open(session, ids),
                lambda: _open(plain, ids),
                most=MOST,
                rounds=ROUNDS,
            )
            keyed_request = ratio(
                lambda: _judge(session, asked),
                lambda: _judge(plain, asked),
                most=MOST,
                rounds=ROUNDS,
            )
        grown = ratio(
            lambda: _open(session, ids),
            lambda: _open(small, few),
            most=MOST,
            rounds=ROUNDS,
        )
        grown_request = ratio(
            lambda: _judge(session, asked[: len(seldom)]),
            lambda: _judge(small, seldom),
            most=MOST,
            rounds=ROUNDS,
        )
        number = min(len(asked), len(ids))
        beside = ratio(
            lambda: _judge(session, asked[:number]),
            lambda: _open(session, ids[:number]),
            most=MOST_OF_A_CASE,
            rounds=ROUNDS,
        )
    missed = report(f"3  case page, keyed / unkeyed, {CASES:,} cases", keyed, MOST)
    missed += report(f"3  case page, {CASES:,} / {SMALL:,} cases", grown, MOST)
    missed += report("3  request page, keyed / unkeyed", keyed_request, MOST)
    missed += report(
        f"3  request page, {CASES:,} / {SMALL:,} cases", grown_request, MOST
    )
    missed += report("3  request page / case page", beside, MOST_OF_A_CASE)
    return min(1, missed)


def _open(session: Session, ids: tuple[int, ...]) -> None:
    for number in ids:
        case_page(session, number)


def _judge(session: Session, ids: tuple[int, ...]) -> None:
    """Open requests, and judge them as their page does."""
    for number in ids:
        assert open_request(session, number).gates  # noqa: S101  else nothing is judged


def _some(session: Session) -> tuple[int, ...]:
    """Return cases in every state, new and old."""
    return tuple(
        row.id
        for state in CaseState
        for row in list_cases(
            session, CaseFilter(states=(state,)), CaseOrder(), limit=PAGES
        ).rows
    )


def _some_requests(session: Session) -> tuple[int, ...]:
    """Return requests in every state, new and old."""
    return tuple(
        row.id
        for state in DisclosureState
        for row in list_disclosures(
            session, DisclosureFilter(states=(state,)), DisclosureOrder(), limit=PAGES
        ).rows
    )


if __name__ == "__main__":
    sys.exit(main())
