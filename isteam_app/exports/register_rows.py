"""The register of third-party requests as rows: whole, for the regulator, as numbers.

FULL        all that was filled in, for whoever audits it
REGULATOR   what was decided and on what basis; no names, and no text that was typed
STATISTICS  numbers alone
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

from isteam_app.domain.disclosures import Disclosure, DisclosureState, Told
from isteam_app.domain.request_numbers import RequestNumbers
from isteam_app.domain.sheets import Column, Row, Value
from isteam_app.exports import register_fields
from isteam_app.exports.register_fields import STATISTICS, Field, Line


class View(StrEnum):
    FULL = "full"
    REGULATOR = "regulator"
    STATISTICS = "statistics"


_FIELDS: Mapping[View, tuple[Field, ...]] = MappingProxyType(
    {View.FULL: register_fields.FULL, View.REGULATOR: register_fields.REGULATOR}
)
_KEPT_BACK = "Kept back: small, or it would give a small one away"


def columns_of(view: View) -> tuple[Column, ...]:
    """Return the columns of a view of the register."""
    if view is View.STATISTICS:
        return STATISTICS
    return tuple(field.column for field in _FIELDS[view])


def rows_of(view: View, lines: Iterable[Line]) -> Iterator[Row]:
    """Give the rows of a view. Lines that `stands_in` leaves out must not be given."""
    fields = _FIELDS[view]
    for line in lines:
        yield tuple(field.value(line) for field in fields)


def stands_in(view: View, request: Disclosure, *, with_locked: bool) -> bool:
    """Say whether a request stands in a view of the register.

    What the person must not be told of is never for the regulator, and in the full
    register only if it is wanted; what was recorded in error goes with it.
    """
    if view is View.FULL:
        hidden = request.locked or request.state is DisclosureState.WITHDRAWN
        return with_locked or not hidden
    return not (
        request.locked
        or request.told is Told.MUST_NOT
        or request.state is DisclosureState.WITHDRAWN
    )


def number_rows(numbers: RequestNumbers) -> Iterator[Row]:
    """Give the rows of the statistics."""
    yield ("All requests", "", *_counted(numbers.total))
    for breakdown in numbers.breakdowns:
        for line in breakdown.lines:
            yield (breakdown.title, line.words, *_counted(line.count))


def _counted(count: int | None) -> tuple[Value, Value]:
    return count, _KEPT_BACK if count is None else ""
