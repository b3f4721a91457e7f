"""The letter's typefaces, which scripts each prints, and which characters it has.

Noto Sans covers Latin (Welsh, Polish, Vietnamese and Yoruba letters included), Greek
and Cyrillic. Every other script has a font of its own, read when a text first needs it.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock, RLock

from reportlab import rl_config
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

from isteam_app import resources
from isteam_app.letters.shaping import ShapedFont

REGULAR = "Letter"
BOLD = "Letter-Bold"

SETTING = RLock()
"""Held while a page is set: the font files keep their subsets while a page is made,
and two threads sharing them fail."""
_READING = Lock()
"""Held while a font is read: a text may be checked while a page is set."""

_ACCENTS = range(0x0300, 0x0370)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One way of writing, and the font that prints it.

    `blocks` are the first and last characters of its ranges. `shaped` writing changes
    with its neighbours. `bold` says that there is a bold font too.
    """

    name: str
    blocks: tuple[tuple[int, int], ...] = ()
    file: str = ""
    shaped: bool = True
    right_to_left: bool = False
    bold: bool = False


LATIN = Script(name="Latin", file="NotoSans", shaped=False, bold=True)
ACCENTED = Script(name="Accented", file="NotoSans", bold=True)
"""Latin, Greek and Cyrillic with accents that no letter has by itself."""
HAN = Script(
    name="Han",
    blocks=(
        (0x2E80, 0x2FDF),
        (0x3000, 0x4DBF),
        (0x4E00, 0x9FFF),
        (0xAC00, 0xD7A3),
        (0xF900, 0xFAFF),
        (0xFF00, 0xFFEF),
        (0x20000, 0x3FFFF),
    ),
    file="DroidSansFallback",
    shaped=False,
)
"""Chinese, Japanese and Korean."""


def _noto(
    name: str,
    *blocks: tuple[int, int],
    right_to_left: bool = False,
    bold: bool = False,
) -> Script:
    return Script(
        name=name,
        blocks=blocks,
        file=f"NotoSans{name}",
        right_to_left=right_to_left,
        bold=bold,
    )


_SCRIPTS = (
    HAN,
    _noto("Armenian", (0x0530, 0x058F)),
    _noto("Hebrew", (0x0590, 0x05FF), right_to_left=True, bold=True),
    _noto("Arabic", (0x0600, 0x06FF), (0x0750, 0x077F), right_to_left=True, bold=True),
    _noto("Devanagari", (0x0900, 0x097F)),
    _noto("Bengali", (0x0980, 0x09FF)),
    _noto("Gurmukhi", (0x0A00, 0x0A7F)),
    _noto("Gujarati", (0x0A80, 0x0AFF)),
    _noto("Oriya", (0x0B00, 0x0B7F)),
    _noto("Tamil", (0x0B80, 0x0BFF)),
    _noto("Telugu", (0x0C00, 0x0C7F)),
    _noto("Kannada", (0x0C80, 0x0CFF)),
    _noto("Malayalam", (0x0D00, 0x0D7F)),
    _noto("Sinhala", (0x0D80, 0x0DFF)),
    _noto("Thai", (0x0E00, 0x0E7F)),
    _noto("Lao", (0x0E80, 0x0EFF)),
    _noto("Myanmar", (0x1000, 0x109F)),
    _noto("Georgian", (0x10A0, 0x10FF), (0x1C90, 0x1CBF)),
    _noto("Ethiopic", (0x1200, 0x137F)),
    _noto("Khmer", (0x1780, 0x17FF)),
)
_BLOCKS = sorted(
    (first, last, script) for script in _SCRIPTS for first, last in script.blocks
)
_STARTS = [first for first, _, _ in _BLOCKS]


def script_of(character: str) -> Script:
    """Return the script whose font a character is looked for in."""
    code = ord(character)
    place = bisect_right(_STARTS, code) - 1
    if place >= 0 and code <= _BLOCKS[place][1]:
        return _BLOCKS[place][2]
    return LATIN


@dataclass(frozen=True, slots=True)
class Typeface:
    """The two weights of Noto Sans, and the characters that both of them have."""

    characters: frozenset[int]
    simple: frozenset[int]
    """Those that stand by themselves, accents to be placed left out."""

    def is_simple(self, text: str) -> bool:
        """Whether each character of a text is drawn by itself, from left to right."""
        return text.isascii() or self.simple.issuperset(map(ord, text))

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
    """Read the two files of Noto Sans, once."""
    with SETTING:
        rl_config.useA85 = 0  # plain bytes: smaller files, and PDF/A needs no ASCII
        faces = (_plain(REGULAR, "NotoSans-Regular"), _plain(BOLD, "NotoSans-Bold"))
        both = faces[0].characters & faces[1].characters
        return Typeface(both, both.difference(_ACCENTS) | {0x09, 0x0A})


def font_of(script: Script, *, bold: bool) -> TTFont:
    """Return the font that prints a script, reading its file the first time.

    `fontName` is what it is registered as, `characters` is what it can draw.
    """
    if script is LATIN:
        typeface()
        return getFont(BOLD if bold else REGULAR)
    with _READING:
        return _read(script, "Bold" if bold and script.bold else "Regular")


@cache
def _read(script: Script, weight: str) -> TTFont:
    name = f"Letter-{script.name}-{weight}"
    if script is HAN:
        return _plain(name, script.file)
    path = _file(f"{script.file}-{weight}")
    font = ShapedFont(name, path, right_to_left=script.right_to_left)
    registerFont(font)
    return font


def _plain(name: str, file: str) -> TTFont:
    font = TTFont(name, str(_file(file)), asciiReadable=0)
    font.characters = frozenset(font.face.charToGlyph)
    registerFont(font)
    return font


def _file(name: str) -> Path:
    return resources.path("fonts", f"{name}.ttf")
