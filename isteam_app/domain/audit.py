"""The audit trail: entries chained by their hashes, so that a change shows."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = b"\0" * 32
"""What the first entry is chained to."""

_FORM = b"isteam audit entry 1"


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
class AuditVerdict:
    """What a check of the trail found. `broken_at` is the first entry at fault."""

    checked: int
    broken_at: int | None = None
    reason: str = ""

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
    entry = AuditEntry(
        number=number,
        at=at.astimezone(UTC),
        by=by,
        action=action,
        touched=tuple(touched),
        previous=previous,
        hash=b"",
    )
    return AuditEntry(
        number=number,
        at=entry.at,
        by=by,
        action=action,
        touched=entry.touched,
        previous=previous,
        hash=entry_hash(entry),
    )


def entry_hash(entry: AuditEntry) -> bytes:
    """Return SHA-256 over the entry before it and everything in this one.

    Each part carries its length, so that no two entries read the same.
    """
    return hashlib.sha256(entry.previous + canonical(entry)).digest()


def canonical(entry: AuditEntry) -> bytes:
    """Return the bytes that stand for an entry: each part behind its length."""
    return b"".join(_with_length(part) for part in _parts(entry))


def _parts(entry: AuditEntry) -> Iterator[bytes]:
    yield _FORM
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
        reason = self._fault(entry)
        if reason:
            self.verdict = AuditVerdict(
                checked=self.head.count, broken_at=self.head.count + 1, reason=reason
            )
            return False
        self.head = AuditHead(count=entry.number, hash=entry.hash)
        self.verdict = AuditVerdict(checked=entry.number)
        return True

    def _fault(self, entry: AuditEntry) -> str:
        expected = self.head.count + 1
        if entry.number != expected:
            return f"Entry {expected} is missing from the audit trail."
        if entry.previous != self.head.hash:
            return f"Entry {expected} does not follow the entry before it."
        if entry.hash != entry_hash(entry):
            return f"Entry {expected} was changed after it was written."
        return ""
