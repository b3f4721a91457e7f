"""How large a PNG or a JPEG says it is, read before anything else of it is."""

from itertools import count

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_MOST_SEGMENTS = 1_000
_NO_FRAME = {0xC4, 0xC8, 0xCC}
_BARE = {0x01, *range(0xD0, 0xD8)}
"""Marks of a JPEG that look like a frame and are none, and those without a length."""


def pixel_size(data: bytes) -> tuple[int, int]:
    """Return the width and height in pixels; (0, 0) where the file does not say."""
    if data.startswith(_PNG) and data[12:16] == b"IHDR":
        return _number(data, 16, 4), _number(data, 20, 4)
    return _frame(data) if data.startswith(_JPEG) else (0, 0)


def _frame(data: bytes) -> tuple[int, int]:
    """Walk over the segments of a JPEG to the one that describes the picture."""
    at = len(_JPEG)
    for step in count():
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if step > _MOST_SEGMENTS or at + 9 > len(data) or data[at] != 0xFF:
            return 0, 0
        mark = data[at + 1]
        if 0xC0 <= mark <= 0xCF and mark not in _NO_FRAME:
            return _number(data, at + 7, 2), _number(data, at + 5, 2)
        at += 2 if mark in _BARE else 2 + _number(data, at + 2, 2)
    return 0, 0


def _number(data: bytes, at: int, length: int) -> int:
    return int.from_bytes(data[at : at + length], "big")
