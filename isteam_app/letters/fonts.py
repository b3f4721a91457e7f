"""The letter's typeface, and which characters it can print.

Noto Sans covers Latin (Welsh, Polish, Vietnamese and Yoruba letters included), Greek
and Cyrillic. A character outside it would leave no trace on the paper, so it is found
and named before a letter is made.
"""

from dataclasses import dataclass
from functools import cache
from threading import RLock

from reportlab import rl_config
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

from isteam_app import resources

REGULAR = "Letter"
BOLD = "Letter-Bold"

SETTING = RLock()
"""Held while a page is set: the font files keep their subsets while a page is made,
and two threads sharing them fail."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """The two weights, ready to print, and the characters that both of them have."""

    characters: frozenset[int]

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide a text stands, in points."""
        return float(stringWidth(text, BOLD if bold else REGULAR, size))

    def unprintable(self, text: str) -> tuple[str, ...]:
        """Return the characters that would vanish, each once, in reading order."""
        return tuple(
            character
            for character in dict.fromkeys(text)
            if ord(character) not in self.characters and not character.isspace()
        )

    def visible(self, text: str) -> str:
        """Return the text with a dotted circle for each character that would vanish."""
        for character in self.unprintable(text):
            text = text.replace(character, "\N{DOTTED CIRCLE}")
        return text


@cache
def typeface() -> Typeface:
    """Read the two font files, once."""
    with SETTING:
        rl_config.useA85 = 0  # plain bytes: smaller files, and PDF/A needs no ASCII
        faces = (
            TTFont(REGULAR, _file("NotoSans-Regular.ttf"), asciiReadable=0),
            TTFont(BOLD, _file("NotoSans-Bold.ttf"), asciiReadable=0),
        )
        for face in faces:
            registerFont(face)
        regular, bold = (frozenset(face.face.charToGlyph) for face in faces)
        return Typeface(regular & bold)


def _file(name: str) -> str:
    return str(resources.path("fonts", name))
