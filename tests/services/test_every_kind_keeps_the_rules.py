"""What a case does not allow is refused, with the reason and what would allow it."""

from datetime import date, timedelta

import pytest
from builders import Clock, new_post
from every_kind import (
    acknowledge,
    again,
    answered,
    as_second,
    closed,
    received,
    write_and_post,
)
from letter_steps import decided, entries_of, filled_in, something

from isteam_app.domain.case_types import CASE_TYPES, Outcome
from isteam_app.domain.cases import Case, CaseKind, CaseState, ClockState, EventKind
from isteam_app.domain.forms import Entry, Form, standing
from isteam_app.errors import LetterRefused, RuleBroken
from isteam_app.services.cases import add_note, case_page, record_event
from isteam_app.services.decisions import decide
from isteam_app.services.entries import add_entry, change_entry, strike_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import finalise, start_letter
from isteam_app.services.links import RegulatorLetter, take_to_regulator
from isteam_app.services.representatives import authority_problem
from isteam_app.services.session import Session

RIGHTS = [
    kind
    for kind, definition in CASE_TYPES.items()
    if EventKind.IDENTITY_RECEIVED in definition.events
]
QUESTIONS = [
    (EventKind.IDENTITY_RECEIVED, "identity"),
    (EventKind.AUTHORITY_RECEIVED, "authority"),
    (EventKind.FEE_PAID, "fee"),
    (EventKind.CLARIFICATION_RECEIVED, "Clarification"),
]


def record(session: Session, case: Case, kind: EventKind, text: str = "") -> Case:
    return record_event(session, again(session, case), kind, session.today, text)


def refused_move(session: Session, case: Case, kind: EventKind) -> str:
    """What the page says of a move that is on offer and cannot be made."""
    moves = {move.event: move for move in case_page(session, case.id).moves}
    return moves[kind].refused


def entry_of(session: Session, case: Case, form: str) -> Entry:
    return standing(entries_of(session, case), form)[0]


@pytest.mark.parametrize(("kind", "words"), QUESTIONS)
def test_an_answer_to_what_was_never_asked_is_refused(
    session: Session, kind: EventKind, words: str
) -> None:
    case = received(session, CaseKind.ACCESS)
    with pytest.raises(RuleBroken, match=f"(?i){words}"):
        record(session, case, kind, "A passport")
    assert refused_move(session, case, kind)
    assert again(session, case) == case


def test_a_closed_case_refuses_what_would_change_it(session: Session) -> None:
    case = closed(session, answered(session, decided(session, _acknowledged(session))))
    for kind in (EventKind.EXTENDED, EventKind.IDENTITY_ASKED, EventKind.ANSWERED):
        with pytest.raises(RuleBroken, match="closed"):
            record(session, case, kind, "A reason")
    entry = entry_of(session, case, "article_15")
    with pytest.raises(RuleBroken, match="closed"):
        change_entry(session, entry, dict(entry.values) | {"a": "no"})
    with pytest.raises(RuleBroken, match="closed"):
        add_entry(session, case, "item", {"item": "A note", "decision": "given"})
    with pytest.raises(RuleBroken, match="closed"):
        decide(session, case, outcome="given", reason="")
    assert again(session, case) == case


def _acknowledged(session: Session, kind: CaseKind = CaseKind.ACCESS) -> Case:
    return acknowledge(session, received(session, kind))


def test_a_reopened_case_is_decided_and_answered_anew(
    session: Session, clock: Clock
) -> None:
    case = closed(session, answered(session, decided(session, _acknowledged(session))))
    due = case.due
    clock.forward(9)
    with pytest.raises(RuleBroken, match="The reason"):
        record(session, case, EventKind.REOPENED, " ")
    case = record(session, case, EventKind.REOPENED, "They found another address.")
    assert (case.state, case.decision, case.outcome) == (CaseState.IN_PROGRESS, "", "")
    assert case.due == due
    assert case_page(session, case.id).clock.next_step.event is EventKind.DECIDED
    with pytest.raises(RuleBroken, match="open already"):
        record(session, case, EventKind.REOPENED, "Once more")
    case = closed(session, answered(session, decided(session, case, "nothing_held")))
    kinds = [event.kind for event in case.events]
    assert kinds.count(EventKind.ANSWERED) == 2
    assert kinds.count(EventKind.CLOSED) == 2
    assert [letter.template for letter in case_page(session, case.id).letters] == [
        "access-acknowledgement",
        "access-response",
        "nothing-held",
    ]


@pytest.mark.parametrize("kind", RIGHTS)
def test_a_request_may_be_withdrawn_while_it_waits(
    session: Session, kind: CaseKind
) -> None:
    case = write_and_post(session, received(session, kind), "identity-request")
    assert case.state is CaseState.WAITING
    first = CASE_TYPES[kind].outcomes[0].key
    with pytest.raises(RuleBroken, match="waits for an answer"):
        decide(session, case, outcome=first, reason="It can be answered.")
    with pytest.raises(RuleBroken, match="Give the reason"):
        decide(session, case, outcome="withdrawn", reason="")
    case = decided(session, case, "withdrawn")
    assert case.state is CaseState.DECIDED
    case = closed(session, case, "They wrote that they no longer want it.")
    assert case.closed_on == session.today


def test_nothing_is_closed_before_it_is_decided_and_told(session: Session) -> None:
    case = _acknowledged(session)
    assert "Decide the case first" in refused_move(session, case, EventKind.CLOSED)
    assert "Decide the case first" in refused_move(session, case, EventKind.ANSWERED)
    case = decided(session, case)
    assert "not been told" in refused_move(session, case, EventKind.CLOSED)
    record(session, case, EventKind.ANSWERED, "Read out to them at the counter.")
    assert refused_move(session, case, EventKind.CLOSED) == ""


def test_an_answer_says_what_was_decided_and_only_that(session: Session) -> None:
    case = _acknowledged(session)
    early = filled_in(session, start_letter(session, case.id, "access-response"))
    with pytest.raises(LetterRefused, match="Decide the case first"):
        finalise(session, early)
    decided(session, case, "nothing_held")
    with pytest.raises(LetterRefused, match="decided as “Nothing held”"):
        finalise(session, early)


def test_a_restriction_is_lifted_after_the_notice_and_not_before(
    session: Session, clock: Clock
) -> None:
    case = _acknowledged(session, CaseKind.RESTRICTION)
    with pytest.raises(RuleBroken, match="Nothing is restricted yet"):
        record(session, case, EventKind.LIFTING_NOTICE)
    case = answered(session, decided(session, case))
    with pytest.raises(RuleBroken, match="Article 18\\(3\\)"):
        record(session, case, EventKind.RESTRICTION_LIFTED, "The data was right.")
    case = closed(session, case, "In force until it is looked at again.")
    clock.forward(14)
    assert "18(3)" in refused_move(session, case, EventKind.RESTRICTION_LIFTED)
    draft = filled_in(session, start_letter(session, case.id, "lifting-notice"))
    with pytest.raises(LetterRefused, match="why it is to be lifted"):
        finalise(session, draft)
    entry = entry_of(session, case, "restriction")
    why = {"lift_reason": "The address was checked and is right."}
    change_entry(session, entry, dict(entry.values) | why)
    noticed = write_and_post(session, case, "lifting-notice")
    day_before = session.today - timedelta(days=1)
    with pytest.raises(RuleBroken, match="cannot have been lifted before"):
        record_event(
            session, noticed, EventKind.RESTRICTION_LIFTED, day_before, "It was right."
        )
    lifted = record(session, case, EventKind.RESTRICTION_LIFTED, "It was right.")
    assert lifted.state is CaseState.CLOSED
    assert lifted.has(EventKind.LIFTING_NOTICE)
    assert lifted.has(EventKind.RESTRICTION_LIFTED)


def test_an_extension_needs_a_reason_time_and_comes_once(
    session: Session, clock: Clock
) -> None:
    case = _acknowledged(session)
    with pytest.raises(RuleBroken, match="The reason"):
        record(session, case, EventKind.EXTENDED, " ")
    page = case_page(session, case.id)
    assert page.clock.notice_post_by == date(2026, 12, 17)
    case = record(session, case, EventKind.EXTENDED, "Four sites hold paper records.")
    assert case.due == date(2027, 2, 22)
    assert case_page(session, case.id).clock.notice_post_by is None
    with pytest.raises(RuleBroken, match="xtended"):
        record(session, case, EventKind.EXTENDED, "Once more.")
    late = received(session, CaseKind.ERASURE)
    clock.forward(40)
    with pytest.raises(RuleBroken, match="is too late"):
        record(session, late, EventKind.EXTENDED, "It was forgotten.")
    assert again(session, late).due == late.due


def test_only_an_approver_records_that_an_extension_was_late(
    session: Session, clock: Clock
) -> None:
    case = received(session, CaseKind.ERASURE)
    with pytest.raises(RuleBroken, match="still go in time"):
        record(session, case, EventKind.EXTENSION_LATE, "Too early to be late.")
    clock.forward(40)
    handler = as_second(session, role="handler")
    with pytest.raises(RuleBroken, match="Only an approver"):
        record(handler, case, EventKind.EXTENSION_LATE, "The notice was forgotten.")
    told = record(session, case, EventKind.EXTENSION_LATE, "The notice was forgotten.")
    assert told.due == case.due  # a breach moves no date


def test_marketing_is_stopped_before_it_is_confirmed(session: Session) -> None:
    case = received(session, CaseKind.MARKETING)
    page = case_page(session, case.id)
    assert page.clock.next_step.event is EventKind.SUPPRESSED
    assert page.clock.next_step.by == date(2026, 11, 27)
    with pytest.raises(RuleBroken, match="Stop the marketing first"):
        decide(session, case, outcome="suppressed", reason="")
    draft = filled_in(session, start_letter(session, case.id, "marketing-confirmation"))
    with pytest.raises(LetterRefused, match="Decide the case first"):
        finalise(session, draft)
    stopped = {
        "channels": "post\nemail",
        "scopes": "own\nthird_party",
        "effective": "2026-11-23",
        "keys": "Name and address",
        "systems": "Mailing list",
        "third_parties": "Harbourline Parcels",
    }
    add_entry(session, case, "suppression", stopped)
    case = again(session, case)
    assert case.has(EventKind.SUPPRESSED)
    case = decide(session, case, outcome="suppressed", reason="")
    letter = start_letter(session, case.id, "marketing-confirmation")
    assert "Harbourline Parcels" in dict(letter.answers)["third_parties"]
    assert "by post and by email" in dict(letter.answers)["marketing_stopped"]


def test_a_hold_is_released_before_an_access_case_is_closed(session: Session) -> None:
    case = _acknowledged(session)
    hold = entry_of(session, case, "hold")
    assert hold["what"] == "CCTV"
    case = answered(session, decided(session, case))
    released = entry_of(session, case, "hold")
    held = {k: v for k, v in released.values if k != "released_on"}
    held_again = change_entry(session, released, held)
    with pytest.raises(RuleBroken, match="hold on CCTV"):
        closed(session, again(session, case))
    assert "hold" in refused_move(session, case, EventKind.CLOSED).casefold()
    change_entry(session, held_again, held | {"released_on": "2026-11-23"})
    assert closed(session, again(session, case)).state is CaseState.CLOSED


def test_a_hold_that_was_struck_out_holds_nothing(session: Session) -> None:
    case = answered(session, decided(session, _acknowledged(session)))
    hold = entry_of(session, case, "hold")
    held = {k: v for k, v in hold.values if k != "released_on"}
    hold = change_entry(session, hold, held)
    with pytest.raises(RuleBroken, match="why it no longer counts"):
        strike_entry(session, hold, " ")
    strike_entry(session, hold, "There is no CCTV at that counter.")
    assert closed(session, again(session, case)).state is CaseState.CLOSED


def test_a_complaint_hears_how_it_goes_on_until_its_outcome(
    session: Session, clock: Clock
) -> None:
    case = _acknowledged(session, CaseKind.COMPLAINT)
    assert case_page(session, case.id).clock.next_step.event is EventKind.DECIDED
    for _ in range(2):
        clock.forward(10)
        case = write_and_post(session, case, "complaint-progress")
    assert [event.kind for event in case.events].count(EventKind.PROGRESS_TOLD) == 2
    assert case.state is CaseState.IN_PROGRESS
    case = closed(session, answered(session, decided(session, case)))
    assert case.state is CaseState.CLOSED


@pytest.mark.parametrize("kind", [CaseKind.COMPLAINT, CaseKind.SERVICE_COMPLAINT])
def test_an_early_outcome_acknowledges_the_complaint_too(
    session: Session, clock: Clock, kind: CaseKind
) -> None:
    case = received(session, kind)
    clock.forward(11)
    case = answered(session, decided(session, case, "part"))
    told = {event.kind: event.on for event in case.events}
    assert told[EventKind.ACKNOWLEDGED] == told[EventKind.ANSWERED] == session.today
    assert case_page(session, case.id).clock.next_step.event is EventKind.CLOSED


@pytest.mark.parametrize("kind", CASE_TYPES, ids=str)
def test_an_unfinished_form_says_what_is_missing(
    session: Session, kind: CaseKind
) -> None:
    definition = CASE_TYPES[kind]
    wanting = next(
        (each for each in definition.outcomes if not each.ends and _forms(kind, each)),
        None,
    )
    case = received(session, kind)
    if wanting is None:
        with pytest.raises(RuleBroken, match="is answered, not decided"):
            decide(session, case, outcome="given", reason="")
        return
    for begun in entries_of(session, case):
        strike_entry(session, begun, "Not wanted here.")
    form = _forms(kind, wanting)[0]
    if definition.at_once:
        add_entry(session, case, form.key, something(session, form, {}))
        entry = entry_of(session, case, form.key)
        needed = {q.key for q in form.questions if q.needed}
        change_entry(session, entry, {k: v for k, v in entry.values if k in needed})
    ground = definition.grounds[0].key if definition.grounds else ""
    with pytest.raises(RuleBroken, match=f"under Checklist first.*{form.title}"):
        decide(
            session,
            again(session, case),
            outcome=wanting.key,
            ground=ground,
            reason="So it is.",
        )


def _forms(kind: CaseKind, outcome: Outcome) -> list[Form]:
    return [form for form in CASE_TYPES[kind].forms if outcome.key in form.wanted_for]


def test_the_regulators_day_is_the_day_to_answer_by(session: Session) -> None:
    case = received(session, CaseKind.REGULATOR)
    wanted = {
        "reference": "IC-1182",
        "asked": "What happened",
        "answer_by": "2026-12-04",
    }
    entry = add_entry(session, case, "regulator", wanted)
    assert again(session, case).due == date(2026, 12, 4)
    change_entry(session, entry, wanted | {"answer_by": ""})
    assert again(session, case).due == date(2026, 12, 18)


def test_an_answer_to_the_regulator_is_not_the_end_of_their_case(
    session: Session,
) -> None:
    case = received(session, CaseKind.REGULATOR)
    case = write_and_post(session, case, "regulator-reply")
    page = case_page(session, case.id)
    assert page.case.has(EventKind.ANSWERED)
    assert page.clock.next_step.event is EventKind.DECIDED
    case = closed(session, decided(session, case, "action"))
    assert case.state is CaseState.CLOSED


def test_the_regulator_acts_for_nobody_and_needs_no_authority(
    session: Session,
) -> None:
    complaint = received(session, CaseKind.COMPLAINT)
    letter = RegulatorLetter(received=session.today, their_reference="IC-1182")
    theirs = take_to_regulator(session, complaint, letter)
    assert theirs.subject == complaint.subject
    assert authority_problem(session, theirs, session.today) == ""


def test_a_fee_is_reckoned_before_it_is_asked_for(session: Session) -> None:
    case = received(session, CaseKind.PORTABILITY)
    with pytest.raises(RuleBroken, match="Fill in the fee"):
        record(session, case, EventKind.FEE_ASKED)
    fee = {"amount": "12.50", "basis": "copies", "reason": "A third copy."}
    add_entry(session, case, "fee", fee)
    case = record(session, case, EventKind.FEE_ASKED)
    assert (case.state, case.clock) == (CaseState.WAITING, ClockState.NOT_STARTED)
    case = record(session, case, EventKind.FEE_PAID)
    assert case.clock is ClockState.RUNNING


def test_three_requests_in_one_letter_go_their_own_ways(session: Session) -> None:
    kinds = (CaseKind.ACCESS, CaseKind.MARKETING, CaseKind.COMPLAINT)
    cases = receive_post(session, new_post(kinds=kinds)).cases
    ends = {}
    for case in cases:
        case = answered(session, decided(session, acknowledge(session, case)))
        ends[case.kind] = closed(session, case)
        others = case_page(session, case.id).linked
        assert {other.kind for other in others} == set(kinds) - {case.kind}
    assert all(case.state is CaseState.CLOSED for case in ends.values())


def test_a_note_as_long_as_a_workbook_is_refused_and_nothing_is_lost(
    session: Session,
) -> None:
    case = received(session, CaseKind.ENQUIRY)
    with pytest.raises(RuleBroken, match="20,000 characters"):
        add_note(session, case, "cell\t" * 100_000)
    assert again(session, case) == case
