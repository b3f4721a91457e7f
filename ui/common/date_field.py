"""A date that is typed the way people type dates, or picked from a calendar."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
)

from isteam_app.domain.dates import long_date, parse_date
from isteam_app.errors import RuleBroken
from ui.common import theme
from ui.common.fields import Field
from ui.common.icons import icon
from ui.common.inner_button import InnerButton
from ui.common.line_edit import LineEdit
from ui.common.text import META, role_font

_ARROWS = (
    ("qt_calendar_prevmonth", "previous", "Previous month"),
    ("qt_calendar_nextmonth", "enter", "Next month"),
)
_OPENING_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_F4)


class DateField(Field):
    """A line edit that understands dates, shows their weekday, and may be empty.

    `today` is asked each time, so that a window left open over midnight stays right.
    """

    def __init__(
        self,
        name: str,
        today: Callable[[], date],
        *,
        placeholder: str = "Day month year",
        width: int = 200,
        required: bool = False,
        help_text: str = "",
    ) -> None:
        super().__init__(name, required=required, help_text=help_text)
        self._today = today
        self._calendar: CalendarPopup | None = None
        self.edit = LineEdit(width, sample="Wed 30 Nov 2026")
        self.edit.setMaxLength(60)
        self.edit.setPlaceholderText(placeholder)
        self._frame(self.edit)
        inner = InnerButton("calendar", f"Calendar for {name}", self.edit)
        inner.clicked.connect(self._open_calendar)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._touched)
        self.edit.editingFinished.connect(self._settle)

    def value(self) -> date | None:
        """The date, or None if nothing is typed. Raises RuleBroken for the rest."""
        text = self.edit.text().strip()
        return parse_date(text, self._today()) if text else None

    def is_empty(self) -> bool:
        return not self.text().strip()

    def parsed(self) -> date | None:
        """The date if what stands there is one, and None otherwise, also half typed."""
        try:
            return self.value()
        except RuleBroken:
            return None

    def text(self) -> str:
        """What is typed, for a draft."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        self.edit.setText(text)
        self._settle()

    def set_value(self, value: date | None) -> None:
        self.edit.setText("" if value is None else long_date(value))
        self.edit.setCursorPosition(0)

    def check(self) -> None:
        """Say what to type, if what stands there is no date."""
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QKeyEvent):
            pressed = event.type() == QEvent.Type.KeyPress
            if pressed and event.key() in _OPENING_KEYS:
                self._open_calendar()
                return True
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        """Write the date out with its weekday, or say what to type."""
        try:
            found = self.value()
        except RuleBroken as error:
            self.show_problem(str(error))
            return
        if found is None or self.edit.text() == long_date(found):
            return
        self.set_value(found)

    def _open_calendar(self) -> None:
        if self._calendar is None:
            self._calendar = CalendarPopup(self.edit, self._pick)
        self._calendar.open_at(self.parsed() or self._today())

    def _pick(self, day: date) -> None:
        self.set_value(day)
        self.focus_field()


class CalendarPopup(QFrame):
    """A month to pick a day from, under the field. Escape closes it."""

    def __init__(self, edit: QLineEdit, picked: Callable[[date], None]) -> None:
        super().__init__(edit, Qt.WindowType.Popup)
        self._edit = edit
        self._picked = picked
        self.setProperty("k", "popup")
        self.setAccessibleName("Calendar")
        self.month = QCalendarWidget()
        self.month.setLocale(
            QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
        )
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.month.setVerticalHeaderFormat(
            QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
        )
        self.month.setMinimumSize(304, 256)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.month)
        self.month.clicked.connect(self._take)
        self.month.activated.connect(self._take)

    def open_at(self, day: date) -> None:
        self._dress()
        self.month.setSelectedDate(QDate(day.year, day.month, day.day))
        self.move(self._edit.mapToGlobal(QPoint(0, self._edit.height() + 2)))
        self.show()
        self.month.setFocus()

    def _dress(self) -> None:
        """Qt makes weekends red and its own arrows: here red is for what is late."""
        ink = QTextCharFormat()
        ink.setForeground(theme.colour("text2"))
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.month.setWeekdayTextFormat(weekday, ink)
        head = QTextCharFormat()
        head.setForeground(theme.colour("text3"))
        head.setBackground(theme.colour("surface"))
        head.setFont(role_font(META))
        self.month.setHeaderTextFormat(head)
        for part, meaning, name in _ARROWS:
            arrow = self.month.findChild(QToolButton, part)
            if arrow is not None:
                arrow.setIcon(icon(meaning, "text2"))
                arrow.setAccessibleName(name)

    def _take(self, day: QDate) -> None:
        if not self.isVisible():
            return
        self.hide()
        self._picked(date(day.year(), day.month(), day.day()))
