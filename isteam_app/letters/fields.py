"""The facts a letter can name: the closed set of merge fields.

A template writes `{{due}}`; the case, the settings or the caseworker gives the value.
Nothing outside this list can be named, so a misspelt field is found when the template
is read and not when the letter is in the post.
"""

from collections.abc import Callable, Mapping
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


USUAL, SHORT, LONG, AWKWARD = "usual", "short", "long", "awkward"
EXAMPLE_SETS: Mapping[str, str] = MappingProxyType(
    {
        USUAL: "A letter like most",
        SHORT: "As short as it gets, and nothing that may be empty",
        LONG: "Long names, long answers and long lists",
        AWKWARD: "Signs and names that try the page",
    }
)
"""The sets of made-up facts that a template can be tried with, and what each is."""
_LONG_NAME = ("Ms Gwenllian Angharad " + "Ŵyn-Harries Fictitious-Sampleton " * 9)[:300]
_AWKWARD_NAME = "Ms Siân O'Brien-Ńowak <b>&amp;</b> {{due}} Ŵyn"
_AWKWARD_WORDS = (
    "We found *one* entry, #2 of 3: “R&D | <img src=x>” [[end]] {{due}} - 50 % off. "
    "Ŷ ŵ Ł ğ ơ ß Þ Ω Ж № … “quoted” \N{EN DASH} and 1. a line that starts like a list."
)
_NAMES = (
    "salutation",
    "subject_name",
    "requester_name",
    "acting_for",
    "written_about",
    "handler",
    "request_from",
    "controller_name",
)
_LONG_VALUES: Mapping[str, Value] = MappingProxyType(
    {
        "written_about": "",  # nobody is written to who acts for somebody else as well
        "phone": "01632 960 000 (Monday to Friday, from nine to five, not on holidays)",
        "email": "the-information-security-team-at-exampleton@fernleigh-post.example",
        "awaited": "proof of who you are, the fee and your answer to our question",
        "unacknowledged": "yes",
        "upheld": "yes",
    }
)
_MANY_TIMES, _MANY_ENTRIES = 8, 12


def examples(kind: str = USUAL) -> dict[str, Value]:
    """Return a made-up value for every field, for previews of a bare template.

    `kind` is one of `EXAMPLE_SETS`; any other is a `KeyError`.
    """
    made = _MADE[kind]
    return {field.name: made(field) for field in FIELDS.values()}


def _usual(field: Field) -> Value:
    return field.example


def _short(field: Field) -> Value:
    """Return the least that a field says; one that may be empty is."""
    if field.optional or not field.example:
        return () if field.many else ""
    if isinstance(field.example, tuple):
        return field.example[:1]
    return "Ms Li" if field.name in _NAMES else field.example.partition(". ")[0]


def _long(field: Field) -> Value:
    """Return more than a page was planned for; a date or an amount stays as it is."""
    if field.name in _LONG_VALUES:
        return _LONG_VALUES[field.name]
    if field.name in _NAMES:
        return _LONG_NAME
    if isinstance(field.example, tuple):
        entries = field.example or ("One page about somebody else",)
        return tuple(
            f"{entries[at % len(entries)]} ({at + 1} of {_MANY_ENTRIES})"
            for at in range(_MANY_ENTRIES)
        )
    if not field.example:
        return "What is said here goes on for a while."
    if field.asked and field.example.endswith("."):
        return "\n\n".join([field.example] * _MANY_TIMES)
    return field.example


def _awkward(field: Field) -> Value:
    """Return what a careless page would break on; what may be empty is."""
    if field.optional:
        return () if field.many else ""
    if field.name in _NAMES:
        return _AWKWARD_NAME
    if isinstance(field.example, tuple):
        return (_AWKWARD_WORDS, "- a dash first", "# a heading", "")
    if not field.example or (field.asked and field.example.endswith(".")):
        return _AWKWARD_WORDS
    return field.example


_MADE: Mapping[str, Callable[[Field], Value]] = MappingProxyType(
    {USUAL: _usual, SHORT: _short, LONG: _long, AWKWARD: _awkward}
)


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
