"""The chronology of a case on paper: every event in the order in which it happened."""

from dataclasses import dataclass, field
from datetime import date, datetime

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Spacer

from isteam_app.domain.dates import long_date
from isteam_app.letters import ink
from isteam_app.letters.characters import clean
from isteam_app.letters.flow import words
from isteam_app.letters.fonts import BOLD, SETTING, typeface
from isteam_app.letters.record_pages import RecordPage, record_pdf

_DAY_ROOM = 98.0
"""The width of the column of days, in points."""

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
    page = RecordPage(
        reference=content.reference,
        title=f"Chronology of {content.reference}",
        organisation=content.organisation,
        on=content.on,
        watermark=content.watermark,
        audit=content.audit,
    )
    with SETTING:
        typeface()
        return record_pdf(page, _flow(content), title=f"{content.reference} chronology")


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
