"""Shows a scan: pictures and PDFs, straight from memory."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QBuffer,
    QByteArray,
    QIODevice,
    QModelIndex,
    QObject,
    QSize,
    Qt,
)
from PySide6.QtGui import QImage, QImageReader, QPixmap, QTransform
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from ui.common.buttons import icon_button
from ui.common.icons import IconLabel
from ui.common.paged_model import TOP, Index
from ui.common.pdf_pages import PdfPages
from ui.common.sheets import Render, Sheets
from ui.common.text import BODY, META, label, paragraph

THUMB = QSize(64, 90)
SCREEN_DPI = 96
PDF = "application/pdf"
UNREADABLE = (
    "This file cannot be shown. It is kept as it came. Open it on the computer it came "
    "from, or scan the letter again."
)
LOCKED = (
    "This PDF is protected by a password and cannot be shown. It is kept as it came. "
    "Ask the sender for a copy without a password."
)


class Thumbnails(QAbstractListModel):
    """Small pictures of the pages, painted when they come into sight."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._render: Render | None = None
        self._sizes: tuple[QSize, ...] = ()
        self._made: dict[int, QPixmap] = {}

    def take(self, sizes: tuple[QSize, ...], render: Render | None) -> None:
        self.beginResetModel()
        self._sizes, self._render, self._made = sizes, render, {}
        self.endResetModel()

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._sizes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._render is None:
            return None
        page = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return str(page + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"Page {page + 1}"
        if role == Qt.ItemDataRole.DecorationRole:
            if page not in self._made:
                keep = Qt.AspectRatioMode.KeepAspectRatio
                size = self._sizes[page].scaled(THUMB, keep)
                self._made[page] = QPixmap.fromImage(self._render(page, size))
            return self._made[page]
        return None


class ScanView(QWidget):
    """A scan with its pages beside it; it can be turned and enlarged."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quarter = 0
        self._sizes: tuple[QSize, ...] = ()
        self._source: Render | None = None
        self._pages: PdfPages | None = None
        self.sheets = Sheets("The scan")
        self._thumbs = Thumbnails(self)
        self.thumbnails = QListView()
        self.problem = paragraph("", BODY, tone="text2")
        self._mark = IconLabel("missing", "warn", 24)
        self.position = label("", META, tnum=True)
        self._build()
        self.sheets.page_changed.connect(self._show_position)
        self.clear()

    def _build(self) -> None:
        self.thumbnails.setProperty("k", "thumbs")
        self.thumbnails.setAccessibleName("Pages of the scan")
        self.thumbnails.setModel(self._thumbs)
        self.thumbnails.setIconSize(THUMB)
        self.thumbnails.setSpacing(4)
        self.thumbnails.setFixedWidth(108)
        chosen = self.thumbnails.selectionModel().currentRowChanged
        chosen.connect(self._turn_to)
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addWidget(self.position)
        tools.addStretch(1)
        for icon, name, act in (
            ("arrow-counter-clockwise", "Turn left", self.rotate_left),
            ("arrow-clockwise", "Turn right", self.rotate_right),
            ("zoom_out", "Smaller", self.zoom_out),
            ("zoom_in", "Larger", self.zoom_in),
            ("arrows-out-line-horizontal", "Fit the width", self.fit),
        ):
            tool = icon_button(icon, name)
            tool.clicked.connect(act)
            tools.addWidget(tool)
        said = QHBoxLayout()
        said.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.problem, 1)
        pages = QHBoxLayout()
        pages.setSpacing(8)
        pages.addWidget(self.thumbnails)
        pages.addWidget(self.sheets, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(tools)
        column.addLayout(said)
        column.addLayout(pages, 1)

    @property
    def page_count(self) -> int:
        return self.sheets.page_count

    def set_scan(self, data: bytes, media_type: str) -> bool:
        """Shows a scan; a file that cannot be read is said to be so. True: shown."""
        self.clear()
        if media_type == PDF or data.startswith(b"%PDF"):
            return self._set_pdf(data)
        image = _image(data)
        if image.isNull():
            return self._complain(UNREADABLE)
        points = image.size() * 72 / _dots_per_inch(image)
        self._take((points,), lambda _, size: _scaled(image, size))
        return True

    def clear(self) -> None:
        """Shows nothing."""
        self._pages = None
        self._quarter = 0
        self._take((), None)
        self._complain("")

    def rotate_left(self) -> None:
        self._rotate(-1)

    def rotate_right(self) -> None:
        self._rotate(1)

    def zoom_in(self) -> None:
        self.sheets.zoom_in()

    def zoom_out(self) -> None:
        self.sheets.zoom_out()

    def fit(self) -> None:
        self.sheets.fit_width()

    def set_page(self, page: int) -> None:
        self.sheets.set_page(page)

    def _set_pdf(self, data: bytes) -> bool:
        pages = PdfPages(data)
        if not pages.is_readable:
            return self._complain(LOCKED if pages.needs_password else UNREADABLE)
        self._pages = pages
        self._take(pages.sizes(), pages.render)
        return True

    def _complain(self, sentence: str) -> bool:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self._mark.setVisible(bool(sentence))
        return False

    def _take(self, sizes: tuple[QSize, ...], source: Render | None) -> None:
        self._sizes, self._source = sizes, source
        self._show()

    def _rotate(self, quarters: int) -> None:
        self._quarter = (self._quarter + quarters) % 4
        self._show()

    def _show(self) -> None:
        source = self._source
        if source is None:
            self.sheets.clear()
            self._thumbs.take((), None)
        else:
            sizes = tuple(self._turned_size(size) for size in self._sizes)
            self.sheets.show_pages(sizes, self._turned)
            self._thumbs.take(sizes, self._turned)
        self.thumbnails.setVisible(len(self._sizes) > 1)
        self._show_position()

    def _turned_size(self, size: QSize) -> QSize:
        return size.transposed() if self._quarter % 2 else size

    def _turned(self, page: int, size: QSize) -> QImage:
        if self._source is None:
            return QImage()
        image = self._source(page, self._turned_size(size))
        return image.transformed(QTransform().rotate(90 * self._quarter))

    def _turn_to(self, current: QModelIndex) -> None:
        if current.isValid():
            self.set_page(current.row())

    def _show_position(self) -> None:
        count = self.page_count
        words = f"Page {self.sheets.page + 1} of {count}" if count else ""
        self.position.setText(words)


def _image(data: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    return reader.read()


def _scaled(image: QImage, size: QSize) -> QImage:
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)


def _dots_per_inch(image: QImage) -> float:
    dots = image.dotsPerMeterX() * 0.0254
    return dots if 30 <= dots <= 1200 else SCREEN_DPI
