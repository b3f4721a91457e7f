"""Somebody else's letter in the envelope is the commonest harm: each way is stopped."""

import pytest
from letter_steps import approved, made
from mix_ups import ROWS, draft, refusal, world

from isteam_app.domain.letters import LetterState
from isteam_app.services.letter_check import check_again
from isteam_app.services.letters import finalise

ENOUGH = 60


def test_there_are_enough_of_them():
    assert len(ROWS) >= ENOUGH


@pytest.mark.parametrize("row", ROWS)
def test_it_is_stopped_with_a_sentence(session, row):
    said = ROWS[row](world(session))
    assert said.endswith("."), row
    assert said[0].isupper() or said[0] == "“", row


def test_the_same_letter_goes_where_nothing_is_mixed_up(session):
    w = world(session)
    final = finalise(session, draft(w))
    assert final.state is LetterState.FINAL
    assert check_again(session, final.id) == ()


def test_a_refusal_goes_once_somebody_else_approved_it(session):
    w = world(session)
    final = finalise(session, approved(session, refusal(w)))
    assert final.state is LetterState.FINAL
    assert check_again(session, final.id) == ()


def test_the_letter_of_each_goes_beside_the_other(session):
    from letter_steps import answered

    w = world(session)
    for case in (w.case, w.his):
        letter = made(session, answered(session, case, "access-acknowledgement"))
        assert check_again(session, letter.id) == ()
