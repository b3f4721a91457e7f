"""Keeps people. Gives back plain values, never live rows."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select

from isteam_app.domain.addresses import Address
from isteam_app.domain.history import differences
from isteam_app.domain.listing import Cursor, Page
from isteam_app.domain.people import LONGEST_NAME, Particulars, Person
from isteam_app.domain.record_facts import facts_of_person
from isteam_app.domain.text import fold, squeezed, words
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.storage.history import History
from isteam_app.storage.letter_doubts import doubt_of_person
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.names import near_names
from isteam_app.storage.paging import Listing, counted, has_words
from isteam_app.storage.plain import from_json, to_json
from isteam_app.storage.tables import cases, people, posts
from isteam_app.storage.work import Limit, Work, cleaned, cleaned_each

_MOST_LINES = 60
_LIMITS = {
    "name": Limit("The name", LONGEST_NAME),
    "town": Limit("The town"),
    "postcode": Limit("The postcode"),
    "country": Limit("The country"),
    "salutation": Limit("The salutation"),
}
_COLUMNS = [column for column in people.c if column.name != "salt"]


class PeopleReader:
    """Finds people."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> Person:  # noqa: A002  the record's own word
        """Return one person.

        Raises:
            NotFound: nobody has that id.
        """
        found = self.several([id])
        if id not in found:
            raise NotFound("That person is not in the vault any more.")
        return found[id]

    def several(self, ids: Iterable[int]) -> dict[int, Person]:
        """Return the people with these ids, by id."""
        query = select(*_COLUMNS).where(people.c.id.in_(set(ids)))
        return {row.id: _person(row) for row in self._connection.execute(query)}

    def matching(self, text: str, limit: int = 20) -> tuple[Person, ...]:
        """Return people whose name or postcode has words that begin as typed.

        Where nobody's has, return people whose name holds what was typed within it, or
        is nearly that.
        """
        query = (
            select(*_COLUMNS)
            .where(has_words(people, text), people.c.merged_into.is_(None))
            .order_by(people.c.id.desc())
            .limit(limit * 5)
        )
        found = [_person(row) for row in self._connection.execute(query)]
        if not found:
            near = near_names(self._connection, text, limit, alike=True)
            known = self.several(near)
            return tuple(known[one] for one in near if one in known)
        start = fold(text)
        found.sort(
            key=lambda person: (
                not fold(person.name).startswith(start),
                fold(person.name),
            )
        )
        return tuple(found[:limit])

    def likely_duplicates(
        self, name: str, postcode: str, limit: int = 5
    ) -> tuple[Person, ...]:
        """Return people who may be the one about to be added, likeliest first.

        The same name, or the same postcode and a word of the name in common.
        """
        name_key, postcode_key = fold(name), squeezed(postcode)
        same = [people.c.name_key == name_key] if name_key else []
        if postcode_key:
            same.append(people.c.postcode_key == postcode_key)
        if not same:
            return ()
        query = (
            select(*_COLUMNS)
            .where(or_(*same), people.c.merged_into.is_(None))
            .limit(500)
        )
        found = [_person(row) for row in self._connection.execute(query)]
        scored = [(_likeness(one, name, postcode_key), one) for one in found]
        likely = [(-score, one.id, one) for score, one in scored if score]
        likely.sort(key=lambda item: item[:2])
        return tuple(one for _, _, one in likely[:limit])

    def page(
        self, text: str = "", after: Cursor | None = None, limit: int = 100
    ) -> Page[Person]:
        """Return one screenful of people by name, those with every word typed."""
        return _listing(text).page(self._connection, after, limit)

    def count(self, text: str = "", at_most: int | None = None) -> int:
        """Count people, not merged records; with `at_most`, stop counting there."""
        return counted(self._connection, people, _terms(text), at_most)


class People(PeopleReader):
    """Finds and keeps people."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, person: Person) -> Person:
        """Keep a new person. Return them with their id.

        Raises:
            RuleBroken: no name, or a text that cannot be kept.
        """
        values = values_of(person)
        id_ = self._work.insert(people, values)
        self._work.touch("person", id_)
        return self.get(id_)

    def update(self, person: Person) -> Person:
        """Keep what changed about a person, in every list at once.

        Raises:
            RuleBroken: no name, or a text that cannot be kept.
            ChangedMeanwhile: somebody else changed them since they were read.
        """
        values = values_of(person)
        del values["version"]
        before = self.get(person.id)
        if not self._work.update(people, person.id, person.version, values):
            raise changed_meanwhile(
                self._work, "person", person.id, "this person's details"
            )
        self._rename_in_lists(person.id, values["name_key"])
        self._work.touch("person", person.id)
        kept = self.get(person.id)
        was, now = facts_of_person(before), facts_of_person(kept)
        History(self._work).note("person", person.id, was, now)
        doubt_of_person(
            self._work, person.id, [label for label, _, _ in differences(was, now)]
        )
        return kept

    def _rename_in_lists(self, person_id: int, key: object) -> None:
        subject_of = cases.c.subject_id == person_id
        self._connection.execute(
            cases.update()
            .where(subject_of, cases.c.person_key != key)
            .values(person_key=key)
        )
        wrote = cases.c.post_id.in_(
            select(posts.c.id).where(posts.c.requester_id == person_id)
        )
        affected = select(cases.c.id).where(or_(subject_of, wrote))
        # also of cases that the one who renames may not see
        everything = {"schema_translate_map": {None: "main"}}
        for case_id in self._connection.scalars(affected, execution_options=everything):
            self._work.unindexed["case", case_id] = None


def values_of(person: Person) -> dict[str, object]:
    """Return a person as the columns of a row, every text checked."""
    if not person.name.strip():
        raise RuleBroken("Enter the person's name.", field="name")
    address = person.address
    if len(address.lines) > _MOST_LINES:
        raise RuleBroken(
            f"The address has {len(address.lines)} lines. Keep at most {_MOST_LINES}.",
            field="address",
        )
    values: dict[str, object] = {
        "name": person.name,
        "town": address.town,
        "postcode": address.postcode,
        "country": address.country,
        "salutation": person.salutation,
        "merged_into": person.merged_into,
        "version": person.version,
    }
    cleaned(values, _LIMITS)
    lines = cleaned_each(address.lines, "address", Limit("A line of the address"))
    return values | {
        "address_lines": json.dumps(lines, ensure_ascii=False),
        "particulars": _kept_particulars(person.particulars),
        "name_key": fold(str(values["name"])),
        "postcode_key": squeezed(address.postcode),
    }


def words_of(person: Person) -> str:
    """Return the folded words a person is found by."""
    address = person.address
    parts = (person.name, *address.lines, address.town, address.postcode)
    return " ".join((*(fold(part) for part in parts), squeezed(address.postcode)))


def name_of(person: Person) -> str:
    """Return the folded name a person is found by."""
    return fold(person.name)


def findable(
    several: Iterable[Person], words_of: Callable[[Person], str]
) -> Iterator[tuple[int, str]]:
    """Return the id and words of people; those merged are found as who was kept."""
    for person in several:
        if person.merged_into is None:
            yield person.id, words_of(person)


def _terms(text: str) -> list[ColumnElement[bool]]:
    standing = people.c.merged_into.is_(None)
    return [standing, has_words(people, text)] if text.strip() else [standing]


def _listing(text: str) -> Listing[Person]:
    return Listing(
        select(*_COLUMNS).where(*_terms(text)),
        _person,
        column=people.c.name_key,
        id=people.c.id,
        descending=False,
    )


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        address=Address(
            lines=tuple(json.loads(row.address_lines)),
            town=row.town,
            postcode=row.postcode,
            country=row.country,
        ),
        salutation=row.salutation,
        particulars=_particulars(row.particulars),
        merged_into=row.merged_into,
        version=row.version,
    )


def _kept_particulars(particulars: Particulars) -> str:
    return "{}" if particulars == Particulars() else to_json(particulars)


def _particulars(text: str) -> Particulars:
    if text == "{}":  # nearly everybody
        return Particulars()
    found = from_json(Particulars, text)
    assert isinstance(found, Particulars)  # noqa: S101  asked for by its type
    return found


def _likeness(person: Person, name: str, postcode_key: str) -> int:
    same_place = (
        bool(postcode_key) and squeezed(person.address.postcode) == postcode_key
    )
    if fold(person.name) == fold(name):
        return 3 if same_place else 1
    shared = set(words(person.name)) & set(words(name))
    return 2 if same_place and shared else 0
