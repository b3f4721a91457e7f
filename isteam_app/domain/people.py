"""People the team writes to and keeps records about."""

import re
from dataclasses import dataclass, field

from isteam_app.domain.addresses import Address

LONGEST_NAME = 200
_TITLES = ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir",
           "lady", "lord", "dame")  # fmt: skip
_DEAR = re.compile(r"^\s*(?:dear\b\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A subject, a requester or somebody who acts for one.

    `id` is 0 until the vault has given one. `version` counts changes, so that two
    people cannot overwrite each other.
    """

    name: str
    address: Address = field(default_factory=Address)
    salutation: str = ""
    id: int = 0
    version: int = 1

    @property
    def greeting(self) -> str:
        """What follows "Dear" in a letter: the salutation kept, or the name as written.

        A "Dear" or a comma typed with the salutation is not said twice.
        """
        said = _DEAR.sub("", self.salutation).rstrip(", ")
        return said or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """Somebody who signs in."""

    name: str
    role: str = "administrator"
    id: int = 0


def greeting_for(name: str) -> str:
    """Return how a letter would greet a name: title and last name, else all of it."""
    words = name.split()
    if len(words) > 1 and words[0].rstrip(".").casefold() in _TITLES:
        return f"{words[0].rstrip('.')} {words[-1]}"
    return " ".join(words)
