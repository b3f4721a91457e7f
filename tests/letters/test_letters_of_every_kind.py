"""Each kind of case has its letters, and each letter says what the law asks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle

import pytest

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.letters.build import build_letter, check_letter
from isteam_app.letters.content import LetterContent
from isteam_app.letters.fields import EXAMPLE_SETS, examples
from isteam_app.letters.merge import TICK_BOX, BlockKind, merge
from isteam_app.letters.requirements import required_parts
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
    "access-acknowledgement",
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


def _outcomes() -> Iterator[tuple[str, CaseKind | None, str]]:
    """Every template with each outcome it tells, or with none where it tells none."""
    told = set()
    for kind, definition in CASE_TYPES.items():
        for outcome in definition.outcomes:
            if outcome.letter:
                told.add(outcome.letter)
                yield outcome.letter, kind, outcome.key
    for template in all_templates():
        if template.key not in told:
            kinds: tuple[CaseKind | None, ...] = template.kinds or (None,)
            yield from ((template.key, each, "") for each in kinds)


OUTCOMES = tuple(_outcomes())
Read = Callable[[bytes], str]


def of_outcome(key: str, kind: CaseKind | None, outcome: str) -> LetterContent:
    """The made-up letter that tells a case of this kind what was decided."""
    content = sample_letter(load(key))
    complaint = kind in (CaseKind.COMPLAINT, CaseKind.SERVICE_COMPLAINT)
    values = {**content.values}
    if kind is not None:
        values["request_name"] = f"{CASE_TYPES[kind].word} request"
    if complaint and outcome in ("upheld", "part"):
        values["upheld"] = "yes"
    elif complaint and outcome:
        values["remedy"] = ""
    return replace(content, values=values, wording=content.body)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_matrix_holds_every_template_and_every_outcome() -> None:
    assert {key for key, _, _ in OUTCOMES} == {one.key for one in all_templates()}
    decided = {(kind, outcome) for _, kind, outcome in OUTCOMES if outcome}
    assert decided == {
        (kind, outcome.key)
        for kind, definition in CASE_TYPES.items()
        for outcome in definition.outcomes
        if outcome.letter
    }


@pytest.mark.parametrize(
    ("size", "row"),
    list(zip(cycle((12, 18)), OUTCOMES, strict=False)),
    ids=lambda each: each if isinstance(each, int) else "-".join(filter(None, each)),
)
def test_every_letter_of_every_outcome_is_whole(
    read: Read, row: tuple[str, CaseKind | None, str], size: int
) -> None:
    """In the usual size and in large print by turns."""
    key, kind, outcome = row
    content = replace(of_outcome(key, kind, outcome), body_size=size)
    assert check_letter(content) == ()
    built = build_letter(content)
    printed = squeezed(read(built.pdf))
    merged = merge(content.body, content.values)
    for mark in required_parts(load(key)):
        assert mark in merged.parts
    for block in merged.blocks:
        for sentence in "".join(run.text for run in block.runs).split(". "):
            assert stands(squeezed(sentence), printed), sentence


def stands(sentence: str, printed: str) -> bool:
    """Tell whether a page says it, or one its beginning and the next one the rest."""
    return any(
        sentence[:at] in printed and sentence[at:] in printed
        for at in range(len(sentence) + 1)
    )


@pytest.mark.parametrize("kind", [one for one in EXAMPLE_SETS if one != "usual"])
@pytest.mark.parametrize("template", all_templates(), ids=lambda one: one.key)
def test_every_letter_holds_whatever_it_is_tried_with(
    read: Read, template: Template, kind: str
) -> None:
    content = sample_letter(template)
    tried = {n: v for n, v in examples(kind).items() if n in content.values}
    content = replace(content, values={**content.values, **tried}, body_size=18)
    assert check_letter(content) == ()
    built = build_letter(content)
    assert built.missing == ()
    printed = squeezed(read(built.pdf))
    assert squeezed(merge(template.body, content.values).blocks[0].runs[0].text) in (
        printed
    )
    assert "[[" not in printed.replace("[[end]]", "")


def test_an_upheld_complaint_is_told_that_we_are_sorry() -> None:
    for key in ("complaint-outcome", "service-outcome"):
        template = load(key)
        assert "We are sorry for what went wrong" in words(template, upheld="yes")
        assert "We are sorry for what went" not in words(template)
        (problem,) = check_letter(
            replace(
                sample_letter(template),
                values={
                    **sample_letter(template).values,
                    "upheld": "yes",
                    "remedy": "",
                },
            )
        )
        assert problem.field == "remedy"


AWAITING = (
    "identity-request",
    "authority-request",
    "clarification-request",
    "fee-notice",
    "recipient-notice",
    "controller-handover",
    "disclosure-cover",
    "disclosure-receipt",
)


@pytest.mark.parametrize("key", AWAITING)
def test_a_letter_that_waits_for_a_reply_ends_in_a_slip(
    read_pages: Callable[[bytes], list[str]], key: str
) -> None:
    content = sample_letter(load(key))
    blocks = merge(content.body, content.values).blocks
    kinds = [block.kind for block in blocks]
    slip = blocks[kinds.index(BlockKind.SLIP) + 1 :]
    said = ["".join(run.text for run in block.runs) for block in slip]
    assert content.our_reference in " ".join(said[:2])
    assert "Unit 9, Millbrook Way" in " ".join(said)
    assert any(block.marker == TICK_BOX for block in slip)
    assert said[-1] in ("Date:", "Signature:")
    last = read_pages(build_letter(content).pdf)[-1]
    assert squeezed(said[0]) in squeezed(last)
