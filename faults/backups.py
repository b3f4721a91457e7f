"""P5: every backup that the calendar keeps over three years brings its moment back.

Three years of an office go by on a patched clock: a backup each half hour in which
something changed, one at each close, some before something risky. The calendar thins
after each. What it keeps is then really made, of a vault that grows, changes its key
and its passphrase; the vault is deleted; and every file is restored with nothing but a
key of its day, and compared with what stood in the vault at that moment.
"""

import random
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from faults._report import Promise, is_short
from faults._vaults import HANDLER, PASSPHRASE, Kept, make_vault, new_post, now, room
from isteam_app.domain.audit import AuditHead
from isteam_app.domain.backup_calendar import Dated, Why, to_keep
from isteam_app.errors import IsteamError
from isteam_app.services.backups import backup_folder, make_backup, thin
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock, unlock_with_recovery_key
from isteam_app.storage import key_changes
from isteam_app.storage.restore import restore
from isteam_app.storage.vault_doors import open_with_recovery_key

_DAYS, _SHORT_DAYS = 3 * 365, 6
_SEED = 2026
_HALF_HOUR = timedelta(minutes=30)
_BETWEEN = 40
"""How many of those that were thinned are really made as well, to be really removed."""
_OTHER_WORDS = "eleven amber gates stand open"


@dataclass(frozen=True, slots=True)
class _Moment:
    """What stood in the vault when a backup was made, and which words opened it."""

    path: Path
    counts: dict[str, int]
    head: AuditHead
    words: str


def main() -> int:
    """Let the years go by; return 1 when a backup does not bring its moment back."""
    with room() as place:
        promise = Promise("P5  backups")
        for what in ("ticks", "thinned", "kept", "restored", "differ"):
            promise.count(what, 0)
        made, kept = _three_years(promise)
        _really(promise, make_vault(place / "office"), made, kept)
        return promise.report()


def _three_years(promise: Promise) -> tuple[list[Dated], frozenset[str]]:
    """Let the calendar thin after each backup. Return all made, and what is kept."""
    everything: list[Dated] = []
    held: list[Dated] = []
    for tick in _office_days(_SHORT_DAYS if is_short() else _DAYS):
        everything.append(tick)
        held.append(tick)
        kept = to_keep(held, tick.at)
        gone = [each for each in held if each.name not in kept]
        held = [each for each in held if each.name in kept]
        promise.count("ticks")
        promise.count("thinned", len(gone))
        promise.expect(tick.name in kept, f"{tick.at}: the newest was thinned")
        for each in gone:
            young = tick.at - each.at <= timedelta(hours=24)
            promise.expect(not young, f"{tick.at}: one of {each.at} went too soon")
    _look_at_what_is_kept(promise, everything, held)
    return everything, frozenset(each.name for each in held)


def _look_at_what_is_kept(
    promise: Promise, everything: list[Dated], held: list[Dated]
) -> None:
    last = everything[-1].at
    for span, words, period in (
        (timedelta(days=29), "day", "%Y-%m-%d"),
        (timedelta(weeks=11), "week", "%G-%V"),
        (timedelta(days=1_060), "month", "%Y-%m"),
    ):
        wanted = {each.at.strftime(period) for each in _within(everything, last, span)}
        there = {each.at.strftime(period) for each in held}
        for missing in sorted(wanted - there):
            promise.fail(f"nothing is kept of the {words} {missing}")


def _within(made: list[Dated], last: datetime, span: timedelta) -> list[Dated]:
    return [each for each in made if last - each.at <= span]


def _office_days(days: int) -> Iterator[Dated]:
    chance = random.Random(_SEED)  # noqa: S311  what happens in an office, no secret
    entries = 0
    first = now() - timedelta(days=days)
    for day in range(days):
        morning = (first + timedelta(days=day)).replace(hour=9, minute=0)
        if morning.weekday() >= 5 or chance.random() < 0.04:
            continue  # nobody is there
        for half_hour in range(1, 17):
            if chance.random() < 0.35:
                continue  # nothing changed
            entries += chance.randrange(1, 9)
            why = Why.CLOSE if half_hour == 16 else Why.TIME
            if chance.random() < 0.004:
                why = chance.choice((Why.KEY_CHANGE, Why.IMPORT, Why.DESTRUCTION))
            at = morning + half_hour * _HALF_HOUR
            yield Dated(name=f"{at:%Y-%m-%d %H-%M}", at=at, why=why, entries=entries)


def _really(
    promise: Promise, vault: Kept, everything: list[Dated], kept: frozenset[str]
) -> None:
    chance = random.Random(_SEED)  # noqa: S311  which are made besides
    thinned = [each for each in everything if each.name not in kept]
    between = 4 if is_short() else _BETWEEN
    besides = chance.sample(thinned, min(between, len(thinned)))
    wanted = [each for each in everything if each.name in kept or each in besides]
    moments = _make(promise, vault, wanted, everything[-1].at, kept)
    shutil.rmtree(vault.folder)
    for number, moment in enumerate(moments):
        promise.count("kept")
        _bring_back(promise, vault, moment, number)


def _make(
    promise: Promise,
    vault: Kept,
    wanted: list[Dated],
    end: datetime,
    kept: frozenset[str],
) -> list[_Moment]:
    session = unlock_with_recovery_key(vault.folder, vault.recovery_key, now)
    words, moments = PASSPHRASE, {}
    chance = random.Random(_SEED)  # noqa: S311  what a scan shows, no secret
    for number, each in enumerate(wanted):
        then = replace(session, now=lambda at=each.at: at)
        receive_post(session, new_post(number))
        if number % 7 == 0:
            _add_scan(session, chance.randbytes(40_000))
        if number in (len(wanted) // 3, len(wanted) // 2):
            words = _change_keys(session, words, rotate=number == len(wanted) // 2)
        head, counts = _state(session)
        made = make_backup(then, each.why)
        moments[each.name] = _Moment(made.path, counts, head, words)
    thin(replace(session, now=lambda: end))
    folder = backup_folder(session)
    lock(session)
    there = {path.name for path in folder.iterdir()}
    named = {moments[name].path.name for name in kept}
    promise.expect(there == named, f"the folder holds {len(there)} for {len(named)}")
    return [moments[each.name] for each in wanted if each.name in kept]


def _add_scan(session: Session, scan: bytes) -> None:
    with session.vault.change("post.received", by=HANDLER, at=session.now()) as work:
        work.documents.add(1, name="a.pdf", media_type="application/pdf", data=scan)
        work.commit()


def _change_keys(session: Session, words: str, *, rotate: bool) -> str:
    """Give the administrator other words, or the vault another key."""
    vault, by, at = session.vault, HANDLER, session.now()
    if rotate:
        key_changes.rotate(vault, words, by=by, at=at)
        return words
    key_changes.change_passphrase(vault, 1, _OTHER_WORDS, by=by, at=at)
    return _OTHER_WORDS


def _state(session: Session) -> tuple[AuditHead, dict[str, int]]:
    with session.vault.read(whole=True) as reading:
        counts = {
            "cases": reading.cases.count(),
            "documents": reading.documents.count(),
        }
        return reading.audit.head(), counts


def _bring_back(promise: Promise, vault: Kept, moment: _Moment, number: int) -> None:
    folder = vault.folder.with_name("back.isvault")
    # Words cost a reckoning each: every fourth is opened with them, the rest by sheet.
    words = moment.words if number % 4 == 0 else ""
    sheet = "" if words else vault.recovery_key
    try:
        restore(moment.path, folder, passphrase=words, recovery_key=sheet, at=now())
        with closing(open_with_recovery_key(folder, vault.recovery_key)) as back:
            with back.read(whole=True) as reading:
                entry = reading.audit.at(moment.head.count)
                counts = {
                    "cases": reading.cases.count(),
                    "documents": reading.documents.count(),
                }
            same = entry is not None and entry.hash == moment.head.hash
            if counts != moment.counts or not same or back.notices:
                promise.count("differ")
                promise.fail(f"{moment.path.name} is not as it was")
        promise.count("restored")
    except IsteamError as error:
        promise.fail(f"{moment.path.name}: {error}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
