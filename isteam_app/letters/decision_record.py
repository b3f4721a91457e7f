"""The decision on a third party's request on paper: what was asked, judged and done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether

from isteam_app.letters import ink
from isteam_app.letters.characters import clean
from isteam_app.letters.flow import words
from isteam_app.letters.fonts import BOLD, SETTING, typeface
from isteam_app.letters.record_pages import RecordPage, record_pdf
from isteam_app.letters.tags import Part, Role

_LABEL_ROOM = 198.0
"""The width of the column of labels, in points."""
_SIZE, _LEADING = 9.5, 13.0
_TITLE = ParagraphStyle(
    "record title",
    parent=ink.BODY,
    fontName=BOLD,
    fontSize=12,
    leading=16,
    textColor=ink.BRAND,
    spaceBefore=12,
    spaceAfter=3,
    keepWithNext=1,
)
_ITEM = ParagraphStyle(
    "record item",
    parent=ink.BODY,
    fontName=BOLD,
    fontSize=_SIZE,
    leading=_LEADING,
    spaceBefore=5,
    spaceAfter=1,
    keepWithNext=1,
)
_LINE = ParagraphStyle(
    "record line",
    parent=ink.BODY,
    fontSize=_SIZE,
    leading=_LEADING,
    spaceAfter=1,
    leftIndent=_LABEL_ROOM,
    bulletFontSize=_SIZE,
    bulletColor=ink.QUIET,
)
_PLAIN = ParagraphStyle("record text", parent=_LINE, leftIndent=0)
_QUIET = ParagraphStyle("record quiet", parent=_PLAIN, textColor=ink.QUIET)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordItem:
    """A group of lines (label, words) of one part; `title` names it, "" for none."""

    title: str = field(default="", repr=False)
    lines: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPart:
    """One part of the record. `empty` is said where there is nothing in it."""

    title: str
    items: tuple[RecordItem, ...] = field(default=(), repr=False)
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """Everything on the pages: what stands on each, and the parts in their order."""

    page: RecordPage
    parts: tuple[RecordPart, ...] = field(repr=False)


def decision_record(content: DecisionRecord) -> bytes:
    """Make the PDF/A-2b file; the same content gives the same bytes.

    Words are set as they stand, never as markup. A character that cannot be printed
    stands as a dotted circle: what is kept in the vault is the record, not this.
    """
    with SETTING:
        typeface()
        flow = [each for part in content.parts for each in _part(part)]
        title = f"{content.page.reference} decision record"
        return record_pdf(content.page, flow, title=title)


def _part(part: RecordPart) -> Sequence[Flowable]:
    title = words(part.title, _TITLE, part=Part(Role.HEADING))
    flow = [each for item in part.items for each in _item(item)]
    if not flow:
        flow = [words(part.empty, _QUIET)] if part.empty else []
    return [KeepTogether([title, *flow[:2]]), *flow[2:]] if flow else []


def _item(item: RecordItem) -> Iterable[Flowable]:
    if item.title:
        yield words(item.title, _ITEM)
    for label, said in item.lines:
        yield from _line(label, said)


def _line(label: str, said: str) -> Iterable[Flowable]:
    """Set what was said, each of its lines by itself: a long text runs on."""
    lines = [line for line in said.splitlines() if line.strip()]
    if not label:
        yield from (words(line, _PLAIN) for line in lines)
        return
    for number, line in enumerate(lines):
        yield words(line, _LINE, clean(label) if number == 0 else "")
