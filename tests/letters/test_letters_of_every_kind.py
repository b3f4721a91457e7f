"""Each kind of case has its letters, and each letter says what the law asks."""

import re
from dataclasses import replace

import pytest

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.letters.build import build_letter, check_letter
from isteam_app.letters.merge import merge
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import PERSON, Template, all_templates, load

ROUTES = ("complaint-us", "complaint-regulator", "complaint-court")
REFUSING = (
    "refusal",
    "access-partial",
    "correction-part",
    "correction-refused",
    "erasure-part",
    "objection-overridden",
    "fee-notice",
    "extension-notice",
    "lifting-notice",
    "no-reply-closure",
)
ONE_PAGE = (
    "rights-acknowledgement",
    "complaint-acknowledgement",
    "service-acknowledgement",
    "identity-request",
    "authority-request",
    "clarification-request",
    "extension-notice",
    "complaint-progress",
    "recipient-notice",
    "controller-handover",
    "recipients-list",
    "passed-to-controller",
    "withdrawal",
    "no-reply-closure",
)


@pytest.mark.parametrize("kind", CaseKind)
def test_a_kind_of_case_has_every_letter_it_names(kind: CaseKind) -> None:
    for key in CASE_TYPES[kind].letters:
        assert kind in load(key).kinds, key


def test_no_letter_is_shipped_that_no_kind_of_case_names() -> None:
    named = {key for each in CASE_TYPES.values() for key in each.letters}
    of_requests = {one.key for one in all_templates() if one.is_of_request}
    spare = {template.key for template in all_templates()} - named
    assert spare == of_requests


@pytest.mark.parametrize("kind", CaseKind)
def test_the_letter_of_every_outcome_answers_the_case(kind: CaseKind) -> None:
    for outcome in CASE_TYPES[kind].outcomes:
        if outcome.letter:
            assert load(outcome.letter).event is EventKind.ANSWERED, outcome.letter


def test_every_question_of_the_clock_has_its_letter() -> None:
    events = {template.event for template in all_templates()}
    assert events >= {
        EventKind.IDENTITY_ASKED,
        EventKind.AUTHORITY_ASKED,
        EventKind.FEE_ASKED,
        EventKind.CLARIFICATION_ASKED,
        EventKind.EXTENDED,
        EventKind.PROGRESS_TOLD,
        EventKind.LIFTING_NOTICE,
        EventKind.RECIPIENT_TOLD,
    }


def without(template: Template, mark: str) -> str:
    """The letter's text without one marked paragraph."""
    head, _, tail = template.body.partition(f"[[part {mark}]]")
    following = re.search(r"\[\[(part |locked |unlocked|slip)", tail)
    return head + (tail[following.start() :] if following else "")


@pytest.mark.parametrize("key", REFUSING)
def test_a_refusal_without_its_reason_or_a_way_to_complain_is_refused(key: str) -> None:
    template = load(key)
    for mark in ("reason", *ROUTES):
        assert mark in template.requires
    for mark in ROUTES:
        content = replace(sample_letter(template), body=without(template, mark))
        lacking = [p.field for p in check_letter(content) if p.kind == "paragraph"]
        assert lacking == [mark]
    marked = template.body.replace("[[part reason]]", "")
    assert "reason" in {
        problem.field
        for problem in check_letter(replace(sample_letter(template), body=marked))
    }


@pytest.mark.parametrize(
    "template",
    [one for one in all_templates() if one.event is EventKind.ANSWERED],
    ids=lambda one: one.key,
)
def test_an_answer_to_a_right_names_three_ways_to_complain(template: Template) -> None:
    house = {"enquiry-reply", "service-outcome", "withdrawal", "regulator-reply"}
    assert set(template.requires) >= set(ROUTES) or template.key in house


@pytest.mark.parametrize("key", ONE_PAGE)
def test_a_short_letter_stays_on_one_page_and_its_slip_on_another(key: str) -> None:
    template = load(key)
    slip = "[[slip]]" in template.body
    assert build_letter(sample_letter(template)).pages == (2 if slip else 1)


@pytest.mark.parametrize("template", all_templates(), ids=lambda one: one.key)
def test_a_letter_for_several_kinds_speaks_of_none_alone(template: Template) -> None:
    if len(template.kinds) > 1:
        assert "Access" not in template.title
        assert "copy of your personal data" not in template.body


def words(template: Template, **values: object) -> str:
    sample = sample_letter(template)
    merged = merge(sample.body, {**sample.values, **values})  # type: ignore[dict-item]  # texts and lists
    return " ".join("".join(run.text for run in block.runs) for block in merged.blocks)


@pytest.mark.parametrize(
    "template",
    [one for one in all_templates() if one.to != PERSON],
    ids=lambda one: one.key,
)
def test_a_letter_to_others_is_formal_and_offers_no_complaints(
    template: Template,
) -> None:
    assert words(template).startswith("Dear Sir or Madam ")
    assert not set(ROUTES) & set(template.requires)


def test_what_may_not_be_named_is_answered_in_neutral_words() -> None:
    text = words(load("access-partial"), withheld=(), withheld_reason="")
    assert "held back" not in text
    assert "all the personal data that the law gives you a right to receive" in text


def test_a_note_of_the_dispute_is_offered_until_there_is_one() -> None:
    template = load("correction-refused")
    assert "send us a few sentences that say why" in words(template, dispute_note=())
    assert "The note says" in words(template)


def test_an_outcome_used_first_says_that_it_acknowledges() -> None:
    template = load("complaint-outcome")
    said = "It is also our acknowledgement that we received it."
    assert said in words(template, unacknowledged="yes")
    assert said not in words(template)


@pytest.mark.parametrize("key", ["complaint-outcome", "service-outcome"])
def test_a_complaint_not_upheld_needs_no_remedy(key: str) -> None:
    sample = sample_letter(load(key))
    content = replace(sample, values={**sample.values, "remedy": ""})
    assert check_letter(content) == ()


def test_a_confirmation_names_the_companies_the_data_went_to() -> None:
    template = load("marketing-confirmation")
    assert "contact them too" in words(template)
    assert "contact that company too" in words(template, third_parties=())
    assert "may still reach you" in words(template)
