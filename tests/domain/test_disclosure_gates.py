"""Each gate of a request in each of its states."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date

import pytest
from asked_requests import (
    CALLED,
    HARM,
    LEGAL,
    SCANS,
    TODAY,
    VIDEO,
    compelled,
    entry,
    in_way,
    judged,
    request,
    state,
)

from isteam_app.domain.disclosure_forms import FORMS, SECTIONS, SUBJECT
from isteam_app.domain.disclosure_gates import (
    Asked,
    Stage,
    State,
    frozen,
    gates,
    in_the_way_of_closing,
    thawed,
)
from isteam_app.domain.disclosures import Decision, DisclosureState, RequesterKind
from isteam_app.domain.settings import Requests
from isteam_app.services.gateways import rules

MET, MISSING, BLOCKED, WARNS = State
SIGNATURE = {**SCANS, "category": "Signature on delivery"}
PARCEL = {"category": "Contents of post", "what": "One parcel"}
CARD = {"category": "Contact details"}
POLICE, OTHER = RequesterKind.POLICE, RequesterKind.OTHER
LEFT = {"what": "Two stills", "method": "Tracked post", "left_on": "2026-11-20"}


def with_answer(place: str, value: str, **more: object) -> Asked:
    """Return the complete voluntary request with one answer changed."""
    form, _, question = place.partition(".")
    return request(forms={form: {question: value}}, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "place", "value", "expected"),
    [
        ("instrument", "authorisation.instrument", "", MISSING),
        ("counter_signature", "authorisation.signed_by", "", MISSING),
        ("counter_signature", "authorisation.signed_by", "dc ada THORN", BLOCKED),
        ("counter_signature", "authorisation.signed_rank", "", MISSING),
        ("counter_signature", "authorisation.signed_rank", "Manager", MISSING),
        ("counter_signature", "authorisation.signed_rank", "DS", BLOCKED),
        ("counter_signature", "authorisation.signed_rank", "T/DCI", MET),
        ("counter_signature", "authorisation.signed_rank", "Chief Constable", MET),
        ("counter_signature", "authorisation.signed_on", "", MISSING),
        ("instrument_dates", "authorisation.signed_on", "2026-11-24", BLOCKED),
        ("instrument_dates", "authorisation.signed_on", "1989-12-31", BLOCKED),
        ("instrument_dates", "authorisation.signed_on", "1990-01-01", None),
        ("instrument_dates", "authorisation.signed_on", "", None),
        ("purpose", "purpose.purpose", "", MISSING),
        ("wants.crime_reference", "purpose.crime_reference", "", MISSING),
        ("wants.offence", "purpose.offence", "", MISSING),
        ("life_at_risk", "purpose.life_at_risk", "no", None),
        ("life_at_risk", "purpose.life_at_risk", "yes", MISSING),
        ("asked", "asked.asked", "", MISSING),
        ("content_of_post", "asked.content", "", MISSING),
        ("content_of_post", "asked.content", "yes", BLOCKED),
        ("special_category", "asked.special", "", MISSING),
        ("special_category", "asked.special", "yes", MISSING),
        ("necessity", "necessity.why", "", MISSING),
        ("necessity", "necessity.less", "", MISSING),
        ("telling", "telling.telling", "", MISSING),
        ("telling", "telling.telling_why", "", MISSING),
        ("telling", "telling.telling", "may", MET),
        ("lawful_basis", "grounds.compelled", "", MISSING),
        ("lawful_basis", "grounds.compelled", "yes", MISSING),
        ("lawful_basis", "grounds.article6", "", MISSING),
        ("lawful_basis", "grounds.article6", "c", MISSING),
        ("lawful_basis", "grounds.article6", "f", MISSING),
        ("lawful_basis", "grounds.article6", "processor", MISSING),
        ("lawful_basis", "grounds.article6", "d", MET),
        ("lawful_basis", "grounds.annex1", "", MISSING),
        ("exemption", "grounds.exemption", "", MISSING),
        ("exemption", "grounds.exemption", "required", MISSING),
        ("prejudice", "grounds.exemption", "none", None),
        ("prejudice", "grounds.prejudice", "", MISSING),
        ("prejudice", "grounds.prejudice", "Prejudice to crime", MISSING),
        (
            "prejudice",
            "grounds.prejudice",
            "It would be likely to prejudice the prevention or detection of crime",
            MISSING,
        ),
    ],
)
def test_one_answer_changes_its_own_gate(
    key: str, place: str, value: str, expected: State | None
) -> None:
    whole = judged(request())
    assert {gate.key for gate in whole.values() if gate.state is not MET} == set()
    changed = judged(with_answer(place, value))
    found = changed.get(key)
    assert (found and found.state) == expected
    if expected in (MISSING, BLOCKED):
        assert found is not None
        assert found.rule
        assert {each.key for each in changed.values() if each.holds_up} == {key}


def test_a_gate_leads_to_a_question_that_is_asked() -> None:
    asked = [request(kind, base={}, checks=(), items=()) for kind in RequesterKind]
    asked += [
        request(items=(SCANS, SIGNATURE, PARCEL)),
        request(decision=Decision.PART),
    ]
    for gate in (gate for each in asked for gate in judged(each).values()):
        form = SUBJECT if gate.form == SUBJECT.key else FORMS[gate.form]
        assert form.question(gate.field).label
        assert gate.section in {section.key for section in SECTIONS}
        assert gate.link.startswith("https://www.legislation.gov.uk/")
        assert gate.words
        assert gate.law
        assert bool(gate.rule) == (gate.state is not MET)


def test_a_gate_names_the_law_it_rests_on() -> None:
    found = judged(request(forms=compelled("hmrc_notice")))
    assert found["instrument_complete"].law == "Finance Act 2008 Schedule 36"
    assert found["wants.offence"].law == "DPA 2018 Schedule 2 paragraph 2"
    assert found["lawful_basis"].law == "UK GDPR Article 6"
    assert found["items"].law == "UK GDPR Article 5(1)(c)"


def test_the_gates_stand_in_the_order_of_the_sections() -> None:
    order = [section.key for section in SECTIONS]
    places = [order.index(gate.section) for gate in judged(request()).values()]
    assert places == sorted(places)


def test_every_gate_has_its_law_in_the_rules() -> None:
    named = {key for kind in RequesterKind for key in judged(request(kind, base={}))}
    assert {key for key in named if not key.startswith("wants.")} <= set(rules().gates)


class TestContentsOfPost:
    """Postal Services Act 2000 section 83."""

    @pytest.mark.parametrize("content", ["no", "yes", ""])
    @pytest.mark.parametrize("kind", [POLICE, RequesterKind.NEXT_OF_KIN])
    def test_nobody_is_told_without_an_order(
        self, kind: RequesterKind, content: str
    ) -> None:
        asked = request(kind, {"asked": {"content": content}}, items=(PARCEL,))
        assert state(asked, "content_of_post") is BLOCKED

    @pytest.mark.parametrize(
        "instrument", ["ipa_notice", "hmrc_notice", "witness_summons"]
    )
    def test_a_notice_is_no_warrant(self, instrument: str) -> None:
        asked = request(forms=compelled(instrument, **LEGAL), items=(PARCEL,))
        assert state(asked, "content_of_post") is BLOCKED

    @pytest.mark.parametrize("instrument", ["search_warrant", "court_order"])
    def test_an_order_needs_legal_as_well(self, instrument: str) -> None:
        asked = request(forms=compelled(instrument), items=(PARCEL,))
        assert state(asked, "content_of_post") is MISSING
        signed = request(forms=compelled(instrument, **LEGAL), items=(PARCEL,))
        assert state(signed, "content_of_post") is MET

    @pytest.mark.parametrize("day", ["", "2026-11-24", "0026-11-20"])
    def test_legal_signs_on_a_day_that_can_be(self, day: str) -> None:
        signed = {**LEGAL, "legal_on": day}
        asked = request(forms=compelled("search_warrant", **signed), items=(PARCEL,))
        assert state(asked, "content_of_post") is MISSING

    def test_what_was_struck_out_is_not_asked_for(self) -> None:
        asked = request()
        struck = entry("item", PARCEL, struck="Agreed to leave it out")
        asked = replace(asked, entries=(*asked.entries, struck))
        assert state(asked, "content_of_post") is MET


class TestPostalData:
    """Investigatory Powers Act 2016 sections 12 and 262."""

    KEY = "postal_communications_data"

    @pytest.mark.parametrize(
        "category",
        [
            "Mail and parcel records",
            "Signature on delivery",
            "Service details and use",
            "Account and payment details",
        ],
    )
    def test_a_schedule_2_form_is_not_enough(self, category: str) -> None:
        asked = request(items=({**SCANS, "category": category},))
        gate = judged(asked)[self.KEY]
        assert gate.state is BLOCKED
        assert gate.rule.startswith(f"{category}: a Schedule 2 form")
        assert self.KEY in in_way(asked)

    @pytest.mark.parametrize(
        "category", ["CCTV video", "Contact details", "Enquiries and complaints"]
    )
    def test_other_data_is_ordinary(self, category: str) -> None:
        asked = request(items=({**VIDEO, "category": category},))
        assert state(asked, self.KEY) is None

    @pytest.mark.parametrize("kind", list(RequesterKind))
    def test_only_public_authorities_are_bound(self, kind: RequesterKind) -> None:
        asked = request(kind, items=(SCANS,))
        bound = rules().gateways[kind].public_authority
        assert (state(asked, self.KEY) is BLOCKED) == bound

    def test_nothing_answered_is_missing_not_blocked(self) -> None:
        asked = with_answer("authorisation.instrument", "", items=(SCANS,))
        assert state(asked, self.KEY) is MISSING

    @pytest.mark.parametrize("instrument", ["ipa_notice", "ipa_authorisation"])
    @pytest.mark.parametrize(
        ("lacks", "expected"),
        [("", MET), ("instrument_number", MISSING), ("spoc", MISSING)],
    )
    def test_an_authorisation_needs_number_and_contact(
        self, instrument: str, lacks: str, expected: State
    ) -> None:
        forms = compelled(instrument, spoc="P. Contact")
        forms["authorisation"].pop(lacks, None)
        asked = request(forms=forms, items=(SCANS,))
        assert state(asked, self.KEY) is expected

    @pytest.mark.parametrize(
        ("instrument", "expected"),
        [
            ("court_order", MET),
            ("search_warrant", MET),
            ("customs_power", MET),
            ("ofcom_notice", MET),
            ("hmrc_notice", BLOCKED),
            ("benefits_notice", BLOCKED),
            ("council_tax_notice", BLOCKED),
        ],
    )
    def test_an_order_reaches_it_and_a_general_power_does_not(
        self, instrument: str, expected: State
    ) -> None:
        asked = request(forms=compelled(instrument), items=(SCANS,))
        assert state(asked, self.KEY) is expected

    def test_what_is_met_says_nothing_more(self) -> None:
        asked = request(forms=compelled("court_order"), items=(SCANS,))
        assert judged(asked)[self.KEY].rule == ""

    def test_legal_may_let_it_through_with_reasons(self) -> None:
        asked = request(forms={"authorisation": LEGAL}, items=(SCANS,))
        assert state(asked, self.KEY) is MET
        silent = request(
            forms={"authorisation": {**LEGAL, "legal_note": ""}}, items=(SCANS,)
        )
        assert state(silent, self.KEY) is BLOCKED

    def test_the_company_may_have_it_warn_only(self) -> None:
        asked = request(items=(SCANS,))
        assert state(asked, self.KEY, Requests(ipa_gate=False)) is WARNS

    def test_nobody_has_settled_what_an_image_of_a_signature_is(self) -> None:
        asked = request(forms=compelled("court_order"), items=(SIGNATURE,))
        gate = judged(asked)["signature"]
        assert gate.state is WARNS
        assert "Check with legal" in gate.rule
        signed = request(forms=compelled("court_order", **LEGAL), items=(SIGNATURE,))
        assert state(signed, "signature") is MET


class TestPerhapsPostalData:
    """Investigatory Powers Act 2016 section 262: what it holds is not always plain."""

    def test_contact_details_of_a_customer_are_for_legal(self) -> None:
        gate = judged(request(items=(CARD,)))["contact_of_customer"]
        assert (gate.state, gate.confirmed) == (WARNS, False)
        assert gate.law == "Investigatory Powers Act 2016 section 262"
        assert gate.rule.endswith("Check with legal.")
        assert in_way(request(items=(CARD,))) == set()

    @pytest.mark.parametrize(
        "place", ["asked.asked", "item.what"], ids=["asked", "what"]
    )
    @pytest.mark.parametrize(
        ("said", "named"),
        [
            ("The SCAN EVENTS of 2 October", "scan event"),
            ("Tracking of QX1", "tracking"),
            ("Where the deliveries went", "deliveries"),
            ("Its bar code", ""),
            ("Barcodes", "barcodes"),
            ("Who was redirected", "redirected"),
            ("The signature", "signature"),
            ("Video of the yard", ""),
        ],
    )
    def test_words_about_post_call_for_its_kind_of_data(
        self, place: str, said: str, named: str
    ) -> None:
        form, _, question = place.partition(".")
        items = ({**VIDEO, question: said},) if form == "item" else (VIDEO,)
        forms = {"asked": {"asked": said}} if form == "asked" else {}
        gate = judged(request(forms=forms, items=items)).get("postal_words")
        assert bool(gate) == bool(named)
        if gate:
            assert gate.state is WARNS
            assert gate.rule.startswith(f"“{named}”")

    def test_nobody_is_warned_of_what_is_settled(self) -> None:
        item = {**CARD, "what": "Tracking and address"}
        both = {"contact_of_customer", "postal_words"}
        assert both <= set(judged(request(items=(item,))))
        chosen = request(items=(item, SCANS))
        private = request(RequesterKind.INSURER, items=(item,))
        signed = request(forms={"authorisation": LEGAL}, items=(item,))
        ordered = request(forms=compelled("court_order"), items=(item,))
        for asked in (chosen, private, signed, ordered):
            assert not both & set(judged(asked))


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


class TestLeaving:
    def test_nothing_need_have_left_before_the_decision(self) -> None:
        assert not {"what_left", "subject_told"} & set(judged(request()))

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({}, MET),
            ({"method": ""}, MISSING),
            ({"left_on": ""}, MISSING),
            ({"left_on": "2026-11-23"}, MET),
            ({"left_on": "2026-11-16"}, MET),
            ({"left_on": "2026-11-24"}, BLOCKED),
            ({"left_on": "2026-11-15"}, BLOCKED),
        ],
    )
    def test_what_left_is_whole(self, changed: dict[str, str], expected: State) -> None:
        asked = request(decision=Decision.PART, left=({**LEFT, **changed},))
        assert state(asked, "what_left") is expected
        held = in_the_way_of_closing(judged(asked).values())
        assert [gate.key for gate in held] == (["what_left"] * (expected is not MET))

    def test_what_was_decided_to_leave_is_listed(self) -> None:
        asked = request(decision=Decision.DISCLOSE)
        assert state(asked, "what_left") is MISSING
        assert in_way(asked) == set()

    @pytest.mark.parametrize("decision", [Decision.DISCLOSE, Decision.PART])
    @pytest.mark.parametrize("struck", ["", "Agreed to leave it out"])
    def test_less_than_was_asked_is_held_against_what_left(
        self, decision: Decision, struck: str
    ) -> None:
        asked = request(decision=decision, left=(LEFT,))
        asked = replace(asked, entries=(*asked.entries, entry("item", CARD, struck)))
        whole = decision is Decision.DISCLOSE and not struck
        assert state(asked, "left_compared") is (None if whole else WARNS)
        assert in_the_way_of_closing(judged(asked).values()) == ()
        nothing = request(decision=decision)
        assert state(nothing, "left_compared") is None

    @pytest.mark.parametrize(
        ("category", "expected"),
        [("", None), ("CCTV video", None), ("Contact details", WARNS)],
    )
    def test_another_kind_of_data_than_was_asked_is_told(
        self, category: str, expected: State | None
    ) -> None:
        left = ({**LEFT, "category": category},)
        asked = request(decision=Decision.DISCLOSE, left=left)
        assert state(asked, "left_category") is expected
        struck = entry("item", CARD, "Agreed to leave it out")
        asked = replace(asked, entries=(*asked.entries, struck))
        assert state(asked, "left_category") is expected

    @pytest.mark.parametrize(("day", "expected"), [("", WARNS), ("2026-11-22", None)])
    def test_a_receipt_that_has_not_come_is_told(
        self, day: str, expected: State | None
    ) -> None:
        both = ({**LEFT, "receipt": "2026-11-22"}, {**LEFT, "receipt": day})
        asked = request(decision=Decision.PART, left=both)
        found = judged(asked).get("receipt")
        assert (found and found.state) == expected
        assert found is None or found.stage is Stage.CLOSING
        assert in_the_way_of_closing(judged(asked).values()) == ()

    @pytest.mark.parametrize(
        ("telling", "after", "expected"),
        [
            ({"telling": "may"}, {}, MISSING),
            ({"telling": "may"}, {"subject_told_on": "2026-11-22"}, MET),
            ({"telling": "may", "told_on": "2026-11-22"}, {}, MET),
            ({"telling": "not_needed", "telling_why": ""}, {}, MISSING),
            ({"telling": "not_needed"}, {}, MET),
            ({"telling": "must_not"}, {}, MET),
        ],
    )
    def test_the_person_is_told_where_they_may_be(
        self, telling: dict[str, str], after: dict[str, str], expected: State
    ) -> None:
        forms = {"telling": telling, "after": after}
        asked = request(forms=forms, decision=Decision.DISCLOSE, left=(LEFT,))
        assert state(asked, "subject_told") is expected

    def test_nothing_leaves_with_a_refusal(self) -> None:
        asked = request(left=(LEFT,))
        assert state(asked, "nothing_left") is BLOCKED
        assert in_way(asked, Decision.REFUSE) == {"nothing_left"}
        assert in_way(asked, Decision.NEITHER) == {"nothing_left"}
        assert in_way(asked, Decision.DISCLOSE) == set()
        urgent = request(left=(LEFT,), emergency=True)
        assert in_way(urgent, Decision.REFUSE) == set()


class TestInTheWay:
    EMPTY = request(base={}, items=(), checks=(), names=(), asked="", about="")

    def test_whoever_asks_can_be_asked_for_more_or_referred(self) -> None:
        for decision in (Decision.MORE, Decision.LEGAL):
            assert in_way(self.EMPTY, decision) == set()
        nobody = request(base={}, organisation=" ")
        assert in_way(nobody, Decision.MORE) == {"organisation"}

    def test_a_refusal_knows_whom_and_what_it_refuses(self) -> None:
        for decision in (Decision.REFUSE, Decision.NEITHER):
            assert in_way(self.EMPTY, decision) == {"asked", "subjects"}

    def test_a_forbidden_request_may_always_be_refused(self) -> None:
        asked = request(items=(SCANS, PARCEL), checks=())
        assert in_way(asked, Decision.REFUSE) == set()
        assert {"content_of_post", "postal_communications_data"} < in_way(asked)

    def test_the_record_of_an_emergency_needs_its_grounds_alone(self) -> None:
        asked = request(items=(SCANS,), checks=())
        assert in_way(asked, emergency=True) == set()
        needed = in_way(self.EMPTY, emergency=True)
        assert needed == {
            "asked",
            "subjects",
            "content_of_post",
            "lawful_basis",
            "exemption",
        }


def test_what_was_decided_by_is_kept_with_its_version() -> None:
    asked = request(items=(SCANS,), forms={"requester": {"number": "=1+1|'!A0"}})
    found = gates(asked, rules(), Requests(), TODAY)
    kept = thawed(frozen(found, rules()))
    assert kept.version == rules().version
    assert kept.gates == found
    assert {type(gate.state) for gate in kept.gates} == {State}
    assert {type(gate.stage) for gate in kept.gates} == {Stage}
    assert set(asdict(found[0])) >= {"rule", "law", "link", "state"}


def test_nothing_was_kept_of_a_request_not_decided() -> None:
    assert thawed("").gates == ()
    assert thawed("").version == ""


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"rules":"1","gates":[{}]}', '{"rules":"1","gates":1}']
)
def test_what_cannot_be_thawed_is_said(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        thawed(text)


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (HARM, MET),
        ("He would hide the stolen parcels", MET),
        ("He would hide them", MISSING),
        ("HIDE hide Hide hide hide", MISSING),
    ],
)
def test_a_harm_is_more_than_the_name_of_an_exemption(
    harm: str, expected: State
) -> None:
    assert state(with_answer("grounds.prejudice", harm), "prejudice") is expected


def test_somebody_else_than_the_police_is_not_asked_for_an_offence() -> None:
    assert "wants.offence" not in judged(request(OTHER))
