"""The letters a template can become, as its conditions hold or do not."""

from dataclasses import dataclass
from functools import lru_cache

from isteam_app.letters.directives import pieces
from isteam_app.letters.fields import FIELDS, Value
from isteam_app.letters.merge import Block, BlockKind, Merged, merge

_FILLED = "it"
_MOST_CONDITIONS = 4
"""Conditions of which every combination is looked at: 16 letters."""
_MOST_ALONE = 24
"""Conditions that are looked at alone; a text with more of them is read as a whole."""
_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class Variant:
    """One such letter. `when` says in words which; its facts are all "it"."""

    when: str
    merged: Merged

    @property
    def own_texts(self) -> tuple[str, ...]:
        """What the template says of itself: no headings, no bare field, no slip."""
        kinds = [block.kind for block in self.merged.blocks]
        end = kinds.index(BlockKind.SLIP) if BlockKind.SLIP in kinds else len(kinds)
        return tuple(
            "".join(_FILLED if run.missing else run.text for run in block.runs)
            for block in self.merged.blocks[:end]
            if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and _is_own(block)
        )


@lru_cache(maxsize=_REMEMBERED)
def variants(body: str) -> tuple[Variant, ...]:
    """Return the letters of a text whose blocks are in place.

    With few conditions, every combination; with many, all of them met, none, and all
    but each one.
    """
    named = dict.fromkeys(
        piece.text for piece in pieces(body, name="The template") if piece.kind == "if"
    )
    asked = tuple(named)
    return tuple(
        Variant(_when(asked, given), merge(body, _values(asked, given)))
        for given in _choices(asked)
    )


def _choices(asked: tuple[str, ...]) -> list[frozenset[str]]:
    every, none = frozenset(asked), frozenset[str]()
    if len(asked) <= _MOST_CONDITIONS:
        each = [
            frozenset(name for at, name in enumerate(asked) if mask >> at & 1)
            for mask in range(2 ** len(asked))
        ]
        return each[::-1]
    return [every, *(every - {name} for name in asked[:_MOST_ALONE]), none]


def _values(asked: tuple[str, ...], given: frozenset[str]) -> dict[str, Value]:
    return {
        name: ((_FILLED,) if held.many else _FILLED)
        for name, held in FIELDS.items()
        if name in given or name not in asked
    }


def _when(asked: tuple[str, ...], given: frozenset[str]) -> str:
    lacking = [FIELDS[name].label for name in asked if name not in given]
    if not lacking:
        return "when every condition is met"
    named = " and ".join(f"“{label}”" for label in lacking[:3])
    more = " and others" if len(lacking) > len(lacking[:3]) else ""
    return f"when there is no {named}{more}"


def _is_own(block: Block) -> bool:
    return any(not run.field and run.text.strip(" .,:;") for run in block.runs)
