"""What changed about a record, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from isteam_app.errors import Clash as Clash


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of one record, from what it was to what it became.

    `noun` and `record_id` name the record ("entry", 7); `case_id` the case it belongs
    to, None for a person or an item of post. `field` is the field's label.
    """

    noun: str
    record_id: int
    field: str
    before: str
    after: str
    case_id: int | None = None
    at: datetime | None = None
    by: str = ""
    id: int = 0


Facts = Mapping[str, str]
"""A record as a person reads it: label and value."""


def differences(before: Facts, after: Facts) -> tuple[tuple[str, str, str], ...]:
    """Return (field, was, is) for every field that differs, in the order of both."""
    names = dict.fromkeys((*before, *after))
    return tuple(
        (name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )


def merged(
    base: Facts, theirs: Facts, yours: Facts
) -> tuple[dict[str, str], tuple[Clash, ...]]:
    """Bring two people's changes of one record together.

    What only one of them changed is taken from that one. A field both changed to
    different values is a clash: it keeps what they wrote, and is reported.
    """
    result: dict[str, str] = {}
    clashes = []
    for name in dict.fromkeys((*base, *theirs, *yours)):
        was, there, here = (side.get(name, "") for side in (base, theirs, yours))
        if there != was and here not in (was, there):
            clashes.append(Clash(field=name, theirs=there, yours=here))
        value = here if there == was else there
        if value:
            result[name] = value
    return result, tuple(clashes)
