"""Asks which case to link, and for the regulator's letter about a complaint."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout

from isteam_app.domain.cases import Case, LinkKind
from isteam_app.domain.letters import LONGEST_REFERENCE
from isteam_app.domain.text import SUMMARY
from isteam_app.errors import RuleBroken
from isteam_app.services.links import RegulatorLetter, link_kinds, link_words
from ui.cases.asks import ASK_LINK, ASK_REGULATOR
from ui.cases.case_panel import CasePanel
from ui.common.cards import columns
from ui.common.choice_fields import ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import AreaField, Field, TextField
from ui.common.forms import Form
from ui.common.text import BODY, paragraph
from ui.common.tokens import GAP_CARD


@dataclass(frozen=True, slots=True)
class Linking:
    """A case to link with the one shown, and how."""

    reference: str
    kind: LinkKind
    reason: str


class LinkPanel(CasePanel):
    """Which case, how the two hang together, and why."""

    def __init__(self, case: Case) -> None:
        super().__init__(ASK_LINK.title)
        self.other = TextField(
            "Reference of the other case",
            placeholder="IS-2026-00042",
            most=60,
            width=220,
            required=True,
        )
        kinds = [
            (kind.value, link_words(kind, forward=True)) for kind in link_kinds(case)
        ]
        self.kind = ChoiceField("This case is", kinds, width=220)
        self.reason = TextField("Why, if it is not plain", most=SUMMARY)
        fields = (self.other, self.kind, self.reason)
        self.body.addLayout(columns(*fields, stretch=(0, 0, 1), gap=GAP_CARD))
        self.body.addLayout(self._buttons(ASK_LINK.act))
        named = {"other": self.other, "kind": self.kind, "reason": self.reason}
        self._named: dict[str, Field] = dict(named)
        self.form = Form(self._named, self)

    def focus_first(self) -> None:
        self.other.focus_field()

    def typed(self) -> dict[str, str]:
        return {
            "what": ASK_LINK.what,
            "other": self.other.value(),
            "kind": self.kind.value(),
            "reason": self.reason.value(),
        }

    def fill(self, kept: dict[str, str]) -> None:
        self.other.set_value(kept.get("other", ""))
        self.kind.set_value(kept.get("kind", ""))
        self.reason.set_value(kept.get("reason", ""))

    @Slot()
    def _give(self) -> None:
        kind = LinkKind(self.kind.value())
        self.given.emit(Linking(self.other.value(), kind, self.reason.value()))


class RegulatorPanel(CasePanel):
    """What the regulator wrote: it opens a case of its own, linked with this one."""

    def __init__(self, today: Callable[[], date], regulator: str) -> None:
        super().__init__(ASK_REGULATOR.title)
        about = (
            f"A letter from {regulator} about this case opens a case of its own. Both "
            "show the link, and each has its own dates."
        )
        self.body.addWidget(paragraph(about, BODY, tone="text2"))
        self.received = DateField("Received", today, required=True)
        self.received.set_value(today())
        self.dated = DateField("Date on their letter", today)
        self.reference = TextField("Their reference", most=LONGEST_REFERENCE, width=200)
        self.answer_by = DateField("They want an answer by", today)
        self.asked = AreaField("What they ask", lines=3, most=SUMMARY)
        row = QHBoxLayout()
        row.setSpacing(16)
        for field in (self.received, self.dated, self.answer_by, self.reference):
            row.addWidget(field)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.asked)
        self.body.addLayout(self._buttons(ASK_REGULATOR.act))
        self._days = {
            "received": self.received,
            "dated": self.dated,
            "answer_by": self.answer_by,
        }
        self.form = Form(
            {
                **self._days,
                "their_reference": self.reference,
                "reference": self.reference,
                "summary": self.asked,
                "asked": self.asked,
            },
            self,
        )

    def focus_first(self) -> None:
        self.received.focus_field()

    def typed(self) -> dict[str, str]:
        days = {name: field.text() for name, field in self._days.items()}
        return days | {
            "what": ASK_REGULATOR.what,
            "reference": self.reference.value(),
            "asked": self.asked.edit.toPlainText(),
        }

    def fill(self, kept: dict[str, str]) -> None:
        for name, field in self._days.items():
            field.set_text(kept.get(name, ""))
        self.reference.set_value(kept.get("reference", ""))
        self.asked.set_value(kept.get("asked", ""))

    @Slot()
    def _give(self) -> None:
        try:
            letter = RegulatorLetter(
                received=_day(self.received, "received"),
                dated=_day(self.dated, "dated"),
                answer_by=_day(self.answer_by, "answer_by"),
                their_reference=self.reference.value(),
                asked=self.asked.value(),
            )
        except RuleBroken as error:
            self.form.show(error)
            return
        self.given.emit(letter)


def _day(field: DateField, name: str) -> date | None:
    try:
        return field.value()
    except RuleBroken as error:
        raise RuleBroken(str(error), field=name) from error
