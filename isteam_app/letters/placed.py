"""Where each piece of a template stands: its line, its conditions, its block."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from isteam_app.letters.blocks import shared_block
from isteam_app.letters.directives import Piece, expand, pieces


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of a template, and where its author finds it.

    `line` is counted in the text as written: what a block brings stands where the
    block is included, and `block` names it. `given` are the fields that have a value
    wherever the piece is kept. `locked` names the locked wording it belongs to.
    """

    piece: Piece
    line: int
    block: str = ""
    given: tuple[str, ...] = ()
    locked: str = ""
    in_slip: bool = False


def placed(source: str) -> tuple[Placed, ...]:
    """Return the pieces of a text that can be read, its blocks taken apart as well."""
    conditions: list[tuple[str, bool]] = []
    locked, in_slip = "", False
    found: list[Placed] = []
    for piece, line, block in _cut(source):
        if piece.kind == "if":
            conditions.append((piece.text, True))
        elif piece.kind == "else" and conditions:
            conditions[-1] = (conditions[-1][0], False)
        elif piece.kind == "end" and conditions:
            conditions.pop()
        elif piece.kind == "locked":
            locked = piece.text
        elif piece.kind == "unlocked":
            locked = ""
        elif piece.kind == "slip":
            in_slip = True
        given = tuple(name for name, kept in conditions if kept)
        found.append(Placed(piece, line, block, given, locked, in_slip))
    return tuple(found)


def _cut(source: str) -> Iterator[tuple[Piece, int, str]]:
    for piece in pieces(source, name="The template"):
        if piece.kind != "include":
            yield piece, piece.line, ""
            continue
        for inner in pieces(expand(shared_block(piece.text)), name="The template"):
            yield replace(inner, line=piece.line), piece.line, piece.text
