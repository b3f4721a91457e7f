"""Saving one letter that opens three cases, at 100,000 cases (promise 4).

Audit entry and words for the search are part of it, and both it and its yardstick wait
until the disk has it. The yardstick is the same service on a copy without encryption.
"""

import sys
from itertools import count

from benchmarks._measure import heading, ratio, report
from benchmarks._plain import unkeyed_session
from benchmarks._vaults import now, vault_to_change
from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import CaseKind
from isteam_app.services.intake import NewPost, receive_post
from isteam_app.services.session import Session

CASES = 100_000
ROUNDS = 25
MOST = 2.0
KINDS = (CaseKind.ACCESS, CaseKind.ERASURE, CaseKind.COMPLAINT)


def main() -> int:
    """Print the promise beside what was measured; return how many were missed."""
    numbers = count(1)

    def save(session: Session) -> None:
        receive_post(session, new_post(next(numbers)))

    heading()
    with vault_to_change(CASES) as session, unkeyed_session(session) as plain:
        measured = ratio(
            lambda: save(session),
            lambda: save(plain),
            most=MOST,
            rounds=ROUNDS,
        )
    return report("4  save of three cases, keyed / unkeyed", measured, MOST)


def new_post(number: int) -> NewPost:
    """Return a letter from somebody new who asks for three things."""
    return NewPost(
        name=f"Ms Bethan Number{number:05}",
        salutation="Ms Number",
        address=parse_address(f"{number % 180 + 1} Lantern Row, Eastbridge QX4 7TB"),
        received=now().date(),
        reached_team=now().date(),
        kinds=KINDS,
        their_reference=f"B{number}",
        summary="Two parcels signed for by someone else, and the account to be erased",
    )


if __name__ == "__main__":
    sys.exit(main())
