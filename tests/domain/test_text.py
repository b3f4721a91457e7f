"""How text is folded for sorting and finding, and what text is taken at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.domain.text import checked, fold, squeezed, words
from isteam_app.errors import RuleBroken


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Łukasz Ó Súilleabháin", "lukasz o suilleabhain"),
        ("Siân Ŵyn Llŷr", "sian wyn llyr"),
        ("Søren Åge", "soren age"),
        ("Þórður Ðað", "thordur dad"),
        ("Æsa Œuvre", "aesa oeuvre"),
        ("Straße", "strasse"),
        ("O\u2019Brien", "o'brien"),
        ("  two   spaces ", "two spaces"),
        ("ﬁve", "five"),
        ("", ""),
    ],
)
def test_names_fold_to_plain_letters(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_hold_no_punctuation(text: str) -> None:
    assert all(word.isalnum() for word in words(text))


@pytest.mark.parametrize("typed", ["EX1 2AB", "ex12ab", "Ex1-2aB", " ex 1 2 a b "])
def test_a_postcode_is_the_same_however_typed(typed: str) -> None:
    assert squeezed(typed) == "ex12ab"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_text_without_control_characters_stays_as_it_is(text: str) -> None:
    assert checked(text, field="name", label="The name") == text


@pytest.mark.parametrize("bad", ["\0", "a\0b", "\ud800", "a\udfffb"])
def test_what_no_file_can_keep_is_refused(bad: str) -> None:
    with pytest.raises(RuleBroken, match="The name holds") as refused:
        checked(bad, field="name", label="The name")
    assert refused.value.field == "name"


def test_line_breaks_become_one_kind_and_bells_fall_silent() -> None:
    assert checked("a\r\nb\rc\x07\td", field="x", label="X") == "a\nb\nc\td"


def test_the_longest_is_taken_and_one_more_is_not() -> None:
    assert len(checked("x" * 10, field="x", label="X", longest=10)) == 10
    with pytest.raises(RuleBroken, match="11 characters, at most 10"):
        checked("x" * 11, field="x", label="X", longest=10)
