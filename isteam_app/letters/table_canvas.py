"""The pages of a table on paper, and what is alike on all of them."""

import zlib
from io import BytesIO

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from isteam_app.domain.dates import long_date
from isteam_app.domain.sheets import Sheet, in_utc
from isteam_app.letters import ink
from isteam_app.letters.table_text import BOLD, REGULAR, SIZE, visible, width

WIDTH, HEIGHT = 841.89, 595.28
LEFT, RIGHT = 34.0, WIDTH - 34.0
MIDDLE = (LEFT + RIGHT) / 2
TOP, FOOT = HEIGHT - 30.0, 32.0
BOTTOM = FOOT + 14.0
"""Where the rows begin and end, in points from the lower edge."""
_WATERMARK_ROOM, _WATERMARK_MOST = 800.0, 64.0
_PAGES, _STANDING = "pages", "standing"


class TablePages(Canvas):  # type: ignore[misc]  # reportlab ships no types
    """Packs each page as soon as it is set, so that thousands of them fit in memory."""

    def __init__(self, target: BytesIO) -> None:
        super().__init__(
            target,
            pagesize=(WIDTH, HEIGHT),
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,
            lang="en-GB",
        )

    def showPage(self) -> None:  # noqa: N802  reportlab's name
        super().showPage()
        page = self._doc.Pages.pages[-1]
        facts = PDFDictionary({"Filter": PDFArray([PDFName("FlateDecode")])})
        page.Contents = PDFStream(facts, zlib.compress(page.stream.encode()))
        page.stream = None

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
