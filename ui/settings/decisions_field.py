"""Which decisions need a second person: a box for each."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.services.work_settings import decisions
from ui.common.choice_fields import Choices
from ui.common.fields import Field
from ui.common.text import STRONG, label
from ui.common.tokens import GAP_CARD

_ACROSS = 2


class BoxesField(Field):
    """Boxes so many a line, under the headings of their groups where they have any."""

    def __init__(
        self,
        name: str,
        groups: Sequence[tuple[str, Choices]],
        help_text: str = "",
        *,
        across: int = _ACROSS,
    ) -> None:
        super().__init__(name, help_text=help_text)
        self._across = across
        self.boxes: dict[str, QCheckBox] = {}
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_CARD)
        self._grid.setVerticalSpacing(4)
        line = 0
        for heading, choices in groups:
            line = self._add_group(line, heading, choices)
        self._grid.setColumnStretch(across - 1, 1)
        inside.setFocusProxy(next(iter(self.boxes.values())))
        self._frame(inside)

    def ticked(self) -> tuple[str, ...]:
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def tick(self, keys: Sequence[str]) -> None:
        for key, box in self.boxes.items():
            box.setChecked(key in keys)

    def value(self) -> str:
        """The ticked ones as text, for a draft."""
        return "\n".join(self.ticked())

    def set_value(self, value: str) -> None:
        self.tick(value.split("\n"))

    def is_empty(self) -> bool:
        return not self.value()

    def _add_group(self, line: int, heading: str, choices: Choices) -> int:
        """Put a group at a line of the grid; return the line after it."""
        if heading:
            self._grid.addWidget(label(heading, STRONG), line, 0, 1, self._across)
            line += 1
        for place, (key, words) in enumerate(choices):
            box = QCheckBox(words)
            box.setAccessibleName(f"{heading}: {words}" if heading else words)
            box.toggled.connect(self._touched)
            self.boxes[key] = box
            self._grid.addWidget(
                box, line + place // self._across, place % self._across
            )
        line += 1 + (len(choices) - 1) // self._across
        if heading:
            self._grid.setRowMinimumHeight(line, 8)
        return line + 1

    def _mark(self, *, bad: bool) -> None:
        """A box is never wrong by itself: the sentence says it."""


class DecisionsField(BoxesField):
    """The decisions of every kind of case, under the name of the kind."""

    def __init__(self, name: str, help_text: str = "") -> None:
        groups = [
            (
                definition.name,
                [
                    (f"{kind.value}:{each.key}", each.name)
                    for each in definition.outcomes
                ],
            )
            for kind, definition in CASE_TYPES.items()
            if definition.outcomes
        ]
        super().__init__(name, groups, help_text)

    def chosen(self) -> tuple[str, ...] | None:
        """The decisions ticked, or None where they are the usual ones."""
        ticked = self.ticked()
        return None if ticked == _usual() else ticked

    def choose(self, keys: tuple[str, ...] | None) -> None:
        """Tick these; None stands for the usual ones."""
        self.tick(_usual() if keys is None else keys)


def _usual() -> tuple[str, ...]:
    return tuple(key for key, second in decisions() if second)
