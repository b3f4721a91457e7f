"""The ten sections ask what the register of disclosures has to show."""

import pytest

from isteam_app.domain.disclosure_forms import FORMS, SECTIONS, SUBJECT, section_of
from isteam_app.domain.forms import Answer, Form, checked_values
from isteam_app.errors import RuleBroken

ASKED = {
    "requester": "received kind organisation department officer rank number email "
    "phone address their_reference how",
    "authorisation": "signed_by signed_rank signed_number signed_on spoc "
    "spoc_accreditation instrument instrument_number issued_by issued_on expires "
    "comply_by terms legal_by legal_on legal_note",
    "purpose": "purpose crime_reference offence life_at_risk client claim proof "
    "purpose_note",
    "asked": "asked content special narrowed wide_reason",
    "item": "category what from to place",
    "necessity": "why less prejudice_if_refused",
    "telling": "telling telling_why told_on told_by told_how",
    "check": "method number directory by on time result note",
    "grounds": "compelled article6 annex1 article9 schedule1 exemption prejudice "
    "proportion",
    "left": "what category copies redactions exhibit method item_number left_on "
    "left_time sent_by receipt conditions",
    "after": "return_by returned_on subject_told_on subject_told_by subject_told_how "
    "fees note",
}
MANY = {"item", "check", "left"}


def test_the_sections_are_numbered_by_their_place() -> None:
    assert [section.number for section in SECTIONS] == list(range(1, 11))
    assert [section.key for section in SECTIONS] == [
        "requester",
        "authorisation",
        "purpose",
        "asked",
        "necessity",
        "telling",
        "verification",
        "grounds",
        "left",
        "after",
    ]


def test_each_form_asks_what_the_register_keeps() -> None:
    asked = {
        key: " ".join(question.key for question in form.questions)
        for key, form in FORMS.items()
    }
    assert asked == ASKED
    assert {key for key, form in FORMS.items() if form.many} == MANY


def test_a_section_has_one_single_form_at_most() -> None:
    for section in SECTIONS:
        single = [form for form in section.forms if not form.many]
        assert len(single) <= 1
        assert section.single == (single[0] if single else None)
        assert {form.key for form in section.many} <= MANY


@pytest.mark.parametrize("form", [*FORMS.values(), SUBJECT], ids=lambda form: form.key)
def test_every_choice_has_a_name_of_its_own(form: Form) -> None:
    for question in form.questions:
        values = [value for value, _ in question.choices]
        names = [words for _, words in question.choices]
        assert len(set(values)) == len(values)
        assert len(set(names)) == len(names)
        assert bool(values) == (question.answer in (Answer.ONE, Answer.SEVERAL))


def test_a_form_leads_to_its_section() -> None:
    assert section_of("check").key == "verification"
    assert section_of("subject").key == section_of("item").key == "asked"
    with pytest.raises(KeyError):
        section_of("letter")


def test_a_number_of_formula_characters_is_kept_as_it_is() -> None:
    given = {
        "received": "2026-11-16",
        "kind": "police",
        "organisation": "Eastbridge",
        "number": "=1+1|' /C calc'!A0",
    }
    kept = dict(checked_values(FORMS["requester"], given))
    assert kept["number"] == given["number"]


@pytest.mark.parametrize(
    ("form", "question", "value"),
    [
        ("requester", "kind", "spy"),
        ("authorisation", "instrument", "a letter"),
        ("authorisation", "issued_on", "tomorrow"),
        ("asked", "content", "perhaps"),
        ("item", "category", "Gossip"),
    ],
)
def test_an_answer_that_is_none_is_refused(
    form: str, question: str, value: str
) -> None:
    needed = {each.key: "2026-11-16" for each in FORMS[form].questions if each.needed}
    usual = {"kind": "police", "category": "CCTV video"}
    with pytest.raises(RuleBroken) as refused:
        checked_values(FORMS[form], {**needed, **usual, question: value})
    assert refused.value.field == question
