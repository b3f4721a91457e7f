"""Keeps the do-not-tell locks of requests, and who may see them all the same."""

import secrets
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select

from isteam_app.domain.disclosures import Lock, LockReason
from isteam_app.domain.text import NOTE
from isteam_app.storage.cases import reference_key
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.tables import (
    disclosure_clearances,
    disclosure_locks,
    disclosures,
    spent_numbers,
)
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {
    "authority": Limit("Who says so", NOTE),
    "lifted_why": Limit("The reason", NOTE),
}
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 6


class LocksReader:
    """Finds locks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_request(self, disclosure_id: int) -> tuple[Lock, ...]:
        """Return every lock a request ever had, the newest first."""
        query = (
            select(disclosure_locks)
            .where(disclosure_locks.c.disclosure_id == disclosure_id)
            .order_by(disclosure_locks.c.id.desc())
        )
        return tuple(_lock(row) for row in self._connection.execute(query))

    def standing(self, disclosure_id: int) -> Lock | None:
        """Return the lock that keeps a request from sight now."""
        found = self.of_request(disclosure_id)
        return next((each for each in found if each.stands), None)

    def cleared(self, disclosure_id: int) -> tuple[str, ...]:
        """Return who is named as seeing a request while it is locked."""
        query = select(disclosure_clearances.c.member).where(
            disclosure_clearances.c.disclosure_id == disclosure_id
        )
        return tuple(self._connection.scalars(query.order_by("member")))

    def spent(self, year: int, limit: int = 1000) -> tuple[str, ...]:
        """Return the numbers of a year that stand for no request any more."""
        query = (
            select(spent_numbers.c.reference)
            .where(spent_numbers.c.year == year)
            .order_by(spent_numbers.c.reference)
            .limit(limit)
        )
        return tuple(self._connection.scalars(query))

    def count(self) -> int:
        """Count the locks that stand, as far as the one who reads may see them."""
        query = select(func.count()).select_from(disclosures)
        found = self._connection.execute(query.where(disclosures.c.locked == 1))
        return int(found.scalar_one())


class Locks(LocksReader):
    """Finds, sets and lifts locks."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, lock: Lock) -> Lock:
        """Keep a new lock. Whoever sets it is named as seeing the request.

        Raises:
            RuleBroken: a text cannot be kept.
        """
        values = _values(lock) | {
            "disclosure_id": lock.disclosure_id,
            "set_at": self._work.at,
            "set_by": self._work.by,
            "version": 1,
        }
        lock_id = self._work.insert(disclosure_locks, values)
        self._work.touch("request_lock", lock_id, words=False)
        self.clear(lock.disclosure_id, self._work.by)
        return self._get(lock_id)

    def update(self, lock: Lock) -> Lock:
        """Keep what changed about a lock: its review, or that it is lifted.

        Raises:
            ChangedMeanwhile: somebody else changed it since it was read.
            RuleBroken: a text cannot be kept.
        """
        values = _values(lock) | {
            "lifted_at": lock.lifted_at,
            "lifted_by": lock.lifted_by,
        }
        if not self._work.update(disclosure_locks, lock.id, lock.version, values):
            raise changed_meanwhile(
                self._work, "request_lock", lock.id, "the lock of this request"
            )
        self._work.touch("request_lock", lock.id, words=False)
        return self._get(lock.id)

    def clear(self, disclosure_id: int, member: str) -> None:
        """Name somebody who sees a request while it is locked. Twice is harmless."""
        if member in self.cleared(disclosure_id):
            return
        self._work.connection.execute(
            disclosure_clearances.insert(),
            {
                "disclosure_id": disclosure_id,
                "member": member,
                "given_at": self._work.at,
                "given_by": self._work.by,
            },
        )
        self._work.touch("disclosure", disclosure_id, words=False)

    def withdraw_clearance(self, disclosure_id: int, member: str) -> None:
        """Name somebody no longer."""
        self._work.connection.execute(
            disclosure_clearances.delete().where(
                disclosure_clearances.c.disclosure_id == disclosure_id,
                disclosure_clearances.c.member == member,
            )
        )
        self._work.touch("disclosure", disclosure_id, words=False)

    def hide_number(self, disclosure_id: int, reference: str) -> str:
        """Take a request out of the numbers that everybody sees; return its new one.

        Its old number is kept as spent, so that the gap says nothing.
        """
        year = int(reference[2:6])
        self._work.connection.execute(
            spent_numbers.insert(), {"reference": reference, "year": year}
        )
        return self.give_hidden_number(disclosure_id, year)

    def give_hidden_number(self, disclosure_id: int, year: int) -> str:
        """Give a request a number that tells nothing of any other."""
        reference = self.hidden_number(year)
        self._work.connection.execute(
            disclosures.update()
            .where(disclosures.c.id == disclosure_id)
            .values(reference=reference, reference_key=reference_key(year, 0))
        )
        self._work.touch("disclosure", disclosure_id)
        return reference

    def hidden_number(self, year: int) -> str:
        """Return a number of the hidden series that no request has: R-2026-7K3QX9."""
        while True:
            signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
            reference = f"R-{year}-{signs}"
            taken = exists().where(disclosures.c.reference == reference)
            if not self._connection.scalar(select(taken)):
                return reference

    def _get(self, lock_id: int) -> Lock:
        query = select(disclosure_locks).where(disclosure_locks.c.id == lock_id)
        return _lock(self._connection.execute(query).one())


def _values(lock: Lock) -> dict[str, object]:
    values: dict[str, object] = {
        "reason": lock.reason.value,
        "authority": lock.authority,
        "review_on": lock.review_on,
        "lifted_at": None,
        "lifted_by": "",
        "lifted_why": lock.lifted_why,
    }
    return cleaned(values, _LIMITS)


def _lock(row: Row[*tuple[Any, ...]]) -> Lock:
    return Lock(
        id=row.id,
        disclosure_id=row.disclosure_id,
        reason=LockReason(row.reason),
        authority=row.authority,
        review_on=row.review_on,
        set_at=row.set_at,
        set_by=row.set_by,
        lifted_at=row.lifted_at,
        lifted_by=row.lifted_by,
        lifted_why=row.lifted_why,
        version=row.version,
    )
