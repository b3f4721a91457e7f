"""Notes in the page: what the person should know before going on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.common.icons import IconLabel
from ui.common.text import BODY, STRONG, paragraph
from ui.common.tokens import GAP, GAP_ROW

INFO, OK, WARN, DANGER = "info", "ok", "warn", "danger"
_LOOKS = {
    INFO: ("info", "accent_text"),
    OK: ("done", "ok"),
    WARN: ("warning", "warn"),
    DANGER: ("late", "danger"),
}


class Note(QFrame):
    """A soft-filled banner: icon, first line in the hue, the rest in plain text.

    Buttons stand at the right, or below the words (`below=True`) where there is
    little width. Errors are danger notes: what happened, what is safe, what to do.
    """

    def __init__(
        self,
        tone: str,
        title: str,
        text: str = "",
        *,
        buttons: Sequence[QPushButton] = (),
        below: bool = False,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        usual, ink = _LOOKS[tone]
        self.setProperty("k", "note")
        self.setProperty("tone", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_ROW, 9, GAP_ROW, 9)
        row.setSpacing(10)
        mark = IconLabel(icon or usual, ink, 18)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        self.title = paragraph(title, STRONG, tone=ink)
        self.text = paragraph(text, BODY)
        words.addWidget(self.title)
        words.addWidget(self.text)
        row.addLayout(words, 1)
        self._add_buttons(buttons, words if below else row)
        self.set_text(title, text)

    def set_text(self, title: str, text: str = "") -> None:
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def _add_buttons(
        self, buttons: Sequence[QPushButton], place: QHBoxLayout | QVBoxLayout
    ) -> None:
        if not buttons:
            return
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for button in buttons:
            row.addWidget(button)
        if isinstance(place, QVBoxLayout):
            row.addStretch(1)
            place.addSpacing(GAP - 2)
        place.addLayout(row)
