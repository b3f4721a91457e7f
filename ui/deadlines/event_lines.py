"""What happened to a request, a line each: the receipt first, then what followed."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from isteam_app.domain.cases import EventKind
from isteam_app.domain.clock_events import ClockEvent, EventsRefused
from isteam_app.domain.dates import long_date
from ui.common.buttons import icon_button, secondary
from ui.common.date_field import DateField
from ui.common.tokens import GAP, GAP_ROW
from ui.deadlines.working import HAPPENED

_LABEL_HEIGHT = 20
Typed = tuple[str, str]
"""The kind of an event and its date as typed."""


class EventLine(QWidget):
    """One thing that happened, with its day, and the way to take it out."""

    removed = Signal(object)  # this line

    def __init__(
        self, kind: EventKind, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        words = HAPPENED.get(kind, "Received")
        self.day = DateField(words, today, required=kind is EventKind.RECEIVED)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.day, 1)
        if kind is not EventKind.RECEIVED:
            self.remove = icon_button("remove", f"Leave out: {words}")
            self.remove.clicked.connect(self._go)
            # level with the input, under the label
            holder = QVBoxLayout()
            holder.addSpacing(_LABEL_HEIGHT)
            holder.addWidget(self.remove)
            holder.addStretch(1)
            row.addLayout(holder)

    @Slot()
    def _go(self) -> None:
        self.removed.emit(self)


class EventLines(QWidget):
    """The events as typed. A refused history says so at the line at fault."""

    changed = Signal()

    def __init__(
        self, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self.lines: list[EventLine] = []
        self.add_button = secondary("Add what happened", "add")
        self.add_button.setMenu(self._menu())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_ROW)
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.received = self.add(EventKind.RECEIVED)

    def add(self, kind: EventKind) -> EventLine:
        """Put a line under the others, with the day still to be typed."""
        line = EventLine(kind, self._today)
        line.day.changed.connect(self.changed)
        line.removed.connect(self._take_out)
        self._column.insertWidget(len(self.lines), line)
        self.lines.append(line)
        self._order_tabs()
        self.changed.emit()
        return line

    def events(self) -> tuple[ClockEvent, ...]:
        """The events that have a date."""
        dated = ((line.day.parsed(), line.kind) for line in self.lines)
        return tuple(ClockEvent(on=day, kind=kind) for day, kind in dated if day)

    def undated(self) -> tuple[EventLine, ...]:
        """The lines after the receipt that have no date yet."""
        return tuple(line for line in self.lines[1:] if line.day.parsed() is None)

    def show_refusal(self, refused: EventsRefused) -> bool:
        """Say why under the line at fault; False when no line has that kind."""
        kind = [line for line in self.lines if line.kind.value == refused.field]
        named = [line for line in kind if _is_named(line, str(refused))]
        if not kind:
            return False
        (named or kind)[-1].day.show_problem(str(refused))
        return True

    def clear_refusals(self) -> None:
        """Take the sentences about the order away; those about a date stay."""
        for line in self.lines:
            if line.day.is_empty() or line.day.parsed() is not None:
                line.day.clear_problem()

    def typed(self) -> tuple[Typed, ...]:
        return tuple((line.kind.value, line.day.text()) for line in self.lines)

    def restore(self, typed: tuple[Typed, ...]) -> None:
        for line in tuple(self.lines[1:]):
            self._drop(line)
        for kind, text in typed:
            if kind == EventKind.RECEIVED.value:
                self.received.day.set_text(text)
            else:
                self.add(EventKind(kind)).day.set_text(text)
        self.changed.emit()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for kind, words in HAPPENED.items():
            menu.addAction(words).setData(kind.value)
        menu.triggered.connect(self._add_chosen)
        return menu

    @Slot(object)
    def _add_chosen(self, action: object) -> None:
        data = getattr(action, "data", None)
        if callable(data):
            self.add(EventKind(data())).day.focus_field()

    @Slot(object)
    def _take_out(self, line: EventLine) -> None:
        self._drop(line)
        self.add_button.setFocus()
        self.changed.emit()

    def _drop(self, line: EventLine) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()

    def _order_tabs(self) -> None:
        last = self.lines[-1]
        order = [last.day.input]
        if last.kind is not EventKind.RECEIVED:
            order.append(last.remove)
        for first, then in zip(order, [*order[1:], self.add_button], strict=True):
            QWidget.setTabOrder(first, then)


def _is_named(line: EventLine, sentence: str) -> bool:
    day = line.day.parsed()
    return day is not None and long_date(day) in sentence
