"""One printed page that the audit trail is held against later: its count and its hash.

What stands on paper in somebody's drawer cannot be changed by whoever holds the
vault's key. The page has no personal data but the name of whoever made it.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from reportlab.platypus import Frame

from isteam_app.domain.dates import long_date
from isteam_app.letters import ink
from isteam_app.letters.characters import clean
from isteam_app.letters.finish import archived
from isteam_app.letters.flow import words
from isteam_app.letters.fonts import REGULAR, SETTING, typeface
from isteam_app.letters.page import (
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    POINTS_PER_MM,
    RIGHT,
)
from isteam_app.letters.pen import Pen, wrapped
from isteam_app.letters.tags import Role, Structure, Tagged

TITLE = "Seal of the audit trail"
_GROUP, _ACROSS = 4, 4
_BOX_TOP, _LINE = 96.0, 12.0
_SIGN_TOP = 235.0
_GUIDE = """\
Each entry of the audit trail is chained to the one before it. The hash above stands \
for all of them: change, remove or move a single one, and it becomes another.

Sign this page and keep it where nobody who has the vault's passphrases can get at it. \
Whoever holds the vault's key could write the whole trail anew, but not this page.

To compare: open the audit trail in the program, choose “Compare with a printed seal”, \
and type the number of entries and the first groups of the hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealContent:
    """What the page says. `hash` is in hex."""

    vault_name: str
    vault_id: str
    entries: int
    hash: str
    at: datetime
    by: str
    watermark: str = ""


def audit_seal(content: SealContent) -> bytes:
    """Return the page as PDF/A-2b; the same content gives the same bytes."""
    with SETTING:
        typeface()
        target, structure = BytesIO(), Structure()
        canvas = Tagged(
            target,
            structure=structure,
            pagesize=(PAGE_WIDTH * POINTS_PER_MM, PAGE_HEIGHT * POINTS_PER_MM),
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,
        )
        pen = Pen(canvas)
        if content.watermark:
            pen.watermark(clean(content.watermark))
        _heading(pen, content)
        bottom = _hash(canvas, content.hash)
        _guide(canvas, bottom)
        _sign(pen)
        _foot(pen, content)
        canvas.showPage()
        canvas.save()
    on = content.at.date()
    return archived(target.getvalue(), structure, title=TITLE, author="ISTeam", on=on)


def groups(digits: str) -> tuple[str, ...]:
    """Return a hash in the groups it is read out in."""
    return tuple(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def _heading(pen: Pen, content: SealContent) -> None:
    with pen.part(Role.SUBJECT):
        pen.text(TITLE, LEFT, 32, size=26, bold=True, colour=ink.BRAND)
    name = wrapped(clean(content.vault_name), RIGHT - LEFT, size=17, bold=True)
    with pen.part():
        pen.text("of the vault", LEFT, 44, size=11, colour=ink.QUIET)
        pen.text(name[0], LEFT, 52, size=17, bold=True)
    facts = (
        ("Vault number", content.vault_id),
        ("Entries", f"{content.entries:,}"),
        ("Sealed", f"{long_date(content.at.date())}, {content.at:%H:%M}"),
        ("By", clean(content.by)),
    )
    for number, (label, said) in enumerate(facts):
        down = 63 + 6.5 * number
        line = wrapped(said, RIGHT - LEFT - 35, size=10.5, bold=True)[0]
        with pen.part():
            pen.text(label, LEFT, down, size=10.5, colour=ink.QUIET)
            pen.text(line, LEFT + 35, down, size=10.5, bold=True)


def _hash(canvas: Tagged, digits: str) -> float:
    """Draw the hash in its box; return how far down the box ends, in millimetres."""
    read = groups(digits)
    rows = [read[at : at + _ACROSS] for at in range(0, len(read), _ACROSS)]
    height = len(rows) * _LINE + 9
    canvas.setFillColor(ink.PANEL)
    canvas.setStrokeColor(ink.RULE)
    canvas.setLineWidth(0.6)
    canvas.roundRect(
        LEFT * POINTS_PER_MM,
        (PAGE_HEIGHT - _BOX_TOP - height) * POINTS_PER_MM,
        (RIGHT - LEFT) * POINTS_PER_MM,
        height * POINTS_PER_MM,
        6,
        fill=1,
    )
    pen = Pen(canvas)
    with pen.part(Role.HEADING):
        pen.text("Hash (SHA-256)", LEFT, _BOX_TOP - 3, size=9.5, colour=ink.QUIET)
    column = (RIGHT - LEFT - 16) / _ACROSS
    for number, row in enumerate(rows):
        down = _BOX_TOP + 12.5 + number * _LINE
        first = f"{number * _ACROSS + 1}"
        with pen.part():
            pen.text(first, LEFT + 4, down, size=8, colour=ink.QUIET)
            for position, group in enumerate(row):
                pen.text(group, LEFT + 13 + position * column, down, size=19, bold=True)
    return _BOX_TOP + height


def _guide(canvas: Tagged, below: float) -> None:
    frame = Frame(
        LEFT * POINTS_PER_MM,
        (PAGE_HEIGHT - _SIGN_TOP + 14) * POINTS_PER_MM,
        (RIGHT - LEFT) * POINTS_PER_MM,
        (_SIGN_TOP - 14 - below - 8) * POINTS_PER_MM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    frame.addFromList(
        [words(block, ink.BODY) for block in _GUIDE.split("\n\n")], canvas
    )


def _sign(pen: Pen) -> None:
    middle = (LEFT + RIGHT) / 2
    for left, right, label in (
        (LEFT, middle - 6, "Signature"),
        (middle + 6, RIGHT, "Name and date"),
    ):
        pen.rule(left, right, _SIGN_TOP)
        with pen.part():
            pen.text(label, left, _SIGN_TOP + 5, size=9, colour=ink.QUIET)


def _foot(pen: Pen, content: SealContent) -> None:
    pen.rule(LEFT, RIGHT, 275)
    said = f"{content.entries:,} entries, {content.hash[:8]}"
    with pen.part():
        pen.text(f"Vault {content.vault_id}", LEFT, 280, size=9, colour=ink.QUIET)
        pen.text_to(said, RIGHT, 280, size=9, colour=ink.QUIET)
