"""Fills in any form of a case: its checklist, its searches, its outcome."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.dates import short_date
from isteam_app.domain.forms import Entry, Form, Question
from isteam_app.errors import RuleBroken
from isteam_app.services.cases import CasePage
from ui.cases.answer_fields import (
    answer_in,
    as_typed,
    fields_for,
    put_in,
    typed_in,
)
from ui.cases.answer_grid import AnswerGrid
from ui.cases.asks import FORM
from ui.cases.case_panel import CasePanel
from ui.cases.notices import is_told
from ui.common import forms
from ui.common.buttons import danger, quiet, secondary
from ui.common.fields import AreaField
from ui.common.moments import here
from ui.common.notes import Note
from ui.common.text import BODY, paragraph
from ui.common.tokens import GAP, GAP_CARD

_ANSWER = "answer."
_REASON, _READ = "struck", "read"
_NOWHERE = "Add the address first: the letter goes there."


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledIn:
    """The answers somebody gave to a form; `entry` is the one they change, if any.

    `letter` is the key of a letter to be begun to whom the entry names, "" for none.
    """

    form: str
    entry: Entry | None
    answers: dict[str, str]
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """An entry that is to count no longer, and why."""

    entry: Entry
    reason: str


class FormPanel(CasePanel):
    """The questions of a form, and what is kept of them.

    What was not touched follows the vault; where somebody else changed an answer that
    was typed over here, the panel says so. `locked` says why nothing may be changed.
    `letter` is the key of the letter that goes to whom the entry names, "" for none.
    """

    def __init__(
        self,
        form: Form,
        entry: Entry | None,
        today: Callable[[], date],
        locked: str,
        letter: str = "",
    ) -> None:
        super().__init__(form.title)
        self.asked, self.entry = form, entry
        self._letter = letter
        self._today = today
        self.note: Note | None = None
        self.set_meta(form.law)
        if form.about:
            self.body.addWidget(paragraph(form.about, BODY, tone="text2"))
        self.notes = QVBoxLayout()
        self.body.addLayout(self.notes)
        self.fields = fields_for(form, today)
        asked = [(each, self.fields[each.key]) for each in form.questions]
        self.grid = AnswerGrid(asked)
        self.body.addWidget(self.grid)
        self._add_foot()
        self._kept = self._texts()
        self.form = forms.Form({**self.fields, _REASON: self.why}, self)
        self._take(entry)
        struck = f"Struck out: {entry.struck}" if entry and entry.struck else ""
        self._lock(locked or struck)

    def focus_first(self) -> None:
        """Go to the first question that has no answer yet."""
        if not self.save_button.isVisibleTo(self):
            self.cancel_button.setFocus()
            return
        empty = [field for field in self.fields.values() if field.is_empty()]
        first = next(iter(self.fields.values()))
        (empty[0] if empty else first).focus_field()

    def typed(self) -> dict[str, str]:
        kept = {"what": FORM, "form": self.asked.key}
        kept["entry"] = str(self.entry.id if self.entry else 0)
        kept |= {_ANSWER + key: text for key, text in self._texts().items()}
        kept[_READ] = json.dumps(self._kept)
        if self.striking.isVisibleTo(self):
            kept[_REASON] = self.why.value()
        return kept

    def fill(self, kept: dict[str, str]) -> None:
        read = json.loads(kept.get(_READ, "{}"))
        for key, field in self.fields.items():
            typed = kept.get(_ANSWER + key)
            if typed is not None and typed != read.get(key):
                put_in(field, typed)
        self._compare(kept, read)
        if _REASON in kept:
            self._ask_why()
            self.why.set_value(kept[_REASON])

    def _compare(self, kept: dict[str, str], read: dict[str, str]) -> None:
        """Say which answers others changed while these were kept half typed."""
        if self.entry is None:
            return
        clashes = [
            _clash(question, self.entry)
            for question in self.asked.questions
            if (was := read.get(question.key)) is not None
            and self._kept[question.key] != was
            and kept.get(_ANSWER + question.key, was)
            not in (was, self._kept[question.key])
        ]
        if clashes:
            told = f"{' '.join(clashes)} Saving keeps yours."
            self._say(_changed_by(self.entry), told)

    def follow_page(self, page: CasePage) -> None:
        """Show the entry as it is kept now, save where something was typed."""
        if self.entry is None:
            return
        now = next((one for one in page.entries if one.id == self.entry.id), None)
        if now is None or now.version == self.entry.version:
            return
        touched = self.form.is_touched
        clashes = self._take(now)
        if not touched:
            self.form.forget_touch()
        if clashes:
            self._say(_changed_by(now), f"{' '.join(clashes)} Saving keeps yours.")
        if now.struck:
            self._lock(f"Struck out: {now.struck}")

    def refuse(self, error: RuleBroken) -> bool:
        if self._striking and error.field == "reason":
            error = RuleBroken(str(error), field=_REASON)
        return super().refuse(error)

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        self.strike_button.setEnabled(not busy)
        self.strike_out_button.setEnabled(not busy)
        self.write_button.setEnabled(not busy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.grid.fit(event.size().width() - 2 * GAP_CARD)

    def _texts(self) -> dict[str, str]:
        return {key: typed_in(field) for key, field in self.fields.items()}

    def _take(self, entry: Entry | None) -> list[str]:
        """Follow an entry; return a sentence for each answer both changed."""
        self.entry = entry
        if entry is None:
            return []
        clashes = []
        for question in self.asked.questions:
            theirs = as_typed(question, entry[question.key])
            field, before = self.fields[question.key], self._kept[question.key]
            mine = typed_in(field)
            if mine == before:
                put_in(field, theirs)
                theirs = typed_in(field)
            elif theirs not in (before, mine):
                clashes.append(_clash(question, entry))
            self._kept[question.key] = theirs
        return clashes

    @Slot()
    def _give(self) -> None:
        self._keep("")

    @Slot()
    def _give_and_write(self) -> None:
        address = self.fields["address"]
        if address.is_empty():
            self.form.show(RuleBroken(_NOWHERE, field="address"))
            return
        self._keep(self._letter)

    def _keep(self, letter: str) -> None:
        self._striking = False
        try:
            answers = {
                each.key: answer_in(each, self.fields[each.key])
                for each in self.asked.questions
            }
        except RuleBroken as error:
            self.form.show(error)
            return
        self.given.emit(
            FilledIn(
                form=self.asked.key, entry=self.entry, answers=answers, letter=letter
            )
        )

    @Slot()
    def _ask_why(self) -> None:
        self.striking.show()
        self.strike_button.hide()
        self.why.focus_field()

    @Slot()
    def _strike(self) -> None:
        self._striking = True
        if self.entry is not None:
            self.given.emit(Struck(entry=self.entry, reason=self.why.value()))

    def _add_foot(self) -> None:
        self._striking = False
        self.strike_button = quiet("Strike out", "refuse")
        self.strike_button.clicked.connect(self._ask_why)
        self.why = AreaField(
            "Why it no longer counts",
            lines=2,
            most=20_000,
            required=True,
            help_text="The entry is kept, struck out, with this reason.",
        )
        self.strike_out_button = danger("Strike it out")
        self.strike_out_button.clicked.connect(self._strike)
        self.striking = QWidget()
        row = QHBoxLayout(self.striking)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.why, 1)
        row.addWidget(self.strike_out_button)
        self.striking.hide()
        self.body.addWidget(self.striking)
        self.write_button = secondary("Write to them", "letter")
        self.write_button.setToolTip("Keeps what stands here, then opens the letter")
        self.write_button.clicked.connect(self._give_and_write)
        buttons = self._buttons("Save", self.strike_button, self.write_button)
        self.body.addLayout(buttons)
        told = is_told(self.asked, self.entry)
        self.write_button.setVisible(bool(self._letter) and not told)
        self.strike_button.setVisible(self.entry is not None)

    def _lock(self, why: str) -> None:
        """Let the entry be read only, and say why; nothing happens without a reason."""
        if not why:
            return
        for field in self.fields.values():
            field.set_enabled_input(False)
        self.save_button.hide()
        self.strike_button.hide()
        self.write_button.hide()
        self.striking.hide()
        self.cancel_button.set_words("Back")
        self._say("This entry can only be read", why)

    def _say(self, title: str, text: str) -> None:
        if self.note is not None:
            self.notes.removeWidget(self.note)
            self.note.hide()
            self.note.deleteLater()
        self.note = Note("warn", title, text)
        self.notes.addWidget(self.note)


def _changed_by(entry: Entry) -> str:
    if entry.changed_at is None:
        return "Somebody changed this meanwhile"
    at = here(entry.changed_at)
    when = f"{short_date(at.date())} at {at:%H:%M}"
    return f"{entry.changed_by} changed this on {when}"


def _clash(question: Question, entry: Entry) -> str:
    words = question.words(entry[question.key]) or "nothing"
    return f"{question.label}: they wrote \u201c{words}\u201d."
