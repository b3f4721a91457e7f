"""The numbers of a year: each request counted once in every way, and nobody named."""

from datetime import date

import pytest
from builders import new_request
from request_steps import decided, lock_asked, recorded

from isteam_app.domain.disclosures import (
    Decision,
    Disclosure,
    DisclosureState,
    RequesterKind,
)
from isteam_app.domain.request_numbers import RequestNumbers
from isteam_app.services.disclosure_statistics import numbers_between, yearly_numbers
from isteam_app.services.session import Session


def keep(session: Session, **changes: object) -> Disclosure:
    with session.vault.change(
        "disclosure.recorded", by=session.member.name, at=session.now()
    ) as work:
        kept = work.disclosures.add(new_request(**changes))
        work.commit()
    return kept


def told(numbers: RequestNumbers, key: str) -> dict[str, int | None]:
    """What is counted in one way, without the lines of none."""
    return {line.words: line.count for line in numbers.by(key).lines if line.count != 0}


@pytest.fixture
def several(session: Session) -> None:
    day = date(2026, 3, 2)
    for days, decision in (
        (0, Decision.DISCLOSE),
        (2, Decision.PART),
        (3, Decision.REFUSE),
        (28, Decision.REFUSE),
        (29, Decision.NEITHER),
    ):
        keep(
            session,
            received=day,
            decision=decision,
            decided_on=date.fromordinal(day.toordinal() + days),
            legal_basis="(f) Legitimate interests, weighed",
            kind=RequesterKind.SOLICITOR,
        )
    keep(session, received=date(2026, 12, 31), emergency=True, compelled=True)
    keep(session, received=date(2026, 1, 1), decision=Decision.MORE)
    keep(session, received=date(2025, 12, 31))
    keep(session, received=date(2027, 1, 1))


def test_a_year_is_counted_from_its_first_day_to_its_last(session, several):
    numbers = yearly_numbers(session, 2026)
    assert numbers.total == 7
    assert (numbers.first, numbers.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert told(numbers, "month") == {
        "January 2026": 1,
        "March 2026": 5,
        "December 2026": 1,
    }
    assert yearly_numbers(session, 2025).total == 1
    assert numbers_between(session, None, None).total == 9


def test_it_is_counted_in_every_way(session, several):
    numbers = yearly_numbers(session, 2026)
    assert told(numbers, "kind") == {"Police": 2, "Solicitor, civil matter": 5}
    assert told(numbers, "gateway") == {
        "(f) Legitimate interests, weighed": 5,
        "Not recorded yet": 2,
    }
    assert told(numbers, "decision") == {
        "Not decided yet": 1,
        "Disclosed in full": 1,
        "Disclosed in part": 1,
        "Refused": 2,
        "Asked for more": 1,
        "Neither confirmed nor denied": 1,
    }
    assert told(numbers, "emergency") == {"Yes": 1, "No": 6}
    assert told(numbers, "compelled") == {"Yes": 1, "No": 6}
    assert told(numbers, "days") == {
        "The same day": 1,
        "1 or 2 days": 1,
        "3 to 5 days": 1,
        "11 to 28 days": 1,
        "More than 28 days": 1,
        "Not decided yet": 2,
    }


def test_every_way_counts_every_request_once(session, several):
    numbers = yearly_numbers(session, 2026)
    for breakdown in numbers.breakdowns:
        assert sum(line.count or 0 for line in breakdown.lines) == numbers.total


def test_a_basis_that_was_typed_is_not_repeated(session):
    keep(session, legal_basis="Asked by Mr Jago Merriweather")
    numbers = yearly_numbers(session, 2026)
    assert told(numbers, "gateway") == {"Another basis": 1}


def test_a_request_that_went_its_way_counts_with_its_gateway(session):
    decided(session, recorded(session))
    numbers = yearly_numbers(session, 2026)
    (gateway,) = told(numbers, "gateway")
    assert gateway != "Another basis"
    assert told(numbers, "days") == {"3 to 5 days": 1}


def test_what_is_locked_or_recorded_in_error_is_not_counted(session):
    recorded(session, lock=lock_asked(session))
    keep(session, state=DisclosureState.WITHDRAWN)
    keep(session)
    assert yearly_numbers(session, 2026).total == 1
    assert yearly_numbers(session, 2026, with_locked=True).total == 2


def test_small_numbers_are_kept_back_on_request(session):
    for number in range(40):
        keep(
            session,
            received=date(2026, 11, 1 + number % 2),
            kind=RequesterKind.POLICE if number else RequesterKind.CORONER,
            decision=Decision.DISCLOSE if number % 4 else Decision.MORE,
            decided_on=date(2026, 11, 4) if number % 4 else None,
        )
    numbers = yearly_numbers(session, 2026, suppress=True)
    assert numbers.total == 40
    assert told(numbers, "kind") == {
        "Police": None,
        "Coroner or procurator fiscal": None,
    }
    assert told(numbers, "month") == {"November 2026": 40}
    assert told(numbers, "decision") == {"Disclosed in full": 30, "Not decided yet": 10}
    assert told(numbers, "days") == {
        "1 or 2 days": 20,
        "3 to 5 days": 10,
        "Not decided yet": 10,
    }


def test_an_empty_year_has_its_lines(session):
    numbers = yearly_numbers(session, 2031, suppress=True)
    assert numbers.total == 0
    assert numbers.by("kind").lines
    with pytest.raises(KeyError):
        numbers.by("officer")
