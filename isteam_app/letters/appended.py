"""Puts enclosures behind their letter: a page that lists them, then their pages.

Each page says which letter it belongs to and which page of which enclosure it is, and
has the letter's code. The letter's own pages stay as they are.
"""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO

from pikepdf import Dictionary, Object, Pdf

from isteam_app.domain.envelopes import POINTS_PER_MM, Area
from isteam_app.domain.letter_codes import LetterCode, encoded
from isteam_app.letters import codes, ink
from isteam_app.letters.characters import clean
from isteam_app.letters.content import LetterContent
from isteam_app.letters.finish import saved
from isteam_app.letters.fonts import REGULAR, SETTING, typeface
from isteam_app.letters.page import LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT
from isteam_app.letters.page_image import PageImage, packed
from isteam_app.letters.pen import Pen, wrapped
from isteam_app.letters.tag_tree import attach
from isteam_app.letters.tags import OF_COLUMN, Part, Role, Structure, Tagged, box

_PICTURE = Area(8, 12, PAGE_WIDTH - 8, 275.5)
"""Where the page of an enclosure stands, in millimetres."""
_NAME_TOP, _TITLE_TOP, _HEADS, _LIST_TOP, _LIST_BOTTOM = 20.0, 36.0, 48.0, 57.0, 272.0
_TITLE_LEFT, _PAGES_LEFT = LEFT + 14, RIGHT - 30
_LEADING, _ROW_GAP, _STRIP, _SQUARE_TOP = 5.2, 2.8, 283.0, 277.5
_SIZE, _SMALL = 11.0, 8.0
_COARSEST = 1.0
"""A picture is enlarged until one of its pixels is so many points wide."""
_SHOWN = "Page"
_LONGEST_TITLE, _MOST_LINES = 400, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendedPart:
    """One enclosure. `pages` are read one after the other, each once, and let go."""

    title: str
    pages: Sequence[PageImage] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A letter with its enclosures. `enclosed` counts the pages behind the letter's."""

    pdf: bytes = field(repr=False)
    sha256: str
    pages: int
    enclosed: int


def appended(
    letter: bytes, content: LetterContent, parts: Sequence[AppendedPart]
) -> Bundle:
    """Put enclosures behind a finished letter; the same ones give the same bytes.

    `content` is what the letter was made from. What reading a page raises comes
    through, and nothing is made then. Raises ValueError for an enclosure without pages,
    and where there is none at all.
    """
    if not parts:
        raise ValueError("nothing goes behind the letter")
    with Pdf.open(BytesIO(letter)) as pdf:
        pictures: list[Object] = []
        shown, rows = [], []
        for number, part in enumerate(parts, start=1):
            row = _Row(number, clean(part.title), len(pictures) + 1, len(part.pages))
            rows.append(row)
            for at, page in enumerate(part.pages, start=1):
                pictures.append(pdf.make_indirect(packed(pdf, page)))
                shown.append(_Shown(row, at, page.width, page.height))
        structure = Structure()
        with SETTING:
            typeface()
            drawn = _drawn(content, rows, shown, len(pdf.pages), structure)
        own = len(pdf.pages)
        with Pdf.open(BytesIO(drawn)) as behind:
            pdf.pages.extend(behind.pages)
        new = [sheet.obj for sheet in pdf.pages][own:]
        for sheet in new:
            del sheet["/Trans"]
        for sheet, picture in zip(new[-len(pictures) :], pictures, strict=True):
            sheet.Resources.XObject = Dictionary({f"/{_SHOWN}": picture})
        attach(pdf, structure)
        finished = saved(pdf)
    return Bundle(
        pdf=finished,
        sha256=sha256(finished).hexdigest(),
        pages=own + len(new),
        enclosed=len(new),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One enclosure in the list: its first page among all of them, and how many."""

    number: int
    title: str
    first: int
    pages: int

    def __post_init__(self) -> None:
        if not self.pages:
            raise ValueError("an enclosure has no pages")

    @property
    def lines(self) -> list[str]:
        room = _PAGES_LEFT - _TITLE_LEFT - 4
        return wrapped(self.title[:_LONGEST_TITLE], room, size=_SIZE)[:_MOST_LINES]

    @property
    def span(self) -> str:
        last = self.first + self.pages - 1
        return f"{self.first}" if self.pages == 1 else f"{self.first} to {last}"

    @property
    def height(self) -> float:
        return max(1, len(self.lines)) * _LEADING + _ROW_GAP


@dataclass(frozen=True, slots=True)
class _Shown:
    """One page of an enclosure, counted from 1, and how many pixels it has."""

    row: _Row
    at: int
    width: int
    height: int


def _drawn(
    content: LetterContent,
    rows: Sequence[_Row],
    shown: Sequence[_Shown],
    own: int,
    structure: Structure,
) -> bytes:
    """Draw the list and a page around each picture; the pictures come later."""
    lists = list(_lists(rows))
    pages = own + len(lists) + len(shown)
    target = BytesIO()
    canvas = Tagged(
        target,
        structure=structure,
        pagesize=(PAGE_WIDTH * POINTS_PER_MM, PAGE_HEIGHT * POINTS_PER_MM),
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,
    )
    pen = Pen(canvas)
    table = Part(Role.TABLE)
    for at, listed in enumerate(lists):
        _list_page(pen, content, listed, table, is_first=not at)
        told = f"List of enclosures, page {at + 1} of {len(lists)}"
        _foot(pen, content, own + at + 1, pages, ("", ""), told)
        canvas.showPage()
    sections = {row.number: Part(Role.SECTION) for row in rows}
    for at, each in enumerate(shown, start=1):
        _picture(canvas, each, sections[each.row.number])
        where = f"enclosure {each.row.number}, page {each.at} of {each.row.pages}"
        said = (f", {where}", each.row.title)
        told = f"Enclosed page {at} of {len(shown)}"
        _foot(pen, content, own + len(lists) + at, pages, said, told)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _lists(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Share the rows out to as many pages as they need."""
    listed: list[_Row] = []
    down = _LIST_TOP
    for row in rows:
        if listed and down + row.height > _LIST_BOTTOM:
            yield listed
            listed, down = [], _LIST_TOP
        listed.append(row)
        down += row.height
    yield listed


def _list_page(
    pen: Pen,
    content: LetterContent,
    rows: Sequence[_Row],
    table: Part,
    *,
    is_first: bool,
) -> None:
    if content.watermark:
        pen.watermark(clean(content.watermark))
    name = wrapped(clean(content.organisation.name), 100, size=10, bold=True)
    for line in name[:1]:
        pen.text(line, LEFT, _NAME_TOP, size=10, bold=True, colour=ink.BRAND)
    reference = f"Our reference {clean(content.our_reference)}"
    pen.text_to(reference, RIGHT, _NAME_TOP, size=9, colour=ink.QUIET)
    pen.rule(LEFT, RIGHT, _NAME_TOP + 3)
    with pen.part(Role.SUBJECT) if is_first else nullcontext():
        pen.text("Enclosed with this letter", LEFT, _TITLE_TOP, size=14, bold=True)
    _row(pen, ("No.", "What it is", "Pages"), _HEADS, table, Role.COLUMN_HEADING)
    pen.rule(LEFT, RIGHT, _HEADS + 2.4)
    down = _LIST_TOP
    for row in rows:
        _row(pen, (f"{row.number}", row.lines, row.span), down, table, Role.CELL)
        down += row.height


def _row(
    pen: Pen,
    cells: tuple[str, str | list[str], str],
    down: float,
    table: Part,
    role: Role,
) -> None:
    """Write one row; the headings of a later page are not read out again."""
    row = Part(Role.ROW, table)
    is_heading = role is Role.COLUMN_HEADING
    is_again = is_heading and bool(table.kids)
    facts = OF_COLUMN if is_heading else b""
    for left, said in zip((LEFT, _TITLE_LEFT, _PAGES_LEFT), cells, strict=True):
        lines = [said] if isinstance(said, str) else said
        with nullcontext() if is_again else pen.part(role, above=row, facts=facts):
            for number, line in enumerate(lines):
                level = down + number * _LEADING
                pen.text(line, left, level, size=_SIZE, bold=is_heading)


def _picture(canvas: Tagged, shown: _Shown, section: Part) -> None:
    """Leave word where the picture goes: as large as it fits, wide ones turned."""
    turned = shown.width > shown.height
    across, up = (shown.height, shown.width) if turned else (shown.width, shown.height)
    room, height = (_PICTURE.width * POINTS_PER_MM, _PICTURE.height * POINTS_PER_MM)
    scale = min(room / across, height / up, _COARSEST)
    wide, high = across * scale, up * scale
    left = _PICTURE.left * POINTS_PER_MM + (room - wide) / 2
    bottom = (PAGE_HEIGHT - _PICTURE.top) * POINTS_PER_MM - high
    place = (
        f"0 {high:.3f} {-wide:.3f} 0 {left + wide:.3f} {bottom:.3f}"
        if turned
        else f"{wide:.3f} 0 0 {high:.3f} {left:.3f} {bottom:.3f}"
    )
    said = f"{shown.row.title}, page {shown.at} of {shown.row.pages}, as a picture"
    where = box(left, bottom, left + wide, bottom + high)
    with canvas.part(Part(Role.PICTURE, section, said=said, facts=where)):
        canvas.addLiteral(f"q {place} cm /{_SHOWN} Do Q")


def _foot(
    pen: Pen,
    content: LetterContent,
    page: int,
    pages: int,
    said: tuple[str, str],
    told: str,
) -> None:
    """Draw the strip below: whose page this is, which one, and its code."""
    edge = RIGHT
    if content.letter_id:
        code = LetterCode(
            reference=clean(content.our_reference),
            number=content.number,
            letter_id=content.letter_id,
            page=page,
            pages=pages,
        )
        square = codes.square(encoded(code))
        side = square.columns * codes.SQUARE_MODULE
        pen.square(square, RIGHT - side, _SQUARE_TOP, side)
        edge = RIGHT - side - 4
    mark = f"{clean(content.watermark)} " if content.watermark else ""
    first = f"{mark}{clean(content.print_reference)}{said[0]}"
    pen.text(first, LEFT, _STRIP, size=_SMALL, bold=True, colour=ink.QUIET)
    pen.text_to(told, edge, _STRIP, size=_SMALL, colour=ink.QUIET)
    title = wrapped(said[1], edge - LEFT - 4, size=_SMALL)
    if title:
        line = title[0] if len(title) == 1 else f"{title[0]} …"
        pen.text(line, LEFT, _STRIP + 4, size=_SMALL, colour=ink.QUIET)
