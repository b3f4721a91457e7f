"""One fact that a letter can name."""

from dataclasses import dataclass

Value = str | tuple[str, ...]
"""What a field may hold: a text, or several texts for a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One fact. `asked`: a caseworker types it for this letter. `many`: it is a list.

    A list typed by a caseworker has one entry a line.
    """

    name: str
    label: str
    example: Value
    asked: bool = False

    @property
    def many(self) -> bool:
        return isinstance(self.example, tuple)


def of_case(name: str, label: str, example: Value) -> Field:
    """Return a field that the case or the settings fill."""
    return Field(name=name, label=label, example=example)


def asked(name: str, label: str, example: Value) -> Field:
    """Return a field that a caseworker fills in for each letter."""
    return Field(name=name, label=label, example=example, asked=True)
