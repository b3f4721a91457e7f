"""Asks for what is to be written down on a case: a move, a note, who has it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout

from isteam_app.domain.cases import EventKind
from isteam_app.errors import RuleBroken
from ui.cases.asks import ASSIGN, MOVE, NOTE, SERVICE, Ask
from ui.cases.case_panel import CasePanel
from ui.common.choice_fields import ChoiceField, Choices, RadioField
from ui.common.date_field import DateField
from ui.common.fields import AreaField, Field
from ui.common.forms import Form
from ui.common.text import BODY, paragraph

_WORDS = {NOTE: "What was said or seen"}
_CHOSEN = {ASSIGN: ("Owner", "owner"), SERVICE: ("Post", "service")}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was typed: a day for a move, a text, and what was chosen from a list."""

    ask: Ask
    on: date | None
    text: str
    chosen: str


class RecordPanel(CasePanel):
    """Asks for a day, a text or a choice, as the thing to record needs.

    `choices` are the owners or the kinds of post on offer.
    """

    def __init__(
        self, ask: Ask, today: Callable[[], date], choices: Choices = ()
    ) -> None:
        super().__init__(ask.title)
        self.ask = ask
        self.day: DateField | None = None
        self.text: AreaField | None = None
        self.choice: ChoiceField | RadioField | None = None
        if ask.hint:
            self.body.addWidget(paragraph(ask.hint, BODY, tone="text2"))
        fields = self._fields(today, choices)
        self.form = Form(fields, self)
        row = QHBoxLayout()
        row.setSpacing(16)
        for field in fields.values():
            stretch = 1 if field is self.text else 0
            row.addWidget(field, stretch, Qt.AlignmentFlag.AlignTop)
        if self.text is None:
            row.addStretch(1)
        self.body.addLayout(row)
        self.body.addLayout(self._buttons(ask.act))

    def focus_first(self) -> None:
        field = self.text or self.choice or self.day
        if self.text is not None:
            self.text.edit.moveCursor(QTextCursor.MoveOperation.End)
        if field is not None:
            field.focus_field()

    def typed(self) -> dict[str, str]:
        kept = {"what": self.ask.what, "event": self.ask.event}
        if self.day is not None:
            kept["day"] = self.day.text()
        if self.text is not None:
            kept["text"] = self.text.edit.toPlainText()
        if self.choice is not None:
            kept["choice"] = self.choice.value()
        return kept

    def fill(self, kept: dict[str, str]) -> None:
        if self.day is not None:
            self.day.set_text(kept.get("day", ""))
        if self.text is not None:
            self.text.set_value(kept.get("text", ""))
        if self.choice is not None:
            self.choice.set_value(kept.get("choice", ""))

    def _fields(self, today: Callable[[], date], choices: Choices) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        if self.ask.what == MOVE:
            self.day = DateField("When it happened", today, required=True)
            self.day.set_value(today())
            fields["on"] = self.day
        elif self.ask.what == NOTE:
            kinds = ((EventKind.NOTE.value, "Note"), (EventKind.CALL.value, "Call"))
            self.choice = RadioField("Kind", kinds)
            self.choice.set_value(EventKind.NOTE.value)
            fields["kind"] = self.choice
        else:
            name, key = _CHOSEN[self.ask.what]
            self.choice = ChoiceField(name, choices, width=300)
            fields[key] = self.choice
        if self.ask.what not in _CHOSEN:
            words = self.ask.label or _WORDS.get(self.ask.what, "What happened")
            must = bool(self.ask.label) or self.ask.what == NOTE
            self.text = AreaField(words, lines=3, most=20_000, required=must)
            self.text.set_value(self.ask.text)
            fields["text"] = self.text
        return fields

    @Slot()
    def _give(self) -> None:
        try:
            on = self._day()
        except RuleBroken as error:
            self.form.show(error)
            return
        self.given.emit(
            Answer(
                ask=self.ask,
                on=on,
                text=self.text.value() if self.text is not None else "",
                chosen=self.choice.value() if self.choice is not None else "",
            )
        )

    def _day(self) -> date | None:
        if self.day is None:
            return None
        try:
            on = self.day.value()
        except RuleBroken as error:
            raise RuleBroken(str(error), field="on") from error
        if on is None:
            raise RuleBroken("Type the day it happened, such as today.", field="on")
        return on
