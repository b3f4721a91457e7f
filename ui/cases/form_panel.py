"""Fills in any form of a case: its checklist, its searches, its outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.forms import Entry, Form
from isteam_app.errors import RuleBroken
from isteam_app.services.cases import CasePage
from ui.cases.asks import FORM
from ui.cases.case_panel import CasePanel
from ui.cases.notices import is_told
from ui.common import forms
from ui.common.answer_form import AnswerForm, changed_by
from ui.common.buttons import danger, quiet, secondary
from ui.common.fields import AreaField
from ui.common.notes import Note
from ui.common.text import BODY, paragraph
from ui.common.tokens import GAP

_REASON = "struck"
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
        self.asked = form
        self._letter = letter
        self.note: Note | None = None
        self.set_meta(form.law)
        if form.about:
            self.body.addWidget(paragraph(form.about, BODY, tone="text2"))
        self.notes = QVBoxLayout()
        self.body.addLayout(self.notes)
        self.answers = AnswerForm(form, today)
        self.fields = self.answers.fields
        self.body.addWidget(self.answers)
        self.answers.take(entry)
        self._add_foot()
        self.form = forms.Form({**self.fields, _REASON: self.why}, self)
        struck = f"Struck out: {entry.struck}" if entry and entry.struck else ""
        self._lock(locked or struck)

    @property
    def entry(self) -> Entry | None:
        """The entry that is changed here, None for a new one."""
        return self.answers.entry

    def focus_first(self) -> None:
        """Go to the first question that has no answer yet."""
        if not self.save_button.isVisibleTo(self):
            self.cancel_button.setFocus()
            return
        self.fields[self.answers.first_empty()].focus_field()

    def typed(self) -> dict[str, str]:
        kept = {"what": FORM, "form": self.asked.key}
        kept["entry"] = str(self.entry.id if self.entry else 0)
        kept |= self.answers.typed()
        if self.striking.isVisibleTo(self):
            kept[_REASON] = self.why.value()
        return kept

    def fill(self, kept: dict[str, str]) -> None:
        clashes = self.answers.fill(kept)
        if _REASON in kept:
            self._ask_why()
            self.why.set_value(kept[_REASON])
        self._tell(clashes)

    def follow_page(self, page: CasePage) -> None:
        """Show the entry as it is kept now, save where something was typed."""
        if self.entry is None:
            return
        now = next((one for one in page.entries if one.id == self.entry.id), None)
        if now is None or now.version == self.entry.version:
            return
        touched = self.form.is_touched
        clashes = self.answers.take(now)
        if not touched:
            self.form.forget_touch()
        self._tell(clashes)
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

    def _tell(self, clashes: list[str]) -> None:
        """Say which answers somebody else changed that were typed over here."""
        if clashes and self.entry is not None:
            told = f"{' '.join(clashes)} Saving keeps yours."
            self._say(changed_by(self.entry), told)

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
            answers = self.answers.answers()
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
        self.answers.set_read_only(True)
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
