"""What stands around the letter: letterhead, address and references."""

from isteam_app.domain.envelopes import (
    ADDRESS_INSET,
    ADDRESS_LEADING,
    ADDRESS_SIZE,
    INK_ABOVE,
    POINTS_PER_MM,
    Area,
    EnvelopeProfile,
)
from isteam_app.letters import ink
from isteam_app.letters.characters import clean
from isteam_app.letters.checks import LONGEST_LINE, address_lines
from isteam_app.letters.content import LetterContent
from isteam_app.letters.logo import Picture
from isteam_app.letters.page import LEFT, RIGHT, SIDE_COLUMN
from isteam_app.letters.pen import Pen, wrapped

MOST_REFERENCE_LINES = 2
_MOST_SENDER_LINES = 9
_NAME_TOP = 20.0
_NAME_SIZES = (17.0, 14.0, 11.0, 9.0)
_MOST_NAME_LINES = 2
_LOGO_TOP = 12.0
_LOGO_ROOM = 85.0, 16.0
"""How wide and high a logo may be, in mm: it ends above every window."""
_BELOW_LOGO = 5.0
_SENDER_TOP = 19.0
_REFERENCES_TOP = 58.0
_FOLD_FROM, _FOLD_TO = 4.0, 8.0
_MARKING = "Private and confidential"
_POINT = 1 / POINTS_PER_MM


def first_page(pen: Pen, content: LetterContent) -> None:
    """Draw the letterhead, the address in its window and the references."""
    _watermark(pen, content)
    _letterhead(pen, content)
    _address(pen, content, content.envelope)
    _references(pen, content)
    for fold in content.envelope.folds:
        pen.rule(_FOLD_FROM, _FOLD_TO, fold)


def next_page(pen: Pen, content: LetterContent) -> None:
    """Draw the short heading that later pages carry."""
    _watermark(pen, content)
    name = clean(content.organisation.name)
    pen.text(name, LEFT, _NAME_TOP, size=10, bold=True, colour=ink.BRAND)
    pen.text_to(
        f"Our reference {clean(content.our_reference)}",
        RIGHT,
        _NAME_TOP,
        size=9,
        colour=ink.QUIET,
    )
    pen.rule(LEFT, RIGHT, _NAME_TOP + 3)


def first_frame_top(profile: EnvelopeProfile) -> float:
    """Return where the letter's own text may begin, in millimetres."""
    return profile.keep_out.bottom + 9


def _watermark(pen: Pen, content: LetterContent) -> None:
    if content.watermark:
        pen.watermark(clean(content.watermark))


def _letterhead(pen: Pen, content: LetterContent) -> None:
    company = content.organisation
    logo = content.logo
    below = _logo(pen, content, logo) if logo else _name(pen, content)
    with pen.part():
        pen.text(clean(company.team), LEFT, below, size=9.5, colour=ink.QUIET)
    sender = (company.team, company.name, *company.address.printed())
    parts = [
        part
        for line in (*sender, company.phone, company.email)
        for part in wrapped(clean(line), RIGHT - SIDE_COLUMN, size=9)
    ]
    with pen.part():
        for number, part in enumerate(parts[:_MOST_SENDER_LINES]):
            level = _SENDER_TOP + number * 4.1
            pen.text(part, SIDE_COLUMN, level, size=9, colour=ink.QUIET)


def _logo(pen: Pen, content: LetterContent, logo: Picture) -> float:
    """Draw the logo in place of the name; return where the line below it stands."""
    width, height = logo.fitted(*_LOGO_ROOM)
    area = Area(LEFT, _LOGO_TOP, LEFT + width, _LOGO_TOP + height)
    pen.image(logo, clean(content.organisation.name), area)
    return area.bottom + _BELOW_LOGO


def _name(pen: Pen, content: LetterContent) -> float:
    down = _NAME_TOP
    lines, size = _company_name(clean(content.organisation.name))
    with pen.part():
        for line in lines:
            pen.text(line, LEFT, down, size=size, bold=True, colour=ink.BRAND)
            down += 7 * size / _NAME_SIZES[0]
    return down - 1.2


def _company_name(name: str) -> tuple[list[str], float]:
    """Return the name in at most two lines, in the largest size that allows it."""
    room = SIDE_COLUMN - LEFT - 6
    for size in _NAME_SIZES:
        lines = wrapped(name, room, size=size, bold=True)
        if len(lines) <= _MOST_NAME_LINES:
            return lines, size
    return lines[:_MOST_NAME_LINES], size


def _address(pen: Pen, content: LetterContent, profile: EnvelopeProfile) -> None:
    left = profile.safe.left + ADDRESS_INSET
    down = profile.safe.top + INK_ABOVE * ADDRESS_SIZE * _POINT
    with pen.part():
        for line in address_lines(content.recipient)[: profile.most_lines]:
            pen.text(line, left, down, size=ADDRESS_SIZE)
            down += ADDRESS_LEADING * _POINT


def _references(pen: Pen, content: LetterContent) -> None:
    facts = (
        ("Date", f"{content.on:%A} {content.on.day} {content.on:%B %Y}"),
        ("Our reference", content.our_reference),
        ("Your reference", content.your_reference),
    )
    down = _REFERENCES_TOP
    with pen.part():
        pen.text(_MARKING, SIDE_COLUMN, down, size=9.5, bold=True)
    down += 6.6
    for label, fact in facts:
        lines = wrapped(
            clean(fact[:LONGEST_LINE]), RIGHT - SIDE_COLUMN, size=9.5, bold=True
        )
        if not lines:
            continue
        with pen.part():
            pen.text(label, SIDE_COLUMN, down, size=8.5, colour=ink.QUIET)
            for line in lines[:MOST_REFERENCE_LINES]:
                down += 4.4
                pen.text(line, SIDE_COLUMN, down, size=9.5, bold=True)
        down += 6.2
