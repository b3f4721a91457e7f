"""Every filter over the register as a field: each writes its word into the line."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from isteam_app.domain.dates import parse_date
from isteam_app.domain.text import fold
from isteam_app.errors import RuleBroken
from ui.common.cards import Card
from ui.common.choice_fields import ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import Field
from ui.common.suggest_field import SuggestField
from ui.common.tokens import GAP_ROW
from ui.disclosures.filter_words import (
    BASIS_CHOICES,
    DECISION_CHOICES,
    KIND_CHOICES,
    STATE_CHOICES,
    days_of,
    organisation_in,
    value_of,
    with_days,
    with_organisation,
    with_value,
)

Offers = Callable[[str], list[str]]
"""Returns the names of organisations that begin as typed."""
_WIDE = 900


class FilterPanel(Card):
    """Fields under the filter line. `chosen` carries the line as it should read."""

    chosen = Signal(str)

    def __init__(
        self,
        today: Callable[[], date],
        offers: Offers,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("More filters")
        self._today, self._offers = today, offers
        self._text, self._following, self._across = "", False, 0
        self.organisation = SuggestField("Organisation", most=200)
        self.kind = ChoiceField("Kind of requester", KIND_CHOICES)
        self.decision = ChoiceField("Decision", DECISION_CHOICES)
        self.state = ChoiceField("State", STATE_CHOICES)
        self.basis = ChoiceField("Legal basis", BASIS_CHOICES)
        self.first = DateField("Received from", today, width=0)
        self.last = DateField("Received to", today, width=0)
        self._words: dict[str, ChoiceField] = {
            "kind": self.kind,
            "decision": self.decision,
            "state": self.state,
            "basis": self.basis,
        }
        self._fields: tuple[Field, ...] = (
            self.organisation,
            *self._words.values(),
            self.first,
            self.last,
        )
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP_ROW)
        self._grid.setVerticalSpacing(GAP_ROW)
        self.body.addLayout(self._grid)
        self._arrange(4)
        self.organisation.changed.connect(self._offer)
        self.organisation.picked.connect(self._tell)
        self.organisation.edit.editingFinished.connect(self._tell)
        for word_field in self._words.values():
            word_field.changed.connect(self._tell)
        for day in (self.first, self.last):
            day.edit.editingFinished.connect(self._tell)

    def follow(self, text: str) -> None:
        """Show what the words of the line say."""
        self._text = text
        self._following = True
        self.organisation.set_value(organisation_in(text))
        for word, field in self._words.items():
            field.set_value(value_of(text, word).casefold())
        for day, typed in zip((self.first, self.last), days_of(text), strict=True):
            day.set_value(self._day(typed))
        self._following = False

    def fit(self, width: int) -> None:
        """Put the fields four or two across, as there is room."""
        self._arrange(4 if width >= _WIDE else 2)

    def _day(self, typed: str) -> date | None:
        try:
            return parse_date(typed, self._today()) if typed else None
        except RuleBroken:
            return None

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for place, field in enumerate(self._fields):
            self._grid.addWidget(field, place // across, place % across)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < across else 0)

    @Slot()
    def _offer(self) -> None:
        if not self._following:
            self.organisation.set_suggestions(self._offers(self.organisation.value()))

    @Slot()
    def _tell(self) -> None:
        """Write what the fields say into the line, if it says something else."""
        if self._following:
            return
        text, name = self._text, self.organisation.value()
        if name != organisation_in(text):
            known = self._offers(name)
            whole = any(fold(each) == fold(name) for each in known)
            text = with_organisation(text, name, whole=whole)
        for word, field in self._words.items():
            if field.value() != value_of(text, word).casefold():
                text = with_value(text, word, field.value())
        first, last = self.first.parsed(), self.last.parsed()
        if (first, last) != tuple(map(self._day, days_of(text))):
            text = with_days(text, first, last)
        if text != self._text:
            self.chosen.emit(text)
