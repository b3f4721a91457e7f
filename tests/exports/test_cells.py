"""Words typed by a stranger stay words in a spreadsheet, and come back as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.exports.cells import guarded, harmless, unguarded

STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b"
UNSEEN = (
    "",
    " ",
    "\u00a0",
    "\u3000 ",
    "\x1c",
    "\u2003",
    "\u200b",
    "\0",
    "\u00ad",
    "\x7f",
)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", UNSEEN)
def test_a_formula_becomes_words(start: str, before: str) -> None:
    cell = f"{before}{start}cmd|' /C calc'!A0"
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "Sam = Example", "1-2", "'", "'quoted'", "a@b.test"]
)
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell == unguarded(cell)


@given(st.text(alphabet=st.sampled_from("'=-@ \0\u200bax\n"), max_size=6))
def test_what_was_typed_comes_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@given(st.text(), st.text())
def test_no_two_texts_become_the_same_cell(one: str, other: str) -> None:
    assert (guarded(one) == guarded(other)) == (one == other)


def test_harmless_takes_out_what_ends_a_text() -> None:
    assert harmless("A\0B") == "AB"
    assert harmless("\0=1") == "'=1"
