"""The facts a letter can name: the closed set of merge fields.

A template writes `{{due}}`; the case, the settings or the caseworker gives the value.
Nothing outside this list can be named, so a misspelt field is found when the template
is read and not when the letter is in the post.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from isteam_app.letters.asked_fields import ASKED_FIELDS
from isteam_app.letters.case_fields import CASE_FIELDS
from isteam_app.letters.field import Field as Field
from isteam_app.letters.field import Value as Value
from isteam_app.letters.request_fields import REQUEST_FIELDS

FIELDS: Mapping[str, Field] = MappingProxyType(
    {field.name: field for field in (*CASE_FIELDS, *ASKED_FIELDS, *REQUEST_FIELDS)}
)
"""Every field by its name, in the order the composer lists them."""


def examples() -> dict[str, Value]:
    """Return a made-up value for every field, for previews of a bare template."""
    return {field.name: field.example for field in FIELDS.values()}


def value_of(name: str, values: Mapping[str, Value]) -> Value:
    """Return a field's value in its own form: a text, or a list without blank entries.

    A list given as one text has an entry a line; a text given as a list is joined as
    a person would write it: "a, b and c".
    """
    given = values.get(name, "")
    if FIELDS[name].many:
        entries = given.splitlines() if isinstance(given, str) else given
        return tuple(entry.strip() for entry in entries if entry.strip())
    return given.strip() if isinstance(given, str) else spoken(given)


def spoken(entries: tuple[str, ...]) -> str:
    """Join entries as they are said: "a", "a and b", "a, b and c"."""
    if len(entries) < 2:
        return "".join(entries)
    return f"{', '.join(entries[:-1])} and {entries[-1]}"


def nearest(name: str) -> str:
    """Return the field a misspelt name probably means, or nothing."""
    return next(iter(get_close_matches(name, FIELDS, n=1)), "")
