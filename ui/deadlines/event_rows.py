"""The events of a calculation: what happened, and on which day."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.cases import EventKind
from isteam_app.domain.deadlines import ClockEvent
from isteam_app.errors import RuleBroken
from ui.common.buttons import icon_button, secondary
from ui.common.choice_fields import ChoiceField
from ui.common.date_field import DateField
from ui.common.tokens import GAP

WORDS = {
    EventKind.RECEIVED: "Received",
    EventKind.IDENTITY_ASKED: "Identity asked for",
    EventKind.IDENTITY_RECEIVED: "Proof of identity received",
    EventKind.AUTHORITY_ASKED: "Authority asked for",
    EventKind.AUTHORITY_RECEIVED: "Proof of authority received",
    EventKind.FEE_ASKED: "Fee asked for",
    EventKind.FEE_PAID: "Fee paid",
    EventKind.CLARIFICATION_ASKED: "Clarification asked for",
    EventKind.CLARIFICATION_RECEIVED: "Clarification received",
    EventKind.EXTENDED: "Extended",
}
_CHOICES = tuple((kind.value, words) for kind, words in WORDS.items())


class EventRow(QWidget):
    """One event. `removed` asks to be taken out."""

    changed = Signal()
    removed = Signal()

    def __init__(
        self, today: Callable[[], date], kind: EventKind, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.kind = ChoiceField("What happened", _CHOICES, width=250)
        self.kind.set_value(kind.value)
        self.on = DateField("On", today, width=190)
        self.remove = icon_button("remove", "Take this event out")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.kind, 0, top)
        row.addWidget(self.on, 0, top)
        tools = QVBoxLayout()
        tools.setContentsMargins(0, 21, 0, 0)
        tools.addWidget(self.remove)
        tools.addStretch(1)
        row.addLayout(tools)
        row.addStretch(1)
        self.kind.changed.connect(self.changed)
        self.on.changed.connect(self.changed)
        self.remove.clicked.connect(self.removed)

    def event_kind(self) -> EventKind:
        return EventKind(self.kind.value())

    def parsed(self) -> ClockEvent | None:
        """Return the event, or None while its day is empty.

        Raises RuleBroken, under the day, for what is no date.
        """
        on = self.on.value()
        return None if on is None else ClockEvent(on, self.event_kind())


class EventRows(QWidget):
    """The list: starts with the receipt, grows with the button below."""

    changed = Signal()

    def __init__(
        self, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self.rows: list[EventRow] = []
        self.add = secondary("Add an event", "add")
        self._list = QVBoxLayout()
        self._list.setSpacing(GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self._list)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(self._add_next)
        self.add_row(EventKind.RECEIVED)

    def add_row(self, kind: EventKind, on: str = "") -> EventRow:
        """Add an event and return its row."""
        row = EventRow(self._today, kind)
        row.changed.connect(self.changed)
        row.removed.connect(self._remove)
        if on:
            row.on.set_text(on)
        self.rows.append(row)
        self._list.addWidget(row)
        self._keep_order()
        self.changed.emit()
        return row

    def events(self) -> tuple[ClockEvent, ...]:
        """Return the events that have a day; a bad day is said under its field."""
        found = []
        for row in self.rows:
            row.on.clear_problem()
            try:
                event = row.parsed()
            except RuleBroken as error:
                row.on.show_problem(str(error))
                continue
            if event is not None:
                found.append(event)
        return tuple(found)

    def show_problem(self, kind: str, sentence: str) -> bool:
        """Put a refusal under the last event of a kind; False if there is none."""
        matching = [row for row in self.rows if row.kind.value() == kind]
        if matching:
            matching[-1].on.show_problem(sentence)
        return bool(matching)

    def typed(self) -> list[list[str]]:
        return [[row.kind.value(), row.on.text()] for row in self.rows]

    def put(self, typed: Sequence[Sequence[str]]) -> None:
        for row in list(self.rows):
            self._drop(row)
        for kind, on in typed:
            self.add_row(EventKind(kind), on)

    @Slot()
    def _add_next(self) -> None:
        row = self.add_row(_usual_next(self.rows))
        row.kind.focus_field()

    @Slot()
    def _remove(self) -> None:
        row = self.sender()
        if isinstance(row, EventRow) and len(self.rows) > 1:
            self._drop(row)
            self.rows[-1].on.focus_field()
            self.changed.emit()

    def _drop(self, row: EventRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._keep_order()

    def _keep_order(self) -> None:
        for row in self.rows:
            row.remove.setVisible(len(self.rows) > 1)
        inputs = [
            widget
            for row in self.rows
            for widget in (row.kind.input, row.on.input, row.remove)
        ]
        for before, after in pairwise([*inputs, self.add]):
            QWidget.setTabOrder(before, after)


def _usual_next(rows: Sequence[EventRow]) -> EventKind:
    """Return what usually follows: the answer to an open question, else a question."""
    last = rows[-1].event_kind() if rows else EventKind.RECEIVED
    kinds = list(WORDS)
    if last.value.endswith("_asked"):
        return kinds[kinds.index(last) + 1]
    return EventKind.RECEIVED if not rows else EventKind.IDENTITY_ASKED
