"""What every panel over the case has: its form, its two buttons, and a way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from isteam_app.domain.cases import Case
from ui.common.buttons import primary, quiet
from ui.common.cards import Card
from ui.common.forms import Form


class CasePanel(Card):
    """A few fields over the case. Escape gives up; what was typed is gone then.

    `given` carries what was typed when it is to be kept. A subclass makes its `form`
    and calls `_give` by its own save button.
    """

    given = Signal(object)
    cancelled = Signal()
    form: Form

    def focus_first(self) -> None:
        """Take the keyboard to what most likely has to be typed."""
        raise NotImplementedError

    def typed(self) -> dict[str, str]:
        """What stands in the fields, to be kept while the vault is locked."""
        raise NotImplementedError

    def fill(self, kept: dict[str, str]) -> None:
        """Put back what was kept."""
        raise NotImplementedError

    def follow(self, case: Case) -> None:
        """Take notice of the case as it stands now; most panels show nothing of it."""

    def set_busy(self, busy: bool) -> None:
        self.save_button.setEnabled(not busy)
        self.cancel_button.setEnabled(not busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.cancel_button.isEnabled():
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _buttons(self, act: str) -> QHBoxLayout:
        self.cancel_button = quiet("Cancel")
        self.cancel_button.clicked.connect(self.cancelled)
        self.save_button = primary(act)
        self.save_button.clicked.connect(self._give)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        return row

    def _give(self) -> None:
        raise NotImplementedError
