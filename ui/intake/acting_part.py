"""Whom the writer acts for, as what, and what of it was enclosed."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.addresses import Address, parse_address
from isteam_app.domain.people import Capacity, Person
from isteam_app.domain.people_words import CAPACITIES
from isteam_app.errors import RuleBroken
from ui.common.cards import columns
from ui.common.choice_fields import CheckField, ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import Field, TextField
from ui.common.known_name import Find, KnownName
from ui.common.text import META, paragraph
from ui.common.tokens import GAP

_CHOICES = (("", "Choose"), *((one.value, words) for one, words in CAPACITIES.items()))
_MISSING = "Each case then shows authority as missing, and it is asked for there."


class ActingPart(QWidget):
    """Shown where somebody writes for another."""

    changed = Signal()

    def __init__(
        self, find: Find, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = KnownName("Whom they act for", find)
        self.capacity = ChoiceField("They write as", _CHOICES, width=190, required=True)
        self.address = TextField(
            "That person's own address", placeholder="If it is given", most=20_000
        )
        self.enclosed = CheckField("Authority was enclosed")
        self.seen = TextField(
            "What was seen", placeholder="Signed letter of authority", required=True
        )
        self.expires = DateField("It ends on", today, placeholder="No end")
        self.missing = paragraph(_MISSING, META)
        self._lay_out()
        for field in self.fields().values():
            field.changed.connect(self.changed)
        self.enclosed.changed.connect(self._unfold)
        self.name.chosen.connect(self._take_address)
        self._unfold()

    def fields(self) -> dict[str, Field]:
        """The fields by the names that rules know them by."""
        return {
            "acting_for": self.name,
            "capacity": self.capacity,
            "subject_address": self.address,
            "authority_enclosed": self.enclosed,
            "authority": self.seen,
            "authority_expires": self.expires,
        }

    def order(self) -> tuple[Field, ...]:
        """The fields in the order that the Tab key takes."""
        return tuple(self.fields().values())

    def typed_address(self) -> Address:
        return parse_address(self.address.value())

    def typed_capacity(self) -> Capacity:
        """Return the capacity. Raises RuleBroken where none is chosen."""
        if not self.capacity.value():
            raise RuleBroken(
                "Choose as what they write: it decides what authority they need.",
                field="capacity",
            )
        return Capacity(self.capacity.value())

    def typed_authority(self) -> str:
        """Return what was seen. Raises RuleBroken where it is ticked and not said."""
        if not self.enclosed.value():
            return ""
        if self.seen.is_empty():
            raise RuleBroken(
                "Say what was enclosed, or take the tick away.", field="authority"
            )
        return self.seen.value()

    def clear(self) -> None:
        for field in (self.name, self.address, self.seen):
            field.set_value("")
        self.capacity.set_value("")
        self.enclosed.set_value(value=False)
        self.expires.set_value(None)

    @Slot(object)
    def _take_address(self, person: Person) -> None:
        self.address.set_value(", ".join(person.address.typed().split("\n")))

    @Slot()
    def _unfold(self) -> None:
        on = self.enclosed.value()
        self.seen.setVisible(on)
        self.expires.setVisible(on)
        self.missing.setVisible(not on)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(columns(self.name, self.capacity, stretch=(1, 0)))
        column.addWidget(self.address)
        column.addWidget(self.enclosed)
        column.addWidget(self.missing)
        column.addLayout(columns(self.seen, self.expires, stretch=(1, 0)))
