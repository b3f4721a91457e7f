"""Post in, letter out: the whole line through a real vault and a real PDF."""

from datetime import date

import pypdfium2
import pytest
from builders import new_post
from letter_steps import decided, made, scanned

from isteam_app.domain.case_clock import state_of
from isteam_app.domain.cases import CaseKind, CaseState, ClockState, EventKind
from isteam_app.domain.letters import LetterState
from isteam_app.errors import ChangedMeanwhile, LetterRefused, RuleBroken
from isteam_app.services.cases import (
    add_note,
    assign,
    case_page,
    record_event,
)
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import (
    asked_fields,
    discard_draft,
    finalise,
    letter_pdf,
    open_desk,
    preview,
    recipient_check,
    save_draft,
    start_letter,
)
from isteam_app.services.print_desk import (
    letter_counts,
    list_letters,
    mark_posted,
)


@pytest.fixture
def case(session):
    return receive_post(session, new_post()).cases[0]


def page_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(
        document[number].get_textpage().get_text_range()
        for number in range(len(document))
    )


def written(session, case, template):
    letter = start_letter(session, case.id, template)
    answers = {
        field.name: _as_typed(field.example) for field in asked_fields(letter.body)
    }
    return save_draft(session, letter, letter.body, answers)


def _as_typed(example):
    return example if isinstance(example, str) else "\n".join(example)


def posted(session, case, template):
    letter = made(session, written(session, case, template))
    scanned(session, letter)
    mark_posted(session, [letter.id], on=session.today, service="First class")
    return case_page(session, case.id)


def test_from_arrival_to_close(session, clock, case):
    page = case_page(session, case.id)
    assert page.clock.next_step.template == "access-acknowledgement"
    assert page.clock.headline == "Due Mon 21 Dec 2026, 20 working days left"

    page = posted(session, case, "access-acknowledgement")
    assert page.case.state is CaseState.IN_PROGRESS
    assert page.clock.next_step.event is EventKind.DECIDED

    clock.forward(7)
    case = decided(session, page.case)
    assert case_page(session, case.id).clock.next_step.template == "access-response"
    page = posted(session, case, "access-response")
    assert page.clock.next_step.event is EventKind.CLOSED
    closed = record_event(
        session, page.case, EventKind.CLOSED, session.today, "Answered in full"
    )
    assert closed.state is CaseState.CLOSED
    assert case_page(session, case.id).clock.headline == "Closed on Mon 30 Nov 2026"


def test_the_frozen_letter_is_what_was_previewed_and_never_changes(session, case):
    draft = written(session, case, "access-acknowledgement")
    seen = preview(open_desk(session, draft.id), draft.body, dict(draft.answers))
    assert seen.problems == ()
    final = made(session, draft)
    pdf = letter_pdf(session, final.id)
    assert pdf == seen.pdf
    text = page_text(pdf)
    assert "Ms Marged Ellwood-Price" in text
    assert "Monday 21 December 2026" in text
    assert final.reference == "IS-2026-00001 / L1"
    with pytest.raises(RuleBroken, match="finalised"):
        save_draft(session, final, "Another text", {})
    with pytest.raises(RuleBroken, match="finalised"):
        discard_draft(session, final)
    assert letter_pdf(session, final.id) == pdf


def test_a_letter_with_a_field_missing_shows_it_and_is_refused(session, case):
    letter = start_letter(session, case.id, "access-response")
    seen = preview(open_desk(session, letter.id), letter.body, {})
    assert "searches" in {problem.field for problem in seen.problems}
    with pytest.raises(LetterRefused) as refused:
        finalise(session, letter)
    assert refused.value.problems
    assert open_desk(session, letter.id).letter.state is LetterState.DRAFT


def test_a_name_that_cannot_be_printed_is_named(session):
    case = receive_post(session, new_post(name="Ms ܫ")).cases[0]
    letter = written(session, case, "access-acknowledgement")
    with pytest.raises(LetterRefused, match="ܫ"):
        finalise(session, letter)


def test_asking_who_they_are_stops_the_clock_until_they_say(session, clock, case):
    page = posted(session, case, "identity-request")
    assert page.case.clock is ClockState.NOT_STARTED
    assert state_of(page.case, page.clock) is CaseState.WAITING
    assert page.clock.next_step.event is EventKind.IDENTITY_RECEIVED
    assert page.case.next_by == date(2026, 12, 21)  # to be reminded after 28 days
    clock.forward(8)
    case = record_event(
        session, page.case, EventKind.IDENTITY_RECEIVED, session.today, "Passport seen"
    )
    assert case.due == date(2027, 1, 4)


def test_a_question_asked_anew_stops_the_clock_anew(session, clock, case):
    page = posted(session, case, "clarification-request")
    page = posted(session, page.case, "clarification-request")  # the first still open
    clock.forward(3)
    answered = record_event(
        session, page.case, EventKind.CLARIFICATION_RECEIVED, session.today
    )
    assert answered.clock is ClockState.RUNNING
    page = posted(session, answered, "clarification-request")
    assert page.case.clock is ClockState.PAUSED


def test_what_happens_out_of_turn_is_refused_with_the_reason(session, case):
    with pytest.raises(RuleBroken):
        record_event(session, case, EventKind.CLARIFICATION_RECEIVED, session.today)
    with pytest.raises(RuleBroken, match="future"):
        record_event(session, case, EventKind.ACKNOWLEDGED, date(2026, 12, 1))
    with pytest.raises(RuleBroken, match="before"):
        record_event(session, case, EventKind.ACKNOWLEDGED, date(2026, 11, 1))
    with pytest.raises(RuleBroken, match="reason"):
        record_event(session, case, EventKind.EXTENDED, session.today, "  ")
    assert len(case_page(session, case.id).case.events) == 1


@pytest.mark.parametrize(
    "kind", [EventKind.EXTENDED, EventKind.IDENTITY_ASKED, EventKind.LETTER_POSTED]
)
def test_what_a_complaint_does_not_know_cannot_be_recorded_on_it(session, kind):
    complaint = receive_post(session, new_post(kinds=(CaseKind.COMPLAINT,))).cases[0]
    with pytest.raises(RuleBroken, match="not recorded by hand"):
        record_event(session, complaint, kind, session.today, "With a reason")
    assert len(case_page(session, complaint.id).case.events) == 1


def test_a_letter_of_another_kind_of_case_is_refused(session, case):
    with pytest.raises(RuleBroken, match="another kind of case"):
        start_letter(session, case.id, "complaint-outcome")
    assert case_page(session, case.id).letters == ()


def test_two_people_cannot_overwrite_each_other(session, case):
    assign(session, case, "")
    with pytest.raises(ChangedMeanwhile):
        assign(session, case, case.owner)
    assert case_page(session, case.id).case.owner == ""


def test_a_note_is_kept_with_its_author(session, case):
    noted = add_note(session, case, "Telephoned: will write again.")
    assert noted.events[-1].text == "Telephoned: will write again."
    assert noted.state is CaseState.IN_PROGRESS
    assert noted.events[-1].recorded_by == "Robin Sample"
    with pytest.raises(RuleBroken):
        add_note(session, case, " ")


def test_the_print_desk_moves_a_letter_along(session, case):
    letter = made(session, written(session, case, "access-acknowledgement"))
    assert letter_counts(session)[LetterState.FINAL] == 1
    with pytest.raises(RuleBroken, match="future"):
        mark_posted(session, [letter.id], on=date(2026, 12, 1), service="First class")
    scanned(session, letter)
    mark_posted(
        session,
        [letter.id],
        on=session.today,
        service="Signed for",
        item_number="FP 1234 5678 9GB",
    )
    row = list_letters(session, (LetterState.POSTED,)).rows[0]
    assert row.posted_on == session.today
    with pytest.raises(RuleBroken, match="already"):
        mark_posted(session, [letter.id], on=session.today, service="Signed for")


def test_the_recipient_is_checked_against_the_case(session, case):
    draft = written(session, case, "access-acknowledgement")
    assert all(line.agrees for line in recipient_check(open_desk(session, draft.id)))
    with session.vault.change(
        "person.moved", by="Robin Sample", at=session.now()
    ) as work:
        person = work.people.get(case.post.requester.id)
        moved = new_post().address.__class__(
            lines=("1 Chapel Row",), town="Exampleford", postcode="EX1 2AB"
        )
        from dataclasses import replace

        work.people.update(replace(person, address=moved))
        work.commit()
    assert not all(
        line.agrees for line in recipient_check(open_desk(session, draft.id))
    )
    with pytest.raises(RuleBroken, match="no longer agree"):
        finalise(session, draft)


def test_a_complaint_is_due_to_be_acknowledged_and_then_concluded(session):
    case = receive_post(session, new_post(kinds=(CaseKind.COMPLAINT,))).cases[0]
    assert case.due == date(2026, 12, 21)
    page = posted(session, case, "complaint-acknowledgement")
    assert page.clock.next_step.text == "Decide"
    assert page.case.due == date(2026, 12, 18)


def test_an_answer_cannot_stand_in_for_a_fact_of_the_case(session, case):
    draft = start_letter(session, case.id, "access-acknowledgement")
    desk = open_desk(session, draft.id)
    honest = preview(desk, draft.body, {})
    forged = preview(desk, draft.body, {"due": "Christmas 2099", "nonsense": "x"})
    assert forged.pdf == honest.pdf
