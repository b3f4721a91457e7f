"""The left column of the letter page: the text and its toolbar."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ui.common.buttons import icon_button, quiet
from ui.common.cards import hairline
from ui.common.insert_field import field_menu
from ui.common.letter_edit import LetterEdit
from ui.common.text import META, label
from ui.common.tokens import GAP


class EditorPart(QWidget):
    """Bold, list, undo and fields above the text; what is saved below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = LetterEdit()
        self.bold_button = icon_button("bold", "Bold (Ctrl+B)")
        self.list_button = icon_button("list", "List (Ctrl+Shift+L)")
        self.undo_button = icon_button("undo", "Undo (Ctrl+Z)")
        self.field_button = quiet("Insert field", "brackets-curly")
        self.menu = field_menu(self.edit.insert_field, self)
        self.field_button.setMenu(self.menu)
        self.paragraph_button = quiet("Insert paragraph", "add")
        self.paragraphs = QMenu(self)
        self.paragraphs.setAccessibleName("Paragraphs of the template")
        self.paragraph_button.setMenu(self.paragraphs)
        self.paragraph_button.hide()
        self.state = label("", META)
        self.words = label("", META)
        self._connect()
        self._lay_out()

    def set_state(self, words: str) -> None:
        """Say how far the text is saved."""
        self.state.setText(words)

    def set_words(self, text: str) -> None:
        """Say how long the text is."""
        words = len(text.split())
        self.words.setText("1 word" if words == 1 else f"{words:,} words")

    def set_changed(self, changed: int, words: int) -> None:
        """Say how far the text has left its template."""
        of = "1 word" if words == 1 else f"{words:,} words"
        self.words.setText(f"{changed:,} of {of} changed from the template")

    def set_still(self, still: bool) -> None:
        """While it is still, the text can be read and not changed."""
        self.edit.setReadOnly(still)
        for tool in (*self.tools()[:2], self.field_button, self.paragraph_button):
            tool.setEnabled(not still)
        ready = self.edit.document().isUndoAvailable()
        self.undo_button.setEnabled(ready and not still)

    def tools(self) -> tuple[QWidget, ...]:
        """The toolbar in its order."""
        return (
            self.bold_button,
            self.list_button,
            self.undo_button,
            self.field_button,
            self.paragraph_button,
        )

    def offer_paragraphs(
        self, offered: Sequence[tuple[str, str]], insert: Callable[[str], None]
    ) -> None:
        """Offer the paragraphs that the template has and the text has not.

        Each is its mark and what it says; `insert` is called with the mark.
        """
        self.paragraphs.clear()
        for mark, words in offered:
            act = self.paragraphs.addAction(words.replace("&", "&&"))
            act.triggered.connect(partial(_chosen, insert, mark))
        self.paragraph_button.setVisible(True)
        self.paragraph_button.setEnabled(bool(offered) and not self.edit.isReadOnly())
        self.paragraph_button.setToolTip(
            "" if offered else "Every paragraph of the template is there"
        )

    def _connect(self) -> None:
        edit = self.edit
        self.bold_button.clicked.connect(edit.toggle_bold)
        self.list_button.clicked.connect(edit.toggle_list)
        self.undo_button.clicked.connect(edit.undo)
        self.undo_button.setEnabled(False)
        edit.undoAvailable.connect(self.undo_button.setEnabled)
        QShortcut(QKeySequence("Ctrl+B"), self, edit.toggle_bold)
        QShortcut(QKeySequence("Ctrl+Shift+L"), self, edit.toggle_list)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(2)
        for button in (self.bold_button, self.list_button, self.undo_button):
            tools.addWidget(button)
        tools.addSpacing(4)
        tools.addWidget(hairline(upright=True))
        tools.addSpacing(4)
        tools.addWidget(self.field_button)
        tools.addWidget(self.paragraph_button)
        tools.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.state)
        foot.addStretch(1)
        foot.addWidget(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(tools)
        column.addWidget(self.edit, 1)
        column.addLayout(foot)


def _chosen(insert: Callable[[str], None], mark: str, _checked: bool = False) -> None:
    insert(mark)
