"""Chooses among every type of case; each has its word in the filter line."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from ui.cases.filter_words import TYPES, types_in
from ui.common.buttons import Button
from ui.common.filter_line import Chip, has_chip, pressed


class TypesButton(Button):
    """A button with a menu of types. Several may be ticked."""

    pressed_type = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Every type", "secondary", "unfold", parent)
        self._text = ""
        self._menu = QMenu(self)
        self._menu.setAccessibleName("Types of case")
        self._acts = {}
        for chip in TYPES:
            act = self._menu.addAction(chip.label.replace("&", "&&"))
            act.setCheckable(True)
            act.triggered.connect(partial(self._press, chip))
            self._acts[chip.key] = act
        self.setMenu(self._menu)

    def follow(self, text: str) -> None:
        """Show which types the filter line asks for."""
        self._text = text
        for chip in TYPES:
            self._acts[chip.key].setChecked(has_chip(text, chip))
        count = types_in(text)
        chosen = [chip.label for chip in TYPES if has_chip(text, chip)]
        self.set_words(chosen[0] if count == 1 else _words(count))

    def _press(self, chip: Chip) -> None:
        on = not has_chip(self._text, chip)
        self.pressed_type.emit(pressed(self._text, chip, on))


def _words(count: int) -> str:
    return f"{count} types" if count else "Every type"
