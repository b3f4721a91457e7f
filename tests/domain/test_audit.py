"""The audit chain: each entry stands on the one before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.domain.audit import (
    GENESIS,
    AuditEntry,
    ChainCheck,
    Touched,
    canonical,
    chained,
    entry_hash,
)

AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


def trail(length: int) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    previous = GENESIS
    for number in range(1, length + 1):
        entries.append(
            chained(
                number,
                at=AT + timedelta(minutes=number),
                by="Robin",
                action="case.opened",
                touched=(Touched(noun="case", id=number, digest="ab"),),
                previous=previous,
            )
        )
        previous = entries[-1].hash
    return entries


def broken_at(entries: list[AuditEntry]) -> int | None:
    check = ChainCheck()
    for entry in entries:
        if not check.follow(entry):
            break
    return check.verdict.broken_at


def test_an_untouched_trail_is_whole() -> None:
    check = ChainCheck()
    assert all(check.follow(entry) for entry in trail(5))
    assert check.verdict.whole
    assert check.verdict.checked == check.head.count == 5


@pytest.mark.parametrize(
    "change",
    [
        {"by": "Sam"},
        {"action": "case.closed"},
        {"at": AT},
        {"touched": ()},
        {"touched": (Touched(noun="case", id=4, digest="ab"),)},
        {"touched": (Touched(noun="case", id=3, digest="ac"),)},
        {"hash": bytes(32)},
        {"previous": bytes(32)},
        {"number": 9},
    ],
)
def test_any_change_of_an_entry_is_named(change: dict[str, object]) -> None:
    entries = trail(5)
    entries[2] = replace(entries[2], **change)  # type: ignore[arg-type]  # names are the fields'
    assert broken_at(entries) == 3


def test_a_removed_an_added_and_a_moved_entry_are_named() -> None:
    good = trail(5)
    assert broken_at(good[:1] + good[2:]) == 2
    assert broken_at([*good[:3], good[2], *good[3:]]) == 4
    assert broken_at([good[0], good[2], good[1], *good[3:]]) == 2


def test_an_entry_rewritten_with_its_hash_breaks_the_next() -> None:
    entries = trail(5)
    changed = replace(entries[2], by="Sam")
    entries[2] = replace(changed, hash=entry_hash(changed))
    assert broken_at(entries) == 4


def test_the_zone_of_a_moment_does_not_matter() -> None:
    (entry,) = trail(1)
    elsewhere = entry.at.astimezone(timezone(timedelta(hours=5)))
    assert canonical(replace(entry, at=elsewhere)) == canonical(entry)


@given(st.text(), st.text(), st.text(), st.text())
def test_no_two_entries_read_the_same(a: str, b: str, c: str, d: str) -> None:
    (entry,) = trail(1)
    one = replace(entry, by=a, action=b)
    other = replace(entry, by=c, action=d)
    assert (canonical(one) == canonical(other)) == ((a, b) == (c, d))
