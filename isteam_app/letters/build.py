"""Makes a letter: checks it, sets it on paper and finishes the file."""

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from io import BytesIO

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from isteam_app.errors import LetterRefused, TemplateBroken
from isteam_app.letters import sheet
from isteam_app.letters.characters import clean
from isteam_app.letters.checks import LONGEST_BODY, Problem, check_filled, check_letter
from isteam_app.letters.content import LetterContent
from isteam_app.letters.fields import value_of
from isteam_app.letters.finish import PROGRAM, archived
from isteam_app.letters.flow import letter_flow
from isteam_app.letters.fonts import REGULAR, SETTING, typeface
from isteam_app.letters.footer import footer, footer_top
from isteam_app.letters.ink import styles
from isteam_app.letters.kept import WithNext
from isteam_app.letters.merge import MOST_ENTRIES, Merged, merge
from isteam_app.letters.numbered import Numbered
from isteam_app.letters.page import (
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    POINTS_PER_MM,
    RIGHT,
)
from isteam_app.letters.pen import Pen
from isteam_app.letters.tags import Structure, Tagged

__all__ = ["BuiltLetter", "Problem", "build_letter", "check_letter"]

_ABOVE_FOOTER = 3.0
_NEXT_TOP = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltLetter:
    """A finished PDF. `missing` is only ever filled in a preview."""

    pdf: bytes
    sha256: str
    pages: int
    missing: tuple[str, ...] = ()


def build_letter(content: LetterContent, *, preview: bool = False) -> BuiltLetter:
    """Make the letter's PDF/A-2b file; the same content gives the same bytes.

    Raises `LetterRefused` with every problem. A preview is refused only for a template
    that cannot be read (`TemplateBroken`): a missing fact stands in it in red brackets
    and a character that cannot be printed as a dotted circle.
    """
    if preview:
        merged = merge(content.body[:LONGEST_BODY], content.values, content.wording)
    else:
        merged = _whole(content)
    with SETTING:
        typeface()
        flow = letter_flow(
            merged.blocks,
            signatory=content.signatory,
            enclosures=_enclosures(merged, content),
            styles=styles(content.body_size),
            scanned=content.signature,
        )
        structure = Structure()
        drawn = _drawn(flow, content, structure)
    pdf = archived(
        drawn,
        structure,
        title=clean(content.print_reference),
        author=clean(content.organisation.name),
        on=content.on,
        language=content.language,
    )
    return BuiltLetter(
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
        pages=len(structure.pages),
        missing=merged.missing,
    )


def _whole(content: LetterContent) -> Merged:
    """Fill a letter that nothing stands in the way of, or refuse it."""
    try:
        merged = merge(content.body[:LONGEST_BODY], content.values, content.wording)
    except TemplateBroken as error:
        raise _refused(check_letter(content)) from error
    problems = check_filled(content, merged)
    if problems:
        raise _refused(problems)
    return merged


def _refused(problems: tuple[Problem, ...]) -> LetterRefused:
    return LetterRefused(tuple(problem.sentence for problem in problems))


def _enclosures(merged: Merged, content: LetterContent) -> tuple[str, ...]:
    """Return what to list below the signature, unless the letter itself lists it."""
    listed = any(run.field == "enclosures" for b in merged.blocks for run in b.runs)
    enclosed = value_of("enclosures", content.values)
    return () if listed else tuple(enclosed)[:MOST_ENTRIES]


def _drawn(flow: list[Flowable], content: LetterContent, structure: Structure) -> bytes:
    """Set the letter on the pages it needs; return the raw file."""

    def close_page(pen: Pen, page: int, pages: int) -> None:
        footer(pen, content, page=page, pages=pages)

    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=(PAGE_WIDTH * POINTS_PER_MM, PAGE_HEIGHT * POINTS_PER_MM),
        pageTemplates=_pages(content),
        creator=PROGRAM,
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,
    )
    document.keepTogetherClass = WithNext
    canvas = partial(Numbered, close_page=close_page, structure=structure)
    document.build(flow, canvasmaker=canvas)
    return target.getvalue()


def _pages(content: LetterContent) -> list[PageTemplate]:
    def first(canvas: Tagged, _document: BaseDocTemplate) -> None:
        sheet.first_page(Pen(canvas), content)

    def later(canvas: Tagged, _document: BaseDocTemplate) -> None:
        sheet.next_page(Pen(canvas), content)

    top = sheet.first_frame_top(content)
    bottom = footer_top(content) - _ABOVE_FOOTER
    return [
        PageTemplate(
            "first", _frame(top, bottom), onPage=first, autoNextPageTemplate="later"
        ),
        PageTemplate("later", _frame(_NEXT_TOP, bottom), onPage=later),
    ]


def _frame(top: float, bottom: float) -> Frame:
    return Frame(
        LEFT * POINTS_PER_MM,
        (PAGE_HEIGHT - bottom) * POINTS_PER_MM,
        (RIGHT - LEFT) * POINTS_PER_MM,
        (bottom - top) * POINTS_PER_MM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
