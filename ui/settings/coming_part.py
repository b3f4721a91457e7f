"""From which day a section holds, and what of it is to come."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.dates import long_date, parse_date
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.services.coming_settings import (
    ComingChange,
    coming_changes,
    undo_coming,
)
from isteam_app.services.session import Session
from ui.common.buttons import quiet
from ui.common.fields import TextField
from ui.common.icons import IconLabel
from ui.common.text import LABEL, label, paragraph
from ui.common.tokens import GAP, GAP_ROW

_HELP = (
    "Leave it empty for today. With a later day, letters of that day and after it show "
    "what stands above; until then everything stays as it is."
)


class ComingPart(QWidget):
    """A day to hold from, and the changes that wait for theirs, each with Undo."""

    changed = Signal()  # something was taken back
    failed = Signal(object)  # an IsteamError

    def __init__(self, session: Session, setting: str) -> None:
        super().__init__()
        self._session, self._setting = session, setting
        self.field = DayField(session)
        self.undo_buttons: list[QWidget] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(GAP)
        self._title = label("To come", LABEL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_ROW)
        column.addWidget(self._title)
        column.addLayout(self._lines)
        self.reload()

    @property
    def name(self) -> str:
        """By which name refusals find the day."""
        return f"{self._setting}_from"

    def day(self) -> date | None:
        """The day typed, None for today. Raises RuleBroken for what is no date."""
        return self.field.day()

    def reload(self) -> None:
        """Show what is to come as it stands now."""
        found = [
            change
            for change in coming_changes(self._session)
            if change.setting == self._setting
        ]
        self._show(found)

    def _show(self, found: Sequence[ComingChange]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.undo_buttons = []
        for change in found:
            self._lines.addWidget(self._line(change))
        self.setVisible(bool(found))

    def _line(self, change: ComingChange) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(IconLabel("date", "text3", 16))
        row.addWidget(paragraph(f"From {long_date(change.on)}: {change.says}"), 1)
        undo = quiet("Undo", "undo")
        undo.setAccessibleName(f"Undo the change of {long_date(change.on)}")
        undo.clicked.connect(lambda: self._undo(change))
        self.undo_buttons.append(undo)
        row.addWidget(undo)
        return line

    def _undo(self, change: ComingChange) -> None:
        try:
            undo_coming(self._session, change)
        except IsteamError as error:
            self.failed.emit(error)
            return
        self.reload()
        self.field.focus_field()
        self.changed.emit()


class DayField(TextField):
    """A day that may be left out, as the text that a draft of the settings keeps."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            "In force from", placeholder="Today", most=60, width=200, help_text=_HELP
        )
        self._session = session
        self.edit.editingFinished.connect(self._settle)

    def day(self) -> date | None:
        """The day typed, None for today. Raises RuleBroken for what is no date."""
        typed = self.value()
        return parse_date(typed, self._session.today) if typed else None

    @Slot()
    def _settle(self) -> None:
        """Write the day out with its weekday, or say what to type."""
        try:
            found = self.day()
        except RuleBroken as error:
            self.show_problem(str(error))
            return
        if found is not None and self.value() != long_date(found):
            self.set_value(long_date(found))
