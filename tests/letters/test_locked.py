"""Wording that the law gives stays as it is, in a template and in its letters."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.errors import TemplateBroken
from isteam_app.letters.checks import check_letter
from isteam_app.letters.content import LetterContent
from isteam_app.letters.directives import expand, faults
from isteam_app.letters.locked import locked_blocks, locked_changed, put_locked_back
from isteam_app.letters.marks import LOCKS
from isteam_app.letters.merge import merge
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import Template, all_templates, load

LOCKED = [one for one in all_templates() if locked_blocks(one.body)]
TEXT = """Dear {{salutation}}

# A letter

[[locked not-obliged]]
You do not have to ask for less.

- Nor for {{due}}.
[[unlocked]]

The end.
"""


def letter(template: Template, body: str) -> LetterContent:
    return replace(sample_letter(template), body=body, wording=template.body)


def altered(body: str, wording: str = TEXT) -> tuple[str, ...]:
    return merge(body, {"phone": "01632 960 000"}, wording).altered


def test_the_locked_wording_of_a_text_is_found_in_its_blocks_too() -> None:
    (one,) = locked_blocks(TEXT)
    assert one.name == "not-obliged"
    assert one.text.startswith("You do not have to ask for less.")
    (routes,) = locked_blocks("[[include complaint-routes]]")
    assert routes.name == "complaint-routes"
    assert "[[part complaint-court]]" in routes.text


def test_every_refusal_holds_the_ways_to_complain_locked() -> None:
    for template in all_templates():
        if "complaint-court" in template.requires:
            names = {one.name for one in locked_blocks(template.body)}
            assert names & {"complaint-routes", "regulator-route"}, template.key


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ask for less", "ask for more"),
        ("- Nor for {{due}}.\n", ""),
        ("{{due}}", "{{received}}"),
        ("{{due}}", "Monday"),
        ("You do", "It is said that you do"),
        ("less.\n", "less. Or so they say.\n"),
        ("\n- Nor", "\nBut first ask us.\n\n- Nor"),
        ("[[locked not-obliged]]", "[[locked search]]"),
    ],
)
def test_wording_that_is_changed_is_named(old: str, new: str) -> None:
    assert old in TEXT
    changed = TEXT.replace(old, new)
    assert locked_changed(TEXT, changed) == ("not-obliged",)
    kept = "[[locked search]]" in changed  # in a letter its words are what counts
    assert altered(changed) == (() if kept else ("not-obliged",))


def test_wording_that_is_unlocked_left_out_or_made_conditional_is_changed() -> None:
    bare = TEXT.replace("[[locked not-obliged]]\n", "").replace("[[unlocked]]\n", "")
    assert locked_changed(TEXT, bare) == ("not-obliged",)
    assert locked_changed(TEXT, "Nothing.") == ("not-obliged",)
    hidden = TEXT.replace("[[locked", "[[if phone]]\n[[locked")
    hidden = hidden.replace("[[unlocked]]", "[[unlocked]]\n[[end]]")
    assert locked_changed(TEXT, hidden) == ("not-obliged",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The end.", "Another end."),
        ("not have to ask for less.", "not have to ask  for less. "),
        ("# A letter\n\n", "# Another\n\nWith more before it.\n\n"),
        ("\n- Nor", "\n\n\n- Nor"),
    ],
)
def test_what_stands_around_it_may_change(old: str, new: str) -> None:
    assert old in TEXT
    changed = TEXT.replace(old, new)
    assert locked_changed(TEXT, changed) == ()
    assert altered(changed) == ()


def test_wording_on_a_slip_is_not_said_to_who_keeps_the_letter() -> None:
    assert altered(TEXT.replace("[[locked", "[[slip]]\n[[locked")) == ("not-obliged",)
    assert altered(TEXT + "\n[[slip]]\nName:\n") == ()
    slip = TEXT.replace("# A letter", "[[slip]]")
    assert altered(slip.replace("The end", "An end"), slip) == ()


def test_more_locked_wording_is_no_change() -> None:
    more = TEXT + "\n[[locked search]]\nWe look.\n[[unlocked]]\n"
    assert locked_changed(TEXT, more) == ()


def test_a_letter_needs_the_words_and_not_the_marks() -> None:
    bare = TEXT.replace("[[locked not-obliged]]\n", "").replace("[[unlocked]]\n", "")
    assert altered(bare) == ()


def test_a_letter_that_hides_the_wording_is_found() -> None:
    start, end = "[[locked not-obliged]]", "[[unlocked]]"
    hidden = TEXT.replace(start, f"[[if email]]\n{start}").replace(
        end, f"{end}\n[[end]]"
    )
    assert altered(hidden) == ("not-obliged",)
    shown = hidden.replace("[[if email]]", "[[if phone]]")
    assert altered(shown) == ()


def test_wording_that_a_letter_does_not_come_to_is_not_missed() -> None:
    start, end = "[[locked not-obliged]]", "[[unlocked]]"
    wording = TEXT.replace(start, f"[[if email]]\n{start}").replace(
        end, f"{end}\n[[end]]"
    )
    assert altered("Dear you", wording) == ()


@pytest.mark.parametrize("template", LOCKED, ids=lambda one: one.key)
def test_a_letter_with_other_words_for_the_law_is_stopped(template: Template) -> None:
    assert check_letter(letter(template, template.body)) == ()
    for block in locked_blocks(template.body):
        if block.conditions:
            continue
        line = max(block.text.splitlines(), key=len)
        body = template.body.replace(line, line.replace(" ", " not ", 1), 1)
        (problem,) = [
            one for one in check_letter(letter(template, body)) if one.kind == "locked"
        ]
        assert problem.field == block.name
        assert LOCKS[block.name] in problem.sentence
        assert problem.sentence.endswith("Put them back.")


@pytest.mark.parametrize("template", LOCKED, ids=lambda one: one.key)
def test_what_was_changed_is_put_back(template: Template) -> None:
    for block in locked_blocks(template.body):
        body = template.body.replace(block.text, "Something else.\n")
        mended = put_locked_back(body, template.body, block.name)
        assert locked_changed(template.body, mended) == ()
        kept = letter(template, mended)
        assert [one for one in check_letter(kept) if one.kind == "locked"] == []


def test_it_is_put_back_where_its_marks_or_its_paragraphs_are_gone() -> None:
    template = load("refusal")
    (block,) = locked_blocks(template.body)
    whole = f"[[locked {block.name}]]\n{block.text}[[unlocked]]\n"
    assert whole in template.body
    gone = template.body.replace(whole, "")
    mended = put_locked_back(gone, template.body, block.name)
    assert merge(mended, {}, template.body).altered == ()
    half = template.body.replace(f"[[locked {block.name}]]\n", "")
    half = half.replace("[[unlocked]]\n", "").replace("Complain to us", "Complain")
    mended = put_locked_back(half, template.body, block.name)
    assert merge(mended, {}, template.body).altered == ()
    assert mended.count("[[part complaint-us]]") == 1
    assert "[[part contact]]" in mended


def test_what_the_template_does_not_lock_cannot_be_put_back() -> None:
    assert put_locked_back("A letter", TEXT, "search") == "A letter"


def test_it_goes_before_the_slip() -> None:
    mended = put_locked_back("Dear you\n\n[[slip]]\nName:\n", TEXT, "not-obliged")
    assert mended.index("[[unlocked]]") < mended.index("[[slip]]")
    assert merge(mended, {}, TEXT).altered == ()


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a\n[[locked search]]\nb", 2, "the locked wording “search” is never closed"),
        ("a\n[[unlocked]]", 2, "[[unlocked]] stands without a [[locked ...]]"),
        ("[[locked serch]]\na\n[[unlocked]]", 1, "Did you mean “search”?"),
        (
            "[[locked search]]\n[[locked who-else]]\na\n[[unlocked]]\n[[unlocked]]",
            2,
            "stands in other locked wording",
        ),
        (
            "[[locked search]]\na\n[[unlocked]]\n[[locked search]]\nb\n[[unlocked]]",
            4,
            "stands in the template twice",
        ),
        (
            "[[if due]]\n[[locked search]]\n[[end]]\n[[unlocked]]",
            3,
            "[[end]] stands in the locked wording “search”",
        ),
        (
            "[[locked search]]\n[[if due]]\n[[unlocked]]\n[[end]]",
            3,
            "stands in the condition “due”, which began in",
        ),
        ("[[if due]]\n[[slip]]\n[[end]]", 2, "the slip begins inside a condition"),
        ("[[slip]]\na\n[[slip]]\nb", 3, "there are two slips"),
        ("[[if due]]" * 9 + "a" + "[[end]]" * 9, 1, "more than 8 conditions"),
        ("a" * 60_001, 1, "longer than 60,000 characters"),
    ],
)
def test_what_does_not_close_is_named_by_its_line(
    text: str, line: int, sentence: str
) -> None:
    found = list(faults(text))
    assert (found[0].line, sentence in found[0].sentence) == (line, True)


def test_blocks_may_stand_in_blocks() -> None:
    blocks = {"a": "1\n[[include b]]\n3\n", "b": "2\n"}
    assert expand("0\n[[include a]]\n4", blocks=blocks) == "0\n1\n2\n3\n4"


@pytest.mark.parametrize(
    ("blocks", "sentence"),
    [
        (
            {"a": "x\n[[include a]]\n"},
            "The block “a”, line 2: this block includes itself.",
        ),
        (
            {"a": "[[include b]]\n", "b": "y\n\n[[include a]]\n"},
            "The block “b”, line 3: the block “a” includes itself by way of “b”.",
        ),
        (
            {"a": "[[include b]]", "b": "[[include c]]", "c": "[[include a]]"},
            "The block “c”, line 1: the block “a” includes itself by way of “b” and",
        ),
        (
            {
                "a": "[[include b]]",
                "b": "[[include c]]",
                "c": "[[include d]]",
                "d": "[[include e]]",
                "e": "x",
            },
            "The block “d”, line 1: more than 4 blocks stand in one another.",
        ),
        ({"a": "x" * 20_001 + "\n"}, "The letter, line 3: with its blocks the letter"),
        (
            {"a": "[[include b]]\n" * 50, "b": "[[include c]]\n" * 50, "c": ""},
            "includes more than 100 blocks.",
        ),
        ({"a": "{{dew}}"}, "The block “a”, line 1: there is no field called “dew”."),
    ],
)
def test_blocks_that_never_end_are_refused(
    blocks: dict[str, str], sentence: str
) -> None:
    with pytest.raises(TemplateBroken) as broken:
        expand("[[include a]]\n" * 4, blocks=blocks)
    assert sentence in str(broken.value)


@given(text=st.text(alphabet="[]{}iflockedunend slip \n#-x", max_size=120))
def test_no_text_upsets_it(text: str) -> None:
    assert all(fault.line >= 1 and fault.sentence for fault in faults(text))
    try:
        blocks = locked_blocks(text)
    except TemplateBroken:
        return
    assert locked_changed(text, text) == () or not blocks
