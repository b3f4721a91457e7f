"""Sizes, colours and styles of a letter, in points.

The reading text keeps to clear print: 12 point or larger, ranged left, dark on white,
without italics or underlining.
"""

from dataclasses import dataclass
from functools import cache

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle

from isteam_app.letters.fonts import BOLD, REGULAR

TEXT = HexColor("#1a2233")
QUIET = HexColor("#566071")
BRAND = HexColor("#0b5a70")
RULE = HexColor("#c6ccd4")
PANEL = HexColor("#f3f6f8")
ALERT = HexColor("#b3261e")
WATERMARK: Color = HexColor("#eceff2")

BODY_SIZE = 12
_LEADING = 16.3 / 12
_INDENT = 15 / 12
"""In sizes of the type, as everything below that is measured from it."""


@dataclass(frozen=True, slots=True, eq=False)
class Styles:
    """How each part of a letter is set, for one size of its reading text in points."""

    size: int
    body: ParagraphStyle
    lead_in: ParagraphStyle
    subject: ParagraphStyle
    heading: ParagraphStyle
    closing: ParagraphStyle
    name: ParagraphStyle
    role: ParagraphStyle
    enclosed: ParagraphStyle

    def scaled(self, points: float) -> float:
        """Return a measure of the usual size as it is in this one."""
        return points * self.size / BODY_SIZE

    def item(self, depth: int, *, last: bool) -> ParagraphStyle:
        """Return the style of a list item; the last one closes the list with room."""
        return _item(self.size, depth, last=last)


@cache
def styles(size: int = BODY_SIZE) -> Styles:
    """Return the styles of a letter whose reading text is of this size, in points."""
    scale = size / BODY_SIZE
    body = ParagraphStyle(
        f"body {size}",
        fontName=REGULAR,
        fontSize=size,
        leading=size * _LEADING,
        textColor=TEXT,
        spaceAfter=8 * scale,
        allowWidows=0,
        allowOrphans=0,
        bulletFontName=REGULAR,
        bulletFontSize=size,
        bulletColor=TEXT,
    )

    def like(name: str, **changes: object) -> ParagraphStyle:
        return ParagraphStyle(f"{name} {size}", parent=body, **changes)

    return Styles(
        size=size,
        body=body,
        lead_in=like("lead-in", spaceAfter=4 * scale, keepWithNext=1),
        subject=like(
            "subject",
            fontName=BOLD,
            fontSize=size + 2,
            leading=(size + 2) * _LEADING,
            spaceBefore=3 * scale,
            spaceAfter=9 * scale,
            keepWithNext=1,
        ),
        heading=like(
            "heading",
            fontName=BOLD,
            spaceBefore=6 * scale,
            spaceAfter=2 * scale,
            keepWithNext=1,
        ),
        closing=like("closing", spaceBefore=5 * scale, spaceAfter=0),
        name=like("name", fontName=BOLD, spaceAfter=0),
        role=like("role", spaceAfter=0),
        enclosed=like(
            "enclosed",
            fontName=BOLD,
            spaceBefore=14 * scale,
            spaceAfter=3 * scale,
        ),
    )


@cache
def _item(size: int, depth: int, *, last: bool) -> ParagraphStyle:
    return ParagraphStyle(
        f"item {size} {depth} {last}",
        parent=styles(size).body,
        spaceAfter=(9 if last else 3) * size / BODY_SIZE,
        leftIndent=_INDENT * size * depth,
        bulletIndent=_INDENT * size * (depth - 1),
    )


BODY = styles().body
HEADING = styles().heading
"""What reports and records of the program are set in."""
