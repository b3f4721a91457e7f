"""The words of the filter line over the list of cases."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.case_words import read_order, read_words, state_word, type_word
from isteam_app.domain.cases import CaseKind, CaseState, ClockState
from isteam_app.domain.listing import OPEN_STATES, CaseColumn, CaseFilter, CaseOrder
from isteam_app.errors import RuleBroken

TODAY = date(2026, 11, 23)
YESTERDAY = date(2026, 11, 22)
ME = "Robin Sample"


def read(text: str) -> CaseFilter:
    return read_words(text, today=TODAY, me=ME)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", CaseFilter()),
        ("  ellwood  price ", CaseFilter(text="ellwood price")),
        ("type:access", CaseFilter(kinds=(CaseKind.ACCESS,))),
        (
            "TYPE:complaint type:enquiry",
            CaseFilter(kinds=(CaseKind.COMPLAINT, CaseKind.ENQUIRY)),
        ),
        ("state:waiting", CaseFilter(states=(CaseState.WAITING,))),
        ("is:open state:waiting", CaseFilter(states=(CaseState.WAITING,))),
        ("is:closed", CaseFilter(states=(CaseState.CLOSED,))),
        ("owner:me", CaseFilter(owner=ME)),
        ("owner:nobody", CaseFilter(owner="")),
        ("owner:me owner:everyone", CaseFilter()),
        ('owner:"Sam Okafor"', CaseFilter(owner="Sam Okafor")),
        ("is:late", CaseFilter(states=OPEN_STATES, due_to=date(2026, 11, 22))),
        ("due:<7d", CaseFilter(states=OPEN_STATES, due_to=date(2026, 11, 30))),
        ("due:<=2w", CaseFilter(states=OPEN_STATES, due_to=date(2026, 12, 7))),
        ("due:>14d", CaseFilter(states=OPEN_STATES, due_from=date(2026, 12, 7))),
        (
            "due:today",
            CaseFilter(states=OPEN_STATES, due_from=TODAY, due_to=TODAY),
        ),
        (
            "due:3/12",
            CaseFilter(
                states=OPEN_STATES, due_from=date(2026, 12, 3), due_to=date(2026, 12, 3)
            ),
        ),
        (
            "is:paused",
            CaseFilter(
                states=OPEN_STATES, clock=(ClockState.PAUSED, ClockState.NOT_STARTED)
            ),
        ),
        (
            "ŵyn type:access owner:me",
            CaseFilter(text="ŵyn", kinds=(CaseKind.ACCESS,), owner=ME),
        ),
        ('"two words"', CaseFilter(text="two words")),
        ("state:approval", CaseFilter(states=(CaseState.FOR_APPROVAL,))),
        ("state:decided", CaseFilter(states=(CaseState.DECIDED,))),
        ("post:<7d", CaseFilter(states=OPEN_STATES, post_to=date(2026, 11, 30))),
        (
            "next:today",
            CaseFilter(states=OPEN_STATES, next_from=TODAY, next_to=TODAY),
        ),
        ("next:<3/12", CaseFilter(states=OPEN_STATES, next_to=date(2026, 12, 3))),
        ("received:<7d", CaseFilter(received_from=date(2026, 11, 16))),
        ("received:>2w", CaseFilter(received_to=date(2026, 11, 9))),
        ("ref:42", CaseFilter(text="00042")),
        ("ref:LW/26/1009", CaseFilter(text="LW/26/1009")),
        ("outcome:refused outcome:part", CaseFilter(decisions=("refused", "part"))),
        ('outcome:"not upheld"', CaseFilter(decisions=("not_upheld",))),
        ("sort:post is:late", CaseFilter(states=OPEN_STATES, due_to=YESTERDAY)),
    ],
)
def test_words_become_a_filter(text: str, expected: CaseFilter) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour:red", '"colour:" is not a word of this line'),
        ("type:parking", "After type:"),
        ("state:", "After state:"),
        ("state:asleep", "After state:"),
        ("due:soonish", "After due:"),
        ("due:<", "After due:"),
        ("owner:", "After owner:"),
        ("is:tall", "After is:"),
        ("outcome:perhaps", "After outcome:"),
        ("ref:", "After ref:"),
        ("post:later", "After post:"),
        ("sort:colour", "After sort:"),
        ("is:closed is:late", "No case can be both"),
    ],
)
def test_a_word_it_does_not_know_is_explained(text: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        read(text)


@pytest.mark.parametrize("kind", CaseKind)
def test_every_kind_of_case_has_its_word(kind: CaseKind) -> None:
    assert read(type_word(kind)) == CaseFilter(kinds=(kind,))
    assert read(f"type:{CASE_TYPES[kind].word}") == CaseFilter(kinds=(kind,))


@pytest.mark.parametrize("state", CaseState)
def test_every_state_has_its_word(state: CaseState) -> None:
    assert read(state_word(state)) == CaseFilter(states=(state,))


def test_mine_takes_in_those_whom_i_cover() -> None:
    cover = ("Sam Okafor",)
    for words in ("owner:me", "is:mine"):
        found = read_words(words, today=TODAY, me=ME, covered=cover)
        assert (found.owner, found.covered) == (ME, cover)
    found = read_words("owner:me owner:nobody", today=TODAY, me=ME, covered=cover)
    assert (found.owner, found.covered) == ("", ())


def test_the_order_is_among_the_words() -> None:
    def order(text: str) -> CaseOrder | None:
        return read_order(text, today=TODAY, me=ME)

    assert order("is:late") is None
    assert order("is:late sort:post") == CaseOrder(column=CaseColumn.POST_BY)
    assert order("sort:-received") == CaseOrder(
        column=CaseColumn.RECEIVED, descending=True
    )


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(text: str) -> None:
    said = ""
    try:
        read(text)
    except RuleBroken as error:
        said = str(error)
    assert not said or said.endswith(".")
