"""A letter that came back is told where somebody will see it."""

from datetime import timedelta

import pytest
from builders import new_post
from letter_steps import decided, final, scanned

from isteam_app.domain.cases import EventKind
from isteam_app.domain.letters import LetterState
from isteam_app.domain.next_steps import CAME_BACK
from isteam_app.errors import RuleBroken
from isteam_app.services.cases import case_page, record_event
from isteam_app.services.intake import receive_post
from isteam_app.services.print_desk import letter, mark_posted
from isteam_app.services.returned_mail import find_returned, mark_returned
from isteam_app.services.today import figures, worklist


@pytest.fixture
def case(session):
    return receive_post(session, new_post()).cases[0]


@pytest.fixture
def gone(session, case):
    kept = scanned(session, final(session, case))
    mark_posted(session, [kept.id], on=session.today, service="First class")
    return letter(session, kept.id)


def told_today(session):
    return [row for row in worklist(session).rows if row.what == CAME_BACK]


def test_it_is_the_next_step_of_its_case_until_it_goes_again(session, case, gone):
    mark_returned(session, gone.id, on=session.today, why="Refused")
    assert case_page(session, case.id).case.next_action == CAME_BACK
    assert [row.reference for row in told_today(session)] == [case.reference]
    mark_posted(session, [gone.id], on=session.today, service="First class")
    assert case_page(session, case.id).case.next_action != CAME_BACK
    assert told_today(session) == []


def test_a_closed_case_is_told_of_as_well(session, case, gone):
    now = decided(session, case_page(session, case.id).case, "withdrawn")
    record_event(session, now, EventKind.CLOSED, session.today, "Withdrawn.")
    assert not case_page(session, case.id).case.is_open
    mark_returned(session, gone.id, on=session.today, why="Deceased")
    (row,) = told_today(session)
    assert (row.record, row.id, row.by) == ("case", case.id, session.today)
    assert row.urgency.value == "today"
    assert figures(session).due_today >= 1


def test_only_what_was_posted_can_come_back(session, case, gone):
    waiting = final(
        session, receive_post(session, new_post(name="Mr Idris Vane")).cases[0]
    )
    with pytest.raises(RuleBroken, match="was not posted") as refused:
        find_returned(session, waiting.reference)
    assert refused.value.field == "code"
    assert find_returned(session, gone.reference.lower()).id == gone.id
    mark_returned(session, gone.id, on=session.today, why="Gone away")
    with pytest.raises(RuleBroken, match="already"):
        mark_returned(session, gone.id, on=session.today, why="Gone away")
    assert letter(session, gone.id).state is LetterState.RETURNED


@pytest.mark.parametrize(
    ("days", "why", "field"),
    [(1, "Refused", "on"), (-3, "Refused", "on"), (0, " ", "why")],
)
def test_a_day_or_reason_that_cannot_be_is_refused(session, gone, days, why, field):
    with pytest.raises(RuleBroken) as refused:
        mark_returned(
            session, gone.id, on=session.today + timedelta(days=days), why=why
        )
    assert refused.value.field == field
    assert letter(session, gone.id).state is LetterState.POSTED
