"""What has to be looked at twice before a letter goes, each with a box to tick."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from isteam_app.services.letter_check import Twice
from ui.common.cards import Card
from ui.common.icons import IconLabel
from ui.common.text import BODY, paragraph

_RIGHT = "I have looked: this is right"


class TwicePanel(Card):
    """Hidden while nothing has to be looked at. A tick lasts as long as the fact."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Look twice", parent=parent)
        self.head.insertWidget(0, IconLabel("warning", "warn", 18))
        self._shown: tuple[Twice, ...] = ()
        self._boxes: dict[str, QCheckBox] = {}
        self._parts: list[QWidget] = []
        self._ticked: set[str] = set()
        self.hide()

    def ticked(self) -> tuple[str, ...]:
        """The keys of what somebody said to have looked at."""
        return tuple(each.key for each in self._shown if each.key in self._ticked)

    def open_count(self) -> int:
        """How many are not ticked yet."""
        return len(self._shown) - len(self.ticked())

    def forget(self, but: Collection[str] = ()) -> None:
        """Take every tick away but some: another letter, or another pair of eyes."""
        self._ticked = set(but)
        self._show()

    def set_twice(self, twice: Sequence[Twice]) -> None:
        """Show these; what was ticked already stays ticked."""
        if tuple(twice) == self._shown:
            return
        self._shown = tuple(twice)
        self._show()

    def box(self) -> QCheckBox | None:
        """The first one that is not ticked yet."""
        return next((box for box in self._boxes.values() if not box.isChecked()), None)

    def _show(self) -> None:
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts, self._boxes = [], {}
        for each in self._shown:
            self._add(each)
        self.setVisible(bool(self._shown))

    def _add(self, twice: Twice) -> None:
        words = paragraph(twice.sentence, BODY)
        box = QCheckBox(_RIGHT)
        box.setAccessibleName(f"{twice.sentence} {_RIGHT}")
        box.setChecked(twice.key in self._ticked)
        box.setProperty("twice", twice.key)
        box.toggled.connect(self._tick)
        self._boxes[twice.key] = box
        for part in (words, box):
            self.body.addWidget(part)
            self._parts.append(part)

    @Slot()
    def _tick(self) -> None:
        self._ticked = {key for key, box in self._boxes.items() if box.isChecked()} | (
            self._ticked - self._boxes.keys()
        )
        self.changed.emit()
