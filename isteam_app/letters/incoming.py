"""A made-up letter from a member of the public, as the scanner would bring it in."""

import io

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from isteam_app.letters.fonts import REGULAR, SETTING, typeface

_MARGIN, _LINE, _SIZE = 72, 15, 11


def incoming_letter(
    sender: tuple[str, ...], dated: str, paragraphs: tuple[str, ...], stamp: str
) -> bytes:
    """Return a one-page PDF: sender's address, date, text, and a date stamp."""
    with SETTING:
        typeface()
        return _drawn(sender, dated, paragraphs, stamp)


def _drawn(
    sender: tuple[str, ...], dated: str, paragraphs: tuple[str, ...], stamp: str
) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, initialFontName=REGULAR)
    width, height = A4
    canvas.setFont(REGULAR, _SIZE)
    y = height - _MARGIN
    for line in sender[1:]:
        canvas.drawRightString(width - _MARGIN, y, line)
        y -= _LINE
    y -= _LINE
    for block in (dated, "Dear Sir or Madam,", *paragraphs, "Yours faithfully,"):
        for line in simpleSplit(block, REGULAR, _SIZE, width - 2 * _MARGIN):
            canvas.drawString(_MARGIN, y, line)
            y -= _LINE
        y -= _LINE * 0.6
    canvas.drawString(_MARGIN, y - 2 * _LINE, sender[0])
    _stamp(canvas, width, stamp)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _stamp(canvas: Canvas, width: float, text: str) -> None:
    canvas.saveState()
    canvas.translate(width - 190, 110)
    canvas.rotate(5)
    canvas.setStrokeColorRGB(0.6, 0.1, 0.1)
    canvas.setFillColorRGB(0.6, 0.1, 0.1)
    canvas.rect(0, 0, 120, 36)
    canvas.setFont(REGULAR, 8)
    canvas.drawCentredString(60, 22, "RECEIVED")
    canvas.setFont(REGULAR, 11)
    canvas.drawCentredString(60, 8, text)
    canvas.restoreState()
