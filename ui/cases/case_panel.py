"""What every panel over the case has: its form, its two buttons, and a way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isteam_app.domain.cases import Case
from isteam_app.errors import RuleBroken
from isteam_app.services.cases import CasePage
from ui.common.buttons import primary, quiet
from ui.common.cards import Card
from ui.common.forms import Form


class CasePanel(Card):
    """A few fields over the case. Escape gives up; what was typed is gone then.

    Ctrl+Enter saves from any field.

    `given` carries what was typed when it is to be kept. A subclass makes its `form`
    and calls `_give` by its own save button. `form_wanted` names a form of the case to
    fill in first, and the entry of it (0 for a new one).
    """

    given = Signal(object)
    cancelled = Signal()
    form_wanted = Signal(str, int)
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

    def follow_page(self, page: CasePage) -> None:
        """Take notice of everything the page shows; for most panels the case is all."""
        self.follow(page.case)

    def refuse(self, error: RuleBroken) -> bool:
        """Say a refusal at its field; False where no field has its name."""
        return self.form.show(error)

    def set_busy(self, busy: bool) -> None:
        self.save_button.setEnabled(not busy)
        self.cancel_button.setEnabled(not busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape and self.cancel_button.isEnabled():
            self.cancelled.emit()
        elif enter and held:
            self.save_button.click()
        else:
            super().keyPressEvent(event)

    def _buttons(self, act: str, *others: QWidget) -> QHBoxLayout:
        """Return the row at the foot; `others` stand at its left."""
        self.cancel_button = quiet("Cancel")
        self.cancel_button.clicked.connect(self.cancelled)
        self.save_button = primary(act)
        self.save_button.setToolTip("Ctrl+Enter")
        self.save_button.clicked.connect(self._give)
        row = QHBoxLayout()
        row.setSpacing(8)
        for other in others:
            row.addWidget(other)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        return row

    def _give(self) -> None:
        raise NotImplementedError
