"""Keeps the limits on who of the team may see a person and their cases."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from isteam_app.domain.people import Sight, SightRule
from isteam_app.domain.text import SUMMARY
from isteam_app.storage.tables import sight
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {"reason": Limit("The reason", SUMMARY), "member": Limit("The name")}


class SightReader:
    """Finds the limits on who may see a person."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_person(
        self, person_id: int, set_after: datetime | None = None
    ) -> tuple[Sight, ...]:
        """Return the limits that stand for a person, by rule and name.

        `set_after`: only those set then or later.
        """
        query = (
            select(sight)
            .where(sight.c.person_id == person_id)
            .order_by(sight.c.rule, sight.c.member)
        )
        if set_after is not None:
            query = query.where(sight.c.set_at >= set_after)
        return tuple(map(_limit, self._connection.execute(query)))

    def of_member(self, name: str) -> tuple[Sight, ...]:
        """Return the limits that name somebody of the team, by person and rule."""
        query = (
            select(sight)
            .where(sight.c.member == name)
            .order_by(sight.c.person_id, sight.c.rule)
        )
        return tuple(map(_limit, self._connection.execute(query)))


class SightStore(SightReader):
    """Finds, sets and lifts the limits on who may see a person."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, limit: Sight) -> None:
        """Keep a limit; one that stands already takes the new reason.

        Raises:
            RuleBroken: a text cannot be kept.
        """
        self.drop(limit)
        values: dict[str, object] = {
            "person_id": limit.person_id,
            "rule": limit.rule.value,
            "member": limit.member,
            "reason": limit.reason,
            "set_at": self._work.at,
            "set_by": self._work.by,
        }
        self._connection.execute(sight.insert(), cleaned(values, _LIMITS))

    def drop(self, limit: Sight) -> None:
        """Lift a limit. One that does not stand is left alone."""
        self._connection.execute(
            sight.delete().where(
                sight.c.person_id == limit.person_id,
                sight.c.rule == limit.rule.value,
                sight.c.member == limit.member,
            )
        )
        self._work.touch("person", limit.person_id, words=False)


def _limit(row: Row[*tuple[Any, ...]]) -> Sight:
    return Sight(
        person_id=row.person_id,
        rule=SightRule(row.rule),
        member=row.member,
        reason=row.reason,
    )
