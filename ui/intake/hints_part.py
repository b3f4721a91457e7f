"""What is good to know while one types: known needs, a case already open."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.services.intake_hints import Hint
from ui.common.buttons import secondary
from ui.common.notes import INFO, WARN, Note
from ui.common.tokens import GAP


class HintsPart(QWidget):
    """Notes one below the other; nothing at all where there is nothing to know."""

    opened = Signal(int)  # a case

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints: tuple[Hint, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self.hide()

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Show these; what is shown already stays as it is."""
        if tuple(hints) == self._hints:
            return
        self._hints = tuple(hints)
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for hint in self._hints:
            self._column.addWidget(self._note(hint))
        self.setVisible(bool(self._hints))

    def words(self) -> list[str]:
        """What is said, for whoever reads it aloud."""
        return [hint.title for hint in self._hints]

    def _note(self, hint: Hint) -> Note:
        buttons = []
        if hint.case_id:
            button = secondary("Open the case")
            button.clicked.connect(partial(self._open, hint.case_id))
            buttons.append(button)
        tone = WARN if hint.grave else INFO
        return Note(tone, hint.title, hint.text, buttons=buttons)

    def _open(self, case_id: int, _checked: bool = False) -> None:
        self.opened.emit(case_id)
