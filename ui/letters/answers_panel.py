"""The facts that only the caseworker can give a letter, a field each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from isteam_app.services.letter_editing import Field as LetterField
from ui.common.cards import Card
from ui.common.fields import AreaField

_ITEMS, _LONG, _SHORT = 4, 3, 2
_LONG_ANSWER = 60
_LONGEST = 5000


class AnswersPanel(Card):
    """What is typed for this letter. Fields come and go with the text."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("To fill in", parent=parent)
        self._fields: dict[str, AreaField] = {}
        self._answers: dict[str, str] = {}
        self.hide()

    def answers(self) -> dict[str, str]:
        """What was typed, by field. What a field no longer asks for is kept too."""
        typed = {name: field.value() for name, field in self._fields.items()}
        whole = {**self._answers, **typed}
        return {name: text for name, text in whole.items() if text}

    def set_answers(self, answers: dict[str, str]) -> None:
        """Show other answers; that is not an edit."""
        self._answers = dict(answers)
        for name, field in self._fields.items():
            field.blockSignals(True)
            field.set_value(answers.get(name, ""))
            field.blockSignals(False)

    def ask_for(self, fields: Sequence[LetterField]) -> None:
        """Ask for these, in this order."""
        if [field.name for field in fields] == list(self._fields):
            return
        self._answers = self.answers()
        for old in self._fields.values():
            self.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._fields = {field.name: self._made(field) for field in fields}
        for made in self._fields.values():
            self.body.addWidget(made)
        self.setVisible(bool(self._fields))

    def field(self, name: str) -> AreaField | None:
        """The box of a field, if it is asked for."""
        return self._fields.get(name)

    def _made(self, field: LetterField) -> AreaField:
        if field.many:
            lines, hint = _ITEMS, "One entry a line."
        else:
            long = len(str(field.example)) > _LONG_ANSWER
            lines, hint = (_LONG if long else _SHORT), ""
        made = AreaField(field.label, lines=lines, most=_LONGEST, help_text=hint)
        made.set_value(self._answers.get(field.name, ""))
        made.changed.connect(self._note)
        return made

    @Slot()
    def _note(self) -> None:
        self.edited.emit()
