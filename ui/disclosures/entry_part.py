"""The entries of one form of a request: their rows, and the form of the one open."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.documents import Document
from isteam_app.domain.forms import Entry, Form
from isteam_app.errors import RuleBroken
from ui.common.answer_form import AnswerForm, changed_by
from ui.common.buttons import danger, link, quiet, secondary
from ui.common.fields import AreaField
from ui.common.notes import Note
from ui.common.text import LABEL, META, STRONG, label, paragraph
from ui.common.tokens import GAP, GAP_ROW
from ui.disclosures.entry_rows import EntryRows
from ui.disclosures.files_part import FilesPart
from ui.disclosures.row_words import HEADINGS, row_of

_REASON, _ENTRY = "struck", "entry"
LEFT = "left"
_SAVE_FIRST = (
    "A copy of each file that left is frozen here. Save the entry first, then drop a "
    "PDF, PNG or JPEG on it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledIn:
    """The answers somebody gave to a form; `entry` is the one they change, if any."""

    form: str
    entry: Entry | None
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """An entry that is to count no longer, and why."""

    entry: Entry
    reason: str


class EntryEditor(QFrame):
    """The form of one entry, under the rows. Escape gives up, Ctrl+Enter saves."""

    saved = Signal()
    struck = Signal(object)
    left = Signal()

    def __init__(
        self,
        form: Form,
        today: Callable[[], date],
        suggested: Collection[str],
    ) -> None:
        super().__init__()
        self.setProperty("k", "sunken")
        self.note: Note | None = None
        self.title = label(form.add, STRONG)
        self.answers = AnswerForm(form, today, suggested, dense=True)
        self.save_button = secondary("Save", "save")
        self.save_button.setToolTip("Ctrl+Enter")
        self.cancel_button = quiet("Cancel")
        self.strike_button = quiet("Strike out", "refuse")
        self.why = AreaField(
            "Why it no longer counts",
            lines=2,
            most=20_000,
            required=True,
            help_text="It is kept, struck out, with this reason.",
        )
        self.strike_out_button = danger("Strike it out")
        self.save_button.clicked.connect(self.saved)
        self.cancel_button.clicked.connect(self.left)
        self.strike_button.clicked.connect(self._ask_why)
        self.strike_out_button.clicked.connect(self._strike)
        self._lay_out()

    def show_entry(self, entry: Entry | None, *, read_only: bool) -> None:
        """Fill the form from an entry, None for a new one."""
        self.answers.take(entry)
        self.answers.form.forget_touch()
        looked_at = read_only or bool(entry and entry.struck)
        self.answers.set_read_only(looked_at)
        self.save_button.setVisible(not looked_at)
        self.strike_button.setVisible(entry is not None and not looked_at)
        self.cancel_button.set_words("Close" if looked_at else "Cancel")
        if entry is not None:
            self.title.setText(self.answers.asked.heading(dict(entry.values)))
            if entry.struck:
                self.say(Note("warn", "Struck out", entry.struck))

    def follow(self, entry: Entry) -> None:
        """Follow what was kept of the entry, save where something was typed."""
        self.tell(self.answers.take(entry))

    def tell(self, clashes: Sequence[str]) -> None:
        """Say which answers somebody else changed that were typed over here."""
        entry = self.answers.entry
        if clashes and entry is not None:
            told = f"{' '.join(clashes)} Saving keeps yours."
            self.say(Note("warn", changed_by(entry), told))

    def say(self, note: Note) -> None:
        if self.note is not None:
            self._notes.removeWidget(self.note)
            self.note.hide()
            self.note.deleteLater()
        self.note = note
        self._notes.addWidget(note)

    def typed(self) -> dict[str, str]:
        entry = self.answers.entry
        kept = {_ENTRY: str(entry.id if entry else 0), **self.answers.typed()}
        if self._striking.isVisibleTo(self):
            kept[_REASON] = self.why.value()
        return kept

    def fill(self, kept: Mapping[str, str]) -> None:
        self.tell(self.answers.fill(kept))
        if kept.get(_REASON):
            self._ask_why()
            self.why.set_value(kept[_REASON])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif enter and held and self.save_button.isVisibleTo(self):
            self.saved.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _ask_why(self) -> None:
        self._striking.show()
        self.strike_button.hide()
        self.why.focus_field()

    @Slot()
    def _strike(self) -> None:
        if self.why.is_empty():
            self.why.show_problem("Say why it no longer counts.")
            self.why.focus_field()
        elif self.answers.entry is not None:
            self.struck.emit(Struck(entry=self.answers.entry, reason=self.why.value()))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_ROW, GAP_ROW, GAP_ROW, GAP_ROW)
        column.setSpacing(GAP_ROW)
        column.addWidget(self.title)
        self._notes = QVBoxLayout()
        column.addLayout(self._notes)
        column.addWidget(self.answers)
        self.extra = QVBoxLayout()
        column.addLayout(self.extra)
        self._striking = QWidget()
        asking = QHBoxLayout(self._striking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(GAP)
        asking.addWidget(self.why, 1)
        asking.addWidget(self.strike_out_button)
        self._striking.hide()
        column.addWidget(self._striking)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.strike_button)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        column.addLayout(row)


class EntryPart(QWidget):
    """One form of a section that takes many entries. At most one of them is open."""

    changed = Signal()
    saved = Signal(object)  # a FilledIn
    struck = Signal(object)  # a Struck
    attached = Signal(object, object)  # the Entry, and the paths

    def __init__(
        self,
        form: Form,
        today: Callable[[], date],
        *,
        suggestions: Mapping[str, Sequence[str]],
        begins: Mapping[str, str],
        alone: bool,
    ) -> None:
        super().__init__()
        self.form = form
        self._today, self._suggestions, self._begins = today, suggestions, begins
        self._entries: tuple[Entry, ...] = ()
        self._documents: tuple[Document, ...] = ()
        self._read_only = False
        self.files: FilesPart | None = None
        self.editor: EntryEditor | None = None
        self.add_button = link(form.add or "Add", "add")
        self.add_button.clicked.connect(self.begin)
        self.rows = EntryRows(form.title, HEADINGS[form.key])
        self.rows.opened.connect(self._open)
        self.none = paragraph("Nothing is noted here yet.", META)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        title = label("" if alone else form.title, LABEL)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.none)
        column.addWidget(self.rows)
        self._place = QVBoxLayout()
        column.addLayout(self._place)

    def show_entries(
        self,
        entries: Sequence[Entry],
        documents: Sequence[Document],
        *,
        read_only: bool,
    ) -> None:
        """Show what is kept; an entry that is open follows it."""
        self._documents = tuple(documents)
        self._entries = tuple(each for each in entries if each.form == self.form.key)
        self._read_only = read_only
        self.rows.set_rows([row_of(self.form, each) for each in self._entries])
        self.none.setVisible(not self._entries)
        self.add_button.setVisible(not read_only and self.editor is None)
        shown = self.editor.answers.entry if self.editor else None
        now = next((e for e in self._entries if shown and e.id == shown.id), None)
        if self.editor and shown and now and now.version != shown.version:
            self.editor.follow(now)
        self._show_files()

    @Slot()
    def begin(self) -> None:
        """Open the form of a new entry."""
        self.open_entry(None)

    def open_entry(self, entry: Entry | None) -> EntryEditor:
        """Open the form of an entry, None for a new one."""
        self.close_editor()
        editor = EntryEditor(self.form, self._today, tuple(self._suggestions))
        for key, words in self._suggestions.items():
            editor.answers.suggest(key, words)
        if entry is None:
            editor.answers.begin(self._begins)
        editor.show_entry(entry, read_only=self._read_only)
        editor.answers.changed.connect(self.changed)
        editor.saved.connect(self._save)
        editor.struck.connect(self.struck)
        editor.left.connect(self._leave)
        self.editor = editor
        self._place.addWidget(editor)
        if self.form.key == LEFT:
            self.files = FilesPart("Files that left, frozen", _SAVE_FIRST)
            self.files.added.connect(self._attach)
            editor.extra.addWidget(self.files)
            self._show_files()
        editor.show()
        self.add_button.hide()
        self.none.hide()
        if not self._read_only:
            editor.answers.fields[editor.answers.first_empty()].focus_field()
        return editor

    def close_editor(self) -> None:
        """Put the open form away; what stood half typed in it is gone."""
        if self.editor is None:
            return
        self._place.removeWidget(self.editor)
        self.editor.hide()
        self.editor.deleteLater()
        self.editor, self.files = None, None
        self.add_button.setVisible(not self._read_only)
        self.none.setVisible(not self._entries)

    def is_unsaved(self) -> bool:
        return self.editor is not None and self.editor.answers.is_unsaved

    def given(self) -> FilledIn:
        """Return what stands in the open form.

        Raises RuleBroken, said at its field, for a day that is none.
        """
        assert self.editor is not None  # noqa: S101  asked only while one is open
        answers = self.editor.answers
        try:
            typed = answers.answers()
        except RuleBroken as error:
            answers.form.show(error)
            raise
        return FilledIn(form=self.form.key, entry=answers.entry, answers=typed)

    def so_far(self) -> tuple[Entry | None, tuple[tuple[str, str], ...]] | None:
        """Return the open entry with its answers as typed, None where none is open."""
        if self.editor is None:
            return None
        return self.editor.answers.entry, self.editor.answers.so_far()

    def typed(self) -> dict[str, str] | None:
        return None if self.editor is None else self.editor.typed()

    def fill(self, kept: Mapping[str, str]) -> None:
        wanted = kept.get(_ENTRY, "0")
        entry = next((one for one in self._entries if str(one.id) == wanted), None)
        self.open_entry(entry).fill(kept)

    def focus_on(self, key: str) -> None:
        """Take the keyboard to a question: in the open form, or in a new one."""
        editor = self.editor
        if editor is None and self._read_only:
            return
        editor = editor or self.open_entry(None)
        field = editor.answers.fields.get(key)
        if field is not None:
            field.focus_field()

    def _show_files(self) -> None:
        entry = self.editor.answers.entry if self.editor else None
        if self.files is None:
            return
        own = [one for one in self._documents if entry and one.entry_id == entry.id]
        closed = self._read_only or entry is None or bool(entry.struck)
        self.files.show_files(own, read_only=closed)

    @Slot(object)
    def _attach(self, paths: Sequence[Path]) -> None:
        if self.editor is not None and self.editor.answers.entry is not None:
            self.attached.emit(self.editor.answers.entry, paths)

    @Slot(str)
    def _open(self, key: str) -> None:
        entry = next((one for one in self._entries if str(one.id) == key), None)
        if entry is None:
            return
        if self.is_unsaved() and self.editor is not None:
            self.editor.say(Note("info", "Save this first, or cancel it"))
            return
        editor = self.open_entry(entry)
        if self._read_only or entry.struck:
            editor.cancel_button.setFocus()

    @Slot()
    def _save(self) -> None:
        try:
            given = self.given()
        except RuleBroken:
            return
        self.saved.emit(given)

    @Slot()
    def _leave(self) -> None:
        shown = self.editor.answers.entry if self.editor else None
        self.close_editor()
        self.changed.emit()
        if shown is None or not self.rows.focus_on(str(shown.id)):
            self.add_button.setFocus()
