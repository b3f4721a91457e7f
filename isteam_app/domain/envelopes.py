"""The envelopes letters go into, and where their windows fall on the sheet inside.

A sheet slides about in its envelope, so two areas are computed for each profile: what
the window always shows, where the address must stand, and what it can ever show, where
nothing else may stand. Millimetres; on the sheet from its top left corner.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from isteam_app.errors import RuleBroken

SHEET_WIDTH = 210.0
SHEET_HEIGHT = 297.0

ADDRESS_SIZE = 10.0
ADDRESS_LEADING = 12.0
ADDRESS_INSET = 2.0
"""From the left edge of the safe area to the address, in millimetres."""

POINTS_PER_MM = 72 / 25.4
INK_ABOVE = 1.05
INK_BELOW = 0.24
"""How far accents and tails reach from the line they stand on, in type sizes: as far as
two accents above a Vietnamese capital."""
ADDRESS_DROP = 1.5
"""How far below the top of the safe area the address stands where it has the room, in
millimetres: some scripts reach farther than any Latin letter."""

FEWEST_LINES = 4
"""A window must be sure to show a name, a street, a town and a postcode."""
NARROWEST = 55.0
"""Millimetres of the safe area that a common line of an address needs."""
MOST_OWN = 12
_LONGEST_LABEL = 60
_SMALLEST, _LARGEST = 20.0, 500.0
_MOST_FOLDS = 4
_ROUNDING = 0.6
"""Millimetres by which panels that are meant to be alike may differ."""
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on the page, in millimetres from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def holds(self, other: "Area") -> bool:
        """Whether the other rectangle lies wholly in this one."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


WINDOW_ROOM = Area(0, 38, 130, 160)
"""Where windows may show: below the letterhead, left of the references' column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeProfile:
    """One envelope of the company's stock and how its letters are folded.

    `window_left` and `window_bottom` are measured on the front of the envelope, as
    its maker states them. `folds` are the distances of the folds from the top edge of
    the sheet; without folds it lies in the envelope as it is.
    """

    key: str
    label: str
    width: float
    height: float
    window_left: float
    window_bottom: float
    window_width: float
    window_height: float
    folds: tuple[float, ...] = ()

    @property
    def safe(self) -> Area:
        """What the window always shows: the address stands here."""
        top, left = self._window_top, self.window_left
        return Area(
            left,
            top,
            left + self.window_width - self._slide_across,
            top + self.window_height - self._slide_down,
        )

    @property
    def keep_out(self) -> Area:
        """What the window can ever show: nothing but the address may stand here."""
        top, left = self._window_top, self.window_left
        return Area(
            left - self._slide_across,
            top - self._slide_down,
            left + self.window_width,
            top + self.window_height,
        )

    @property
    def window(self) -> Area:
        """Where the window lies on the page when the sheet is in mid-envelope."""
        widest = self.keep_out
        left = widest.left + (widest.width - self.window_width) / 2
        top = widest.top + (widest.height - self.window_height) / 2
        return Area(left, top, left + self.window_width, top + self.window_height)

    @property
    def most_lines(self) -> int:
        """How many lines of address the safe area holds."""
        room = self.safe.height * POINTS_PER_MM - (INK_ABOVE + INK_BELOW) * ADDRESS_SIZE
        return int(room // ADDRESS_LEADING) + 1

    @property
    def panels(self) -> tuple[float, ...]:
        """The heights of the folded sheet's parts, the one with the address first."""
        edges = (0.0, *self.folds, SHEET_HEIGHT)
        return tuple(lower - upper for upper, lower in pairwise(edges))

    @property
    def _window_top(self) -> float:
        return self.height - self.window_bottom - self.window_height

    @property
    def _slide_across(self) -> float:
        return self.width - SHEET_WIDTH

    @property
    def _slide_down(self) -> float:
        return self.height - self.panels[0]


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a preview draws over the first page: the window in mid-envelope, what it
    always shows, and what it can ever show. `folds` are from the top edge.
    """

    window: Area
    safe: Area
    keep_out: Area
    folds: tuple[float, ...]


DL_99 = EnvelopeProfile(
    key="dl-99",
    label="DL, folded in three at 99 and 198 mm",
    width=220,
    height=110,
    window_left=20,
    window_bottom=18,
    window_width=90,
    window_height=35,
    folds=(99, 198),
)
DL_105 = EnvelopeProfile(
    key="dl-105",
    label="DL, folded at 105 and 210 mm (room for seven lines)",
    width=220,
    height=110,
    window_left=20,
    window_bottom=18,
    window_width=90,
    window_height=35,
    folds=(105, 210),
)
C5 = EnvelopeProfile(
    key="c5",
    label="C5, folded once at 148.5 mm",
    width=229,
    height=162,
    window_left=20,
    window_bottom=60,
    window_width=90,
    window_height=35,
    folds=(148.5,),
)
C4 = EnvelopeProfile(
    key="c4",
    label="C4, not folded (for long letters and large print)",
    width=229,
    height=324,
    window_left=24,
    window_bottom=207,
    window_width=105,
    window_height=50,
)
SHIPPED = (DL_99, DL_105, C5, C4)
"""The profiles of common stock. Measure your own before trusting these."""


def profiles(own: Sequence[EnvelopeProfile] = ()) -> Mapping[str, EnvelopeProfile]:
    """Return every profile by its key: those shipped, then the company's own."""
    shipped = {profile.key: profile for profile in SHIPPED}
    added = {each.key: each for each in own if each.key not in shipped}
    return MappingProxyType(shipped | added)


def envelope_named(key: str, own: Sequence[EnvelopeProfile] = ()) -> EnvelopeProfile:
    """Return one profile, or raise RuleBroken naming the field `envelope`."""
    found = profiles(own).get(key)
    if found is None:
        raise RuleBroken(
            f"There is no envelope called “{key}”. Choose one of the envelopes in the "
            "settings.",
            field="envelope",
        )
    return found


def envelope_for(
    profile: EnvelopeProfile,
    *,
    sheets: int,
    most_folded: int,
    c4: EnvelopeProfile = C4,
) -> EnvelopeProfile:
    """Return the envelope for so many sheets: more than can be folded go flat.

    `most_folded` is how many sheets the company folds into one envelope.
    """
    return c4 if profile.folds and sheets > most_folded else profile


def window_overlay(profile: EnvelopeProfile) -> Overlay:
    """Return what a preview draws over the first page for this envelope."""
    return Overlay(profile.window, profile.safe, profile.keep_out, profile.folds)


def own_profile(
    *,
    key: str,
    label: str,
    width: float,
    height: float,
    window_left: float,
    window_bottom: float,
    window_width: float,
    window_height: float,
    folds: Sequence[float] = (),
) -> EnvelopeProfile:
    """Return a profile of the company's own as measured, or raise RuleBroken."""
    profile = EnvelopeProfile(
        key=key.strip(),
        label=" ".join(label.split()),
        width=width,
        height=height,
        window_left=window_left,
        window_bottom=window_bottom,
        window_width=window_width,
        window_height=window_height,
        folds=tuple(folds),
    )
    check_profile(profile)
    return profile


def check_own_envelopes(own: Sequence[EnvelopeProfile]) -> None:
    """Raise RuleBroken where the company's own profiles cannot be used together."""
    if len(own) > MOST_OWN:
        raise RuleBroken(
            f"Keep at most {MOST_OWN} envelopes of your own. Remove one first.",
            field="own_envelopes",
        )
    keys = [profile.key for profile in (*SHIPPED, *own)]
    labels = [profile.label.casefold() for profile in (*SHIPPED, *own)]
    if len(set(keys)) < len(keys) or len(set(labels)) < len(labels):
        raise RuleBroken(
            "Two envelopes have the same name. Give each a name of its own.",
            field="label",
        )
    for profile in own:
        check_profile(profile)


def check_profile(profile: EnvelopeProfile) -> None:
    """Raise RuleBroken, naming the field, where no letter would fit the envelope."""
    _check_names(profile)
    _check_numbers(profile)
    _check_folds(profile)
    _check_sheet(profile)
    _check_window(profile)


def _check_names(profile: EnvelopeProfile) -> None:
    label = profile.label
    if not label or len(label) > _LONGEST_LABEL or not label.isprintable():
        raise RuleBroken(
            f"Give the envelope a name of at most {_LONGEST_LABEL} characters.",
            field="label",
        )
    if not _KEY.fullmatch(profile.key) or len(profile.key) > _LONGEST_LABEL:
        raise RuleBroken(
            "Write the envelope's short name in small letters, digits and dashes.",
            field="key",
        )


def _check_numbers(profile: EnvelopeProfile) -> None:
    for name in ("width", "height", "window_width", "window_height"):
        _require(
            _SMALLEST <= getattr(profile, name) <= _LARGEST,
            f"Enter millimetres from {_SMALLEST:g} to {_LARGEST:g}.",
            name,
        )
    for name in ("window_left", "window_bottom"):
        _require(
            0 <= getattr(profile, name) <= _LARGEST,
            f"Enter millimetres from 0 to {_LARGEST:g}.",
            name,
        )


def _check_folds(profile: EnvelopeProfile) -> None:
    folds = profile.folds
    _require(
        len(folds) <= _MOST_FOLDS and all(math.isfinite(fold) for fold in folds),
        f"Enter at most {_MOST_FOLDS} folds, in millimetres from the top of the sheet.",
        "folds",
    )
    _require(
        min(profile.panels) > 0,
        "Enter the folds from the top of the sheet down, each lower than the one "
        f"before it, and none lower than the sheet, {SHEET_HEIGHT:g} mm.",
        "folds",
    )
    _require(
        max(profile.panels) <= profile.panels[0] + _ROUNDING,
        "Fold so that no part is longer than the first, which carries the address: "
        "otherwise the address lies lower in the envelope than the window.",
        "folds",
    )


def _check_sheet(profile: EnvelopeProfile) -> None:
    _require(
        profile.width >= SHEET_WIDTH,
        f"The sheet is {SHEET_WIDTH:g} mm wide and does not fit into this envelope.",
        "width",
    )
    first = max(profile.panels)
    _require(
        profile.height >= first,
        f"The folded sheet is {first:g} mm high and does not fit into this envelope. "
        "Enter its height, or fold the sheet smaller.",
        "height",
    )


def _check_window(profile: EnvelopeProfile) -> None:
    _require(
        profile.window_left + profile.window_width <= profile.width,
        "The window reaches over the right edge of the envelope. Measure it again.",
        "window_width",
    )
    _require(
        profile.window_bottom + profile.window_height <= profile.height,
        "The window reaches over the top edge of the envelope. Measure it again.",
        "window_height",
    )
    safe = profile.safe
    _require(
        safe.width >= NARROWEST,
        f"The sheet slides so far that only {max(safe.width, 0):.3g} mm of the window "
        f"are sure to show the address, and {NARROWEST:g} mm are needed. Use an "
        "envelope with a wider window, or one that holds the sheet tighter.",
        "window_width",
    )
    lines = max(profile.most_lines, 0)
    _require(
        lines >= FEWEST_LINES,
        f"The sheet slides so far that the window is sure to show only {lines} lines "
        f"of an address, and {FEWEST_LINES} are needed. Fold it closer to the height "
        "of the envelope, or use one with a higher window.",
        "window_height",
    )
    _require(
        WINDOW_ROOM.holds(profile.keep_out),
        "The window can show more of the page than the address: it must stay below "
        f"the letterhead ({WINDOW_ROOM.top:g} mm), left of the references "
        f"({WINDOW_ROOM.right:g} mm) and on the page. Measure it again.",
        _astray(profile.keep_out),
    )


def _astray(keep_out: Area) -> str:
    """Return the field to look at for a window that shows what it must not."""
    across = keep_out.left < WINDOW_ROOM.left or keep_out.right > WINDOW_ROOM.right
    return "window_left" if across else "window_bottom"


def _require(holds: bool, sentence: str, field: str) -> None:
    if not holds:
        raise RuleBroken(sentence, field=field)
