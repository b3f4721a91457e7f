"""The templates shipped, and what is said of one that cannot be read."""

import re
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import pdfa

from isteam_app import resources
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.errors import NotFound, TemplateBroken
from isteam_app.letters.build import build_letter, check_letter
from isteam_app.letters.directives import PARTS, check
from isteam_app.letters.fields import FIELDS
from isteam_app.letters.merge import merge
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import Template, all_templates, load, parse

TEMPLATES = {template.key: template for template in all_templates()}
EXAMPLE_TEXT = """---
key: example
version: 2
title: An example
kinds: access, enquiry
purpose: response
event: answered
requires: due
---
Dear {{salutation}}

[[part due]]
By {{due}}.
"""
ARTICLE_15 = {
    "purposes",
    "categories",
    "recipients",
    "retention",
    "rights",
    "complaint-us",
    "complaint-regulator",
    "complaint-court",
    "sources",
    "automated",
    "transfers",
    "searches",
}


def test_every_kind_of_case_can_be_answered_or_acknowledged() -> None:
    assert {kind for each in TEMPLATES.values() for kind in each.kinds} == set(CaseKind)


def test_the_clock_has_its_letters() -> None:
    events = {template.event for template in TEMPLATES.values()}
    assert {
        EventKind.ACKNOWLEDGED,
        EventKind.ANSWERED,
        EventKind.IDENTITY_ASKED,
        EventKind.CLARIFICATION_ASKED,
    } <= events


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
class TestShipped:
    def test_it_is_whole_with_its_example(self, template: Template) -> None:
        assert check_letter(sample_letter(template)) == ()

    def test_it_becomes_an_archive_file(self, template: Template) -> None:
        built = build_letter(sample_letter(template))
        with pikepdf.open(BytesIO(built.pdf)) as pdf:
            assert pdfa.check(pdf, "2b").findings == []

    def test_it_greets_and_has_a_subject(self, template: Template) -> None:
        assert template.body.startswith("Dear {{salutation}}\n\n# ")

    def test_it_names_nobody_and_no_regulator(self, template: Template) -> None:
        for name in ("Imail", "Fernleigh", "ICO", "Commissioner", "Wilmslow"):
            assert name not in template.body

    def test_it_reads_plainly(self, template: Template) -> None:
        content = sample_letter(template)
        blocks = merge(content.body, content.values).blocks
        texts = ["".join(run.text for run in block.runs) for block in blocks]
        sentences = [one for text in texts for one in text.split(". ")]
        assert max(len(sentence.split()) for sentence in sentences) <= 35
        assert not any("!" in text for text in texts)


def test_the_access_response_says_everything_article_15_asks() -> None:
    assert set(load("access-response").requires) >= ARTICLE_15


@pytest.mark.parametrize("mark", sorted(ARTICLE_15))
def test_a_response_without_one_paragraph_is_refused(mark: str) -> None:
    template = load("access-response")
    head, _, tail = template.body.partition(f"[[part {mark}]]")
    following = re.search(r"\[\[(part |locked |unlocked)", tail)
    cut = tail[following.start() :] if following else ""
    content = replace(sample_letter(template), body=head + cut)
    problems = check_letter(content)
    assert [p.field for p in problems if p.kind == "paragraph"] == [mark]


def test_a_paragraph_emptied_but_for_its_mark_is_missed() -> None:
    template = load("enquiry-reply")
    head, _, _ = template.body.partition("[[part contact]]")
    content = replace(sample_letter(template), body=head + "[[part contact]]\n")
    (problem,) = check_letter(content)
    assert problem.sentence == (
        "The letter must say how to reach the team, and that paragraph is gone. Put it "
        "back from the template."
    )


def test_a_representative_reads_whom_the_letter_is_about() -> None:
    sample = sample_letter(load("access-response"))
    content = replace(sample, values={**sample.values, "acting_for": "Mr Sam Example"})
    text = "".join(
        run.text
        for block in merge(content.body, content.values).blocks
        for run in block.runs
    )
    assert "“you” means Mr Sam Example" in text


def test_held_back_data_is_said_with_its_reason() -> None:
    sample = sample_letter(load("access-response"))
    values = {**sample.values, "withheld": ("One page about somebody else",)}
    (problem,) = check_letter(replace(sample, values=values))
    assert problem.field == "withheld_reason"


def test_shared_blocks_can_be_read() -> None:
    for file in resources.path("letters", "parts").glob("*.txt"):
        check(file.read_text(encoding="utf-8"), name=file.name)


def test_facts_of_a_template_are_read() -> None:
    template = parse(EXAMPLE_TEXT)
    assert (template.key, template.version, template.title) == (
        "example",
        2,
        "An example",
    )
    assert template.kinds == (CaseKind.ACCESS, CaseKind.ENQUIRY)
    assert (template.event, template.requires) == (EventKind.ANSWERED, ("due",))
    assert template.body.startswith("Dear {{salutation}}")


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        ("---\nkey", "key", "line 1: a template starts with its facts"),
        ("version: 2\n", "", "line 8: the facts at the top do not say “version:”"),
        ("version: 2", "version: two", "the version “two” must be 1, 2, 3"),
        ("title:", "titel:", "line 4: “titel: An example” is not a fact"),
        ("kinds: access", "kinds: acess", "“acess” is not known after “kinds:”"),
        ("purpose: response", "purpose: x", "“x” is not known after “purpose:”"),
        ("event: answered", "event: shouted", "“shouted” is not known after “event:”"),
        ("requires: due", "requires: dew", "“dew” is not known after “requires:”"),
        ("{{due}}", "{{dew}}", "line 13: there is no field called “dew”"),
        ("{{due}}", "[[if due]]", "line 13: the condition “due” is never closed"),
        ("{{due}}", "[[include x]]", "line 13: there is no block to include"),
    ],
)
def test_a_broken_template_says_where_and_what_to_do(
    good: str, bad: str, sentence: str
) -> None:
    assert good in EXAMPLE_TEXT
    with pytest.raises(TemplateBroken) as broken:
        parse(EXAMPLE_TEXT.replace(good, bad), name="example.txt")
    assert str(broken.value).startswith("example.txt")
    assert sentence in str(broken.value)


def test_an_unknown_template_is_not_found() -> None:
    with pytest.raises(NotFound, match="no letter template called “x”"):
        load("x")


def test_every_mark_and_field_is_described() -> None:
    assert all(PARTS.values())
    assert all(field.label for field in FIELDS.values())
