"""The code on a page: what is printed is read back, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.domain.letter_codes import LetterCode, encoded, read_code
from isteam_app.errors import RuleBroken

_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CODE = LetterCode(reference="IS-2026-00042", number=3, letter_id=417, page=1, pages=3)
_LETTERS = st.builds(
    LetterCode,
    reference=st.from_regex(r"\A(IS|R)-20\d\d-[0-9A-Z]{5,6}\Z"),
    number=st.integers(1, 999),
    letter_id=st.integers(1, 10**9),
    page=st.integers(1, 500),
    pages=st.integers(1, 500),
)


@given(_LETTERS)
def test_what_is_printed_is_read_back(code: LetterCode) -> None:
    assert read_code(encoded(code)) == code
    assert read_code(f"  {encoded(code).lower()}\n") == code


def test_every_single_wrong_character_is_caught() -> None:
    printed = encoded(_CODE)
    for at, right in enumerate(printed):
        for wrong in _CHARACTERS:
            if right.isalnum() and wrong != right:
                with pytest.raises(RuleBroken):
                    read_code(printed[:at] + wrong + printed[at + 1 :])


def test_a_reference_typed_by_hand_is_enough() -> None:
    assert read_code("is-2026-00042 / l3").print_reference == "IS-2026-00042 / L3"


@pytest.mark.parametrize("text", ["", "L3", "hello", "IS-2026-00042", "9" * 10_000])
def test_anything_else_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(RuleBroken, match="not the code of a letter"):
        read_code(text)
