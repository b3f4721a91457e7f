"""The settings of letters: envelopes, the size of print, and who looks twice."""

import re
from collections.abc import Sequence
from dataclasses import replace

from isteam_app.domain.envelopes import (
    EnvelopeProfile,
    check_own_envelopes,
    own_profile,
    profiles,
)
from isteam_app.domain.letters import BODY_SIZES
from isteam_app.domain.settings import Letters, Settings
from isteam_app.domain.text import SHORT, checked, fold
from isteam_app.errors import RuleBroken
from isteam_app.letters.templates import all_templates

MOST_SIGNATORIES = 20
_NUMBERS = (("most_folded", 1, 20), ("moved_days", 0, 730))
_OWN = "own_envelopes"
_PAIR = re.compile(r"(\S+?)\s*(?:x|\N{MULTIPLICATION SIGN}|by)\s*(\S+)", re.IGNORECASE)
_FIGURE = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")
_AT = re.compile(r"\s*(?:\bat\b|@)\s*", re.IGNORECASE)
Row = tuple[str, str, str, str]
"""An envelope as it is typed: its name, its size, its window and where, its folds."""
_SAID = {
    "width": "The size",
    "height": "The size",
    "window_width": "The window",
    "window_height": "The window",
    "window_left": "Where the window is",
    "window_bottom": "Where the window is",
    "folds": "The folds",
}


def envelope_choices(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return every envelope the letters can be folded for: its key and its words."""
    known = profiles(settings.letters.own_envelopes).values()
    return tuple((profile.key, profile.label) for profile in known)


def flat_choices(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return the envelopes that take a letter unfolded: key and words."""
    known = profiles(settings.letters.own_envelopes).values()
    return tuple((each.key, each.label) for each in known if not each.folds)


def letter_kinds() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the kinds of letter by what they are for: each one's key and title."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for template in all_templates():
        group = groups.setdefault(template.purpose.capitalize(), [])
        group.append((template.key, template.title))
    return tuple((purpose, tuple(group)) for purpose, group in groups.items())


def typed_envelopes(
    rows: Sequence[Sequence[str]], before: Sequence[EnvelopeProfile]
) -> tuple[EnvelopeProfile, ...]:
    """Read the company's own envelopes as typed, in the place of those before.

    One that was renamed where it stands stays the envelope it was. Raises RuleBroken,
    for the field `own_envelopes`, with the envelope's name in it.
    """
    typed = [_typed(row) for row in rows]
    keys = {each.label: each.key for each in before}
    labels = {each.label for each in typed}
    kept: list[EnvelopeProfile] = []
    for place, profile in enumerate(typed):
        was = before[place] if place < len(before) else None
        key = keys.get(profile.label, profile.key)
        if was is not None and was.label not in labels:
            key = was.key
        taken = {each.key for each in kept}
        kept.append(replace(profile, key=f"{key}-{place}" if key in taken else key))
    return tuple(kept)


def _typed(row: Sequence[str]) -> EnvelopeProfile:
    label, size, window, folds = (text.strip() for text in row)
    shape, place = (*_AT.split(window, maxsplit=1), "")[:2]
    named = label[:SHORT] or "An envelope without a name"
    width, height = _pair(size, f"{named}: type its size as width x height, 220 x 110.")
    wanted = f"{named}: type its window as width x height at left x bottom, such as "
    across, up = _pair(shape, f"{wanted}90 x 35 at 20 x 18.")
    left, bottom = _pair(place, f"{wanted}90 x 35 at 20 x 18.")
    folded = _folds(folds, named)
    try:
        return own_profile(
            key=f"own-{_plain(label)}",
            label=label,
            width=width,
            height=height,
            window_left=left,
            window_bottom=bottom,
            window_width=across,
            window_height=up,
            folds=folded,
        )
    except RuleBroken as error:
        about = _SAID.get(error.field, "Its name")
        said = f"{named}. {about}: {str(error)[0].lower()}{str(error)[1:]}"
        raise RuleBroken(said, field=_OWN) from error


def shown_envelope(profile: EnvelopeProfile) -> Row:
    """Return one of the company's own envelopes as it is typed."""
    window = f"{profile.window_width:g} x {profile.window_height:g}"
    place = f"{profile.window_left:g} x {profile.window_bottom:g}"
    return (
        profile.label,
        f"{profile.width:g} x {profile.height:g}",
        f"{window} at {place}",
        ", ".join(f"{fold:g}" for fold in profile.folds),
    )


def check_letters(settings: Settings) -> None:
    """Raise RuleBroken, naming the field, for a setting that letters cannot use."""
    letters = settings.letters
    try:
        check_own_envelopes(letters.own_envelopes)
    except RuleBroken as error:
        raise RuleBroken(str(error), field=_OWN) from error
    known = profiles(letters.own_envelopes)
    if settings.envelope not in known:
        raise RuleBroken("Choose one of the envelopes in the list.", field="envelope")
    if letters.long_envelope not in known or known[letters.long_envelope].folds:
        raise RuleBroken(
            "Choose an envelope that takes a sheet unfolded.", field="long_envelope"
        )
    if letters.body_size not in BODY_SIZES:
        raise RuleBroken("Choose one of the sizes in the list.", field="body_size")
    for name, least, most in _NUMBERS:
        if not least <= getattr(letters, name) <= most:
            raise RuleBroken(f"Enter a number from {least} to {most}.", field=name)
    _check_kinds(letters)
    _check_signatories(settings)


def _check_kinds(letters: Letters) -> None:
    known = {template.key for template in all_templates()}
    for field, keys in (
        ("letter_second_person", letters.second_person),
        ("postcode_typed", letters.postcode_typed),
    ):
        if not known.issuperset(keys):
            raise RuleBroken("Choose letters from the list.", field=field)


def _check_signatories(settings: Settings) -> None:
    others = settings.letters.signatories
    if len(others) > MOST_SIGNATORIES:
        raise RuleBroken(
            f"Keep at most {MOST_SIGNATORIES} who sign.", field="signatories"
        )
    names = [settings.signatory.name, *(each.name for each in others)]
    for each in others:
        if not each.name.strip():
            raise RuleBroken("Enter the name of whoever signs.", field="signatories")
        for text in (each.name, each.role):
            checked(text, field="signatories", label="A name or role", longest=SHORT)
    if len({fold(name) for name in names}) < len(names):
        raise RuleBroken(
            "Somebody who signs stands in the list twice. Take one out.",
            field="signatories",
        )


def _pair(typed: str, sentence: str) -> tuple[float, float]:
    found = _PAIR.fullmatch(typed.removesuffix("mm").strip())
    figures = [_figure(part) for part in found.groups()] if found else []
    if len(figures) != 2 or None in figures:
        raise RuleBroken(sentence, field=_OWN)
    first, second = (each or 0.0 for each in figures)
    return first, second


def _folds(typed: str, named: str) -> tuple[float, ...]:
    parts = [part for part in re.split(r"[\s;]+|,\s+|,$", typed) if part]
    figures = [_figure(part) for part in parts]
    if None in figures:
        raise RuleBroken(
            f"{named}: type its folds from the top of the sheet, such as 105, 210, or "
            "nothing for none.",
            field=_OWN,
        )
    return tuple(each or 0.0 for each in figures)


def _figure(text: str) -> float | None:
    text = text.strip(", ")
    return float(text.replace(",", ".")) if _FIGURE.fullmatch(text) else None


def _plain(label: str) -> str:
    """Return a name as small letters, digits and dashes."""
    words = re.findall(r"[a-z0-9]+", fold(label))
    return "-".join(words)[:40].strip("-") or "x"
