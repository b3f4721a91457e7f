"""Reads an SVG drawing that a letter may carry: plain shapes in plain colours.

What is not on the list is refused and named, never left out: a logo that lost a part
would look like another company's. Nothing outside the file is ever looked at.
"""

import math
import re
from dataclasses import dataclass
from xml.parsers import expat

from isteam_app.errors import RuleBroken
from isteam_app.letters import outlines
from isteam_app.letters.outlines import Matrix, Step, Unreadable
from isteam_app.letters.paints import (
    PAINTED,
    Facts,
    check_uncut,
    cover,
    declared,
    figure,
    ink,
    refused,
)

MOST_SHAPES = 2_000
MOST_STEPS = 50_000
_DEEPEST, _MOST_CLASSES = 40, 20
_SVG = "http://www.w3.org/2000/svg"
_GROUPS = {"svg", "g"}
_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_HIDDEN = ("hidden", "collapse")
_SILENT = {"title", "desc", "metadata", "defs"}
_REFUSED = {
    "a": "a link",
    "script": "a script",
    "image": "an embedded picture",
    "text": "words that are not drawn as shapes",
    "use": "a reference to another shape",
    "foreignObject": "a part of a web page",
    "animate": "a moving part",
    "set": "a moving part",
}
_TRANSFORM = re.compile(r"[\s,]*(\w+)\s*\(([^()]*)\)")
_CLASS = re.compile(r"\.[\w-]+")
_LENGTH = re.compile(r"\s*(\d+\.?\d*|\.\d+)\s*(?:px|pt|mm|cm|in|pc)?\s*")
_WIDEST = 100_000.0
_SIDE = 1_000.0
"""How long the longer side of every drawing is made: figures keep three decimals."""
Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Steps of a PDF page that fill a box of this width and height from its corner."""

    width: float
    height: float
    steps: bytes


@dataclass(frozen=True, slots=True)
class _Look:
    """How shapes are painted at a place of the drawing, and where they go."""

    facts: Facts
    place: Matrix
    clear: float = 1.0
    """How much of the colour covers the paper."""


def read_drawing(data: bytes) -> Drawing:
    """Read an SVG file, or raise RuleBroken with what stands in its way."""
    return _Reader().read(data)


class _Reader:
    """Follows one file from its first element to its last."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._hear
        self._parser.StartDoctypeDeclHandler = _check_doctype
        self._parser.EntityDeclHandler = _refuse_entity
        self._parser.SkippedEntityHandler = _refuse_entity
        self._parser.ProcessingInstructionHandler = _refuse_instruction
        self._looks: list[_Look] = []
        self._silent = 0
        self._rules: dict[str, dict[str, str]] = {}
        self._style: list[str] | None = None
        self._box: tuple[float, float] = (0.0, 0.0)
        self._shapes = 0
        self._points = 0
        self._painted: list[str] = []
        self._edges: list[Edges] = []

    def read(self, data: bytes) -> Drawing:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise _broken() from error
        except Unreadable as error:
            raise refused("a shape that cannot be read") from error
        except (ValueError, LookupError) as error:  # an encoding nobody knows
            raise _broken() from error
        width, height = self._box
        if not self._painted:
            raise RuleBroken(
                "The drawing is empty. Choose another picture.", field="picture"
            )
        edges = f"0 0 {figure(width)} {figure(height)} re W n"
        return Drawing(width, height, "\n".join((edges, *self._painted)).encode())

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if not self._looks:
            self._open(space, tag, attributes)
            return
        if (space, tag) == (_SVG, "style"):
            self._style = []
        elif self._silent or tag in _SILENT or space != _SVG:
            _refuse_acts(tag, attributes)
            self._silent += 1
        elif tag in _GROUPS or tag in _SHAPES:
            self._enter(tag, attributes)
        else:
            raise refused(_REFUSED.get(tag, f"a part of the kind “{tag[:30]}”"))

    def _end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "style" and self._style is not None:
            self._learn("".join(self._style))
            self._style = None
        elif self._silent:
            self._silent -= 1
        else:
            self._looks.pop()

    def _hear(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def _open(self, space: str, tag: str, attributes: dict[str, str]) -> None:
        """Take the size of the drawing from its first element."""
        if (space, tag) != (_SVG, "svg"):
            raise _broken()
        _refuse_acts(tag, attributes)
        left, top, width, height = _view(attributes)
        scale = _SIDE / max(width, height)
        self._box = width * scale, height * scale
        upright = Matrix(scale, 0, 0, -scale)
        place = upright @ Matrix(e=-left, f=-top - height)
        facts = self._facts(attributes)
        self._looks.append(_Look(facts, place, cover(facts, "opacity")))

    def _enter(self, tag: str, attributes: dict[str, str]) -> None:
        _refuse_acts(tag, attributes)
        if tag == "svg" or len(self._looks) >= _DEEPEST:
            raise refused("a drawing within a drawing")
        above = self._looks[-1]
        own = self._facts(attributes)
        kept = {k: v for k, v in above.facts.items() if k not in ("opacity", "display")}
        if above.facts.get("display") == "none":
            own["display"] = "none"
        look = _Look(
            kept | {k: v for k, v in own.items() if v != "inherit"},
            above.place @ _moved(attributes.get("transform", "")),
            above.clear * cover(own, "opacity"),
        )
        self._looks.append(look)
        if tag in _SHAPES:
            self._paint(tag, attributes, look)

    def _facts(self, attributes: Facts) -> dict[str, str]:
        """Return how an element is painted: by itself, its classes and its style."""
        facts = {key: attributes[key] for key in PAINTED if key in attributes}
        names = attributes.get("class", "").split()
        if len(names) > _MOST_CLASSES:
            raise refused("a style that cannot be read")
        for name in names:
            facts |= self._rules.get(name, {})
        facts |= declared(attributes.get("style", ""))
        check_uncut(attributes)
        return {key: value.strip() for key, value in facts.items()}

    def _learn(self, style: str) -> None:
        """Take note of what the classes of the drawing look like."""
        *rules, rest = _without_comments(style).split("}")
        if rest.strip() or self._shapes:
            raise refused("a style that cannot be read")
        for rule in rules:
            names, _, facts = rule.partition("{")
            for name in names.split(","):
                if not _CLASS.fullmatch(name.strip()):
                    raise refused("a style that cannot be read")
                known = self._rules.setdefault(name.strip()[1:], {})
                known.update(declared(facts))

    def _paint(self, tag: str, attributes: Facts, look: _Look) -> None:
        facts = look.facts
        if facts.get("display") == "none" or facts.get("visibility") in _HIDDEN:
            return
        steps = _outline(tag, attributes)
        self._shapes += 1
        self._points += len(steps)
        if self._shapes > MOST_SHAPES or self._points > MOST_STEPS:
            raise refused("too many shapes for a letter")
        inked = ink(facts, look.clear, look.place.stretch, can_fill=tag != "line")
        if not (steps and inked.how):
            return
        self._check_ground(steps, look.place, see_through=inked.see_through)
        place, before, after = look.place, [*inked.steps], [inked.how]
        if inked.line and place.distorts:
            inner, place = _apart(place)
            before = ["q", *before, f"{' '.join(map(_exact, inner))} cm"]
            after.append("Q")
        drawn = (_step(step, place) for step in steps)
        self._painted.append(" ".join((*before, *drawn, *after)))

    def _check_ground(
        self, steps: list[Step], place: Matrix, *, see_through: bool
    ) -> None:
        """Refuse a see-through shape over others: its colour is that on white paper."""
        points = [place.moved(point) for _, each in steps for point in each]
        across, up = [x for x, _ in points], [y for _, y in points]
        edges = min(across), min(up), max(across), max(up)
        if see_through and any(_overlap(edges, other) for other in self._edges):
            raise refused("a see-through shape over another one")
        self._edges.append(edges)


def _view(attributes: Facts) -> tuple[float, float, float, float]:
    """Return the box that is shown: its left, top, width and height."""
    box = attributes.get("viewBox", "")
    if box:
        edges = outlines.numbers(box)
    else:
        sides = (_LENGTH.fullmatch(attributes.get(k, "")) for k in ("width", "height"))
        edges = [0.0, 0.0, *(float(side[1]) for side in sides if side)]
    if len(edges) != 4 or min(edges[2:]) <= 0 or max(map(abs, edges)) > _WIDEST:
        raise RuleBroken(
            "The drawing does not say how wide and how high it is. Save it again with "
            "its size, or as PNG.",
            field="picture",
        )
    return edges[0], edges[1], edges[2], edges[3]


def _overlap(one: Edges, other: Edges) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )


def _apart(place: Matrix) -> tuple[tuple[float, ...], Matrix]:
    """Return the part of a matrix that distorts a line, and the part that enlarges."""
    size = place.stretch or 1.0
    a, b, c, d = (each / size for each in (place.a, place.b, place.c, place.d))
    return (a, b, c, d, place.e, place.f), Matrix(a=size, d=size)


def _exact(value: float) -> str:
    return f"{value:.6f}"


def _outline(tag: str, attributes: Facts) -> list[Step]:
    if tag == "path":
        return outlines.path(attributes.get("d", ""))
    if tag in ("polyline", "polygon"):
        points = outlines.numbers(attributes.get("points", ""))
        return outlines.polygon(points, closed=tag == "polygon")
    if tag == "line":
        ends = [_length(attributes, end) for end in ("x1", "y1", "x2", "y2")]
        return outlines.polygon(ends, closed=False)
    if tag == "rect":
        return _rectangle(attributes)
    across = _length(attributes, "rx", "r")
    down = _length(attributes, "ry", "r")
    if min(across, down) <= 0:
        return []
    middle = _length(attributes, "cx"), _length(attributes, "cy")
    return outlines.ellipse(*middle, across, down)


def _rectangle(attributes: Facts) -> list[Step]:
    width, height = _length(attributes, "width"), _length(attributes, "height")
    if min(width, height) <= 0:
        return []
    corner = _length(attributes, "x"), _length(attributes, "y")
    rx = max(0.0, _length(attributes, "rx", "ry"))
    ry = max(0.0, _length(attributes, "ry", "rx"))
    return outlines.rectangle(*corner, width, height, rx, ry)


def _length(attributes: Facts, *names: str) -> float:
    """Return the first of these lengths that is given; nothing counts as none."""
    given = [attributes[name] for name in names if name in attributes]
    if not given:
        return 0.0
    (value,) = outlines.numbers(given[0].strip().removesuffix("px"))[:1] or (math.inf,)
    if abs(value) > _WIDEST:
        raise Unreadable(names[0])
    return value


def _moved(text: str) -> Matrix:
    """Return what a transform does, or raise Unreadable."""
    matrix, at, text = Matrix(), 0, text.rstrip(" \t\r\n,")
    while at < len(text):
        found = _TRANSFORM.match(text, at)
        if found is None:
            raise Unreadable("transform")
        matrix = matrix @ _single(found[1], outlines.numbers(found[2]))
        at = found.end()
    return matrix


def _single(name: str, given: list[float]) -> Matrix:
    if name == "matrix" and len(given) == 6:
        return Matrix(*given)
    if name == "translate" and len(given) in (1, 2):
        return Matrix(e=given[0], f=given[1] if len(given) > 1 else 0.0)
    if name == "scale" and len(given) in (1, 2):
        return Matrix(a=given[0], d=given[-1])
    if name == "rotate" and len(given) in (1, 3):
        turn = math.radians(given[0] % 360)
        cos, sin = math.cos(turn), math.sin(turn)
        x, y = given[1:] or (0.0, 0.0)
        return Matrix(e=x, f=y) @ Matrix(cos, sin, -sin, cos) @ Matrix(e=-x, f=-y)
    if name in ("skewX", "skewY") and len(given) == 1 and abs(given[0]) < 89:
        lean = math.tan(math.radians(given[0]))
        return Matrix(c=lean) if name == "skewX" else Matrix(b=lean)
    raise Unreadable("transform")


def _step(step: Step, place: Matrix) -> str:
    letter, points = step
    figures = [figure(each) for point in points for each in place.moved(point)]
    return " ".join((*figures, letter))


def _without_comments(style: str) -> str:
    first, *others = style.split("/*")
    return first + "".join(each.partition("*/")[2] for each in others)


def _refuse_acts(tag: str, attributes: Facts) -> None:
    """Refuse what could act or lead elsewhere, drawn or not."""
    if tag in ("script", "a", "foreignObject", "image"):
        raise refused(_REFUSED[tag])
    for key, value in attributes.items():
        name = key.rpartition(" ")[2].casefold()
        if name in ("href", "src"):
            raise refused("a link")
        if name.startswith("on"):
            raise refused("a script")
        if "javascript:" in value.casefold():
            raise refused("a script")


def _check_doctype(
    _name: str, _system: str | None, _public: str | None, has_own: bool
) -> None:
    if has_own:
        raise refused("definitions of its own")


def _refuse_entity(*_: object) -> None:
    raise refused("definitions of its own")


def _refuse_instruction(_target: str, _data: str) -> None:
    raise refused("instructions to other programs")


def _broken() -> RuleBroken:
    return RuleBroken(
        "That is not an SVG drawing that can be read. Save it again, or as PNG.",
        field="picture",
    )
