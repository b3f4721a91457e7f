"""Keeps third-party requests locked where what told of their locks is lost.

Whether a person may be told of a request stands in two places: on the request, and as a
lock beside it. A salvage believes whichever says that they must not be.
"""

from datetime import timedelta

from sqlalchemy import exists, select

from isteam_app.domain.disclosures import (
    Decision,
    LockReason,
    RequesterKind,
    Told,
)
from isteam_app.domain.text import fold
from isteam_app.storage.cases import reference_key
from isteam_app.storage.locks import Locks
from isteam_app.storage.tables import disclosure_locks, disclosures
from isteam_app.storage.work import Work

_DAYS_TO_REVIEW = 30


def put_locked_blank(work: Work, request: int, lost: str) -> None:
    """Put a blank request in the place of one that is lost; it may have been locked.

    `lost` stands for what cannot be read any more.
    """
    year = work.at.year
    values: dict[str, object] = {
        "id": request,
        "reference": Locks(work).hidden_number(year),
        "reference_key": reference_key(year, 0),
        "received": work.at.date(),
        "organisation": lost,
        "organisation_key": fold(lost),
        "kind": RequesterKind.OTHER.value,
        "compelled": 0,
        "categories": "[]",
        "decision": Decision.UNDECIDED.value,
        "told": Told.MUST_NOT.value,
        "recorded_at": work.at,
        "version": 1,
        "locked": 1,
    }
    empty = {
        column.name: ""
        for column in disclosures.c
        if not column.nullable
        and column.server_default is None
        and column.name not in {*values, "salt"}
    }
    work.connection.execute(disclosures.insert(), empty | values)


def mend_locks(work: Work, lost: str) -> None:
    """Lock what a lock stands for, and give each locked request the lock it lost.

    Whoever approves looks at each of them soon.
    """
    standing = select(disclosure_locks.c.disclosure_id).where(
        disclosure_locks.c.lifted_at.is_(None)
    )
    is_open = (disclosures.c.locked == 0) & disclosures.c.id.in_(standing)
    found = select(disclosures.c.id, disclosures.c.reference).where(is_open)
    for request, reference in work.connection.execute(found).all():
        if reference.startswith("D-"):
            Locks(work).hide_number(request, reference)
    review_on = work.at.date() + timedelta(days=_DAYS_TO_REVIEW)
    work.connection.execute(
        disclosures.update().where(is_open).values(locked=1, lock_review=review_on)
    )
    locked = select(disclosures.c.id).where(
        disclosures.c.locked == 1,
        ~exists().where(
            disclosure_locks.c.disclosure_id == disclosures.c.id,
            disclosure_locks.c.lifted_at.is_(None),
        ),
    )
    bare = work.connection.scalars(locked).all()
    for request in bare:
        values = {
            "disclosure_id": request,
            "reason": LockReason.PREJUDICE.value,
            "authority": lost,
            "review_on": review_on,
            "set_at": work.at,
            "set_by": "",
            "lifted_by": "",
            "lifted_why": "",
            "version": 1,
        }
        work.connection.execute(disclosure_locks.insert(), values)
        work.connection.execute(
            disclosures.update()
            .where(disclosures.c.id == request)
            .values(lock_review=review_on)
        )
