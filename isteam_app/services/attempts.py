"""Holds back whoever guesses passphrases, and tells the next person who unlocks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from isteam_app.domain.dates import short_date
from isteam_app.errors import TooManyAttempts, VaultUnavailable, WrongPassphrase
from isteam_app.storage.attempts import MOST_KEPT, Attempts

if TYPE_CHECKING:  # it is loaded by whoever opens a vault
    from isteam_app.storage.vault import Vault

MOST = 10
WITHIN = timedelta(minutes=5)
"""So many wrong passphrases in so long a time, and the next must wait."""
_MOST_ENTRIES = 20
_NOBODY = "Nobody signed in"


@contextmanager
def counted(folder: Path, now: Callable[[], datetime]) -> Iterator[None]:
    """Try a passphrase or a recovery key within it: a wrong one counts.

    Raises TooManyAttempts, before anything is tried, while the next must wait.
    """
    hold_back(folder, now())
    try:
        yield
    except WrongPassphrase:
        note_wrong(folder, now())
        raise


def note_wrong(folder: Path, now: datetime) -> None:
    """Remember that a wrong passphrase was tried."""
    Attempts(folder).add(now)


def tell_attempts(vault: "Vault", now: datetime) -> tuple[str, ...]:
    """Put the unlocking into the audit trail, with the wrong tries before it.

    Return what to tell the person who unlocked. A vault that cannot be written keeps
    the tries for the next who can.
    """
    attempts = Attempts(vault.folder)
    made = attempts.moments()
    told = words(made, now)
    try:
        for at in made[-_MOST_ENTRIES:]:
            _enter(vault, "unlock.failed", "vault", by=_NOBODY, at=at)
        way = f"with {vault.opened_by.value}"
        _enter(vault, "vault.unlocked", way, by=vault.member.name, at=now)
    except VaultUnavailable:  # the way in must not depend on room for an entry
        return (told,) if told else ()
    attempts.forget()
    return (told,) if told else ()


def _enter(vault: "Vault", action: str, what: str, *, by: str, at: datetime) -> None:
    with vault.change(action, by=by, at=at) as work:
        work.note(what)
        work.commit()


def hold_back(folder: Path, now: datetime) -> None:
    """Raise TooManyAttempts while too many wrong passphrases were tried just now.

    Tries that lie ahead of the clock were made before it was set back. They count as
    made now, so that setting it back gains nothing and keeps nobody out for long.
    """
    attempts = Attempts(folder)
    made = attempts.moments()
    known = tuple(min(each, now.astimezone(UTC)) for each in made)
    if known != made and not attempts.keep(known):
        return  # they could never be brought up to date, and would count for ever
    lately = [each for each in known if each > now - WITHIN]
    if len(lately) < MOST:
        return
    until = _whole_minute(lately[-MOST] + WITHIN).astimezone(now.tzinfo)
    raise TooManyAttempts(
        f"{MOST} wrong passphrases were tried within {_minutes()} minutes. The vault "
        f"is safe, and this one was not tried. Wait until {until:%H:%M}, then type it "
        "again.",
        until=until,
    )


def words(moments: tuple[datetime, ...], now: datetime) -> str:
    """Say how many wrong passphrases were tried, and when: "" for none."""
    if not moments:
        return ""
    last = _when(moments[-1], now)
    if len(moments) == 1:
        return f"1 wrong passphrase was tried before you unlocked, {last}."
    count = f"{MOST_KEPT:,} or more" if len(moments) >= MOST_KEPT else len(moments)
    return (
        f"{count} wrong passphrases were tried since the vault was last unlocked: the "
        f"first {_when(moments[0], now)}, the last {last}."
    )


def _when(at: datetime, now: datetime) -> str:
    """The moment by the clock of whoever reads it: "on Tue 22 Dec at 14:03"."""
    local = at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"today at {local:%H:%M}"
    return f"on {short_date(local.date(), now.date())} at {local:%H:%M}"


def _minutes() -> int:
    return int(WITHIN.total_seconds() // 60)


def _whole_minute(at: datetime) -> datetime:
    begun = at.replace(second=0, microsecond=0)
    return begun if begun == at else begun + timedelta(minutes=1)
