"""The foot of every page: the company's details, the reference, the page, the codes."""

from contextlib import nullcontext
from functools import lru_cache
from math import ceil

from isteam_app.domain.envelopes import POINTS_PER_MM
from isteam_app.domain.letter_codes import LetterCode, encoded
from isteam_app.letters import codes, ink
from isteam_app.letters.characters import clean
from isteam_app.letters.content import LetterContent
from isteam_app.letters.directives import shared_block
from isteam_app.letters.fonts import typeface
from isteam_app.letters.page import LEFT, RIGHT
from isteam_app.letters.pen import Pen, wrapped

_RULE = 275.0
"""Where the rule above the footer stands, and the most lines that keep it there."""
_USUAL_LINES = 3
_SIZE, _LEADING = 8.0, 3.8
_FIRST_LINE = 4.5
_SQUARE_DROP = 2.2
_SQUARE_ROOM = 15.5
"""The widest square that a letter's code needs, and the white to its left."""
_BARS_LEFT = 6.0
_GAP = 5.0
_NARROWEST = 40
_KEPT = 64


def footer_top(content: LetterContent) -> float:
    """Return where the footer begins: it grows upward. The same on every page."""
    more = len(_about(content)) - _USUAL_LINES
    return _RULE - max(0, more) * _LEADING


def footer(pen: Pen, content: LetterContent, *, page: int, pages: int) -> None:
    """Draw the company's details, the print reference, the page number and the codes.

    A letter that is in no vault yet (`letter_id` 0) has no code.
    """
    top = footer_top(content)
    pen.rule(LEFT, RIGHT, top)
    edge = _draw_codes(pen, content, page, pages) if content.letter_id else RIGHT
    reference, number = clean(content.print_reference), f"Page {page} of {pages}"
    down = top + _FIRST_LINE
    pen.text_to(reference, edge, down, size=_SIZE, bold=True, colour=ink.QUIET)
    pen.text_to(number, edge, down + _LEADING, size=_SIZE, colour=ink.QUIET)
    with pen.part() if page == 1 else nullcontext():  # read out once
        for line in _about(content):
            pen.text(line, LEFT, down, size=_SIZE, colour=ink.QUIET)
            down += _LEADING


def _draw_codes(pen: Pen, content: LetterContent, page: int, pages: int) -> float:
    """Draw the square, on the first page the bars too; return where words must end."""
    code = LetterCode(
        reference=clean(content.our_reference),
        number=content.number,
        letter_id=content.letter_id,
        page=page,
        pages=pages,
    )
    text = encoded(code)
    square = codes.square(text)
    side = square.columns * codes.SQUARE_MODULE
    pen.square(square, RIGHT - side, footer_top(content) + _SQUARE_DROP, side)
    if page == 1:
        bars = codes.bars(text)
        end, module = codes.bars_strip(content.envelope, bars.columns)
        height = codes.BAR_HEIGHT
        pen.upright(bars, _BARS_LEFT, end, module=module, height=height)
    return RIGHT - _SQUARE_ROOM


def _about(content: LetterContent) -> tuple[str, ...]:
    company = content.organisation
    reference = clean(content.print_reference)
    width = typeface().width(reference, _SIZE, bold=True) / POINTS_PER_MM
    return _lines(clean(company.name), clean(company.company_number), ceil(width))


@lru_cache(maxsize=_KEPT)
def _lines(name: str, number: str, beside: int) -> tuple[str, ...]:
    """Return the company's details in lines that leave so many mm for the reference."""
    room = RIGHT - _SQUARE_ROOM - LEFT - beside - _GAP
    registered = f"Company number {number}. " if number else ""
    about = f"{name}. {registered}Registered office as above."
    formats = shared_block("other-formats").strip()
    return (*_even(about, room), *_even(formats, room))


def _even(text: str, room: float) -> list[str]:
    """Return a text in as few lines as it needs, none of them a leftover word."""
    lines = wrapped(text, room, size=_SIZE)
    for less in range(int(room), _NARROWEST, -1):
        narrower = wrapped(text, less, size=_SIZE)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines
