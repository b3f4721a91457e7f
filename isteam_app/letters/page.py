"""The sheet of paper and the envelope it goes into. Millimetres from the top left.

A folded letter slides about in its envelope, so two areas are computed for each
profile: what the window always shows, where the address must stand, and what it can
ever show, where nothing else may stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0
LEFT = 20.0
RIGHT = 190.0
SIDE_COLUMN = 132.0
"""Where the sender's address and the references stand, clear of every window."""

ADDRESS_SIZE = 10.0
ADDRESS_LEADING = 12.0
ADDRESS_INSET = 2.0
"""From the left edge of the safe area to the address, in millimetres."""

POINTS_PER_MM = 72 / 25.4
INK_ABOVE = 0.95
INK_BELOW = 0.25
"""How far accents and tails reach from the line they stand on, in type sizes."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeProfile:
    """One envelope of the company's stock and how its letters are folded.

    `window_left` and `window_bottom` are measured on the front of the envelope, as
    its maker states them. `folds` are the distances of the folds from the top edge.
    """

    key: str
    label: str
    width: float
    height: float
    window_left: float
    window_bottom: float
    window_width: float
    window_height: float
    folds: tuple[float, ...]

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
    def most_lines(self) -> int:
        """How many lines of address the safe area holds."""
        room = self.safe.height * POINTS_PER_MM - (INK_ABOVE + INK_BELOW) * ADDRESS_SIZE
        return int(room // ADDRESS_LEADING) + 1

    @property
    def _window_top(self) -> float:
        return self.height - self.window_bottom - self.window_height

    @property
    def _slide_across(self) -> float:
        return self.width - PAGE_WIDTH

    @property
    def _slide_down(self) -> float:
        return self.height - self.folds[0]


_PROFILES = (
    EnvelopeProfile(
        key="dl-99",
        label="DL, folded in three at 99 and 198 mm",
        width=220,
        height=110,
        window_left=20,
        window_bottom=18,
        window_width=90,
        window_height=35,
        folds=(99, 198),
    ),
    EnvelopeProfile(
        key="dl-105",
        label="DL, folded at 105 and 210 mm (room for seven lines)",
        width=220,
        height=110,
        window_left=20,
        window_bottom=18,
        window_width=90,
        window_height=35,
        folds=(105, 210),
    ),
    EnvelopeProfile(
        key="c5",
        label="C5, folded once at 148.5 mm",
        width=229,
        height=162,
        window_left=20,
        window_bottom=60,
        window_width=90,
        window_height=35,
        folds=(148.5,),
    ),
)

ENVELOPES: Mapping[str, EnvelopeProfile] = MappingProxyType(
    {profile.key: profile for profile in _PROFILES}
)
"""Every envelope profile by its key. Measure the stock before trusting these."""
