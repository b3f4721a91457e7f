"""The filter line over the list of cases, with its chips and its menu of types."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ui.cases.filter_words import CHIPS, HELP
from ui.cases.types_menu import TypesButton
from ui.common.filter_line import FilterLine


class FilterRow(FilterLine):
    """Its chips, and a menu that narrows the list to some kinds of case."""

    def __init__(self, first: str, parent: QWidget | None = None) -> None:
        self.types = TypesButton()
        super().__init__(
            "Filter the cases",
            CHIPS,
            help_text=HELP,
            placeholder="Name, reference or type:access",
            first=first,
            after=(self.types,),
            parent=parent,
        )
        self.types.pressed_type.connect(self._press_type)

    def follow(self) -> None:
        """Show on the chips and the menu what the words say."""
        super().follow()
        self.types.follow(self.line.text())

    @Slot(str)
    def _press_type(self, text: str) -> None:
        self.line.setText(text)
        self.entered.emit()
