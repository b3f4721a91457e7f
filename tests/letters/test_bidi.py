"""Reading order, held against another hand's (the Rust crate unicode-bidi)."""

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from isteam_app.letters.bidi import levels, levels_in_english, mirrored, visual_order

CHARACTERS = "aZ אבת محع٠٣۱09 ,.-+/:$%()[]{}«»!?\u0301\u05b0\u064e毛あ“"  # noqa: RUF001


def shown(text: str, line: list[int]) -> str:
    return "".join(text[at] for at in visual_order(line))


@settings(max_examples=800)
@given(st.text(st.sampled_from(CHARACTERS), max_size=24), st.booleans())
def test_any_text_stands_as_the_standard_has_it(text: str, leftward: bool) -> None:
    expected = get_display(text, base_dir="R" if leftward else "L")
    assert shown(text, levels(text, right_to_left=leftward)) == expected


def test_the_standard_is_not_met_by_leaving_a_text_as_it_is() -> None:
    text = "Dear אבג 12"
    assert get_display(text, base_dir="L") != text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Dear אבג, hello", "Dear גבא, hello"),
        ("Dear אבג דהו, hello", "Dear והד גבא, hello"),
        ("אבג 12 Mill Lane", "גבא 12 Mill Lane"),
        ("12 אבג 34 Mill Lane", "12 גבא 34 Mill Lane"),
        ("see אב 12 גד there", "see דג 12 בא there"),
        ("אבג (דהו) and (אבג)", "(והד) גבא and (גבא)"),
        ("אבג. (x)", "גבא. (x)"),
        ("a אב, גד b", "a דג ,בא b"),
        ("so “אבג” 50% אב", "so “בא 50% ”גבא"),
        ("“אבג” 50% אב.", ".בא 50% ”גבא“"),
        ("אבג 12", "12 גבא"),
        ("12 אבג. ", ".גבא 12 "),
        ("12 (34)", "12 (34)"),
        ("على ١٢ x", "١٢ ىلع x"),
        ("אבג", "גבא"),
        ("plain, 12 (x)", "plain, 12 (x)"),
        ("", ""),
    ],
)
def test_an_english_line_keeps_its_order_round_a_name(text: str, seen: str) -> None:
    line = levels_in_english(text)
    turned = [
        mirrored(character) if level % 2 else character
        for character, level in zip(text, line, strict=True)
    ]
    assert "".join(turned[at] for at in visual_order(line)) == seen


def test_a_bracket_is_mirrored_where_it_reads_leftward() -> None:
    assert mirrored("(a]") == "[a)"
