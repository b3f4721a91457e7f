"""Joins shapes of a font into one: a letter with its marks, a syllable of Hindi.

A file can then say of each shape which characters it stands for, and a reader of the
file needs no knowledge of the script. The tables are those of ISO/IEC 14496-22.
"""

from collections.abc import Sequence
from struct import pack, unpack_from

from reportlab.pdfbase.ttfonts import TTFontFace

_WORDS_ARE_OFFSETS, _MORE = 0x0003, 0x0020
_HEAD = ">hhhhh"
_BOX_AT = 2

Placed = tuple[int, int, int]
"""A shape of the font and how far it is moved, right and up, in the font's units."""


class JoinedShapes:
    """The shapes of one font, and those that are joined while letters are made."""

    def __init__(self, face: TTFontFace) -> None:
        self._face = face
        self._joined: dict[tuple[Placed, ...], int] = {}
        self._waiting: list[bytes] = []
        # at the end of the file the table can grow
        table = face.get_table("glyf")[: face.glyphPos[-1]]
        face.table["glyf"]["offset"] = len(face._ttf_data)  # noqa: SLF001
        self._append(table)

    def joined(self, parts: Sequence[Placed], advance: int) -> int:
        """Return the number of the shape that these make together."""
        key = (*parts, (advance, 0, 0))
        if key not in self._joined:
            self._joined[key] = self._join(parts, advance)
        return self._joined[key]

    def settle(self) -> None:
        """Put what was joined since the last time into the table."""
        self._append(b"".join(self._waiting))
        self._waiting.clear()

    def _join(self, parts: Sequence[Placed], advance: int) -> int:
        face = self._face
        drawn = [part for part in parts if self._length(part[0])]
        boxes = [self._box(part) for part in drawn] or [(0, 0, 0, 0)]
        left, bottom = (min(box[side] for box in boxes) for side in (0, 1))
        right, top = (max(box[side] for box in boxes) for side in (2, 3))
        record = pack(_HEAD, -1, left, bottom, right, top) if drawn else b""
        for at, (shape, x, y) in enumerate(drawn, start=1):
            flags = _WORDS_ARE_OFFSETS | (_MORE if at < len(drawn) else 0)
            record += pack(">HHhh", flags, shape, x, y)
        self._waiting.append(record)
        face.glyphPos.append(face.glyphPos[-1] + len(record))
        face.hmetrics.append((advance, left & 0xFFFF))
        return len(face.glyphPos) - 2

    def _append(self, data: bytes) -> None:
        face = self._face
        face._ttf_data += data  # noqa: SLF001
        table = face.table["glyf"]
        table["length"] = len(face._ttf_data) - table["offset"]  # noqa: SLF001

    def _length(self, shape: int) -> int:
        start, end = self._face.glyphPos[shape : shape + 2]
        return int(end - start)

    def _box(self, part: Placed) -> tuple[int, int, int, int]:
        shape, x, y = part
        face = self._face
        at = face.get_table_pos("glyf")[0] + face.glyphPos[shape] + _BOX_AT
        left, bottom, right, top = unpack_from(">hhhh", face._ttf_data, at)  # noqa: SLF001
        return left + x, bottom + y, right + x, top + y
