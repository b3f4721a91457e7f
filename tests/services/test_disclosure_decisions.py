"""Deciding third parties' requests: every state, by two people, and what is refused."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from types import MappingProxyType

import pytest
from builders import LONDON, Clock
from request_steps import (
    LIFE,
    SECTIONS,
    WHY,
    about,
    at_risk,
    closed,
    decided,
    entries_of,
    fill,
    filled_for_disclosure,
    for_approval,
    gone,
    recorded,
    second,
)

from isteam_app.domain.audit_words import action_words
from isteam_app.domain.disclosure_gates import State, thawed
from isteam_app.domain.disclosures import (
    ApprovedHow,
    Decision,
    Disclosure,
    DisclosureState,
    RequestEvent,
    Subject,
)
from isteam_app.errors import ChangedMeanwhile, IsteamError, RuleBroken
from isteam_app.services import disclosure_decisions
from isteam_app.services.disclosure_decisions import (
    add_note,
    answer_came,
    approve,
    ask_for_more,
    close,
    disclose_now,
    refer_to_legal,
    reopen,
    send_back,
    submit,
)
from isteam_app.services.disclosure_locks import withdraw_request
from isteam_app.services.disclosure_sections import add_subjects, fill_in, strike
from isteam_app.services.disclosures import disclosure, open_request
from isteam_app.services.gateways import rules
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings


def happened(session: Session, request: Disclosure) -> list[RequestEvent]:
    return [step.kind for step in open_request(session, request.id).steps]


def kept(session: Session, request: Disclosure) -> Disclosure:
    return disclosure(session, request.id)


def emergency(session: Session) -> Disclosure:
    request = at_risk(session, recorded(session))
    return disclose_now(session, request, "A child is missing; her address was told")


class TestTwoPeople:
    def test_one_prepares_and_another_approves(self, session: Session) -> None:
        waits = for_approval(session, recorded(session))
        assert waits.state is DisclosureState.FOR_APPROVAL
        assert (waits.prepared_by, waits.decided_by) == ("Robin Sample", "")
        done = approve(second(session), waits)
        assert done.state is DisclosureState.DECIDED
        assert (done.prepared_by, done.decided_by) == ("Robin Sample", "Sam Okafor")
        assert done.decided_on == session.today
        assert done.approved_how is ApprovedHow.SECOND
        assert happened(session, done) == [
            RequestEvent.RECORDED,
            RequestEvent.SUBMITTED,
            RequestEvent.APPROVED,
        ]

    def test_who_prepared_it_does_not_approve(self, session: Session) -> None:
        waits = for_approval(session, recorded(session))
        second(session)
        with pytest.raises(RuleBroken, match="ask Sam Okafor"):
            approve(session, waits, "It cannot wait")
        assert kept(session, waits).state is DisclosureState.FOR_APPROVAL

    def test_who_filled_in_the_grounds_does_not_approve(self, session: Session) -> None:
        other = second(session)
        request = filled_for_disclosure(session, recorded(session))
        fill(other, request, "grounds", {"proportion": "Four minutes of one camera"})
        waits = submit(session, kept(session, request), Decision.DISCLOSE, WHY)
        third = second(session, name="Ana Third")
        with pytest.raises(RuleBroken, match="ask Ana Third"):
            approve(other, waits)
        assert approve(third, waits).decided_by == "Ana Third"

    def test_who_rang_back_may_approve(self, session: Session) -> None:
        other = second(session)
        request = recorded(session)
        plain = dict(SECTIONS)
        request = filled_for_disclosure(session, request)
        fill_in(other, request, "check", {**plain["check"], "by": "Sam Okafor"})
        waits = submit(session, kept(session, request), Decision.DISCLOSE, WHY)
        assert approve(other, waits).decided_by == "Sam Okafor"

    def test_alone_one_approves_with_a_note_as_cover(self, session: Session) -> None:
        waits = for_approval(session, recorded(session))
        with pytest.raises(RuleBroken, match="why it cannot wait"):
            approve(session, waits, "  ")
        done = approve(session, waits, "Sam is ill; the hearing is tomorrow")
        assert done.approved_how is ApprovedHow.COVER
        step = open_request(session, done.id).steps[-1]
        assert step.text == "Sam is ill; the hearing is tomorrow"

    @pytest.mark.parametrize("role", ["handler", "auditor"])
    def test_who_may_not_approve_is_refused(self, session: Session, role: str) -> None:
        waits = for_approval(session, recorded(session))
        other = second(session, role=role, name="Lena Brook")
        with pytest.raises(RuleBroken):
            approve(other, waits)
        assert kept(session, waits).state is DisclosureState.FOR_APPROVAL

    def test_of_two_at_once_one_approves_and_the_other_is_told(
        self, session: Session
    ) -> None:
        waits = for_approval(session, recorded(session))
        pair = [second(session), second(session, name="Ana Third")]
        gate, refused = Barrier(2), []

        def run(who: Session) -> None:
            gate.wait()
            try:
                approve(who, waits)
            except IsteamError as error:
                refused.append(error)

        threads = [Thread(target=run, args=(who,)) for who in pair]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (error,) = refused
        assert isinstance(error, ChangedMeanwhile)
        done = kept(session, waits)
        assert done.decided_by in ("Sam Okafor", "Ana Third")
        assert done.decided_by in f"{error} {error.changed}"
        assert happened(session, done).count(RequestEvent.APPROVED) == 1

    def test_what_was_changed_since_it_was_read_is_not_approved(
        self, session: Session
    ) -> None:
        waits = for_approval(session, recorded(session))
        send_back(session, waits, "The period is too long")
        with pytest.raises(ChangedMeanwhile):
            approve(second(session), waits)

    def test_sent_back_it_is_decided_anew(self, session: Session) -> None:
        waits = for_approval(session, recorded(session))
        back = send_back(second(session), waits, "The period is too long")
        assert back.state is DisclosureState.OPEN
        assert (back.decision, back.verdicts) == (Decision.UNDECIDED, "")
        assert submit(session, back, Decision.PART, WHY).decision is Decision.PART

    @pytest.mark.parametrize("act", [send_back, answer_came, reopen])
    def test_an_act_without_a_reason_is_refused(self, session: Session, act) -> None:
        request = for_approval(session, recorded(session))
        with pytest.raises(RuleBroken) as refused:
            act(session, request, "   ")
        assert refused.value.field == "text"


class TestGates:
    def test_nothing_leaves_while_a_gate_is_not_met(self, session: Session) -> None:
        request = about(session, recorded(session))
        with pytest.raises(RuleBroken, match="This is in the way") as refused:
            submit(session, request, Decision.DISCLOSE, WHY)
        assert refused.value.field
        assert kept(session, request).state is DisclosureState.OPEN

    def test_to_refuse_is_always_open(self, session: Session) -> None:
        request = about(session, recorded(session))
        request = fill(session, request, "asked", {"asked": "Everything you hold"})
        waits = submit(session, request, Decision.REFUSE, "No authority was shown")
        assert waits.state is DisclosureState.FOR_APPROVAL

    @pytest.mark.parametrize("dated", ["signed_on", "issued_on"])
    def test_an_instrument_of_tomorrow_does_not_hold_today(
        self, session: Session, clock: Clock, dated: str
    ) -> None:
        changed = {"authorisation": {dated: "2026-11-24"}}
        request = filled_for_disclosure(session, recorded(session), **changed)
        with pytest.raises(RuleBroken, match="In force today"):
            submit(session, request, Decision.DISCLOSE, WHY)
        gates = open_request(session, request.id).gates
        dated = next(gate for gate in gates if gate.key == "instrument_dates")
        assert dated.state is State.BLOCKED
        assert "in the future" in dated.rule
        clock.forward(1)
        assert submit(session, request, Decision.DISCLOSE, WHY)

    def test_what_lapsed_before_it_was_approved_is_in_the_way(
        self, session: Session, clock: Clock
    ) -> None:
        changed = {"authorisation": {"expires": "2026-11-23"}}
        request = filled_for_disclosure(session, recorded(session), **changed)
        waits = submit(session, request, Decision.DISCLOSE, WHY)
        clock.forward(1)
        with pytest.raises(RuleBroken, match="In force today"):
            approve(second(session), waits)
        assert kept(session, waits).state is DisclosureState.FOR_APPROVAL

    def test_who_is_also_the_requester_is_in_the_way(self, session: Session) -> None:
        request = filled_for_disclosure(session, recorded(session))
        request = about(session, request, "DC A. Sampleton")
        with pytest.raises(RuleBroken, match="Somebody else asks"):
            submit(session, request, Decision.DISCLOSE, WHY)

    def test_five_hundred_people_need_a_reason(self, session: Session) -> None:
        request = filled_for_disclosure(session, recorded(session))
        many = [
            Subject(disclosure_id=request.id, name=f"Person {number}")
            for number in range(500)
        ]
        request = add_subjects(session, request, many)
        assert request.about == "Mr Jago Merriweather and 500 more"
        with pytest.raises(RuleBroken, match="501 people"):
            submit(session, request, Decision.DISCLOSE, WHY)
        reason = {"wide_reason": "Every parcel of one stolen van"}
        request = fill(session, request, "asked", reason)
        assert submit(session, request, Decision.DISCLOSE, WHY)

    def test_what_was_judged_stays_when_the_rules_change(
        self, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done = decided(session, recorded(session))
        before = done.verdicts
        known = rules()
        police = replace(known.gateways[done.kind], counter_signed=False)
        later = replace(
            known,
            version="2031-01",
            gateways=MappingProxyType({**known.gateways, done.kind: police}),
        )
        for module in ("disclosure_decisions", "disclosures"):
            monkeypatch.setattr(f"isteam_app.services.{module}.rules", lambda: later)
        page = open_request(session, done.id)
        assert page.request.verdicts == before
        verdicts = thawed(page.request.verdicts)
        assert verdicts.version == known.version
        keys = {gate.key for gate in verdicts.gates}
        assert "counter_signature" in keys
        assert "counter_signature" not in {gate.key for gate in page.gates}
        again = reopen(session, done, "More was asked")
        again = submit(session, again, Decision.DISCLOSE, WHY)
        assert json.loads(again.verdicts)["rules"] == "2031-01"

    def test_an_unknown_decision_is_refused(self, session: Session) -> None:
        request = filled_for_disclosure(session, recorded(session))
        for decision in (Decision.UNDECIDED, Decision.MORE, Decision.LEGAL):
            with pytest.raises(RuleBroken) as refused:
                submit(session, request, decision, WHY)
            assert refused.value.field == "decision"

    def test_where_no_second_person_is_wanted_it_is_decided(
        self, session: Session
    ) -> None:
        settings = session.settings()
        asked = replace(settings.requests, second_person=("disclose",))
        save_settings(session, replace(settings, requests=asked))
        done = for_approval(session, recorded(session), Decision.REFUSE)
        assert done.state is DisclosureState.DECIDED
        assert done.approved_how is ApprovedHow.NOT_NEEDED
        assert done.decided_by == "Robin Sample"


class TestWaiting:
    def test_more_is_asked_and_comes(self, session: Session, clock: Clock) -> None:
        request = ask_for_more(session, recorded(session), "The counter-signature")
        assert request.state is DisclosureState.WAITING
        assert request.waiting_since == session.today
        assert request.decision is Decision.MORE
        with pytest.raises(RuleBroken, match="An answer is awaited"):
            submit(session, request, Decision.REFUSE, WHY)
        clock.forward(3)
        request = answer_came(session, request, "Signed by the Inspector")
        assert request.state is DisclosureState.OPEN
        assert (request.decision, request.waiting_since) == (Decision.UNDECIDED, None)
        assert happened(session, request)[1:] == [
            RequestEvent.ASKED_MORE,
            RequestEvent.MORE_CAME,
        ]

    def test_legal_is_asked_and_answers(self, session: Session) -> None:
        request = refer_to_legal(session, recorded(session), "Is the power enough?")
        assert request.state is DisclosureState.AT_LEGAL
        request = answer_came(session, request, "It is not")
        assert request.state is DisclosureState.OPEN
        assert happened(session, request)[-1] is RequestEvent.LEGAL_ANSWERED

    def test_what_is_asked_must_be_said(self, session: Session) -> None:
        for act in (ask_for_more, refer_to_legal):
            with pytest.raises(RuleBroken) as refused:
                act(session, recorded(session), " ")
            assert refused.value.field == "reason"

    def test_nothing_is_awaited_of_a_new_request(self, session: Session) -> None:
        with pytest.raises(RuleBroken, match="No answer is awaited"):
            answer_came(session, recorded(session), "It came")


class TestEmergency:
    def test_only_where_a_life_is_at_risk(self, session: Session) -> None:
        with pytest.raises(RuleBroken, match="life is at risk"):
            disclose_now(session, recorded(session), "They are in a hurry")

    @pytest.mark.parametrize(
        ("today", "record_by"),
        [
            (date(2026, 11, 23), date(2026, 11, 24)),
            (date(2026, 11, 27), date(2026, 11, 30)),  # a Friday
            (date(2026, 11, 28), date(2026, 11, 30)),  # a Saturday
            (date(2026, 12, 24), date(2026, 12, 29)),  # Christmas and its substitute
        ],
    )
    def test_it_is_recorded_by_the_next_working_day(
        self, session: Session, clock: Clock, today: date, record_by: date
    ) -> None:
        clock.at = datetime.combine(today, clock.at.time(), LONDON)
        request = emergency(session)
        assert request.state is DisclosureState.TO_RECORD
        assert request.emergency
        assert request.record_by == record_by

    def test_it_is_looked_over_afterwards(self, session: Session) -> None:
        request = gone(session, emergency(session))
        request = filled_for_disclosure(session, request, purpose=LIFE)
        waits = submit(session, request, Decision.DISCLOSE, WHY)
        assert waits.state is DisclosureState.FOR_APPROVAL
        assert waits.record_by is not None  # until somebody has looked it over
        done = approve(second(session), waits)
        assert done.approved_how is ApprovedHow.AFTERWARDS
        assert done.record_by is None
        assert close(session, done).state is DisclosureState.CLOSED

    def test_what_was_not_met_is_kept_and_does_not_hold_the_record_up(
        self, session: Session
    ) -> None:
        request = filled_for_disclosure(session, emergency(session), purpose=LIFE)
        (check,) = entries_of(session, request, "check")
        request = strike(session, request, check, "Nobody was rung back in time")
        waits = submit(session, request, Decision.DISCLOSE, WHY)
        gates = {gate.key: gate.state for gate in thawed(waits.verdicts).gates}
        assert gates["requester_verified"] is State.MISSING

    def test_its_grounds_are_wanted_all_the_same(self, session: Session) -> None:
        request = about(session, emergency(session))
        request = fill(session, request, "asked", {"asked": "Where she lives"})
        with pytest.raises(RuleBroken, match="Lawful basis"):
            submit(session, request, Decision.DISCLOSE, WHY)

    def test_a_second_person_looks_it_over_whatever_the_settings(
        self, session: Session
    ) -> None:
        settings = session.settings()
        asked = replace(settings.requests, second_person=())
        save_settings(session, replace(settings, requests=asked))
        request = filled_for_disclosure(session, emergency(session), purpose=LIFE)
        waits = submit(session, request, Decision.DISCLOSE, WHY)
        assert waits.state is DisclosureState.FOR_APPROVAL

    def test_who_disclosed_does_not_look_it_over(self, session: Session) -> None:
        other = second(session)
        request = at_risk(session, recorded(session))
        request = disclose_now(other, request, "A child is missing")
        request = filled_for_disclosure(session, request, purpose=LIFE)
        waits = submit(session, request, Decision.DISCLOSE, WHY)
        assert waits.prepared_by == "Robin Sample"
        third = second(session, name="Ana Third")
        with pytest.raises(RuleBroken, match="ask Ana Third"):
            approve(other, waits)
        assert approve(third, waits).approved_how is ApprovedHow.AFTERWARDS

    def test_sent_back_it_is_still_to_be_recorded(self, session: Session) -> None:
        request = filled_for_disclosure(session, emergency(session), purpose=LIFE)
        waits = submit(session, request, Decision.DISCLOSE, WHY)
        back = send_back(second(session), waits, "Say who told them")
        assert back.state is DisclosureState.TO_RECORD
        assert back.record_by == waits.record_by

    def test_it_is_not_disclosed_twice(self, session: Session) -> None:
        with pytest.raises(RuleBroken, match="disclosed already"):
            disclose_now(session, emergency(session), "Again")


def closed_afterwards(session: Session, request: Disclosure) -> Disclosure:
    return close(session, decided(session, request, Decision.REFUSE))


NOTED_IN = {
    "open": lambda _, request: request,
    "waiting": lambda session, request: ask_for_more(session, request, "A signature"),
    "at legal": lambda session, request: refer_to_legal(session, request, "May we?"),
    "for approval": for_approval,
    "to record": lambda session, request: disclose_now(
        session, at_risk(session, request), "A child is missing"
    ),
    "decided": decided,
    "closed": closed_afterwards,
}


class TestNotes:
    @pytest.mark.parametrize("state", NOTED_IN)
    def test_a_note_is_kept_whatever_the_state(
        self, session: Session, state: str
    ) -> None:
        request = NOTED_IN[state](session, recorded(session))
        after = add_note(session, request, "  DC Sampleton rang: no hurry.  ")
        assert after == kept(session, request) == request
        step = open_request(session, request.id).steps[-1]
        assert (step.kind, step.text) == (
            RequestEvent.NOTE,
            "DC Sampleton rang: no hurry.",
        )
        assert (step.on, step.recorded_by) == (session.today, session.member.name)

    def test_the_audit_trail_tells_of_it_and_names_the_request(
        self, session: Session
    ) -> None:
        request = recorded(session)
        add_note(session, request, "They rang")
        with session.vault.read() as vault:
            entry = vault.audit.page(limit=1).rows[0]
        assert entry.action == "disclosure.noted"
        assert action_words(entry.action) == "Wrote a note on a third-party request"
        assert ("disclosure", request.id) in {
            (one.noun, one.id) for one in entry.touched
        }

    def test_it_changes_nothing_that_somebody_else_has_open(
        self, session: Session
    ) -> None:
        request = recorded(session)
        add_note(second(session), request, "They rang")
        changed = fill(session, request, "purpose", LIFE)
        add_note(session, request, "They rang again")  # read before that change
        assert kept(session, request) == changed

    def test_who_wrote_a_note_may_approve(self, session: Session) -> None:
        waits = for_approval(session, recorded(session))
        other = second(session)
        add_note(other, waits, "I rang legal: it stands")
        assert approve(other, waits).approved_how is ApprovedHow.SECOND

    def test_it_needs_words_and_a_record_that_stands(self, session: Session) -> None:
        request = recorded(session)
        with pytest.raises(RuleBroken) as refused:
            add_note(session, request, " \n")
        assert refused.value.field == "text"
        lead = second(session)
        withdrawn = withdraw_request(lead, request, "Another company's")
        with pytest.raises(RuleBroken, match="recorded in error"):
            add_note(lead, withdrawn, "They rang")

    def test_an_auditor_writes_none(self, session: Session) -> None:
        request = recorded(session)
        with pytest.raises(RuleBroken):
            add_note(second(session, "auditor", "Ada Auditor"), request, "Hm")
        assert happened(session, request) == [RequestEvent.RECORDED]


class TestEnd:
    def test_it_is_not_closed_before_what_left_is_recorded(
        self, session: Session
    ) -> None:
        request = decided(session, recorded(session))
        with pytest.raises(RuleBroken, match="What left"):
            close(session, request)
        request = gone(session, request, method="")
        with pytest.raises(RuleBroken) as refused:
            close(session, request)
        assert refused.value.field == "method"
        assert kept(session, request).state is DisclosureState.DECIDED

    def test_a_refusal_is_closed_without_anything_leaving(
        self, session: Session
    ) -> None:
        request = decided(session, recorded(session), Decision.REFUSE)
        done = close(session, request)
        assert done.state is DisclosureState.CLOSED
        assert done.closed_on == session.today

    def test_what_is_closed_stands_until_it_is_opened_again(
        self, session: Session
    ) -> None:
        request = closed(session, recorded(session))
        with pytest.raises(RuleBroken, match="Reopen it first"):
            fill(session, request, "purpose", LIFE)
        with pytest.raises(RuleBroken, match="Reopen it first"):
            submit(session, request, Decision.REFUSE, WHY)
        again = reopen(session, request, "They ask for the next day too")
        assert again.state is DisclosureState.OPEN
        assert (again.decision, again.decided_by, again.closed_on) == (
            Decision.UNDECIDED,
            "",
            None,
        )
        assert again.left_on == request.left_on  # what left has left

    def test_only_what_is_decided_is_closed_or_opened_again(
        self, session: Session
    ) -> None:
        request = recorded(session)
        with pytest.raises(RuleBroken, match="not decided yet"):
            reopen(session, request, "Why not")
        with pytest.raises(RuleBroken, match="once it is decided"):
            close(session, request)

    def test_what_waits_for_approval_is_not_changed_under_it(
        self, session: Session
    ) -> None:
        waits = for_approval(session, recorded(session))
        with pytest.raises(RuleBroken, match="Send it back first"):
            fill(session, waits, "grounds", {"proportion": "Something else"})


def test_each_act_is_told_of_in_the_trail(session: Session) -> None:
    closed(session, recorded(session))
    with session.vault.read() as vault:
        told = [entry.action for entry in vault.audit.page(limit=50).rows]
    for action in ("submitted", "approved", "closed", "recorded", "filled_in"):
        assert f"disclosure.{action}" in told


def test_an_officers_number_is_kept_as_it_was_typed(session: Session) -> None:
    number = "=HYPERLINK(\"http://x\")+cmd|'/c calc'!A1"
    request = recorded(session, number=number)
    (entry,) = entries_of(session, request, "requester")
    assert entry["number"] == number


def test_every_decision_has_its_way(session: Session) -> None:
    """No decision is left without an act that makes it."""
    made = {*disclosure_decisions.DECIDED}
    made.add(ask_for_more(session, recorded(session), "More").decision)
    made.add(refer_to_legal(session, recorded(session), "Is it so?").decision)
    assert made | {Decision.UNDECIDED} == set(Decision)


def test_a_day_before_they_asked_is_refused(session: Session) -> None:
    early = (session.today - timedelta(days=400)).isoformat()
    with pytest.raises(RuleBroken) as refused:
        fill(
            session,
            recorded(session),
            "authorisation",
            {"instrument": "none", "comply_by": early},
        )
    assert refused.value.field == "comply_by"
