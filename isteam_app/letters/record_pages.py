"""Pages that put a record on paper: whose it is, which one, page x of y."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from isteam_app.domain.dates import long_date
from isteam_app.letters import ink
from isteam_app.letters.characters import clean
from isteam_app.letters.finish import PROGRAM, archived
from isteam_app.letters.fonts import REGULAR
from isteam_app.letters.kept import WithNext
from isteam_app.letters.numbered import Numbered
from isteam_app.letters.page import (
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    POINTS_PER_MM,
    RIGHT,
)
from isteam_app.letters.pen import Pen, wrapped
from isteam_app.letters.tags import Role, Structure, Tagged

_BOTTOM, _TOP, _FIRST_TOP = 25.0, 30.0, 44.0
_FOOTER_RULE, _HEAD, _WARNED = 275.0, 20.0, 5.5
_MOST_NAME_LINES = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """What stands on every page. `title` is the heading of the first one.

    `warning` stands in red on each. `audit` says where the audit trail ended, for the
    foot.
    """

    reference: str
    title: str
    organisation: str
    on: date
    watermark: str = ""
    warning: str = ""
    audit: str = ""


def record_pdf(page: RecordPage, flow: Sequence[Flowable], *, title: str) -> bytes:
    """Set a record on as many pages as it takes, as PDF/A-2b; `title` is the file's."""
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=(PAGE_WIDTH * POINTS_PER_MM, PAGE_HEIGHT * POINTS_PER_MM),
        pageTemplates=_pages(page),
        creator=PROGRAM,
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,
    )
    close_page = partial(_foot, page)
    structure = Structure()
    document.keepTogetherClass = WithNext
    canvas = partial(Numbered, close_page=close_page, structure=structure)
    document.build(list(flow), canvasmaker=canvas)
    return archived(
        target.getvalue(),
        structure,
        title=clean(title),
        author=clean(page.organisation),
        on=page.on,
    )


def _pages(page: RecordPage) -> list[PageTemplate]:
    lower = _WARNED if page.warning else 0.0

    def first(canvas: Tagged, _document: BaseDocTemplate) -> None:
        pen = Pen(canvas)
        _head(pen, page)
        down = _HEAD + lower + 14
        title = clean(page.title)
        with pen.part(Role.SUBJECT):
            pen.text(title, LEFT, down, size=19, bold=True, colour=ink.BRAND)

    def later(canvas: Tagged, _document: BaseDocTemplate) -> None:
        _head(Pen(canvas), page)

    return [
        PageTemplate(
            "first",
            _frame(_FIRST_TOP + lower),
            onPage=first,
            autoNextPageTemplate="later",
        ),
        PageTemplate("later", _frame(_TOP + lower), onPage=later),
    ]


def _head(pen: Pen, page: RecordPage) -> None:
    if page.watermark:
        pen.watermark(clean(page.watermark))
    pen.text_to(clean(page.reference), RIGHT, _HEAD, size=9, colour=ink.QUIET)
    name = wrapped(clean(page.organisation), RIGHT - LEFT - 50, size=10, bold=True)
    for line in name[:_MOST_NAME_LINES]:
        pen.text(line, LEFT, _HEAD, size=10, bold=True, colour=ink.BRAND)
    pen.rule(LEFT, RIGHT, _HEAD + 3)
    if page.warning:
        down = _HEAD + 3 + _WARNED
        warning = clean(page.warning)
        with pen.part():
            pen.text(warning, LEFT, down, size=9.5, bold=True, colour=ink.ALERT)


def _foot(page: RecordPage, pen: Pen, number: int, pages: int) -> None:
    pen.rule(LEFT, RIGHT, _FOOTER_RULE)
    down = _FOOTER_RULE + 4.5
    made = f"Personal data. Made on {long_date(page.on)}. {page.audit}".rstrip()
    pen.text(made, LEFT, down, size=8, colour=ink.QUIET)
    pen.text_to(f"Page {number} of {pages}", RIGHT, down, size=8, colour=ink.QUIET)


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
