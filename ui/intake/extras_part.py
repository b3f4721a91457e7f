"""What only some letters have: another to answer, proof of identity, money."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.addresses import Address, parse_address
from isteam_app.domain.people import Person
from isteam_app.errors import RuleBroken
from ui.common.fields import AreaField, Field, TextField
from ui.common.known_name import Find, KnownName
from ui.common.tokens import GAP


class ReplyPart(QWidget):
    """Who answers go to, where that is not the writer."""

    changed = Signal()

    def __init__(self, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = KnownName("Answers go to", find)
        self.address = AreaField(
            "At this address", lines=2, most=20_000, placeholder="Commas or new lines",
            required=True,
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.name)
        column.addWidget(self.address)
        self.name.chosen.connect(self._take_address)
        for field in self.fields().values():
            field.changed.connect(self.changed)

    def fields(self) -> dict[str, Field]:
        """The fields by the names that rules know them by."""
        return {"reply_name": self.name, "reply_address": self.address}

    def typed_name(self) -> str:
        """Return the name. Raises RuleBroken where none is typed."""
        if self.name.is_empty():
            raise RuleBroken(
                "Enter who answers go to, or take the tick away.", field="reply_name"
            )
        return self.name.value()

    def typed_address(self) -> Address:
        return parse_address(self.address.value())

    def clear(self) -> None:
        self.name.set_value("")
        self.address.set_value("")

    @Slot(object)
    def _take_address(self, person: Person) -> None:
        self.address.set_value(person.address.typed())


class SeenPart(QWidget):
    """One line that says what was enclosed."""

    changed = Signal()

    def __init__(
        self,
        key: str,
        name: str,
        placeholder: str,
        ask: str,
        help_text: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key, self._ask = key, ask
        self.what = TextField(
            name, placeholder=placeholder, required=True, help_text=help_text
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.what)
        self.what.changed.connect(self.changed)

    def fields(self) -> dict[str, Field]:
        """The fields by the names that rules know them by."""
        return {self._key: self.what}

    def typed(self) -> str:
        """Return what was enclosed. Raises RuleBroken where nothing is typed."""
        if self.what.is_empty():
            raise RuleBroken(f"{self._ask}, or take the tick away.", field=self._key)
        return self.what.value()

    def clear(self) -> None:
        self.what.set_value("")


def identity_part() -> SeenPart:
    return SeenPart(
        "identity",
        "What shows who they are",
        "Copy of a driving licence",
        "Say what was enclosed",
        "Note the kind of document only. It settles who they are: nothing is asked.",
    )


def money_part() -> SeenPart:
    return SeenPart(
        "money",
        "What was enclosed",
        "\N{POUND SIGN}10 banknote",
        "Say what was enclosed",
        "Answers are free. The case notes that it is to be returned.",
    )
