"""Writing whose letters change with their neighbours: Arabic, Hindi, Thai and others.

HarfBuzz says which shapes a text takes and where each stands. The file says of each
shape which characters it stands for, so that the text can be read back and searched.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby
from pathlib import Path
from threading import Lock
from typing import Any

import uharfbuzz
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.textobject import PDFTextObject

from isteam_app.letters.joined_shapes import JoinedShapes, Placed

_PRIVATE = 0xF0000
"""The first of the codes that Unicode leaves to a program: one for each shape used."""
_MOST = 60_000
"""So many different shapes a font may draw until the program is started again."""
_MOST_TOGETHER = 16
"""So many shapes may be joined into one: no script stacks more marks on a letter."""
_KEPT, _SHORT = 1000, 64
"""So many shaped texts are remembered for each font, if they have so few characters."""
_LINES_OF_MAP = 100
_NO_GAP = 0.01
_DOTTED_CIRCLE = "\N{DOTTED CIRCLE}"
_JOINERS = "\u200c\u200d"


class Leftward(str):
    """A text that is drawn from right to left."""

    __slots__ = ()


class LeftwardWords(Leftward):
    """Such a text in an English line: the file has its words as they are read.

    Some readers of a file turn each word round where it stands, but not their order.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A letter with its marks, or a syllable, drawn at once.

    `code` is what the font knows it by, `said` what it stands for. `advance` is where
    the next one stands and `width` where it would stand by itself, both in thousandths
    of the type size.
    """

    code: str
    said: str
    advance: float
    width: float

    @property
    def is_space(self) -> bool:
        return self.said.isspace()


@dataclass(frozen=True, slots=True)
class Shaped:
    """A text in shapes, from left to right. `lost` are characters that have none."""

    shapes: tuple[Shape, ...]
    lost: tuple[str, ...]

    @property
    def width(self) -> float:
        return sum(shape.advance for shape in self.shapes)


class ShapedFont(TTFont):  # type: ignore[misc]  # reportlab ships no types
    """A font that draws shapes instead of characters."""

    def __init__(self, name: str, path: Path, *, right_to_left: bool) -> None:
        super().__init__(name, str(path), asciiReadable=0)
        self.face.name = name.encode()  # the same file may serve two fonts
        self.right_to_left = right_to_left
        self.characters = frozenset(self.face.charToGlyph)
        blob = uharfbuzz.Blob(path.read_bytes())
        self._harfbuzz = uharfbuzz.Font(uharfbuzz.Face(blob))
        self._joined = JoinedShapes(self.face)
        self._growing = Lock()  # a text may be checked while a page is set
        self._codes: dict[tuple[int, str], str] = {}
        self._said: dict[int, str] = {}
        self._remembered = lru_cache(_KEPT)(self._shape)

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802, ARG002  reportlab's names
        """Return how wide a text stands, in points."""
        return (
            self.shaped(str(text), right_to_left=self.right_to_left).width * size / 1000
        )

    def addObjects(self, doc: Any) -> None:  # noqa: N802  reportlab's name
        """Write the font, and for each shape the characters that it stands for."""
        with self._growing:
            self._joined.settle()
        subsets = self.state[doc].subsets
        names = [self.getSubsetInternalName(n, doc)[1:] for n in range(len(subsets))]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            base = fonts[name].BaseFont
            said = [self._said.get(code, "") for code in subset]
            doc.idToObject[f"toUnicodeCMap:{base}"].content = _unicode_map(said)

    def shaped(self, text: str, *, right_to_left: bool) -> Shaped:
        """Return the shapes of a text that reads in one direction."""
        shape = self._remembered if len(text) <= _SHORT else self._shape
        return shape(text, right_to_left)

    def _shape(self, text: str, right_to_left: bool) -> Shaped:
        if not text:
            return Shaped((), ())
        with self._growing:
            try:
                return self._shape_alone(text, right_to_left)
            except OverflowError:
                marks = [each for each in text if unicodedata.category(each)[0] == "M"]
                return Shaped((), tuple(dict.fromkeys(marks or text)))

    def _shape_alone(self, text: str, right_to_left: bool) -> Shaped:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.language = "en"  # or it would be the machine's
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if right_to_left else "ltr"
        uharfbuzz.shape(self._harfbuzz, buffer)
        placed = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
        starts = sorted({info.cluster for info, _ in placed})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        # readers of a file turn round what reads from right to left
        step = -1 if right_to_left else 1
        shapes = []
        for start, some in groupby(placed, key=lambda each: each[0].cluster):
            said = text[start : ends[start]][::step]
            shapes.append(self._together(list(some), said))
        missing = self._missing(text, [info for info, _ in placed])
        return Shaped(tuple(shapes), missing)

    def _together(self, placed: list[tuple[Any, Any]], said: str) -> Shape:
        """Return the one shape that stands for these characters."""
        if len(placed) > _MOST_TOGETHER:
            raise OverflowError
        parts: list[Placed] = []
        pen = 0
        for info, at in placed:
            parts.append((info.codepoint, pen + at.x_offset, at.y_offset))
            pen += at.x_advance
        shape, right, up = parts[0]
        width = pen
        if len(parts) > 1 or right or up:
            shape = self._joined.joined(parts, pen)
        else:
            width = self._harfbuzz.get_glyph_h_advance(shape)
        thousandth = 1000 / self.face.unitsPerEm
        code = self._code(shape, said, width * thousandth)
        return Shape(code, said, pen * thousandth, width * thousandth)

    def _code(self, shape: int, said: str, width: float) -> str:
        """Return the code of a shape that stands for these characters."""
        code = self._codes.get((shape, said))
        if code is None:
            if len(self._codes) >= _MOST:
                raise OverflowError
            number = _PRIVATE + len(self._codes)
            code = self._codes[shape, said] = chr(number)
            self._said[number] = said
            self.face.charToGlyph[number] = shape
            self.face.charWidths[number] = width
        return code

    def _missing(self, text: str, glyphs: list[Any]) -> tuple[str, ...]:
        """Return the characters without a shape, or with nothing to stand on."""
        lost = {
            character
            for character in text
            if ord(character) not in self.characters and character not in _JOINERS
        }
        if not lost:
            circle = self._harfbuzz.get_nominal_glyph(ord(_DOTTED_CIRCLE))
            bare = {0} if _DOTTED_CIRCLE in text else {0, circle}
            lost = {text[info.cluster] for info in glyphs if info.codepoint in bare}
        return tuple(
            character for character in dict.fromkeys(text) if character in lost
        )


class ScriptText(PDFTextObject):  # type: ignore[misc]  # reportlab ships no types
    """Draws a line of text in which some words may be shaped."""

    _curSubset: int  # noqa: N815  reportlab's name

    def _formatText(self, text: str) -> str:  # noqa: N802  reportlab's name
        font = getFont(self._fontname)
        if not isinstance(font, ShapedFont):
            return str(super()._formatText(text))
        shaped = font.shaped(str(text), right_to_left=isinstance(text, Leftward))
        placed = _placed(shaped, by_words=isinstance(text, LeftwardWords))
        return " ".join(self._steps(font, placed, shaped.width))

    def _steps(
        self, font: ShapedFont, placed: list[tuple[float, Shape]], end: float
    ) -> Iterator[str]:
        """Yield what draws the shapes: a stretch for each subset of the font."""
        document = self._canvas._doc  # noqa: SLF001
        waiting: list[str] = []
        pen = 0.0
        for at, shape in placed:
            [(subset, byte)] = font.splitString(shape.code, document)
            if subset != self._curSubset:
                if waiting:
                    yield _shown(waiting)
                    waiting = []
                name = font.getSubsetInternalName(subset, document)
                yield f"{name} {fp_str(self._fontsize)} Tf {fp_str(self._leading)} TL"
                self._curSubset = subset
            if abs(at - pen) > _NO_GAP:
                waiting.append(fp_str(pen - at))
            waiting.append(f"({self._canvas._escape(byte)})")  # noqa: SLF001
            pen = at + shape.width
        if abs(end - pen) > _NO_GAP:
            waiting.append(fp_str(pen - end))
        if waiting:
            yield _shown(waiting)


def _placed(shaped: Shaped, *, by_words: bool) -> list[tuple[float, Shape]]:
    """Return where each shape stands, from left to right or word by word from right."""
    starts = accumulate((shape.advance for shape in shaped.shapes), initial=0.0)
    placed = list(zip(starts, shaped.shapes, strict=False))
    if not by_words:
        return placed
    words = [
        list(word) for _, word in groupby(placed, lambda each: each[1].said == " ")
    ]
    return [each for word in reversed(words) for each in word]


def _shown(waiting: list[str]) -> str:
    """Return the step that shows shapes, with the gaps between them."""
    return f"[{' '.join(waiting)}] TJ"


def _unicode_map(said: list[str]) -> str:
    """Return the table that says which characters each code of a subset stands for."""
    rows = [
        f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>"
        for code, text in enumerate(said)
        if text
    ]
    parts = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange",
    ]
    for start in range(0, len(rows), _LINES_OF_MAP):
        some = rows[start : start + _LINES_OF_MAP]
        parts += [f"{len(some)} beginbfchar", *some, "endbfchar"]
    parts.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(parts)
