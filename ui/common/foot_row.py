"""The foot of a card: what its button does at the left, the button at the right."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.common.paint import plain_tip
from ui.common.text import META, paragraph
from ui.common.tokens import GAP


def foot_row(says: str, *buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP)
    row.addWidget(paragraph(says, META), 1)
    for button in buttons:
        row.addWidget(button)
    return row


def allow(button: QPushButton, reason: str) -> None:
    """Enable a button, or disable it and say why: in its tip, and to readers."""
    button.setEnabled(not reason)
    button.setToolTip(plain_tip(reason) if reason else "")
    button.setAccessibleDescription(reason)
