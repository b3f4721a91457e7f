"""By when a letter must go, and that it follows the day of its case."""

from dataclasses import replace
from datetime import timedelta

from builders import new_post
from letter_steps import RECEIVED, answered, decided, final, made

from isteam_app.domain.letters import LetterState
from isteam_app.services.cases import case_page, choose_service
from isteam_app.services.intake import receive_post
from isteam_app.services.print_desk import list_letters, mark_printed
from isteam_app.services.settings import save_settings


def received(session, **changes):
    return receive_post(session, new_post(**changes)).cases[0]


def day_of(session, letter):
    rows = list_letters(session, (LetterState.FINAL, LetterState.PRINTED)).rows
    return next(row.post_by for row in rows if row.id == letter.id)


def test_an_answer_goes_by_the_day_of_its_case_and_follows_it(session):
    case = decided(session, received(session))
    kept = made(session, answered(session, case, "access-response"))
    case = case_page(session, case.id).case
    assert day_of(session, kept) == case.post_by
    slow = replace(
        session.settings(), delivery_days=session.settings().delivery_days + 3
    )
    before = case.post_by
    save_settings(session, slow)
    after = case_page(session, case.id).case.post_by
    assert after != before
    assert day_of(session, kept) == after
    mark_printed(session, kept.id)
    case = choose_service(session, case_page(session, case.id).case, "Special delivery")
    assert case.post_by != after
    assert day_of(session, kept) == case.post_by


def test_an_acknowledgement_goes_within_our_own_target(session):
    case = received(session)
    kept = final(session, case, RECEIVED)
    assert kept.post_by is not None
    assert case.received < kept.post_by <= case.received + timedelta(days=9)
    save_settings(session, replace(session.settings(), delivery_days=6))
    assert day_of(session, kept) == kept.post_by
    again = final(session, received(session, name="Mr Idris Vane"), RECEIVED)
    assert again.post_by == kept.post_by
