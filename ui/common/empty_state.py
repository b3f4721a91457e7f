"""What is said where a list would be, when there is nothing in it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.common.buttons import secondary
from ui.common.icons import EMPTY, IconLabel
from ui.common.text import BODY, SECTION, label, paragraph

CENTRE = Qt.AlignmentFlag.AlignHCenter


class EmptyState(QWidget):
    """An icon, a line, a sentence and at most one thing to do."""

    acted = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str,
        button_word: str = "",
        button_icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = label(title, SECTION)
        self.sentence = paragraph(sentence, BODY, tone="text2")
        self.sentence.setAlignment(CENTRE)
        self.button = secondary(button_word, button_icon)
        self.button.clicked.connect(self.acted)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(IconLabel(icon, "text3", EMPTY), 0, CENTRE)
        column.addWidget(self.title, 0, CENTRE)
        column.addWidget(self.sentence)
        column.addSpacing(4)
        column.addWidget(self.button, 0, CENTRE)
        column.addStretch(1)
        self.button.setVisible(bool(button_word))

    def set_words(self, title: str, sentence: str) -> None:
        """Says something else, such as what a filter has left out."""
        self.title.setText(title)
        self.sentence.setText(sentence)

    def set_button(self, word: str) -> None:
        """Offers another thing to do; empty words take the button away."""
        self.button.set_words(word)
        self.button.setVisible(bool(word))
