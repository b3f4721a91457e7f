"""Where an envelope's window falls on the sheet, and which envelopes are refused."""

import math
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.domain.envelopes import (
    C4,
    C5,
    DL_99,
    DL_105,
    MOST_OWN,
    SHIPPED,
    WINDOW_ROOM,
    Area,
    EnvelopeProfile,
    check_own_envelopes,
    check_profile,
    envelope_for,
    envelope_named,
    own_profile,
    profiles,
    window_overlay,
)
from isteam_app.errors import RuleBroken

OURS: dict[str, Any] = {
    **{name: fact for name, fact in asdict(DL_105).items() if name != "folds"},
    "key": "ours",
    "label": "Our DL",
    "folds": [105, 210],
}


@pytest.mark.parametrize(
    ("profile", "safe", "keep_out", "lines"),
    [
        (DL_99, Area(20, 57, 100, 81), Area(10, 46, 110, 92), 5),
        (DL_105, Area(20, 57, 100, 87), Area(10, 52, 110, 92), 7),
        (C5, Area(20, 67, 91, 88.5), Area(1, 53.5, 110, 102), 5),
        (C4, Area(24, 67, 110, 90), Area(5, 40, 129, 117), 5),
    ],
    ids=lambda each: getattr(each, "key", ""),
)
def test_areas_follow_from_envelope_and_fold(
    profile: EnvelopeProfile, safe: Area, keep_out: Area, lines: int
) -> None:
    assert (profile.safe, profile.keep_out) == (safe, keep_out)
    assert profile.most_lines == lines
    overlay = window_overlay(profile)
    assert overlay.window == profile.window
    assert (overlay.safe, overlay.keep_out) == (safe, keep_out)
    assert overlay.folds == profile.folds


def test_a_tighter_envelope_shows_more() -> None:
    tight = replace(DL_99, width=212, height=101, window_bottom=9)
    assert tight.safe.width > DL_99.safe.width
    assert tight.safe.height > DL_99.safe.height


@pytest.mark.parametrize("profile", SHIPPED, ids=lambda each: each.key)
def test_every_shipped_envelope_is_sound(profile: EnvelopeProfile) -> None:
    check_profile(profile)
    assert WINDOW_ROOM.holds(profile.keep_out)
    assert profile.keep_out.holds(profile.window)
    assert profile.window.holds(profile.safe)
    assert sum(profile.panels) == 297


def test_an_own_envelope_is_kept_beside_the_shipped_ones() -> None:
    ours = own_profile(**{**OURS, "label": "  Our   DL "})
    assert ours.label == "Our DL"
    assert list(profiles([ours])) == ["dl-99", "dl-105", "c5", "c4", "ours"]
    assert envelope_named("ours", [ours]) is ours
    check_own_envelopes([ours])


def test_an_own_envelope_never_takes_the_place_of_a_shipped_one() -> None:
    impostor = replace(DL_99, label="Another", height=120)
    assert profiles([impostor])["dl-99"] is DL_99


def test_an_unknown_envelope_is_named() -> None:
    with pytest.raises(RuleBroken, match="no envelope called “c3”") as refused:
        envelope_named("c3")
    assert refused.value.field == "envelope"


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"label": ""}, "label", "Give the envelope a name"),
        ({"label": "x" * 61}, "label", "at most 60 characters"),
        ({"label": "a\x00b"}, "label", "Give the envelope a name"),
        ({"key": "Ours!"}, "key", "small letters"),
        ({"key": ""}, "key", "small letters"),
        ({"width": math.nan}, "width", "from 20 to 500"),
        ({"height": math.inf}, "height", "from 20 to 500"),
        ({"height": -110}, "height", "from 20 to 500"),
        ({"window_width": 0}, "window_width", "from 20 to 500"),
        ({"window_left": -1}, "window_left", "from 0 to 500"),
        ({"window_bottom": math.nan}, "window_bottom", "from 0 to 500"),
        ({"folds": [math.nan]}, "folds", "at most 4 folds"),
        ({"folds": [50, 100, 150, 200, 250]}, "folds", "at most 4 folds"),
        ({"folds": [210, 105]}, "folds", "each lower than"),
        ({"folds": [105, 105]}, "folds", "each lower than"),
        ({"folds": [0]}, "folds", "each lower than"),
        ({"folds": [105, 297]}, "folds", "each lower than"),
        ({"folds": [99, 210]}, "folds", "no part is longer than the first"),
        ({"width": 209}, "width", "210 mm wide"),
        ({"height": 100}, "height", "105 mm high"),
        ({"folds": []}, "height", "297 mm high"),
        ({"window_left": 140}, "window_width", "over the right edge"),
        ({"window_bottom": 80}, "window_height", "over the top edge"),
        ({"window_width": 60}, "window_width", "only 50 mm"),
        ({"window_width": 20, "width": 250}, "window_width", "only 0 mm"),
        ({"window_height": 20}, "window_height", "only 3 lines"),
        ({"height": 160, "window_bottom": 60}, "window_height", "only 0 lines"),
        ({"window_left": 5}, "window_left", "left of the references"),
        ({"window_left": 60}, "window_left", "left of the references"),
        ({"window_bottom": 40}, "window_bottom", "below the letterhead"),
    ],
)
def test_an_envelope_no_letter_fits_is_refused(
    change: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=sentence) as refused:
        own_profile(**{**OURS, **change})
    assert refused.value.field == field


MEASURES = st.one_of(
    st.floats(0, 340, width=32),
    st.sampled_from([18.0, 20.0, 35.0, 90.0, 110.0, 220.0, 229.0, math.nan, math.inf]),
)


@given(
    st.tuples(*[MEASURES] * 6),
    st.lists(st.floats(0, 300, width=32), max_size=4).map(sorted),
)
def test_what_is_accepted_always_shows_an_address_and_nothing_else(
    measures: tuple[float, ...], folds: list[float]
) -> None:
    names = ("width", "height", "window_left", "window_bottom")
    names += ("window_width", "window_height")
    typed = dict(zip(names, measures, strict=True))
    with suppress(RuleBroken):
        profile = own_profile(key="x", label="x", folds=folds, **typed)
        assert WINDOW_ROOM.holds(profile.keep_out)
        assert profile.keep_out.holds(profile.safe)
        assert profile.most_lines >= 4


@given(st.floats(210, 229), st.floats(0, 12), st.floats(0, 20), st.floats(99, 120))
def test_envelopes_like_the_shipped_ones(
    width: float, more: float, lower: float, fold: float
) -> None:
    typed = {**OURS, "width": width, "height": fold + more, "folds": [fold, 2 * fold]}
    typed["window_bottom"] = lower + 10
    with suppress(RuleBroken):
        profile = own_profile(**typed)
        assert WINDOW_ROOM.holds(profile.keep_out)
        assert profile.keep_out.holds(profile.window)


def test_two_envelopes_of_one_name_are_refused() -> None:
    ours = own_profile(**OURS)
    for other in (ours, replace(ours, key="others"), replace(ours, label="Another")):
        with pytest.raises(RuleBroken, match="the same name"):
            check_own_envelopes([ours, other])
    with pytest.raises(RuleBroken, match="the same name"):
        check_own_envelopes([replace(ours, key="c4")])
    many = [replace(ours, key=f"k{n}", label=f"L{n}") for n in range(MOST_OWN + 1)]
    with pytest.raises(RuleBroken, match="at most 12"):
        check_own_envelopes(many)
    check_own_envelopes(many[:MOST_OWN])


@pytest.mark.parametrize(
    ("profile", "sheets", "expected"),
    [(DL_99, 5, DL_99), (DL_99, 6, C4), (C5, 60, C4), (C4, 1, C4), (C4, 99, C4)],
)
def test_what_cannot_be_folded_goes_flat(
    profile: EnvelopeProfile, sheets: int, expected: EnvelopeProfile
) -> None:
    assert envelope_for(profile, sheets=sheets, most_folded=5) is expected
