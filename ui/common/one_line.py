"""Words that give way where there is little room: a name may have any length."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.common.paint import plain_tip
from ui.common.text import elided

_LEAST = 160
"""Pixels: fewer would tell nothing of a name."""


class OneLine(QLabel):
    """Words on one line that give way: cut with an ellipsis, whole in the tooltip.

    `text` stays whole, for readers and for whoever asks.
    """

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(
            Qt.AlignmentFlag.AlignLeft
            | Qt.AlignmentFlag.AlignAbsolute
            | Qt.AlignmentFlag.AlignVCenter
        )
        self.setProperty("t", role)
        self.setProperty("elides", True)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        least = min(_LEAST, super().sizeHint().width())
        return QSize(least, super().minimumSizeHint().height())

    def shown(self) -> str:
        """What of the words there is room for."""
        return elided(self.text(), self.font(), self.contentsRect().width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.style().drawItemText(
            QPainter(self),
            self.contentsRect(),
            self.alignment(),
            self.palette(),
            self.isEnabled(),
            self.shown(),
            self.foregroundRole(),
        )
