"""The filter line over the list of cases, with its chips and its menu of types."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.cases.filter_words import CHIPS, HELP
from ui.cases.types_menu import TypesButton
from ui.common.buttons import secondary
from ui.common.filter_line import FilterLine


class FilterRow(FilterLine):
    """`forgotten`: the list is to be of everybody again."""

    forgotten = Signal()

    def __init__(self, first: str, parent: QWidget | None = None) -> None:
        self.person_chip = secondary("One person only", "close")
        self.person_chip.setToolTip("Show everybody again")
        self.types = TypesButton()
        super().__init__(
            "Filter the cases",
            CHIPS,
            help_text=HELP,
            placeholder="Name, reference or type:access",
            first=first,
            before=(self.person_chip,),
            after=(self.types,),
            parent=parent,
        )
        self.person_chip.clicked.connect(self.forgotten)
        self.person_chip.hide()
        self.types.pressed_type.connect(self._press_type)

    def follow(self) -> None:
        """Show on the chips and the menu what the words say."""
        super().follow()
        self.types.follow(self.line.text())

    def show_person(self, on: bool) -> None:
        """Say that the list is narrowed to one person."""
        self.person_chip.setVisible(on)
        self.fit()

    @Slot(str)
    def _press_type(self, text: str) -> None:
        self.line.setText(text)
        self.entered.emit()
