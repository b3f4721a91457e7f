"""Writes and draws on a page, in millimetres from its top left corner."""

from collections.abc import Iterator
from contextlib import contextmanager

from reportlab.lib.colors import Color, black

from isteam_app.domain.envelopes import POINTS_PER_MM, Area
from isteam_app.letters import ink
from isteam_app.letters.codes import Marks
from isteam_app.letters.fonts import BOLD
from isteam_app.letters.logo import Picture, draw
from isteam_app.letters.page import PAGE_HEIGHT, PAGE_WIDTH
from isteam_app.letters.scripts import draw_line, turns, width
from isteam_app.letters.tags import Part, Role, Tagged, box

_POINT = 1 / POINTS_PER_MM
_ONE_LINE = str.maketrans("\n\t", "  ")


class Pen:
    """Writes on a page in millimetres from the top left corner."""

    def __init__(self, canvas: Tagged) -> None:
        self._canvas = canvas
        self._after = ""
        """What ends a line: a space, where the lines of a part are read as one."""
        self._read: list[str] = []

    def text(
        self,
        text: str,
        left: float,
        baseline: float,
        *,
        size: float,
        bold: bool = False,
        colour: Color = ink.TEXT,
    ) -> None:
        """Write one line. `left` and `baseline` in millimetres, `size` in points."""
        self._canvas.setFillColor(colour)
        shown = text.translate(_ONE_LINE) + self._after
        self._read.append(shown)
        across, up = left * POINTS_PER_MM, (PAGE_HEIGHT - baseline) * POINTS_PER_MM
        draw_line(self._canvas, shown, across, up, size, bold=bold)

    def text_to(
        self,
        text: str,
        right: float,
        baseline: float,
        *,
        size: float,
        bold: bool = False,
        colour: Color = ink.TEXT,
    ) -> None:
        """Write one line that ends at `right`."""
        room = width(text, size, bold=bold) * _POINT
        self.text(text, right - room, baseline, size=size, bold=bold, colour=colour)

    @contextmanager
    def part(
        self,
        role: Role = Role.PARAGRAPH,
        *,
        above: Part | None = None,
        facts: bytes = b"",
    ) -> Iterator[None]:
        """Read out what is written meanwhile as one part, after those before it.

        It belongs to the part `above`, or stands by itself; for `facts` see `Part`.
        """
        part = Part(role, above, facts=facts)
        with self._canvas.part(part):
            self._after, self._read = " ", []
            yield
        self._after = ""
        if turns("".join(self._read)):
            part.read = " ".join("".join(self._read).split())

    @contextmanager
    def picture(self, said: str, area: Area) -> Iterator[None]:
        """Read `said` out in place of what is drawn meanwhile in this area."""
        left, right = area.left * POINTS_PER_MM, area.right * POINTS_PER_MM
        bottom = (PAGE_HEIGHT - area.bottom) * POINTS_PER_MM
        top = (PAGE_HEIGHT - area.top) * POINTS_PER_MM
        where = box(left, bottom, right, top)
        with self._canvas.part(Part(Role.PICTURE, said=said, facts=where)):
            yield

    def rule(self, left: float, right: float, down: float) -> None:
        self._canvas.setStrokeColor(ink.RULE)
        self._canvas.setLineWidth(0.5)
        level = (PAGE_HEIGHT - down) * POINTS_PER_MM
        self._canvas.line(left * POINTS_PER_MM, level, right * POINTS_PER_MM, level)

    def watermark(self, text: str) -> None:
        """Write across the lower part of the page, below every window."""
        with self._turned(PAGE_WIDTH / 2, PAGE_HEIGHT - 105, 35):
            self._canvas.setFont(BOLD, 110)
            self._canvas.setFillColor(ink.WATERMARK)
            self._canvas.drawCentredString(0, -38, text)

    def image(self, picture: Picture, said: str, area: Area) -> None:
        """Draw a picture over an area of its shape; `said` is read out for it."""
        left, across = area.left * POINTS_PER_MM, area.width * POINTS_PER_MM
        bottom = (PAGE_HEIGHT - area.bottom) * POINTS_PER_MM
        with self.picture(said, area):
            draw(self._canvas, picture, left, bottom, across)

    def square(self, marks: Marks, left: float, top: float, side: float) -> None:
        """Draw a square code so wide and high."""
        with self._turned(left, top + side, 0):
            self._marks(marks, side / marks.columns, side / marks.rows)

    def upright(
        self, marks: Marks, left: float, bottom: float, *, module: float, height: float
    ) -> None:
        """Draw a row of bars that reads upward; `height` is how far across it goes."""
        with self._turned(left + height, bottom, 90):
            self._marks(marks, module, height / marks.rows)

    @contextmanager
    def _turned(self, left: float, down: float, degrees: float) -> Iterator[None]:
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(left * POINTS_PER_MM, (PAGE_HEIGHT - down) * POINTS_PER_MM)
        if degrees:
            canvas.rotate(degrees)
        yield
        canvas.restoreState()

    def _marks(self, marks: Marks, across: float, up: float) -> None:
        canvas = self._canvas
        canvas.setFillColor(black)
        canvas.scale(across * POINTS_PER_MM, up * POINTS_PER_MM)
        canvas.addLiteral(f"{marks.path} f")


def wrapped(text: str, room: float, *, size: float, bold: bool = False) -> list[str]:
    """Return a text in lines no wider than `room` millimetres; long words are cut."""
    lines: list[str] = []
    for word in text.split():
        if lines and _fits(f"{lines[-1]} {word}", room, size, bold=bold):
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for character in word:
            if lines[-1] and not _fits(lines[-1] + character, room, size, bold=bold):
                lines.append("")
            lines[-1] += character
    return lines


def _fits(text: str, room: float, size: float, *, bold: bool) -> bool:
    return width(text, size, bold=bold) * _POINT <= room
