"""One of many, found by typing a part of its name."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.common.buttons import primary, secondary
from ui.common.dialogs import Dialog
from ui.common.fields import TextField

_IN_SIGHT = 7
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
Picks = Sequence[tuple[str, str]]
"""What can be picked: its key, and the words shown for it."""


class PickDialog(Dialog):
    """A line to type in and the list of what holds it; Enter takes the chosen one."""

    def __init__(
        self, parent: QWidget | None, title: str, text: str, picks: Picks, act: str
    ) -> None:
        super().__init__(parent, title, text)
        self._picks = tuple(picks)
        self.finder = TextField("Find", placeholder="Type a part of its name")
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setProperty("k", "picks")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.cancel_button = secondary("Cancel")
        self.act_button = primary(act)
        self.body.addWidget(self.finder)
        self.body.addWidget(self.list)
        self.row.addWidget(self.cancel_button)
        self.row.addWidget(self.act_button)
        self.act_button.setDefault(True)
        self._show_matches()
        rows = min(_IN_SIGHT, max(len(self._picks), 2))
        self.list.setFixedHeight(rows * max(self.list.sizeHintForRow(0), 24) + 8)
        self.finder.edit.installEventFilter(self)
        self.finder.changed.connect(self._show_matches)
        self.list.itemActivated.connect(self.accept)
        self.list.currentRowChanged.connect(self._allow)
        self.cancel_button.clicked.connect(self.reject)
        self.act_button.clicked.connect(self.accept)
        self.finder.focus_field()
        self.fit()

    def picked(self) -> str:
        """The key of the chosen one, "" for none."""
        item = self.list.currentItem()
        found = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        return found if isinstance(found, str) else ""

    def accept(self) -> None:
        if self.picked():
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while one types."""
        pressed = event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in _MOVES:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _show_matches(self) -> None:
        wanted = self.finder.value().casefold().split()
        self.list.clear()
        for key, words in self._picks:
            if all(part in words.casefold() for part in wanted):
                item = QListWidgetItem(words)
                item.setData(Qt.ItemDataRole.UserRole, key)
                item.setToolTip("")
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._allow()

    @Slot()
    def _allow(self) -> None:
        self.act_button.setEnabled(bool(self.picked()))


def pick(
    parent: QWidget,
    title: str,
    text: str,
    picks: Picks,
    *,
    act: str,
    then: Callable[[str], object],
) -> PickDialog:
    """Ask for one of many and go on at once; `then` is called with its key."""
    dialog = PickDialog(parent, title, text, picks, act)
    dialog.accepted.connect(lambda: then(dialog.picked()))
    dialog.open()
    return dialog
