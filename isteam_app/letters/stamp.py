"""Stamps a letter that is printed once more: the words, and nothing else, are new."""

from io import BytesIO
from itertools import count

from pikepdf import Dictionary, Name, Page, Pdf
from reportlab.pdfgen.canvas import Canvas

from isteam_app.domain.envelopes import POINTS_PER_MM
from isteam_app.letters import ink
from isteam_app.letters.characters import clean
from isteam_app.letters.finish import saved
from isteam_app.letters.fonts import BOLD, REGULAR, SETTING, typeface
from isteam_app.letters.page import PAGE_HEIGHT, PAGE_WIDTH, RIGHT

_BASELINE = 8.5
"""Where the words stand, in millimetres from the top: above all else on any page."""
_SIZE = 9.0
_LONGEST = 80


def stamped(pdf: bytes, words: str) -> bytes:
    """Return a copy of a finished letter with a line in the top margin of each page.

    What is on the pages stays as it is; the same words give the same bytes. A screen
    reader passes over the line.
    """
    with Pdf.open(BytesIO(pdf)) as letter, Pdf.open(BytesIO(_drawn(words))) as drawn:
        line = letter.copy_foreign(drawn.pages[0].as_form_xobject())
        before = letter.make_stream(b"q")
        for page in letter.pages:
            name = _free_name(page)
            page.add_resource(line, Name.XObject, name)
            shown = f"Q /Artifact BMC {name} Do EMC"
            page.contents_add(before, prepend=True)
            page.contents_add(shown.encode())
        return saved(letter)


def _drawn(words: str) -> bytes:
    target = BytesIO()
    with SETTING:
        typeface()
        canvas = Canvas(
            target,
            pagesize=(PAGE_WIDTH * POINTS_PER_MM, PAGE_HEIGHT * POINTS_PER_MM),
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,
        )
        said = typeface().visible(" ".join(clean(words).split())[:_LONGEST])
        canvas.setFont(BOLD, _SIZE)
        canvas.setFillColor(ink.TEXT)
        canvas.drawRightString(
            RIGHT * POINTS_PER_MM, (PAGE_HEIGHT - _BASELINE) * POINTS_PER_MM, said
        )
        canvas.save()
    return target.getvalue()


def _free_name(page: Page) -> Name:
    """Return a name that the page has given to nothing yet."""
    taken = page.obj.Resources.get("/XObject", Dictionary())
    number = next(at for at in count(1) if f"/Stamp{at}" not in taken)
    return Name(f"/Stamp{number}")
