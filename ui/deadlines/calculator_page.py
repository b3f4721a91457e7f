"""The deadline calculator: any history, its date, and every reason for it."""

import json
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.clock_events import EventsRefused, Request
from isteam_app.domain.deadlines import deadline
from isteam_app.domain.settings import Nation, PauseReading
from isteam_app.services.calendars import working_calendar
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.buttons import quiet, secondary
from ui.common.cards import Card, columns, heading
from ui.common.choice_fields import ChoiceField, RadioField
from ui.common.clock_card import ClockCard, ClockView
from ui.common.date_field import DateField
from ui.common.facts import Facts
from ui.common.notes import INFO, WARN, Note
from ui.common.page import Page
from ui.common.speech import announce
from ui.common.theme import text_scale
from ui.common.toast import Toast
from ui.common.tokens import GAP_CARD, GAP_ROW
from ui.deadlines.event_lines import EventLines
from ui.deadlines.working import (
    HAPPENED,
    NATIONS,
    READINGS,
    REQUESTS,
    Worked,
    clock_view,
    facts,
    headline,
    holidays_warning,
    plain_text,
)


class CalculatorPage(Page):
    """Events at the left; the date and its working at the right, as one types."""

    name = "deadlines"

    def __init__(
        self,
        session: Session,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Deadline calculator", parent)
        self._session, self._background = session, background
        self._worked: Worked | None = None
        self._touched = False
        self.request = ChoiceField(
            "What they ask", [(key.value, words) for key, words in REQUESTS.items()]
        )
        self.nation = ChoiceField(
            "Working days of", [(key.value, words) for key, words in NATIONS.items()]
        )
        self.reading = RadioField(
            "When the clock pauses",
            [(key.value, words) for key, words in READINGS.items()],
            upright=True,
        )
        self.today = DateField("Count from today as", self._real_today)
        self.events = EventLines(self._real_today)
        self.clock = ClockCard()
        self.facts = Facts()
        self.warning = Note(WARN, "Public holidays")
        self.left_out = Note(INFO, "Not counted yet")
        self.copy = secondary("Copy the working", "copy")
        self.again = quiet("Start again", "refresh")
        self._lay_out()
        self._start()
        self._connect()

    def refresh(self) -> None:
        """Work it out afresh: settings may have changed. Typing stays."""
        self._work_out()

    def opened(self) -> None:
        self.refresh()

    def first_focus(self) -> QWidget | None:
        return self.events.received.day.edit

    def on_width(self, width: int) -> None:
        scale = text_scale()
        self._asked.setFixedWidth(round((320 if width < 1000 * scale else 380) * scale))

    def half_typed(self) -> str | None:
        """What was entered, so that locking loses none of it."""
        if not self._touched:
            return None
        return json.dumps(
            {
                "request": self.request.value(),
                "nation": self.nation.value(),
                "reading": self.reading.value(),
                "today": self.today.text(),
                "events": self.events.typed(),
            }
        )

    def restore_typing(self, text: str) -> None:
        kept = json.loads(text)
        self.request.set_value(kept["request"])
        self.nation.set_value(kept["nation"])
        self.reading.set_value(kept["reading"])
        self.today.set_text(kept["today"])
        self.events.restore(tuple((kind, day) for kind, day in kept["events"]))

    @Slot()
    def copy_working(self) -> None:
        """Put the working on the clipboard as plain text."""
        if self._worked is None:
            return
        QGuiApplication.clipboard().setText(plain_text(self._worked))
        self._toast.show_message("The working is on the clipboard")

    @Slot()
    def _start_again(self) -> None:
        self._start()
        self._touched = False
        self.events.received.day.focus_field()

    @Slot()
    def _follow(self) -> None:
        self._touched = True
        self._work_out()

    def _work_out(self) -> None:
        self.events.clear_refusals()
        self._worked = None
        if self.events.received.day.parsed() is None:
            self._show_nothing("Enter the day it was received")
            return
        try:
            self._worked = self._calculate()
        except EventsRefused as refused:
            placed = self.events.show_refusal(refused)
            second = "The sentence beside the event says why" if placed else ""
            self._show_nothing(refused.title if placed else str(refused), second)
            return
        self._show(self._worked)

    def _calculate(self) -> Worked:
        settings = self._session.settings()
        nation = Nation(self.nation.value())
        calendar = working_calendar(nation, settings.extra_holidays)
        request = Request(self.request.value())
        reading = PauseReading(self.reading.value())
        today = self.today.parsed() or self._session.today
        found = deadline(
            request,
            self.events.events(),
            calendar=calendar,
            reading=reading,
            today=today,
        )
        return Worked(
            request=request,
            found=found,
            calendar=calendar,
            reading=reading,
            today=today,
            delivery_days=settings.delivery_days,
        )

    def _show(self, worked: Worked) -> None:
        self.clock.set_clock(clock_view(worked))
        self.facts.set_facts(facts(worked))
        self._also.show()
        self.copy.setEnabled(True)
        warning = holidays_warning(worked)
        self.warning.set_text("Public holidays are not all known", warning)
        self.warning.setVisible(bool(warning))
        undated = self.events.undated()
        missing = "; ".join(HAPPENED[line.kind] for line in undated)
        self.left_out.set_text("Not counted until it has a date", missing)
        self.left_out.setVisible(bool(undated))
        announce(self, headline(worked))

    def _show_nothing(self, words: str, second: str = "") -> None:
        self.clock.set_clock(ClockView("waiting", words, second))
        for part in (self._also, self.warning, self.left_out):
            part.hide()
        self.copy.setEnabled(False)

    def _start(self) -> None:
        settings = self._session.settings()
        self.events.restore((("received", ""),))
        self.request.set_value(Request.ACCESS.value)
        self.nation.set_value(settings.nation.value)
        self.reading.set_value(settings.pause_reading.value)
        self.today.set_value(self._session.today)
        self._work_out()

    def _real_today(self) -> date:
        return self._session.today

    def _connect(self) -> None:
        for field in (self.request, self.nation, self.reading, self.today):
            field.changed.connect(self._follow)
        self.events.changed.connect(self._follow)
        self.copy.clicked.connect(self.copy_working)
        self.again.clicked.connect(self._start_again)

    def _lay_out(self) -> None:
        self._toast = Toast(self)
        self.set_summary("Enter what happened. The date and its reasons follow.")
        self.header_buttons(self.again, self.copy)
        self.clock.set_unfolded(True)
        self.clock.set_narrow(True)
        self._asked = Card("What happened")
        self._asked.setFixedWidth(380)
        for part in (self.request, self.events):
            self._asked.body.addWidget(part)
        self._asked.body.addWidget(heading("How it is counted"))
        for field in (self.nation, self.reading, self.today):
            self._asked.body.addWidget(field)
        self._asked.body.addStretch(1)
        self._also = Card("Other dates")
        self._also.body.addWidget(self.facts)
        result = QWidget()
        right = QVBoxLayout(result)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(GAP_ROW)
        for each in (self.left_out, self.warning, self.clock, self._also):
            right.addWidget(each)
        right.addStretch(1)
        self.use_scroll()
        self.body.addLayout(columns(self._asked, result, stretch=(0, 1), gap=GAP_CARD))
        self.body.addStretch(1)
