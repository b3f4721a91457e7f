"""The settings of letters: what is typed, what is refused, what is in force."""

from dataclasses import replace
from typing import Any

import pytest

from isteam_app.domain.envelopes import DL_105, EnvelopeProfile
from isteam_app.domain.settings import Signatory
from isteam_app.errors import RuleBroken
from isteam_app.services.intake import window_lines
from isteam_app.services.letter_settings import (
    envelope_choices,
    flat_choices,
    letter_kinds,
    shown_envelope,
    typed_envelopes,
)
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings

ROW = ("Our DL", "220 x 110", "90 x 35 at 20 x 18", "105, 210")


def typed(**changes: str) -> tuple[EnvelopeProfile, ...]:
    names = ("label", "size", "window", "folds")
    row = dict(zip(names, ROW, strict=True)) | changes
    return typed_envelopes([tuple(row.values())], ())


def save(session: Session, envelope: str = "", **changes: Any) -> None:
    settings = session.settings()
    letters = replace(settings.letters, **changes)
    chosen = envelope or settings.envelope
    save_settings(session, replace(settings, letters=letters, envelope=chosen))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"size": "220x110"},
        {"size": "220 \N{MULTIPLICATION SIGN} 110 mm"},
        {"size": "220.0 by 110"},
        {"window": "90x35@20x18"},
        {"window": "90 x 35 mm AT 20 x 18 mm"},
        {"folds": "105 210"},
        {"folds": "105; 210"},
        {"folds": " 105,  210 "},
    ],
)
def test_an_envelope_is_read_as_people_type_it(change: dict[str, str]) -> None:
    (profile,) = typed(**change)
    assert replace(profile, key="dl-105", label=DL_105.label) == DL_105
    assert profile.key == "own-our-dl"
    assert shown_envelope(profile) == ROW
    assert typed_envelopes([shown_envelope(profile)], [profile]) == (profile,)


def test_an_envelope_without_folds_takes_the_sheet_flat() -> None:
    (profile,) = typed(size="229 x 324", window="105 x 50 at 24 x 207", folds="")
    assert profile.folds == ()
    assert shown_envelope(profile)[-1] == ""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"label": ""}, "An envelope without a name. Its name: give the envelope"),
        ({"label": "x" * 61}, "Its name: give the envelope a name of at most 60"),
        ({"size": "220"}, "Our DL: type its size as width x height, 220 x 110."),
        ({"size": "a x b"}, "Our DL: type its size"),
        ({"size": "1e3 x 110"}, "Our DL: type its size"),
        ({"size": "-220 x 110"}, "Our DL: type its size"),
        ({"window": "90"}, "Our DL: type its window"),
        ({"window": "90 x 35"}, "Our DL: type its window"),
        ({"window": "90 x 35 at 20"}, "Our DL: type its window"),
        ({"folds": "one"}, "Our DL: type its folds"),
        ({"folds": "210, 105"}, "Our DL. The folds: enter the folds from the top"),
        ({"size": "200 x 110"}, "Our DL. The size: the sheet is 210 mm wide"),
        (
            {"window": "90 x 35 at 20 x 50"},
            "Our DL. Where the window is: the",
        ),
        (
            {"window": "90 x 21 at 20 x 18"},
            "Our DL. The window: the sheet slides so far",
        ),
    ],
)
def test_what_is_no_envelope_is_refused_by_name(
    change: dict[str, str], sentence: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        typed(**change)
    assert str(refused.value).startswith(sentence) or sentence in str(refused.value)
    assert refused.value.field == "own_envelopes"


def test_a_renamed_envelope_stays_the_one_it_was() -> None:
    (before,) = typed()
    (after,) = typed_envelopes([("Another name", *ROW[1:])], (before,))
    assert (after.key, after.label) == (before.key, "Another name")
    both = typed_envelopes([ROW, ("Another name", *ROW[1:])], (before,))
    assert [each.key for each in both] == [before.key, "own-another-name"]
    alike = typed_envelopes([("A b", *ROW[1:]), ("A-b", *ROW[1:])], ())
    assert len({each.key for each in alike}) == 2


def test_an_own_envelope_can_be_chosen_and_decides_the_lines(session: Session) -> None:
    (tight,) = typed(label="Tight", folds="99, 198")
    save(session, own_envelopes=(tight,))
    assert (tight.key, "Tight") in envelope_choices(session.settings())
    assert tight.key not in dict(flat_choices(session.settings()))
    before = window_lines(session)
    save(session, envelope=tight.key)
    assert window_lines(session) == tight.most_lines != before
    with pytest.raises(RuleBroken) as refused:
        save(session, own_envelopes=())
    assert refused.value.field == "envelope"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"long_envelope": "dl-99"}, "long_envelope"),
        ({"long_envelope": "none"}, "long_envelope"),
        ({"body_size": 13}, "body_size"),
        ({"body_size": 0}, "body_size"),
        ({"most_folded": 0}, "most_folded"),
        ({"most_folded": 21}, "most_folded"),
        ({"moved_days": -1}, "moved_days"),
        ({"second_person": ("none-such",)}, "letter_second_person"),
        ({"postcode_typed": ("none-such",)}, "postcode_typed"),
        ({"signatories": (Signatory(name=" ", role="x"),)}, "signatories"),
        ({"signatories": (Signatory(name="x" * 300, role="x"),)}, "signatories"),
        ({"signatories": (Signatory(name="A", role=""),) * 2}, "signatories"),
        ({"own_envelopes": (replace(DL_105, key="own"),)}, "own_envelopes"),
        ({"own_envelopes": (replace(DL_105, width=5),)}, "own_envelopes"),
    ],
)
def test_what_letters_cannot_use_is_refused(
    session: Session, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(session, **change)
    assert refused.value.field == field


def test_every_kind_of_letter_is_offered_once() -> None:
    offered = [key for _, group in letter_kinds() for key, _ in group]
    assert len(offered) == len(set(offered)) > 20
