"""Words with an icon before them, as one label."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.common.paint import draw_icon, square, token_of
from ui.common.text import BODY, set_property

GAP = 8


class IconWords(QLabel):
    """A label whose icon is painted in its tone, whatever the theme."""

    def __init__(
        self,
        text: str = "",
        icon: str = "",
        *,
        role: str = BODY,
        tone: str = "",
        icon_tone: str = "",
        side: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._side = side
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("t", role)
        self.set_words(text, icon, tone=tone, icon_tone=icon_tone)

    def set_words(
        self, text: str, icon: str = "", *, tone: str = "", icon_tone: str = ""
    ) -> None:
        """Shows other words; the icon takes the tone of the words unless told."""
        self._icon, self._icon_tone = icon, icon_tone or tone
        set_property(self, "tone", token_of(tone) if tone else None)
        self.setContentsMargins(self._side + GAP if icon else 0, 0, 0, 0)
        self.setText(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._icon:
            painter = QPainter(self)
            place = square(0, self.height() // 2, self._side)
            draw_icon(painter, place, self._icon, token_of(self._icon_tone))
            painter.end()
