"""The head of a letter as it will be printed, under the logo that is chosen."""

from functools import partial

from PySide6.QtCore import QRect, QSize, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from isteam_app.services.session import Session
from isteam_app.services.template_trial import letterhead_pdf
from ui.common.background import Background
from ui.common.latest_build import LatestBuild
from ui.common.pdf_pages import PdfPages
from ui.common.theme import colour

_WIDTH, _SHARE = 420, 0.19
"""Pixels of the page's width, and how much of its height is shown."""
_RATIO = 297 / 210


class LetterheadPreview(QWidget):
    """The top of a made-up letter. It is built once somebody can see it."""

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__()
        self._session = session
        self._logo: int | None = None
        self._built_for: int | None = None
        self._image = QImage()
        self.build = LatestBuild(background, self)
        self.build.built.connect(self._show)
        self.build.failed.connect(self._forget)
        self.setAccessibleName("The head of a letter")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_logo(self, picture_id: int) -> None:
        """Show the head with another logo; 0 shows the company's name."""
        self._logo = picture_id
        if self.isVisible():
            self._ask()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, round(_WIDTH * _RATIO * _SHARE))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), 0xFFFFFFFF)
        if not self._image.isNull():
            painter.drawImage(QRect(0, 0, _WIDTH, self._high()), self._image)
        painter.setPen(QPen(colour("border"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _ask(self) -> None:
        if self._logo is not None and self._logo != self._built_for:
            self._built_for = self._logo
            self.build.ask_for(partial(letterhead_pdf, self._session, self._logo))

    @Slot(object)
    def _show(self, pdf: bytes) -> None:
        pages = PdfPages(pdf)
        if pages.is_readable:
            sharp = QSize(_WIDTH, self._high()) * self.devicePixelRatioF()
            self._image = pages.render(0, sharp)
            self.setAccessibleDescription(pages.text(0)[:300])
            self.update()

    @Slot()
    def _forget(self) -> None:
        self._built_for = None

    def _high(self) -> int:
        return round(_WIDTH * _RATIO)
