"""One section of the settings: its fields, and what they say of the settings."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.addresses import Address, parse_address
from isteam_app.domain.settings import Settings
from isteam_app.errors import RuleBroken
from ui.common.cards import Card
from ui.common.choice_fields import CheckField
from ui.common.fields import AreaField, Field, TextField
from ui.common.text import BODY, paragraph
from ui.common.tokens import GAP_CARD


class Section(QWidget):
    """A card of fields. `show_settings` fills them, `taken` reads them back."""

    def __init__(
        self, key: str, word: str, icon: str, sentence: str = "", title: str = ""
    ) -> None:
        super().__init__()
        self.key, self.word, self.icon = key, word, icon
        self.fields: dict[str, Field] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.card = Card(title or word)
        if sentence:
            self.card.body.addWidget(paragraph(sentence, BODY, tone="text2"))
        column.setSpacing(GAP_CARD)
        column.addWidget(self.card)
        column.addStretch(1)
        self._column = column

    def add_card(self, card: Card) -> None:
        """Put another card below the first."""
        self._column.insertWidget(self._column.count() - 1, card)

    def add(self, **fields: Field) -> None:
        """Put fields under one another, by the names that refusals use."""
        for name, field in fields.items():
            self.fields[name] = field
            self.card.body.addWidget(field)

    def show_settings(self, settings: Settings) -> None:
        """Fill the fields."""

    def taken(self, settings: Settings) -> Settings:
        """Return the settings with what stands in the fields put in."""
        return settings


class AddressField(AreaField):
    """An address in one box; one that was not touched is kept as it was."""

    def __init__(self, name: str = "Address", *, required: bool = False) -> None:
        super().__init__(
            name,
            lines=5,
            most=1000,
            required=required,
            help_text="One part a line, as on an envelope. The postcode comes last.",
        )
        self._before = Address()

    def set_address(self, address: Address) -> None:
        self._before = address
        self.set_value(address.typed())

    def address(self) -> Address:
        if self.value() == self._before.typed().strip():
            return self._before
        return parse_address(self.value())


class LinesField(AreaField):
    """A list, one line each."""

    def set_lines(self, lines: tuple[str, ...]) -> None:
        self.set_value("\n".join(lines))

    def lines(self) -> tuple[str, ...]:
        typed = (" ".join(line.split()) for line in self.value().splitlines())
        return tuple(line for line in typed if line)


class NumberField(TextField):
    """A whole number, a few figures long."""

    def __init__(self, name: str, unit: str) -> None:
        super().__init__(name, most=4, width=80, help_text=unit)

    def number(self, field: str) -> int:
        """What is typed. Raises RuleBroken when it is no whole number."""
        typed = self.value()
        if not typed.isascii() or not typed.isdigit():
            raise RuleBroken("Type a whole number, such as 5.", field=field)
        return int(typed)


class SwitchField(CheckField):
    """A yes or no of the settings; a draft gives it back as text."""

    def set_value(self, value: bool | str) -> None:
        super().set_value(value in (True, str(True)))


def text_of(fields: Mapping[str, Field]) -> dict[str, str]:
    """What stands in the fields, as text for a draft."""
    return {name: str(_value(field)) for name, field in fields.items()}


def put_text(fields: Mapping[str, Field], kept: Mapping[str, str]) -> None:
    """Put a draft's text back; names that are no longer fields are passed over."""
    for name, text in kept.items():
        field = fields.get(name)
        put = getattr(field, "set_value", None)
        if callable(put):
            put(text)


def _value(field: Field) -> object:
    read = getattr(field, "value", None)
    return read() if callable(read) else ""
