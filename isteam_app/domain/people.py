"""People the team writes to and keeps records about."""

from dataclasses import dataclass, field

from isteam_app.domain.addresses import Address

LONGEST_NAME = 200


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
        """How a letter opens: the salutation kept, or the name as written."""
        return self.salutation or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """Somebody who signs in."""

    name: str
    role: str = "administrator"
    id: int = 0
