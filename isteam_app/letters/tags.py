"""What a screen reader is told: the parts of a file and the order they are read in.

The parts form a tree (ISO 32000-1, 14.8) beside the pages. While a part is drawn, what
reaches the page is marked as its words; everything else on the page - rules, fold
marks, page numbers, codes - is marked as furniture that is not read out.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from itertools import accumulate
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph
from reportlab.platypus.paragraph import FragLine
from reportlab.platypus.paraparser import ParaFrag

from isteam_app.letters.scripts import in_scripts, put_in_order, ranged, turns
from isteam_app.letters.shaping import ScriptText


class Role(StrEnum):
    """What a part is, in the words of the standard."""

    DOCUMENT = "Document"
    SECTION = "Sect"
    SUBJECT = "H1"
    HEADING = "H2"
    PARAGRAPH = "P"
    LIST = "L"
    ITEM = "LI"
    MARKER = "Lbl"
    ITEM_BODY = "LBody"
    TABLE = "Table"
    ROW = "TR"
    COLUMN_HEADING = "TH"
    CELL = "TD"
    PICTURE = "Figure"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one page, both counted from 0, that holds words of a part."""

    page: int
    number: int


@dataclass(slots=True, eq=False)
class Part:
    """One part of a file. It joins its `parent` when it is first drawn.

    `parent` is nothing for what stands at the top. `said` is read out in place of a
    picture. `facts` are more of its attributes, as they are written in the file.
    `read` is the text of words that stand in another order than they are read.
    """

    role: Role
    parent: "Part | None" = None
    said: str = ""
    facts: bytes = b""
    read: str = ""
    kids: "list[Part | Mark]" = field(default_factory=list)


BULLETS = b"<</O/List/ListNumbering/Disc>>"
NUMBERS = b"<</O/List/ListNumbering/Decimal>>"
OF_COLUMN = b"<</O/Table/Scope/Column>>"


def box(left: float, bottom: float, right: float, top: float) -> bytes:
    """Return where a picture stands, in points, as the standard wants it told."""
    corners = f"{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}"
    return f"<</O/Layout/Placement/Block/BBox[{corners}]>>".encode()


class Structure:
    """The parts of one file, gathered while its pages are drawn."""

    def __init__(self) -> None:
        self.document = Part(Role.DOCUMENT)
        self.pages: list[list[Part]] = []
        """The part that each mark of each page belongs to."""

    def add(self, part: Part, mark: Mark) -> None:
        """Note one more stretch of a part; a new part is read after those before it."""
        if not part.kids:
            self._join(part)
        part.kids.append(mark)

    def _join(self, part: Part) -> None:
        parent = part.parent or self.document
        if part.parent and not parent.kids:
            self._join(parent)
        parent.kids.append(part)


_SILENT = re.compile(r"(?:/\S+ )?[-\d. ]*(?:q|Q|cm|rg|RG|g|G|w|J|j|M|gs|Tf|TL)")
"""One step that leaves nothing on the page."""


class Tagged(Canvas):  # type: ignore[misc]  # reportlab ships no types
    """Marks what is drawn as words of a part, or else as furniture of the page."""

    def __init__(
        self, target: BytesIO, *, structure: Structure | None = None, **options: Any
    ) -> None:
        self.structure = structure or Structure()
        super().__init__(target, **options)

    @property
    def code(self) -> list[str]:
        """What the page has been told so far, step by step."""
        steps: list[str] = self._code
        return steps

    @contextmanager
    def part(self, part: Part) -> Iterator[None]:
        """Mark what is drawn meanwhile as words of this part."""
        start = len(self._code)
        yield
        self.mark(part, start, len(self._code))

    def mark(self, part: Part, start: int, end: int) -> int:
        """Mark what stands between two places of the page; return the end's new place.

        Nothing is marked where nothing was drawn.
        """
        if start >= end:
            return end
        number = len(self._marked)
        self._marked.append(part)
        self.structure.add(part, Mark(self._pageNumber - 1, number))
        self._code.insert(end, "EMC")
        self._code.insert(start, f"/{part.role} <</MCID {number}>> BDC")
        self._spans.append((start, end + 2))
        return end + 2

    def showPage(self) -> None:  # noqa: N802  reportlab's name
        self._mark_furniture()
        self.structure.pages.append(self._marked)
        super().showPage()

    def beginForm(self, *_args: Any, **_options: Any) -> None:  # noqa: N802  the same
        """Refuse: what is drawn aside would be counted among the page's own marks."""
        raise NotImplementedError("what is drawn aside can be no part of a page")

    def _restartAccumulators(self) -> None:  # noqa: N802  reportlab's name
        super()._restartAccumulators()
        self._marked: list[Part] = []
        self._spans: list[tuple[int, int]] = []

    def _mark_furniture(self) -> None:
        """Mark what no part has claimed."""
        code, edge = self._code, len(self._code)
        for start, end in reversed([(0, 0), *self._spans]):
            drawn = [at for at in range(end, edge) if not _SILENT.fullmatch(code[at])]
            if drawn:
                code.insert(drawn[-1] + 1, "EMC")
                code.insert(drawn[0], "/Artifact BMC")
            edge = start


class Words(Paragraph):  # type: ignore[misc]  # reportlab ships no types
    """A paragraph that marks its words, also those that go on on the next page.

    Its words come in pieces: it never reads a text as markup. Each of its lines ends
    with the space that stood there, or a reader would run two words together.
    """

    part: Part
    marker: Part | None
    """The part of the bullet or number before the words, if there is one."""
    ends: frozenset[int]
    """After how many characters of the whole text a word ends, spaces not counted."""
    before: int
    """So many of them stand on the pages before."""
    broken_at = -1.0
    """The width that its lines are broken at; less than none before they are."""

    @classmethod
    def of(
        cls,
        pieces: Sequence[ParaFrag],
        style: ParagraphStyle,
        part: Part,
        *,
        sign: str = "",
        marker: Part | None = None,
    ) -> "Words":
        """Make a paragraph of pieces of text; `sign` is what stands before it."""
        pieces = in_scripts(pieces)
        style = ranged(style, pieces)
        made = cls("", style, bulletText=sign or None, frags=list(pieces))
        made.part, made.marker = part, marker
        whole = "".join(" " if _is_break(each) else each.text for each in pieces)
        if turns(whole):
            part.read = " ".join(whole.split())
        *ends, _ = accumulate(map(len, whole.split() or [""]))
        made.ends, made.before = frozenset(ends), 0
        return made

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the lines, once for each width: setting a page asks again and again."""
        if self.broken_at != width or not hasattr(self, "blPara"):
            super().wrap(width, height)
            self.broken_at = width
        return self.width, self.height

    def split(self, width: float, height: float) -> "list[Words]":
        pieces: list[Words] = super().split(width, height)
        before = self.before
        for piece in pieces:
            piece.part, piece.marker = self.part, self.marker
            piece.ends, piece.before = self.ends, before
            if piece is not pieces[-1]:
                before += sum(_length(line) for line in piece.blPara.lines)
        return pieces

    def draw(self) -> None:
        self._space_lines()
        put_in_order(self.blPara.lines)
        canvas: Tagged = self.canv
        code = canvas.code
        start = len(code)
        super().draw()
        if self.marker and self.bulletText:
            first = next(at for at in range(start, len(code)) if "BT" in code[at])
            start = canvas.mark(self.marker, first, first + 1)
        canvas.mark(self.part, start, len(code))

    def beginText(self, x: float, y: float) -> ScriptText:  # noqa: N802  reportlab's name
        return ScriptText(self.canv, x, y)

    def _space_lines(self) -> None:
        """End each line with a space, but not where a word is cut."""
        at = self.before
        for line in self.blPara.lines:
            at += _length(line)
            if at not in self.ends:
                continue
            if isinstance(line, FragLine):
                line.words[-1].text += " "
            else:
                line[1].append("")

    def _setup(self, text: str, style: Any, marker: Any, frags: Any, _: Any) -> None:
        if frags is None:
            raise TypeError("words come in pieces, never as markup")
        super()._setup(text, style, marker, frags, None)


def _is_break(piece: ParaFrag) -> bool:
    return hasattr(piece, "lineBreak")


def _length(line: Any) -> int:
    """Return how many characters stand on a line, spaces left out."""
    words = [w.text for w in line.words] if isinstance(line, FragLine) else line[1]
    return sum(len(part) for word in words for part in word.split())
