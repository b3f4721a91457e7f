"""Fields of the request form that no other form has."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QMenu, QWidget

from ui.common.fields import Field, TextField
from ui.common.inner_button import InnerButton
from ui.common.text import set_property
from ui.common.tokens import GAP, GAP_CARD

_ACROSS = 2


class SuggestField(TextField):
    """Words that are typed freely, or taken from a list that unfolds (Down, F4)."""

    def __init__(
        self,
        name: str,
        suggestions: Sequence[str] = (),
        *,
        most: int = 500,
        help_text: str = "",
    ) -> None:
        super().__init__(name, most=most, help_text=help_text)
        self.menu = QMenu(self.edit)
        self.menu.setAccessibleName(f"Suggestions for {name}")
        self.menu.triggered.connect(self._take)
        self._inside = InnerButton("unfold", f"Suggestions for {name}", self.edit)
        self._inside.clicked.connect(self.unfold)
        self.edit.installEventFilter(self)
        self.set_suggestions(suggestions)

    def set_suggestions(self, suggestions: Sequence[str]) -> None:
        """Offer other words; what is typed stays."""
        self.menu.clear()
        for words in suggestions:
            action = self.menu.addAction(words.replace("&", "&&"))
            action.setData(words)

    @Slot()
    def unfold(self) -> None:
        """Show the suggestions under the field."""
        if not self.menu.isEmpty():
            self.menu.setMinimumWidth(self.edit.width())
            self.menu.popup(self.edit.mapToGlobal(QPoint(0, self.edit.height() + 2)))
            self.menu.setActiveAction(self.menu.actions()[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QKeyEvent):
            pressed = event.type() == QEvent.Type.KeyPress
            if pressed and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
                self.unfold()
                return True
        return super().eventFilter(watched, event)

    @Slot(QAction)
    def _take(self, action: QAction) -> None:
        self.set_value(str(action.data()))
        self.focus_field()


class TicksField(Field):
    """Several of a set, each ticked. What was kept earlier stays on offer."""

    def __init__(self, name: str, offered: Sequence[str]) -> None:
        super().__init__(name)
        self._offered = tuple(offered)
        self.boxes: dict[str, QCheckBox] = {}
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_CARD)
        self._grid.setVerticalSpacing(GAP)
        self._frame(holder)
        self._offer(self._offered)

    def value(self) -> tuple[str, ...]:
        return tuple(word for word, box in self.boxes.items() if box.isChecked())

    def is_empty(self) -> bool:
        return not self.value()

    def set_value(self, value: Sequence[str]) -> None:
        """Tick these; one that is no longer offered gets a box of its own."""
        wanted = dict.fromkeys((*self._offered, *value))
        if tuple(wanted) != tuple(self.boxes):
            self._offer(tuple(wanted))
        for word, box in self.boxes.items():
            box.setChecked(word in value)

    def _offer(self, words: Sequence[str]) -> None:
        for box in self.boxes.values():
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = {}
        for place, word in enumerate(words):
            box = QCheckBox(word.replace("&", "&&"))
            box.setAccessibleName(word)
            box.toggled.connect(self._touched)
            self.boxes[word] = box
            self._grid.addWidget(box, place // _ACROSS, place % _ACROSS)
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, 1)
        for box in list(self.boxes.values())[:1]:
            self.input.setFocusProxy(box)

    def _mark(self, *, bad: bool) -> None:
        for box in self.boxes.values():
            set_property(box, "bad", "true" if bad else "")
