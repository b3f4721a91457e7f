"""Keeps the directory of organisations that ask about people."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from isteam_app.domain.disclosures import RequesterKind
from isteam_app.domain.listing import Cursor, Page
from isteam_app.domain.organisations import Requester
from isteam_app.domain.record_facts import facts_of_organisation
from isteam_app.domain.text import NOTE, SUMMARY, fold
from isteam_app.errors import NotFound
from isteam_app.storage.history import History
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.tables import organisations
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {
    "name": Limit("The organisation's name"),
    "address": Limit("The address", SUMMARY),
    "switchboard": Limit("The switchboard's number"),
    "source": Limit("Where the number was found", SUMMARY),
    "checked_by": Limit("The name of who checked it"),
    "domain": Limit("The end of their e-mail addresses"),
    "note": Limit("The note", NOTE),
}


class OrganisationsReader:
    """Finds organisations."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> Requester:  # noqa: A002  the record's own word
        """Return one organisation.

        Raises:
            NotFound: none has that id.
        """
        query = select(organisations).where(organisations.c.id == id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound("That organisation is not in the directory.")
        return _requester(row)

    def named(self, name: str) -> Requester | None:
        """Return the organisation in use with a name, however it is written."""
        query = select(organisations).where(
            organisations.c.name_key == fold(name), organisations.c.retired == 0
        )
        row = self._connection.execute(query.order_by(organisations.c.id)).first()
        return _requester(row) if row else None

    def all_named(self, name: str) -> tuple[Requester, ...]:
        """Return every organisation with a name, however it is written, retired too."""
        query = select(organisations).where(organisations.c.name_key == fold(name))
        rows = self._connection.execute(query.order_by(organisations.c.id))
        return tuple(_requester(row) for row in rows)

    def count(self, begins: str = "") -> int:
        """Count those whose name begins so."""
        query = select(func.count()).select_from(organisations)
        return int(self._connection.execute(query.where(*_begins(begins))).scalar_one())

    def offered(self, begins: str, limit: int = 8) -> tuple[Requester, ...]:
        """Return the first in use whose name begins so, by name."""
        query = (
            select(organisations)
            .where(organisations.c.retired == 0, *_begins(begins))
            .order_by(organisations.c.name_key, organisations.c.id)
            .limit(limit)
        )
        return tuple(_requester(row) for row in self._connection.execute(query))

    def page(
        self, begins: str = "", after: Cursor | None = None, limit: int = 100
    ) -> Page[Requester]:
        """Return one screenful by name, of those whose name begins so."""
        query = (
            select(organisations)
            .where(*_begins(begins))
            .order_by(organisations.c.name_key, organisations.c.id)
        )
        if after is not None:
            here = (str(after.value), after.id)
            place = (organisations.c.name_key, organisations.c.id)
            query = query.where(
                (place[0] > here[0]) | ((place[0] == here[0]) & (place[1] > here[1]))
            )
        rows = self._connection.execute(query.limit(limit + 1)).all()
        more = len(rows) > limit
        last = rows[limit - 1] if more else None
        return Page(
            rows=tuple(_requester(row) for row in rows[:limit]),
            next=Cursor(value=last.name_key, id=last.id) if last else None,
        )


class Organisations(OrganisationsReader):
    """Finds and keeps organisations."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, requester: Requester) -> Requester:
        """Keep a new organisation.

        Raises:
            RuleBroken: a text cannot be kept.
        """
        values = values_of(requester) | {"version": 1}
        requester_id = self._work.insert(organisations, values)
        self._work.touch("organisation", requester_id, words=False)
        kept = self.get(requester_id)
        self._tell(None, kept)
        return kept

    def update(self, requester: Requester) -> Requester:
        """Keep what changed about an organisation.

        Raises:
            ChangedMeanwhile: somebody else changed it since it was read.
            RuleBroken: a text cannot be kept.
        """
        before = self.get(requester.id)
        kept = self._work.update(
            organisations, requester.id, requester.version, values_of(requester)
        )
        if not kept:
            raise changed_meanwhile(
                self._work, "organisation", requester.id, "this organisation"
            )
        self._work.touch("organisation", requester.id, words=False)
        after = self.get(requester.id)
        self._tell(before, after)
        return after

    def _tell(self, before: Requester | None, after: Requester) -> None:
        was = facts_of_organisation(before) if before else {}
        History(self._work).note(
            "organisation", after.id, was, facts_of_organisation(after)
        )


def values_of(requester: Requester) -> dict[str, object]:
    """Return an organisation as the columns of a row, every text checked."""
    values: dict[str, object] = {
        "name": requester.name,
        "kind": requester.kind.value,
        "address": requester.address,
        "switchboard": requester.switchboard,
        "source": requester.source,
        "checked_on": requester.checked_on,
        "checked_by": requester.checked_by,
        "domain": requester.domain,
        "note": requester.note,
        "retired": int(requester.retired),
    }
    return cleaned(values, _LIMITS) | {"name_key": fold(requester.name)}


def _begins(text: str) -> tuple[ColumnElement[bool], ...]:
    key = fold(text)
    name = organisations.c.name_key
    return (name >= key, name < key + "\U0010ffff") if key else ()


def _requester(row: Row[*tuple[Any, ...]]) -> Requester:
    return Requester(
        id=row.id,
        name=row.name,
        kind=RequesterKind(row.kind),
        address=row.address,
        switchboard=row.switchboard,
        source=row.source,
        checked_on=row.checked_on,
        checked_by=row.checked_by,
        domain=row.domain,
        note=row.note,
        retired=bool(row.retired),
        version=row.version,
    )
