"""Ten wrong passphrases in five minutes: the next waits, and whoever opens is told."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from builders import MONDAY, Clock, empty_copy

from isteam_app.errors import TooManyAttempts, VaultMissing, WrongPassphrase
from isteam_app.services.attempts import MOST, hold_back, words
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.unlock import lock, unlock, unlock_with_recovery_key
from isteam_app.storage import keyslots
from isteam_app.storage.attempts import NAME, Attempts
from isteam_app.storage.recovery_key import new_recovery_key

WRONG = "not the words of this vault"


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    session = empty_copy(tmp_path)
    lock(session)
    return session.vault.folder


def guess(folder: Path, clock: Clock, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassphrase):
            unlock(folder, WRONG, clock)


def tried(folder: Path, count: int, clock: Clock) -> None:
    """As after so many wrong tries now; each real one takes its time."""
    for _ in range(count):
        Attempts(folder).add(clock())


def test_the_eleventh_waits_and_nothing_is_derived(closed, clock, monkeypatch) -> None:
    tried(closed, MOST - 1, clock)
    clock.at += timedelta(seconds=61)
    guess(closed, clock)

    def derived(*_: object, **__: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(keyslots, "passphrase_key", derived, raising=False)
    for passphrase in (WRONG, PASSPHRASE):
        with pytest.raises(TooManyAttempts, match=r"Wait until 10:47, then") as held:
            unlock(closed, passphrase, clock)
        assert held.value.until == MONDAY + timedelta(minutes=5)
    with pytest.raises(TooManyAttempts):
        unlock_with_recovery_key(closed, new_recovery_key(), clock)
    monkeypatch.undo()
    clock.at = MONDAY + timedelta(minutes=5)
    opened = unlock(closed, PASSPHRASE, clock)
    (told,) = opened.notices
    assert told == (
        "10 wrong passphrases were tried since the vault was last unlocked: the first "
        "today at 10:42, the last today at 10:43."
    )
    with opened.vault.read() as vault:
        entries = vault.audit.page(limit=20).rows
    assert [each.action for each in entries][:11] == ["vault.unlocked"] + MOST * [
        "unlock.failed"
    ]
    assert entries[0].by == "Robin Sample"
    assert {each.by for each in entries[1:11]} == {"Nobody signed in"}
    assert opened.vault.verify().whole
    lock(opened)
    again = unlock(closed, PASSPHRASE, clock)
    assert again.notices == ()
    lock(again)


def test_a_wrong_recovery_key_counts_and_a_mistyped_one_does_not(closed, clock) -> None:
    with pytest.raises(WrongPassphrase):
        unlock_with_recovery_key(closed, new_recovery_key(), clock)
    assert len(Attempts(closed).moments()) == 1
    with pytest.raises(Exception, match="4 were typed"):
        unlock_with_recovery_key(closed, "2FNM", clock)
    assert len(Attempts(closed).moments()) == 1


def test_a_clock_set_back_is_no_way_round_and_locks_nobody_out(closed, clock) -> None:
    tried(closed, MOST, clock)
    clock.at -= timedelta(days=400)
    with pytest.raises(TooManyAttempts) as held:
        hold_back(closed, clock())
    assert held.value.until == clock.at + timedelta(minutes=5)
    clock.at += timedelta(minutes=4, seconds=59)
    with pytest.raises(TooManyAttempts):
        hold_back(closed, clock())
    clock.at += timedelta(seconds=1)
    hold_back(closed, clock())


def test_tries_far_apart_never_hold_anybody_back(closed, clock) -> None:
    for _ in range(3 * MOST):
        hold_back(closed, clock())
        tried(closed, 1, clock)
        clock.at += timedelta(seconds=31)


def test_a_folder_that_cannot_be_written_holds_nobody_back(closed, clock) -> None:
    (closed / NAME).mkdir()  # the surest way to refuse every write, also to root
    guess(closed, clock)
    opened = unlock(closed, PASSPHRASE, clock)
    assert opened.notices == ()
    lock(opened)


def test_a_vault_that_is_missing_is_not_made(tmp_path, clock) -> None:
    with pytest.raises(VaultMissing):
        unlock(tmp_path / "gone.isvault", WRONG, clock)
    assert list(tmp_path.iterdir()) == []


def test_what_is_said_of_the_tries(clock) -> None:
    now = clock()
    yesterday = now - timedelta(days=1)
    assert words((), now) == ""
    assert words((yesterday,), now) == (
        "1 wrong passphrase was tried before you unlocked, on Sun 22 Nov at 10:42."
    )
    assert words((yesterday, now), now) == (
        "2 wrong passphrases were tried since the vault was last unlocked: the first "
        "on Sun 22 Nov at 10:42, the last today at 10:42."
    )
    assert words((yesterday,) * 1_000, now).startswith("1,000 or more wrong")
