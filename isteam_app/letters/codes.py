"""The codes at the foot of a page, as areas to be filled: QR and Code 128.

They are drawn, not written in a font, and stand on the dots of a 300 dpi printer.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

_DOT = 25.4 / 300
SQUARE_MODULE = 5 * _DOT
BAR_MODULE = 3 * _DOT
"""The smallest part of each code, in millimetres: whole dots at 300 dpi."""
BAR_QUIET = 10
"""Modules of white that a reader wants on either side of the bars."""
BAR_HEIGHT = 5.0
_MASK = 2
"""One of the eight patterns that keep a code lively; readers are told which. Trying
them all out takes longer than setting the rest of the page."""
_KEPT = 256


@dataclass(frozen=True, slots=True)
class Marks:
    """Dark areas on a grid of `columns` by `rows`, as the filled path of a PDF page.

    The path counts from the bottom left.
    """

    path: str
    columns: int
    rows: int


@lru_cache(maxsize=_KEPT)
def square(text: str) -> Marks:
    """Return a QR code that survives the loss of about a seventh of it (level M)."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.version = code.calculate_version()
    code.makeImpl(False, _MASK)
    side = code.getModuleCount()
    rows = ((side - 1 - at, row) for at, row in enumerate(code.modules))
    return Marks(" ".join(_dark(row, at) for at, row in rows), side, side)


@lru_cache(maxsize=_KEPT)
def bars(text: str) -> Marks:
    """Return a Code 128; one row of modules high, to be drawn as high as wanted."""
    code = Code128(text, barWidth=1, quiet=0)
    code.validate()
    code.encode()
    code.decompose()
    row = [
        part.isupper()
        for part in code.decomposed
        for _ in range(ord(part.upper()) - ord("A") + 1)
    ]
    return Marks(_dark(row, 0), len(row), 1)


def bar_module(marks: Marks, room: float) -> float:
    """Return how wide a bar is, in millimetres, so that the code keeps to its room."""
    return min(BAR_MODULE, room / (marks.columns + 2 * BAR_QUIET))


def _dark(row: list[bool], bottom: int) -> str:
    """Return the rectangles over the dark modules of a row, neighbours as one."""
    path, left = [], 0
    for is_dark, modules in groupby(row):
        width = len(list(modules))
        if is_dark:
            path.append(f"{left} {bottom} {width} 1 re")
        left += width
    return " ".join(path)
