"""The codes on a page, as areas to be filled: QR and Code 128.

They are drawn, not written in a font. Millimetres, unless a function says otherwise.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from operator import itemgetter

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from isteam_app.domain.envelopes import EnvelopeProfile

SQUARE_MODULE = 5 * 25.4 / 300
BAR_MODULE = 0.2
"""The smallest part of each code, in millimetres: dots enough at 300 dpi."""
BAR_QUIET = 10
"""Modules of white that a reader wants at either end of the bars."""
BAR_HEIGHT = 6.0
"""High enough for a reader's line to cross all bars of a sheet that lies askew."""
_LOWEST = 291.0
_FROM_FOLD = 1.5
"""How far from the sheet's edge and from a fold the bars stay, in millimetres."""
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


def forget_codes() -> None:
    """Let go of every code that was made: the vault is locked."""
    square.cache_clear()
    bars.cache_clear()


def bars_strip(profile: EnvelopeProfile, columns: int) -> tuple[float, float]:
    """Return where bars stand in the margin: their lower end and their module, in mm.

    They run upward between two folds, clear of what the window can show: in the lowest
    part of the sheet that takes them, or narrower in the longest one.
    """
    clear = profile.keep_out.bottom
    folds = (fold for fold in profile.folds if fold > clear)
    edges = (clear, *folds, _LOWEST + _FROM_FOLD)
    strips = [
        (lower - _FROM_FOLD, lower - upper - 2 * _FROM_FOLD)
        for upper, lower in pairwise(edges)
    ]
    modules = columns + 2 * BAR_QUIET
    fitting = [strip for strip in strips if strip[1] >= modules * BAR_MODULE]
    end, room = fitting[-1] if fitting else max(strips, key=itemgetter(1))
    module = min(BAR_MODULE, room / modules)
    return end - BAR_QUIET * module, module


def _dark(row: list[bool], bottom: int) -> str:
    """Return the rectangles over the dark modules of a row, neighbours as one."""
    path, left = [], 0
    for is_dark, modules in groupby(row):
        width = len(list(modules))
        if is_dark:
            path.append(f"{left} {bottom} {width} 1 re")
        left += width
    return " ".join(path)
