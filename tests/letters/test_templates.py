"""The templates shipped, and what is said of one that cannot be read."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import pdfa

from isteam_app import resources
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.errors import NotFound, TemplateBroken
from isteam_app.letters.build import build_letter, check_letter
from isteam_app.letters.directives import PARTS, check
from isteam_app.letters.fields import FIELDS
from isteam_app.letters.merge import merge
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import (
    ADDRESSEES,
    REQUESTER,
    Template,
    all_templates,
    facts_changed,
    load,
    parse,
    reworded,
    written,
)

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


def broken(text: str) -> str:
    """What is said of a file that is no template."""
    with pytest.raises(TemplateBroken) as refused:
        parse(text, name="strange.txt")
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "line 1: a template starts with its facts"),
        ("---", "line 1: a template starts with its facts"),
        ("---\n---\nDear you", "do not say “key:”"),
        ("x" * 5_000_000, "longer than 60,000 characters, which no letter is"),
        (
            EXAMPLE_TEXT + "y" * 60_001,
            "strange.txt, line 10: the text is longer than 60,000 characters",
        ),
        (EXAMPLE_TEXT + "\x00", "line 14: U+0000 is no character of a text"),
        ("PK\x03\x04" + EXAMPLE_TEXT, "line 1: U+0003 is no character of a text"),
        (EXAMPLE_TEXT + "\ud800", "U+D800 is no character of a text"),
        (EXAMPLE_TEXT + "\ue000", "U+E000 is no character of a text"),
        (
            EXAMPLE_TEXT.replace("---\nDear", "----\nDear"),
            "a template starts with its facts",
        ),
        (
            EXAMPLE_TEXT.replace("version: 2", "version: 2\nversion: 3"),
            "line 4: the facts say “version:” twice",
        ),
        (
            EXAMPLE_TEXT.replace("version: 2", "colour: red"),
            "line 3: “colour: red” is not a fact of a template",
        ),
        (EXAMPLE_TEXT.replace("version: 2", "version: ²"), "must be 1, 2, 3"),
        (EXAMPLE_TEXT.replace("version: 2", "version: ٣"), "must be 1, 2, 3"),
        (
            EXAMPLE_TEXT.replace("version: 2", "version: 99999999"),
            "must be 1, 2, 3 and so on",
        ),
        (EXAMPLE_TEXT.replace("key: example", "key: ../../x"), "the key “../../x”"),
        (EXAMPLE_TEXT.replace("key: example", "key: Example"), "the key “Example”"),
        (
            EXAMPLE_TEXT.replace("key: example", f"key: {'k' * 200}"),
            f"the key “{'k' * 60}…” must be small letters",
        ),
        (
            EXAMPLE_TEXT.replace("An example", "T" * 121),
            "the title is longer than 120 characters",
        ),
        (
            EXAMPLE_TEXT.replace("An example", "T" * 401),
            "line 4: what stands after “title:” is longer than 400 characters",
        ),
        (
            EXAMPLE_TEXT.replace("access, enquiry", "access, access"),
            "“access” stands twice after “kinds:”",
        ),
        (
            EXAMPLE_TEXT.replace("requires: due", "requires: due, due"),
            "“due” stands twice after “requires:”",
        ),
        (
            EXAMPLE_TEXT.replace("{{due}}", "[[include ../../x]]"),
            "line 13: there is no block to include called “../../x”",
        ),
        (
            EXAMPLE_TEXT.replace("{{due}}", f"[[include {'x' * 99}]]"),
            f"called “{'x' * 40}…”",
        ),
        (
            EXAMPLE_TEXT.partition("Dear")[0] + "\n \n",
            "line 10: there is no letter below the facts",
        ),
        (
            EXAMPLE_TEXT + "[[include search-made]]\n[[include search-made]]\n",
            "stands in the template twice",
        ),
    ],
)
def test_a_file_from_a_stranger_is_refused_in_a_sentence(
    text: str, sentence: str
) -> None:
    said = broken(text)
    assert said.startswith("strange.txt")
    assert sentence in said
    assert len(said) < 2_000


def test_line_ends_and_marks_of_other_systems_are_read() -> None:
    dos = "\ufeff" + EXAMPLE_TEXT.replace("\n", "\r\n")
    assert parse(dos) == parse(EXAMPLE_TEXT)
    assert parse(EXAMPLE_TEXT.replace("\n", "\r")) == parse(EXAMPLE_TEXT)
    assert parse(EXAMPLE_TEXT.replace("By {{due}}", "By\u202e {{due}}")) == parse(
        EXAMPLE_TEXT
    )


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_a_template_written_out_is_read_as_it_was(template: Template) -> None:
    assert parse(written(template)) == template
    assert "[[include" in template.source or template.source == template.body


WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("*#-[]{}|\\ \n\t\r:,'"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)
PIECES = st.one_of(
    WORDS,
    st.sampled_from(
        [
            "{{due}}",
            "[[if phone]]{{phone}}[[else]]x[[end]]",
            "\n[[part due]]\n",
            "\n[[include contact]]\n",
            "\n---\n",
            "\nkey: other\n",
        ]
    ),
)


@given(
    letter=st.lists(PIECES, max_size=8).map("".join),
    title=WORDS,
    version=st.integers(min_value=1, max_value=999_999),
    kinds=st.lists(st.sampled_from(CaseKind), min_size=1, unique=True),
    requires=st.lists(st.sampled_from(sorted(PARTS)), max_size=5, unique=True),
    event=st.sampled_from((None, *EventKind)),
    to=st.sampled_from(ADDRESSEES),
    like=st.sampled_from(("", "refusal", "a-b-1")),
)
def test_written_is_the_inverse_of_parse(
    letter: str,
    title: str,
    version: int,
    kinds: list[CaseKind],
    requires: list[str],
    event: EventKind | None,
    to: str,
    like: str,
) -> None:
    made = Template(
        key="some-key",
        version=version,
        title=" ".join(title.split())[:120] or "T",
        kinds=() if to == REQUESTER else tuple(kinds),
        purpose="notice",
        body=letter,
        to=to,
        event=event,
        requires=tuple(requires),
        source=letter,
        like=like,
    )
    try:
        once = parse(written(made))
    except TemplateBroken:
        return
    assert parse(written(once)) == once
    assert replace(once, body="", source="", title="") == replace(
        made, body="", source="", title=""
    )
    assert reworded(made, once.source).source == once.source


def test_a_letter_is_reworded_and_its_facts_stay() -> None:
    template = load("refusal")
    new = reworded(template, "Dear {{salutation}}\r\n\r\n# No\r\n", version=7)
    assert (new.version, new.body) == (7, "Dear {{salutation}}\n\n# No\n")
    assert facts_changed(template, new) == ()
    with pytest.raises(TemplateBroken, match="The template, line 2: there is no field"):
        reworded(template, "Dear you\n{{dew}}")


@pytest.mark.parametrize(
    ("fact", "changes"),
    [
        ("key", {"key": "other"}),
        ("kinds", {"kinds": (CaseKind.ACCESS,)}),
        ("purpose", {"purpose": "notice"}),
        ("to", {"to": "recipient"}),
        ("event", {"event": None}),
        ("like", {"like": "access-response"}),
    ],
)
def test_the_facts_of_an_edited_template_are_those_of_the_shipped(
    fact: str, changes: dict[str, Any]
) -> None:
    template = load("refusal")
    assert facts_changed(template, replace(template, **changes)) == (fact,)


def test_the_order_of_kinds_and_another_title_are_no_change() -> None:
    template = load("refusal")
    other = replace(template, kinds=template.kinds[::-1], title="No", version=9)
    assert facts_changed(template, other) == ()


def test_an_unknown_template_is_not_found() -> None:
    with pytest.raises(NotFound, match="no letter template called “x”"):
        load("x")


def test_every_mark_and_field_is_described() -> None:
    assert all(PARTS.values())
    assert all(field.label for field in FIELDS.values())
