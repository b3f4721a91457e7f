"""A line edit that knows how wide its answer is, at any size of text."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ui.common.text import BODY, role_font
from ui.common.theme import text_scale

_FRAME = 2 * 9 + 2 * 2 + 4


class LineEdit(QLineEdit):
    """A field `width` pixels wide at usual text, or growing where that is 0.

    `sample` is the longest usual answer: the field is never too narrow for it.
    """

    def __init__(
        self, width: int = 0, sample: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._width = width
        self._sample = sample
        self.setProperty("whole", bool(sample))
        policy = QSizePolicy.Policy
        across = policy.Maximum if width else policy.Expanding
        self.setSizePolicy(across, policy.Fixed)

    def sizeHint(self) -> QSize:
        usual = super().sizeHint()
        wanted = round(self._width * text_scale()) or usual.width()
        return QSize(max(wanted, self._least()), usual.height())

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(max(least.width(), self._least()), least.height())

    def _least(self) -> int:
        if not self._sample:
            return round(min(self._width or 80, 80) * text_scale())
        margins = self.textMargins()
        words = QFontMetrics(role_font(BODY)).horizontalAdvance(self._sample)
        return words + margins.left() + margins.right() + _FRAME
