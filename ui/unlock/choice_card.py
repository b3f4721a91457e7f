"""A way to begin, as a whole card that can be pressed."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.common.icons import IconLabel
from ui.common.text import BODY, STRONG, label, paragraph

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class ChoiceCard(QPushButton):
    """Icon, what it does, and one sentence about it. One of several is chosen."""

    def __init__(self, key: str, icon: str, title: str, sentence: str) -> None:
        super().__init__()
        self.key = key
        self.setProperty("v", "choice")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAutoDefault(False)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 16, 12)
        row.setSpacing(18)
        row.addWidget(IconLabel(icon, "accent_text", 20), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(title, STRONG))
        words.addWidget(paragraph(sentence, BODY, tone="text2"))
        row.addLayout(words, 1)
        row.addWidget(IconLabel("enter", "text3", 16))
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return super().sizeHint() if inside is None else inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        inside = self.layout()
        return super().minimumSizeHint() if inside is None else inside.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        inside = self.layout()
        return -1 if inside is None else inside.heightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose the neighbour; Enter and Space press."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step:
            self._neighbour(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _neighbour(self, step: int) -> None:
        parent = self.parentWidget()
        cards = [] if parent is None else parent.findChildren(ChoiceCard)
        if len(cards) < 2:
            return
        other = cards[(cards.index(self) + step) % len(cards)]
        other.setFocus(Qt.FocusReason.TabFocusReason)
        other.click()
