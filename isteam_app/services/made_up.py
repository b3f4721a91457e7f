"""Made-up people and letters for demonstrations and load tests.

The same seed always makes the same people. Nobody in it exists; the towns and
postcodes do not either.
"""

import json
from random import Random
from typing import Any

from isteam_app import resources
from isteam_app.domain.addresses import Address
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.people import Person

_TITLES = ("Ms", "Mr", "Mrs", "Mr", "Miss", "Mr", "Dr", "Mx")


class MadeUp:
    """Draws people, addresses and the words of their letters."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - made-up data needs no secrecy
        self._people: dict[str, Any] = json.loads(
            resources.text("sample", "people.json")
        )
        self._words: dict[str, Any] = json.loads(resources.text("sample", "cases.json"))

    def person(self) -> Person:
        draw = self.random.choice
        title, last = draw(_TITLES), draw(self._people["last"])
        return Person(
            name=f"{title} {draw(self._people['given'][title])} {last}",
            salutation=f"{title} {last}",
            address=self.address(),
        )

    def address(self) -> Address:
        draw = self.random
        town, district = draw.choice(self._people["towns"])
        street = f"{draw.randint(1, 180)} {draw.choice(self._people['streets'])}"
        flat = (f"Flat {draw.randint(1, 30)}",) if draw.random() < 0.25 else ()
        inward = f"{draw.randint(1, 9)}{draw.choice('ABDEFGH')}{draw.choice('JLNPQRS')}"
        return Address(
            lines=(*flat, street), town=town, postcode=f"{district} {inward}"
        )

    def words(self, kind: CaseKind) -> str:
        """Return what somebody might write to ask for this."""
        chosen: str = self.random.choice(self._words[kind.value])
        return chosen
