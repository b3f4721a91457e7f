"""What the register tells of a year, beside the counts that leave the vault."""

from datetime import date, timedelta

import pytest
from builders import new_request
from request_steps import lock_asked, recorded, second

from isteam_app.domain.disclosures import ApprovedHow, Decision, DisclosureState
from isteam_app.services.register import (
    offers_locks,
    year_facts,
    years,
)
from isteam_app.services.session import Session


def keep(session: Session, count: int = 1, **changes: object) -> None:
    with session.vault.change(
        "disclosure.recorded", by=session.member.name, at=session.now()
    ) as work:
        for _ in range(count):
            work.disclosures.add(new_request(**changes))
        work.commit()


def taking(session: Session, days: int, count: int = 1, **changes: object) -> None:
    received = date(2026, 3, 2)
    keep(
        session,
        count,
        received=received,
        decision=Decision.DISCLOSE,
        decided_on=received + timedelta(days),
        approved_how=ApprovedHow.SECOND,
        state=DisclosureState.DECIDED,
        **changes,
    )


def lines(breakdown) -> dict[str, int | None]:
    return {line.words: line.count for line in breakdown.lines}


def test_nothing_was_asked(session: Session) -> None:
    facts = year_facts(session, 2026)
    assert (facts.decided, facts.median_days, facts.long) == (0, None, 0)
    assert set(lines(facts.waiting).values()) == {0}
    assert years(session) == (2026,)


@pytest.mark.parametrize(
    ("taken", "median", "long"),
    [((4,), 4, 0), ((1, 2, 31), 2, 1), ((0, 3, 4, 90), 3.5, 1), ((31, 30), 30.5, 1)],
)
def test_the_time_taken_is_the_middle_one(
    session: Session, taken: tuple[int, ...], median: float, long: int
) -> None:
    for days in taken:
        taking(session, days)
    keep(session)  # not decided yet
    facts = year_facts(session, 2026)
    assert (facts.decided, facts.median_days, facts.long) == (len(taken), median, long)
    assert year_facts(session, 2025).decided == 0


def test_covers_and_emergencies_are_counted(session: Session) -> None:
    taking(session, 1, 2)
    keep(session, approved_how=ApprovedHow.COVER)
    keep(session, 3, approved_how=ApprovedHow.AFTERWARDS)
    keep(session)
    told = lines(year_facts(session, 2026).approval)
    assert told["By a second person"] == 2
    assert told["By who prepared it, nobody else could"] == 1
    assert told["Looked over after an emergency"] == 3
    assert told["Not approved yet"] == 1


def test_those_returned_for_more_are_counted_by_their_wait(session: Session) -> None:
    for days in (0, 13, 14, 27, 28, 400):
        since = session.today - timedelta(days)
        keep(session, state=DisclosureState.WAITING, waiting_since=since)
    keep(session, state=DisclosureState.AT_LEGAL, waiting_since=session.today)
    assert lines(year_facts(session, 2026).waiting) == {
        "Under 14 days": 2,
        "14 to 27 days": 2,
        "28 days and more": 2,
    }


def test_small_numbers_are_kept_back(session: Session) -> None:
    taking(session, 3, 9)
    facts = year_facts(session, 2026, suppress=True)
    assert (facts.decided, facts.median_days, facts.long) == (9, None, 0)
    taking(session, 40)
    facts = year_facts(session, 2026, suppress=True)
    assert (facts.decided, facts.median_days, facts.long) == (10, 3, None)
    taking(session, 40, 4)
    assert year_facts(session, 2026, suppress=True).long == 5
    keep(session, 2, state=DisclosureState.WAITING, waiting_since=session.today)
    waiting = lines(year_facts(session, 2026, suppress=True).waiting)
    assert waiting == {
        "Under 14 days": None,
        "14 to 27 days": 0,
        "28 days and more": 0,
    }


def test_locked_requests_count_only_when_asked_and_seen(session: Session) -> None:
    recorded(session, lock=lock_asked(session))
    handler = second(session, "handler", "Billie Plain")
    not_yet = "Not approved yet"
    for eyes, with_locked, count in (
        (session, False, 0),
        (session, True, 1),
        (handler, False, 0),
        (handler, True, 0),
    ):
        facts = year_facts(eyes, 2026, with_locked=with_locked)
        assert lines(facts.approval)[not_yet] == count
    assert offers_locks(session)
    assert not offers_locks(handler)


def test_years_with_requests_are_offered(session: Session) -> None:
    keep(session, received=date(2024, 5, 1))
    assert years(session) == (2026, 2025, 2024)
