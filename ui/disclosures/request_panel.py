"""What every panel over a request has: its form, its two buttons, and a way out."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isteam_app.errors import RuleBroken
from ui.common.answer_fields import put_in, typed_in
from ui.common.buttons import Button, primary, quiet
from ui.common.cards import Card
from ui.common.fields import Field
from ui.common.forms import Form
from ui.common.tokens import GAP

WHAT = "what"


class RequestPanel(Card):
    """A few fields in place of the section. Escape gives up, Ctrl+Enter goes on.

    `given` carries what is to be done. A subclass calls `_use` with its fields and
    offers `_give`. `key` tells one panel from another in a draft.
    """

    given = Signal(object)
    cancelled = Signal()
    field_wanted = Signal(str)
    """The key of a gate whose field is to be filled in first."""
    key = ""
    fills = False
    """Whether it takes all the height there is."""

    def typed(self) -> dict[str, str]:
        """What stands in the fields, to be kept while the vault is locked."""
        return {
            WHAT: self.key,
            **{key: typed_in(field) for key, field in self.fields.items()},
        }

    def fill(self, kept: Mapping[str, str]) -> None:
        """Put back what was kept."""
        for key, text in kept.items():
            if key in self.fields:
                put_in(self.fields[key], text)

    def focus_first(self) -> None:
        for field in self.fields.values():
            if field.isVisibleTo(self):
                field.focus_field()
                return
        self.cancel_button.setFocus()

    def refuse(self, error: RuleBroken) -> bool:
        """Say a refusal at its field; False where no field has its name."""
        if error.field == "text":  # the words that go with an act, whatever it is
            error = RuleBroken(str(error), field="reason")
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

    def _use(self, fields: Mapping[str, Field], act: str, *others: QWidget) -> None:
        """Take the fields and add the row at the foot; `others` stand at its left."""
        self._offer(fields, quiet("Cancel"), primary(act))
        self.cancel_button.clicked.connect(self.cancelled)
        self.save_button.setToolTip("Ctrl+Enter")
        self.save_button.clicked.connect(self._give)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for other in others:
            row.addWidget(other)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        self.body.addLayout(row)

    def _offer(self, fields: Mapping[str, Field], leave: Button, act: Button) -> None:
        """Take the fields, what gives up, and what goes on."""
        self.fields = dict(fields)
        self.form = Form(self.fields, self)
        self.cancel_button, self.save_button = leave, act

    def _give(self) -> None:
        raise NotImplementedError
