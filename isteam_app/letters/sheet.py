"""What stands around the letter: letterhead, address, references and footer."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from reportlab.lib.colors import Color

from isteam_app.domain.envelopes import (
    ADDRESS_INSET,
    ADDRESS_LEADING,
    ADDRESS_SIZE,
    INK_ABOVE,
    Area,
    EnvelopeProfile,
)
from isteam_app.letters import ink
from isteam_app.letters.characters import clean
from isteam_app.letters.checks import LONGEST_LINE, address_lines
from isteam_app.letters.content import LetterContent
from isteam_app.letters.directives import shared_block
from isteam_app.letters.fonts import BOLD, REGULAR, typeface
from isteam_app.letters.page import (
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    POINTS_PER_MM,
    RIGHT,
    SIDE_COLUMN,
)
from isteam_app.letters.tags import Part, Role, Tagged, box

MOST_REFERENCE_LINES = 2
_MOST_SENDER_LINES = 9
_NAME_TOP = 20.0
_NAME_SIZES = (17.0, 14.0, 11.0, 9.0)
_MOST_NAME_LINES = 2
_SENDER_TOP = 19.0
_REFERENCES_TOP = 58.0
_FOOTER_RULE = 275.0
_FOLD_FROM, _FOLD_TO = 4.0, 8.0
_MARKING = "Private and confidential"
_POINT = 1 / POINTS_PER_MM


class Pen:
    """Writes on a page in millimetres from the top left corner."""

    def __init__(self, canvas: Tagged) -> None:
        self._canvas = canvas

    def text(
        self,
        text: str,
        left: float,
        baseline: float,
        *,
        size: float,
        bold: bool = False,
        colour: Color = ink.TEXT,
    ) -> None:
        """Write one line. `left` and `baseline` in millimetres, `size` in points."""
        self._canvas.setFont(BOLD if bold else REGULAR, size)
        self._canvas.setFillColor(colour)
        shown = typeface().visible(text)
        self._canvas.drawString(
            left * POINTS_PER_MM, (PAGE_HEIGHT - baseline) * POINTS_PER_MM, shown
        )

    def text_to(
        self,
        text: str,
        right: float,
        baseline: float,
        *,
        size: float,
        bold: bool = False,
        colour: Color = ink.TEXT,
    ) -> None:
        """Write one line that ends at `right`."""
        width = typeface().width(text, size, bold=bold) * _POINT
        self.text(text, right - width, baseline, size=size, bold=bold, colour=colour)

    @contextmanager
    def part(self, role: Role = Role.PARAGRAPH) -> Iterator[None]:
        """Read out what is written meanwhile as one part, after those before it."""
        with self._canvas.part(Part(role)):
            yield

    @contextmanager
    def picture(self, said: str, area: Area) -> Iterator[None]:
        """Read `said` out in place of what is drawn meanwhile in this area."""
        left, right = area.left * POINTS_PER_MM, area.right * POINTS_PER_MM
        bottom = (PAGE_HEIGHT - area.bottom) * POINTS_PER_MM
        top = (PAGE_HEIGHT - area.top) * POINTS_PER_MM
        where = box(left, bottom, right, top)
        with self._canvas.part(Part(Role.PICTURE, said=said, facts=where)):
            yield

    def rule(self, left: float, right: float, down: float) -> None:
        self._canvas.setStrokeColor(ink.RULE)
        self._canvas.setLineWidth(0.5)
        level = (PAGE_HEIGHT - down) * POINTS_PER_MM
        self._canvas.line(left * POINTS_PER_MM, level, right * POINTS_PER_MM, level)

    def watermark(self, text: str) -> None:
        """Write across the lower part of the page, below every window."""
        self._canvas.saveState()
        self._canvas.translate(PAGE_WIDTH / 2 * POINTS_PER_MM, 105 * POINTS_PER_MM)
        self._canvas.rotate(35)
        self._canvas.setFont(BOLD, 110)
        self._canvas.setFillColor(ink.WATERMARK)
        self._canvas.drawCentredString(0, -38, text)
        self._canvas.restoreState()


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


def footer(pen: Pen, content: LetterContent, *, page: int, pages: int) -> None:
    """Draw the company's details, the print reference and the page number."""
    pen.rule(LEFT, RIGHT, _FOOTER_RULE)
    reference = clean(content.print_reference)
    pen.text_to(
        reference, RIGHT, _FOOTER_RULE + 4.5, size=8, bold=True, colour=ink.QUIET
    )
    pen.text_to(
        f"Page {page} of {pages}", RIGHT, _FOOTER_RULE + 8.3, size=8, colour=ink.QUIET
    )
    room = RIGHT - LEFT - typeface().width(reference, 8, bold=True) * _POINT - 6
    down = _FOOTER_RULE + 4.5
    with pen.part() if page == 1 else nullcontext():  # read out once
        for line in _footer_lines(content, room):
            pen.text(line, LEFT, down, size=8, colour=ink.QUIET)
            down += 3.8


def first_frame_top(profile: EnvelopeProfile) -> float:
    """Return where the letter's own text may begin, in millimetres."""
    return profile.keep_out.bottom + 9


def _watermark(pen: Pen, content: LetterContent) -> None:
    if content.watermark:
        pen.watermark(clean(content.watermark))


def _letterhead(pen: Pen, content: LetterContent) -> None:
    company = content.organisation
    down = _NAME_TOP
    lines, size = _company_name(clean(company.name))
    with pen.part():
        for line in lines:
            pen.text(line, LEFT, down, size=size, bold=True, colour=ink.BRAND)
            down += 7 * size / _NAME_SIZES[0]
    with pen.part():
        pen.text(clean(company.team), LEFT, down - 1.2, size=9.5, colour=ink.QUIET)
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


def _footer_lines(content: LetterContent, room: float) -> Iterator[str]:
    company = content.organisation
    number = clean(company.company_number)
    registered = f"Company number {number}. " if number else ""
    about = f"{clean(company.name)}. {registered}Registered office as above."
    yield from wrapped(about, room, size=8)
    yield from wrapped(shared_block("other-formats").strip(), room, size=8)


def wrapped(text: str, room: float, *, size: float, bold: bool = False) -> list[str]:
    """Return a text in lines no wider than `room` millimetres; long words are cut."""
    lines: list[str] = []
    for word in text.split():
        if lines and _fits(f"{lines[-1]} {word}", room, size, bold=bold):
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for character in word:
            if lines[-1] and not _fits(lines[-1] + character, room, size, bold=bold):
                lines.append("")
            lines[-1] += character
    return lines


def _fits(text: str, room: float, size: float, *, bold: bool) -> bool:
    return typeface().width(text, size, bold=bold) * _POINT <= room
