"""Sizes, colours and styles of a letter, in points.

The reading text keeps to clear print: 12 point, ranged left, dark on white, without
italics or underlining.
"""

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
BODY_LEADING = 16.3
INDENT = 15

BODY = ParagraphStyle(
    "body",
    fontName=REGULAR,
    fontSize=BODY_SIZE,
    leading=BODY_LEADING,
    textColor=TEXT,
    spaceAfter=8,
    allowWidows=0,
    allowOrphans=0,
    bulletFontName=REGULAR,
    bulletFontSize=BODY_SIZE,
    bulletColor=TEXT,
)
LEAD_IN = ParagraphStyle("lead-in", parent=BODY, spaceAfter=4, keepWithNext=1)
SUBJECT = ParagraphStyle(
    "subject",
    parent=BODY,
    fontName=BOLD,
    fontSize=14,
    leading=19,
    spaceBefore=3,
    spaceAfter=9,
    keepWithNext=1,
)
HEADING = ParagraphStyle(
    "heading", parent=BODY, fontName=BOLD, spaceBefore=6, spaceAfter=2, keepWithNext=1
)
CLOSING = ParagraphStyle("closing", parent=BODY, spaceBefore=5, spaceAfter=0)
NAME = ParagraphStyle("name", parent=BODY, fontName=BOLD, spaceAfter=0)
ROLE = ParagraphStyle("role", parent=BODY, spaceAfter=0)
ENCLOSED = ParagraphStyle("enclosed", parent=NAME, spaceBefore=14, spaceAfter=3)


@cache
def item(depth: int, *, last: bool) -> ParagraphStyle:
    """Return the style of a list item; the last one closes the list with more room."""
    return ParagraphStyle(
        f"item {depth} {last}",
        parent=BODY,
        spaceAfter=9 if last else 3,
        leftIndent=INDENT * depth,
        bulletIndent=INDENT * (depth - 1),
    )
