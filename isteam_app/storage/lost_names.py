"""Keeps hidden people hidden where the name they were hidden from is lost.

Who may not see somebody is kept by the name of the team. A salvage gives whoever lost
theirs another one, which no limit knows: it must not show them what was kept from them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from isteam_app.domain.people import SightRule
from isteam_app.domain.rights import ADMINISTRATOR
from isteam_app.storage.tables import members, sight


def hide_from_the_nameless(
    connection: Connection, nameless: Sequence[int], *, reason: str, at: datetime
) -> None:
    """Hide from each of them whom a limit hides from somebody nobody knows.

    Any of them may be meant. Administrators stay out of it: somebody must be able to
    put it right. `nameless` are the ids of those whose names are lost.
    """
    hidden = sight.c.rule == SightRule.HIDDEN_FROM.value
    unknown = sight.c.member.not_in(select(members.c.name))
    people = connection.scalars(
        select(sight.c.person_id).where(hidden, unknown).distinct()
    ).all()
    others = members.c.role != ADMINISTRATOR
    names = connection.scalars(
        select(members.c.name).where(members.c.id.in_(nameless), others)
    ).all()
    limits: list[dict[str, object]] = [
        {
            "person_id": person,
            "rule": SightRule.HIDDEN_FROM.value,
            "member": name,
            "reason": reason,
            "set_at": at,
            "set_by": "",
        }
        for person in people
        for name in names
    ]
    if limits:
        connection.execute(sight.insert(), limits)
