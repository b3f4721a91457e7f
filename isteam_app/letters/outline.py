"""How a letter's blocks hang together: which are headings, which items make a list."""

from dataclasses import dataclass

from isteam_app.letters.merge import Block, BlockKind
from isteam_app.letters.tags import BULLETS, NUMBERS, Part, Role


@dataclass(slots=True)
class _List:
    """A list that is open, and its latest item's body."""

    part: Part
    body: Part


class Outline:
    """Gives each block its part, in reading order. `top` is what holds them all.

    A heading below no subject counts as the first heading there is.
    """

    def __init__(self, top: Part | None = None, heading: Role = Role.SUBJECT) -> None:
        self._top = top
        self._open: list[_List] = []
        self._heading = heading

    def place(self, block: Block) -> tuple[Part, Part | None]:
        """Return the part of a block's words, and that of the marker before them."""
        if block.kind is BlockKind.ITEM:
            return self._item(block.depth, block.marker)
        self._open.clear()
        if block.kind is BlockKind.SUBJECT:
            self._heading = Role.HEADING
            return Part(Role.SUBJECT, self._top), None
        if block.kind is BlockKind.HEADING:
            return self.heading(), None
        return self.paragraph(), None

    def section(self) -> "Outline":
        """Return the outline of what stands by itself, below the same subject."""
        return Outline(Part(Role.SECTION), self._heading)

    def paragraph(self) -> Part:
        """Return the part of a paragraph of its own."""
        return Part(Role.PARAGRAPH, self._top)

    def heading(self) -> Part:
        """Return the part of a heading of its own."""
        return Part(self._heading, self._top)

    def _item(self, depth: int, marker: str) -> tuple[Part, Part | None]:
        del self._open[depth:]
        if not marker and len(self._open) == depth:
            return Part(Role.PARAGRAPH, self._open[-1].body), None
        facts = NUMBERS if marker[:1].isdigit() else BULLETS
        if len(self._open) == depth and self._open[-1].part.facts != facts:
            self._open.pop()
        while len(self._open) < depth:
            above = self._open[-1].body if self._open else self._top
            made = Part(Role.LIST, above, facts=facts)
            self._open.append(_List(made, Part(Role.ITEM_BODY, made)))
        item = Part(Role.ITEM, self._open[-1].part)
        body = self._open[-1].body = Part(Role.ITEM_BODY, item)
        return body, Part(Role.MARKER, item) if marker else None
