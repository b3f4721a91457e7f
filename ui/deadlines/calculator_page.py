"""The deadline calculator: type what happened, read the date and why."""

import json
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.case_clock import time_left
from isteam_app.domain.cases import ClockState
from isteam_app.domain.dates import long_date
from isteam_app.domain.deadlines import Deadline, Request, deadline, post_by
from isteam_app.domain.settings import Nation, PauseReading
from isteam_app.errors import RuleBroken
from isteam_app.services.session import Session, calendar_for
from ui.common.background import Background
from ui.common.buttons import secondary
from ui.common.cards import Card, columns, hairline, scrolled
from ui.common.choice_fields import ChoiceField
from ui.common.facts import Fact, Facts
from ui.common.icons import IconLabel
from ui.common.page import Page
from ui.common.text import META, SECTION, STRONG, label, paragraph
from ui.common.tokens import GAP, GAP_CARD, GAP_ROW
from ui.deadlines.event_rows import EventRows

_REQUESTS = (
    (Request.ACCESS, "Access (copy of data)"),
    (Request.RECTIFICATION, "Correction"),
    (Request.ERASURE, "Erasure"),
    (Request.RESTRICTION, "Restriction"),
    (Request.PORTABILITY, "Transfer (portability)"),
    (Request.OBJECTION, "Objection"),
    (Request.MARKETING_OBJECTION, "Marketing objection"),
    (Request.DATA_PROTECTION_COMPLAINT, "Data protection complaint"),
)
_NATIONS = (
    (Nation.ENGLAND_AND_WALES, "England and Wales"),
    (Nation.SCOTLAND, "Scotland"),
    (Nation.NORTHERN_IRELAND, "Northern Ireland"),
)
_READINGS = (
    (PauseReading.CONSERVATIVE, "The cautious count"),
    (PauseReading.INCLUSIVE, "Both days left out"),
)
_LOOKS = {
    ClockState.RUNNING: ("clock", "accent_text"),
    ClockState.PAUSED: ("paused", "pause"),
    ClockState.NOT_STARTED: ("not_started", "neutral"),
    ClockState.NONE: ("to_do", "text3"),
}


class CalculatorPage(Page):
    """Events at the left, the date with its working at the right, as one types."""

    name = "deadlines"

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__("Deadline calculator", parent)
        self._session = session
        settings = session.settings()
        self.request = ChoiceField("Request", _choices(_REQUESTS), width=250)
        self.nation = ChoiceField("Working days of", _choices(_NATIONS), width=190)
        self.reading = ChoiceField("A pause counts", _choices(_READINGS), width=190)
        self.nation.set_value(settings.nation.value)
        self.reading.set_value(settings.pause_reading.value)
        self.rows = EventRows(self._today)
        self.headline = label("", SECTION)
        self.second = paragraph("", "body", tone="text2")
        self.mark = IconLabel("clock", "accent_text", 24)
        self.facts = Facts()
        self.copy = secondary("Copy the working", "copy")
        self._found: Deadline | None = None
        self._steps: QWidget | None = None
        self._lay_out()
        for part in (self.request, self.nation, self.reading, self.rows):
            part.changed.connect(self.work_out)
        self.copy.clicked.connect(self._copy)
        self.work_out()

    def refresh(self) -> None:
        self.work_out()

    def first_focus(self) -> QWidget | None:
        return self.rows.rows[0].on.input

    def half_typed(self) -> str | None:
        if not any(on for _, on in self.rows.typed()):
            return None
        return json.dumps({"request": self.request.value(), "rows": self.rows.typed()})

    def restore_typing(self, text: str) -> None:
        kept = json.loads(text)
        self.request.set_value(kept["request"])
        self.rows.put(kept["rows"])

    @Slot()
    def work_out(self) -> None:
        """Read the events and show the date, or what stands in its way."""
        events = self.rows.events()
        self._found = None
        if not events:
            self._show_nothing("Enter the day it was received", "")
            return
        try:
            self._found = deadline(
                Request(self.request.value()),
                events,
                calendar=self._calendar(),
                reading=PauseReading(self.reading.value()),
                today=self._session.today,
            )
        except RuleBroken as refused:
            under = self.rows.show_problem(refused.field, str(refused))
            self._show_nothing("No date", "" if under else str(refused))
            return
        self._show(self._found)

    def working(self) -> str:
        """Return the working as plain text, a line a step."""
        if self._found is None:
            return ""
        lines = [self.headline.text(), self.second.text()]
        for step in self._found.because:
            day = long_date(step.on) if step.on else step.value
            lines.append(f"{step.fact}: {day}. {step.reason}.")
        return "\n".join(line for line in lines if line)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.working())
        self.copy.set_words("Copied")

    def _show(self, found: Deadline) -> None:
        today = self._session.today
        icon, tone = _LOOKS[found.state]
        self.mark.set_icon(icon, tone)
        if found.due is not None:
            left = time_left(found.due, today, self._calendar())
            self.headline.setText(f"Due {long_date(found.due)}")
            self.second.setText(f"{left[0].upper()}{left[1:]}. {found.regime}.")
        else:
            self.headline.setText(
                "Paused" if found.state is ClockState.PAUSED else "Not started"
            )
            self.second.setText(
                f"If it arrived today, due {long_date(found.if_answered_today)}."
                if found.if_answered_today
                else found.regime
            )
        self.facts.set_facts(self._facts(found))
        self._show_steps(found)
        self.copy.set_words("Copy the working")
        self.copy.setEnabled(True)

    def _show_nothing(self, headline: str, second: str) -> None:
        self.mark.set_icon("not_started", "text3")
        self.headline.setText(headline)
        self.second.setText(second or "The date appears here with its reasons.")
        self.facts.set_facts(())
        self._drop_steps()
        self.copy.setEnabled(False)

    def _facts(self, found: Deadline) -> tuple[Fact, ...]:
        facts = []
        if found.start:
            facts.append(Fact("Clock starts", long_date(found.start)))
        if found.due:
            latest = post_by(
                found.due,
                calendar=self._calendar(),
                delivery_days=self._session.settings().delivery_days,
            )
            facts.append(Fact("Post by", long_date(latest)))
        if found.extension_notice_due and not found.target:
            facts.append(Fact("Extend by", long_date(found.extension_notice_due)))
        if found.target:
            facts.append(Fact("House target", long_date(found.target)))
        if found.other_reading_due:
            facts.append(Fact("Other count", long_date(found.other_reading_due)))
        return tuple(facts)

    def _show_steps(self, found: Deadline) -> None:
        self._drop_steps()
        self._steps = QWidget()
        grid = QGridLayout(self._steps)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP_CARD)
        grid.setVerticalSpacing(6)
        top = Qt.AlignmentFlag.AlignTop
        for row, step in enumerate(found.because):
            day = long_date(step.on) if step.on else step.value
            grid.addWidget(label(step.fact), row, 0, top)
            grid.addWidget(label(day, STRONG, tnum=True), row, 1, top)
            grid.addWidget(paragraph(step.reason, META), row, 2, top)
        grid.setColumnStretch(2, 1)
        self._why.addWidget(self._steps)

    def _drop_steps(self) -> None:
        if self._steps is not None:
            self._steps.hide()
            self._steps.deleteLater()
            self._steps = None

    def _calendar(self) -> WorkingCalendar:
        nation = Nation(self.nation.value())
        return calendar_for(replace(self._session.settings(), nation=nation))

    def _today(self) -> date:
        return self._session.today

    def _lay_out(self) -> None:
        area, inside = scrolled()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(GAP_CARD)
        asked = Card("What happened")
        asked.body.addWidget(self.request)
        asked.body.addLayout(columns(self.nation, self.reading, stretch=(0, 0)))
        asked.body.addWidget(hairline())
        asked.body.addWidget(self.rows)
        asked.body.addStretch(1)
        row.addWidget(asked, 0)
        row.addWidget(self._answer(), 1)
        self.body.addWidget(area, 1)

    def _answer(self) -> Card:
        card = Card()
        card.setAccessibleName("The date and why")
        head = QHBoxLayout()
        head.setSpacing(GAP_ROW)
        head.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.headline)
        words.addWidget(self.second)
        head.addLayout(words, 1)
        head.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        card.body.addWidget(self.facts)
        card.body.addWidget(hairline())
        self._why = QVBoxLayout()
        self._why.setSpacing(GAP)
        card.body.addLayout(self._why)
        card.body.addStretch(1)
        return card


def _choices(pairs: tuple[tuple[object, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((str(one), words) for one, words in pairs)
