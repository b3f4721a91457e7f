"""The questions of a form as fields, and what two people have typed into them.

It knows nothing of the vault: an entry is shown, and answers are given back.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.dates import short_date
from isteam_app.domain.forms import Answer, Entry, Form, Question
from ui.common import forms
from ui.common.answer_fields import answer_in, as_typed, fields_for, put_in, typed_in
from ui.common.answer_grid import AnswerGrid
from ui.common.choice_fields import ChoiceField, Choices
from ui.common.date_field import DateField
from ui.common.moments import here
from ui.common.suggest_field import SuggestField

ANSWER, READ = "answer.", "read"


class AnswerForm(QWidget):
    """The fields of a form, and of each the answer they last took over.

    What was not touched follows the entry; where somebody else changed an answer that
    was typed over here, `take` and `fill` return a sentence that says so.
    `suggested` names the questions of one line that have words to offer; `dense` lays
    short answers two by two. The questions of `later` stand in a grid of that name,
    which whoever made the form lays out below what comes between.
    """

    changed = Signal()

    def __init__(
        self,
        form: Form,
        today: Callable[[], date],
        suggested: Collection[str] = (),
        *,
        dense: bool = False,
        later: Collection[str] = (),
    ) -> None:
        super().__init__()
        self.asked = form
        self.entry: Entry | None = None
        self.fields = fields_for(form, today, suggested)
        asked = [(each, self.fields[each.key]) for each in self._all]
        first = [pair for pair in asked if pair[0].key not in later]
        rest = [pair for pair in asked if pair[0].key in later]
        self.grid = AnswerGrid(first, dense=dense)
        self.later = AnswerGrid(rest, dense=dense) if rest else None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self._kept = self.texts()
        self.form = forms.Form(self.fields, self)
        self.form.changed.connect(self.changed)

    def offer(self, key: str, choices: Choices) -> None:
        """Offer fewer choices of a question; one that is chosen stays on offer."""
        field = self.fields[key]
        if isinstance(field, ChoiceField):
            field.set_choices(_with_chosen(choices, self._question(key), field.value()))

    def suggest(self, key: str, words: Sequence[str]) -> None:
        """Offer words for a question of one line."""
        field = self.fields[key]
        if isinstance(field, SuggestField):
            field.set_suggestions(words)

    def texts(self) -> dict[str, str]:
        """Return what stands in each field, half typed or not."""
        return {key: typed_in(field) for key, field in self.fields.items()}

    @property
    def is_unsaved(self) -> bool:
        """Whether anything differs from the answers last taken over."""
        return self.texts() != self._kept

    def answers(self) -> dict[str, str]:
        """Return the answers as an entry keeps them. Raises RuleBroken for no day."""
        return {each.key: answer_in(each, self.fields[each.key]) for each in self._all}

    def so_far(self) -> tuple[tuple[str, str], ...]:
        """Return the answers as they stand, half typed days left out. Never raises."""
        found = ((each.key, self._so_far(each)) for each in self._all)
        return tuple((key, value) for key, value in found if value)

    def begin(self, values: Mapping[str, str]) -> None:
        """Put answers into a new entry that most likely hold, as not yet typed."""
        for key, value in values.items():
            put_in(self.fields[key], as_typed(self._question(key), value))
            self._kept[key] = typed_in(self.fields[key])
        self.form.forget_touch()

    def take(self, entry: Entry | None) -> list[str]:
        """Follow an entry; return a sentence for each answer both changed."""
        self.entry = entry
        if entry is None:
            return []
        clashes = []
        for question in self._all:
            theirs = as_typed(question, entry[question.key])
            field, before = self.fields[question.key], self._kept[question.key]
            mine = typed_in(field)
            if isinstance(field, ChoiceField):
                field.offer_kept(theirs)
            if mine == before:
                put_in(field, theirs)
                theirs = typed_in(field)
            elif theirs not in (before, mine):
                clashes.append(clash(question, entry))
            self._kept[question.key] = theirs
        return clashes

    def undo(self) -> None:
        """Put back the answers last taken over."""
        for key, text in self._kept.items():
            put_in(self.fields[key], text)
        self.form.clear()
        self.form.forget_touch()

    def typed(self) -> dict[str, str]:
        """Return what stands in the fields, and what was read before, for a draft."""
        kept = {ANSWER + key: text for key, text in self.texts().items()}
        kept[READ] = json.dumps(self._kept)
        return kept

    def fill(self, kept: Mapping[str, str]) -> list[str]:
        """Put back what was kept half typed.

        Return a sentence for each answer that somebody else changed meanwhile.
        """
        read = json.loads(kept.get(READ, "{}"))
        for key, field in self.fields.items():
            typed = kept.get(ANSWER + key)
            if typed is not None and typed != read.get(key):
                put_in(field, typed)
        return self._compare(kept, read)

    def set_read_only(self, on: bool) -> None:
        """Let the answers be read only."""
        for field in self.fields.values():
            field.set_enabled_input(not on)

    def first_empty(self) -> str:
        """Return the question without an answer that comes first, or the first."""
        empty = (key for key, field in self.fields.items() if field.is_empty())
        return next(empty, next(iter(self.fields)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.grid.fit(event.size().width())
        if self.later is not None:
            self.later.fit(event.size().width())

    @property
    def _all(self) -> tuple[Question, ...]:
        return self.asked.questions

    def _question(self, key: str) -> Question:
        return self.asked.question(key)

    def _so_far(self, question: Question) -> str:
        field = self.fields[question.key]
        if isinstance(field, DateField):
            day = field.parsed()
            return day.isoformat() if day else ""
        return typed_in(field)

    def _compare(self, kept: Mapping[str, str], read: Mapping[str, str]) -> list[str]:
        if self.entry is None:
            return []
        return [
            clash(question, self.entry)
            for question in self._all
            if (was := read.get(question.key)) is not None
            and self._kept[question.key] != was
            and kept.get(ANSWER + question.key, was)
            not in (was, self._kept[question.key])
        ]


def clash(question: Question, entry: Entry) -> str:
    """Say what somebody else wrote where something was typed here."""
    words = question.words(entry[question.key]) or "nothing"
    return f"{question.label}: they wrote \u201c{words}\u201d."


def changed_by(entry: Entry) -> str:
    """Say who changed an entry last, and when."""
    if entry.changed_at is None:
        return "Somebody changed this meanwhile"
    at = here(entry.changed_at)
    when = f"{short_date(at.date())} at {at:%H:%M}"
    return f"{entry.changed_by} changed this on {when}"


def _with_chosen(choices: Choices, question: Question, chosen: str) -> Choices:
    offered = [("", "Choose"), *choices]
    if chosen in dict(offered) or question.answer is not Answer.ONE:
        return offered
    return [*offered, (chosen, question.words(chosen))]
