"""Shows a letter exactly as it will be printed."""

from PySide6.QtWidgets import QWidget

from ui.common.pdf_pages import PdfPages
from ui.common.sheets import Sheets

LONGEST_SAID = 4000


class PdfView(Sheets):
    """A PDF from memory. Another one takes its place without a flicker."""

    def __init__(self, name: str = "The letter", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._pages: PdfPages | None = None

    def set_pdf(self, pdf: bytes) -> bool:
        """Shows a PDF where the last one stood; says whether it can be read."""
        pages = PdfPages(pdf)
        if not pages.is_readable:
            return False
        self._pages = pages
        place = self.verticalScrollBar().value()
        self.show_pages(pages.sizes(), pages.render)
        self.verticalScrollBar().setValue(place)
        self.setAccessibleDescription(pages.text(0)[:LONGEST_SAID])
        return True

    def clear(self) -> None:
        super().clear()
        self._pages = None
        self.setAccessibleDescription("")
