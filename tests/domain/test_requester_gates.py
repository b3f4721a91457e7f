"""Who asks is who they say they are, and has the papers for it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from asked_requests import CALLED, LEGAL, compelled, in_way, judged, request, state

from isteam_app.domain.disclosure_gates import State, gates
from isteam_app.domain.disclosures import DisclosureState, RequesterKind
from isteam_app.domain.settings import Requests
from isteam_app.services.gateways import rules

MET, MISSING, BLOCKED, WARNS = State


class TestChecksOfWhoAsks:
    KEY = "requester_verified"

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({}, MET),
            ({"result": "no_answer"}, MISSING),
            ({"result": "not_confirmed"}, MISSING),
            ({"by": ""}, MISSING),
            ({"on": ""}, MISSING),
            ({"on": "2026-11-24"}, MISSING),
            ({"on": "2026-11-15"}, MISSING),
            ({"on": "2026-11-16"}, MET),
            ({"on": "2026-11-23"}, MET),
            ({"number": ""}, MISSING),
            ({"directory": ""}, MISSING),
            ({"directory": "no"}, MISSING),
            ({"number": "01632 960 555"}, MISSING),
            ({"number": "+44 (0)1632 960100"}, MET),
            ({"number": "01632 960 100 ext 12"}, MET),
            ({"number": "=1+1"}, MISSING),
            ({"method": "in_person", "number": "", "directory": ""}, MET),
            ({"method": "secure_domain"}, MISSING),
            ({"method": "known"}, MISSING),
        ],
    )
    def test_the_police_are_rung_back_on_a_number_we_found(
        self, changed: Mapping[str, str], expected: State
    ) -> None:
        asked = request(checks=({**CALLED, **changed},))
        assert state(asked, self.KEY) is expected

    def test_the_line_says_which_check_is_wanted(self) -> None:
        published = "Call back on the published number"
        insurer = RequesterKind.INSURER
        assert judged(request())[self.KEY].words == published
        assert judged(request(insurer))[self.KEY].words == "Requester checked"
        spared = judged(request(), Requests(call_back_wanted=False))
        assert spared[self.KEY].words == "Requester checked"

    def test_no_check_is_missing_and_one_good_one_will_do(self) -> None:
        assert state(request(checks=()), self.KEY) is MISSING
        bad = {**CALLED, "result": "no_answer"}
        assert state(request(checks=(bad, CALLED, bad)), self.KEY) is MET

    @pytest.mark.parametrize("switchboard", [None, "", "switchboard"])
    def test_a_number_that_the_directory_lacks_proves_nothing(
        self, switchboard: str | None
    ) -> None:
        assert state(request(switchboard=switchboard), self.KEY) is MISSING

    @pytest.mark.parametrize(
        ("email", "expected"),
        [
            ("a@eastbridge.example", MET),
            ("a@mail.Eastbridge.example", MET),
            ("a@eastbridge.example.com", MISSING),
            ("a@noteastbridge.example", MISSING),
            ("", MISSING),
        ],
    )
    def test_a_company_may_be_known_by_its_domain(
        self, email: str, expected: State
    ) -> None:
        check = {**CALLED, "method": "secure_domain"}
        forms = {"requester": {"email": email}}
        asked = request(RequesterKind.INSURER, forms, checks=(check,))
        assert state(asked, self.KEY) is expected

    def test_the_company_may_do_without_a_call(self) -> None:
        asked = request(checks=({**CALLED, "method": "known"},))
        assert state(asked, self.KEY, Requests(call_back_wanted=False)) is MET


class TestPapers:
    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({}, MET),
            ({"issued_on": "2026-11-23"}, MET),
            ({"issued_on": "2026-11-24"}, BLOCKED),
            ({"issued_on": "1626-11-10"}, BLOCKED),
            ({"expires": "2026-11-22"}, BLOCKED),
            ({"expires": "2026-11-23"}, MET),
            ({"expires": "2026-11-23", "issued_on": "2026-11-23"}, MET),
            ({"comply_by": "2026-11-15"}, BLOCKED),
            ({"comply_by": "2026-11-16"}, MET),
            ({"comply_by": "0202-12-01"}, BLOCKED),
        ],
    )
    def test_a_paper_holds_on_its_days_alone(
        self, changed: dict[str, str], expected: State
    ) -> None:
        asked = request(forms=compelled("court_order", **changed))
        assert state(asked, "instrument_dates") is expected

    def test_it_cannot_expire_before_it_was_issued(self) -> None:
        later = {"issued_on": "2026-11-23", "expires": "2026-11-22"}
        asked = request(forms=compelled("court_order", **later))
        gate = gates(asked, rules(), Requests(), date(2026, 11, 22))
        found = {each.key: each for each in gate}["instrument_dates"]
        assert found.state is BLOCKED

    @pytest.mark.parametrize(
        "lacks", ["instrument_number", "issued_by", "issued_on", "comply_by", "terms"]
    )
    def test_an_order_is_read_whole(self, lacks: str) -> None:
        forms = compelled("court_order")
        assert state(request(forms=forms), "instrument_complete") is MET
        del forms["authorisation"][lacks]
        gate = judged(request(forms=forms))["instrument_complete"]
        assert (gate.state, gate.field) == (MISSING, lacks)

    def test_a_letter_from_a_court_is_no_order(self) -> None:
        assert state(request(RequesterKind.COURT), "instrument") is BLOCKED
        assert state(request(RequesterKind.SOLICITOR), "instrument") is MET

    def test_what_compels_is_not_asked_for_reasons(self) -> None:
        asked = request(forms=compelled("court_order"))
        assert not {"necessity", "counter_signature"} & set(judged(asked))
        assert in_way(asked) == set()

    def test_what_compels_is_said_to_compel(self) -> None:
        forms = compelled("court_order")
        forms["grounds"]["compelled"] = "no"
        assert state(request(forms=forms), "lawful_basis") is MISSING

    def test_an_odd_paper_and_an_unread_law_are_for_legal(self) -> None:
        asked = request(forms=compelled("hmrc_notice"))
        assert state(asked, "instrument_fits") is WARNS
        assert state(asked, "unconfirmed") is WARNS
        signed = request(forms=compelled("hmrc_notice", **LEGAL))
        assert state(signed, "instrument_fits") is MET
        gate = judged(signed)["unconfirmed"]
        assert (gate.state, gate.words) == (MET, "Law read by legal")
        usual = request(RequesterKind.HMRC, compelled("hmrc_notice"))
        assert state(usual, "instrument_fits") is None

    def test_a_gateway_that_nobody_has_read_is_for_legal_too(self) -> None:
        asked = request(RequesterKind.LOCAL_AUTHORITY)
        gate = judged(asked)["unconfirmed"]
        assert (gate.state, gate.law) == (WARNS, "DPA 2018 Schedule 2 paragraph 2")
        assert "Check with legal" in gate.rule
        assert "unconfirmed" not in in_way(asked)
        ordered = request(RequesterKind.LOCAL_AUTHORITY, compelled("court_order"))
        assert state(ordered, "unconfirmed") is None
        assert state(request(), "unconfirmed") is None

    @pytest.mark.parametrize(
        ("day", "expected", "words"),
        [
            ("2026-11-22", WARNS, "was due"),
            ("2026-11-23", WARNS, "Due on"),
            ("2026-11-26", WARNS, "Due on"),
            ("2026-11-27", MET, ""),
        ],
    )
    def test_the_day_to_comply_by_comes_near(
        self, day: str, expected: State, words: str
    ) -> None:
        asked = request(forms=compelled("court_order", comply_by=day))
        gate = judged(asked)["comply_by"]
        assert gate.state is expected
        assert words in gate.rule
        closed = replace(asked.request, state=DisclosureState.CLOSED)
        assert state(replace(asked, request=closed), "comply_by") is None

    def test_a_second_signature_may_wait_where_a_life_is_at_risk(self) -> None:
        forms = {
            "authorisation": {"signed_by": ""},
            "purpose": {"life_at_risk": "yes", "purpose_note": "A missing child"},
        }
        assert state(request(forms=forms), "counter_signature") is WARNS

    def test_the_company_sets_the_rank(self) -> None:
        higher = Requests(counter_rank="Superintendent")
        assert state(request(), "counter_signature", higher) is BLOCKED

    def test_a_council_signs_without_ranks(self) -> None:
        forms = {"authorisation": {"signed_rank": "Head of Fraud"}}
        asked = request(RequesterKind.LOCAL_AUTHORITY, forms)
        assert state(asked, "counter_signature") is MET
