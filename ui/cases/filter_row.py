"""The filter line over the list of cases, with its chips and its menu of types."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QWidget

from ui.cases.filter_words import CHIPS, HELP, has_chip, pressed
from ui.cases.types_menu import TypesButton
from ui.common.buttons import FilterChip, filter_chip, secondary
from ui.common.text import set_property


class FilterRow(QWidget):
    """Words typed or pressed. `typed`: they may go on; `entered`: read them now."""

    typed = Signal()
    entered = Signal()
    forgotten = Signal()

    def __init__(self, first: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(first)
        self.line.setAccessibleName("Filter the cases")
        self.line.setAccessibleDescription(HELP)
        self.line.setToolTip(HELP)
        self.line.setPlaceholderText("Name, reference or type:access")
        self.line.setMaxLength(300)
        self.line.setMinimumWidth(230)
        self.line.textChanged.connect(self.typed)
        self.line.returnPressed.connect(self.entered)
        self.person_chip = secondary("One person only", "close")
        self.person_chip.setToolTip("Show everybody again")
        self.person_chip.clicked.connect(self.forgotten)
        self.person_chip.hide()
        self.chips: dict[str, FilterChip] = {}
        self.types = TypesButton()
        self.types.pressed_type.connect(self._press_type)
        self._lay_out()

    def follow(self) -> None:
        """Show on the chips and the menu what the words say."""
        text = self.line.text()
        for chip in CHIPS:
            self.chips[chip.key].setChecked(has_chip(text, chip))
        self.types.follow(text)

    def complain(self, sentence: str) -> None:
        """Mark the line as not understood; "" takes the mark away."""
        self.line.setAccessibleDescription(sentence or HELP)
        set_property(self.line, "bad", "true" if sentence else "")

    def show_person(self, on: bool) -> None:
        """Say that the list is narrowed to one person."""
        self.person_chip.setVisible(on)
        self._fit()

    def inputs(self) -> tuple[QWidget, ...]:
        """What can be reached by the keyboard, in order."""
        return self.line, *self.chips.values(), self.types

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        self._chip_row = QHBoxLayout()
        self._chip_row.setSpacing(8)
        self._chip_row.addWidget(self.person_chip)
        for chip in CHIPS:
            made = filter_chip(chip.label)
            made.clicked.connect(self._press)
            self.chips[chip.key] = made
            self._chip_row.addWidget(made)
        self._chip_row.addWidget(self.types)
        self._chip_row.addStretch(1)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(8)
        self._both.addWidget(self.line, 1)
        self._both.addLayout(self._chip_row)

    def _fit(self) -> None:
        """Put the chips under the line where both do not fit beside each other."""
        beside = self.line.minimumWidth() + self._chip_row.minimumSize().width()
        way = QBoxLayout.Direction
        fits = beside + 8 <= self.width()
        self._both.setDirection(way.LeftToRight if fits else way.TopToBottom)

    @Slot()
    def _press(self) -> None:
        for chip in CHIPS:
            made = self.chips[chip.key]
            if made is self.sender():
                self.line.setText(pressed(self.line.text(), chip, made.isChecked()))
        self.entered.emit()

    @Slot(str)
    def _press_type(self, text: str) -> None:
        self.line.setText(text)
        self.entered.emit()
