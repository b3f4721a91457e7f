"""How each kind of requester comes to its decision, gate by gate."""

from collections.abc import Mapping

import pytest
from asked_requests import (
    CALLED,
    HARM,
    INSTRUMENT,
    SCANS,
    VIDEO,
    compelled,
    in_way,
    judged,
    request,
)

from isteam_app.domain.disclosure_gates import State
from isteam_app.domain.disclosures import Decision, RequesterKind
from isteam_app.services.gateways import rules

Answers = Mapping[str, str]
Step = tuple[str, Answers, set[str]]
"""A form, what is filled in there, and the gates that this meets."""

ASKED = {"asked": "Video of the yard", "content": "no", "special": "no"}
NECESSARY = {"why": "To name the thief", "less": "There is no other camera"}
WHO = {"officer": "A. Thorn"}
FORMS = ("requester", "authorisation", "purpose", "asked", "necessity", "telling",
         "grounds")  # fmt: skip
POLICE: tuple[Step, ...] = (
    ("requester", WHO, set()),
    ("authorisation", {"instrument": "none"}, {"instrument"}),
    (
        "authorisation",
        {"signed_by": "B. Lund", "signed_rank": "Insp", "signed_on": "2026-11-15"},
        {"counter_signature"},
    ),
    (
        "purpose",
        {"purpose": "detect", "crime_reference": "EC/1", "offence": "Theft"},
        {"purpose", "wants.crime_reference", "wants.offence"},
    ),
    ("asked", ASKED, {"asked", "content_of_post", "special_category"}),
    ("item", VIDEO, {"items"}),
    ("necessity", NECESSARY, {"necessity"}),
    ("telling", {"telling": "must_not", "telling_why": HARM}, {"telling"}),
    ("check", CALLED, {"requester_verified"}),
    (
        "grounds",
        {"compelled": "no", "article6": "ea", "annex1": "crime"},
        {"lawful_basis"},
    ),
    # the harm is asked for once an exemption is relied on: both are met together
    ("grounds", {"exemption": "crime", "prejudice": HARM}, {"exemption"}),
)
NOTICE: tuple[Step, ...] = (
    ("requester", WHO, set()),
    (
        "authorisation",
        {"instrument": "ipa_notice"},
        {"instrument", "counter_signature", "necessity"},
    ),
    ("item", SCANS, {"items"}),
    (
        "authorisation",
        {**INSTRUMENT, "spoc": "P. Contact"},
        {"instrument_complete", "postal_communications_data"},
    ),
    (
        "purpose",
        {"purpose": "detect", "crime_reference": "EC/1", "offence": "Theft"},
        {"purpose", "wants.crime_reference", "wants.offence"},
    ),
    ("asked", ASKED, {"asked", "content_of_post", "special_category"}),
    ("telling", {"telling": "must_not", "telling_why": "Section 82"}, {"telling"}),
    ("check", CALLED, {"requester_verified"}),
    ("grounds", {"compelled": "yes", "article6": "c"}, {"lawful_basis"}),
    ("grounds", {"exemption": "required"}, {"exemption"}),
)
COURT: tuple[Step, ...] = (
    ("requester", WHO, set()),
    ("authorisation", {"instrument": "court_order"}, {"instrument", "necessity"}),
    ("authorisation", INSTRUMENT, {"instrument_complete"}),
    ("purpose", {"purpose": "civil_claim"}, {"purpose"}),
    ("asked", ASKED, {"asked", "content_of_post", "special_category"}),
    ("item", SCANS, {"items"}),
    ("telling", {"telling": "may"}, {"telling"}),
    ("check", CALLED, {"requester_verified"}),
    ("grounds", {"compelled": "yes", "article6": "c"}, {"lawful_basis"}),
    ("grounds", {"exemption": "required"}, {"exemption"}),
)
CIFAS: tuple[Step, ...] = (
    ("requester", WHO, set()),
    ("authorisation", {"instrument": "none"}, {"instrument"}),
    (
        "purpose",
        {"purpose": "fraud", "offence": "Identity fraud", "claim": "CF-9"},
        {"purpose", "wants.offence", "wants.claim"},
    ),
    ("purpose", {"proof": "Member 401, evidence seen"}, {"wants.proof"}),
    ("asked", ASKED, {"asked", "content_of_post", "special_category"}),
    ("item", SCANS, {"items"}),
    ("necessity", NECESSARY, {"necessity"}),
    ("telling", {"telling": "not_needed", "telling_why": "Notice given"}, {"telling"}),
    ("check", {**CALLED, "method": "known"}, {"requester_verified"}),
    (
        "grounds",
        {"compelled": "no", "article6": "f", "proportion": "Weighed: see the note"},
        {"lawful_basis"},
    ),
    ("grounds", {"exemption": "none"}, {"exemption"}),
)
SOLICITOR: tuple[Step, ...] = (
    ("requester", WHO, set()),
    ("authorisation", {"instrument": "none"}, {"instrument"}),
    ("purpose", {"purpose": "civil_claim"}, {"purpose"}),
    (
        "purpose",
        {"client": "M. Vane", "claim": "Vane v Oak"},
        {"wants.client", "wants.claim"},
    ),
    ("asked", ASKED, {"asked", "content_of_post", "special_category"}),
    ("item", SCANS, {"items"}),
    ("necessity", NECESSARY, {"necessity"}),
    ("telling", {"telling": "may"}, {"telling"}),
    ("check", CALLED, {"requester_verified"}),
    (
        "grounds",
        {"compelled": "no", "article6": "f", "proportion": "Weighed: see the note"},
        {"lawful_basis"},
    ),
    ("grounds", {"exemption": "claims", "prejudice": HARM}, {"exemption"}),
)
COUNCIL: tuple[Step, ...] = (
    ("requester", WHO, set()),
    ("authorisation", {"instrument": "none"}, {"instrument"}),
    (
        "authorisation",
        {"signed_by": "Head of Fraud", "signed_on": "2026-11-15"},
        {"counter_signature"},
    ),
    (
        "purpose",
        {"purpose": "tax", "offence": "Fraud Act 2006"},
        {"purpose", "wants.offence"},
    ),
    ("asked", ASKED, {"asked", "content_of_post", "special_category"}),
    ("item", {"category": "Contact details"}, {"items"}),
    ("necessity", NECESSARY, {"necessity"}),
    ("telling", {"telling": "may"}, {"telling"}),
    ("check", CALLED, {"requester_verified"}),
    (
        "grounds",
        {"compelled": "no", "article6": "ea", "annex1": "public_task"},
        {"lawful_basis"},
    ),
    ("grounds", {"exemption": "crime", "prejudice": HARM}, {"exemption"}),
)


@pytest.mark.parametrize(
    ("kind", "steps"),
    [
        (RequesterKind.POLICE, POLICE),
        (RequesterKind.LAW_ENFORCEMENT, NOTICE),
        (RequesterKind.COURT, COURT),
        (RequesterKind.FRAUD_AGENCY, CIFAS),
        (RequesterKind.SOLICITOR, SOLICITOR),
        (RequesterKind.LOCAL_AUTHORITY, COUNCIL),
    ],
)
def test_each_section_clears_its_own_gates(
    kind: RequesterKind, steps: tuple[Step, ...]
) -> None:
    filled: dict[str, dict[str, str]] = {form: {} for form in FORMS}
    items: list[Answers] = []
    checks: list[Answers] = []
    many = {"item": items, "check": checks}
    standing = in_way(request(kind, filled, base={}, items=items, checks=checks))
    for form, values, cleared in steps:
        if form in many:
            many[form].append(values)
        else:
            filled[form].update(values)
        now = in_way(request(kind, filled, base={}, items=items, checks=checks))
        assert standing - now == cleared, (form, values)
        standing = now
    assert standing == set()


@pytest.mark.parametrize("kind", list(RequesterKind))
def test_nobody_is_told_anything_unasked_and_all_may_be_refused(
    kind: RequesterKind,
) -> None:
    bare = request(kind, base={}, items=(), checks=())
    needed = in_way(bare)
    assert {"instrument", "lawful_basis", "requester_verified", "items"} <= needed
    wanted = {
        f"wants.{want.question}"
        for want in rules().gateways[kind].wants
        if want.when != "compelled"
    }
    assert wanted <= needed
    asked = request(kind, {"asked": ASKED}, base={}, items=(), checks=())
    assert in_way(asked, Decision.REFUSE) == set()


@pytest.mark.parametrize("kind", list(RequesterKind))
def test_a_court_order_opens_the_way_for_everybody(kind: RequesterKind) -> None:
    asked = request(kind, compelled("court_order"))
    assert in_way(asked) == set()


def test_a_life_at_risk_is_told_of_at_once_and_judged_afterwards() -> None:
    forms = {
        "purpose": {"purpose": "missing_person", "life_at_risk": "yes"},
        "grounds": {"compelled": "no", "article6": "d", "exemption": "none"},
        "asked": ASKED,
    }
    asked = request(RequesterKind.POLICE, forms, base={}, items=(SCANS,), checks=())
    assert in_way(asked, emergency=True) == {"life_at_risk"}
    forms["purpose"]["purpose_note"] = "A child of nine, seen boarding a van"
    asked = request(RequesterKind.POLICE, forms, base={}, items=(SCANS,), checks=())
    assert in_way(asked, emergency=True) == set()
    unmet = {gate.key for gate in judged(asked).values() if gate.state != State.MET}
    assert {"requester_verified", "counter_signature"} <= unmet  # seen all the same


def test_a_solicitors_client_who_signs_for_themselves_asks_for_their_own() -> None:
    forms = {"requester": {"officer": "M. Vane"}}
    asked = request(RequesterKind.SOLICITOR, forms, names=("M. Vane",))
    assert in_way(asked) >= {"subject_is_requester"}
