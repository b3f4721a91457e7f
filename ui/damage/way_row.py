"""One way on: what it does, in a line and a sentence, and its button."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.common.buttons import Button
from ui.common.cards import hairline
from ui.common.icons import IconLabel
from ui.common.text import BODY, STRONG, label, paragraph
from ui.common.tokens import GAP_CARD, GAP_ROW

_BUTTON = 124


class WayRow(QWidget):
    """Icon, title, one sentence, and at the right the button that goes that way."""

    def __init__(self, icon: str, title: str, sentence: str, button: Button) -> None:
        super().__init__()
        self.button = button
        button.setMinimumWidth(_BUTTON)
        self._sentence = paragraph(sentence, BODY, tone="text2")
        button.setAccessibleDescription(sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_ROW)
        column.addWidget(hairline())
        row = QHBoxLayout()
        column.addLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_CARD)
        row.addWidget(IconLabel(icon, "accent_text", 20), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(title, STRONG))
        words.addWidget(self._sentence)
        row.addLayout(words, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_sentence(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self.button.setAccessibleDescription(sentence)
