"""The facts a letter can name: the closed set of merge fields.

A template writes `{{due}}`; the case, the settings or the caseworker gives the value.
Nothing outside this list can be named, so a misspelt field is found when the template
is read and not when the letter is in the post.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

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


def _case(name: str, label: str, example: Value) -> Field:
    return Field(name=name, label=label, example=example)


def _asked(name: str, label: str, example: Value) -> Field:
    return Field(name=name, label=label, example=example, asked=True)


_ALL = (
    # who
    _case("salutation", "How they are greeted", "Ms Ŵyn-Harries"),
    _case("subject_name", "Whose data it is", "Ms Marged Ŵyn-Harries"),
    _case("requester_name", "Who wrote", "Ms Marged Ŵyn-Harries"),
    _case("acting_for", "Whom they act for", ""),
    # the case
    _case("case_reference", "Our reference", "IS-2026-00042"),
    _case("their_reference", "Their reference", "MH/DSAR/1"),
    _case("date_on_letter", "Date of this letter", "Tuesday 24 November 2026"),
    _case("dated", "Date on their letter", "Wednesday 18 November 2026"),
    _case("received", "Date it was received", "Thursday 19 November 2026"),
    _case("reached", "Date it reached the team", "Friday 20 November 2026"),
    _case(
        "request_summary",
        "What they ask",
        "A copy of the personal data we hold about you, including CCTV of our "
        "Exampleton counter on 3 November 2026.",
    ),
    _case("due", "Answer due", "Monday 21 December 2026"),
    _case("awaited", "What we wait for", ""),
    _case("outcome_due", "Outcome of a complaint due", "Friday 18 December 2026"),
    _case("handler", "Who handles the case", "R. Adeyemi"),
    # the company
    _case("organisation", "The company", "Fernleigh Post & Print Ltd"),
    _case("team", "The team", "Information Security Team"),
    _case(
        "team_address",
        "Where the team is written to",
        "Unit 9, Millbrook Way, EXAMPLETON, EX4 9ZZ",
    ),
    _case("company_number", "Company number", "00000000"),
    _case("phone", "Telephone", ""),
    _case("email", "Email", ""),
    # the regulator
    _case("regulator", "The regulator", "Office of the Example Commissioner"),
    _case(
        "regulator_address",
        "The regulator's address",
        "1 Sample Square, EASTBRIDGE, QX4 7TB",
    ),
    _case("regulator_phone", "The regulator's telephone", "01632 960 000"),
    _case("regulator_website", "The regulator's website", "regulator.example"),
    # what the company does with personal data (Article 15(1))
    _case(
        "purposes",
        "Purposes",
        (
            "to collect, sort and deliver the post addressed to you (contract)",
            "to answer your letters and complaints (legal obligation)",
            "to keep our counters and vehicles safe (legitimate interests)",
        ),
    ),
    _case(
        "categories",
        "Categories of data",
        (
            "your name, address and other contact details",
            "records of post addressed to you and signatures on delivery",
            "CCTV pictures from our counters",
        ),
    ),
    _case(
        "recipients",
        "Who receives data",
        (
            "partners who deliver post together with us",
            "the police and other public bodies, where the law allows it",
        ),
    ),
    _case(
        "sources",
        "Where data comes from",
        (
            "you",
            "senders of the letters and parcels addressed to you",
            "our partners, for signatures on delivery",
        ),
    ),
    _case(
        "retention",
        "How long data is kept",
        "We keep delivery records for 13 months, CCTV pictures for 31 days, and "
        "letters about your rights for three years after we answer.",
    ),
    _case(
        "automated_decisions",
        "Automated decisions",
        "We take no decisions about you by automated means alone.",
    ),
    _case(
        "transfers",
        "Transfers abroad",
        "We do not send your personal data outside the United Kingdom.",
    ),
    # what the caseworker writes for this letter
    _asked(
        "searches",
        "What was searched",
        "We searched our delivery records, our customer records and our CCTV by your "
        "name and address, from 1 January 2024 to 19 November 2026.",
    ),
    _asked(
        "enclosures",
        "What is enclosed",
        ("Delivery records, 4 pages", "Still pictures from CCTV, 2 pages"),
    ),
    _asked("withheld", "What is held back", ()),
    _asked("withheld_reason", "Why it is held back", ""),
    _asked(
        "identity_doubt",
        "Why identity is in doubt",
        "The address on your letter is not one that we hold for anybody of your name.",
    ),
    _asked(
        "identity_documents",
        "Documents that would do",
        (
            "a council tax bill or a bank statement from the last three months",
            "a copy of the photograph page of your passport or driving licence",
        ),
    ),
    _asked(
        "question",
        "What is unclear",
        "You ask for everything we hold. We have worked with you as a customer and as "
        "an employee, and hold a large amount of information from both.",
    ),
    _asked(
        "examples",
        "Examples that would help",
        (
            "the dates you are interested in",
            "the parcel or letter it is about",
            "whether you want your employment records as well",
        ),
    ),
    _asked(
        "answer",
        "The answer",
        "On 3 November our driver left your parcel with a neighbour and did not leave "
        "a card to say so.",
    ),
    _asked(
        "remedy",
        "What is done about it",
        "We are sorry. The driver has been shown again what to do when nobody is at "
        "home, and your address is now marked for delivery to you only.",
    ),
)

FIELDS: Mapping[str, Field] = MappingProxyType({field.name: field for field in _ALL})
"""Every field by its name, in the order the composer lists them."""


def examples() -> dict[str, Value]:
    """Return a made-up value for every field, for previews of a bare template."""
    return {field.name: field.example for field in _ALL}


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
