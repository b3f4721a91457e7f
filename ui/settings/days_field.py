"""A list of days, each added as people type dates, and removed with a button."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.dates import long_date, parse_date
from isteam_app.errors import RuleBroken
from ui.common.buttons import icon_button, secondary
from ui.common.fields import Field
from ui.common.line_edit import LineEdit
from ui.common.text import META, label
from ui.common.tokens import GAP

_PAST = "Gone by: only cases still open move"
_HINT = "3 apr, 3/4/2027, +28d"


class DaysField(Field):
    """Days in order. `known` says why a day needs no adding, "" where it does."""

    def __init__(
        self,
        name: str,
        today: Callable[[], date],
        known: Callable[[date], str],
        *,
        help_text: str = "",
    ) -> None:
        super().__init__(name, help_text=help_text)
        self._today, self._known = today, known
        self._days: list[date] = []
        self.entry = LineEdit(200)
        self.entry.setMaxLength(60)
        self.entry.setPlaceholderText(_HINT)
        self.add = secondary("Add this day", "add")
        self._shown: QWidget | None = None
        inside = QWidget()
        column = self._column_of_days = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.entry)
        row.addWidget(self.add)
        row.addStretch(1)
        column.addLayout(row)
        inside.setFocusProxy(self.entry)
        self._frame(inside)
        self.entry.setAccessibleName(f"{name}: a day to add")
        self.entry.returnPressed.connect(self.add_typed)
        self.entry.textChanged.connect(self._touched)
        self.add.clicked.connect(self.add_typed)

    def set_dates(self, days: Sequence[date]) -> None:
        self._days = sorted(days)
        self.entry.clear()
        self._show()

    def dates(self, field: str) -> tuple[date, ...]:
        """The days in order, one still typed among them.

        Raises RuleBroken for a typed day that is none, or that stands there already.
        """
        typed = self.entry.text().strip()
        if not typed:
            return tuple(self._days)
        try:
            return tuple(sorted((*self._days, self._read(typed))))
        except RuleBroken as error:
            raise RuleBroken(str(error), field=field) from error

    def value(self) -> str:
        """The days, and what is half typed, as text for a draft."""
        return "\n".join([*map(long_date, self._days), self.entry.text()])

    def set_value(self, value: str) -> None:
        *days, typed = value.split("\n")
        self.set_dates([parse_date(day, self._today()) for day in days])
        self.entry.setText(typed)
        self._touched()

    def is_empty(self) -> bool:
        return not self._days and not self.entry.text().strip()

    @Slot()
    def add_typed(self) -> None:
        """Take the day that is typed into the list, or say why not."""
        try:
            day = self._read(self.entry.text())
        except RuleBroken as error:
            self.show_problem(str(error))
            self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_dates([*self._days, day])
        self._touched()

    def _read(self, typed: str) -> date:
        day = parse_date(typed, self._today())
        if day in self._days:
            raise RuleBroken(f"{long_date(day)} stands in the list already.")
        known = self._known(day)
        if known:
            raise RuleBroken(f"{long_date(day)} is {known} already: no need to add it.")
        return day

    def _remove(self, day: date, _checked: bool = False) -> None:
        self.set_dates([each for each in self._days if each != day])
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self._touched()

    def _show(self) -> None:
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
            self._shown = None
        if not self._days:
            return
        self._shown = QWidget()
        grid = QGridLayout(self._shown)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(0)
        for line, day in enumerate(self._days):
            remove = icon_button("remove", f"Remove {long_date(day)}")
            remove.clicked.connect(partial(self._remove, day))
            grid.addWidget(label(long_date(day), tnum=True), line, 0)
            grid.addWidget(remove, line, 1)
            past = day < self._today()
            grid.addWidget(label(_PAST if past else "", META), line, 2)
        grid.setColumnStretch(2, 1)
        self._column_of_days.addWidget(self._shown)
