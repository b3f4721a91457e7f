"""What must have happened on a case before its letter may be finalised."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import new_post
from letter_steps import answered, decided, final, made, posted, scanned

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseKind, CaseState, EventKind
from isteam_app.domain.letters import LetterState
from isteam_app.domain.people import Capacity, Particulars, Representation
from isteam_app.errors import LetterRefused
from isteam_app.letters.templates import all_templates
from isteam_app.services.cases import case_page, record_event
from isteam_app.services.decisions import approve, decide, send_back
from isteam_app.services.entries import add_entry, change_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_doubts import still_right
from isteam_app.services.letters import (
    finalise,
    letter_choices,
    open_desk,
    preview,
    save_draft,
    start_letter,
)
from isteam_app.services.print_desk import mark_posted
from isteam_app.services.representatives import (
    end_representation,
    name_representative,
)


def received(session, kind, **changes):
    return receive_post(session, new_post(kinds=(kind,), **changes)).cases[0]


def kinds_of(case):
    return [event.kind for event in case.events]


def refusal_of(session, draft):
    """Why a draft cannot be finalised; the draft is as it was, and preview says it.

    What is noted on it because the records changed since is told by its page instead.
    """
    with pytest.raises(LetterRefused) as refused:
        finalise(session, draft)
    desk = open_desk(session, draft.id)
    assert (desk.letter.state, desk.letter.body) == (LetterState.DRAFT, draft.body)
    shown = preview(desk, draft.body, dict(draft.answers))
    seen = [one.sentence for one in shown.problems]
    noted = [each for each in refused.value.problems if each not in seen]
    assert all(desk.letter.doubt and desk.letter.doubt in each for each in noted)
    assert [*noted, *seen] == list(refused.value.problems)
    (sentence,) = seen
    return sentence


def test_an_answer_waits_for_the_decision_its_approval_and_says_the_same(session):
    case = received(session, CaseKind.OBJECTION)
    draft = answered(session, case, "refusal")
    assert refusal_of(session, draft).startswith("Decide the case first")
    case = decide(
        session, case, outcome="refused", ground="excessive", reason="Asked in October."
    )
    assert case.state is CaseState.FOR_APPROVAL
    assert "waits for approval" in refusal_of(session, draft)
    case = send_back(session, case, "Say when it was answered.")
    assert refusal_of(session, draft).startswith("Decide the case first")
    case = decide(
        session, case, outcome="refused", ground="excessive", reason="On 2 October."
    )
    approve(session, case, "Nobody else is in the team.")
    upheld = answered(session, case, "objection-upheld")
    assert refusal_of(session, upheld) == (
        "The case is decided as “Refused”, and this letter says something else. Write "
        "“Request: refused”."
    )
    assert made(session, draft).state is LetterState.FINAL


def test_once_decided_only_its_own_answer_is_offered(session):
    case = received(session, CaseKind.ERASURE)
    allowed = CASE_TYPES[case.kind].letters
    shipped = {each.key: each for each in all_templates()}
    before = [template.key for template in letter_choices(case, allowed, shipped)]
    assert {"erasure-done", "erasure-part", "refusal"} <= set(before)
    case = decided(session, case, "part", "claims")
    after = [template.key for template in letter_choices(case, allowed, shipped)]
    assert "erasure-part" in after
    assert not {"erasure-done", "refusal", "withdrawal"} & set(after)
    assert {"recipient-notice", "extension-notice"} <= set(after)


@pytest.mark.parametrize(
    ("particulars", "words"),
    [
        (Particulars(died_on=date(2026, 11, 1)), "has died"),
        (Particulars(do_not_write="Her former partner opens it"), "not to write"),
    ],
)
def test_nobody_is_written_to_who_must_not_be(session, particulars, words):
    case = received(session, CaseKind.ACCESS)
    draft = answered(session, case, "access-acknowledgement")
    with session.vault.change(
        "person.changed", by=session.member.name, at=session.now()
    ) as work:
        person = work.people.get(case.post.requester.id)
        work.people.update(replace(person, particulars=particulars))
        work.commit()
    sentence = refusal_of(session, draft)
    assert words in sentence
    assert "somebody else to reply to" in sentence
    assert "partner" not in sentence


def test_a_lifting_notice_says_why_and_goes_before_the_restriction_ends(session):
    case = decided(session, received(session, CaseKind.RESTRICTION))
    case = posted(session, answered(session, case, "restriction-applied"))
    draft = answered(session, case, "lifting-notice")
    assert "why it is to be lifted" in refusal_of(session, draft)
    page = case_page(session, case.id)
    (entry,) = page.entries
    change_entry(session, entry, dict(entry.values) | {"lift_reason": "It is right."})
    case = posted(session, draft)
    assert kinds_of(case)[-1] is EventKind.LIFTING_NOTICE
    lifted = record_event(
        session, case, EventKind.RESTRICTION_LIFTED, session.today, "It is right."
    )
    assert lifted.has(EventKind.RESTRICTION_LIFTED)


def test_a_restriction_meanwhile_does_not_answer_a_correction(session):
    case = received(session, CaseKind.RECTIFICATION)
    case = posted(session, answered(session, case, "restriction-applied"))
    assert not case.has(EventKind.ANSWERED)
    assert kinds_of(case)[-1] is EventKind.LETTER_POSTED


def test_an_extension_is_told_in_the_first_month_with_its_reason(session, clock):
    case = received(session, CaseKind.ERASURE)
    draft = start_letter(session, case.id, "extension-notice")
    reason = {"extension_reason": "The records are on paper."}
    draft = save_draft(session, draft, draft.body, reason)
    case = posted(session, draft)
    assert case.events[-1].kind is EventKind.EXTENDED
    assert case.events[-1].text == "The records are on paper."
    assert case.due == date(2027, 2, 22)

    late = received(session, CaseKind.ERASURE)
    draft = answered(session, late, "extension-notice")
    clock.forward(29)
    with pytest.raises(LetterRefused, match="Mon 21 Dec 2026"):
        finalise(session, draft)


def test_a_notice_posted_too_late_moves_no_date(session, clock):
    case = received(session, CaseKind.ERASURE)
    kept = scanned(session, final(session, case, "extension-notice"))
    clock.forward(29)
    mark_posted(session, [kept.id], on=session.today, service="First class")
    case = case_page(session, case.id).case
    assert EventKind.EXTENDED not in kinds_of(case)
    assert "too late" in case.events[-1].text
    assert case.due == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("kind", "template"),
    [
        (CaseKind.COMPLAINT, "complaint-outcome"),
        (CaseKind.SERVICE_COMPLAINT, "service-outcome"),
    ],
)
def test_an_outcome_sent_first_acknowledges_as_well(session, kind, template):
    case = decided(session, received(session, kind))
    case = posted(session, answered(session, case, template))
    assert kinds_of(case)[-2:] == [EventKind.ACKNOWLEDGED, EventKind.ANSWERED]
    assert {event.on for event in case.events[-2:]} == {session.today}


def test_an_outcome_after_its_acknowledgement_only_answers(session):
    case = received(session, CaseKind.COMPLAINT)
    case = posted(session, answered(session, case, "complaint-acknowledgement"))
    case = posted(session, answered(session, case, "complaint-progress"))
    case = posted(session, answered(session, case, "complaint-progress"))
    case = decided(session, case)
    case = posted(session, answered(session, case, "complaint-outcome"))
    kinds = kinds_of(case)
    assert kinds.count(EventKind.ACKNOWLEDGED) == 1
    assert kinds.count(EventKind.PROGRESS_TOLD) == 2
    assert kinds[-1] is EventKind.ANSWERED


def test_marketing_is_confirmed_after_it_has_stopped(session):
    case = received(session, CaseKind.MARKETING)
    draft = answered(session, case, "marketing-confirmation")
    assert refusal_of(session, draft).startswith("Decide the case first")
    stop = {
        "channels": "post",
        "scopes": "own",
        "effective": "2026-11-23",
        "keys": "Ms Marged Ellwood-Price",
        "systems": "Mailing list",
    }
    add_entry(session, case, "suppression", stop)
    decided(session, case)
    assert posted(session, draft).has(EventKind.ANSWERED)


def test_a_fee_is_asked_for_once_it_is_written_down_why(session):
    case = received(session, CaseKind.PORTABILITY)
    draft = answered(session, case, "fee-notice")
    assert refusal_of(session, draft).startswith("Fill in the fee under Checklist")
    fee = {"amount": "12.50", "basis": "excessive", "reason": "The fifth this month"}
    add_entry(session, case, "fee", fee)
    case = posted(session, draft)
    assert case.state is CaseState.WAITING
    assert case_page(session, case.id).clock.next_step.event is EventKind.FEE_PAID


@pytest.mark.parametrize(
    ("template", "form", "awaited"),
    [
        ("identity-request", "identity", EventKind.IDENTITY_RECEIVED),
        ("authority-request", "authority", EventKind.AUTHORITY_RECEIVED),
    ],
)
def test_a_question_holds_the_clock_and_keeps_its_doubt(
    session, template, form, awaited
):
    case = received(session, CaseKind.PORTABILITY)
    draft = answered(session, case, template)
    case = posted(session, draft)
    page = case_page(session, case.id)
    assert case.state is CaseState.WAITING
    assert page.clock.next_step.event is awaited
    (entry,) = page.entries
    assert (entry.form, entry["doubt"]) == (form, dict(draft.answers)[f"{form}_doubt"])


def test_copies_go_to_nobody_who_has_not_shown_that_they_may_act(session):
    case = received(session, CaseKind.ACCESS, acting_for="Mr Ivo Ellwood-Price")
    draft = answered(session, decided(session, case), "access-response")
    assert "nobody has seen the authority" in refusal_of(session, draft)
    authority = Representation(
        representative=case.post.requester,
        subject=case.subject,
        capacity=Capacity.SOLICITOR,
        evidence="Signed form of authority",
        seen_on=session.today,
    )
    kept = name_representative(session, authority)
    end_representation(session, kept, session.today - timedelta(days=1))
    assert "ended on" in refusal_of(session, draft)
    name_representative(session, authority)
    noted = open_desk(session, draft.id).letter
    draft = still_right(session, noted, "The new form of authority was seen.")
    assert posted(session, draft).has(EventKind.ANSWERED)
