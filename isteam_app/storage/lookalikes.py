"""Finds people and references that one letter could be mistaken for another by."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, select

from isteam_app.domain.people import Person
from isteam_app.domain.text import fold, squeezed, words
from isteam_app.storage.people import PeopleReader
from isteam_app.storage.tables import cases, disclosures, people

_INWARD = 3
"""Characters of a postcode after its district."""
_SHORTEST = 5
_MOST = 300
_IN_ONE_GO = 400
_HIGHEST = "\uffff"


class LookalikesReader:
    """Finds who else has a name, an address or a reference like one of these."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def beside(self, person: Person) -> tuple[Person, ...]:
        """Return other people of the same postcode, or district and last name.

        Nobody who lives abroad is found: their postcodes have no districts.
        """
        key = squeezed(person.address.postcode)
        if len(key) < _SHORTEST or person.address.country:
            return ()
        district, last = key[:-_INWARD], words(person.name)[-1:]
        within = people.c.postcode_key.between(district, district + _HIGHEST)
        return tuple(
            each
            for each in self._people(within)
            if each.id != person.id
            and (
                squeezed(each.address.postcode) == key
                or (_district(each) == district and words(each.name)[-1:] == last)
            )
        )

    def named(self, names: Collection[str]) -> tuple[Person, ...]:
        """Return everybody with one of these names, however they are written."""
        keys = sorted({fold(name) for name in names} - {""})
        found: list[Person] = []
        for start in range(0, len(keys), _IN_ONE_GO):
            part = keys[start : start + _IN_ONE_GO]
            found += self._people(people.c.name_key.in_(part))
        return tuple(found)

    def at_postcodes(self, postcodes: Collection[str]) -> tuple[Person, ...]:
        """Return everybody who lives at one of these postcodes."""
        keys = sorted({squeezed(each) for each in postcodes} - {""})[:_IN_ONE_GO]
        return self._people(people.c.postcode_key.in_(keys)) if keys else ()

    def with_open_cases(self, ids: Collection[int]) -> frozenset[int]:
        """Return which of these people an open case is about."""
        query = select(cases.c.subject_id).where(
            cases.c.subject_id.in_(set(ids)), cases.c.state != "closed"
        )
        return frozenset(self._connection.scalars(query))

    def subjects_of(self, references: Collection[str]) -> dict[str, int]:
        """Return whom cases with these references are about, by reference.

        A third party's request is there with 0; what is not in the vault is left out.
        """
        wanted = set(references)
        of_cases = select(cases.c.reference, cases.c.subject_id).where(
            cases.c.reference.in_(wanted)
        )
        found = {str(row[0]): int(row[1]) for row in self._connection.execute(of_cases)}
        asked = select(disclosures.c.reference).where(
            disclosures.c.reference.in_(wanted)
        )
        return found | {str(each): 0 for each in self._connection.scalars(asked)}

    def _people(self, which: ColumnElement[bool]) -> tuple[Person, ...]:
        query = (
            select(people.c.id)
            .where(which, people.c.merged_into.is_(None))
            .limit(_MOST)
        )
        found = PeopleReader(self._connection).several(self._connection.scalars(query))
        return tuple(found[each] for each in sorted(found))


def _district(person: Person) -> str:
    return squeezed(person.address.postcode)[:-_INWARD]
