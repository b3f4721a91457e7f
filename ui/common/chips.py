"""Chips: a state as an icon and a word on a soft fill, or without one in lists."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.common import theme
from ui.common.icons import ROW, paint_icon
from ui.common.status import Status
from ui.common.text import META, role_font
from ui.common.tokens import CHIP

_PAD, _GAP = 7, 4


def chip_font() -> QFont:
    """The font of a chip's word: the smallest size, strong."""
    font = role_font(META, tnum=True)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def chip_width(status: Status, *, filled: bool = True) -> int:
    """How wide a chip is, in pixels."""
    words = QFontMetrics(chip_font()).horizontalAdvance(status.word) + 1
    return ROW + _GAP + words + (2 * _PAD if filled else 0)


def chip_height() -> int:
    """How high a chip is: 22, more where the person wants larger text."""
    return max(CHIP, QFontMetrics(chip_font()).height() + 6)


def paint_chip(
    painter: QPainter, rect: QRect, status: Status, *, filled: bool = True
) -> int:
    """Paint a chip at the left of a rectangle, centred on its height.

    Words that do not fit are cut with an ellipsis. Returns the width it took.
    """
    width = min(chip_width(status, filled=filled), rect.width())
    box = QRect(rect.left(), rect.center().y() - chip_height() // 2 + 1, width, 0)
    box.setHeight(chip_height())
    painter.save()
    if filled:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_fill(painter, box, status)
        box.adjust(_PAD, 0, -_PAD, 0)
    mark = QRect(box.left(), box.center().y() - ROW // 2 + 1, ROW, ROW)
    paint_icon(painter, mark, status.icon, status.ink)
    box.setLeft(mark.right() + 1 + _GAP)
    font = chip_font()
    painter.setFont(font)
    painter.setPen(theme.colour(status.ink))
    words = QFontMetrics(font).elidedText(
        status.word, Qt.TextElideMode.ElideRight, box.width() + 1
    )
    painter.drawText(
        box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words
    )
    painter.restore()
    return width


def _paint_fill(painter: QPainter, box: QRect, status: Status) -> None:
    edge = theme.edge_width()
    if edge > 1:
        painter.setPen(theme.colour("edge"))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(status.soft))
    radius = box.height() / 2
    painter.drawRoundedRect(QRectF(box), radius, radius)


class Chip(QWidget):
    """A state beside a title or a heading. It says what is so; it does nothing."""

    def __init__(
        self, status: Status, *, filled: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._filled = filled
        self._status = status
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_status(status)

    @property
    def status(self) -> Status:
        return self._status

    def set_status(self, status: Status) -> None:
        self._status = status
        self.setAccessibleName(status.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._status, filled=self._filled), chip_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._status, filled=self._filled)
        painter.end()
