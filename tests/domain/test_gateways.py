"""Every requester has a gateway, and every rule a law that can be read."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from isteam_app import resources
from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.disclosure_forms.choices import (
    INSTRUMENTS,
    KINDS,
)
from isteam_app.domain.disclosures import LockReason, RequesterKind
from isteam_app.domain.gateways import offered_for, rules_from
from isteam_app.services.gateways import rules

PUBLIC = {
    RequesterKind.POLICE,
    RequesterKind.LAW_ENFORCEMENT,
    RequesterKind.PROSECUTION_DEFENCE,
    RequesterKind.HMRC,
    RequesterKind.BENEFITS,
    RequesterKind.LOCAL_AUTHORITY,
    RequesterKind.REGULATOR,
    RequesterKind.CORONER,
}


def test_the_rules_have_a_version() -> None:
    assert rules().version == "2026-11"


@pytest.mark.parametrize("kind", list(RequesterKind))
def test_every_requester_may_rely_on_something(kind: RequesterKind) -> None:
    gateway = rules().gateways[kind]
    assert gateway.bases or gateway.instruments
    assert gateway.public_authority == (kind in PUBLIC)
    assert gateway.spoc == gateway.public_authority


def test_the_kinds_are_offered_as_the_register_knows_them() -> None:
    assert [value for value, _ in KINDS] == [kind.value for kind in RequesterKind]


def test_a_court_asks_by_order_alone() -> None:
    assert [
        kind for kind, gateway in rules().gateways.items() if not gateway.bases
    ] == [RequesterKind.COURT]


def test_the_police_alone_counter_sign_by_rank() -> None:
    gateways = rules().gateways.items()
    assert {kind for kind, each in gateways if each.ranked} == {RequesterKind.POLICE}
    assert all(each.counter_signed for _, each in gateways if each.ranked)


@pytest.mark.parametrize(
    ("instrument", "order", "communications", "reaches"),
    [
        ("none", False, False, False),
        ("court_order", True, False, True),
        ("search_warrant", True, False, True),
        ("interception_warrant", True, False, True),
        ("ipa_notice", False, True, False),
        ("ipa_authorisation", False, True, False),
        ("ofcom_notice", False, False, True),
        ("customs_power", False, False, True),
        ("hmrc_notice", False, False, False),
        ("benefits_notice", False, False, False),
        ("trading_standards_notice", False, False, False),
    ],
)
def test_only_some_instruments_reach_postal_data(
    instrument: str, *, order: bool, communications: bool, reaches: bool
) -> None:
    kept = rules().instruments[instrument]
    assert kept.order == order
    assert kept.communications == communications
    assert kept.reaches_post == reaches
    assert kept.compels == (instrument != "none")


def test_a_lock_follows_the_instrument_before_the_kind() -> None:
    default = rules().lock_default
    assert default(RequesterKind.POLICE) is LockReason.PREJUDICE
    assert default(RequesterKind.POLICE, "none") is LockReason.PREJUDICE
    assert default(RequesterKind.POLICE, "ipa_notice") is LockReason.IPA
    assert default(RequesterKind.POLICE, "poca_order") is LockReason.POCA
    assert default(RequesterKind.SOLICITOR) is None


def test_what_was_not_read_for_us_is_marked() -> None:
    unconfirmed = {"pace_order", "hmrc_notice", "benefits_notice", "ipa_notice"}
    assert not any(rules().instruments[key].confirmed for key in unconfirmed)
    assert rules().instruments["court_order"].confirmed
    assert not rules().gates["signature"].confirmed


@pytest.mark.parametrize("kind", list(RequesterKind))
@pytest.mark.parametrize(
    "question", ["instrument", "article6", "annex1", "exemption", "schedule1"]
)
def test_every_choice_stays_on_offer(kind: RequesterKind, question: str) -> None:
    form = "authorisation" if question == "instrument" else "grounds"
    choices = FORMS[form].question(question).choices
    assert sorted(offered_for(question, kind, rules())) == sorted(choices)


def test_what_fits_the_requester_is_offered_first() -> None:
    def first(question: str, kind: RequesterKind) -> str:
        return offered_for(question, kind, rules())[0][0]

    assert first("instrument", RequesterKind.COURT) == "court_order"
    assert first("instrument", RequesterKind.SOLICITOR) == "none"
    assert first("exemption", RequesterKind.HMRC) == "tax"
    assert first("article6", RequesterKind.COURT) == "c"
    assert first("annex1", RequesterKind.POLICE) == "crime"
    assert first("article6", RequesterKind.CLIENT_CONTROLLER) == "processor"
    assert offered_for("purpose", RequesterKind.POLICE, rules())[0][0] == "prevent"
    with pytest.raises(KeyError):
        offered_for("officer", RequesterKind.POLICE, rules())


def _drop(facts: dict[str, Any]) -> None:
    del facts["kinds"]["coroner"]


def _unknown_instrument(facts: dict[str, Any]) -> None:
    facts["kinds"]["police"]["instruments"].append("letter")


def _unknown_basis(facts: dict[str, Any]) -> None:
    facts["kinds"]["police"]["bases"] = ["hunch"]


def _twice(facts: dict[str, Any]) -> None:
    facts["kinds"]["police"]["bases"] *= 2


def _unknown_law(facts: dict[str, Any]) -> None:
    facts["gates"]["telling"]["law"] = "custom"


def _elsewhere(facts: dict[str, Any]) -> None:
    facts["laws"]["ipa_12"]["link"] = "https://example.com/ipa"


def _plain_link(facts: dict[str, Any]) -> None:
    facts["laws"]["ipa_12"]["link"] = "http://www.legislation.gov.uk/ukpga/2016/25"


def _misspelt(facts: dict[str, Any]) -> None:
    facts["kinds"]["police"]["public_authorty"] = True


def _not_a_flag(facts: dict[str, Any]) -> None:
    facts["kinds"]["police"]["public_authority"] = "yes"


def _unknown_question(facts: dict[str, Any]) -> None:
    facts["kinds"]["police"]["wants"][0]["question"] = "mood"


def _unknown_lock(facts: dict[str, Any]) -> None:
    facts["kinds"]["police"]["lock"] = "secret"


def _no_version(facts: dict[str, Any]) -> None:
    facts["version"] = ""


def _not_offered(facts: dict[str, Any]) -> None:
    facts["instruments"]["letter"] = facts["instruments"]["none"]


def _unknown_category(facts: dict[str, Any]) -> None:
    facts["categories"]["postal"] = ["Parcels"]


def _list(facts: dict[str, Any]) -> None:
    facts["kinds"]["police"] = []


def _no_exemption(facts: dict[str, Any]) -> None:
    del facts["bases"]["crime"]["exemption"]


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (_drop, "kinds"),
        (_unknown_instrument, "kinds.police.instruments"),
        (_unknown_basis, "kinds.police.bases"),
        (_twice, "kinds.police.bases"),
        (_unknown_law, "gates.telling.law"),
        (_elsewhere, "laws.ipa_12"),
        (_plain_link, "laws.ipa_12"),
        (_misspelt, "public_authorty"),
        (_not_a_flag, "kinds.police.public_authority"),
        (_unknown_question, "kinds.police.wants.1.question"),
        (_unknown_lock, "kinds.police.lock"),
        (_no_version, "version"),
        (_not_offered, "instruments.letter"),
        (_unknown_category, "categories.postal"),
        (_list, "kinds.police"),
        (_no_exemption, "bases.crime.exemption"),
    ],
)
def test_rules_that_do_not_fit_are_refused_by_place(
    spoil: Callable[[dict[str, Any]], None], place: str
) -> None:
    facts = json.loads(resources.text("gateways.json"))
    spoil(facts)
    with pytest.raises(ValueError, match=place.replace(".", r"\.")):
        rules_from(json.dumps(facts))


def test_every_law_is_used_and_every_instrument_belongs_to_somebody() -> None:
    facts = json.loads(resources.text("gateways.json"))
    laws = facts.pop("laws")
    rest = json.dumps(facts)
    assert [key for key in laws if f'"law": "{key}"' not in rest] == []
    belonging = {
        instrument.key
        for gateway in rules().gateways.values()
        for instrument in gateway.instruments
    }
    assert belonging == {key for key, _ in INSTRUMENTS} - {"none"}
