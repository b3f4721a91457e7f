"""Finds the third-party requests that somebody has to do something about."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    case,
    exists,
    false,
    literal,
    literal_column,
    or_,
    select,
)

from isteam_app.domain.disclosures import Decision, DisclosureState, RequestEvent
from isteam_app.domain.request_work import RequestStanding
from isteam_app.storage.tables import (
    disclosure_entries,
    disclosure_events,
    disclosures,
    field_changes,
)

MOST = 1000
"""Of each kind so many are read at most: the nearest first."""
_PENDING = tuple(
    state.value
    for state in (
        DisclosureState.OPEN,
        DisclosureState.WAITING,
        DisclosureState.AT_LEGAL,
        DisclosureState.FOR_APPROVAL,
        DisclosureState.TO_RECORD,
    )
)
_AFTER_PREPARING = ("left", "after", "telling", "check")
"""Forms that may be filled in without having prepared the decision."""
_ONE: ColumnElement[int] = literal_column("1")
"""As a word of the question: only so is the index of locked requests found."""
_MEMBER = bindparam("member", type_=Text)
_UNTIL = bindparam("until", type_=Date)
_RECEIPT = '["receipt",'
"""How an entry's answers begin to tell of a receipt; no typed text reads so."""


class RequestWorkReader:
    """Finds what waits to be done about requests."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def standing(self, member: str, until: date) -> tuple[RequestStanding, ...]:
        """Return the requests with something to be done, each once.

        `member` is who asks; locks and returns that come up by `until` count.
        """
        found: dict[int, RequestStanding] = {}
        for query in _queries():
            given = {"member": member, "until": until}
            for row in self._connection.execute(query, given):
                if row.id not in found:
                    found[row.id] = _standing(row)
        return tuple(found.values())


@cache
def _queries() -> tuple[Select[*tuple[Any, ...]], ...]:
    """Return the questions by which each kind of thing to be done is found."""
    c = disclosures.c
    decided = c.state == DisclosureState.DECIDED.value
    by_state = (c.state, c.waiting_since, c.id)
    wanted: tuple[tuple[ColumnElement[bool], tuple[Column[Any], ...]], ...] = (
        (c.state.in_(_PENDING), by_state),
        # what was decided before decisions kept their gates is left in peace
        (and_(decided, c.verdicts != ""), by_state),
        (and_(c.locked == _ONE, c.lock_review <= _UNTIL), (c.lock_review, c.id)),
        (c.return_by <= _UNTIL, (c.return_by, c.id)),
    )
    known = c.state != DisclosureState.WITHDRAWN.value
    return tuple(
        _LINE.where(which, known).order_by(*order).limit(MOST)
        for which, order in wanted
    )


def _receipt_owed() -> ColumnElement[bool]:
    entry = disclosure_entries.c
    return exists(
        select(literal(1)).where(
            entry.disclosure_id == disclosures.c.id,
            entry.form == "left",
            entry.struck == "",
            ~entry["values"].contains(_RECEIPT, autoescape=True),
        )
    )


def _filled_in() -> ColumnElement[bool]:
    entry, change = disclosure_entries.c, field_changes.c
    return exists(
        select(literal(1)).where(
            entry.disclosure_id == disclosures.c.id,
            entry.form.not_in(_AFTER_PREPARING),
            or_(
                entry.made_by == _MEMBER,
                entry.changed_by == _MEMBER,
                exists(
                    select(literal(1)).where(
                        change.noun == "request_entry",
                        change.record_id == entry.id,
                        change.by == _MEMBER,
                    )
                ),
            ),
        )
    )


def _said_whom() -> ColumnElement[bool]:
    change = field_changes.c
    return exists(
        select(literal(1)).where(
            change.disclosure_id == disclosures.c.id,
            change.noun == "request_subject",
            change.by == _MEMBER,
        )
    )


def _disclosed() -> ColumnElement[bool]:
    step = disclosure_events.c
    return exists(
        select(literal(1)).where(
            step.disclosure_id == disclosures.c.id,
            step.kind == RequestEvent.EMERGENCY.value,
            step.recorded_by == _MEMBER,
        )
    )


_LINE: Select[*tuple[Any, ...]] = select(
    disclosures.c.id,
    disclosures.c.reference,
    disclosures.c.organisation,
    disclosures.c.state,
    disclosures.c.decision,
    disclosures.c.comply_by,
    disclosures.c.waiting_since,
    disclosures.c.record_by,
    disclosures.c.decided_on,
    disclosures.c.left_on,
    disclosures.c.return_by,
    case((disclosures.c.locked == _ONE, disclosures.c.lock_review)).label(
        "lock_review"
    ),
    case(
        (disclosures.c.state == DisclosureState.DECIDED.value, _receipt_owed()),
        else_=false(),
    ).label("receipt_owed"),
    case(
        (
            disclosures.c.state == DisclosureState.FOR_APPROVAL.value,
            or_(
                disclosures.c.prepared_by == _MEMBER,
                _filled_in(),
                _said_whom(),
                _disclosed(),
            ),
        ),
        else_=false(),
    ).label("prepared_by_me"),
)


def _standing(row: Row[*tuple[Any, ...]]) -> RequestStanding:
    return RequestStanding(
        id=row.id,
        reference=row.reference,
        organisation=row.organisation,
        state=DisclosureState(row.state),
        decision=Decision(row.decision),
        comply_by=row.comply_by,
        waiting_since=row.waiting_since,
        record_by=row.record_by,
        decided_on=row.decided_on,
        left_on=row.left_on,
        return_by=row.return_by,
        lock_review=row.lock_review,
        receipt_owed=bool(row.receipt_owed),
        prepared_by_me=bool(row.prepared_by_me),
    )
