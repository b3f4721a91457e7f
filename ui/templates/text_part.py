"""The text of a template and the tools above it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from isteam_app.services.letter_editing import all_fields
from isteam_app.services.template_shelf import paragraph_marks, shared_paragraphs
from ui.common.buttons import Button, icon_button, quiet
from ui.common.notes import Note
from ui.common.pick_dialog import pick
from ui.common.text import META, label, paragraph
from ui.common.theme import text_scale
from ui.common.tokens import GAP
from ui.templates.template_edit import TemplateEdit

_LOCKED = "Shaded wording is given by the law and is locked"
_ONE_ROW = 560
"""Pixels of width from which all tools stand on one line."""
_UNLOCK = "Unlock the shaded wording: an administrator can, with a reason"


class TextPart(QWidget):
    """Bold, list, heading, fields, conditions and paragraphs above the text."""

    unlock_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = TemplateEdit()
        self.bold_button = icon_button("bold", "Bold (Ctrl+B)")
        self.list_button = icon_button("list", "List (Ctrl+Shift+L)")
        self.heading_button = icon_button("text-h", "Heading (Ctrl+Shift+H)")
        self.undo_button = icon_button("undo", "Undo (Ctrl+Z)")
        self.field_button = quiet("Field", "brackets-curly")
        self.field_button.setToolTip("Insert a field (Ctrl+I)")
        self.condition_button = quiet("Condition", "git-branch")
        self.condition_menu = QMenu(self.condition_button)
        self.paragraph_button = quiet("Paragraph", "note")
        self.paragraph_menu = QMenu(self.paragraph_button)
        self.unlock_button = quiet("Unlock", "unlock")
        self.unlock_button.setToolTip(_UNLOCK)
        self.state = label("", META)
        self.words = label("", META)
        self.locked = paragraph(_LOCKED, META)
        self._tools = QWidget()
        self._note: Note | None = None
        self._fill_menus()
        self._connect()
        self._lay_out()

    def set_editable(self, *, on: bool) -> None:
        """Show the tools over a draft, and none over a text in use."""
        self.edit.setReadOnly(not on)
        self._tools.setVisible(on)

    def set_locked(self, *, locked: bool, has_any: bool) -> None:
        """Guard the locked wording, or say that it may be changed."""
        self.edit.guard(locked=locked)
        self.unlock_button.setVisible(has_any and locked)
        self.locked.setVisible(has_any and locked)

    def set_words(self, text: str) -> None:
        words = len(text.split())
        self.words.setText("1 word" if words == 1 else f"{words:,} words")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _ONE_ROW * text_scale()
        kinds = QBoxLayout.Direction
        self._rows.setDirection(kinds.LeftToRight if wide else kinds.TopToBottom)

    def tools(self) -> tuple[Button, ...]:
        """The toolbar in its order."""
        return (
            self.bold_button,
            self.list_button,
            self.heading_button,
            self.undo_button,
            self.field_button,
            self.condition_button,
            self.paragraph_button,
            self.unlock_button,
        )

    @Slot()
    def ask_field(self) -> None:
        """Ask which field to put in."""
        self._pick(
            "Insert a field",
            "The letter shows what the case or the caseworker says there.",
            _fields(),
            "Insert",
            self.edit.insert_field,
        )

    @Slot()
    def ask_condition(self) -> None:
        """Ask for the field that the chosen lines depend on."""
        self._pick(
            "Only if there is a value",
            "The chosen lines stand in the letter only if this field has a value.",
            _fields(),
            "Insert",
            self.edit.insert_condition,
        )

    @Slot()
    def ask_shared(self) -> None:
        """Ask for a paragraph that several templates share."""
        self._pick(
            "Insert a shared paragraph",
            "It is the same in every template that has it.",
            shared_paragraphs(),
            "Insert",
            lambda name: self.edit.insert_lines(f"[[include {name}]]"),
        )

    @Slot()
    def ask_required(self) -> None:
        """Ask what the paragraph that follows has to say."""
        self._pick(
            "Mark a paragraph",
            "The paragraph below the mark says this. Rules lists what a letter must "
            "say.",
            paragraph_marks(),
            "Insert",
            lambda name: self.edit.insert_lines(f"[[part {name}]]"),
        )

    def _pick(
        self,
        title: str,
        text: str,
        picks: tuple[tuple[str, str], ...],
        act: str,
        then: Callable[[str], object],
    ) -> None:
        pick(self, title, text, picks, act=act, then=then)

    @Slot()
    def _offer_removal(self) -> None:
        self.remove_action.setEnabled(self.edit.in_condition())

    def _fill_menus(self) -> None:
        menu = self.condition_menu
        menu.addAction("Only if a field has a value…", self.ask_condition)
        self.remove_action = menu.addAction(
            "Remove the condition here", self.edit.remove_condition
        )
        menu.aboutToShow.connect(self._offer_removal)
        self.condition_button.setMenu(menu)
        menu = self.paragraph_menu
        menu.addAction("Shared paragraph…", self.ask_shared)
        menu.addAction("Mark what a paragraph says…", self.ask_required)
        slip = partial(self.edit.insert_lines, "[[slip]]")
        menu.addAction("Page to send back, after the signature", slip)
        self.paragraph_button.setMenu(menu)

    def _connect(self) -> None:
        edit = self.edit
        self.bold_button.clicked.connect(edit.toggle_bold)
        self.list_button.clicked.connect(edit.toggle_list)
        self.heading_button.clicked.connect(edit.toggle_heading)
        self.undo_button.clicked.connect(edit.undo)
        self.undo_button.setEnabled(False)
        edit.undoAvailable.connect(self.undo_button.setEnabled)
        self.field_button.clicked.connect(self.ask_field)
        self.unlock_button.clicked.connect(self.unlock_wanted)
        for keys, act in (
            ("Ctrl+B", edit.toggle_bold),
            ("Ctrl+Shift+L", edit.toggle_list),
            ("Ctrl+Shift+H", edit.toggle_heading),
            ("Ctrl+I", self.ask_field),
        ):
            QShortcut(QKeySequence(keys), self._tools, act)

    def _lay_out(self) -> None:
        self._rows = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._tools)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)
        for first, last in ((0, 4), (4, 7)):
            row = QHBoxLayout()
            row.setSpacing(2)
            for button in self.tools()[first:last]:
                row.addWidget(button)
            if first:
                row.addStretch(1)
                row.addWidget(self.unlock_button)
            self._rows.addLayout(row, 1 if first else 0)
            if not first:
                row.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.state)
        foot.addStretch(1)
        foot.addWidget(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._tools)
        column.addWidget(self.edit, 1)
        column.addWidget(self.locked)
        column.addLayout(foot)


def _fields() -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            field.name,
            f"{field.label} (typed for each letter)" if field.asked else field.label,
        )
        for field in sorted(all_fields(), key=lambda each: each.label.casefold())
    )
