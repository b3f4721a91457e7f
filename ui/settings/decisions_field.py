"""Which decisions need a second person: a box for each, by kind of case."""

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.services.work_settings import decisions
from ui.common.fields import Field
from ui.common.text import STRONG, label
from ui.common.tokens import GAP_CARD

_ACROSS = 2


class DecisionsField(Field):
    """Boxes two a line under the name of each kind of case."""

    def __init__(self, name: str, help_text: str = "") -> None:
        super().__init__(name, help_text=help_text)
        self.boxes: dict[str, QCheckBox] = {}
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP_CARD)
        grid.setVerticalSpacing(4)
        line = 0
        for kind, definition in CASE_TYPES.items():
            if not definition.outcomes:
                continue
            grid.addWidget(label(definition.name, STRONG), line, 0, 1, _ACROSS)
            for place, outcome in enumerate(definition.outcomes):
                box = QCheckBox(outcome.name)
                box.setAccessibleName(f"{definition.name}: {outcome.name}")
                box.toggled.connect(self._touched)
                self.boxes[f"{kind.value}:{outcome.key}"] = box
                where = line + 1 + place // _ACROSS, place % _ACROSS
                grid.addWidget(box, *where)
            line += 2 + (len(definition.outcomes) - 1) // _ACROSS
            grid.setRowMinimumHeight(line, 8)
            line += 1
        grid.setColumnStretch(_ACROSS - 1, 1)
        inside.setFocusProxy(next(iter(self.boxes.values())))
        self._frame(inside)

    def chosen(self) -> tuple[str, ...] | None:
        """The decisions ticked, or None where they are the usual ones."""
        ticked = tuple(key for key, box in self.boxes.items() if box.isChecked())
        return None if ticked == _usual() else ticked

    def choose(self, keys: tuple[str, ...] | None) -> None:
        """Tick these; None stands for the usual ones."""
        wanted = _usual() if keys is None else keys
        for key, box in self.boxes.items():
            box.setChecked(key in wanted)

    def value(self) -> str:
        """The ticked ones as text, for a draft."""
        return "\n".join(key for key, box in self.boxes.items() if box.isChecked())

    def set_value(self, value: str) -> None:
        self.choose(tuple(value.split("\n")))

    def is_empty(self) -> bool:
        return not self.value()

    def _mark(self, *, bad: bool) -> None:
        """A box is never wrong by itself: the sentence says it."""


def _usual() -> tuple[str, ...]:
    return tuple(key for key, second in decisions() if second)
