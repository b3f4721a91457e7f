"""Somebody else's letter in the envelope is the commonest harm: each way is stopped."""

from dataclasses import replace

import pytest
from builders import demo_copy, new_session
from letter_steps import answered, approved, made
from mix_ups import ROWS, draft, refusal, world

from isteam_app.domain.letters import LetterState
from isteam_app.services.letter_check import check_again
from isteam_app.services.letters import finalise
from isteam_app.services.unlock import lock

ENOUGH = 60


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    made_once = world(new_session(tmp_path_factory.mktemp("world")))
    lock(made_once.session)
    return made_once


@pytest.fixture
def w(kept, tmp_path):
    session = demo_copy(kept.session.vault.folder, tmp_path)
    yield replace(kept, session=session)
    lock(session)


def test_there_are_enough_of_them():
    assert len(ROWS) >= ENOUGH


@pytest.mark.parametrize("row", ROWS)
def test_it_is_stopped_with_a_sentence(w, row):
    said = ROWS[row](w)
    assert said.endswith("."), row
    assert said[0].isupper() or said[0] == "“", row


def test_the_same_letter_goes_where_nothing_is_mixed_up(w):
    final = finalise(w.session, draft(w))
    assert final.state is LetterState.FINAL
    assert check_again(w.session, final.id) == ()


def test_a_refusal_goes_once_somebody_else_approved_it(w):
    final = finalise(w.session, approved(w.session, refusal(w)))
    assert final.state is LetterState.FINAL
    assert check_again(w.session, final.id) == ()


def test_the_letter_of_each_goes_beside_the_other(w):
    for case in (w.case, w.his):
        letter = made(w.session, answered(w.session, case, "access-acknowledgement"))
        assert check_again(w.session, letter.id) == ()
