"""Shows a scan: pictures and PDFs, opened in a closed-off process, from memory."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from isteam_app.services.scans import PageSize
from ui.common.buttons import icon_button
from ui.common.icons import IconLabel
from ui.common.paged_model import TOP, Index
from ui.common.scan_pages import ScanPages
from ui.common.scan_sheets import ScanSheets
from ui.common.text import BODY, META, label, paragraph

THUMB = QSize(64, 90)
_OPENING = "Opening the scan"


class Thumbnails(QAbstractListModel):
    """Small pictures of the pages, asked for when they come into sight."""

    def __init__(self, pages: ScanPages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._sizes: tuple[QSize, ...] = ()
        self._turn = 0
        self._sharp = 1.0
        pages.arrived.connect(self._freshen)

    def take(self, sizes: tuple[QSize, ...], turn: int, sharp: float) -> None:
        """Show pages of these sizes; `sharp`: dots of the screen in each pixel."""
        self.beginResetModel()
        self._sizes, self._turn, self._sharp = sizes, turn, sharp
        self.endResetModel()

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._sizes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        page = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return str(page + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"Page {page + 1}"
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(page)
        return None

    def _picture(self, page: int) -> QPixmap:
        """The page small, or blank paper of its shape until it is there."""
        keep = Qt.AspectRatioMode.KeepAspectRatio
        size = (self._sizes[page].scaled(THUMB, keep) * self._sharp).expandedTo(
            QSize(1, 1)
        )
        image = self._pages.picture(page, size, self._turn)
        if image.isNull():
            small = QPixmap(size)
            small.fill(Qt.GlobalColor.white)
        else:
            small = QPixmap.fromImage(image)
            if small.size() != size:
                smooth = Qt.TransformationMode.SmoothTransformation
                ignore = Qt.AspectRatioMode.IgnoreAspectRatio
                small = small.scaled(size, ignore, smooth)
        small.setDevicePixelRatio(self._sharp)
        return small

    @Slot(int)
    def _freshen(self, page: int) -> None:
        if page < len(self._sizes):
            row = self.index(page, 0)
            self.dataChanged.emit(row, row, [Qt.ItemDataRole.DecorationRole])


class ScanView(QWidget):
    """A scan with its pages beside it; it can be turned and enlarged.

    The pages arrive as they are ready. `settled`: the scan is open, or its refusal
    is said.
    """

    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quarter = 0
        self._sizes: tuple[QSize, ...] = ()
        self.pages = ScanPages(self)
        self.sheets = ScanSheets("The scan", self.pages)
        self._thumbs = Thumbnails(self.pages, self)
        self.thumbnails = QListView()
        self.problem = paragraph("", BODY, tone="text2")
        self._mark = IconLabel("missing", "warn", 24)
        self.position = label("", META, tnum=True)
        self._build()
        self.sheets.page_changed.connect(self._show_position)
        self.pages.opened.connect(self._take)
        self.pages.refused.connect(self._refuse)
        self.pages.page_refused.connect(self._complain_of)
        self.clear()

    def _build(self) -> None:
        self.thumbnails.setProperty("k", "thumbs")
        self.thumbnails.setAccessibleName("Pages of the scan")
        self.thumbnails.setModel(self._thumbs)
        self.thumbnails.setIconSize(THUMB)
        self.thumbnails.setSpacing(4)
        self.thumbnails.setFixedWidth(108)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.thumbnails.setHorizontalScrollBarPolicy(off)
        chosen = self.thumbnails.selectionModel().currentRowChanged
        chosen.connect(self._turn_to)
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
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
        column.addWidget(self._tools)
        column.addLayout(said)
        column.addLayout(pages, 1)
        least, most = QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding
        column.addItem(QSpacerItem(0, 0, least, most))

    @property
    def page_count(self) -> int:
        return self.sheets.page_count

    @property
    def is_working(self) -> bool:
        """Whether pages in sight are still to arrive."""
        return self.pages.is_working

    @property
    def is_there(self) -> bool:
        """Whether the page in sight has arrived, or it is said why it cannot."""
        if not self.page_count:
            return bool(self.problem.text())
        return not (self.is_working or self.sheets.drawn(self.sheets.page).isNull())

    def set_scan(self, data: bytes) -> None:
        """Shows a scan; what cannot be shown safely is said to be so."""
        self.clear()
        self.pages.read(data)
        self.position.setText(_OPENING)

    def show_refused(self, sentence: str) -> None:
        """Says why a scan that was tried before cannot be shown."""
        self.clear()
        self._refuse(sentence)

    def clear(self) -> None:
        """Shows nothing, and ends the process that read the last scan."""
        self.pages.close()
        self._quarter = 0
        self._sizes = ()
        self._complain("")
        self._show()

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

    @Slot(object)
    def _take(self, sizes: Sequence[PageSize]) -> None:
        self._sizes = tuple(QSize(round(one.width), round(one.height)) for one in sizes)
        self._show()
        self.settled.emit()

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._sizes = ()
        self._complain(sentence)
        self._show()
        self.settled.emit()

    @Slot(int, str)
    def _complain_of(self, _page: int, sentence: str) -> None:
        self._complain(sentence)

    def _complain(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self._mark.setVisible(bool(sentence))

    def _rotate(self, quarters: int) -> None:
        self._quarter = (self._quarter + quarters) % 4
        self._show()

    def _show(self) -> None:
        sizes = tuple(self._turned_size(size) for size in self._sizes)
        if sizes:
            self.sheets.show_scan(sizes, self._quarter)
        else:
            self.sheets.clear()
        self._thumbs.take(sizes, self._quarter, self.devicePixelRatioF())
        refused = not sizes and bool(self.problem.text())
        self.sheets.setVisible(not refused)
        self._tools.setVisible(not refused)
        self.thumbnails.setVisible(len(sizes) > 1)
        self._show_position()

    def _turned_size(self, size: QSize) -> QSize:
        return size.transposed() if self._quarter % 2 else size

    def _turn_to(self, current: QModelIndex) -> None:
        if current.isValid():
            self.set_page(current.row())

    def _show_position(self) -> None:
        count = self.page_count
        words = f"Page {self.sheets.page + 1} of {count}" if count else ""
        self.position.setText(words)
