"""Where a rule is written: a small link under its line."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.common.paint import plain_tip, width_of
from ui.common.painted_button import PaintedButton
from ui.common.text import META, role_font
from ui.common.theme import colour

_ROUND = 4
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)


class LawLink(PaintedButton):
    """The name of a law, over as many lines as it needs. Pressing asks for its text."""

    def __init__(self, law: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Read {law}", parent)
        self.setText(law)
        self.setProperty("elides", True)  # it wraps: its hint is its widest
        self.setAccessibleDescription(about)
        self.setToolTip(plain_tip(f"Read {law} in the browser"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        width = width_of(self.text(), role_font(META)) + 2 * _ROUND
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        words = self.text().split()
        longest = max(width_of(word, role_font(META)) for word in words)
        return QSize(longest + 2 * _ROUND, self.heightForWidth(1000))

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width - 2 * _ROUND, 1), 10_000)
        metrics = QFontMetrics(role_font(META))
        return metrics.boundingRect(room, _WRAPPED, self.text()).height() + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = role_font(META)
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(colour("accent_text"))
        room = self.rect().adjusted(_ROUND, 0, -_ROUND, 0)
        painter.drawText(room, _WRAPPED, self.text())
        self.draw_focus(painter, radius=4)
        painter.end()
