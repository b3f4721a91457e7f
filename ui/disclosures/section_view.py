"""One section of a request: its form, the entries it takes many of, Back and Next."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.disclosure_forms import SUBJECT, Section
from isteam_app.domain.documents import Document
from isteam_app.domain.forms import Entry, Form, standing
from isteam_app.errors import RuleBroken
from ui.common.answer_form import AnswerForm, changed_by
from ui.common.buttons import link, quiet, secondary
from ui.common.cards import Card, scrolled
from ui.common.choice_fields import Choices
from ui.common.notes import Note
from ui.common.text import META, paragraph
from ui.common.tokens import GAP, GAP_ROW
from ui.disclosures.entry_part import EntryPart, FilledIn
from ui.disclosures.subjects_part import SubjectsPart

ABOUT = "asked"
"""The section that asks whom a request is about."""
_ROUND = 48
"""Pixels kept in sight around a field one is led to: room for its refusal."""
_SINGLE = "single"
_AFTER_ITEMS = ("narrowed", "wide_reason")
"""What is asked about the items stands below them."""

Key = tuple[str, str]
"""A form and one of its questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What the fields of a request offer, by form and question.

    `words` may be taken or left; `choices` are what a list is narrowed to; `begins`
    stands in a new entry at first.
    """

    words: Mapping[Key, Sequence[str]] = field(default_factory=dict)
    choices: Mapping[Key, Choices] = field(default_factory=dict)
    begins: Mapping[Key, str] = field(default_factory=dict)

    def words_of(self, form: str) -> dict[str, Sequence[str]]:
        return {key: said for (of, key), said in self.words.items() if of == form}

    def begins_of(self, form: str) -> dict[str, str]:
        return {key: said for (of, key), said in self.begins.items() if of == form}


class SectionView(Card):
    """Shows one section. Next and Back keep what was typed, and so does Ctrl+S."""

    changed = Signal()
    moved = Signal(int)
    """Next (1), Back (-1), or stay (0) once what was typed is kept."""
    entry_saved = Signal(object)  # a FilledIn
    entry_struck = Signal(object)  # a Struck
    attached = Signal(object, object)  # the Entry, and the paths
    scan_wanted = Signal()

    def __init__(
        self, today: Callable[[], date], subjects: SubjectsPart, parent: QWidget
    ) -> None:
        super().__init__(" ", parent=parent)
        self._today = today
        self.subjects = subjects
        self.section: Section | None = None
        self.answers: AnswerForm | None = None
        self.parts: dict[str, EntryPart] = {}
        self._read_only = False
        self.locked = ""
        self._documents: tuple[Document, ...] = ()
        self._offers = Offers()
        self.note: Note | None = None
        self.scan_button = link("Show scan")
        self.scan_button.clicked.connect(self.scan_wanted)
        self.head.addWidget(self.scan_button)
        self.back_button = secondary("Back")
        self.next_button = secondary("Next")
        self.undo_button = quiet("Undo changes")
        self.save_button = secondary("Save", "save")
        self.save_button.setToolTip("Ctrl+S")
        self.back_button.clicked.connect(self._back)
        self.next_button.clicked.connect(self._next)
        self.save_button.clicked.connect(self.save)
        # a key event would stop at a list of choices, which looks for an S
        keys = QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.undo_button.clicked.connect(self._undo)
        self._area, self._inside = scrolled()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(GAP_ROW)
        self.body.addWidget(self._area, 1)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.undo_button)
        row.addStretch(1)
        for button in (self.save_button, self.back_button, self.next_button):
            row.addWidget(button)
        self.body.addLayout(row)
        self.subjects.hide()
        self.subjects.changed.connect(self._note_change)

    def show_section(
        self,
        section: Section,
        entries: Sequence[Entry],
        offers: Offers,
        *,
        documents: Sequence[Document],
        before: str,
        after: str,
        locked: str,
    ) -> None:
        """Show a section as it is kept. `before` and `after` name its neighbours.

        `locked` says why nothing may be changed in it, "" where all may.
        """
        self.section, self._offers, self._read_only = section, offers, bool(locked)
        self.locked = locked
        self._documents = tuple(documents)
        self.set_title(f"{section.number}  {section.title}")
        self._empty()
        single = section.single
        about = single.about if single else section.many[0].about
        self._add_words(about, single.law if single else "")
        if section.key == ABOUT:
            self._column.addWidget(self.subjects)
            self.subjects.show()
            self.subjects.set_read_only(self._read_only)
        self.answers = self._form(single, entries) if single else None
        self.parts = {form.key: self._part(form, entries) for form in section.many}
        if self.answers is not None and self.answers.later is not None:
            self._column.addWidget(self.answers.later)
            self.answers.later.show()
        self._column.addStretch(1)
        self.back_button.setVisible(bool(before))
        self.back_button.setToolTip(before)
        self.next_button.set_words(f"Next: {after}" if after else "Save")
        self.next_button.setVisible(bool(after))
        self._area.verticalScrollBar().setValue(0)
        if locked:
            self.say(Note("info", "This section can only be read", locked))
        self._show_unsaved()

    def forget(self) -> None:
        """Let go of a section: another request is about to be shown."""
        self._empty()
        self.section = None

    def holds_typing_of(self, section: str) -> bool:
        """Whether a section is shown already, with something half typed in it."""
        shown = self.section is not None and self.section.key == section
        return shown and self.is_unsaved

    def follow(
        self,
        entries: Sequence[Entry],
        offers: Offers,
        documents: Sequence[Document],
    ) -> None:
        """Follow what is kept now, save where something was typed."""
        self._offers, self._documents = offers, tuple(documents)
        if self.answers is not None:
            kept = standing(entries, self.answers.asked.key)
            was = self.answers.entry
            if kept and (was is None or was.version != kept[0].version):
                clashes = self.answers.take(kept[0])
                self._tell(clashes)
            self._offer(self.answers)
        for part in self.parts.values():
            part.show_entries(entries, documents, read_only=self._read_only)
        self._show_unsaved()

    @property
    def asks_about(self) -> bool:
        """Whether this section asks whom the request is about."""
        return self.section is not None and self.section.key == ABOUT

    @property
    def is_unsaved(self) -> bool:
        """Whether anything was typed that is not kept."""
        return (
            (self.answers is not None and self.answers.is_unsaved)
            or any(part.is_unsaved() for part in self.parts.values())
            or (self.asks_about and self.subjects.is_half_typed())
        )

    def pending(self) -> tuple[FilledIn, ...]:
        """Return what is to be kept. Raises RuleBroken, said at its field."""
        found = []
        if self.answers is not None and self.answers.is_unsaved:
            try:
                typed = self.answers.answers()
            except RuleBroken as error:
                self.answers.form.show(error)
                raise
            form, entry = self.answers.asked.key, self.answers.entry
            found.append(FilledIn(form=form, entry=entry, answers=typed))
        found += [part.given() for part in self.parts.values() if part.is_unsaved()]
        return tuple(found)

    def so_far(self, entries: Sequence[Entry], request: int) -> tuple[Entry, ...]:
        """Return the entries as they would be if this were kept now."""
        drafts = [part.so_far() for part in self.parts.values()]
        forms = list(self.parts)
        if self.answers is not None:
            drafts.append((self.answers.entry, self.answers.so_far()))
            forms.append(self.answers.asked.key)
        found = list(entries)
        for form, draft in zip(forms, drafts, strict=True):
            if draft is not None:
                found = _with(found, form, draft, request)
        return tuple(found)

    def refuse(self, form: str, error: RuleBroken) -> bool:
        """Say a refusal at its field; False where no field has its name."""
        answers = self._answers_of(form)
        if answers is None or not answers.form.show(error):
            return False
        self._area.ensureWidgetVisible(answers.fields[error.field], 0, _ROUND)
        return True

    def saved(self, forms: Sequence[str]) -> None:
        """Put away the open entries of forms that were kept."""
        for form in forms:
            if form in self.parts:
                self.parts[form].close_editor()
        self.say(None)

    def focus_on(self, form: str, key: str) -> None:
        """Take the keyboard to a question of the section, or to its first empty one."""
        part = self.parts.get(form)
        if part is not None:
            part.focus_on(key)
            self._see(part)
            return
        found = self.input_of(form, key) or self.first_field()
        if found is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)
            self._see(found)

    def input_of(self, form: str, key: str) -> QWidget | None:
        """What is typed into for a question, None where it is not in sight."""
        if self._read_only:
            return None
        if form == SUBJECT.key:
            return self.subjects.name.input if self.asks_about else None
        part = self.parts.get(form)
        if part is not None:
            return part.add_button
        answers = self._answers_of(form)
        if answers is None or key not in answers.fields:
            return None
        return answers.fields[key].input

    def uppermost(self, found: Iterable[QWidget]) -> QWidget | None:
        """The one that stands first on the page: above, then at the left."""

        def place(widget: QWidget) -> tuple[int, int]:
            at = widget.mapTo(self, QPoint())
            return at.y(), at.x()

        return min(found, key=place, default=None)

    def first_field(self) -> QWidget | None:
        """The first question without an answer, or the way to add an entry."""
        if self._read_only:
            return self.next_button if self.next_button.isVisible() else None
        if self.asks_about and self.subjects.lacks_anybody():
            return self.subjects.name.input
        if self.answers is not None:
            return self.answers.fields[self.answers.first_empty()].input
        for part in self.parts.values():
            return part.add_button
        return None

    def typed(self) -> dict[str, str]:
        """What stands half typed in the section, for a draft."""
        kept = {}
        if self.answers is not None:
            kept[_SINGLE] = json.dumps(self.answers.typed())
        for form, part in self.parts.items():
            typed = part.typed()
            if typed is not None:
                kept[form] = json.dumps(typed)
        if self.asks_about:
            kept |= self.subjects.typed()
        return kept

    def fill(self, kept: Mapping[str, str]) -> None:
        """Put back what was kept; say what others changed meanwhile."""
        if self.answers is not None and _SINGLE in kept:
            self._tell(self.answers.fill(json.loads(kept[_SINGLE])))
        for form, part in self.parts.items():
            if form in kept:
                part.fill(json.loads(kept[form]))
        if self.asks_about:
            self.subjects.fill(kept)
        self._show_unsaved()

    def set_busy(self, busy: bool) -> None:
        self._inside.setEnabled(not busy)
        for button in (self.save_button, self.back_button, self.next_button):
            button.setEnabled(not busy)

    def show_scan(self, words: str) -> None:
        """Say where their own form can be seen; "" where there is none."""
        self.set_meta(words)
        self.scan_button.setVisible(bool(words))

    @Slot()
    def save(self) -> None:
        self.moved.emit(0)

    @Slot()
    def _next(self) -> None:
        self.moved.emit(1)

    @Slot()
    def _back(self) -> None:
        self.moved.emit(-1)

    @Slot()
    def _undo(self) -> None:
        """Put back what is kept of the section's own form."""
        if self.answers is not None:
            self.answers.undo()
        for part in self.parts.values():
            part.close_editor()
        if self.asks_about:
            self.subjects.clear()
        self._note_change()

    def _see(self, widget: QWidget) -> None:
        self._area.ensureWidgetVisible(widget, 0, _ROUND)

    def _answers_of(self, form: str) -> AnswerForm | None:
        if self.answers is not None and self.answers.asked.key == form:
            return self.answers
        part = self.parts.get(form)
        return part.editor.answers if part and part.editor else None

    def _form(self, form: Form, entries: Sequence[Entry]) -> AnswerForm:
        words = self._offers.words_of(form.key)
        later = _AFTER_ITEMS if form.key == ABOUT else ()
        answers = AnswerForm(form, self._today, tuple(words), dense=True, later=later)
        for key, said in words.items():
            answers.suggest(key, said)
        kept = standing(entries, form.key)
        answers.take(kept[0] if kept else None)
        self._offer(answers)
        answers.set_read_only(self._read_only)
        answers.form.forget_touch()
        answers.changed.connect(self._note_change)
        self._column.addWidget(answers)
        answers.show()
        return answers

    def _offer(self, answers: AnswerForm) -> None:
        for (form, key), choices in self._offers.choices.items():
            if form == answers.asked.key:
                answers.offer(key, choices)

    def _part(self, form: Form, entries: Sequence[Entry]) -> EntryPart:
        part = EntryPart(
            form,
            self._today,
            suggestions=self._offers.words_of(form.key),
            begins=self._offers.begins_of(form.key),
            alone=self.answers is None,
        )
        part.show_entries(entries, self._documents, read_only=self._read_only)
        part.attached.connect(self.attached)
        part.changed.connect(self._note_change)
        part.saved.connect(self.entry_saved)
        part.struck.connect(self.entry_struck)
        self._column.addWidget(part)
        part.show()
        return part

    def _add_words(self, about: str, law: str) -> None:
        words = " \u00b7 ".join(part for part in (about.rstrip("."), law) if part)
        if words:
            self._column.addWidget(paragraph(words, META))

    def _tell(self, clashes: Sequence[str]) -> None:
        entry = self.answers.entry if self.answers is not None else None
        if clashes and entry is not None:
            told = f"{' '.join(clashes)} Saving keeps yours."
            self.say(Note("warn", changed_by(entry), told))

    def say(self, note: Note | None) -> None:
        """Put a note over the section in place of the last; None takes it away."""
        if self.note is not None:
            self._column.removeWidget(self.note)
            self.note.hide()
            self.note.deleteLater()
        self.note = note
        if note is not None:
            self._column.insertWidget(0, note)
            note.show()

    @Slot()
    def _note_change(self) -> None:
        self._show_unsaved()
        self.changed.emit()

    def _show_unsaved(self) -> None:
        unsaved = self.is_unsaved and not self._read_only
        self.undo_button.setVisible(unsaved)
        self.save_button.setVisible(unsaved)

    def _empty(self) -> None:
        self.note, self.answers, self.parts = None, None, {}
        self.subjects.hide()
        self.subjects.setParent(self._inside)
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and old is not self.subjects:
                old.hide()
                old.deleteLater()


def _with(
    entries: Sequence[Entry],
    form: str,
    draft: tuple[Entry | None, tuple[tuple[str, str], ...]],
    request: int,
) -> list[Entry]:
    """Return entries with one as it is typed; an empty new one counts for nothing."""
    entry, values = draft
    if entry is None:
        typed = Entry(record_id=request, form=form, values=values)
        return [*entries, typed] if values else list(entries)
    return [
        replace(each, values=values) if each.id == entry.id else each
        for each in entries
    ]
