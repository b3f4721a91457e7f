"""Puts a new name of somebody in the team wherever the old one still has an effect.

Those are the cases they have, what they decided, who sees whom and what, and the forms
they filled in of requests and the emergencies they disclosed in, which they may not
approve. What merely tells who did something at some time, and the audit trail above
all, keeps the name of then.
"""

from sqlalchemy import ColumnElement, Table, case, or_, select, tuple_

from isteam_app.domain.disclosures import RequestEvent
from isteam_app.storage.tables import (
    cases,
    disclosure_clearances,
    disclosure_entries,
    disclosure_events,
    disclosures,
    sight,
)
from isteam_app.storage.work import Work


def rename_in_records(work: Work, before: str, after: str) -> None:
    """Write the new name in every record that goes by the old one.

    A record gets a new version with it, so that no page saves the old name back.
    """
    _rename(work, "case", cases, ("owner", "decided_by"), before, after)
    decided = ("decided_by", "prepared_by")
    _rename(work, "disclosure", disclosures, decided, before, after)
    filled_in = ("made_by", "changed_by")
    _rename(work, "request_entry", disclosure_entries, filled_in, before, after)
    step = disclosure_events.c
    work.connection.execute(
        disclosure_events.update()
        .where(step.recorded_by == before, step.kind == RequestEvent.EMERGENCY.value)
        .values(recorded_by=after)
    )
    named = disclosure_clearances.c.member
    drop_clearances(work, after)  # left by a salvage, or by somebody long gone
    work.connection.execute(
        disclosure_clearances.update().where(named == before).values(member=after)
    )
    limits = sight.c.member == before
    found = select(sight.c.person_id).where(limits).distinct()
    for person_id in work.connection.scalars(found).all():
        work.touch("person", person_id, words=False)
    # a salvage may have left limits of the new name: they are the same person's
    twice = tuple_(sight.c.person_id, sight.c.rule).in_(
        select(sight.c.person_id, sight.c.rule).where(limits)
    )
    work.connection.execute(sight.delete().where(sight.c.member == after, twice))
    work.connection.execute(sight.update().where(limits).values(member=after))


def drop_clearances(work: Work, name: str) -> None:
    """Let a name that is nobody's see no locked request."""
    work.connection.execute(
        disclosure_clearances.delete().where(disclosure_clearances.c.member == name)
    )


def _rename(
    work: Work,
    noun: str,
    table: Table,
    columns: tuple[str, ...],
    before: str,
    after: str,
) -> None:
    named = or_(*(table.c[each] == before for each in columns))
    for record_id in work.connection.scalars(select(table.c.id).where(named)).all():
        work.touch(noun, record_id, words=False)
    values: dict[str, ColumnElement[object]] = {
        each: case((table.c[each] == before, after), else_=table.c[each])
        for each in columns
    }
    work.connection.execute(
        table.update().where(named).values(version=table.c.version + 1, **values)
    )
