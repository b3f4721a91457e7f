"""Facts fill a letter's words and never become part of its layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.errors import TemplateBroken
from isteam_app.letters.fields import (
    AWKWARD,
    EXAMPLE_SETS,
    FIELDS,
    LONG,
    SHORT,
    USUAL,
    examples,
    spoken,
    value_of,
)
from isteam_app.letters.merge import TICK_BOX, BlockKind, Merged, merge


def shown(merged: Merged) -> list[str]:
    return ["".join(run.text for run in block.runs) for block in merged.blocks]


def test_fields_stand_where_they_are_named() -> None:
    merged = merge("Due **{{due}}**, by {{ handler }}.", {"due": "Mon", "handler": "R"})
    assert shown(merged) == ["Due Mon, by R."]
    assert [run.text for run in merged.blocks[0].runs if run.bold] == ["Mon"]


def test_bold_holds_against_a_letter_right_after_it() -> None:
    merged = merge("x**{{due}}**y", {"due": "Mon"})
    assert [run.text for run in merged.blocks[0].runs if run.bold] == ["Mon"]


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("0100", ["Before", "Call 0100.", "After"]),
        ("", ["Before", "No call.", "After"]),
    ],
)
def test_a_condition_keeps_one_side(phone: str, expected: list[str]) -> None:
    body = (
        "Before\n\n[[if phone]]\nCall {{phone}}.\n[[else]]\nNo call.\n[[end]]\n\nAfter"
    )
    assert shown(merge(body, {"phone": phone})) == expected


def test_conditions_nest() -> None:
    body = "[[if phone]]a[[if email]]b[[else]]c[[end]]d[[else]]e[[end]]"
    values = [{}, {"phone": "1"}, {"phone": "1", "email": "x"}, {"email": "x"}]
    assert [shown(merge(body, each)) for each in values] == [
        ["e"],
        ["acd"],
        ["abd"],
        ["e"],
    ]


def test_a_value_of_spaces_is_no_value() -> None:
    assert merge("{{due}}", {"due": " \n\t"}).missing == ("due",)


def test_missing_facts_are_listed_once_in_reading_order() -> None:
    merged = merge("{{handler}} {{due}} {{handler}}", {})
    assert merged.missing == ("handler", "due")
    assert shown(merged) == [
        "[Who handles the case] [Answer due] [Who handles the case]"
    ]


def test_a_fact_nobody_sees_is_not_missing() -> None:
    assert merge("[[if phone]]{{phone}}[[end]]Words", {}).missing == ()


def test_a_list_alone_in_an_item_becomes_an_item_an_entry() -> None:
    merged = merge("- {{purposes}}\n- last", {"purposes": ("a", "b")})
    assert shown(merged) == ["a", "b", "last"]
    assert {block.kind for block in merged.blocks} == {BlockKind.ITEM}


def test_a_list_in_a_sentence_is_said_as_one() -> None:
    values = {"purposes": ("a", "b", "c")}
    assert shown(merge("For {{purposes}}.", values)) == ["For a, b and c."]


def test_numbers_go_on_through_a_list_of_entries() -> None:
    merged = merge("1. {{purposes}}\n2. last", {"purposes": ("a", "b")})
    assert [block.marker for block in merged.blocks] == ["1.", "2.", "3."]


def test_an_item_to_be_ticked_has_a_box() -> None:
    merged = merge("- [ ] one\n- [] two\n- three [ ]\n- [x] four", {})
    assert shown(merged) == ["one", "two", "three [ ]", "[x] four"]
    assert [block.marker for block in merged.blocks] == [TICK_BOX, TICK_BOX, "•", "•"]


def test_each_entry_of_a_list_can_be_ticked() -> None:
    merged = merge("- [ ] {{purposes}}\n- [ ] other", {"purposes": ("a", "b")})
    assert shown(merged) == ["a", "b", "other"]
    assert {block.marker for block in merged.blocks} == {TICK_BOX}


def test_a_value_cannot_ask_to_be_ticked() -> None:
    merged = merge("- {{purposes}}", {"purposes": ("[ ] a",)})
    assert [block.marker for block in merged.blocks] == ["•"]
    assert shown(merged) == ["[ ] a"]


def test_a_slip_is_a_block_of_its_own() -> None:
    merged = merge("Letter\n\n[[slip]]\n# Slip\n\nName:\n", {})
    assert [block.kind for block in merged.blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.SLIP,
        BlockKind.SUBJECT,
        BlockKind.PARAGRAPH,
    ]


def test_an_answer_keeps_its_paragraphs_and_lines() -> None:
    merged = merge("{{answer}}", {"answer": "One\n\nTwo\nthree"})
    assert shown(merged) == ["One", "Two\nthree"]


def test_a_list_typed_in_a_box_has_an_entry_a_line() -> None:
    assert value_of("enclosures", {"enclosures": "One\n\n Two \n"}) == ("One", "Two")


@pytest.mark.parametrize(
    ("entries", "said"),
    [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")],
)
def test_entries_are_joined_as_they_are_said(
    entries: tuple[str, ...], said: str
) -> None:
    assert spoken(entries) == said


def test_a_part_counts_only_with_words_of_its_own() -> None:
    body = "[[part due]]\n## When\n\n[[part handler]]\nSomebody."
    assert merge(body, {}).parts == {"handler"}


def test_a_part_in_a_condition_that_is_left_out_does_not_count() -> None:
    body = "[[if phone]]\n[[part due]]\nSoon.\n[[end]]\nWords"
    assert merge(body, {}).parts == frozenset()
    assert merge(body, {"phone": "1"}).parts == {"due"}


def test_on_a_slip_only_the_marks_of_slips_count() -> None:
    body = "[[part due]]\n[[slip]]\nName:\n[[part handler]]\nR\n[[part receipt]]\nOK"
    assert merge(body, {}).parts == {"receipt"}


def test_shared_blocks_are_put_in() -> None:
    merged = merge("[[include complaint-routes]]", {"regulator": "The Example Office"})
    assert {"complaint-us", "complaint-regulator", "complaint-court"} <= merged.parts


HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("*_#<>[]{}|`\\&-+1.\n\t\"'\ue000\ue005\u202e\u200b\x00"),
        st.characters(),
    ),
    max_size=80,
)


@given(value=HOSTILE, other=HOSTILE)
def test_no_value_changes_the_layout(value: str, other: str) -> None:
    body = "# For {{salutation}}\n\nText **{{due}}** end.\n\n- {{handler}} x\n- y\n"
    plain = merge(body, {"salutation": "A", "due": "B", "handler": "C"})
    filled = merge(body, {"salutation": value, "due": other, "handler": value})
    assert [b.kind for b in filled.blocks] == [b.kind for b in plain.blocks]
    assert [[r.bold for r in b.runs] for b in filled.blocks] == [
        [r.bold for r in b.runs] for b in plain.blocks
    ]


@given(value=HOSTILE)
def test_no_value_names_another_field(value: str) -> None:
    merged = merge("{{handler}} x", {"handler": value + "{{due}}", "due": "SECRET"})
    assert "SECRET" not in "".join(shown(merged))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("a\n{{dew}}", "line 2: there is no field called “dew”. Did you mean “due”?"),
        ("a\n\n[[if due]]\nb", "line 3: the condition “due” is never closed"),
        ("[[if due]]a[[else]]b", "line 1: the condition “due” is never closed"),
        ("[[end]]", "line 1: [[end]] stands without an [[if ...]] before it"),
        (
            "[[if due]][[else]][[else]][[end]]",
            "line 1: this condition has two [[else]]",
        ),
        ("[[if dew]]a[[end]]", "line 1: there is no field called “dew”"),
        ("a\n[[include rotes]]", "line 2: there is no block to include called “rotes”"),
        ("[[part doo]]\na", "line 1: there is no paragraph mark called “doo”"),
        ("[[for x]]", "line 1: “[[for x]]” is not something a template can say"),
        ("[[if due == 1]]a[[end]]", "is not something a template can say"),
        ("a\nb {{due", "line 2: “{{” has no partner on its line"),
        ("a [[if due", "line 1: “[[” has no partner on its line"),
        ("{{}}", "line 1: there is no field called “”"),
    ],
)
def test_a_broken_letter_is_named_by_its_line(body: str, sentence: str) -> None:
    with pytest.raises(TemplateBroken) as broken:
        merge(body, {})
    assert sentence in str(broken.value)


def test_every_field_can_be_filled() -> None:
    for name, field in FIELDS.items():
        value = ("one", "two") if field.many else "one"
        assert merge(f"{{{{{name}}}}}", {name: value}).missing == ()


@pytest.mark.parametrize("kind", EXAMPLE_SETS)
def test_every_set_of_made_up_facts_has_every_field(kind: str) -> None:
    made = examples(kind)
    assert list(made) == list(FIELDS)
    for name, value in made.items():
        assert isinstance(value, tuple) is FIELDS[name].many


def test_the_sets_try_what_their_names_say() -> None:
    assert len(str(examples(LONG)["subject_name"])) == 300
    assert "{{due}}" in str(examples(AWKWARD)["salutation"])
    assert {"Ń", "Ŵ", "'"} <= set(str(examples(AWKWARD)["subject_name"]))
    assert not any(examples(SHORT)[n] for n in FIELDS if FIELDS[n].optional)
    assert examples(USUAL) == examples()
    with pytest.raises(KeyError):
        examples("other")
