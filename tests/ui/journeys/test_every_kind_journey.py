"""Every kind of case through the real window: from the scan to closed, and back."""

import pypdfium2
import pytest
from journey_steps import Traveller
from journey_table import JOURNEYS, RECEIVED, Journey

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseState, EventKind
from isteam_app.domain.letters import LetterState
from isteam_app.domain.listing import CaseFilter, CaseOrder
from isteam_app.services.cases import list_cases
from isteam_app.services.letters import letter_pdf

DONE = "Everything is done"
NOBODY_ELSE = "Nobody else is in the team yet."


def test_every_kind_of_case_has_its_journey() -> None:
    assert {journey.kind for journey in JOURNEYS} == set(CASE_TYPES)


@pytest.mark.parametrize("journey", JOURNEYS, ids=str)
def test_from_the_scan_to_closed_and_back_from_the_vault(
    traveller: Traveller, journey: Journey
) -> None:
    reference = arrive(traveller, journey)
    decide(traveller, journey)
    answer(traveller, journey, reference)
    finish(traveller, journey)
    traveller.reopen_vault()
    check_page(traveller, journey, reference)
    check_letters(traveller, journey)


def arrive(traveller: Traveller, journey: Journey) -> str:
    """Log the post and, where the case has one, post the acknowledgement."""
    traveller.receive(journey)
    session = traveller.guide.work.session
    wanted = CaseFilter(kinds=(journey.kind,))
    reference = list_cases(session, wanted, CaseOrder()).rows[0].reference
    definition = CASE_TYPES[journey.kind]
    if definition.acknowledgement != definition.response or not definition.is_decided:
        traveller.write_and_post()
    traveller.open_case(reference)
    for title in journey.early:
        if journey.forms and traveller.shown().entries == ():
            traveller.fill_in(journey.forms[0])
        traveller.start_letter(title)
        traveller.write_and_post()
        traveller.open_case(reference)
    return reference


def decide(traveller: Traveller, journey: Journey) -> None:
    definition = CASE_TYPES[journey.kind]
    if not definition.is_decided:
        return
    begun = {entry.form for entry in traveller.shown().entries}
    for form in journey.forms:
        if form not in begun:
            traveller.fill_in(form)
    if definition.at_once:
        traveller.take_next_step("Stop the marketing")
        traveller.answer_form()
    traveller.take_next_step("Decide")
    traveller.decide(journey.outcome)
    if journey.approved:
        assert traveller.shown().case.state is CaseState.FOR_APPROVAL
        traveller.take_next_step("Approve or send back")
        traveller.approve(NOBODY_ELSE)
    assert traveller.shown().case.state is CaseState.DECIDED


def answer(traveller: Traveller, journey: Journey, reference: str) -> None:
    """Post the letter the person waits for, and those that go to others after it."""
    definition = CASE_TYPES[journey.kind]
    outcome = definition.outcome(journey.outcome)
    if outcome is not None and outcome.letter:
        traveller.take_next_step(definition.answer)
        traveller.write_and_post()
        traveller.open_case(reference)
    for title in journey.late:
        traveller.start_letter(title)
        traveller.write_and_post()
        traveller.open_case(reference)


def finish(traveller: Traveller, journey: Journey) -> None:
    for form in journey.after:
        traveller.fill_in(form)
    for move, text in journey.moves:
        traveller.record(move, text)
    traveller.take_next_step("Close the case")
    traveller.keep(DONE)


def check_page(traveller: Traveller, journey: Journey, reference: str) -> None:
    page = traveller.open_case(reference)
    shown = traveller.shown()
    case = shown.case
    assert (case.kind, case.subject.name) == (journey.kind, journey.person)
    assert (case.state, case.decision) == (CaseState.CLOSED, journey.outcome)
    assert case.outcome == DONE
    assert case.received == RECEIVED
    assert case.due == shown.clock.due == journey.due
    assert case.closed_on == traveller.guide.clock().date()
    assert len(shown.documents) == 1
    said = " ".join(entry.words for entry in page.story.timeline.entries())
    assert DONE in said
    kinds = [event.kind for event in case.events]
    for kind in (EventKind.RECEIVED, *journey.tells, EventKind.CLOSED):
        assert kind in kinds
    submitted = EventKind.SUBMITTED in kinds
    assert submitted is (EventKind.APPROVED in kinds) is journey.approved
    assert not page.next_button.isVisible()


def check_letters(traveller: Traveller, journey: Journey) -> None:
    shown = traveller.shown()
    assert tuple(letter.template for letter in shown.letters) == journey.letters
    for letter in shown.letters:
        assert letter.state is LetterState.POSTED
        assert letter.service == "Signed for"
        pdf = letter_pdf(traveller.guide.work.session, letter.id)
        with pypdfium2.PdfDocument(pdf) as document:
            words = document[0].get_textpage().get_text_bounded()
        assert shown.case.reference in words
