"""A line of words that narrows a list, with chips that write the usual words in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QWidget

from ui.common.buttons import FilterChip, filter_chip
from ui.common.paint import width_of
from ui.common.text import BODY, role_font, set_property
from ui.common.tokens import GAP

_LEAST, _AROUND = 230, 40


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter one can press: the word it writes, and the words it takes away."""

    key: str
    label: str
    word: str
    against: tuple[str, ...] = ()


def pressed(text: str, chip: Chip, on: bool) -> str:
    """The filter line after a chip was pressed."""
    gone = {chip.word, *(chip.against if on else ())}
    words = [word for word in text.split() if word.casefold() not in gone]
    return " ".join([*words, chip.word] if on else words)


def has_chip(text: str, chip: Chip) -> bool:
    return chip.word in text.casefold().split()


def without_order(text: str) -> str:
    """The filter line without the word that orders the list."""
    words = (word for word in text.split() if not word.casefold().startswith("sort:"))
    return " ".join(words)


class FilterLine(QWidget):
    """Words typed or pressed. `typed`: they may go on; `entered`: read them now.

    Widgets of a list's own stand `after` the chips.
    """

    typed = Signal()
    entered = Signal()

    def __init__(
        self,
        name: str,
        chips: Sequence[Chip],
        *,
        help_text: str,
        placeholder: str,
        first: str = "",
        after: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._chips, self._help, self._after = tuple(chips), help_text, tuple(after)
        self.line = QLineEdit(first)
        self.line.setAccessibleName(name)
        self.line.setAccessibleDescription(help_text)
        self.line.setToolTip(help_text)
        self.line.setPlaceholderText(placeholder)
        self.line.setMaxLength(300)
        words = width_of(placeholder, role_font(BODY))
        self.line.setMinimumWidth(max(_LEAST, words + _AROUND))
        self.line.textChanged.connect(self.typed)
        self.line.returnPressed.connect(self.entered)
        self.chips: dict[str, FilterChip] = {}
        self._lay_out()

    def follow(self) -> None:
        """Show on the chips what the words say."""
        text = self.line.text()
        for chip in self._chips:
            self.chips[chip.key].setChecked(has_chip(text, chip))

    def complain(self, sentence: str) -> None:
        """Mark the line as not understood; "" takes the mark away."""
        self.line.setAccessibleDescription(sentence or self._help)
        set_property(self.line, "bad", "true" if sentence else "")

    def inputs(self) -> tuple[QWidget, ...]:
        """What can be reached by the keyboard, in order."""
        return self.line, *self.chips.values(), *self._after

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Put the chips under the line where both do not fit beside each other."""
        beside = self.line.minimumWidth() + self._chip_row.minimumSize().width()
        way = QBoxLayout.Direction
        fits = beside + GAP <= self.width()
        self._both.setDirection(way.LeftToRight if fits else way.TopToBottom)

    def _lay_out(self) -> None:
        self._chip_row = QHBoxLayout()
        self._chip_row.setSpacing(GAP)
        for chip in self._chips:
            made = filter_chip(chip.label)
            made.clicked.connect(self._press)
            self.chips[chip.key] = made
            self._chip_row.addWidget(made)
        for widget in self._after:
            self._chip_row.addWidget(widget)
        self._chip_row.addStretch(1)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(GAP)
        self._both.addWidget(self.line, 1)
        self._both.addLayout(self._chip_row)

    @Slot()
    def _press(self) -> None:
        for chip in self._chips:
            made = self.chips[chip.key]
            if made is self.sender():
                self.line.setText(pressed(self.line.text(), chip, made.isChecked()))
        self.entered.emit()
