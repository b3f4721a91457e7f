"""Postal addresses as they are kept, and as they are printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_POSTCODE = re.compile(
    r"\b(?P<out>GIR|BFPO|[A-Z]{1,2}[0-9][0-9A-Z]?)\s*(?P<in>0AA|[0-9][A-Z]{2}|[0-9]{1,4})"
    r"[\s.]*$",
    re.IGNORECASE,
)
_HOME = {
    "uk",
    "u.k.",
    "united kingdom",
    "great britain",
    "gb",
    "england",
    "scotland",
    "wales",
    "cymru",
    "northern ireland",
}
_ABROAD = {
    "albania", "argentina", "austria", "australia", "bangladesh", "brazil", "bulgaria",
    "chile", "colombia", "croatia", "egypt", "estonia", "ghana", "gibraltar",
    "hong kong", "iceland", "indonesia", "iran", "iraq", "israel", "jamaica", "kenya",
    "latvia", "lithuania", "luxembourg", "malaysia", "mexico", "morocco", "nepal",
    "nigeria", "philippines", "qatar", "saudi arabia", "serbia", "singapore",
    "slovakia", "slovenia", "south africa", "south korea", "sri lanka", "taiwan",
    "thailand", "turkey", "uganda", "united arab emirates", "vietnam", "zimbabwe",
    "belgium", "canada", "china", "cyprus", "czechia",
    "denmark", "finland", "france", "germany", "greece", "hungary", "india",
    "ireland", "republic of ireland", "italy", "japan", "malta", "netherlands",
    "new zealand", "norway", "pakistan", "poland", "portugal", "romania", "spain",
    "sweden", "switzerland", "ukraine", "united states", "united states of america",
    "usa",
}  # fmt: skip
_USUAL_POSTCODE = re.compile(
    r"(?:GIR 0AA|BFPO [0-9]{1,4}|[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2})"
)
_WITHIN = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b")
_NUMBER_ONLY = re.compile(r"^\d+[A-Za-z]?(?:\s*[-/]\s*\d+[A-Za-z]?)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where somebody is written to. `lines` holds what stands above the town."""

    lines: tuple[str, ...] = ()
    town: str = ""
    postcode: str = ""
    country: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.town or self.postcode or self.country)

    def printed(self, name: str = "") -> tuple[str, ...]:
        """Return the lines as the envelope shows them: town and postcode in capitals.

        The country stands last and only for mail that leaves the United Kingdom.
        """
        parts = (
            name,
            *self.lines,
            self.town.upper(),
            self.postcode.upper(),
            self.country.upper(),
        )
        return tuple(part for part in (text.strip() for text in parts) if part)

    def typed(self) -> str:
        """Return the address as somebody would type it into one box."""
        return "\n".join(
            part
            for part in (*self.lines, self.town, self.postcode, self.country)
            if part
        )


def parse_address(text: str) -> Address:
    """Split a pasted address into lines, town, postcode and country.

    Commas and new lines both separate. A house number alone joins the street that
    follows it. The last part before the postcode is taken for the town. Nothing is
    refused here: what cannot be recognised is kept as a line.
    """
    parts = [part for part in _parts(text) if part]
    country = _take_country(parts)
    postcode = _take_postcode(parts) if country == "" else ""
    if postcode and parts and not country:
        country = _take_country(parts)
    has_town = not postcode.startswith("BFPO") and (postcode or country or parts[1:])
    town = parts.pop() if parts and has_town else ""
    return Address(
        lines=tuple(_join_numbers(parts)),
        town=town,
        postcode=postcode,
        country=country,
    )


def postcode_of(lines: Sequence[str]) -> str:
    """Return the postcode at the end of printed lines, "" where there is none."""
    last = lines[-1].strip() if lines else ""
    return last if _USUAL_POSTCODE.fullmatch(last.upper()) else ""


def postcodes_in(text: str) -> tuple[str, ...]:
    """Return what is written like a postcode within a text."""
    return tuple(dict.fromkeys(_WITHIN.findall(text)))


def postcode_warning(address: Address) -> str:
    """Say what looks odd about a postcode, "" where nothing does.

    It never stands in the way: an address abroad has none that we know, and people
    know their own address.
    """
    if address.is_empty or address.country:
        return ""
    if not address.postcode:
        return "No postcode is seen in the address. Check the last line."
    if _USUAL_POSTCODE.fullmatch(address.postcode.upper()):
        return ""
    return f"{address.postcode} is not written like a postcode. Check it."


def last_line_doubt(lines: Sequence[str]) -> str:
    """Say what looks odd about the end of printed lines, "" where nothing does.

    They end with a postcode, or abroad with a country.
    """
    last = lines[-1].strip() if lines else ""
    if not last or last.casefold() in _ABROAD or postcode_of(lines):
        return ""
    found = _POSTCODE.search(last)
    if found and last[: found.start()].strip():
        return "The postcode stands on a line with other words. Give it its own line."
    if found:
        return f"{last} is not written like a postcode. Check the last line."
    return (
        "The address ends without a postcode, and without a country. Check the last "
        "line."
    )


def lines_warning(address: Address, most: int) -> str:
    """Return what a window that shows `most` lines, the name included, would hide."""
    lines = len(address.printed("name"))
    if lines <= most:
        return ""
    return (
        f"With the name the address has {lines} lines and the envelope window shows "
        f"{most}. Leave out what the post does not need, such as the county."
    )


def _parts(text: str) -> list[str]:
    pieces = re.split(r"[,\n\r;\u2028\u2029]+", text)
    return [" ".join(piece.split()).strip(" .") for piece in pieces]


def _take_country(parts: list[str]) -> str:
    if not parts:
        return ""
    last = parts[-1].casefold()
    if last in _HOME and len(parts) > 1:
        parts.pop()
        return ""
    if last in _ABROAD:
        return parts.pop()
    return ""


def _take_postcode(parts: list[str]) -> str:
    if not parts:
        return ""
    match = _POSTCODE.search(parts[-1])
    if match is None:
        return ""
    before = parts[-1][: match.start()].strip(" ,.")
    parts.pop()
    if before:
        parts.append(before)
    return f"{match['out']} {match['in']}".upper()


def _join_numbers(parts: list[str]) -> list[str]:
    joined: list[str] = []
    for part in parts:
        if joined and _NUMBER_ONLY.match(joined[-1]):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined
