"""A required paragraph goes back where its template has it."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.letters.directives import faults
from isteam_app.letters.locked import locked_blocks, put_locked_back
from isteam_app.letters.merge import merge
from isteam_app.letters.put_back import put_part_back
from isteam_app.letters.templates import Template, all_templates, load

LETTERS = [one for one in all_templates() if one.requires]


def without(template: Template, mark: str) -> str:
    """The letter with one paragraph and its mark gone."""
    head, _, tail = template.body.partition(f"[[part {mark}]]")
    following = re.search(r"^\[\[(part |locked |unlocked|slip)", tail, re.MULTILINE)
    return head + (tail[following.start() :] if following else "")


def unmarked(template: Template, mark: str) -> str:
    """The letter with the words of a paragraph, and no mark before them."""
    return template.body.replace(f"[[part {mark}]]\n", "")


@pytest.mark.parametrize("taken", [without, unmarked])
@pytest.mark.parametrize("template", LETTERS, ids=lambda one: one.key)
def test_every_paragraph_of_every_letter_goes_back(
    template: Template, taken: Callable[[Template, str], str]
) -> None:
    facts = {"phone": "01632 960 000", "enclosures": "One page"}
    whole = merge(template.body, facts).parts
    for mark in template.requires:
        missing = taken(template, mark)
        if list(faults(missing)):
            continue  # that the letter cannot be read is said first
        assert mark not in merge(missing, facts).parts, mark
        put = put_part_back(missing, template.body, mark)
        mended = merge(put, facts, template.body)
        assert mended.parts == whole, mark
        assert mended.altered == (), mark


def test_it_never_goes_into_the_slip() -> None:
    template = load("identity-request")
    mended = put_part_back(without(template, "contact"), template.body, "contact")
    assert mended.index("[[part contact]]") < mended.index("[[slip]]")


def test_a_slip_comes_back_whole() -> None:
    template = load("identity-request")
    letter = template.body.partition("[[slip]]")[0]
    assert put_part_back(letter, template.body, "reply-slip") == template.body


def test_what_the_template_does_not_have_cannot_go_back() -> None:
    assert put_part_back("Dear you", load("refusal").body, "fee") == "Dear you"


REFUSAL = load("refusal")
IDENTITY = load("identity-request")


def chunks(template: Template) -> st.SearchStrategy[str]:
    """Letters made of a template's own paragraphs, in any order, some left out."""
    paragraphs = [f"{one}\n\n" for one in template.body.split("\n\n")]
    return st.lists(st.sampled_from([*paragraphs, "Words.\n"]), max_size=14).map(
        "".join
    )


@given(body=chunks(REFUSAL), mark=st.sampled_from(REFUSAL.requires))
def test_whatever_is_left_of_a_letter_it_can_be_read_after(
    body: str, mark: str
) -> None:
    _mends(REFUSAL, body, mark)


@given(body=chunks(IDENTITY), mark=st.sampled_from(IDENTITY.requires))
def test_whatever_is_left_of_a_letter_with_a_slip(body: str, mark: str) -> None:
    _mends(IDENTITY, body, mark)


def _mends(template: Template, body: str, mark: str) -> None:
    if list(faults(body)) or mark in merge(body, {}).parts:
        return
    mended = put_part_back(body, template.body, mark)
    assert list(faults(mended)) == []
    assert mark in merge(mended, {}).parts
    for block in locked_blocks(template.body):
        again = put_locked_back(body, template.body, block.name)
        assert list(faults(again)) == []
        assert block.name not in merge(again, {}, template.body).altered
