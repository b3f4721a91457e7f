"""What stands around the letter: letterhead, address and references."""

from isteam_app.domain.envelopes import (
    ADDRESS_DROP,
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
from isteam_app.letters.checks import address_lines
from isteam_app.letters.content import LetterContent
from isteam_app.letters.letterhead import (
    BELOW_FACT,
    BELOW_MARKING,
    FACT_LEADING,
    MOST_NAME_LINES,
    MOST_SENDER_LINES,
    NAME_SIZES,
    REFERENCE_SIZE,
    REFERENCES_TOP,
    SENDER_SIZE,
    TEAM_SIZE,
    name_lines,
    references,
    references_end,
    sender_lines,
)
from isteam_app.letters.logo import Picture
from isteam_app.letters.page import LEFT, RIGHT, SIDE_COLUMN
from isteam_app.letters.pen import Pen, wrapped

_NAME_TOP = 20.0
_LOGO_TOP = 12.0
_LOGO_ROOM = 85.0, 16.0
"""How wide and high a logo may be, in mm: it ends above every window."""
_BELOW_LOGO = 5.0
_SENDER_TOP = 19.0
_RUNNING_NAME = 100.0
_BELOW_WINDOW, _BELOW_REFERENCES = 9.0, 2.0
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
    first, *more = wrapped(
        clean(content.organisation.name), _RUNNING_NAME, size=10, bold=True
    ) or [""]
    name = f"{first}…" if more else first
    pen.text(name, LEFT, _NAME_TOP, size=10, bold=True, colour=ink.BRAND)
    pen.text_to(
        f"Our reference {clean(content.our_reference)}",
        RIGHT,
        _NAME_TOP,
        size=9,
        colour=ink.QUIET,
    )
    pen.rule(LEFT, RIGHT, _NAME_TOP + 3)


def first_frame_top(content: LetterContent) -> float:
    """Return where the letter's own text may begin, in millimetres."""
    window = content.envelope.keep_out.bottom + _BELOW_WINDOW
    return max(window, references_end(content) + _BELOW_REFERENCES)


def _watermark(pen: Pen, content: LetterContent) -> None:
    if content.watermark:
        pen.watermark(clean(content.watermark))


def _letterhead(pen: Pen, content: LetterContent) -> None:
    company = content.organisation
    logo = content.logo
    below = _logo(pen, content, logo) if logo else _name(pen, content)
    with pen.part():
        pen.text(clean(company.team), LEFT, below, size=TEAM_SIZE, colour=ink.QUIET)
    with pen.part():
        for number, line in enumerate(sender_lines(company)[:MOST_SENDER_LINES]):
            level = _SENDER_TOP + number * 4.1
            pen.text(line, SIDE_COLUMN, level, size=SENDER_SIZE, colour=ink.QUIET)


def _logo(pen: Pen, content: LetterContent, logo: Picture) -> float:
    """Draw the logo in place of the name; return where the line below it stands."""
    width, height = logo.fitted(*_LOGO_ROOM)
    area = Area(LEFT, _LOGO_TOP, LEFT + width, _LOGO_TOP + height)
    pen.image(logo, clean(content.organisation.name), area)
    return area.bottom + _BELOW_LOGO


def _name(pen: Pen, content: LetterContent) -> float:
    down = _NAME_TOP
    lines, size = name_lines(content.organisation.name)
    with pen.part():
        for line in lines[:MOST_NAME_LINES]:
            pen.text(line, LEFT, down, size=size, bold=True, colour=ink.BRAND)
            down += 7 * size / NAME_SIZES[0]
    return down - 1.2


def _address(pen: Pen, content: LetterContent, profile: EnvelopeProfile) -> None:
    left = profile.safe.left + ADDRESS_INSET
    lines = address_lines(content.recipient)[: profile.most_lines]
    free = (profile.most_lines - len(lines)) * ADDRESS_LEADING * _POINT / 2
    down = profile.safe.top + INK_ABOVE * ADDRESS_SIZE * _POINT
    down += min(ADDRESS_DROP, free)
    with pen.part():
        for line in lines:
            pen.text(line, left, down, size=ADDRESS_SIZE)
            down += ADDRESS_LEADING * _POINT


def _references(pen: Pen, content: LetterContent) -> None:
    down = REFERENCES_TOP
    with pen.part():
        pen.text(_MARKING, SIDE_COLUMN, down, size=REFERENCE_SIZE, bold=True)
    down += BELOW_MARKING
    for label, lines in references(content):
        with pen.part():
            pen.text(label, SIDE_COLUMN, down, size=8.5, colour=ink.QUIET)
            for line in lines:
                down += FACT_LEADING
                pen.text(line, SIDE_COLUMN, down, size=REFERENCE_SIZE, bold=True)
        down += BELOW_FACT
