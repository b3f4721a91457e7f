"""The outlines of a drawing: paths as SVG writes them, as steps of a PDF page.

https://www.w3.org/TR/SVG11/paths.html
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Point = tuple[float, float]
Step = tuple[str, tuple[Point, ...]]
"""A letter of the PDF page (m, l, c or h) and its points."""

_NUMBER = re.compile(r"[\s,]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)")
_FLAG = re.compile(r"[\s,]*([01])")
_LETTER = re.compile(r"[\s,]*([MmLlHhVvCcSsQqTtAaZz])")
_BETWEEN = " \t\r\n,"
_FARTHEST = 1e6
_ALIKE = 1e-3
_ROUND = 4 / 3 * (math.sqrt(2) - 1)
"""How far the handles of a quarter of a circle reach, in radii."""
Ellipse = tuple[Point, Point, Callable[[float], Point]]


class Unreadable(ValueError):
    """A shape that is not written as it should be."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Where a shape's points go: (a x + c y + e, b x + d y + f)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __matmul__(self, inner: "Matrix") -> "Matrix":
        """Return what first does the inner one, then this."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    def moved(self, point: Point) -> Point:
        x, y = point
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def stretch(self) -> float:
        """How much longer it makes a line, on average."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))

    @property
    def distorts(self) -> bool:
        """Whether it turns a circle into an ellipse."""
        size = max(map(abs, (self.a, self.b, self.c, self.d)))
        same, mirrored = (
            abs(self.a - sign * self.d) + abs(self.b + sign * self.c)
            for sign in (1, -1)
        )
        return min(same, mirrored) > _ALIKE * size


def numbers(text: str) -> list[float]:
    """Return the numbers of a list, or raise Unreadable."""
    found, at = [], 0
    text = text.rstrip(_BETWEEN)
    while at < len(text):
        number, at = _number(text, at)
        found.append(number)
    return found


def polygon(points: list[float], *, closed: bool) -> list[Step]:
    """Return straight lines from point to point."""
    if len(points) % 2:
        raise Unreadable("points")
    pairs = list(zip(points[::2], points[1::2], strict=True))
    steps: list[Step] = [("l" if at else "m", (pair,)) for at, pair in enumerate(pairs)]
    return [*steps, ("h", ())] if closed and steps else steps


def rectangle(
    left: float, top: float, width: float, height: float, across: float, down: float
) -> list[Step]:
    """Return a rectangle; `across` and `down` are the radii of its corners."""
    right, bottom = left + width, top + height
    if not (across and down):
        corners = [left, top, right, top, right, bottom, left, bottom]
        return polygon(corners, closed=True)
    rx, ry = min(across, width / 2), min(down, height / 2)
    kx, ky = rx * (1 - _ROUND), ry * (1 - _ROUND)
    return [
        ("m", ((left + rx, top),)),
        ("l", ((right - rx, top),)),
        ("c", ((right - kx, top), (right, top + ky), (right, top + ry))),
        ("l", ((right, bottom - ry),)),
        ("c", ((right, bottom - ky), (right - kx, bottom), (right - rx, bottom))),
        ("l", ((left + rx, bottom),)),
        ("c", ((left + kx, bottom), (left, bottom - ky), (left, bottom - ry))),
        ("l", ((left, top + ry),)),
        ("c", ((left, top + ky), (left + kx, top), (left + rx, top))),
        ("h", ()),
    ]


def ellipse(x: float, y: float, across: float, down: float) -> list[Step]:
    """Return an ellipse about a point."""
    return rectangle(x - across, y - down, 2 * across, 2 * down, across, down)


def path(text: str) -> list[Step]:
    """Return the steps of a path, or raise Unreadable."""
    return list(_Path(text).steps())


class _Path:
    """Reads one path from its start to its end."""

    def __init__(self, text: str) -> None:
        self._text = text.rstrip(_BETWEEN)
        self._at = 0
        self._here: Point = (0.0, 0.0)
        self._start: Point = (0.0, 0.0)
        self._handle: Point | None = None
        """The last handle of a curve, which a smooth one goes on from."""
        self._curved = ""

    def steps(self) -> Iterator[Step]:
        letter = ""
        while self._at < len(self._text):
            found = _LETTER.match(self._text, self._at)
            if found:
                letter, self._at = found[1], found.end()
            elif not letter or letter in "Zz":
                raise Unreadable("path")
            yield from self._do(letter)
            letter = {"M": "L", "m": "l"}.get(letter, letter)

    def _do(self, letter: str) -> Iterator[Step]:
        kind = letter.upper()
        if kind == "Z":
            self._here = self._start
            self._curved = kind
            yield "h", ()
            return
        was, self._handle = self._handle if self._curved in "CSQT" else None, None
        before, self._curved = self._curved, kind
        if kind == "A":
            yield from self._arc(relative=letter.islower())
        elif kind in "HV":
            yield self._straight(kind, relative=letter.islower())
        elif kind in "ML":
            (to,) = self._points(1, relative=letter.islower())
            self._here = to
            if kind == "M":
                self._start = to
            yield kind.lower(), (to,)
        else:
            smooth = was if before and before in _SMOOTH_AFTER[kind] else None
            yield self._curve(kind, smooth, relative=letter.islower())

    def _straight(self, kind: str, *, relative: bool) -> Step:
        x, y = self._here
        value = self._value()
        if kind == "H":
            x = x + value if relative else value
        else:
            y = y + value if relative else value
        self._here = (x, y)
        return "l", (self._here,)

    def _curve(self, kind: str, handle: Point | None, *, relative: bool) -> Step:
        here = self._here
        mirrored = _mirror(here, handle) if handle else here
        points = self._points({"C": 3, "S": 2, "Q": 2, "T": 1}[kind], relative=relative)
        self._here = to = points[-1]
        if kind in "QT":
            bend = points[0] if kind == "Q" else mirrored
            self._handle = bend
            return "c", (_towards(here, bend), _towards(to, bend), to)
        first = points[0] if kind == "C" else mirrored
        self._handle = points[-2]
        return "c", (first, points[-2], to)

    def _arc(self, *, relative: bool) -> Iterator[Step]:
        across, down, tilt = abs(self._value()), abs(self._value()), self._value()
        large, clockwise = self._flag(), self._flag()
        (to,) = self._points(1, relative=relative)
        here, self._here = self._here, to
        if here == to:
            return
        if not (across and down):
            yield "l", (to,)
            return
        yield from _arc(here, to, (across, down), tilt, large != clockwise, clockwise)

    def _points(self, count: int, *, relative: bool) -> list[Point]:
        x, y = self._here if relative else (0.0, 0.0)
        return [(x + self._value(), y + self._value()) for _ in range(count)]

    def _value(self) -> float:
        value, self._at = _number(self._text, self._at)
        return value

    def _flag(self) -> bool:
        found = _FLAG.match(self._text, self._at)
        if found is None:
            raise Unreadable("path")
        self._at = found.end()
        return found[1] == "1"


_SMOOTH_AFTER = {"C": "", "S": "CS", "Q": "", "T": "QT"}


def _number(text: str, at: int) -> tuple[float, int]:
    found = _NUMBER.match(text, at)
    if found is None:
        raise Unreadable("number")
    value = float(found[1])
    if not abs(value) <= _FARTHEST:
        raise Unreadable("number")
    return value, found.end()


def _mirror(about: Point, point: Point) -> Point:
    return 2 * about[0] - point[0], 2 * about[1] - point[1]


def _towards(end: Point, bend: Point) -> Point:
    """Return the handle of a cubic curve that follows a quadratic one."""
    return end[0] + 2 / 3 * (bend[0] - end[0]), end[1] + 2 / 3 * (bend[1] - end[1])


def _arc(
    here: Point,
    to: Point,
    radii: tuple[float, float],
    tilt: float,
    left: bool,
    clockwise: bool,
) -> Iterator[Step]:
    """Return an arc of an ellipse as curves (SVG 1.1, F.6.5)."""
    turn = math.radians(tilt % 360)
    cos, sin = math.cos(turn), math.sin(turn)
    x, y = (here[0] - to[0]) / 2, (here[1] - to[1]) / 2
    x, y = cos * x + sin * y, cos * y - sin * x
    rx, ry = radii
    enough = math.hypot(x / rx, y / ry)
    rx, ry = rx * max(enough, 1), ry * max(enough, 1)
    u, v = x / rx, y / ry
    off = math.sqrt(max(0.0, 1 / max(u * u + v * v, 1e-12) - 1)) * (1 if left else -1)
    cu, cv = off * v, -off * u
    first = math.atan2(v - cv, u - cu)
    sweep = (math.atan2(-v - cv, -u - cu) - first) % (2 * math.pi)
    if not clockwise:
        sweep -= 2 * math.pi
    placed = Matrix(
        cos * rx,
        sin * rx,
        -sin * ry,
        cos * ry,
        cos * cu * rx - sin * cv * ry + (here[0] + to[0]) / 2,
        sin * cu * rx + cos * cv * ry + (here[1] + to[1]) / 2,
    )
    count = max(1, math.ceil(abs(sweep) / (math.pi / 2) - 1e-9))
    for at in range(count):
        start, part = first + sweep * at / count, sweep / count
        yield "c", _round(placed, start, part)


def _round(placed: Matrix, start: float, part: float) -> tuple[Point, Point, Point]:
    """Return the curve of a part of the unit circle, where a matrix places it."""
    reach, end = 4 / 3 * math.tan(part / 4), start + part
    (x0, y0), (x1, y1) = ((math.cos(angle), math.sin(angle)) for angle in (start, end))
    return (
        placed.moved((x0 - reach * y0, y0 + reach * x0)),
        placed.moved((x1 + reach * y1, y1 - reach * x1)),
        placed.moved((x1, y1)),
    )
