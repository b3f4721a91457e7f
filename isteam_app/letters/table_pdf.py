"""A sheet on paper: A4 across, as many pages as it takes, the heading on each.

The first columns stand beside each other under the heading; those that find no room
follow below in the same row, each behind its title, the empty ones left out. Words are
set as they stand, never as markup. A character that cannot be printed stands as a
dotted circle, and the last page says so.

The pages are set in one pass: what is alike on all of them, and how many there are, is
drawn once and shown on each.
"""

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from threading import RLock

from reportlab.lib.colors import Color
from reportlab.pdfgen.textobject import PDFTextObject

from isteam_app.domain.sheets import Column, Facts, Kind, Row, Sheet, plain
from isteam_app.letters import ink
from isteam_app.letters.table_canvas import BOTTOM, LEFT, RIGHT, TOP, TablePages
from isteam_app.letters.table_text import (
    BOLD,
    REGULAR,
    SIZE,
    Fitting,
    load_faces,
    visible,
    width,
    wrapped,
)

_LEADING, _GAP, _PAD = 9.6, 8.0, 2.6
_HEADING = _LEADING + 2 * _PAD + 2
_FRESH = TOP - _HEADING
"""Where the rows begin on a page that has nothing but the heading."""
_WHOLE = 0.4 * (_FRESH - BOTTOM)
"""Rows up to this height are never torn, longer ones not on their first lines."""
_BEGUN = 6
_TITLE_SIZE, _PART_SIZE, _FACT_SIZE, _FACT_LEADING = 17.0, 10.0, 8.5, 12.0
_CHARACTER = 4.2
"""The usual width of a character of the rows."""
_STRETCH = 1.6
"""Columns that leave the page half empty grow by so much, no more."""
_LABEL_ROOM = 150.0
_SLOTS, _TITLE_GAP = 3, 4.0
"""So many short columns stand beside each other below the first ones."""
_CHUNK = 1 << 16
_SET_ASIDE = 500
"""So often the pages that are done are taken out of what Python looks through for
rubbish: with thousands of them each look would hold up the window."""
_SETTING = RLock()
"""Held while a sheet is set: its fonts keep what they print for one at a time."""


class _Hand(Enum):
    """How a piece of text is written."""

    BOLD = "bold"
    PLAIN = "plain"
    TITLE = "title"


Level = list[tuple[float, str, _Hand]]
"""The texts on one line of the page, each with its distance from the left."""


def pdf_parts(sheet: Sheet) -> Iterator[bytes]:
    """Give the PDF/A-2b file in pieces; the same sheet gives the same bytes."""
    with _SETTING:
        load_faces()
        try:
            whole = _Setter(sheet).drawn()
        finally:
            gc.unfreeze()
    for start in range(0, len(whole), _CHUNK):
        yield bytes(whole[start : start + _CHUNK])


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a column stands."""

    number: int
    left: float
    room: float
    to_the_right: bool

    def start(self, line: str, *, bold: bool = False) -> float:
        """Return where a line begins: numbers end where others do."""
        spare = self.room - width(line, bold=bold) if self.to_the_right else 0
        return self.left + spare


def across(columns: Sequence[Column]) -> tuple[_Place, ...]:
    """Return the first columns, as many as fit beside each other, with their places."""
    wide: list[float] = []
    for column in columns:
        title = width(column.title, bold=True) + _GAP
        wanted = min(max(column.width * _CHARACTER, title) + _GAP, RIGHT - LEFT)
        if sum(wide) + wanted > RIGHT - LEFT:
            break
        wide.append(wanted)
    grows = min((RIGHT - LEFT) / sum(wide), _STRETCH)
    places, left = [], LEFT
    for number, wanted in enumerate(wide):
        to_the_right = columns[number].kind is Kind.NUMBER
        room = wanted * grows - _GAP * (2 if to_the_right else 1)
        places.append(_Place(number, left, room, to_the_right))
        left += wanted * grows
    return tuple(places)


class _Setter:
    """Sets the rows of one sheet, page after page."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._across = across(sheet.columns)
        self._below = tuple(
            (number, title, width(title) + _TITLE_GAP)
            for number, title in enumerate(map(_titled, sheet.columns))
            if number >= len(self._across)
        )
        self._fit = Fitting()
        self._target = BytesIO()
        self._pages = TablePages(
            self._target, title=visible(sheet.title), on=sheet.at.date()
        )
        self._page = 0
        self._level = 0.0
        self._words: PDFTextObject = None
        self._titles: PDFTextObject = None
        self._rules: list[tuple[float, float, float, float]] = []

    def drawn(self) -> memoryview:
        self._pages.define_standing(self._sheet)
        self._begin_page()
        self._say(self._sheet.title, _TITLE_SIZE, down=_TITLE_SIZE)
        self._level -= 8
        self._facts(self._sheet.facts)
        self._level -= 8
        self._heading()
        for row in self._sheet.rows:
            self._row(row)
        self._closing()
        self._end_page()
        self._pages.define_pages(self._page)
        gc.freeze()
        self._pages.save()
        return self._target.getbuffer()

    def _begin_page(self) -> None:
        self._page += 1
        self._pages.show_standing(self._page)
        self._level = TOP
        self._words = self._pages.text_in(ink.TEXT)
        self._titles = self._pages.text_in(ink.QUIET)
        self._rules = []

    def _end_page(self) -> None:
        pages = self._pages
        pages.setStrokeColor(ink.RULE)
        pages.setLineWidth(0.4)
        pages.lines(self._rules)
        pages.drawText(self._words)
        if self._below:
            pages.drawText(self._titles)
        pages.showPage()
        if self._page % _SET_ASIDE == 0:
            gc.freeze()

    def _turn(self) -> None:
        self._end_page()
        self._begin_page()

    def _next_page(self) -> None:
        self._turn()
        self._heading()

    def _heading(self) -> None:
        pages, bottom = self._pages, self._level - _HEADING
        pages.setFillColor(ink.PANEL)
        pages.rect(LEFT - 4, bottom, RIGHT - LEFT + 8, _HEADING, stroke=0, fill=1)
        baseline = bottom + _PAD + 3.6
        for place in self._across:
            title = _titled(self._sheet.columns[place.number])
            pages.say(title, place.start(title, bold=True), baseline, bold=True)
        self._level = bottom

    def _row(self, row: Row) -> None:
        levels = self._levels(row)
        height = len(levels) * _LEADING + 2 * _PAD
        room = self._level - BOTTOM
        if height > room and (height <= _WHOLE or room < _BEGUN * _LEADING):
            self._next_page()
        self._rules.append((LEFT, self._level, RIGHT, self._level))
        self._level -= _PAD
        for level in levels:
            if self._level - _LEADING < BOTTOM:
                self._next_page()
            self._write(level)
        self._level -= _PAD

    def _levels(self, row: Row) -> list[Level]:
        """Return the lines of a row: what stands across, then what follows below."""
        levels: list[Level] = [[]]
        for place in self._across:
            lines = self._fit.lines(plain(row[place.number]), place.room)
            hand = _Hand.PLAIN if place.number else _Hand.BOLD
            _stack(levels, 0, place.start(lines[0]), lines, hand)
        if self._below:
            self._follow(levels, row)
        return levels

    def _follow(self, levels: list[Level], row: Row) -> None:
        """Set the other columns in slots, as many of them as each needs."""
        left = self._across[1].left if len(self._across) > 1 else LEFT
        slot = (RIGHT - left) / _SLOTS
        top, taken = len(levels), 0
        for number, title, indent in self._below:
            said = plain(row[number])
            if not said:
                continue
            needs = indent + width(said) + _GAP
            slots = _SLOTS if "\n" in said else min(_SLOTS, int(needs // slot) + 1)
            if taken + slots > _SLOTS:
                top, taken = len(levels), 0
            start = left + taken * slot
            lines = self._fit.lines(said, slots * slot - indent - _GAP)
            _stack(levels, top, start, (title,), _Hand.TITLE)
            _stack(levels, top, start + indent, lines, _Hand.PLAIN)
            taken += slots

    def _write(self, level: Level) -> None:
        self._level -= _LEADING
        baseline = self._level + 2.6
        for left, line, hand in level:
            text = self._titles if hand is _Hand.TITLE else self._words
            text.setTextOrigin(left, baseline)
            if hand is _Hand.BOLD:
                text.setFont(BOLD, SIZE)
                text.textLine(line)
                text.setFont(REGULAR, SIZE)
            else:
                text.textLine(line)  # `textOut` would measure it once more

    def _closing(self) -> None:
        self._rules.append((LEFT, self._level, RIGHT, self._level))
        parts = (
            ("Totals", self._sheet.totals()),
            ("Audit trail when this was made", self._sheet.seal),
            ("Characters", self._fit.told()),
        )
        for heading, facts in parts:
            if not facts:
                continue
            if self._level - BOTTOM < 5 * _FACT_LEADING:
                self._turn()
            self._say(heading, _PART_SIZE, down=20)
            self._level -= 3
            self._facts(facts)

    def _facts(self, facts: Facts) -> None:
        for label, said in facts:
            lines = wrapped(visible(said), RIGHT - LEFT - _LABEL_ROOM, _FACT_SIZE)
            for number, line in enumerate(lines):
                if self._level - _FACT_LEADING < BOTTOM:
                    self._turn()
                self._level -= _FACT_LEADING
                if not number:
                    self._fact(visible(label), LEFT, ink.QUIET)
                self._fact(line, LEFT + _LABEL_ROOM, ink.TEXT)

    def _fact(self, text: str, left: float, colour: Color) -> None:
        self._pages.say(text, left, self._level, size=_FACT_SIZE, colour=colour)

    def _say(self, text: str, size: float, *, down: float) -> None:
        """Write a heading of its own, so far below what stands already."""
        self._level -= down
        self._pages.say(
            visible(text), LEFT, self._level, size=size, bold=True, colour=ink.BRAND
        )


def _titled(column: Column) -> str:
    return visible(column.title)


def _stack(
    levels: list[Level], top: int, left: float, lines: Sequence[str], hand: _Hand
) -> None:
    """Put lines below each other, the first one at the level `top`."""
    while len(levels) < top + len(lines):
        levels.append([])
    for line, level in zip(lines, levels[top:], strict=False):
        if line:
            level.append((left, line, hand))
