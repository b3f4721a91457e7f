"""Reads what the dates of open cases follow from, and keeps those that moved, in bulk.

A hundred thousand cases are looked at in seconds, so each is read as one row of text
and becomes a case only where nothing like it was reckoned before.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from isteam_app.domain.cases import (
    Case,
    CaseEvent,
    CaseKind,
    CaseState,
    EventKind,
    PostItem,
)
from isteam_app.domain.people import Person
from isteam_app.storage.tables import case_events
from isteam_app.storage.work import Work

Story = tuple[str | None, ...]
"""Everything that the dates of a case follow from, as text. Alike, alike dates."""

_NOBODY = Person(name="")
_READ = (
    "SELECT id, reference, version, kind, received, decision, ground, decided_by, "
    "service, comply_by, (SELECT group_concat(kind || ' ' || \"on\" || ' ' || "
    "coalesce(letter_id, ''), ';' ORDER BY \"on\", id) FROM case_events "
    "WHERE case_id = cases.id), state, clock, due, post_by, next_action, next_by "
    "FROM cases WHERE state <> 'closed' AND "
)
_IN_STATE = f"{_READ} state = :state AND id > :after ORDER BY id LIMIT :most"
_OF_THESE = f"{_READ} id IN (SELECT value FROM json_each(:ids)) ORDER BY id"  # noqa: S608  names of ours alone
_MOVE = (
    "UPDATE cases SET version = version + 1, state = ?, clock = ?, due = ?, "
    "post_by = ?, next_action = ?, next_by = ? WHERE id = ?"
)


_FOLLOW = (
    "UPDATE letters SET post_by = ? WHERE case_id = ? "
    "AND state IN ('final', 'printed') "
    "AND post_by = (SELECT post_by FROM cases WHERE id = ?)"
)
_POST_BY = 3

Standing = tuple[str, str, str | None, str | None, str, str | None]
"""Where lists say that a case stands, column by column as `STANDS` names them.

Days are kept as "2026-11-22", None where there is none. A bare tuple of texts costs the
collector of garbage nothing, and the window does not stand still for it.
"""

STANDS = ("state", "clock", "due", "post_by", "next_action", "next_by")


@dataclass(frozen=True, slots=True)
class DatedCase:
    """An open case as far as its dates go: people and what was written are left out."""

    id: int
    reference: str
    version: int
    story: Story
    standing: Standing

    def case(self) -> Case:
        """Return what its clock looks at. Never to be kept or shown."""
        kind, received, decision, ground, by, service, comply_by, events = self.story
        return Case(
            reference=self.reference,
            kind=CaseKind(kind or ""),
            state=CaseState(self.standing[0]),
            subject=_NOBODY,
            post=PostItem(
                requester=_NOBODY, received=date.fromisoformat(received or "")
            ),
            events=tuple(_event(each) for each in (events or "").split(";") if each),
            decision=decision or "",
            ground=ground or "",
            decided_by=by or "",
            service=service or "",
            comply_by=date.fromisoformat(comply_by) if comply_by else None,
        )


def standing_of(case: Case) -> Standing:
    """Return where a case stands, as it is kept."""
    return (
        case.state.value,
        case.clock.value,
        _text(case.due),
        _text(case.post_by),
        case.next_action,
        _text(case.next_by),
    )


def dated_in_state(
    connection: Connection, state: CaseState, after_id: int, most: int
) -> list[DatedCase]:
    """Return the next open cases in a state, by id."""
    given = {"state": state.value, "after": after_id, "most": most}
    return [_dated(*row) for row in connection.exec_driver_sql(_IN_STATE, given)]


def dated_of(connection: Connection, ids: Iterable[int]) -> list[DatedCase]:
    """Return the open cases among these, by id."""
    given = {"ids": json.dumps(list(ids))}
    return [_dated(*row) for row in connection.exec_driver_sql(_OF_THESE, given)]


def follow_post_by(
    connection: Connection, days: Iterable[tuple[int, str | None]]
) -> None:
    """Move letters that wait for the post with the days of their cases, by case id.

    To be asked before the cases are kept: a letter with a day of its own stays as it
    is, and so does one whose case has none any more.
    """
    given = [(day, number, number) for number, day in days if day is not None]
    if given:
        connection.exec_driver_sql(_FOLLOW, given)


def keep_dates(
    work: Work,
    moved: Sequence[tuple[int, Standing]],
    events: Mapping[int, CaseEvent],
) -> None:
    """Keep where cases stand now, by id, and what each of them tells of it."""
    rows = [(*standing, number) for number, standing in moved]
    follow_post_by(
        work.connection,
        ((number, standing[_POST_BY]) for number, standing in moved),
    )
    if rows:
        work.connection.exec_driver_sql(_MOVE, rows)
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


def _dated(number: int, reference: str, version: int, *rest: str | None) -> DatedCase:
    return DatedCase(number, reference, version, rest[:8], rest[8:])  # type: ignore[arg-type]  # the columns are these


def _event(words: str) -> CaseEvent:
    kind, on, letter = words.split(" ")
    return CaseEvent(
        kind=EventKind(kind),
        on=date.fromisoformat(on),
        letter_id=int(letter) if letter else None,
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
