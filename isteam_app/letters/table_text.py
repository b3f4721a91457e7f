"""The words of a table on paper: its typeface, and lines that fit their column."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

from isteam_app import resources
from isteam_app.domain.sheets import Facts
from isteam_app.letters.characters import clean
from isteam_app.letters.fonts import typeface

SIZE = 7.5
_SHORT = 60
REGULAR, BOLD = "Sheet", "Sheet-Bold"
"""Fonts of its own, so that no letter waits while a long table is set."""


@cache
def load_faces() -> None:
    typeface()
    for name, file in ((REGULAR, "Regular"), (BOLD, "Bold")):
        place = resources.path("fonts", f"NotoSans-{file}.ttf")
        registerFont(TTFont(name, str(place), asciiReadable=0))


def width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Return how wide a text stands, in points."""
    return float(stringWidth(text, BOLD if bold else REGULAR, size))


def visible(text: str) -> str:
    """Return one line as it is printed."""
    text = " ".join(clean(text).split())
    return text if text.isascii() else typeface().visible(text)


class Fitting:
    """Makes a text fit its column, and remembers whether all of it could be printed."""

    def __init__(self) -> None:
        self.replaced = False
        self._remembered = lru_cache(8192)(self._lines)

    def lines(self, text: str, room: float) -> tuple[str, ...]:
        """Return a text as it stands in so much room; short ones come again."""
        remembered = len(text) <= _SHORT
        return (self._remembered if remembered else self._lines)(text, room)

    def told(self) -> Facts:
        if not self.replaced:
            return ()
        said = (
            "Stands for a character that this print has no letter for. The CSV file "
            "and the workbook have it."
        )
        return (("Dotted circle", said),)

    def _lines(self, text: str, room: float) -> tuple[str, ...]:
        if not (text.isascii() and text.isprintable()):
            text = clean(text).replace("\t", " ")
            shown = text if text.isascii() else typeface().visible(text)
            self.replaced = self.replaced or shown != text
            text = shown
        return wrapped(text, room, SIZE)


def wrapped(text: str, room: float, size: float) -> tuple[str, ...]:
    """Return a text in lines no wider than `room` points; long words are cut."""
    if "\n" not in text and stringWidth(text, REGULAR, size) <= room:
        return (text,)
    return tuple(
        line
        for paragraph in text.split("\n")
        for line in _wrapped(paragraph.split(" "), room, size)
    )


def _wrapped(words: Iterable[str], room: float, size: float) -> Iterator[str]:
    space = stringWidth(" ", REGULAR, size)
    line: list[str] = []
    used = 0.0
    for word in words:
        wide = stringWidth(word, REGULAR, size)
        if line and used + space + wide > room:
            yield " ".join(line)
            line, used = [], 0.0
        if wide > room:
            *whole, word = _cut(word, room, size)
            yield from whole
            wide = stringWidth(word, REGULAR, size)
        used += wide + (space if line else 0)
        line.append(word)
    yield " ".join(line)


def _cut(word: str, room: float, size: float) -> Iterator[str]:
    piece: list[str] = []
    used = 0.0
    for character in word:
        wide = stringWidth(character, REGULAR, size)
        if piece and used + wide > room:
            yield "".join(piece)
            piece, used = [], 0.0
        piece.append(character)
        used += wide
    yield "".join(piece)
