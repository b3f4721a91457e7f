"""Postal addresses as they are kept, and as they are printed."""

from dataclasses import dataclass

MOST_LINES = 7
"""The most lines an address may print, name included (Royal Mail practice)."""


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
