"""Words on one line, typed freely or taken from those that unfold as one types."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter

from ui.common.fields import TextField
from ui.common.inner_button import InnerButton

_IN_SIGHT = 8


class SuggestField(TextField):
    """Offers known words that hold what is typed; Down or F4 offers all of them.

    `picked` is emitted with the words that were taken from the list.
    """

    picked = Signal(str)

    def __init__(
        self,
        name: str,
        suggestions: Sequence[str] = (),
        *,
        most: int = 500,
        required: bool = False,
        help_text: str = "",
    ) -> None:
        super().__init__(name, most=most, required=required, help_text=help_text)
        self._words = QStringListModel(self)
        self.completer = QCompleter(self._words, self)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setMaxVisibleItems(_IN_SIGHT)
        self.completer.activated.connect(self._pick)
        self.edit.setCompleter(self.completer)
        self._inside = InnerButton("unfold", f"Suggestions for {name}", self.edit)
        self._inside.clicked.connect(self.unfold)
        self.edit.installEventFilter(self)
        self.set_suggestions(suggestions)

    def suggestions(self) -> list[str]:
        return self._words.stringList()

    def set_suggestions(self, suggestions: Sequence[str]) -> None:
        """Offer other words; what is typed stays."""
        self._words.setStringList(list(suggestions))

    @Slot()
    def unfold(self) -> None:
        """Show every suggestion under the field."""
        if self._words.rowCount():
            self.completer.setCompletionPrefix("")
            self.completer.complete()

    @Slot(str)
    def _pick(self, words: str) -> None:
        self.set_value(words)
        self.picked.emit(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QKeyEvent):
            pressed = event.type() == QEvent.Type.KeyPress
            if pressed and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
                self.unfold()
                return True
        return super().eventFilter(watched, event)
