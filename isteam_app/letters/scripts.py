"""Texts in any script: cut into runs of one font and one direction, and drawn.

Names in Hebrew or Arabic keep their place in an English sentence and read from right
to left. What cannot be shaped properly is found and named before a letter is made.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from unicodedata import bidirectional

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import getFont, stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.paraparser import ParaFrag

from isteam_app.letters.bidi import levels, levels_in_english, mirrored, visual_order
from isteam_app.letters.fonts import (
    ACCENTED,
    BOLD,
    LATIN,
    REGULAR,
    Script,
    font_of,
    script_of,
    typeface,
)
from isteam_app.letters.shaping import Leftward, LeftwardWords, ScriptText, ShapedFont

WIDEST_WORD = 380.0
"""Points that a word which must not be divided may take up: a line of a list."""
_SURELY_WIDER = 400
"""So many letters need not be measured."""
_SHOWN_OF_A_WORD = 12

_JOINERS = "\u200c\u200d"
_DANDAS = "\u0964\u0965"
_WORD = re.compile(r"\S+")
_RANGED_RIGHT = 2
_MORE_THAN_A_NAME = 40
"""So many letters at least has a paragraph that is ranged right."""


@dataclass(frozen=True, slots=True)
class ScriptRun:
    """A stretch of text in one font and one direction, in the order it is read.

    `level` is odd where it reads from right to left.
    """

    text: str
    font: str
    level: int

    @property
    def right_to_left(self) -> bool:
        return self.level % 2 == 1

    def drawn(self, *, in_english: bool) -> str:
        """Return the text as it is handed to its font, in an English line or not."""
        if not self.right_to_left:
            return self.text
        if not isinstance(getFont(self.font), ShapedFont):
            return mirrored(self.text)
        return LeftwardWords(self.text) if in_english else Leftward(self.text)


def runs(text: str, *, bold: bool = False) -> tuple[ScriptRun, ...]:
    """Cut a line of text into runs, in the order they are read."""
    if typeface().is_simple(text):
        return (ScriptRun(text, BOLD if bold else REGULAR, 0),) if text else ()
    return tuple(
        ScriptRun(
            "".join(character for character, _, _ in group),
            font_of(script, bold=bold).fontName,
            level,
        )
        for (script, level), group in groupby(
            zip(text, _scripts(text), levels_in_english(text), strict=True),
            key=lambda each: each[1:],
        )
    )


def in_order(line: Sequence[ScriptRun]) -> list[ScriptRun]:
    """Return the runs of a line as they stand, from left to right."""
    return [line[at] for at in visual_order([run.level for run in line])]


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text stands, in points."""
    if typeface().is_simple(text):
        return typeface().width(text, size, bold=bold)
    shown = runs(visible(text), bold=bold)
    return float(sum(stringWidth(run.text, run.font, size) for run in shown))


def draw_line(
    canvas: Canvas, text: str, x: float, y: float, size: float, *, bold: bool = False
) -> None:
    """Draw one line in the canvas's colour; `x`, `y` and `size` in points.

    A character that cannot be printed leaves a dotted circle.
    """
    canvas.setFont(BOLD if bold else REGULAR, size)
    if typeface().is_simple(text):
        canvas.drawString(x, y, text)
        return
    line = ScriptText(canvas, x, y)
    in_english = mostly_english(text)
    for run in in_order(runs(visible(text), bold=bold)):
        line.setFont(run.font, size)
        line.textOut(run.drawn(in_english=in_english))
    canvas.drawText(line)


def unprintable(text: str) -> tuple[str, ...]:
    """Return the characters that cannot be printed properly, each once, in order."""
    if typeface().is_simple(text):
        return ()
    lost: set[str] = set()
    for line in text.splitlines():
        for run in runs(line):
            lost.update(_lost(run))
    return tuple(character for character in dict.fromkeys(text) if character in lost)


def visible(text: str) -> str:
    """Return the text with a dotted circle for each character that cannot be printed.

    A second look finds what lost its neighbour: a mark without its letter.
    """
    while lost := unprintable(text):
        text = text.translate({ord(each): "\N{DOTTED CIRCLE}" for each in lost})
    return text


def undivided(text: str, size: float) -> tuple[str, ...]:
    """Return the words too long for a line that may not be cut just anywhere.

    `size` is the type size in points.
    """
    if typeface().is_simple(text):
        return ()
    return tuple(
        word
        for word in _WORD.findall(text)
        if (len(word) > _SURELY_WIDER or width(word, size) > WIDEST_WORD)
        and any(script.shaped for script in _scripts(word))
    )


def in_scripts(pieces: Iterable[ParaFrag]) -> list[ParaFrag]:
    """Return the pieces of a paragraph, each in one font and one direction.

    The pieces come in the typeface of the letter and may hold any text; a piece with
    `lineBreak` ends a line. Call `put_in_order` when the lines are made.
    """
    pieces = list(pieces)
    simple = typeface().is_simple
    if all(simple(piece.text) for piece in pieces):
        return pieces
    for piece in pieces:
        for word in undivided(piece.text, piece.fontSize):  # in a preview alone
            piece.text = piece.text.replace(word, f"{word[:_SHOWN_OF_A_WORD]}…")
    right_to_left = reads_leftward("".join(piece.text for piece in pieces))
    result: list[ParaFrag] = []
    for is_break, line in groupby(pieces, key=lambda each: hasattr(each, "lineBreak")):
        some = list(line)
        result += some if is_break else _cut(some, right_to_left)
    # one piece alone would be set by a short cut that knows one font and no order
    return [*result, result[-1].clone(text="")] if len(result) == 1 else result


def reads_leftward(text: str) -> bool:
    """Whether a text is a paragraph of Hebrew or Arabic, and not just a name.

    It begins in such letters, has many of them, and at most one in four is another.
    """
    if typeface().is_simple(text):
        return False
    strong = [
        kind != "L" for kind in map(bidirectional, text) if kind in ("L", "R", "AL")
    ]
    turned = strong.count(True)
    enough = max(_MORE_THAN_A_NAME, 3 * strong.count(False))
    return strong[:1] == [True] and turned >= enough


def mostly_english(text: str) -> bool:
    """Whether a line has more words that read from left to right than others.

    PDFium, which Chrome shows files with, counts them so.
    """
    ways = {"L": "L", "R": "R", "AL": "R"}
    words = [
        way for way, _ in groupby(text, lambda each: ways.get(bidirectional(each)))
    ]
    return words.count("L") > words.count("R")


def turns(text: str) -> bool:
    """Whether some of a text stands in another order than it is read."""
    return not typeface().is_simple(text) and any(
        run.right_to_left for line in text.splitlines() for run in runs(line)
    )


def ranged(style: ParagraphStyle, pieces: Sequence[ParaFrag]) -> ParagraphStyle:
    """Return the style for a paragraph: ranged right if it reads from right to left."""
    if not any(getattr(piece, "base", 0) for piece in pieces):
        return style
    return style.clone(f"{style.name} leftward", alignment=_RANGED_RIGHT)


def put_in_order(lines: Any) -> None:
    """Put the pieces of each line of a paragraph where they stand."""
    for line in lines:
        words = getattr(line, "words", [])
        if any(getattr(word, "level", 0) for word in words):
            line.words = _ordered(words)


def _ordered(words: list[ParaFrag]) -> list[ParaFrag]:
    """Return the pieces of one line from left to right, what ends it last."""
    end = len(words)
    while end and hasattr(words[end - 1], "lineBreak"):
        end -= 1
    line, ending = list(words[:end]), list(words[end:])
    last = line[-1]
    if last.text.endswith(" "):
        ending.insert(0, last.clone(text=" ", fontName=REGULAR, level=0))
        last.text = last.text.rstrip()
    in_english = mostly_english("".join(word.text for word in line))
    for word in line:
        run = ScriptRun(word.text, word.fontName, word.level)
        word.text = run.drawn(in_english=in_english)
    order = visual_order([word.level for word in line])
    return [*(line[at] for at in order), *ending]


def _cut(line: list[ParaFrag], right_to_left: bool) -> list[ParaFrag]:
    """Cut the pieces of one line where the font or the direction changes."""
    text = visible("".join(piece.text for piece in line))
    scripts = _scripts(text)
    if right_to_left:
        turned = levels(text, right_to_left=True)
    else:
        turned = levels_in_english(text)
    owners = [piece for piece in line for _ in piece.text]
    result = []
    for (_owner, script, level), group in groupby(
        zip(owners, scripts, turned, text, strict=True),
        key=lambda each: (id(each[0]), each[1], each[2]),
    ):
        some = list(group)
        piece = some[0][0].clone(text="".join(each[3] for each in some))
        piece.fontName = font_of(script, bold=piece.fontName == BOLD).fontName
        piece.level, piece.base = level, int(right_to_left)
        piece.nobr = level  # pieces that differ in it are never joined
        result.append(piece)
    return result


def _scripts(text: str) -> list[Script]:
    """Return the script whose font prints each character."""
    found: list[Script] = []
    for character in text:
        before = found[-1] if found else LATIN
        follows = unicodedata.category(character)[0] == "M" or character in _JOINERS
        shared = character in _DANDAS and before.shaped and not before.right_to_left
        found.append(before if follows or shared else script_of(character))
    for word in _WORD.finditer(text):
        start, end = word.span()
        if _has_accent(text[start:end], found[start:end]):
            found[start:end] = [
                ACCENTED if each is LATIN else each for each in found[start:end]
            ]
    for at in range(1, len(text) - 1):
        before = found[at - 1]
        if text[at] == " " and before.shaped and before is found[at + 1]:
            found[at] = before
    return found


def _has_accent(word: str, scripts: Sequence[Script]) -> bool:
    return any(
        script is LATIN and unicodedata.combining(character)
        for character, script in zip(word, scripts, strict=True)
    )


def _lost(run: ScriptRun) -> Iterator[str]:
    font = getFont(run.font)
    if isinstance(font, ShapedFont):
        for word in _WORD.findall(run.text):
            yield from font.shaped(word, right_to_left=run.right_to_left).lost
        return
    for character in run.text:
        if ord(character) not in font.characters and not character.isspace():
            yield character
