"""What narrows the audit trail: who, what, which days, about which record."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isteam_app.domain.audit_words import ActionKind
from isteam_app.errors import RuleBroken
from isteam_app.services.audit_trail import TrailFilter
from ui.audit.words import KINDS
from ui.common.choice_fields import ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import TextField
from ui.common.forms import Form
from ui.common.tokens import GAP

TYPING_MS = 250
_EVERYBODY = ("", "Everybody")


class FilterRow(QWidget):
    """Five fields in a row. `changed` comes once somebody has stopped typing."""

    changed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._own_only = False
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.who = ChoiceField("Who", (_EVERYBODY,), width=180)
        self.kind = ChoiceField("What", KINDS, width=190)
        self.first = DateField("From", today, width=150)
        self.last = DateField("To", today, width=150)
        self.reference = TextField("About", most=60, placeholder="IS-2026-00042")
        self.reference.input.setToolTip(
            "The reference of a case or a third-party request, or “person 12”"
        )
        named = {"first": self.first, "last": self.last, "reference": self.reference}
        self.form = Form(named, self)
        self._connect()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for field in (self.who, self.kind, self.first, self.last):
            row.addWidget(field)
        row.addWidget(self.reference, 1)

    def offer(self, names: tuple[str, ...], own_only: str) -> None:
        """Offer these people; `own_only` says why it is only oneself."""
        self._own_only = bool(own_only)
        everybody = () if own_only else (_EVERYBODY,)
        self.who.set_choices([*everybody, *((name, name) for name in names)])
        self.who.set_enabled_input(not own_only)
        self.who.input.setToolTip(own_only)

    def value(self) -> TrailFilter:
        """What is wanted. Raises RuleBroken for a day that is none."""
        self._typing.stop()
        self.form.clear()
        kind = self.kind.value()
        return TrailFilter(
            who="" if self._own_only else self.who.value(),
            kind=ActionKind(kind) if kind else None,
            first=_day(self.first, "first"),
            last=_day(self.last, "last"),
            reference=self.reference.value(),
        )

    @Slot()
    def clear(self) -> None:
        """Want everything again."""
        for choice in (self.who, self.kind):
            choice.set_value("")
        self.reference.set_value("")
        self.first.set_text("")
        self.last.set_text("")
        self.changed.emit()

    def _connect(self) -> None:
        for choice in (self.who, self.kind):
            choice.combo.currentIndexChanged.connect(self.changed)
        for day in (self.first, self.last):
            day.edit.editingFinished.connect(self.changed)
        self.reference.edit.textChanged.connect(self._typing.start)
        self.reference.edit.returnPressed.connect(self.changed)


def _day(field: DateField, name: str) -> date | None:
    try:
        return field.value()
    except RuleBroken as error:
        raise RuleBroken(str(error), field=name) from error
