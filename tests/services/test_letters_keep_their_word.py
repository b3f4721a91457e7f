"""What a letter says of dates and data must be true on the day it is made."""

from dataclasses import replace

import pypdfium2
import pytest
from builders import new_post
from letter_steps import decided, made

from isteam_app.domain.cases import CaseKind, Channel, EventKind
from isteam_app.domain.letters import LetterState
from isteam_app.errors import LetterRefused
from isteam_app.services.cases import case_page, record_event
from isteam_app.services.entries import add_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_fields import values_for
from isteam_app.services.letters import (
    finalise,
    open_desk,
    preview,
    save_draft,
    start_letter,
)


def says(session, case, template, **answers):
    """Return the words of a letter as it would be printed today, on one line."""
    letter = start_letter(session, case.id, template)
    seen = preview(open_desk(session, letter.id), letter.body, answers)
    document = pypdfium2.PdfDocument(seen.pdf)
    pages = (page.get_textpage().get_text_range() for page in document)
    return " ".join("\n".join(pages).split())


@pytest.fixture
def case(session):
    return receive_post(session, new_post()).cases[0]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (EventKind.IDENTITY_ASKED, "We are waiting for proof of who you are."),
        (
            EventKind.AUTHORITY_ASKED,
            "We are waiting for proof that your representative may act for you.",
        ),
        (EventKind.FEE_ASKED, "We are waiting for the fee that we asked for."),
        (
            EventKind.CLARIFICATION_ASKED,
            "We are waiting for your answer to our question.",
        ),
    ],
)
def test_no_day_is_promised_while_the_clock_waits(session, case, asked, words):
    if asked is EventKind.FEE_ASKED:
        fee = {"amount": "12.50", "basis": "copies", "reason": "Three more copies"}
        add_entry(session, case, "fee", fee)
    waiting = record_event(session, case, asked, session.today, "It is unclear")
    text = says(session, waiting, "access-acknowledgement")
    assert words in text
    assert "We will answer by" not in text
    assert "nothing to pay" not in text


def test_a_day_that_has_passed_is_not_promised(session, clock, case):
    assert "We will answer by Monday 21 December" in says(
        session, case, "access-acknowledgement"
    )
    clock.forward(60)
    text = says(session, case, "access-acknowledgement")
    assert "We will answer by" not in text
    assert "we are sorry that we have not" in text


def test_a_complaint_taken_up_late_promises_no_day_gone_by(session, clock):
    post = receive_post(session, new_post(kinds=(CaseKind.COMPLAINT,)))
    complaint = post.cases[0]
    assert "outcome by Friday 18 December" in says(
        session, complaint, "complaint-acknowledgement"
    )
    clock.forward(40)
    text = says(session, complaint, "complaint-acknowledgement")
    assert "18 December" not in text
    assert "with the outcome as soon as we can" in text


def test_what_is_held_back_is_never_said_not_to_exist(session, case):
    text = says(
        session,
        case,
        "access-response",
        searches="We searched our delivery records.",
        withheld="Two pages about somebody else",
        withheld_reason="They are about another person, who does not agree.",
    )
    assert "found none" not in text
    assert "We do use personal data about you, but we cannot send" in text
    assert "Two pages about somebody else" in text
    nothing = says(session, case, "access-response", searches="Everywhere.")
    assert "found none" in nothing
    assert "held back" not in nothing


@pytest.mark.parametrize(
    ("kind", "template", "words"),
    [
        (
            CaseKind.ACCESS,
            "access-acknowledgement",
            "understand it: • a copy of the personal data we hold about you If we",
        ),
        (
            CaseKind.COMPLAINT,
            "complaint-acknowledgement",
            "complaint to be: • how we have used your personal data If we",
        ),
        (
            CaseKind.COMPLAINT,
            "complaint-outcome",
            "what you complained about: • how we have used your personal data What",
        ),
        (CaseKind.ENQUIRY, "enquiry-reply", "Friday 20 November 2026. Our answer"),
    ],
)
def test_a_letter_reads_well_where_nobody_summed_up_the_request(
    session, kind, template, words
):
    post = receive_post(session, new_post(kinds=(kind,), summary=""))
    assert words in says(session, post.cases[0], template)


@pytest.mark.parametrize("template", ["identity-request", "clarification-request"])
def test_a_representative_is_never_taken_for_the_person(session, template):
    post = receive_post(session, new_post(acting_for="Mr Idris Vipond"))
    text = says(session, post.cases[0], template)
    assert "Dear Ms Ellwood-Price" in text
    assert "“you” means Mr Idris Vipond" in text


def test_a_reply_does_not_speak_of_a_letter_where_there_was_a_call(session):
    post = receive_post(
        session, new_post(kinds=(CaseKind.ENQUIRY,), channel=Channel.PHONE)
    )
    text = says(session, post.cases[0], "enquiry-reply", answer="18 days.")
    assert "your letter" not in text.casefold()


def test_each_source_is_named_once(session, case):
    text = says(session, case, "access-response", searches="Everywhere.")
    assert "where we get it from: • you " in text
    assert "comes from you" not in text


def test_copies_of_data_wait_until_it_is_known_who_asks(session, case):
    case = decided(session, case)
    waiting = record_event(
        session, case, EventKind.IDENTITY_ASKED, session.today, "Another address"
    )
    draft = start_letter(session, waiting.id, "access-response")
    answers = {"searches": "We searched our records.", "enclosures": "Records, 4 pages"}
    draft = save_draft(session, draft, draft.body, answers)
    seen = preview(open_desk(session, draft.id), draft.body, answers)
    assert [problem.field for problem in seen.problems] == ["enclosures"]
    with pytest.raises(LetterRefused, match="Proof of identity was asked for"):
        finalise(session, draft)
    again = case_page(session, case.id).case
    record_event(session, again, EventKind.IDENTITY_RECEIVED, session.today, "Passport")
    assert made(session, draft).state is LetterState.FINAL


def test_a_question_asked_too_late_does_not_claim_to_stop_the_time(
    session, clock, case
):
    stops = "does not run from the date of this letter"
    assert stops in says(session, case, "clarification-request")
    clock.forward(60)
    text = says(session, case, "clarification-request")
    assert stops not in text
    assert "we will tell you by when we will answer" in text


@pytest.mark.parametrize("kind", [CaseKind.COMPLAINT, CaseKind.SERVICE_COMPLAINT])
@pytest.mark.parametrize(
    ("decision", "sorry"), [("upheld", True), ("part", True), ("not_upheld", False)]
)
def test_who_was_right_to_complain_is_told_that_we_are_sorry(
    session, kind, decision, sorry
):
    complaint = receive_post(session, new_post(kinds=(kind,))).cases[0]
    made_up = replace(complaint, decision=decision)
    with session.vault.read() as vault:
        settings = vault.settings.in_force(session.today)
    values = values_for(made_up, settings, session.member, session.today)
    assert bool(values["upheld"]) is sorry


def test_a_request_met_in_part_is_no_complaint_upheld(session, case):
    made_up = replace(case, decision="part")
    with session.vault.read() as vault:
        settings = vault.settings.in_force(session.today)
    values = values_for(made_up, settings, session.member, session.today)
    assert values["upheld"] == ""
