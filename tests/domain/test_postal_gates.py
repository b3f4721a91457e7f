"""What stands inside post, and what tells of it: the gates of postal data."""

from dataclasses import replace

import pytest
from asked_requests import (
    CARD,
    LEGAL,
    PARCEL,
    SCANS,
    SIGNATURE,
    VIDEO,
    compelled,
    entry,
    in_way,
    judged,
    request,
    state,
    with_answer,
)

from isteam_app.domain.disclosure_gates import State
from isteam_app.domain.disclosures import RequesterKind
from isteam_app.domain.settings import Requests
from isteam_app.services.gateways import rules

MET, MISSING, BLOCKED, WARNS = State
POLICE, OTHER = RequesterKind.POLICE, RequesterKind.OTHER


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
