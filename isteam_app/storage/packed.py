"""Keeps a long text short within its row, so that lists need not read past it.

A row that is longer than a page of the database goes on in pages of its own, and
whatever stands behind it in the row is read through them.
"""

import zlib
from base64 import b85decode, b85encode

_MARK = "z:"
_SHORT = 500


def packed(text: str) -> str:
    """Return a text as its row keeps it."""
    if len(text) < _SHORT and not text.startswith(_MARK):
        return text
    return _MARK + b85encode(zlib.compress(text.encode(), 9)).decode()


def unpacked(kept: str) -> str:
    """Return a text from what its row keeps."""
    if not kept.startswith(_MARK):
        return kept
    return zlib.decompress(b85decode(kept.removeprefix(_MARK))).decode()
