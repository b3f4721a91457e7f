"""What the person should know of a letter's way before going on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.letter_decisions import decision_words
from isteam_app.domain.letters import UNSENT, Letter, LetterState
from ui.common.buttons import secondary
from ui.common.notes import WARN, Note
from ui.common.tokens import GAP

_CHANGED = "Something changed since this letter was addressed"


class StageNotes(QWidget):
    """That it was sent back, and what changed in the records since; else nothing."""

    right_wanted = Signal()
    anew_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.right_button = secondary("Still right")
        self.anew_button = secondary("Write a new letter")
        self.back = Note(WARN, "Sent back")
        buttons = (self.right_button, self.anew_button)
        self.doubt = Note(WARN, _CHANGED, buttons=buttons)
        self.right_button.clicked.connect(self.right_wanted)
        self.anew_button.clicked.connect(self.anew_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.back)
        column.addWidget(self.doubt)
        self.hide()

    def show_letter(self, letter: Letter) -> None:
        """Say of this letter what there is to say."""
        came_back = letter.state is LetterState.DRAFT and bool(letter.decision_code)
        words = decision_words(letter.decision_code)
        self.back.set_text(f"Sent back: {words.lower()}", letter.approval_note)
        self.back.setVisible(came_back)
        doubtful = letter.state in UNSENT and bool(letter.doubt)
        self.doubt.set_text(_CHANGED, letter.doubt)
        self.doubt.setVisible(doubtful)
        self.anew_button.setVisible(not letter.is_unfinished)
        self.setVisible(came_back or doubtful)
