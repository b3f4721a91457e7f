"""New item of post: one page, from the scan to the cases it opens."""

import json
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Channel
from isteam_app.domain.dates import long_date
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.intake import (
    NewPost,
    Received,
    check_post,
    opening_cases,
    receive_post,
)
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import primary, quiet, secondary
from ui.common.cards import Card, columns, scrolled
from ui.common.choice_fields import CheckField, ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import Field, TextField
from ui.common.forms import Form
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.page import Page
from ui.common.progress_panel import ProgressPanel
from ui.common.text import LABEL, META, label
from ui.common.theme import text_scale
from ui.common.tokens import GAP, GAP_CARD, GAP_ROW
from ui.intake.opening_part import OpeningPart
from ui.intake.person_part import PersonPart
from ui.intake.scan_part import ScanPart

Receive = Callable[[Session, NewPost, Progress], Received]

_CHANNELS = (
    (Channel.POST.value, "Post"),
    (Channel.EMAIL.value, "Email"),
    (Channel.PHONE.value, "Telephone"),
    (Channel.IN_PERSON.value, "In person"),
    (Channel.OTHER.value, "Another way"),
)


class IntakePage(Page):
    """Scan at the left, form at the right; saving opens a case for each tick."""

    saved = Signal(object)  # the ids of the cases opened
    letter_wanted = Signal(int, str)  # case, template
    cancelled = Signal()
    case_opened = Signal(int)

    name = "intake"

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        receive: Receive = receive_post,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("New item of post", parent)
        self._session, self._background, self._receive = session, background, receive
        self._write_next = False
        self.scan = ScanPart(background)
        self.person = PersonPart(session)
        self.dated = DateField("Date on the letter", self._today)
        self.received = DateField("Received at any site", self._today, required=True)
        self.reached = DateField("Reached the team", self._today)
        self.channel = ChoiceField("Came by", _CHANNELS, width=130)
        self.reference = TextField("Their reference", placeholder="None", width=150)
        self.gist = TextField(
            "Summary", placeholder="What they say, in a line", most=4_000
        )
        self.asks = {
            kind: CheckField(definition.ask, strong=True)
            for kind, definition in CASE_TYPES.items()
        }
        self.asks_problem = label("", META, tone="danger")
        self.opening = OpeningPart()
        self.progress = ProgressPanel()
        self.cancel = quiet("Cancel")
        self.save_and_new = secondary("Save and new")
        self.save = primary("Save and write the letter")
        self.form = Form(self._fields(), self)
        self._lay_out()
        self._connect()
        self._start()

    def refresh(self) -> None:
        """Read what may have changed since; typing stays as it is."""
        self._show_opening()

    def first_focus(self) -> QWidget | None:
        return self.person.name.edit

    def on_width(self, width: int) -> None:
        width = round(width / text_scale())
        narrow = width < 1080
        self._left.setFixedWidth(268 if width < 940 else 300 if narrow else 404)
        self.person.set_narrow(narrow)

    def half_typed(self) -> str | None:
        """What stands in the form while it is not saved."""
        if not self.form.is_touched and not self.scan.scans():
            return None
        return json.dumps(
            {
                "texts": {name: _text(f) for name, f in self._fields().items()},
                "ticks": [k.value for k, field in self.asks.items() if field.value()],
                "acting": self.person.acting.value(),
                "channel": self.channel.value(),
                "scans": len(self.scan.scans()),
            }
        )

    def restore_typing(self, text: str) -> None:
        kept = json.loads(text)
        self.person.acting.set_value(value=kept["acting"])
        for name, field in self._fields().items():
            _put(field, kept["texts"].get(name, ""))
        for kind, field in self.asks.items():
            field.set_value(value=kind.value in kept["ticks"])
        self.channel.set_value(kept["channel"])
        if kept["scans"] and not self.scan.scans():
            self.scan.empty.set_words(
                "Drop the scan in again",
                "What was typed is back. The scan itself was not saved yet.",
            )
        self._show_opening()

    @Slot()
    def _save_and_write(self) -> None:
        self._begin(write_next=True)

    @Slot()
    def _save_and_new(self) -> None:
        self._begin(write_next=False)

    def _begin(self, *, write_next: bool) -> None:
        if not self.save.isEnabled():
            return
        self.say(None)
        self.form.clear()
        self._refuse_ticks("")
        try:
            new = self._typed()
            check_post(new, self._session.today)
        except RuleBroken as error:
            self._refuse(error)
            for day in (self.dated, self.received, self.reached):
                day.check()
            return
        self._write_next = write_next
        job = Job(_Receiving(self._receive, self._session, new))
        job.progressed.connect(self.progress.set_count)
        job.succeeded.connect(self._finish)
        job.failed.connect(self._refuse)
        job.finished.connect(self._end)
        self.progress.cancelled.connect(job.cancel)
        self._set_working(True)
        self.progress.begin("Saving the item of post")
        self._background.start(job)

    @Slot(object)
    def _finish(self, received: Received) -> None:
        cases = received.cases
        self._start(keep_day=not self._write_next)
        self.saved.emit(tuple(case.id for case in cases))
        here = self.isVisible()  # whoever went elsewhere meanwhile is not called back
        if self._write_next and here:
            kind = cases[0].kind
            self.letter_wanted.emit(cases[0].id, CASE_TYPES[kind].acknowledgement)
            return
        references = ", ".join(case.reference for case in cases)
        opened = "Opened" if len(cases) == 1 else f"Opened {len(cases)} cases:"
        self.say(Note("ok", f"{opened} {references}", "Ready for the next item."))
        if here:
            self.person.name.focus_field()

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        if isinstance(error, RuleBroken):
            if error.field == "kinds":
                self._refuse_ticks(str(error))
                self._bring_into_sight(self.asks_problem)
                return
            if self.form.show(error):
                self._bring_into_sight(self.form[error.field])
                return
        show_error(self, error)

    def _bring_into_sight(self, widget: QWidget) -> None:
        """Scroll to what was refused: it may lie above or below."""
        inside = self._form_area.layout()
        if inside is not None:
            inside.activate()  # the sentence has just made the field higher
        self.form_scroll.ensureWidgetVisible(widget, 0, GAP)

    @Slot()
    def _end(self) -> None:
        self.progress.finish()
        self._set_working(False)

    @Slot()
    def _show_opening(self) -> None:
        kinds = tuple(kind for kind, field in self.asks.items() if field.value())
        self.opening.setVisible(bool(kinds))
        received = self.received.parsed()
        ask = ""
        if received is not None and received > self._session.today:
            ask = f"{long_date(received)} is in the future: enter the day it arrived"
            received = None
        cases = opening_cases(self._session, kinds, received)
        self.opening.show_cases(cases, dated=received is not None, ask=ask)

    @Slot()
    def _follow_ticks(self) -> None:
        self._refuse_ticks("")
        self.form.is_touched = True
        self._show_opening()

    @Slot()
    def _give_up(self) -> None:
        self._start()
        self.cancelled.emit()

    def _typed(self) -> NewPost:
        person = self.person
        return NewPost(
            name=person.name.value(),
            address=person.typed_address(),
            salutation=person.greeting.value()
            or person.greeting.edit.placeholderText(),
            person=person.known,
            acting_for=self._acting_for(),
            dated=self._day("dated"),
            received=self._day("received"),
            reached_team=self._day("reached_team"),
            channel=Channel(self.channel.value()),
            their_reference=self.reference.value(),
            summary=self.gist.value(),
            kinds=tuple(kind for kind, field in self.asks.items() if field.value()),
            scans=self._scans(),
        )

    def _acting_for(self) -> str:
        if self.person.acting.value() and not self.person.acting_for.value():
            raise RuleBroken(
                "Enter whom they act for, or take the tick away.", field="acting_for"
            )
        return self.person.typed_acting_for()

    def _scans(self) -> tuple[Scan, ...]:
        if self.scan.is_reading:
            raise RuleBroken("A scan is still being read. Save again in a moment.")
        return self.scan.scans()

    def _day(self, name: str) -> date | None:
        """Return the date typed in a field; refuse what is no date under its field."""
        field = self._fields()[name]
        assert isinstance(field, DateField)  # noqa: S101 - the three names are dates
        try:
            return field.value()
        except RuleBroken as error:
            raise RuleBroken(str(error), field=name) from error

    def _fields(self) -> dict[str, Field]:
        return {
            "name": self.person.name,
            "salutation": self.person.greeting,
            "address": self.person.address,
            "acting_for": self.person.acting_for,
            "dated": self.dated,
            "received": self.received,
            "reached_team": self.reached,
            "their_reference": self.reference,
            "summary": self.gist,
        }

    def _start(self, *, keep_day: bool = False) -> None:
        """Empty the page; the day's dates and way stay for a pile of post."""
        received, reached = self.received.parsed(), self.reached.parsed()
        channel = self.channel.value()
        self.person.clear()
        self.scan.clear()
        for field in (self.reference, self.gist):
            field.set_value("")
        self.dated.set_value(None)
        self.received.set_value(received if keep_day else None)
        self.reached.set_value(reached if keep_day else self._session.today)
        self.channel.set_value(channel if keep_day else Channel.POST.value)
        for tick in self.asks.values():
            tick.set_value(value=False)
        self.form.clear()
        self.form.forget_touch()
        self._show_opening()

    def _refuse_ticks(self, sentence: str) -> None:
        self.asks_problem.setText(sentence)
        self.asks_problem.setVisible(bool(sentence))
        if sentence:
            next(iter(self.asks.values())).focus_field()

    def _set_working(self, on: bool) -> None:
        for button in (self.cancel, self.save_and_new, self.save):
            button.setEnabled(not on)
        self._form_area.setEnabled(not on)

    def _today(self) -> date:
        return self._session.today

    def _connect(self) -> None:
        self.received.changed.connect(self._show_opening)
        for tick in self.asks.values():
            tick.changed.connect(self._follow_ticks)
        self.channel.changed.connect(self._touch)
        self.cancel.clicked.connect(self._give_up)
        self.save_and_new.clicked.connect(self._save_and_new)
        self.save.clicked.connect(self._save_and_write)

    @Slot()
    def _touch(self) -> None:
        self.form.is_touched = True

    def _lay_out(self) -> None:
        area, inside = scrolled()
        self.form_scroll = area
        self._form_area = inside
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP_ROW)
        column.addWidget(self.person)
        column.addLayout(columns(self.dated, self.received, self.reached))
        column.addWidget(self._ask_card())
        column.addLayout(
            columns(self.channel, self.reference, self.gist, stretch=(0, 0, 1))
        )
        column.addWidget(self.opening)
        column.addStretch(1)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.scan)
        row = QHBoxLayout()
        row.setSpacing(GAP_CARD + GAP)
        row.addWidget(self._left)
        row.addWidget(area, 1)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.progress)
        self.foot_buttons(self.cancel, self.save_and_new, self.save)
        self._set_tab_order()

    def _ask_card(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(label("What they ask", LABEL))
        head.addWidget(label("tick all that apply", META))
        head.addStretch(1)
        column.addLayout(head)
        card = Card(padding=GAP_ROW)
        card.setAccessibleName("What they ask")
        ticks = QHBoxLayout()
        ticks.setSpacing(GAP_CARD)
        for tick in self.asks.values():
            ticks.addWidget(tick, 0, Qt.AlignmentFlag.AlignLeft)
        ticks.addStretch(1)
        card.body.addLayout(ticks)
        column.addWidget(card)
        self.asks_problem.hide()
        column.addWidget(self.asks_problem)
        return holder

    def _set_tab_order(self) -> None:
        order: list[Field] = [
            self.person.name,
            self.person.address,
            self.person.greeting,
            self.person.acting,
            self.person.acting_for,
            self.dated,
            self.received,
            self.reached,
            *self.asks.values(),
            self.channel,
            self.reference,
            self.gist,
        ]
        chain = [*(field.input for field in order), self.save, self.save_and_new]
        for before, after in zip(chain, [*chain[1:], self.cancel], strict=True):
            QWidget.setTabOrder(before, after)


class _Receiving:
    def __init__(self, receive: Receive, session: Session, new: NewPost) -> None:
        self._receive, self._session, self._new = receive, session, new

    def __call__(self, progress: Progress) -> Received:
        return self._receive(self._session, self._new, progress)


def _text(field: Field) -> str:
    if isinstance(field, DateField):
        return field.text()
    value = field.value()  # type: ignore[attr-defined] # every field of text has one
    return str(value)


def _put(field: Field, text: str) -> None:
    if isinstance(field, DateField):
        field.set_text(text)
    else:
        field.set_value(text)  # type: ignore[attr-defined] # as above
