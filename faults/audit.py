"""P14: every tampering with the audit trail is found, and named by its entry.

Somebody with the vault's key and another program alters real vaults in every way that
is known here. What nothing in the vault can show is tried as well, and said: whoever
holds the key can write the trail and the header anew; a printed seal shows that.
"""

import random
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver  # type: ignore[import-untyped]  # has no stubs

from faults._report import Promise, is_short
from faults._vaults import Kept, make_vault, new_post, opened, room
from isteam_app.domain.audit import (
    GENESIS,
    AuditHead,
    TrailFault,
    chained,
    moment_text,
    records_text,
)
from isteam_app.errors import IsteamError
from isteam_app.services.cases import add_note
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.trail_checks import compare_seal
from isteam_app.services.trail_notes import note_view
from isteam_app.storage.accepting import note_fault
from isteam_app.storage.key_header import note_anchor, read_header
from isteam_app.storage.keyslots import unlock_with_recovery_key
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import open_with_recovery_key

TAMPERINGS = 1_000
SHORT_TAMPERINGS = 40
REWRITES = 20
CASES = 12
_SEED = 2026
_TRIGGERS = ("audit_kept_as_written", "audit_kept", "audit_in_order")

Found = tuple[TrailFault | None, int | None]
"""What a check says: which fault, at which entry."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A copy of the vault under somebody else's hands."""

    database: Any
    other: Any
    count: int
    chance: random.Random

    def any_entry(self, first: int = 1) -> int:
        return self.chance.randint(first, self.count)

    def run(self, sql: str, *given: object) -> None:
        self.database.execute(sql, given)

    def row(self, number: int) -> list[Any]:
        return list(
            self.database.execute(
                "SELECT * FROM audit WHERE number = ?", (number,)
            ).fetchone()
        )


Tampering = Callable[[Scene], Sequence[Found]]
"""Alters the trail; returns what a check may rightly say of it."""


def _edit(scene: Scene) -> Sequence[Found]:
    number = scene.any_entry()
    column, value = scene.chance.choice(
        (
            ('"by"', "Somebody Else"),
            ("action", "case.closed"),
            ("touched", '[["case",999,""]]'),
            ("touched", ' [["case",1,""]]'),
            ("touched", b"[]"),
            ("hash", bytes(32)),
            ("hash", "text"),
            ("previous", bytes(32 if number > 1 else 31)),
            ('"by"', b"Robin Sample"),
        )
    )
    scene.run(f"UPDATE audit SET {column} = ? WHERE number = ?", value, number)  # noqa: S608  names of ours
    return [(TrailFault.CHANGED, number)]


def _set_the_clock(scene: Scene) -> Sequence[Found]:
    number = scene.any_entry()
    hours = scene.chance.choice((-26, -1, 1, 9_000))
    scene.run(
        "UPDATE audit SET at = strftime('%Y-%m-%d %H:%M:%f', at, ?) || '000' "
        "WHERE number = ?",
        f"{hours:+d} hours",
        number,
    )
    return [(TrailFault.CHANGED, number)]


def _delete(scene: Scene) -> Sequence[Found]:
    number = scene.any_entry()
    scene.run("DELETE FROM audit WHERE number = ?", number)
    if number == scene.count:
        return [(TrailFault.CUT_OFF, None)]
    return [(TrailFault.MISSING, number)]


def _delete_and_close_ranks(scene: Scene) -> Sequence[Found]:
    number = scene.chance.randint(1, scene.count - 1)
    scene.run("DELETE FROM audit WHERE number = ?", number)
    for each in range(number + 1, scene.count + 1):
        scene.run("UPDATE audit SET number = ? WHERE number = ?", each - 1, each)
    return [(TrailFault.OUT_OF_ORDER, number)]


def _reorder(scene: Scene) -> Sequence[Found]:
    first = scene.chance.randint(1, scene.count - 1)
    second = scene.chance.randint(first + 1, scene.count)
    scene.run("UPDATE audit SET number = -1 WHERE number = ?", first)
    scene.run("UPDATE audit SET number = ? WHERE number = ?", first, second)
    scene.run("UPDATE audit SET number = ? WHERE number = -1", second)
    return [(TrailFault.OUT_OF_ORDER, first)]


def _truncate(scene: Scene) -> Sequence[Found]:
    left = scene.chance.randint(0, scene.count - 1)
    scene.run("DELETE FROM audit WHERE number > ?", left)
    return [(TrailFault.CUT_OFF, None)]


def _insert(scene: Scene) -> Sequence[Found]:
    """Put an entry in between, and count the rest up."""
    number = scene.any_entry()
    row = scene.row(number)
    for each in range(scene.count, number - 1, -1):
        scene.run("UPDATE audit SET number = ? WHERE number = ?", each + 1, each)
    row[3] = "case.closed"
    scene.run("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", *row)
    return [(TrailFault.CHANGED, number)]


def _insert_outside(scene: Scene) -> Sequence[Found]:
    row = scene.row(1)
    row[0] = scene.chance.choice((0, -7))
    scene.run("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", *row)
    return [(TrailFault.CHANGED, 1)]


def _append_forged(scene: Scene) -> Sequence[Found]:
    row = scene.row(scene.count)
    row[0] += scene.chance.choice((1, 5))
    scene.run("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", *row)
    if row[0] > scene.count + 1:
        return [(TrailFault.MISSING, scene.count + 1)]
    return [(TrailFault.OUT_OF_ORDER, scene.count + 1)]


def _copy_from_another_vault(scene: Scene) -> Sequence[Found]:
    number = scene.any_entry()
    row = scene.other.execute(
        "SELECT * FROM audit WHERE number = ?", (number,)
    ).fetchone()
    scene.run("DELETE FROM audit WHERE number = ?", number)
    scene.run("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", *row)
    at_next = (TrailFault.NOT_FOLLOWING, number + 1)  # the first follows nothing
    if number == scene.count:
        return [(TrailFault.NOT_FOLLOWING, number)]
    return [at_next if number == 1 else (TrailFault.NOT_FOLLOWING, number)]


def _rewrite_one_hash(scene: Scene) -> Sequence[Found]:
    """Alter an entry and give it the hash that fits: the next no longer follows."""
    number = scene.chance.randint(1, scene.count - 1)
    _rewrite(scene, number, number)
    return [(TrailFault.NOT_FOLLOWING, number + 1)]


def _rewrite_the_tail(scene: Scene) -> Sequence[Found]:
    """Alter an entry and hash all after it anew: only the header knows better."""
    _rewrite(scene, scene.any_entry(), scene.count)
    return [(TrailFault.NOT_AS_NOTED, scene.count)]


def _spaces(scene: Scene) -> Sequence[Found]:
    """Write the same records with a space more: it means the same, and is found."""
    number = scene.any_entry()
    scene.run(
        "UPDATE audit SET touched = replace(touched, ',', ', ') WHERE number = ?",
        number,
    )
    return [(TrailFault.CHANGED, number)]


def _drop_guards(_: Scene) -> Sequence[Found]:
    return [(TrailFault.UNGUARDED, None)]


def _take_off_the_list(scene: Scene) -> Sequence[Found]:
    number = scene.any_entry()
    scene.run("DELETE FROM audit_records WHERE number = ?", number)
    return [(TrailFault.UNLISTED, number)]


TAMPERINGS_KNOWN: tuple[Tampering, ...] = (
    _edit,
    _spaces,
    _set_the_clock,
    _delete,
    _delete_and_close_ranks,
    _reorder,
    _truncate,
    _insert,
    _insert_outside,
    _append_forged,
    _copy_from_another_vault,
    _rewrite_one_hash,
    _rewrite_the_tail,
    _drop_guards,
    _take_off_the_list,
)
"""Past the guards: each is done after the triggers were dropped."""

REFUSED = (
    "UPDATE audit SET action = 'x' WHERE number = {number}",
    "DELETE FROM audit WHERE number = {number}",
    "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE number = {number}",
    (
        "INSERT OR REPLACE INTO audit SELECT number, at, \"by\", 'x', touched, "
        "previous, hash FROM audit WHERE number = {number}"
    ),
    (
        'INSERT INTO audit SELECT number + 1, at, "by", action, touched, previous, '
        "hash FROM audit WHERE number = {number} AND number < {count}"
    ),
    "UPDATE OR REPLACE audit SET number = {number} WHERE number = {count}",
)
"""What the database itself refuses while its triggers stand."""


def main() -> int:
    """Tamper; print the promises; return whether one was missed."""
    many = SHORT_TAMPERINGS if is_short() else TAMPERINGS
    with room() as place:
        kept, other = _vaults(place)
        return min(1, _tamper(place, kept, other, many) + _forge(place, kept))


def _vaults(place: Path) -> tuple[Kept, Kept]:
    """Two vaults with the same work in them, so that their entries look alike."""
    made = []
    for name in ("ours.isvault", "other.isvault"):
        kept = make_vault(place / name)
        with opened(kept) as session:
            _work(session)
        made.append(kept)
    return made[0], made[1]


def _work(session: Session) -> None:
    for number in range(CASES):
        case = receive_post(session, new_post(number)).cases[0]
        note_view(session, "case", case.id)
        add_note(session, case, "Rang them.")


def _tamper(place: Path, kept: Kept, other: Kept, many: int) -> int:
    promise = Promise("P14 tamperings with the audit trail")
    promise.count("tamperings", 0)
    chance = random.Random(_SEED)  # noqa: S311  the same faults each time
    key, another = _data_key(kept), _data_key(other)
    for turn in range(many):
        copy = kept.copied(place / f"t{turn}")
        known = TAMPERINGS_KNOWN[turn % len(TAMPERINGS_KNOWN)]
        name = known.__name__.strip("_").replace("_", " ")
        database = _connect(copy.folder, key)
        strange = _connect(other.folder, another)
        (count,) = database.execute("SELECT max(number) FROM audit").fetchone()
        scene = Scene(database, strange, count, chance)
        _try_refused(scene, promise)
        for trigger in _TRIGGERS:
            scene.run(f"DROP TRIGGER {trigger}")
        expected = known(scene)
        database.close()
        strange.close()
        found = _found(copy)
        promise.count("tamperings")
        if promise.expect(bool(found), f"{name}: not found"):
            named = any(each in found for each in expected)
            promise.expect(named, f"{name}: found {found}, not {list(expected)}")
        shutil.rmtree(place / f"t{turn}")
    return promise.report()


def _try_refused(scene: Scene, promise: Promise) -> None:
    sql = scene.chance.choice(REFUSED)
    number = scene.chance.randint(1, scene.count - 1)
    try:
        scene.run(sql.format(number=number, count=scene.count))
    except driver.IntegrityError:
        promise.count("refused by the database")
    else:
        promise.fail(f"The database took: {sql}")


def _found(kept: Kept) -> list[Found]:
    """Open the vault as a person does, and check all of the trail."""
    try:
        vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    except IsteamError:
        return []
    try:
        return _told(vault)
    finally:
        vault.abandon()


def _told(vault: Vault) -> list[Found]:
    with vault.read(whole=True) as reading:
        check = reading.audit.begin_check(thorough=True)
        while reading.audit.go_on(check):
            pass
        count = reading.audit.head().count
    against = note_fault(vault)
    found: list[Found] = []
    if not check.verdict.whole:
        found.append((check.verdict.fault, check.verdict.broken_at))
    if "cut off" in against:
        found.append((TrailFault.CUT_OFF, None))
    elif against:
        found.append((TrailFault.NOT_AS_NOTED, count))
    return found


def _forge(place: Path, kept: Kept) -> int:
    """Write the whole trail and the header anew, with the key and this very code."""
    promise = Promise("P14 what a holder of the key can write anew")
    chance = random.Random(_SEED)  # noqa: S311  the same faults each time
    key = _data_key(kept)
    for turn in range(2 if is_short() else REWRITES):
        copy = kept.copied(place / f"f{turn}")
        with opened(copy) as session, session.vault.read() as vault:
            sealed = vault.audit.head()
        database = _connect(copy.folder, key)
        (count,) = database.execute("SELECT max(number) FROM audit").fetchone()
        scene = Scene(database, database, count, chance)
        guards = database.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' "
            "AND tbl_name = 'audit' AND name <> 'audit_listed'"
        ).fetchall()
        for trigger in _TRIGGERS:
            scene.run(f"DROP TRIGGER {trigger}")
        newest = _rewrite(scene, chance.randint(1, sealed.count), count)
        for (guard,) in guards:
            scene.run(guard)
        database.close()
        note_anchor(copy.folder, read_header(copy.folder), key, newest)
        promise.count("rewrites that nothing in the vault shows", int(not _found(copy)))
        with opened(copy) as session:
            said = compare_seal(session, str(sealed.count), sealed.hash.hex())
        shown = promise.expect(bool(said), "A seal did not show a rewritten trail.")
        promise.count("shown by a printed seal", int(shown))
        shutil.rmtree(place / f"f{turn}")
    return promise.report()


def _rewrite(scene: Scene, first: int, last: int) -> AuditHead:
    """Alter entry `first`, then give each up to `last` the hash that fits."""
    from isteam_app.storage.audit_check import plain_entry

    previous = GENESIS if first == 1 else scene.row(first - 1)[6]
    for number in range(first, last + 1):
        entry = plain_entry(scene.row(number))
        if entry is None:
            raise RuntimeError("The vault was not as it should be.")
        forged = chained(
            number,
            at=entry.at,
            by="Somebody Else" if number == first else entry.by,
            action=entry.action,
            touched=entry.touched,
            previous=previous,
        )
        scene.run(
            'UPDATE audit SET at = ?, "by" = ?, touched = ?, previous = ?, hash = ? '
            "WHERE number = ?",
            moment_text(forged.at),
            forged.by,
            records_text(forged.touched),
            previous,
            forged.hash,
            number,
        )
        previous = forged.hash
    return AuditHead(count=last, hash=previous)


def _data_key(kept: Kept) -> bytes:
    header = read_header(kept.folder)
    return unlock_with_recovery_key(header, kept.recovery_key).data_key


def _connect(folder: Path, key: bytes) -> Any:
    database = folder / read_header(folder).database
    connection = driver.connect(str(database), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA recursive_triggers = ON")
    return connection


if __name__ == "__main__":
    sys.exit(main())
