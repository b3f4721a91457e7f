"""A slip that comes back leads to its case, and to nothing else."""

from dataclasses import replace

import pytest
from builders import new_post
from letter_steps import answered, filled_in, posted

from isteam_app.domain.cases import EventKind
from isteam_app.domain.letter_codes import LetterCode, encoded
from isteam_app.domain.letters import Letter
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.services.cases import case_page, record_event
from isteam_app.services.intake import receive_post
from isteam_app.services.intake_hints import reply_hints
from isteam_app.services.letters import start_letter
from isteam_app.services.replies import find_reply
from isteam_app.services.session import Session


@pytest.fixture
def asked(session: Session) -> Letter:
    """A letter that asked for proof of identity, in the post."""
    case = receive_post(session, new_post()).cases[0]
    draft = filled_in(session, start_letter(session, case.id, "identity-request"))
    posted(session, draft)
    return draft


def code_of(letter: Letter, **changes: int) -> LetterCode:
    code = LetterCode(
        reference=letter.case_reference,
        number=letter.number,
        letter_id=letter.id,
        page=1,
        pages=2,
    )
    return replace(code, **changes)


def test_a_scanned_slip_leads_to_its_case_and_says_what_has_come(
    session: Session, asked: Letter
) -> None:
    reply = find_reply(session, encoded(code_of(asked)))
    assert reply is not None
    assert (reply.case_id, reply.letter.id) == (asked.case_id, asked.id)
    assert reply.answers is EventKind.IDENTITY_RECEIVED
    assert reply.words == "Record: proof of identity received"


def test_a_reference_typed_from_the_slip_does_as_well(
    session: Session, asked: Letter
) -> None:
    reply = find_reply(session, asked.reference.lower())
    assert reply is not None
    assert reply.case_id == asked.case_id


def test_what_has_come_already_is_not_asked_for_again(
    session: Session, asked: Letter
) -> None:
    case = case_page(session, asked.case_id or 0).case
    record_event(session, case, EventKind.IDENTITY_RECEIVED, session.today, "Passport")
    again = find_reply(session, asked.reference)
    assert again is not None
    assert again.answers is None
    assert again.words == asked.title


def test_a_letter_that_asked_for_nothing_leads_to_its_case_too(
    session: Session,
) -> None:
    case = receive_post(session, new_post()).cases[0]
    letter = answered(session, case, "access-acknowledgement")
    reply = find_reply(session, letter.reference)
    assert reply is not None
    assert (reply.case_id, reply.answers) == (case.id, None)


@pytest.mark.parametrize(
    "text", ["", "Ellwood", "IS-2026-00001", "LW/26/1009", "1/2/3"]
)
def test_other_words_are_left_to_the_search(session: Session, text: str) -> None:
    assert find_reply(session, text) is None


def test_a_damaged_code_and_one_of_another_vault_lead_nowhere(
    session: Session, asked: Letter
) -> None:
    printed = encoded(code_of(asked))
    with pytest.raises(RuleBroken, match="wrong"):
        find_reply(session, printed.replace("/1-2/", "/2-2/"))
    for other in (
        code_of(asked, letter_id=asked.id + 1),
        code_of(asked, number=asked.number + 7),
    ):
        with pytest.raises(NotFound, match="Look for the case by name"):
            find_reply(session, encoded(other))


def test_the_page_of_new_post_is_told_that_it_is_a_reply(
    session: Session, asked: Letter
) -> None:
    (hint,) = reply_hints(session, encoded(code_of(asked)))
    assert hint.case_id == asked.case_id
    assert asked.reference in hint.title
    (wrong,) = reply_hints(session, f"{asked.reference}0")
    assert wrong.case_id == 0
    assert reply_hints(session, "MH/DSAR/1") == ()
