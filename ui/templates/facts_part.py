"""The made-up facts that a template is tried out with."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.services.letter_editing import Field as LetterField
from isteam_app.services.template_trial import FACTS, Facts
from ui.common.buttons import quiet
from ui.common.fields import AreaField
from ui.common.segments import Segments
from ui.common.text import META, paragraph
from ui.common.tokens import GAP_ROW

_LONGEST_LINE = 60
Values = Callable[[Facts], Mapping[str, str]]


class FactsPart(QWidget):
    """A set to begin with, and a box for each field that the template names.

    What is typed is used for the preview alone and kept nowhere.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sets = Segments(
            "Test data", [(key.value, words) for key, (words, _) in FACTS.items()]
        )
        self.says = paragraph("", META)
        self.again = quiet("Use the set again", "undo")
        self.boxes: dict[str, AreaField] = {}
        self._usual: dict[str, str] = {}
        self._typed: dict[str, str] = {}
        self._values: Values = _nothing
        self._column = QVBoxLayout()
        self._column.setSpacing(GAP_ROW)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP_ROW, 8, 0)
        column.setSpacing(GAP_ROW)
        row = QHBoxLayout()
        row.addWidget(self.sets)
        row.addStretch(1)
        row.addWidget(self.again)
        column.addLayout(row)
        column.addWidget(self.says)
        column.addLayout(self._column)
        column.addStretch(1)
        self.sets.chosen.connect(self._choose)
        self.again.clicked.connect(self._begin_again)
        self._say()

    def facts(self) -> Facts:
        """The set in force."""
        return Facts(self.sets.current())

    def typed(self) -> dict[str, str]:
        """What was typed instead of the set's values."""
        return dict(self._typed)

    def ask_for(self, fields: tuple[LetterField, ...], values: Values) -> None:
        """Show a box for each of these; `values` says what a set has for them."""
        self._values = values
        names = [field.name for field in fields]
        if names != list(self.boxes):
            self._rebuild(fields)
        self._fill()

    def values(self) -> dict[str, str]:
        """What each field says: as typed, else as the set has it."""
        return {**self._usual, **self._typed}

    def show_field(self, name: str) -> bool:
        """Go to the box of a field; says whether there is one."""
        box = self.boxes.get(name)
        if box is not None:
            box.focus_field()
        return box is not None

    def _rebuild(self, fields: tuple[LetterField, ...]) -> None:
        for box in self.boxes.values():
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = {}
        self._typed = {}
        for field in fields:
            long = field.many or len(str(field.example)) > _LONGEST_LINE
            box = AreaField(
                field.label,
                lines=3 if long else 1,
                help_text="One entry a line." if field.many else "",
            )
            box.changed.connect(self._note)
            self.boxes[field.name] = box
            self._column.addWidget(box)

    def _fill(self) -> None:
        usual = self._values(self.facts())
        self._usual = {name: usual.get(name, "") for name in self.boxes}
        for name, box in self.boxes.items():
            wanted = self._typed.get(name, self._usual[name])
            if box.value() != wanted:
                box.blockSignals(True)
                box.set_value(wanted)
                box.blockSignals(False)
        self.again.setVisible(bool(self._typed))

    @Slot()
    def _note(self) -> None:
        self._typed = {
            name: box.value()
            for name, box in self.boxes.items()
            if box.value() != self._usual.get(name, "").strip()
        }
        self.again.setVisible(bool(self._typed))
        self.edited.emit()

    @Slot()
    def _choose(self) -> None:
        self._say()
        self._begin_again()

    @Slot()
    def _begin_again(self) -> None:
        self._typed = {}
        self._fill()
        self.edited.emit()

    def _say(self) -> None:
        _, says = FACTS[self.facts()]
        self.says.setText(
            f"{says}. Nothing of it is kept; what you type is tried once."
        )


def _nothing(_facts: Facts) -> Mapping[str, str]:
    return {}
