"""How hard a passphrase is to guess, while it is typed."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from isteam_app.services.passphrases import Strength
from ui.common.icons import IconLabel
from ui.common.text import LABEL, META, label, paragraph, set_property
from ui.common.theme import colour
from ui.common.tokens import GAP

PARTS = 4
_TONES = ("danger", "danger", "warn", "ok", "ok")
_ICONS = {"danger": "error", "warn": "warning", "ok": "done"}


class StrengthMeter(QWidget):
    """Four bars, a word and advice. Colour never says it alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = _Bars()
        self._icon = IconLabel("error", "danger", 14)
        self._word = label("", LABEL)
        self._advice = paragraph("", META)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._bars, 1)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._advice)
        self.show_strength(None)

    def show_strength(self, judged: Strength | None) -> None:
        """Show a judgement; None before anything is typed."""
        tone = "text3" if judged is None else _TONES[judged.score]
        self._bars.set_state(0 if judged is None else max(judged.score, 1), tone)
        self._icon.setVisible(judged is not None)
        self._icon.set_icon(_ICONS.get(tone, "info"), tone)
        self._word.setText("" if judged is None else judged.word)
        set_property(self._word, "tone", tone)
        self._advice.setText(
            "Four or five unrelated words are strong and can be remembered."
            if judged is None
            else judged.advice or "It is kept nowhere: only you know it."
        )
        self.setAccessibleName("Strength of the passphrase")
        self.setAccessibleDescription("" if judged is None else judged.word)

    def word(self) -> str:
        return self._word.text()


class _Bars(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._filled, self._tone = 0, "text3"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_state(self, filled: int, tone: str) -> None:
        self._filled, self._tone = filled, tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        gap = 4
        width = (self.width() - gap * (PARTS - 1)) / PARTS
        for part in range(PARTS):
            painter.setBrush(colour(self._tone if part < self._filled else "border"))
            left = part * (width + gap)
            painter.drawRoundedRect(QRectF(left, 5, width, 6), 3, 3)
        painter.end()
