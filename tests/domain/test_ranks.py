"""Ranks are read however they are written."""

from itertools import pairwise

import pytest

from isteam_app.domain.ranks import RANKS, is_at_least, rank_of


@pytest.mark.parametrize(
    ("written", "rank"),
    [
        ("Inspector", "Inspector"),
        ("INSP.", "Inspector"),
        ("Detective Inspector", "Inspector"),
        ("DI", "Inspector"),
        ("T/DCI", "Chief Inspector"),
        ("Acting Chief Inspector", "Chief Inspector"),
        ("Ch Supt", "Chief Superintendent"),
        ("det. supt", "Superintendent"),
        ("A/DS", "Sergeant"),
        ("Police Constable", "Constable"),
        ("PC", "Constable"),
        ("ACC", "Assistant Chief Constable"),
        ("Chief Constable", "Chief Constable"),
    ],
)
def test_a_rank_is_known_by_its_usual_names(written: str, rank: str) -> None:
    assert rank_of(written) == RANKS.index(rank)


@pytest.mark.parametrize(
    "written", ["", "Manager", "Inspector of Works", "=Inspector+1", "Chief"]
)
def test_what_is_no_rank_is_not_guessed_at(written: str) -> None:
    assert rank_of(written) is None
    assert is_at_least(written, "Constable") is None


def test_every_rank_stands_above_the_one_before() -> None:
    for below, above in pairwise(RANKS):
        assert is_at_least(above, below)
        assert not is_at_least(below, above)
        assert is_at_least(below, below)
