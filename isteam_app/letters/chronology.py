"""The chronology of a case on paper: every event in the order in which it happened."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from io import BytesIO

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Spacer,
)

from isteam_app.domain.dates import long_date
from isteam_app.letters import ink
from isteam_app.letters.characters import clean
from isteam_app.letters.finish import PROGRAM, archived
from isteam_app.letters.flow import words
from isteam_app.letters.fonts import BOLD, REGULAR, SETTING, typeface
from isteam_app.letters.numbered import Numbered
from isteam_app.letters.page import (
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    POINTS_PER_MM,
    RIGHT,
)
from isteam_app.letters.sheet import Pen, wrapped

_DAY_ROOM = 98.0
"""The width of the column of days, in points."""
_BOTTOM, _TOP, _FIRST_TOP = 25.0, 30.0, 44.0
_FOOTER_RULE, _HEAD = 275.0, 20.0
_MOST_NAME_LINES = 1

_EVENT = ParagraphStyle(
    "event",
    parent=ink.BODY,
    fontName=BOLD,
    fontSize=10.5,
    leading=14,
    spaceBefore=9,
    spaceAfter=0,
    leftIndent=_DAY_ROOM,
    bulletFontSize=10.5,
    keepWithNext=1,
)
_TEXT = ParagraphStyle(
    "event text",
    parent=ink.BODY,
    fontSize=10.5,
    leading=14,
    spaceAfter=1,
    leftIndent=_DAY_ROOM,
)
_WHO = ParagraphStyle("event who", parent=_TEXT, fontSize=9, textColor=ink.QUIET)
_FACT = ParagraphStyle(
    "fact", parent=_TEXT, bulletFontSize=10.5, bulletColor=ink.QUIET, spaceAfter=0
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event: its day, what it was, what was written, who wrote it down and when."""

    on: date
    what: str
    text: str = field(default="", repr=False)
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyContent:
    """Everything on the pages. `facts` are (label, words); happenings oldest first.

    `audit` says where the audit trail ended, for the foot.
    """

    reference: str
    organisation: str
    facts: tuple[tuple[str, str], ...] = field(repr=False)
    happenings: tuple[Happening, ...] = field(repr=False)
    on: date
    watermark: str = ""
    audit: str = ""


def chronology_pdf(content: ChronologyContent) -> bytes:
    """Make the PDF/A-2b file; the same content gives the same bytes.

    Words are set as they stand, never as markup. A character that cannot be printed
    stands as a dotted circle: what is kept in the vault is the record, not this.
    """
    with SETTING:
        typeface()
        drawn = _drawn(content)
    title = f"{clean(content.reference)} chronology"
    author = clean(content.organisation)
    return archived(drawn, title=title, author=author, on=content.on)


def _drawn(content: ChronologyContent) -> bytes:
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=(PAGE_WIDTH * POINTS_PER_MM, PAGE_HEIGHT * POINTS_PER_MM),
        pageTemplates=_pages(content),
        creator=PROGRAM,
        lang="en-GB",
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,
    )
    close_page = partial(_foot, content)
    document.build(_flow(content), canvasmaker=partial(Numbered, close_page=close_page))
    return target.getvalue()


def _flow(content: ChronologyContent) -> list[Flowable]:
    facts = [words(said, _FACT, clean(label)) for label, said in content.facts if said]
    flow: list[Flowable] = [*facts, Spacer(0, 6)]
    for happening in content.happenings:
        flow += _event(happening)
    return flow


def _event(happening: Happening) -> list[Flowable]:
    """Set one event: its first lines stay together, a long text runs on."""
    title = words(happening.what, _EVENT, long_date(happening.on))
    lines = [line for line in happening.text.splitlines() if line.strip()]
    told = [words(line, _TEXT) for line in lines]
    who = words(_by(happening), _WHO)
    return [KeepTogether([title, *told[:1], *([] if told else [who])])] + (
        [*told[1:], who] if told else []
    )


def _by(happening: Happening) -> str:
    said = f"Recorded by {happening.who or 'somebody'}"
    if happening.at is None:
        return said
    return f"{said} on {long_date(happening.at.date())}, {happening.at:%H:%M}"


def _pages(content: ChronologyContent) -> list[PageTemplate]:
    def first(canvas: Canvas, _document: BaseDocTemplate) -> None:
        pen = Pen(canvas)
        _mark(pen, content)
        _head(pen, content)
        title = f"Chronology of {clean(content.reference)}"
        pen.text(title, LEFT, _HEAD + 14, size=19, bold=True, colour=ink.BRAND)

    def later(canvas: Canvas, _document: BaseDocTemplate) -> None:
        pen = Pen(canvas)
        _mark(pen, content)
        _head(pen, content)

    return [
        PageTemplate(
            "first", _frame(_FIRST_TOP), onPage=first, autoNextPageTemplate="later"
        ),
        PageTemplate("later", _frame(_TOP), onPage=later),
    ]


def _mark(pen: Pen, content: ChronologyContent) -> None:
    if content.watermark:
        pen.watermark(clean(content.watermark))


def _head(pen: Pen, content: ChronologyContent) -> None:
    reference = clean(content.reference)
    pen.text_to(reference, RIGHT, _HEAD, size=9, colour=ink.QUIET)
    name = wrapped(clean(content.organisation), RIGHT - LEFT - 50, size=10, bold=True)
    for line in name[:_MOST_NAME_LINES]:
        pen.text(line, LEFT, _HEAD, size=10, bold=True, colour=ink.BRAND)
    pen.rule(LEFT, RIGHT, _HEAD + 3)


def _foot(content: ChronologyContent, pen: Pen, page: int, pages: int) -> None:
    pen.rule(LEFT, RIGHT, _FOOTER_RULE)
    down = _FOOTER_RULE + 4.5
    made = f"Personal data. Made on {long_date(content.on)}. {content.audit}".rstrip()
    pen.text(made, LEFT, down, size=8, colour=ink.QUIET)
    pen.text_to(f"Page {page} of {pages}", RIGHT, down, size=8, colour=ink.QUIET)


def _frame(top: float) -> Frame:
    return Frame(
        LEFT * POINTS_PER_MM,
        _BOTTOM * POINTS_PER_MM,
        (RIGHT - LEFT) * POINTS_PER_MM,
        (PAGE_HEIGHT - _BOTTOM - top) * POINTS_PER_MM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
