"""The pages of a table on paper, and what is alike on all of them.

They come out as PDF/A-2b at once: to go over thousands of finished pages again would
hold everybody up.
"""

import zlib
from datetime import date
from io import BytesIO

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFInfo,
    PDFName,
    PDFStream,
    PDFString,
    PDFZCompress,
)
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from isteam_app.domain.dates import long_date
from isteam_app.domain.sheets import Sheet, in_utc
from isteam_app.letters import ink
from isteam_app.letters.finish import PROFILE, PROGRAM, colours, facts_of, stamp_of
from isteam_app.letters.table_text import BOLD, REGULAR, SIZE, visible, width

WIDTH, HEIGHT = 841.89, 595.28
LEFT, RIGHT = 34.0, WIDTH - 34.0
MIDDLE = (LEFT + RIGHT) / 2
TOP, FOOT = HEIGHT - 30.0, 32.0
BOTTOM = FOOT + 14.0
"""Where the rows begin and end, in points from the lower edge."""
_WATERMARK_ROOM, _WATERMARK_MOST = 800.0, 64.0
_PAGES, _STANDING = "pages", "standing"
_PACKED = PDFDictionary({"Filter": PDFArray([PDFName("FlateDecode")])})
"""What thousands of pages have alike is made once."""


class _Facts(PDFInfo):  # type: ignore[misc]  # reportlab ships no types
    """The file's facts once more, alike."""

    author = creator = producer = PROGRAM

    def __init__(self, title: str, stamp: str) -> None:
        super().__init__()
        self.title, self._stamp = title, stamp

    def format(self, document: PDFDocument) -> bytes:
        facts = {
            "Title": self.title,
            "Author": PROGRAM,
            "Creator": PROGRAM,
            "Producer": PROGRAM,
            "CreationDate": self._stamp,
            "ModDate": self._stamp,
        }
        told = {name: PDFString(said) for name, said in facts.items()}
        return bytes(PDFDictionary(told).format(document))


class TablePages(Canvas):  # type: ignore[misc]  # reportlab ships no types
    """Packs each page as soon as it is set, so that thousands of them fit in memory."""

    def __init__(self, target: BytesIO, *, title: str, on: date) -> None:
        super().__init__(
            target,
            pagesize=(WIDTH, HEIGHT),
            invariant=1,
            pageCompression=1,
            pdfVersion=(1, 7),
            initialFontName=REGULAR,
            lang="en-GB",
        )
        self._shown: PDFDictionary = None
        self._describe(title, on)

    def showPage(self) -> None:  # noqa: N802  reportlab's name
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.Contents = PDFStream(_PACKED, zlib.compress(page.stream.encode()))
        page.stream = page.Trans = None
        self._shown = page.XObjects = self._shown or page.XObjects

    def _describe(self, title: str, on: date) -> None:
        """Write what the standard asks of a file; see `finish`."""
        root = self._doc.Catalog
        root.__NoDefault__ = [*root.__NoDefault__, "OutputIntents"]
        kind = PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")})
        facts = facts_of(title=title, author=PROGRAM, on=on)
        root.Metadata = PDFStream(kind, facts + b"\n", filters=[])
        root.ViewerPreferences = PDFDictionary({"DisplayDocTitle": b"true"})
        profile = PDFStream(PDFDictionary({"N": 3}), colours(), filters=[PDFZCompress])
        intent = {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString(PROFILE),
            "Info": PDFString(PROFILE),
            "DestOutputProfile": profile,
        }
        root.OutputIntents = PDFArray([PDFDictionary(intent)])
        self._doc.info = _Facts(title, stamp_of(on))

    def define_standing(self, sheet: Sheet) -> None:
        """Draw what stands on every page: the watermark and the foot."""
        self.beginForm(_STANDING)
        watermark = visible(sheet.watermark)
        if watermark:
            self._watermark(watermark)
        self.setStrokeColor(ink.RULE)
        self.setLineWidth(0.5)
        self.line(LEFT, FOOT + 10, RIGHT, FOOT + 10)
        self.say(visible(sheet.title), LEFT, FOOT)
        at = in_utc(sheet.at)
        made = f"Made on {long_date(at.date())}, {at:%H:%M} UTC"
        self.say(made, RIGHT - width(made), FOOT)
        self.endForm()

    def define_pages(self, pages: int) -> None:
        """Draw how many pages there are; every page shows it already."""
        self.beginForm(_PAGES)
        self.say(f"{pages}", MIDDLE, FOOT)
        self.endForm()

    def show_standing(self, page: int) -> None:
        self.doForm(_STANDING)
        said = f"Page {page} of "
        self.say(said, MIDDLE - width(said), FOOT)
        self.doForm(_PAGES)

    def text_in(self, colour: Color) -> PDFTextObject:
        """Begin a text of the rows' size; `drawText` puts it on the page."""
        text = self.beginText()
        text.setFont(REGULAR, SIZE)
        text.setFillColor(colour)
        return text

    def say(
        self,
        text: str,
        left: float,
        baseline: float,
        *,
        size: float = SIZE,
        bold: bool = False,
        colour: Color = ink.QUIET,
    ) -> None:
        self.setFont(BOLD if bold else REGULAR, size)
        self.setFillColor(colour)
        self.drawString(left, baseline, text)

    def _watermark(self, text: str) -> None:
        """Write lightly from corner to corner, as large as the words leave room for."""
        size = min(_WATERMARK_MOST, _WATERMARK_ROOM / width(text, 1, bold=True))
        self.saveState()
        self.translate(WIDTH / 2, HEIGHT / 2)
        self.rotate(30)
        self.setFont(BOLD, size)
        self.setFillColor(ink.WATERMARK)
        self.drawCentredString(0, -size / 3, text)
        self.restoreState()
