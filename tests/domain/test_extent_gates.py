"""How much is asked, who may be told, and which days can be."""

from dataclasses import replace
from datetime import date

import pytest
from asked_requests import (
    CARD,
    HARM,
    SCANS,
    TODAY,
    VIDEO,
    compelled,
    in_way,
    judged,
    request,
    state,
)

from isteam_app.domain.disclosure_gates import State
from isteam_app.domain.disclosures import Decision, RequesterKind
from isteam_app.domain.settings import Requests
from isteam_app.services.gateways import rules

MET, MISSING, BLOCKED, WARNS = State


class TestExtent:
    @pytest.mark.parametrize(
        ("item", "expected"),
        [
            ({"from": "2026-10-01", "to": "2026-10-31"}, MET),
            ({"from": "2026-10-01", "to": "2026-11-01"}, MISSING),
            ({"from": "", "to": "2026-10-02"}, MISSING),
            ({"from": "2026-10-02", "to": ""}, MISSING),
            ({"from": "2026-10-02", "to": "2026-10-01"}, BLOCKED),
        ],
    )
    def test_a_long_or_open_period_needs_a_reason(
        self, item: dict[str, str], expected: State
    ) -> None:
        items = (CARD, {**VIDEO, **item})
        assert state(request(items=items), "minimum_necessary") is expected
        for answer in ("wide_reason", "narrowed"):
            forms = {"asked": {answer: "Agreed on two days"}}
            told = request(forms=forms, items=items)
            kept = BLOCKED if expected is BLOCKED else MET
            assert state(told, "minimum_necessary") is kept

    def test_the_item_that_is_too_wide_is_named(self) -> None:
        items = (VIDEO, {**SCANS, "to": ""}, {**CARD, "from": "2020-01-01"})
        rule = judged(request(items=items))["minimum_necessary"].rule
        assert rule == (
            "Scans of two items: no first and last day. Say why, or agree on less."
        )
        nameless = ({"category": "CCTV video"},)
        rule = judged(request(items=nameless))["minimum_necessary"].rule
        assert rule.startswith("CCTV video: ")

    def test_the_company_sets_the_period(self) -> None:
        asked = request(items=(SCANS,))
        wide = Requests(widest_days=19)
        assert state(asked, "minimum_necessary", wide) is MISSING

    def test_nothing_is_asked_for_without_items(self) -> None:
        assert state(request(items=()), "items") is MISSING

    @pytest.mark.parametrize(
        ("count", "expected"), [(10, None), (11, MISSING), (500, MISSING)]
    )
    def test_many_people_need_a_reason(
        self, count: int, expected: State | None
    ) -> None:
        names = [f"Person {number}" for number in range(count)]
        assert state(request(names=names), "many_people") is expected
        told = request(forms={"asked": {"wide_reason": "One gang"}}, names=names)
        assert state(told, "many_people") in (None, MET)

    def test_many_people_are_counted(self) -> None:
        asked = replace(request(), names=["A. Other"] * 500)
        assert state(asked, "many_people") is MISSING
        assert "500 people" in judged(asked)["many_people"].words

    def test_it_is_about_somebody(self) -> None:
        assert state(request(names=()), "subjects") is MISSING
        described = request(names=(), about="The man at the counter")
        assert state(described, "subjects") is MET

    @pytest.mark.parametrize("name", ["Dc Áda  THORN", "eastbridge", "D.C. Ada Thorn"])
    def test_somebody_does_not_ask_about_themselves(self, name: str) -> None:
        found = state(request(names=("A. Other", name)), "subject_is_requester")
        assert (found is BLOCKED) == (name != "D.C. Ada Thorn")

    @pytest.mark.parametrize(
        ("grounds", "expected"),
        [
            ({}, MISSING),
            ({"article9": "g"}, MISSING),
            ({"article9": "10"}, MISSING),
            ({"article9": "g", "schedule1": "10"}, MET),
            ({"article9": "f"}, MET),
        ],
    )
    def test_sensitive_data_needs_its_conditions(
        self, grounds: dict[str, str], expected: State
    ) -> None:
        forms = {"asked": {"special": "yes"}, "grounds": grounds}
        assert state(request(forms=forms), "special_category") is expected

    def test_a_debt_collector_is_told_nothing_sensitive(self) -> None:
        forms = {
            "asked": {"special": "yes"},
            "grounds": {"article9": "g", "schedule1": "10"},
        }
        asked = request(RequesterKind.DEBT_RECOVERY, forms)
        assert state(asked, "special_category") is BLOCKED


class TestTelling:
    @pytest.mark.parametrize("instrument", ["ipa_notice", "poca_order"])
    def test_permission_to_tell_is_named(self, instrument: str) -> None:
        forms = compelled(instrument, spoc="P. Contact")
        forms["telling"] = {"telling": "may", "telling_why": ""}
        assert state(request(forms=forms), "telling") is MISSING
        forms["telling"]["telling_why"] = "The force permitted it in writing"
        assert state(request(forms=forms), "telling") is MET


class TestLock:
    """What must not be told is locked before it is decided, or it is said why not."""

    @pytest.mark.parametrize("why", ["", HARM])
    def test_what_must_not_be_told_is_locked(self, why: str) -> None:
        forms = {"telling": {"telling": "must_not", "telling_why": why}}
        gate = judged(request(forms=forms, locked=False))["lock"]
        assert (gate.state, gate.field) == (MISSING, "telling")
        assert "lock" in in_way(request(forms=forms, locked=False))
        assert state(request(forms=forms), "lock") is MET

    @pytest.mark.parametrize("instrument", ["ipa_notice", "poca_order"])
    @pytest.mark.parametrize(
        ("telling", "why", "expected"),
        [
            ("", "", MISSING),
            ("may", "", MISSING),
            ("not_needed", "", MISSING),
            ("must_not", "The notice", MISSING),
            ("may", "The force permitted it", MET),
            ("not_needed", "He asked for it himself", MET),
        ],
    )
    def test_an_instrument_that_forbids_telling_is_not_forgotten(
        self, instrument: str, telling: str, why: str, expected: State
    ) -> None:
        forms = compelled(instrument, spoc="P. Contact")
        forms["telling"] = {"telling": telling, "telling_why": why}
        asked = request(forms=forms, locked=False)
        assert state(asked, "lock") is expected
        assert state(request(forms=forms), "lock") is MET
        gate = judged(asked)["lock"]
        assert gate.law == rules().locks[rules().instruments[instrument].lock].name

    def test_what_may_be_told_needs_no_lock(self) -> None:
        forms = {"telling": {"telling": "may", "telling_why": ""}}
        assert state(request(forms=forms, locked=False), "lock") is None

    def test_a_refusal_and_an_emergency_do_not_wait_for_it(self) -> None:
        asked = request(locked=False)
        assert "lock" in in_way(asked)
        assert "lock" not in in_way(asked, Decision.REFUSE)
        assert "lock" not in in_way(asked, emergency=True)


class TestDates:
    @pytest.mark.parametrize(
        ("received", "expected"),
        [
            (TODAY, MET),
            (date(2026, 11, 24), BLOCKED),
            (date(1989, 12, 31), BLOCKED),
            (date(1990, 1, 1), MET),
        ],
    )
    def test_it_was_received_on_a_day_that_can_be(
        self, received: date, expected: State
    ) -> None:
        asked = request(received=received)
        assert state(asked, "received") is expected
        wrong = expected is BLOCKED
        assert ("received" in in_way(asked, Decision.MORE)) == wrong

    def test_what_is_being_typed_counts_before_what_is_kept(self) -> None:
        typed = {"received": "2026-11-24", "kind": "court", "organisation": "Assize"}
        found = judged(request(forms={"requester": typed}))
        assert found["received"].state is BLOCKED
        assert found["instrument"].state is BLOCKED  # a court's letter
