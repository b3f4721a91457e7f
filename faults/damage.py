"""P4: whatever is damaged in a vault or a backup is noticed, or does no harm.

Bits are flipped, pages zeroed, swapped and filled with noise, files cut, in the
database, in the journal a crash left, in the key file, in scans and in backups. Each
time the vault is opened and checked whole. It must be refused or the check must say so,
each in the right words; or every record and scan must read as before.
"""

import random
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from faults._report import Promise, is_short
from faults._vaults import Kept, make_vault, new_post, now, opened, room
from isteam_app.errors import (
    BackupDamaged,
    IsteamError,
    NotABackup,
    VaultDamaged,
    VaultForeign,
)
from isteam_app.services.damage import Key, has_copy_of_keys, use_copy_of_keys
from isteam_app.services.intake import receive_post
from isteam_app.services.restoring import restore, verify_backup
from isteam_app.services.scans import Scan
from isteam_app.storage import tables
from isteam_app.storage.key_header import HEADER
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import open_with_recovery_key

PAGE = 4_096
ROUNDS = {
    "database": 1_900,
    "journal": 1_000,
    "key file": 800,
    "scan": 800,
    "backup": 500,
}
SHORT_ROUNDS = dict.fromkeys(ROUNDS, 20) | {"journal": 12, "scan": 12}
_SEED = 2026
_CASES = 24

Content = dict[str, tuple[tuple[object, ...], ...]]
Spoil = Callable[[bytearray, random.Random], None]


def flip(raw: bytearray, chance: random.Random) -> None:
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)


def cut_anywhere(raw: bytearray, chance: random.Random) -> None:
    del raw[chance.randrange(len(raw)) :]


def cut_at_a_page(raw: bytearray, chance: random.Random) -> None:
    del raw[chance.randrange(len(raw) // _unit(raw) + 1) * _unit(raw) :]


def zero_a_page(raw: bytearray, chance: random.Random) -> None:
    start = _page(raw, chance)
    raw[start : start + _unit(raw)] = bytes(len(raw[start : start + _unit(raw)]))


def noise_in_a_page(raw: bytearray, chance: random.Random) -> None:
    start = _page(raw, chance)
    raw[start : start + _unit(raw)] = chance.randbytes(
        len(raw[start : start + _unit(raw)])
    )


def swap_two_pages(raw: bytearray, chance: random.Random) -> None:
    unit = _unit(raw)
    pages = len(raw) // unit
    if pages < 2:
        flip(raw, chance)
        return
    one, other = (each * unit for each in chance.sample(range(pages), 2))
    raw[one : one + unit], raw[other : other + unit] = (
        raw[other : other + unit],
        raw[one : one + unit],
    )


SPOILS: tuple[Spoil, ...] = (
    flip,
    flip,
    flip,
    flip,
    cut_anywhere,
    cut_at_a_page,
    zero_a_page,
    noise_in_a_page,
    swap_two_pages,
)
"""Half of all damage is one bit: the least there is."""


def _unit(raw: bytearray) -> int:
    return PAGE if len(raw) > 4 * PAGE else 64


def _page(raw: bytearray, chance: random.Random) -> int:
    return chance.randrange(max(len(raw) // _unit(raw), 1)) * _unit(raw)


@dataclass(frozen=True, slots=True)
class Subject:
    """A vault, every file of it in memory, and what it holds at each moment told."""

    kept: Kept
    files: dict[Path, bytes]
    content: Content
    moments: tuple[Content, ...] = ()

    def put_back(self) -> None:
        for path in self.kept.folder.rglob("*"):
            if path.is_file() and path not in self.files:
                path.unlink()
        for path, data in self.files.items():
            path.write_bytes(data)


def main() -> int:
    """Damage everything; print the promises; return whether one was missed."""
    rounds = SHORT_ROUNDS if is_short() else ROUNDS
    chance = random.Random(_SEED)  # noqa: S311  repeatable damage
    missed = 0
    with room() as place:
        whole = _closed_vault(place)
        missed += _try("database", rounds, chance, partial(_database, whole))
        missed += _try("key file", rounds, chance, partial(_key_file, whole))
        missed += _try("scan", rounds, chance, partial(_scan, whole))
        missed += _try("journal", rounds, chance, partial(_journal, _crashed(place)))
        with _backup(place, whole) as backup:
            missed += _try(
                "backup", rounds, chance, partial(_a_backup, whole, backup, place)
            )
    return 1 if missed else 0


Trial = Callable[[Promise, Spoil, random.Random], None]


def _try(name: str, rounds: dict[str, int], chance: random.Random, trial: Trial) -> int:
    promise = Promise(f"P4 damage in the {name}")
    promise.count("damages", 0)
    for _ in range(rounds[name]):
        spoil = chance.choice(SPOILS)
        promise.count("damages")
        try:
            trial(promise, spoil, chance)
        except Exception as bug:  # noqa: BLE001  a crash is the worst of answers
            promise.fail(f"{spoil.__name__}: {type(bug).__name__} {bug}")
    return promise.report()


def _database(
    subject: Subject, promise: Promise, spoil: Spoil, chance: random.Random
) -> None:
    before, after = _spoilt(subject, subject.kept.folder / "vault.db", spoil, chance)
    if before == after:
        promise.count("changed nothing")
        return
    try:
        vault = open_with_recovery_key(subject.kept.folder, subject.kept.recovery_key)
    except IsteamError as error:
        promise.count("refused at opening")
        right = isinstance(error, VaultDamaged | VaultForeign)
        promise.expect(right, f"{spoil.__name__}: {type(error).__name__} at opening")
        return
    try:
        _check(promise, spoil, vault, subject.content, turns_read_only=True)
    finally:
        vault.close()


def _check(
    promise: Promise,
    spoil: Spoil,
    vault: Vault,
    content: Content,
    *,
    turns_read_only: bool,
) -> None:
    try:
        problems = (*vault.notices, *vault.verify().problems)
    except VaultDamaged:
        problems = ("damaged",)
    if problems:
        promise.count("found by the check")
        promise.expect(
            bool(vault.damage) == turns_read_only or bool(vault.notices),
            f"{spoil.__name__}: found, and the vault is still open for changes",
        )
        return
    same = content_of(vault) == content
    promise.count("harmless", int(same))
    promise.expect(same, f"{spoil.__name__}: something else reads, and nobody is told")


def _key_file(
    subject: Subject, promise: Promise, spoil: Spoil, chance: random.Random
) -> None:
    folder, key = subject.kept.folder, subject.kept.recovery_key
    before, after = _spoilt(subject, folder / HEADER, spoil, chance)
    if before == after:
        promise.count("changed nothing")
        return
    try:
        open_with_recovery_key(folder, key).close()
    except VaultDamaged as error:
        promise.count("refused at opening")
        promise.expect("key file" in str(error), f"{spoil.__name__}: {error}")
        promise.expect(has_copy_of_keys(folder), f"{spoil.__name__}: no copy offered")
        use_copy_of_keys(folder, Key(recovery_key=key))
        open_with_recovery_key(folder, key).close()
        promise.count("opened again with the copy")
    else:
        promise.count("harmless")


def _scan(
    subject: Subject, promise: Promise, spoil: Spoil, chance: random.Random
) -> None:
    files = sorted((subject.kept.folder / "attachments").iterdir())
    before, after = _spoilt(subject, chance.choice(files), spoil, chance)
    if before == after:
        promise.count("changed nothing")
        return
    vault = open_with_recovery_key(subject.kept.folder, subject.kept.recovery_key)
    try:
        problems = vault.verify().problems
        promise.count("found by the check", int(bool(problems)))
        told = len(problems) == 1 and problems[0].startswith("This document is")
        promise.expect(told, f"{spoil.__name__}: said {problems}")
        promise.expect(not vault.damage, f"{spoil.__name__}: called a damaged database")
    finally:
        vault.close()


def _journal(
    subject: Subject, promise: Promise, spoil: Spoil, chance: random.Random
) -> None:
    journal = subject.kept.folder / "vault.db-wal"
    before, after = _spoilt(subject, journal, spoil, chance)
    if before == after:
        promise.count("changed nothing")
        return
    vault = open_with_recovery_key(subject.kept.folder, subject.kept.recovery_key)
    try:
        found = content_of(vault)
        promise.expect(
            vault.verify().damage == "", f"{spoil.__name__}: not whole after"
        )
        if vault.notices:
            promise.count("told at opening")
        elif found == subject.content:
            promise.count("harmless")
        elif spoil in (cut_anywhere, cut_at_a_page):
            promise.count("cut, and like one that never held more")
        else:
            promise.count("last change like one never finished")
        whole = found in subject.moments
        promise.expect(whole, f"{spoil.__name__}: half of a change is there")
    finally:
        vault.close()


def _a_backup(
    subject: Subject,
    backup: Path,
    place: Path,
    promise: Promise,
    spoil: Spoil,
    chance: random.Random,
) -> None:
    whole, spoilt = backup.read_bytes(), place / "spoilt.isbackup"
    raw = bytearray(whole)
    spoil(raw, chance)
    spoilt.write_bytes(raw)
    if raw == whole:
        promise.count("changed nothing")
        return
    key = subject.kept.recovery_key
    try:
        verify_backup(spoilt, recovery_key=key)
    except IsteamError as error:
        promise.count("refused")
        right = isinstance(error, BackupDamaged | NotABackup)
        promise.expect(right, f"{spoil.__name__}: {type(error).__name__} {error}")
        return
    target = place / "restored.isvault"
    restore(spoilt, target, recovery_key=key, at=now())
    vault = open_with_recovery_key(target, key)
    same = _of_cases(content_of(vault)) == _of_cases(subject.content)
    vault.close()
    shutil.rmtree(target)
    promise.count("harmless", int(same))
    promise.expect(same, f"{spoil.__name__}: restored something else")


def _of_cases(content: Content) -> Content:
    """What a restore does not add to."""
    return {name: content[name] for name in ("cases", "people", "documents", "letters")}


def content_of(vault: Vault) -> Content:
    """Everything that a vault holds, scans by what they hash to."""
    found: Content = {}
    with vault.inside().engine.connect() as connection:
        for table in tables.metadata.sorted_tables:
            rows = connection.execute(table.select())
            found[table.name] = tuple(sorted((tuple(row) for row in rows), key=repr))
    return found


def _spoilt(
    subject: Subject, file: Path, spoil: Spoil, chance: random.Random
) -> tuple[bytes, bytes]:
    subject.put_back()
    raw = bytearray(subject.files[file])
    spoil(raw, chance)
    file.write_bytes(raw)
    return subject.files[file], bytes(raw)


def _closed_vault(place: Path) -> Subject:
    """A closed vault with cases, letters' worth of text and scans."""
    kept = make_vault(place / "whole.isvault")
    scan = Scan(
        name="letter.pdf", media_type="application/pdf", data=b"%PDF" * 9_000, pages=1
    )
    with opened(kept) as session:
        for number in range(_CASES):
            scans = (scan,) if number % 8 == 0 else ()
            summary = f"Parcel {number} " + "was opened on the way. " * 40
            receive_post(session, new_post(number, summary=summary, scans=scans))
        content = content_of(session.vault)
    again = open_with_recovery_key(kept.folder, kept.recovery_key)
    content = content_of(again)
    assert again.verify().whole  # noqa: S101  the control: undamaged, nothing is found
    again.close()
    return Subject(kept, _files(kept.folder), content)


def _crashed(place: Path) -> Subject:
    """A vault as a crash leaves it: its last changes are in the journal alone."""
    kept = make_vault(place / "open.isvault")
    closed = open_with_recovery_key(kept.folder, kept.recovery_key)
    moments = [content_of(closed)]
    closed.close()
    session_files: dict[Path, bytes] = {}
    with opened(kept) as session:
        moments.append(content_of(session.vault))
        for number in range(6):
            receive_post(session, new_post(number))
            moments.append(content_of(session.vault))
        session_files = _files(kept.folder)
    return Subject(kept, session_files, moments[-1], tuple(moments))


@contextmanager
def _backup(place: Path, subject: Subject) -> Iterator[Path]:
    from isteam_app.domain.backup_calendar import Why
    from isteam_app.services.backups import make_backup

    subject.put_back()
    folder = place / "backups"
    folder.mkdir()
    with opened(subject.kept) as session:
        made = make_backup(session, Why.HAND, target=folder)
    verify_backup(made.path, recovery_key=subject.kept.recovery_key)  # the control
    yield made.path


def _files(folder: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith("-shm")
    }


if __name__ == "__main__":
    sys.exit(main())
