"""Decides the conditions of a letter's text, and takes its marks out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from isteam_app.letters.directives import Piece, expand, sound
from isteam_app.letters.marks import OF_SLIPS

SLIP = "\uf8ff"
"""Stands in a text that is read where a slip begins: nobody can type it."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A template with its conditions decided and its marks read and taken out.

    `locked` is the locked wording that is left, by its name.
    """

    text: str
    parts: frozenset[str]
    locked: Mapping[str, str]


def resolve(text: str, has: Callable[[str], bool]) -> Resolved:
    """Decide the conditions by whether each field `has` a value.

    Fields stay as written. A mark counts only where words follow it before the next
    mark, so that deleting a paragraph and leaving its mark does not pass. On a slip,
    which goes back to us, only the marks of slips count.
    """
    kept = _Kept(has)
    for piece in sound(expand(text)):
        kept.follow(piece)
    return Resolved(kept.text(), kept.parts(), kept.locked())


class _Kept:
    """What is left of a text, and where its marks stood in it."""

    def __init__(self, has: Callable[[str], bool]) -> None:
        self._has = has
        self._words: list[str] = []
        self._shown: list[bool] = []
        self._marks: list[tuple[str, int]] = []
        self._locks: list[tuple[str, int, int]] = []
        self._in_slip = False

    def follow(self, piece: Piece) -> None:
        if piece.kind == "if":
            self._shown.append(self._has(piece.text))
        elif piece.kind == "else":
            self._shown[-1] = not self._shown[-1]
        elif piece.kind == "end":
            self._shown.pop()
        elif all(self._shown):
            self._keep(piece)

    def text(self) -> str:
        return "".join(self._words)

    def parts(self) -> frozenset[str]:
        marks = (*self._marks, ("", len(self._words)))
        return frozenset(
            mark
            for (mark, start), (_, end) in pairwise(marks)
            if mark and _says_something("".join(self._words[start:end]))
        )

    def locked(self) -> Mapping[str, str]:
        return {
            name: "".join(self._words[start:end]) for name, start, end in self._locks
        }

    def _keep(self, piece: Piece) -> None:
        here = len(self._words)
        if piece.kind == "part":
            counts = not self._in_slip or piece.text in OF_SLIPS
            self._marks.append((piece.text if counts else "", here))
        elif piece.kind == "locked":
            self._locks.append((piece.text, here, here))
        elif piece.kind == "unlocked":
            self._locks[-1] = (*self._locks[-1][:2], here)
        elif piece.kind == "slip":
            self._in_slip = True
            self._marks.append(("", here))
            self._words.append(f"\n\n{SLIP}\n\n")
        else:
            self._words.append(piece.source)


def _says_something(text: str) -> bool:
    """Tell whether more than headings and blank lines stand here."""
    lines = (line.strip() for line in text.splitlines())
    return any(line and line != SLIP and not line.startswith("#") for line in lines)
