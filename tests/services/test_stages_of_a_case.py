"""The stages of a case follow each other, and what they rest on stands still."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import Clock
from every_kind import again, answered, closed, received, write_and_post
from letter_steps import decided, entries_of, filled_in, made, scanned

from isteam_app.domain.cases import Case, CaseKind, CaseState, EventKind
from isteam_app.domain.forms import Entry
from isteam_app.domain.letters import Letter
from isteam_app.domain.next_steps import answer_letter
from isteam_app.errors import RuleBroken
from isteam_app.services.cases import add_note, choose_service, record_event
from isteam_app.services.decisions import decide, send_back
from isteam_app.services.entries import add_entry, change_entry, strike_entry
from isteam_app.services.letters import start_letter
from isteam_app.services.print_desk import mark_posted
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings

ISSUE = {
    "issue": "No card was left",
    "enquiries": "The photograph was looked at",
    "findings": "The card lies on the mat",
    "finding": "not_upheld",
}


def entry_of(session: Session, case: Case, form: str) -> Entry:
    return next(one for one in entries_of(session, case) if one.form == form)


def ended(session: Session, kind: CaseKind) -> Case:
    return closed(session, answered(session, decided(session, received(session, kind))))


def test_no_stage_of_a_case_is_dated_before_the_one_it_follows(
    session: Session, clock: Clock
) -> None:
    clock.forward(2)
    case = answered(session, decided(session, received(session, CaseKind.ACCESS)))
    before = session.today - timedelta(days=1)
    with pytest.raises(RuleBroken, match=r"was \w+ on .* that day or a later") as told:
        record_event(session, case, EventKind.CLOSED, before, "All is done.")
    assert told.value.field == "on"
    case = closed(session, again(session, case))
    clock.forward(7)
    with pytest.raises(RuleBroken, match="closed on Wed 25 Nov 2026"):
        record_event(session, case, EventKind.REOPENED, before, "Another address.")
    on = session.today - timedelta(days=2)
    case = record_event(session, case, EventKind.REOPENED, on, "Another address.")
    case = add_note(session, case, "Nothing was decided anew yet.")
    assert (case.state, case.decision) == (CaseState.IN_PROGRESS, "")
    decided(session, case)
    with pytest.raises(RuleBroken, match="reopened on Mon 30 Nov 2026"):
        record_event(session, again(session, case), EventKind.ANSWERED, before)


def test_an_answer_of_before_is_no_answer_to_a_case_opened_again(
    session: Session, clock: Clock
) -> None:
    case = decided(session, received(session, CaseKind.RECTIFICATION))
    draft = start_letter(session, case.id, answer_letter(case))
    old = scanned(session, made(session, filled_in(session, draft)))
    today = session.today
    case = again(session, case)
    case = record_event(session, case, EventKind.ANSWERED, today, "By telephone")
    case = closed(session, case)
    case = record_event(session, case, EventKind.REOPENED, today, "Still wrong.")
    it_had_gone_before(session, clock, old)
    case = again(session, case)
    assert case.events[-1].kind is EventKind.LETTER_POSTED
    case = decided(session, case)
    with pytest.raises(RuleBroken, match="not been told"):
        closed(session, case)
    assert closed(session, answered(session, case)).closed_on == session.today


def it_had_gone_before(session: Session, clock: Clock, letter: Letter) -> None:
    """It is kept out of today's post; what went yesterday is recorded all the same."""
    went = session.today
    with pytest.raises(RuleBroken, match="Keep it out of the post"):
        mark_posted(session, [letter.id], on=went, service="First class")
    clock.forward(1)
    mark_posted(session, [letter.id], on=went, service="First class")


def test_a_decision_is_taken_back_until_the_person_was_told(
    session: Session, clock: Clock
) -> None:
    case = decided(session, received(session, CaseKind.RECTIFICATION))
    draft = start_letter(session, case.id, answer_letter(case))
    old = scanned(session, made(session, filled_in(session, draft)))
    case, today = again(session, case), session.today
    with pytest.raises(RuleBroken, match="The reason"):
        record_event(session, case, EventKind.SENT_BACK, today, " ")
    case = record_event(session, case, EventKind.SENT_BACK, today, "The wrong item.")
    assert (case.state, case.decision) == (CaseState.IN_PROGRESS, "")
    case = decided(session, case, "not_corrected", "exempt")
    it_had_gone_before(session, clock, old)
    assert not again(session, case).has(EventKind.ANSWERED)
    case = answered(session, again(session, case))
    with pytest.raises(RuleBroken, match="not recorded by hand"):
        record_event(session, case, EventKind.SENT_BACK, today, "Once more.")


def test_a_question_posted_after_the_end_leaves_the_clock_alone(
    session: Session,
) -> None:
    case = received(session, CaseKind.RECTIFICATION)
    draft = filled_in(session, start_letter(session, case.id, "identity-request"))
    late = scanned(session, made(session, draft))
    case = closed(session, decided(session, case, "withdrawn"))
    mark_posted(session, [late.id], on=session.today, service="First class")
    case = again(session, case)
    assert case.events[-1].kind is EventKind.LETTER_POSTED
    today = session.today
    case = record_event(session, case, EventKind.REOPENED, today, "They wrote again.")
    assert case.state is CaseState.IN_PROGRESS


def test_a_notice_of_before_does_not_lift_a_restriction_decided_anew(
    session: Session,
) -> None:
    case = answered(session, decided(session, received(session, CaseKind.RESTRICTION)))
    entry = entry_of(session, case, "restriction")
    why = dict(entry.values) | {"lift_reason": "The address was checked."}
    change_entry(session, entry, why)
    case = closed(session, write_and_post(session, case, "lifting-notice"))
    today = session.today
    case = record_event(session, case, EventKind.REOPENED, today, "Disputed again.")
    case = decided(session, case)
    with pytest.raises(RuleBroken, match="Article 18"):
        record_event(session, case, EventKind.RESTRICTION_LIFTED, today, "It is right.")


def test_the_dates_of_a_closed_case_stand_whatever_is_written_on_it_later(
    session: Session,
) -> None:
    case = ended(session, CaseKind.RECTIFICATION)
    assert case.due is not None
    dates = (case.due, case.post_by)
    settings = session.settings()
    save_settings(
        session, replace(settings, extra_holidays=(case.due,), delivery_days=6)
    )
    case = add_note(session, case, "They telephoned to thank us.")
    assert (case.due, case.post_by) == dates
    case = record_event(
        session, case, EventKind.RECIPIENT_TOLD, session.today, "The call centre"
    )
    assert (case.due, case.post_by) == dates
    with pytest.raises(RuleBroken, match="Reopen it first"):
        choose_service(session, case, settings.services[0].name)


def test_what_waits_for_approval_is_not_changed_under_the_approver(
    session: Session,
) -> None:
    case = received(session, CaseKind.ACCESS)
    item = {"item": "A photograph", "decision": "withheld", "reason": "A neighbour"}
    add_entry(session, case, "item", item)
    decided(session, case, "part", "exempt")
    case = again(session, case)
    item = entry_of(session, case, "item")
    assert (case.state, item["decision"]) == (CaseState.DECIDED, "withheld")
    waiting = received(session, CaseKind.COMPLAINT)
    add_entry(session, waiting, "issue", ISSUE)
    waiting = decide(
        session, again(session, waiting), outcome="not_upheld", reason="The card"
    )
    assert waiting.state is CaseState.FOR_APPROVAL
    issue = entry_of(session, waiting, "issue")
    for act in (
        lambda: change_entry(session, issue, ISSUE | {"finding": "upheld"}),
        lambda: strike_entry(session, issue, "Not complained of."),
        lambda: add_entry(session, waiting, "issue", ISSUE | {"issue": "Another"}),
    ):
        with pytest.raises(RuleBroken, match="Send the decision back first"):
            act()
    send_back(session, waiting, "Look at the finding again.")
    changed = change_entry(session, issue, ISSUE | {"finding": "upheld"})
    assert changed["finding"] == "upheld"


def test_what_changes_under_a_decision_is_told_in_the_timeline(
    session: Session,
) -> None:
    case = decided(session, received(session, CaseKind.RECTIFICATION))
    entry = entry_of(session, case, "correction")
    change_entry(session, entry, dict(entry.values) | {"new": "Lantern Row"})
    event = again(session, case).events[-1]
    assert event.kind is EventKind.NOTE
    assert event.text.startswith("After the decision: ")
    assert 'from nothing to "Lantern Row"' in event.text
    add_entry(session, case, "recipient", {"name": "The sorting office"})
    assert again(session, case).events[-1] == event


def test_what_was_struck_out_stays_as_it_was(session: Session) -> None:
    case = received(session, CaseKind.ACCESS)
    search = strike_entry(session, entry_of(session, case, "search"), "Not ours")
    with pytest.raises(RuleBroken, match="struck out"):
        change_entry(session, search, dict(search.values) | {"who": "Sam Okafor"})
    with pytest.raises(RuleBroken, match="struck out"):
        strike_entry(session, search, "Another reason")
    assert search in entries_of(session, case)


def test_what_is_withheld_is_not_called_given_in_full(session: Session) -> None:
    case = received(session, CaseKind.ACCESS)
    item = {"item": "A photograph", "decision": "withheld", "reason": "A neighbour"}
    add_entry(session, case, "item", item)
    with pytest.raises(RuleBroken, match="Given in part") as told:
        decided(session, case, "given")
    assert told.value.field == "outcome"
    assert again(session, case).decision == ""
