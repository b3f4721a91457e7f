"""What every panel on a person's page has: its form, two buttons, and a way out."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from isteam_app.errors import RuleBroken
from ui.common.buttons import primary, quiet
from ui.common.cards import Card
from ui.common.choice_fields import CheckField, ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import AreaField, Field, TextField
from ui.common.forms import Form
from ui.common.tokens import GAP


class PersonPanel(Card):
    """A few fields over the page. Escape gives up; Ctrl+Enter saves from any field.

    `given` carries what was typed when it is to be kept. A subclass hands its fields
    to `_use` and offers `read`.
    """

    given = Signal(object)
    cancelled = Signal()
    key = ""

    def _use(self, fields: dict[str, Field], act: str) -> None:
        self._fields = fields
        self.form = Form(fields, self)
        self.cancel_button = quiet("Cancel")
        self.save_button = primary(act)
        self.cancel_button.clicked.connect(self.cancelled)
        self.save_button.clicked.connect(self.give)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        self.body.addLayout(row)

    def read(self) -> object:
        """What was typed, to be kept. Raises RuleBroken with the field."""
        raise NotImplementedError

    def give(self) -> None:
        try:
            given = self.read()
        except RuleBroken as error:
            self.form.show(error)
            return
        self.given.emit(given)

    def focus_first(self) -> None:
        next(iter(self._fields.values())).focus_field()

    def typed(self) -> dict[str, str]:
        """What stands in the fields, to be kept while the vault is locked."""
        return {name: _text(field) for name, field in self._fields.items()}

    def fill(self, kept: dict[str, str]) -> None:
        """Put back what was kept."""
        for name, text in kept.items():
            if name in self._fields:
                _put(self._fields[name], text)
        self.form.is_touched = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif enter and held:
            self.give()
        else:
            super().keyPressEvent(event)


def day_of(field: DateField, name: str) -> date | None:
    """Return the day typed. Raises RuleBroken with the field's name."""
    try:
        return field.value()
    except RuleBroken as error:
        raise RuleBroken(str(error), field=name) from error


def _text(field: Field) -> str:
    if isinstance(field, CheckField):
        return "yes" if field.value() else ""
    if isinstance(field, DateField):
        return field.text()
    assert isinstance(field, TextField | AreaField | ChoiceField)  # noqa: S101  no other kind is used here
    return field.value()


def _put(field: Field, text: str) -> None:
    if isinstance(field, CheckField):
        field.set_value(text == "yes")
    elif isinstance(field, DateField):
        field.set_text(text)
    elif isinstance(field, TextField | AreaField | ChoiceField):
        field.set_value(text)
