"""Counts third-party requests by what they are alike in."""

from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Integer, cast, func, select

from isteam_app.domain.disclosures import DisclosureState
from isteam_app.storage.paging import unindexed
from isteam_app.storage.tables import disclosures

_C = disclosures.c


class CountedBy(Enum):
    """In what way requests are counted."""

    MONTH = "month"
    """The month they were received, as 2026-11."""
    KIND = "kind"
    GATEWAY = "gateway"
    DECISION = "decision"
    EMERGENCY = "emergency"
    COMPELLED = "compelled"
    DAYS = "days"
    """The days from the one it was received to its decision, None before that."""
    APPROVAL = "approval"


_WAYS: dict[CountedBy, ColumnElement[Any]] = {
    CountedBy.MONTH: func.strftime("%Y-%m", _C.received),
    CountedBy.KIND: _C.kind,
    CountedBy.GATEWAY: _C.legal_basis,
    CountedBy.DECISION: _C.decision,
    CountedBy.EMERGENCY: _C.emergency,
    CountedBy.COMPELLED: _C.compelled,
    CountedBy.APPROVAL: _C.approved_how,
    CountedBy.DAYS: cast(
        func.julianday(_C.decided_on) - func.julianday(_C.received), Integer
    ),
}


def counts(
    connection: Connection,
    way: CountedBy,
    first: date | None,
    last: date | None,
    *,
    with_locked: bool,
) -> tuple[tuple[Any, int], ...]:
    """Return (what they are alike in, how many), for requests received in a span.

    Those recorded in error are not counted, those under a lock only if wanted.
    """
    terms = [unindexed(_C.state) != DisclosureState.WITHDRAWN.value]
    if first is not None:
        terms.append(_C.received >= first)
    if last is not None:
        terms.append(_C.received <= last)
    if not with_locked:
        terms.append(unindexed(_C.locked) == 0)
    counted = _WAYS[way]
    # any index but the one that holds all that is counted leads past whole rows
    if isinstance(counted, Column):
        counted = unindexed(counted)
    alike = counted.label("alike")
    query = select(alike, func.count()).select_from(disclosures).where(*terms)
    query = query.group_by(alike).order_by(alike)
    return tuple((row[0], row[1]) for row in connection.execute(query))
