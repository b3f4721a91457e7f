"""How the shapes of a drawing are painted: plain colours, as on white paper."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import ImageColor

from isteam_app.errors import RuleBroken
from isteam_app.letters.outlines import Unreadable

Facts = Mapping[str, str]
PAINTED = (
    *("fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-opacity"),
    *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray"),
    *("opacity", "display", "visibility", "color"),
)
"""What is known of a shape's looks."""
_CUTTING = ("clip-path", "mask", "filter")
_WIDTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)(?:px)?\s*")
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_LARGEST = 1e7


def declared(style: str) -> dict[str, str]:
    """Return what a style says of painting; the rest of it says nothing to paper."""
    said = (each.partition(":") for each in style.split(";"))
    facts = {key.strip(): value.strip() for key, _, value in said}
    check_uncut(facts)
    return {
        key: value.removesuffix("!important").strip()
        for key, value in facts.items()
        if key in PAINTED
    }


def check_uncut(facts: Facts) -> None:
    """Refuse a shape of which other shapes show a part only."""
    if any(facts.get(key, "none") != "none" for key in _CUTTING):
        raise refused("shapes cut out or shaded by others")


@dataclass(frozen=True, slots=True)
class Ink:
    """The steps that choose a shape's colours, and `how` it is painted; "" for not."""

    steps: tuple[str, ...]
    how: str
    line: bool
    see_through: bool


def ink(facts: Facts, clear: float, stretch: float, *, can_fill: bool) -> Ink:
    """Return how a shape is painted.

    `clear` is how much of a colour covers the paper, `stretch` how much longer lines
    are drawn than they are written.
    """
    fill = _colour(facts, "fill", "black", clear) if can_fill else None
    line = _colour(facts, "stroke", "none", clear)
    width = _line_width(facts) * stretch
    if not width:
        line = None
    steps = [f"{fill[0]} rg"] if fill else []
    if line:
        steps += [f"{line[0]} RG", f"{figure(width)} w", *_ends(facts)]
    even = "*" if fill and facts.get("fill-rule") == "evenodd" else ""
    how = {(True, True): "B", (True, False): "f", (False, True): "S"}
    return Ink(
        tuple(steps),
        how.get((fill is not None, line is not None), "") + even,
        line is not None,
        any(colour is not None and colour[1] < 1 for colour in (fill, line)),
    )


def _line_width(facts: Facts) -> float:
    found = _WIDTH.fullmatch(facts.get("stroke-width", "1"))
    if found is None or facts.get("stroke-dasharray", "none") not in ("none", ""):
        raise refused("a dashed line, or one whose width cannot be read")
    return max(0.0, float(found[1]))


def _ends(facts: Facts) -> list[str]:
    cap = _CAPS.get(facts.get("stroke-linecap", "butt"), 0)
    join = _JOINS.get(facts.get("stroke-linejoin", "miter"), 0)
    limit = _WIDTH.fullmatch(facts.get("stroke-miterlimit", "4"))
    sharp = max(1.0, float(limit[1])) if limit else 4.0
    return [f"{cap} J", f"{join} j", f"{figure(sharp)} M"]


def _colour(
    facts: Facts, key: str, usual: str, clear: float
) -> tuple[str, float] | None:
    """Return a colour as it looks on white paper, and how much of it covers that."""
    name = facts.get(key, usual)
    if name.casefold() in ("currentcolor", "context-fill"):
        name = facts.get("color", "black")
    if name in ("none", "transparent"):
        return None
    if "url(" in name:
        raise refused("shading or a pattern")
    try:
        red, green, blue, *rest = ImageColor.getrgb(name)
    except ValueError as error:
        raise refused("a colour that cannot be read") from error
    covers = clear * cover(facts, f"{key}-opacity") * (rest[0] / 255 if rest else 1.0)
    parts = (1 - covers * (1 - part / 255) for part in (red, green, blue))
    return (" ".join(map(figure, parts)), covers) if covers > 0 else None


def cover(facts: Facts, key: str) -> float:
    """Return how much of a colour covers the paper, from 0 to 1."""
    text = facts.get(key, "1").strip()
    found = _WIDTH.fullmatch(text.removesuffix("%"))
    if found is None:
        raise refused("a colour that cannot be read")
    value = float(found[1]) / (100 if text.endswith("%") else 1)
    return min(max(value, 0.0), 1.0)


def figure(value: float) -> str:
    """Return a number as a PDF page has it: never with an exponent."""
    if not abs(value) <= _LARGEST:
        raise Unreadable("number")
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def refused(what: str) -> RuleBroken:
    """Return the refusal of a drawing for something that it holds."""
    return RuleBroken(
        f"The drawing holds {what}, which a letter cannot carry. Save it as plain "
        "shapes in plain colours, or as PNG.",
        field="picture",
    )
