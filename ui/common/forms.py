"""A form: its fields by name, and a refusal shown where it belongs."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from isteam_app.errors import RuleBroken
from ui.common.fields import Field


class Form(QObject):
    """The fields of a page by the names that rules know them by."""

    changed = Signal()

    def __init__(
        self, fields: Mapping[str, Field], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._fields = dict(fields)
        self.is_touched = False
        for field in self._fields.values():
            field.changed.connect(self._note_change)

    def __getitem__(self, name: str) -> Field:
        return self._fields[name]

    def show(self, error: RuleBroken) -> bool:
        """Put the refusal under its field and go there.

        False means that no field of the form has that name: say it elsewhere.
        """
        self.clear()
        field = self._fields.get(error.field)
        if field is None:
            return False
        field.show_problem(str(error))
        field.focus_field()
        return True

    def clear(self) -> None:
        for field in self._fields.values():
            field.clear_problem()

    def forget_touch(self) -> None:
        """Take what stands there now as untouched: just loaded, or just saved."""
        self.is_touched = False

    def _note_change(self) -> None:
        self.is_touched = True
        self.changed.emit()
