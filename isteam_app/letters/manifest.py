"""The paper of a print run: its manifest to sign, and the sheets between its letters.

Neither names anybody a letter goes to: a manifest lies about on a desk, and a reference
with a postcode area is all that is needed to find the right envelope.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from isteam_app.domain.dates import long_date
from isteam_app.letters import ink
from isteam_app.letters.characters import clean
from isteam_app.letters.finish import archived
from isteam_app.letters.fonts import REGULAR, SETTING, typeface
from isteam_app.letters.page import (
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    POINTS_PER_MM,
    RIGHT,
)
from isteam_app.letters.pen import Pen, wrapped
from isteam_app.letters.tags import OF_COLUMN, Part, Role, Structure, Tagged

TITLE = "Print run manifest"
_SIGNED = ("Printed by", "Checked by", "Sealed by")
_HEADINGS = ("No.", "Reference", "Area", "Sheets", "Envelope", "Service", "Sealed")
_ROOM = (12.0, 50.0, 16.0, 16.0, 24.0, 40.0, 14.0)
"""How wide each column is, in millimetres; together the width of the text."""
_TO_THE_RIGHT = (0, 3)
_TOP, _TOP_AFTER, _BOTTOM = 66.0, 34.0, 270.0
_ROW, _SIZE, _SMALL = 8.0, 10.0, 8.5
_CLOSING = 62.0
"""What the totals and the lines to sign take up, in millimetres."""
_BOX = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestLine:
    """One envelope. `sheets` are all that lie in it; `copy` is more than 1 for a copy
    that was printed again."""

    number: int
    reference: str
    area: str
    sheets: int
    envelope: str
    service: str = ""
    copy: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestContent:
    """What a manifest says. `at` is when the run was started."""

    run: str
    organisation: str
    printer: str
    at: datetime
    lines: tuple[ManifestLine, ...]
    watermark: str = ""


def manifest_pdf(content: ManifestContent) -> bytes:
    """Return the manifest as PDF/A-2b; the same content gives the same bytes."""
    with SETTING:
        typeface()
        target, structure = BytesIO(), Structure()
        canvas = _canvas(target, structure)
        pages = tuple(_sheets(content.lines))
        table = Part(Role.TABLE)
        for number, lines in enumerate(pages, start=1):
            pen = Pen(canvas)
            if content.watermark:
                pen.watermark(clean(content.watermark))
            if number == 1:
                _heading(pen, content)
            down = _table(
                canvas, pen, table, lines, _TOP if number == 1 else _TOP_AFTER
            )
            if number == len(pages):
                _closing(pen, content, down + 12)
            _foot(pen, content, number, len(pages))
            canvas.showPage()
        canvas.save()
    on = content.at.date()
    return archived(target.getvalue(), structure, title=TITLE, author="ISTeam", on=on)


def separator_pdf(
    run: str, number: int, count: int, reference: str, sheets: int
) -> bytes:
    """Return the sheet that lies before a letter: its place and reference, no name."""
    with SETTING:
        typeface()
        target, structure = BytesIO(), Structure()
        canvas = _canvas(target, structure)
        pen = Pen(canvas)
        with pen.part(Role.SUBJECT):
            pen.text(f"{number}", LEFT, 70, size=110, bold=True, colour=ink.BRAND)
        with pen.part():
            pen.text(f"of {count}", LEFT, 86, size=24, colour=ink.QUIET)
        with pen.part():
            pen.text(clean(reference), LEFT, 112, size=30, bold=True)
        with pen.part():
            pen.text(_sheets_words(sheets), LEFT, 124, size=16)
        with pen.part():
            pen.text(f"Print run {clean(run)}", LEFT, 140, size=12, colour=ink.QUIET)
        with pen.part():
            words = "Separator: take it out before the envelope is sealed."
            pen.text(words, LEFT, 147, size=12, colour=ink.QUIET)
        canvas.showPage()
        canvas.save()
    return archived(
        target.getvalue(),
        structure,
        title="Separator sheet",
        author="ISTeam",
        on=date(2000, 1, 1),  # it says nothing of a day: the same sheet, the same bytes
    )


def _canvas(target: BytesIO, structure: Structure) -> Tagged:
    return Tagged(
        target,
        structure=structure,
        pagesize=(PAGE_WIDTH * POINTS_PER_MM, PAGE_HEIGHT * POINTS_PER_MM),
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,
    )


def _sheets(lines: Sequence[ManifestLine]) -> Iterator[tuple[ManifestLine, ...]]:
    """Give the lines of each page; the last one has room for the lines to sign."""
    left, top = tuple(lines), _TOP
    while True:
        most = int((_BOTTOM - top) // _ROW) - 1
        last = int((_BOTTOM - top - _CLOSING) // _ROW) - 1
        if len(left) <= last:
            yield left
            return
        taken = min(most, len(left) - 1)  # one line at least stands with the totals
        yield left[:taken]
        left, top = left[taken:], _TOP_AFTER


def _heading(pen: Pen, content: ManifestContent) -> None:
    with pen.part(Role.SUBJECT):
        pen.text(TITLE, LEFT, 30, size=24, bold=True, colour=ink.BRAND)
    facts = (
        ("Print run", clean(content.run)),
        ("Started", f"{long_date(content.at.date())}, {content.at:%H:%M}"),
        ("Printer", clean(content.printer)),
    )
    name = wrapped(clean(content.organisation), RIGHT - LEFT, size=11)
    with pen.part():
        pen.text(name[0], LEFT, 37, size=11, colour=ink.QUIET)
    for number, (label, said) in enumerate(facts):
        down = 46 + 6 * number
        line = wrapped(said, RIGHT - LEFT - 30, size=_SIZE, bold=True)[0]
        with pen.part():
            pen.text(label, LEFT, down, size=_SIZE, colour=ink.QUIET)
            pen.text(line, LEFT + 30, down, size=_SIZE, bold=True)


def _table(
    canvas: Tagged,
    pen: Pen,
    table: Part,
    lines: Sequence[ManifestLine],
    top: float,
) -> float:
    _row(pen, table, _HEADINGS, top, heading=True)
    down = top
    pen.rule(LEFT, RIGHT, down + 2.5)
    for line in lines:
        down += _ROW
        reference = line.reference
        if line.copy > 1:
            reference = f"{reference}, copy {line.copy}"
        told = (
            *(f"{line.number}", clean(reference), line.area, f"{line.sheets}"),
            *(clean(line.envelope), clean(line.service), ""),
        )
        _row(pen, table, told, down, heading=False)
        _tick_box(canvas, down)
        pen.rule(LEFT, RIGHT, down + 2.5)
    return down


def _row(
    pen: Pen, table: Part, told: Sequence[str], down: float, *, heading: bool
) -> None:
    row = Part(Role.ROW, table)
    left = LEFT
    size = _SMALL if heading else _SIZE
    for at, (words, room) in enumerate(zip(told, _ROOM, strict=True)):
        fits = wrapped(words, room - 2, size=size, bold=heading)
        line = fits[0] if fits else ""
        if line:
            role = Role.COLUMN_HEADING if heading else Role.CELL
            facts = OF_COLUMN if heading else b""
            colour = ink.QUIET if heading else ink.TEXT
            with pen.part(role, above=row, facts=facts):
                if at in _TO_THE_RIGHT:
                    right = left + room - 4
                    pen.text_to(line, right, down, size=size, colour=colour)
                else:
                    bold = at == 1 and not heading
                    pen.text(line, left, down, size=size, colour=colour, bold=bold)
        left += room


def _tick_box(canvas: Tagged, down: float) -> None:
    left = LEFT + sum(_ROOM[:-1]) + 3
    canvas.setStrokeColor(ink.QUIET)
    canvas.setLineWidth(0.7)
    side = _BOX * POINTS_PER_MM
    level = (PAGE_HEIGHT - down - 0.6) * POINTS_PER_MM
    canvas.rect(left * POINTS_PER_MM, level, side, side, stroke=1, fill=0)


def _closing(pen: Pen, content: ManifestContent, top: float) -> None:
    sheets = sum(line.sheets for line in content.lines)
    count = len(content.lines)
    letters = "1 letter" if count == 1 else f"{count:,} letters"
    kinds: dict[str, int] = {}
    for line in content.lines:
        kinds[line.envelope] = kinds.get(line.envelope, 0) + 1
    envelopes = ", ".join(f"{many:,} {clean(kind)}" for kind, many in kinds.items())
    with pen.part(Role.HEADING):
        pen.text("Totals", LEFT, top, size=11, bold=True)
    with pen.part():
        words = f"{letters}, {_sheets_words(sheets)}. Envelopes: {envelopes}."
        pen.text(words, LEFT, top + 6.5, size=_SIZE)
    for number, label in enumerate(_SIGNED):
        down = top + 20 + 12 * number
        with pen.part():
            pen.text(label, LEFT, down, size=_SIZE, colour=ink.QUIET)
        with pen.part():
            pen.text("Date", LEFT + 117, down, size=_SIZE, colour=ink.QUIET)
        pen.rule(LEFT + 26, LEFT + 110, down + 0.8)
        pen.rule(LEFT + 128, RIGHT, down + 0.8)


def _foot(pen: Pen, content: ManifestContent, page: int, pages: int) -> None:
    pen.text(
        f"Print run {clean(content.run)}", LEFT, 285, size=_SMALL, colour=ink.QUIET
    )
    pen.text_to(f"Page {page} of {pages}", RIGHT, 285, size=_SMALL, colour=ink.QUIET)


def _sheets_words(sheets: int) -> str:
    return "1 sheet" if sheets == 1 else f"{sheets:,} sheets"
