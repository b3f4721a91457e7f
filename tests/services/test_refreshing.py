"""A new holiday moves open cases: all at once, each with its reason, or none."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import Clock, new_post

from isteam_app.domain.cases import Case, CaseState, EventKind
from isteam_app.domain.listing import OPEN_STATES, CaseFilter
from isteam_app.errors import Cancelled
from isteam_app.services.cases import add_note
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.intake import receive_post
from isteam_app.services.refreshing import (
    MOST_LISTED,
    Refreshed,
    reckon,
)
from isteam_app.services.sample import make_sample
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings
from isteam_app.services.unlock import lock
from isteam_app.storage.kdf import FLOOR_COST

HOLIDAY = date(2026, 12, 21)
CASES = 900


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A team with hundreds of open cases, as they stood and after a new holiday."""
    made = make_sample(
        tmp_path_factory.mktemp("busy") / "busy.isvault",
        passphrase=PASSPHRASE,
        cases=CASES,
        seed=3,
        now=Clock(),
        cost=FLOOR_COST,
        within=timedelta(days=40),
    )
    yield made
    lock(made)


def all_cases(session: Session) -> dict[int, Case]:
    with session.vault.read() as vault:
        return {case.id: case for case in vault.cases.several(range(1, CASES + 1))}


def newest_action(session: Session) -> str:
    with session.vault.read() as vault:
        return vault.audit.page(limit=1).rows[0].action


def take_off(session: Session, *days: date, progress=lambda *_: None) -> Refreshed:
    settings = replace(session.settings(), extra_holidays=days)
    return save_settings(session, settings, progress)


def test_a_new_holiday_moves_what_it_must_and_says_why(busy: Session) -> None:
    before = all_cases(busy)
    with busy.vault.read() as vault:
        opened = vault.cases.count(CaseFilter(states=OPEN_STATES))
        entries = vault.audit.head().count
    done = take_off(busy, HOLIDAY)
    after = all_cases(busy)
    with busy.vault.read() as vault:
        assert vault.audit.head().count == entries + 1
    moved = {number for number in after if after[number] != before[number]}
    assert done.looked_at == opened
    assert done.moved == len(moved) > 0
    assert len(done.cases) == min(MOST_LISTED, len(moved))
    assert all(before[number].is_open for number in moved)
    for told in done.cases:
        case = after[told.id]
        last = case.events[-1]
        assert told.why == "Mon 21 Dec 2026 became a holiday"
        assert (last.kind, last.text) == (EventKind.DATES_MOVED, told.words)
        assert case.version == before[told.id].version + 1
        assert case.reference == told.reference
        if told.what == "Due date":
            assert (before[told.id].due, case.due) == (told.was, told.now)
    again = reckon(busy, busy.settings())
    assert (len(again.seen), list(again.moves)) == (opened, [])
    assert busy.vault.verify().whole


def test_stopping_leaves_cases_and_settings_as_they_were(busy: Session) -> None:
    before, settings = all_cases(busy), busy.settings()
    looked_at = reckon(busy, settings).seen

    for stop_at in (1, len(looked_at)):

        def stop(done: int, _total: int, least: int = stop_at) -> None:
            if done >= least:
                raise Cancelled("Stopped.")

        with pytest.raises(Cancelled):
            take_off(busy, HOLIDAY, date(2026, 12, 22), progress=stop)
        assert all_cases(busy) == before
        assert busy.settings() == settings


def test_what_changes_meanwhile_is_reckoned_too(session: Session) -> None:
    first, second = (receive_post(session, new_post()).cases[0] for _ in range(2))
    settings = replace(session.settings(), extra_holidays=(HOLIDAY,))
    reckoning = reckon(session, settings)
    noted = add_note(session, first, "Telephoned")
    late = receive_post(session, new_post()).cases[0]
    with session.vault.change("cases.refreshed", by="Robin", at=session.now()) as work:
        done = reckoning.keep(work, "a new holiday")
        work.commit()
    assert [each.id for each in done.cases] == [first.id, second.id, late.id]
    with session.vault.read() as vault:
        kept = vault.cases.get(first.id)
        assert vault.cases.get(late.id).due == date(2026, 12, 22)
    assert kept.due == date(2026, 12, 22)
    assert kept.events[:-1] == noted.events


def test_a_line_about_dates_is_no_work_on_the_case(session: Session) -> None:
    case = receive_post(session, new_post()).cases[0]
    done = take_off(session, HOLIDAY)
    with session.vault.read() as vault:
        kept = vault.cases.get(case.id)
    assert kept.state is CaseState.RECEIVED
    assert kept.events[-1].text == (
        "Due date moved from Mon 21 Dec 2026 to Tue 22 Dec 2026: Mon 21 Dec 2026 "
        "became a holiday"
    )
    assert kept.events[-1].recorded_by == session.member.name
    assert done.moved == 1
    back = take_off(session)
    assert back.cases[0].why == "Mon 21 Dec 2026 is no longer a holiday"
    assert newest_action(session) == "settings.changed"
