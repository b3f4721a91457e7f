"""Each gate of a request in each of its states."""

from dataclasses import asdict

import pytest
from asked_requests import (
    HARM,
    PARCEL,
    SCANS,
    SIGNATURE,
    TODAY,
    compelled,
    judged,
    request,
    state,
    with_answer,
)

from isteam_app.domain.disclosure_forms import FORMS, SECTIONS, SUBJECT
from isteam_app.domain.disclosure_gates import Stage, State, frozen, gates, thawed
from isteam_app.domain.disclosures import Decision, RequesterKind
from isteam_app.domain.settings import Requests
from isteam_app.services.gateways import rules

MET, MISSING, BLOCKED, WARNS = State
POLICE, OTHER = RequesterKind.POLICE, RequesterKind.OTHER


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
