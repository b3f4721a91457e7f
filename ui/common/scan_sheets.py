"""Sheets of a scan: blank paper of the right size until each page has arrived."""

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.common.scan_pages import ScanPages
from ui.common.sheets import Sheets
from ui.common.text import BODY, role_font

_INK = Qt.GlobalColor.darkGray
_LOST = "This page cannot be shown"


class ScanSheets(Sheets):
    """The pages of a scan, asked for as they come into sight."""

    def __init__(
        self, name: str, pages: ScanPages, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._pages = pages
        self._turn = 0
        pages.arrived.connect(self._freshen)
        pages.page_refused.connect(self._freshen)

    def show_scan(self, sizes: tuple[QSize, ...], turn: int) -> None:
        """Shows pages of these sizes in points, turned by quarters to the right."""
        self._turn = turn
        self.show_pages(sizes, lambda page, size: self._pages.picture(page, size, turn))

    def drawn(self, page: int) -> QImage:
        """A page as far as it has arrived; the pages keep it, not the sheet."""
        return self._pages.picture(page, self.pixels(page), self._turn)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._pages.begin_sight()
        super().paintEvent(event)

    def paint_sheet(self, painter: QPainter, page: int, place: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        image = self.drawn(page)
        if not image.isNull():
            painter.drawImage(place, image)
        elif self._pages.is_lost(page):
            painter.setPen(_INK)
            painter.setFont(role_font(BODY))
            middle = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place, middle, _LOST)

    @Slot()
    def _freshen(self) -> None:
        self.viewport().update()
