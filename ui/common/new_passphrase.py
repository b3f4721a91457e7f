"""A new passphrase: typed twice, with how hard it is to guess."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.services.passphrases import strength
from ui.common.fields import Field, SecretField
from ui.common.strength_meter import StrengthMeter
from ui.common.tokens import GAP_ROW


class NewPassphrase(QWidget):
    """Two hidden fields and the meter between them. `fields` go into a form."""

    def __init__(self, name: str = "New passphrase", again: str = "Again") -> None:
        super().__init__()
        self.first = SecretField(name, required=True)
        self.meter = StrengthMeter()
        self.again = SecretField(again, required=True)
        self._hints: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_ROW)
        for part in (self.first, self.meter, self.again):
            column.addWidget(part)
        self.first.changed.connect(self._judge)

    def fields(self) -> dict[str, Field]:
        """The fields, by the names that refusals use."""
        return {"passphrase": self.first, "repeated": self.again}

    def set_hints(self, *hints: str) -> None:
        """Words that a guesser would try first, such as whose passphrase it is."""
        self._hints = hints

    def values(self) -> dict[str, str]:
        return {"passphrase": self.first.value(), "repeated": self.again.value()}

    def clear(self) -> None:
        """Leave nothing secret typed."""
        self.first.clear()
        self.again.clear()
        self.meter.show_strength(None)

    def set_enabled_input(self, on: bool) -> None:
        for field in (self.first, self.again):
            field.set_enabled_input(on)

    @Slot()
    def _judge(self) -> None:
        typed = self.first.value()
        self.meter.show_strength(strength(typed, self._hints) if typed else None)
