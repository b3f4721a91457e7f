"""The words of the filter line over the list of cases."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.domain.case_words import read_words
from isteam_app.domain.cases import CaseKind, CaseState, ClockState
from isteam_app.domain.listing import OPEN_STATES, CaseFilter
from isteam_app.errors import RuleBroken

TODAY = date(2026, 11, 23)
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
        ("is:closed is:late", "No case can be both"),
    ],
)
def test_a_word_it_does_not_know_is_explained(text: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        read(text)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(text: str) -> None:
    said = ""
    try:
        read(text)
    except RuleBroken as error:
        said = str(error)
    assert not said or said.endswith(".")
