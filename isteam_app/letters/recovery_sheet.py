"""The printed sheet that opens a vault when the passphrase is lost."""

import re
from datetime import date
from io import BytesIO

from reportlab.platypus import Frame

from isteam_app import resources
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
from isteam_app.letters.tags import Part, Role, Structure, Tagged, Words

_GROUP = 4
_ACROSS = 4
_KEY_SIZE = 20.0
_BOX_TOP, _LINE = 74.0, 14.0
_HEADING = "## "


def recovery_sheet(*, vault_name: str, vault_id: str, key: str, on: date) -> bytes:
    """Return a one-page PDF/A-2b with the recovery key in large grouped characters.

    The key is in the file and nowhere else: the caller prints it and forgets it.
    """
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
        _heading(Pen(canvas), clean(vault_name))
        bottom = _key(canvas, key)
        _guide(canvas, bottom)
        _foot(Pen(canvas), clean(vault_id), on)
        canvas.showPage()
        canvas.save()
    return archived(
        target.getvalue(), structure, title="Recovery sheet", author="ISTeam", on=on
    )


def groups(key: str) -> tuple[str, ...]:
    """Return the key in the groups it is read out in: its own, or of four."""
    own = tuple(re.split(r"[\s-]+", key.strip()))
    if len(own) > 1:
        return own
    return tuple(key[at : at + _GROUP] for at in range(0, len(key), _GROUP))


def _heading(pen: Pen, vault_name: str) -> None:
    with pen.part(Role.SUBJECT):
        pen.text("Recovery sheet", LEFT, 32, size=26, bold=True, colour=ink.BRAND)
    down = 52.0
    with pen.part():
        pen.text("for the vault", LEFT, 44, size=11, colour=ink.QUIET)
        for line in wrapped(vault_name, RIGHT - LEFT, size=17, bold=True)[:2]:
            pen.text(line, LEFT, down, size=17, bold=True)
            down += 8


def _key(canvas: Tagged, key: str) -> float:
    """Draw the key in its box; return how far down the box ends, in millimetres."""
    read = groups(key)
    rows = [read[at : at + _ACROSS] for at in range(0, len(read), _ACROSS)]
    height = len(rows) * _LINE + 8
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
        pen.text("Recovery key", LEFT, _BOX_TOP - 3, size=9.5, colour=ink.QUIET)
    column = (RIGHT - LEFT - 12) / _ACROSS
    for number, row in enumerate(rows):
        down = _BOX_TOP + 13 + number * _LINE
        with pen.part():
            for position, group in enumerate(row):
                left = LEFT + 9 + position * column
                pen.text(group, left, down, size=_KEY_SIZE, bold=True)
    return _BOX_TOP + height


def _guide(canvas: Tagged, below: float) -> None:
    frame = Frame(
        LEFT * POINTS_PER_MM,
        25 * POINTS_PER_MM,
        (RIGHT - LEFT) * POINTS_PER_MM,
        (PAGE_HEIGHT - 25 - below - 10) * POINTS_PER_MM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    guide = resources.text("letters", "recovery", "guide.txt").strip().split("\n\n")
    frame.addFromList([_block(block) for block in guide], canvas)


def _block(block: str) -> Words:
    if block.startswith(_HEADING):
        heading = Part(Role.HEADING)
        return words(block.removeprefix(_HEADING), ink.HEADING, part=heading)
    return words(block, ink.BODY)


def _foot(pen: Pen, vault_id: str, on: date) -> None:
    pen.rule(LEFT, RIGHT, 275)
    made = f"Made on {on.day} {on:%B %Y}"
    with pen.part():
        pen.text(f"Vault {vault_id}", LEFT, 280, size=9, colour=ink.QUIET)
        pen.text_to(made, RIGHT, 280, size=9, colour=ink.QUIET)
