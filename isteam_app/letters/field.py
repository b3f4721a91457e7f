"""One fact that a letter can name."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from isteam_app.domain.cases import CaseKind

Value = str | tuple[str, ...]
"""What a field may hold: a text, or several texts for a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One fact. `asked`: a caseworker types it for this letter. `many`: it is a list.

    A list typed by a caseworker has one entry a line. `kinds` are the kinds of case
    whose letters can fill it, none for every kind; `of_requests` whether a letter about
    a third party's request can. `optional`: it is often empty, so a letter names it
    only in its own condition.
    """

    name: str
    label: str
    example: Value
    asked: bool = False
    kinds: frozenset[CaseKind] = frozenset()
    of_cases: bool = True
    of_requests: bool = False
    optional: bool = False

    @property
    def many(self) -> bool:
        return isinstance(self.example, tuple)


def of_case(
    name: str,
    label: str,
    example: Value,
    *,
    of_requests: bool = False,
    optional: bool = False,
) -> Field:
    """Return a field that the case or the settings fill."""
    return Field(
        name=name,
        label=label,
        example=example,
        of_requests=of_requests,
        optional=optional,
    )


def asked(name: str, label: str, example: Value) -> Field:
    """Return a field that a caseworker fills in for each letter."""
    return Field(name=name, label=label, example=example, asked=True)


def of_requests(*fields: Field) -> Iterator[Field]:
    """Say of fields that only a letter about a third party's request can fill them."""
    for field in fields:
        yield replace(field, of_cases=False, of_requests=True)
