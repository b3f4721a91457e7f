"""A scroll area as tall as what is in it, and shorter only where it must be."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

_SHORTEST = 96


class FittingArea(QScrollArea):
    """Lay things out in `column`. It never scrolls sideways."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._inside = QWidget()
        self._inside.setProperty("k", "scrolled")
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._inside)
        self.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        self._inside.installEventFilter(self)

    def sizeHint(self) -> QSize:
        usual = self._inside.sizeHint()
        width = self.viewport().width() or usual.width()
        height = self.column.totalHeightForWidth(width)
        return QSize(usual.width(), height if height > 0 else usual.height())

    def minimumSizeHint(self) -> QSize:
        narrowest = self._inside.minimumSizeHint().width()
        return QSize(narrowest, min(self.sizeHint().height(), _SHORTEST))

    def show_whole(self, part: QWidget) -> None:
        """Scroll until the foot of a part is in sight, once it is laid out."""
        self.column.activate()
        foot = part.mapTo(self._inside, part.rect().bottomLeft())
        self.ensureVisible(foot.x(), foot.y(), 0, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
