"""The audit trail: entries chained by their hashes, so that a change shows."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

GENESIS = b"\0" * 32
"""What the first entry is chained to."""
FORM = "isteam audit entry 2"
"""Stands first in what is hashed of an entry."""

_OLD_FORM = b"isteam audit entry 1"
_NEAR = 500
"""How far from its place an entry is looked for that stands out of order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One record that a change touched. `digest` tells its content, salted, in hex."""

    noun: str
    id: int
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what and when, and which records it touched. No personal data."""

    number: int
    at: datetime
    by: str
    action: str
    touched: tuple[Touched, ...]
    previous: bytes
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """The newest entry: how many there are, and the hash they add up to."""

    count: int
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which entries to list. What is left empty does not narrow the list.

    `actions` None means every action. `first` counts, `before` does not. `record` is
    a record's noun and id.
    """

    by: str = ""
    actions: tuple[str, ...] | None = None
    first: datetime | None = None
    before: datetime | None = None
    record: tuple[str, int] | None = None


class TrailFault(StrEnum):
    """What can be wrong with the trail."""

    CHANGED = "changed"
    MISSING = "missing"
    OUT_OF_ORDER = "out of order"
    NOT_FOLLOWING = "does not follow"
    CUT_OFF = "cut off"
    NOT_AS_NOTED = "not as noted"
    UNLISTED = "not listed"
    UNGUARDED = "without guard"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerdict:
    """What a check of the trail found. `broken_at` is the first entry at fault."""

    checked: int
    broken_at: int | None = None
    reason: str = ""
    fault: TrailFault | None = None

    @property
    def whole(self) -> bool:
        return self.broken_at is None and not self.reason


def chained(
    number: int,
    *,
    at: datetime,
    by: str,
    action: str,
    touched: Iterable[Touched],
    previous: bytes,
) -> AuditEntry:
    """Make the next entry of the trail, with its hash."""
    kept = tuple(touched)
    told = canonical_text(number, moment_text(at), by, action, records_text(kept))
    return AuditEntry(
        number=number,
        at=at.astimezone(UTC),
        by=by,
        action=action,
        touched=kept,
        previous=previous,
        hash=text_hash(previous, told),
    )


def entry_hash(entry: AuditEntry) -> bytes:
    """Return SHA-256 over the entry before it and everything in this one."""
    return hashlib.sha256(entry.previous + canonical(entry)).digest()


def text_hash(previous: bytes, told: str) -> bytes:
    """Return the hash of an entry whose parts were put together already."""
    return hashlib.sha256(previous + told.encode()).digest()


def canonical(entry: AuditEntry) -> bytes:
    """Return the bytes that stand for an entry, as no other entry reads."""
    return canonical_text(
        entry.number,
        moment_text(entry.at),
        entry.by,
        entry.action,
        records_text(entry.touched),
    ).encode()


def canonical_text(number: int, at: str, by: str, action: str, touched: str) -> str:
    """Put the parts of an entry together; what may be of any length carries it."""
    return (
        f"{FORM}\n{number}\n{at}\n{len(by.encode())}:{by}"
        f"{len(action.encode())}:{action}{touched}"
    )


def moment_text(at: datetime) -> str:
    """Return a moment as the trail keeps it: in UTC, to the microsecond."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def records_text(touched: Iterable[Touched]) -> str:
    """Return the records of an entry as the trail keeps them."""
    return json.dumps(
        [[each.noun, each.id, each.digest] for each in touched],
        separators=(",", ":"),
    )


def old_entry_hash(entry: AuditEntry) -> bytes:
    """Return the hash that vaults made before schema 4 gave an entry."""
    told = b"".join(_with_length(part) for part in _old_parts(entry))
    return hashlib.sha256(entry.previous + told).digest()


def _old_parts(entry: AuditEntry) -> Iterator[bytes]:
    yield _OLD_FORM
    yield str(entry.number).encode()
    yield entry.at.astimezone(UTC).isoformat(timespec="microseconds").encode()
    yield entry.by.encode()
    yield entry.action.encode()
    yield str(len(entry.touched)).encode()
    for touched in entry.touched:
        yield touched.noun.encode()
        yield str(touched.id).encode()
        yield touched.digest.encode()


def _with_length(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


class ChainCheck:
    """Follow the trail entry by entry and stop at the first that does not fit."""

    def __init__(self) -> None:
        self.head = AuditHead(count=0, hash=GENESIS)
        self.verdict = AuditVerdict(checked=0)

    def follow(self, entry: AuditEntry) -> bool:
        """Check one entry, oldest first. Return False when the trail is broken."""
        found = fault_of(entry, self.head)
        if found is not None:
            self.verdict = found
            return False
        self.move_to(AuditHead(count=entry.number, hash=entry.hash))
        return True

    def move_to(self, head: AuditHead) -> None:
        """Take an entry as checked."""
        self.head = head
        self.verdict = AuditVerdict(checked=head.count)


def fault_of(
    entry: AuditEntry, head: AuditHead, *, fits: bool | None = None
) -> AuditVerdict | None:
    """Say what is wrong with the entry after `head`, or None.

    `fits` says whether its hash is that of its kept text; None works it out here.
    """
    expected = head.count + 1
    if entry.number != expected:
        return missing_at(expected)
    if fits is None:
        fits = entry.hash == entry_hash(entry)
    fits = fits or entry.hash == old_entry_hash(entry)
    if fits and entry.previous == head.hash:
        return None
    place = None if fits else _written_as(entry)
    if place is not None:
        return _wrong(
            expected,
            TrailFault.OUT_OF_ORDER,
            f"Entry {expected:,} is out of order: it was written as entry {place:,}.",
        )
    if not fits:
        return changed_at(expected)
    before = f"entry {expected - 1:,}" if head.count else "the beginning"
    return _wrong(
        expected,
        TrailFault.NOT_FOLLOWING,
        f"Entry {expected:,} does not follow {before}: one of them was put in the "
        "place of another.",
    )


def missing_at(number: int) -> AuditVerdict:
    """What is said where an entry is not there."""
    return _wrong(
        number,
        TrailFault.MISSING,
        f"Entry {number:,} is missing from the audit trail.",
    )


def changed_at(number: int) -> AuditVerdict:
    """What is said of an entry that is not as it was written."""
    return _wrong(
        number,
        TrailFault.CHANGED,
        f"Entry {number:,} was changed after it was written.",
    )


def _written_as(entry: AuditEntry) -> int | None:
    """Return the number that the entry's hash was made for, if it is near."""
    for number in range(max(1, entry.number - _NEAR), entry.number + _NEAR):
        if entry_hash(replace(entry, number=number)) == entry.hash:
            return number
    return None


def _wrong(number: int, fault: TrailFault, reason: str) -> AuditVerdict:
    return AuditVerdict(
        checked=number - 1, broken_at=number, reason=reason, fault=fault
    )
