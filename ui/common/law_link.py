"""Where a rule is written: a small link that gives way where there is little room."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.common.paint import draw_text, height_for, plain_tip, width_of
from ui.common.painted_button import PaintedButton
from ui.common.text import META, role_font

_ROUND = 4
_LEAST = 60


class LawLink(PaintedButton):
    """The name of a law; pressing it asks for its text."""

    def __init__(self, law: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Read {law}", parent)
        self.setText(law)
        self.setProperty("elides", True)
        self.setAccessibleDescription(about)
        self.setToolTip(plain_tip(f"Read {law} in the browser"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = width_of(self.text(), role_font(META)) + 2 * _ROUND
        return QSize(width, height_for(META, 20, 4))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_LEAST, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.rect().adjusted(_ROUND, 0, -_ROUND, 0)
        font = role_font(META)
        font.setUnderline(self.underMouse())
        draw_text(painter, room, self.text(), ink="accent_text", font=font)
        self.draw_focus(painter, radius=4)
        painter.end()
