"""Reads a PDF from memory and paints its pages."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument


class PdfPages:
    """A PDF held in memory. Qt reads from the buffer for as long as this lives."""

    def __init__(self, pdf: bytes) -> None:
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        self._document.load(self._buffer)

    @property
    def is_readable(self) -> bool:
        ready = self._document.status() is QPdfDocument.Status.Ready
        return ready and self._document.pageCount() > 0

    def sizes(self) -> tuple[QSize, ...]:
        """The size of each page in points."""
        count = self._document.pageCount()
        sizes = (self._document.pagePointSize(n) for n in range(count))
        return tuple(size.toSize() for size in sizes)

    def text(self, page: int) -> str:
        """The words of a page, for those who hear it."""
        return self._document.getAllText(page).text()

    def render(self, page: int, size: QSize) -> QImage:
        """A page painted on white paper, in pixels."""
        paper = QImage(size, QImage.Format.Format_RGB32)
        paper.fill(0xFFFFFFFF)
        painter = QPainter(paper)
        painter.drawImage(0, 0, self._document.render(page, size))
        painter.end()
        return paper
