"""Keeps who signs in."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from isteam_app.domain.people import TeamMember
from isteam_app.domain.text import fold
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.storage.renaming import drop_clearances, rename_in_records
from isteam_app.storage.tables import members
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {"name": Limit("The name"), "role": Limit("The role")}


class MembersReader:
    """Finds who signs in."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> TeamMember:  # noqa: A002  the record's own word
        """Return one person of the team.

        Raises:
            NotFound: nobody has that id.
        """
        row = self._connection.execute(
            select(members).where(members.c.id == id)
        ).first()
        if row is None:
            raise NotFound("That person is not in the team any more.")
        return _member(row)

    def by_name(self, name: str) -> TeamMember:
        """Return the person of the team with a name.

        Raises:
            NotFound: nobody has that name.
        """
        row = self._connection.execute(
            select(members).where(members.c.name == name)
        ).first()
        if row is None:
            raise NotFound("Nobody in the team has that name.")
        return _member(row)

    def ids(self) -> frozenset[int]:
        """Return whose slots in the header are anybody's."""
        return frozenset(member.id for member in self.all())

    def all(self) -> tuple[TeamMember, ...]:
        """Return the team as it is, longest-serving first."""
        return tuple(member for member in self.everyone() if member.left_at is None)

    def everyone(self) -> tuple[TeamMember, ...]:
        """Return the team and those who left it, longest-serving first."""
        rows: Iterable[Row[*tuple[Any, ...]]] = self._connection.execute(
            select(members).order_by(members.c.id)
        )
        return tuple(_member(row) for row in rows)

    def renamed(self) -> dict[str, str]:
        """Return by each name that somebody had before the name they have now."""
        query = select(members.c.name, members.c.formerly)
        return {
            had: row.name
            for row in self._connection.execute(query)
            for had in row.formerly.split("\n")
            if had
        }


class Members(MembersReader):
    """Finds and keeps who signs in."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, member: TeamMember) -> TeamMember:
        """Keep a new person of the team.

        Raises:
            RuleBroken: no name, or one that somebody else has.
        """
        values = self._values(member)
        self._must_be_free(member.name)
        member_id = self._work.insert(members, values)
        self._work.touch("member", member_id)
        return self.get(member_id)

    def change_role(self, member_id: int, role: str) -> TeamMember:
        """Give a person of the team another role.

        Raises:
            NotFound: nobody has that id.
        """
        values = self._values(TeamMember(name=self.get(member_id).name, role=role))
        self._connection.execute(
            members.update().where(members.c.id == member_id).values(**values)
        )
        self._work.touch("member", member_id)
        return self.get(member_id)

    def rename(self, member_id: int, name: str) -> TeamMember:
        """Give a person of the team another name, wherever it still has an effect.

        The name before stays theirs: the audit trail knows them by it.

        Raises:
            NotFound: nobody has that id.
            RuleBroken: no name, or one that somebody has or had.
        """
        before = self.get(member_id)
        values = self._values(TeamMember(name=name, role=before.role))
        self._must_be_free(name, but=member_id)
        had = select(members.c.formerly).where(members.c.id == member_id)
        names = {*self._connection.execute(had).scalar_one().split("\n"), before.name}
        values["formerly"] = "\n".join(sorted(names - {""}))
        rename_in_records(self._work, before.name, str(values["name"]))
        self._connection.execute(
            members.update().where(members.c.id == member_id).values(**values)
        )
        self._work.touch("member", member_id)
        return self.get(member_id)

    def leave(self, member_id: int, at: datetime) -> TeamMember:
        """Note that somebody left the team. Their name stays theirs.

        Raises:
            NotFound: nobody has that id.
        """
        drop_clearances(self._work, self.get(member_id).name)
        self._connection.execute(
            members.update().where(members.c.id == member_id).values(left_at=at)
        )
        self._work.touch("member", member_id)
        return self.get(member_id)

    def _must_be_free(self, name: str, but: int = 0) -> None:
        """A name is one person's for good, or the trail could not tell who it was."""
        wanted = fold(name)
        query = select(members).where(members.c.id != but)
        for row in self._connection.execute(query):
            if row.left_at is None and fold(row.name) == wanted:
                raise RuleBroken("Somebody in the team has that name.", field="name")
            if wanted in {fold(had) for had in (row.name, *row.formerly.split("\n"))}:
                raise RuleBroken(
                    "Somebody else had that name before, and the audit trail keeps it. "
                    "Add an initial or a number.",
                    field="name",
                )

    def _values(self, member: TeamMember) -> dict[str, object]:
        if not member.name.strip():
            raise RuleBroken("Enter a name.", field="name")
        return cleaned({"name": member.name, "role": member.role}, _LIMITS)


def _member(row: Row[*tuple[Any, ...]]) -> TeamMember:
    return TeamMember(id=row.id, name=row.name, role=row.role, left_at=row.left_at)
