"""Finds the third-party requests that somebody has to do something about."""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    exists,
    false,
    literal,
    or_,
    select,
)

from isteam_app.domain.disclosures import Decision, DisclosureState, RequestEvent
from isteam_app.domain.request_work import RequestStanding
from isteam_app.storage.tables import (
    disclosure_entries,
    disclosure_events,
    disclosures,
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
        c = disclosures.c
        state = DisclosureState.DECIDED.value
        wanted: tuple[tuple[ColumnElement[bool], ColumnElement[Any]], ...] = (
            (c.state.in_(_PENDING), c.id),
            # what was decided before decisions kept their gates is left in peace
            (and_(c.state == state, c.verdicts != ""), c.id),
            (and_(c.locked == 1, c.lock_review <= until), c.lock_review),
            (c.return_by <= until, c.return_by),
        )
        found: dict[int, RequestStanding] = {}
        for which, order in wanted:
            query = _query(member).where(which).order_by(order, c.id).limit(MOST)
            for row in self._connection.execute(query):
                found[row.id] = _standing(row)
        return tuple(found.values())


def _query(member: str) -> Select[*tuple[Any, ...]]:
    c = disclosures.c
    return select(
        c.id,
        c.reference,
        c.organisation,
        c.state,
        c.decision,
        c.comply_by,
        c.waiting_since,
        c.record_by,
        c.decided_on,
        c.left_on,
        c.return_by,
        case((c.locked == 1, c.lock_review)).label("lock_review"),
        case(
            (c.state == DisclosureState.DECIDED.value, _receipt_owed()),
            else_=false(),
        ).label("receipt_owed"),
        case(
            (
                c.state == DisclosureState.FOR_APPROVAL.value,
                or_(
                    c.prepared_by == member,
                    _filled_in_by(member),
                    _disclosed_by(member),
                ),
            ),
            else_=false(),
        ).label("prepared_by_me"),
    ).where(c.state != DisclosureState.WITHDRAWN.value)


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


def _filled_in_by(member: str) -> ColumnElement[bool]:
    entry = disclosure_entries.c
    return exists(
        select(literal(1)).where(
            entry.disclosure_id == disclosures.c.id,
            entry.form.not_in(_AFTER_PREPARING),
            or_(entry.made_by == member, entry.changed_by == member),
        )
    )


def _disclosed_by(member: str) -> ColumnElement[bool]:
    step = disclosure_events.c
    return exists(
        select(literal(1)).where(
            step.disclosure_id == disclosures.c.id,
            step.kind == RequestEvent.EMERGENCY.value,
            step.recorded_by == member,
        )
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
