"""Reads open cases as their clocks need them, and keeps dates that moved, in bulk."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, text

from isteam_app.domain.cases import (
    Case,
    CaseEvent,
    CaseKind,
    CaseState,
    ClockState,
    EventKind,
    PostItem,
)
from isteam_app.domain.people import Person
from isteam_app.storage.tables import case_events, cases
from isteam_app.storage.work import Work

_NOBODY = Person(name="")
_KINDS = {kind.value: kind for kind in CaseKind}
_CLOCKS = {clock.value: clock for clock in ClockState}
_EVENTS = {kind.value: kind for kind in EventKind}
_SLICE = text(
    "SELECT id, reference, kind, received, clock, due, post_by, next_action, next_by, "
    "decision, ground, decided_by, service, comply_by, version FROM cases "
    "WHERE state <> 'closed' AND state = :state AND id > :after ORDER BY id LIMIT :most"
)
_HAPPENED = text(
    'SELECT case_id, kind, "on", letter_id FROM case_events '
    "WHERE case_id IN (SELECT value FROM json_each(:ids)) "
    'ORDER BY case_id, "on", id'
)
_MOVE = (
    cases.update()
    .where(cases.c.id == bindparam("case"))
    .values(
        version=cases.c.version + 1,
        **{
            name: bindparam(f"new_{name}")
            for name in ("state", "clock", "due", "post_by", "next_action", "next_by")
        },
    )
)


def dated_cases(
    connection: Connection, state: CaseState, after_id: int, most: int
) -> list[Case]:
    """Return the next open cases in a state by id, with what their clocks look at.

    People, and what was written, are left out: these are not for keeping or showing.
    """
    given = {"state": state.value, "after": after_id, "most": most}
    rows = connection.execute(_SLICE, given).all()
    events = _events(connection, [row.id for row in rows])
    return [_case(row, state, tuple(events[row.id])) for row in rows]


def keep_dates(
    work: Work, moved: Sequence[Case], events: Mapping[int, CaseEvent]
) -> None:
    """Keep what a new reckoning of their clocks says of cases, and what it moved."""
    work.connection.execute(_MOVE, [_moved(case) for case in moved])
    noted = [
        {
            "case_id": case_id,
            "kind": event.kind.value,
            "on": event.on,
            "text": event.text,
            "recorded_at": work.at,
            "recorded_by": work.by,
            "letter_id": None,
            "document_id": None,
        }
        for case_id, event in events.items()
    ]
    if noted:
        work.connection.execute(case_events.insert(), noted)


def _events(
    connection: Connection, ids: Iterable[int]
) -> defaultdict[int, list[CaseEvent]]:
    events: defaultdict[int, list[CaseEvent]] = defaultdict(list)
    given = {"ids": json.dumps(list(ids))}
    for case_id, kind, on, letter_id in connection.execute(_HAPPENED, given):
        events[case_id].append(
            CaseEvent(
                kind=_EVENTS[kind], on=date.fromisoformat(on), letter_id=letter_id
            )
        )
    return events


def _case(row: Any, state: CaseState, events: tuple[CaseEvent, ...]) -> Case:
    return Case(
        id=row.id,
        reference=row.reference,
        kind=_KINDS[row.kind],
        state=state,
        subject=_NOBODY,
        post=PostItem(requester=_NOBODY, received=date.fromisoformat(row.received)),
        events=events,
        clock=_CLOCKS[row.clock],
        due=_day(row.due),
        post_by=_day(row.post_by),
        next_action=row.next_action,
        next_by=_day(row.next_by),
        decision=row.decision,
        ground=row.ground,
        decided_by=row.decided_by,
        service=row.service,
        comply_by=_day(row.comply_by),
        version=row.version,
    )


def _moved(case: Case) -> dict[str, object]:
    return {
        "case": case.id,
        "new_state": case.state.value,
        "new_clock": case.clock.value,
        "new_due": case.due,
        "new_post_by": case.post_by,
        "new_next_action": case.next_action,
        "new_next_by": case.next_by,
    }


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
