"""What can be read of a damaged vault is carried over whole, and nothing is made up."""

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from builders import MONDAY, demo_copy, new_demo
from golden_vaults import LATER, SCHEMAS, unpacked
from sqlalchemy import select
from vault_makers import (
    AT,
    PASSPHRASE,
    SETTINGS,
    KeptVault,
    add_post,
    new_case,
    new_letter,
    save_case,
)

from isteam_app.domain.people import Sight, SightRule, TeamMember
from isteam_app.errors import (
    Cancelled,
    NotFound,
    RuleBroken,
    VaultDamaged,
    VaultInUse,
    WrongPassphrase,
)
from isteam_app.services import demo
from isteam_app.services.cases import case_page
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock, unlock
from isteam_app.storage import key_changes, keyslots, migrations, tables
from isteam_app.storage.engine import new_vault_engine, writing
from isteam_app.storage.key_header import HEADER, KeyFile
from isteam_app.storage.keyslots import Unlocked
from isteam_app.storage.raw_pages import PAGE, RawPages
from isteam_app.storage.raw_rows import rows_on
from isteam_app.storage.row_shapes import Shape, shapes_of
from isteam_app.storage.salvage import (
    Damaged,
    Salvaged,
    damaged_session,
    damaged_vault,
    salvage,
)
from isteam_app.storage.salvage_copy import LOST
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import open_vault, open_with_recovery_key

Rows = dict[str, set[tuple[object, ...]]]


@pytest.fixture(scope="module")
def original_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def folder(original_demo: Path, tmp_path: Path) -> Path:
    """A closed copy of the demonstration."""
    return Path(shutil.copytree(original_demo, tmp_path / "demo.isvault"))


def by_passphrase(header: KeyFile) -> Unlocked:
    return keyslots.unlock_with_passphrase(header, demo.PASSPHRASE)


def carried(source: Damaged, target: Path) -> Salvaged:
    return salvage(source, target, fallback=SETTINGS, at=MONDAY)


def database(folder: Path) -> Path:
    return folder / "vault.db"


def rows(folder: Path) -> Rows:
    """Every row of a closed vault, which must be whole."""
    vault = open_vault(folder, demo.PASSPHRASE)
    try:
        assert vault.verify().problems == ()
        return rows_of(vault)
    finally:
        vault.close()


def rows_of(vault: Vault) -> Rows:
    found = {}
    with vault.inside().engine.connect() as connection:
        for table in tables.metadata.sorted_tables:
            every = connection.execute(select(*table.c))
            found[table.name] = {tuple(row) for row in every}
    return found


MENDED = ("audit", "audit_records", "counters", "vault")
"""Tables that a salvage writes to even where nothing is lost."""


def assert_same_but_for_its_own_entry(before: Rows, after: Rows) -> None:
    for table in before.keys() - set(MENDED):
        assert after[table] == before[table], table
    own = after["audit"] - before["audit"]
    assert [row[3] for row in own] == ["vault.salvaged"]
    assert before["audit"] < after["audit"]


def test_a_whole_vault_is_carried_over_whole(folder: Path) -> None:
    before = rows(folder)
    target = folder.with_name("saved.isvault")
    told = carried(damaged_vault(folder, by_passphrase), target)
    assert told.lost_nothing
    assert (told.unread, told.stood_in, told.lost_references) == (0, 0, ())
    assert_same_but_for_its_own_entry(before, rows(target))
    assert searched(target) == searched(folder) != []
    assert scans(target) == scans(folder) != []


def searched(folder: Path) -> list[str]:
    vault = open_vault(folder, demo.PASSPHRASE)
    with vault.read() as reading:
        hits = reading.search.find("a", 50)
    vault.close()
    return [f"{hit.kind} {hit.title}" for hit in hits]


def scans(folder: Path) -> list[bytes]:
    vault = open_vault(folder, demo.PASSPHRASE)
    with vault.read() as reading:
        known = [row[0] for row in rows_of(vault)["documents"]]
        found = [reading.documents.read(int(str(each))) for each in sorted(known)]
    vault.close()
    return found


def flipped_in_the_first_page(raw: bytearray) -> None:
    raw[2_000] ^= 1


def without_its_salt(raw: bytearray) -> None:
    raw[:16] = bytes(16)


def without_its_first_page(raw: bytearray) -> None:
    raw[:PAGE] = random.Random(4).randbytes(PAGE)  # noqa: S311  repeatable, no secret


@pytest.mark.parametrize(
    "spoil",
    [flipped_in_the_first_page, without_its_salt, without_its_first_page],
    ids=lambda spoil: spoil.__name__,
)
def test_the_first_page_is_not_needed(
    folder: Path, spoil: Callable[[bytearray], None]
) -> None:
    before = rows(folder)
    raw = bytearray(database(folder).read_bytes())
    spoil(raw)
    database(folder).write_bytes(raw)
    with pytest.raises(VaultDamaged):
        open_vault(folder, demo.PASSPHRASE)
    spoilt = files(folder)
    target = folder.with_name("saved.isvault")
    carried(damaged_vault(folder, by_passphrase), target)
    assert files(folder) == spoilt
    assert_same_but_for_its_own_entry(before, rows(target))


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "in-use.json"
    }


@pytest.mark.parametrize("seed", range(3))
def test_every_row_saved_is_as_it_was_and_every_loss_is_counted(
    folder: Path, seed: int
) -> None:
    before = rows(folder)
    chance = random.Random(seed)  # noqa: S311  repeatable damage
    raw = bytearray(database(folder).read_bytes())
    for page in chance.sample(range(len(raw) // PAGE), 12):
        raw[page * PAGE + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
    database(folder).write_bytes(raw)
    target = folder.with_name("saved.isvault")
    told = carried(damaged_vault(folder, by_passphrase), target)
    after = rows(target)
    assert told.unread == 12
    # a locked request whose lock is lost is given another one
    added_to = {"people", "posts", "cases", "disclosure_locks"}
    for table in before.keys() - {*MENDED, *added_to}:
        invented = after[table] - before[table]
        # a link to something lost is emptied; nothing else may differ
        assert {row[0] for row in invented} <= {row[0] for row in before[table]}, table
    lost = {each.kind: each.lost for each in told.counts}
    gone = {row[1] for row in before["cases"] - after["cases"]}
    gone |= {row[1] for row in before["disclosures"]}
    gone -= {row[1] for row in after["disclosures"]}
    # nothing tells which numbers of the hidden series were ever given out
    gone = {each for each in gone if not str(each).startswith("R-")}
    assert set(told.lost_references) == gone
    assert lost["lines of what happened"] == len(before["case_events"]) - len(
        after["case_events"]
    )


def test_a_database_cut_in_half_gives_what_is_left(folder: Path) -> None:
    whole = database(folder).read_bytes()
    database(folder).write_bytes(whole[: len(whole) // 2 + 77])
    target = folder.with_name("saved.isvault")
    told = carried(damaged_vault(folder, by_passphrase), target)
    assert told.pages == len(whole) // PAGE
    assert told.unread >= told.pages // 2 - 1
    rows(target)  # opens and is whole


def test_what_was_saved_last_is_read_from_the_journal(
    kept: KeptVault, tmp_path: Path
) -> None:
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    for _ in range(5):
        save_case(vault)
    before = rows_of(vault)
    assert (kept.folder / "vault.db-wal").stat().st_size > 0
    copy = shutil.copytree(kept.folder, tmp_path / "as-after-a-crash.isvault")
    vault.close()
    source = damaged_vault(
        copy,
        lambda header: keyslots.unlock_with_recovery_key(header, kept.recovery_key),
    )
    target = tmp_path / "saved.isvault"
    carried(source, target)
    saved = open_with_recovery_key(target, kept.recovery_key)
    assert_same_but_for_its_own_entry(before, rows_of(saved))
    assert saved.notices == ()
    saved.close()


def test_a_session_that_met_damage_is_salvaged_as_it_stands(
    kept: KeptVault, tmp_path: Path
) -> None:
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    save_case(vault)
    vault.note_damage(VaultDamaged("a page"))
    told = carried(damaged_session(vault), tmp_path / "saved.isvault")
    assert told.lost_nothing
    vault.close()
    saved = open_vault(tmp_path / "saved.isvault", PASSPHRASE)
    assert saved.member.name == "Robin Sample"
    saved.close()


def test_a_letter_and_its_pages_survive_with_the_rules_on_them(
    kept: KeptVault, tmp_path: Path
) -> None:
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    pdf = b"%PDF-1.7" + random.Random(1).randbytes(30_000)  # noqa: S311  repeatable
    with vault.change("letter.finalised", by="R", at=AT) as work:
        case = work.cases.add(new_case(add_post(work)))
        letter = work.letters.add(new_letter(case))
        work.letters.freeze(letter, pdf)
        work.commit()
    vault.close()
    source = damaged_vault(
        kept.folder,
        lambda header: keyslots.unlock_with_recovery_key(header, kept.recovery_key),
    )
    carried(source, tmp_path / "saved.isvault")
    saved = open_with_recovery_key(tmp_path / "saved.isvault", kept.recovery_key)
    with saved.read() as reading:
        assert reading.letters.pdf(letter.id) == pdf
    first = open_with_recovery_key(kept.folder, kept.recovery_key)
    assert guards(saved) == guards(first) != []
    saved.close()
    first.close()


def guards(vault: Vault) -> list[tuple[str, str]]:
    told = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    with vault.inside().engine.connect() as connection:
        return [(row[0], row[1]) for row in connection.exec_driver_sql(told)]


def test_a_damaged_scan_is_left_behind_and_counted(kept: KeptVault) -> None:
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    with vault.change("document.added", by="R", at=AT) as work:
        post = add_post(work)
        for name in ("one.pdf", "two.pdf"):
            work.documents.add(
                post.id,
                name=name,
                media_type="application/pdf",
                data=b"scan " + name.encode(),
            )
        work.commit()
    vault.close()
    spoilt = sorted((kept.folder / "attachments").iterdir())[0]
    spoilt.write_bytes(b"\0" * spoilt.stat().st_size)
    source = damaged_vault(
        kept.folder,
        lambda header: keyslots.unlock_with_recovery_key(header, kept.recovery_key),
    )
    target = kept.folder.with_name("saved.isvault")
    told = carried(source, target)
    counts = {each.kind: (each.saved, each.lost) for each in told.counts}
    assert counts["scans"] == (1, 1)
    saved = open_with_recovery_key(target, kept.recovery_key)
    assert saved.verify().whole
    saved.close()


def test_the_copy_of_a_lost_key_file_serves(folder: Path) -> None:
    (folder / HEADER).write_bytes(b"\0" * 300)
    target = folder.with_name("saved.isvault")
    assert carried(damaged_vault(folder, by_passphrase), target).lost_nothing
    rows(target)


def test_without_any_key_file_it_says_so(folder: Path) -> None:
    for path in folder.glob("keys*.json"):
        path.unlink()
    with pytest.raises(VaultDamaged, match="Neither the vault's key file"):
        damaged_vault(folder, by_passphrase)


def test_a_wrong_passphrase_salvages_nothing(folder: Path) -> None:
    with pytest.raises(WrongPassphrase):
        damaged_vault(
            folder, lambda header: keyslots.unlock_with_passphrase(header, "no")
        )


def test_another_key_reads_nothing_at_all(folder: Path) -> None:
    source = replace(damaged_vault(folder, by_passphrase), data_key=bytes(32))
    target = folder.with_name("saved.isvault")
    with pytest.raises(VaultDamaged, match="Nothing of this database"):
        carried(source, target)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_nothing_is_written_over_and_stopping_leaves_nothing(folder: Path) -> None:
    source = damaged_vault(folder, by_passphrase)
    for taken in (folder, folder / "inside.isvault", folder.parent / "no" / "where"):
        with pytest.raises(RuleBroken):
            carried(source, taken)

    def stop(done: int, total: int) -> None:
        if done > total // 2:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        salvage(
            source,
            folder.with_name("saved.isvault"),
            fallback=SETTINGS,
            at=MONDAY,
            progress=stop,
        )
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_vault_that_is_open_is_not_salvaged_from_outside(
    original_demo: Path, tmp_path: Path
) -> None:
    session: Session = demo_copy(original_demo, tmp_path)
    source = damaged_vault(session.vault.folder, by_passphrase)
    with pytest.raises(VaultInUse):
        carried(source, tmp_path / "saved.isvault")
    lock(session)


def test_no_row_can_pass_for_one_of_another_table(tmp_path: Path) -> None:
    """Two tables alike in every kind would make a salvage guess; none may be."""
    vault_tables = [
        table.name
        for table in tables.metadata.sorted_tables
        if table.dialect_options["sqlite"]["with_rowid"]
    ]
    engine = new_vault_engine(tmp_path / "vault.db", bytes(32))
    migrations.upgrade(engine)
    with engine.connect() as connection:
        shapes = shapes_of(connection, vault_tables)
    engine.dispose()
    alike = [(a.table, b.table) for a, b in combinations(shapes, 2) if overlap(a, b)]
    assert alike == []


def overlap(one: Shape, other: Shape) -> bool:
    least = max(one.fewest, other.fewest)
    most = min(len(one.places), len(other.places))
    return least <= most and all(
        kinds(one, place) & kinds(other, place) for place in range(least)
    )


def kinds(shape: Shape, place: int) -> set[str]:
    column = shape.places[place]
    if column.numbers:
        return {"empty"}
    stored = {column.kind} if column.kind in ("INTEGER", "BLOB") else {"text"}
    if column.kind in ("DATE", "DATETIME"):
        stored = {column.kind.lower()}
    if column.kind == "TEXT":
        stored |= {"date", "datetime"}
    return stored if column.needed else stored | {"empty"}


def test_a_lost_case_comes_back_as_a_blank_that_can_be_worked_on(
    folder: Path,
) -> None:
    before = rows(folder)
    raw = bytearray(database(folder).read_bytes())
    header = damaged_vault(folder, by_passphrase)
    for page in pages_of_cases(folder, header):
        raw[(page - 1) * PAGE + 77] ^= 8
    database(folder).write_bytes(raw)
    target = folder.with_name("saved.isvault")
    told = carried(damaged_vault(folder, by_passphrase), target)
    assert told.lost_references == tuple(sorted(row[1] for row in before["cases"]))
    session = unlock(target, demo.PASSPHRASE, lambda: MONDAY)
    try:
        after = rows_of(session.vault)
        known = {row[0]: row for row in before["cases"]}
        blanks = {row[0]: row for row in after["cases"]}
        assert len(blanks) > len(known) * 0.9
        for number, row in blanks.items():
            # reference, kind, state and owner are what they were
            kept = (1, 3, 4)
            assert [row[at] for at in kept] == [known[number][at] for at in kept]
            assert case_page(session, number).case.subject.name == LOST
        assert len(after["letters"]) > len(before["letters"]) * 0.9
        assert {row[2] for row in after["sight"]} == {"Robin Sample"}
    finally:
        lock(session)


def pages_of_cases(folder: Path, source: Damaged) -> set[int]:
    """The pages that hold the rows of cases."""
    header = source.header
    pages = RawPages(folder / header.database, source.data_key, header.database_salt)
    with closing(pages):
        return {
            number
            for number, page in pages
            for row in rows_on(number, page, pages.page)
            if row is not None and len(row[1]) > 20 and str(row[1][1]).startswith("IS-")
        }


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_vault_of_an_older_program_is_salvaged_into_a_new_one(
    schema: int, tmp_path: Path
) -> None:
    golden = unpacked(schema, tmp_path)
    raw = bytearray(database(golden.folder).read_bytes())
    without_its_first_page(raw)
    database(golden.folder).write_bytes(raw)
    passphrase = golden.facts["passphrase"]
    source = damaged_vault(
        golden.folder,
        lambda header: keyslots.unlock_with_passphrase(header, passphrase),
    )
    target = tmp_path / "saved.isvault"
    told = salvage(source, target, fallback=SETTINGS, at=LATER)
    assert [each for each in told.counts if each.lost] == []
    session = unlock(target, passphrase, lambda: LATER)
    try:
        assert session.vault.verify().problems == ()
        with session.vault.read() as vault:
            found = vault.cases.page(limit=100).rows
            assert {row.reference: row.person for row in found} == golden.facts["cases"]
            assert vault.documents.read(1).hex() == golden.facts["documents"]["1"]
            assert vault.disclosures.get(1).organisation == golden.facts["request"]
            for reference in golden.facts["cases"]:
                assert vault.search.find(reference)
    finally:
        lock(session)


def test_whoever_lost_their_name_sees_nobody_hidden_from_them(kept: KeptVault) -> None:
    kit, theirs = "Kit Sample", "harbour violin twelve sparrow"
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    by = vault.member.name
    key_changes.add_member(
        vault, TeamMember(name=kit, role="handler"), theirs, by=by, at=AT
    )
    hidden = save_case(vault).subject.id
    limit = Sight(
        person_id=hidden, rule=SightRule.HIDDEN_FROM, member=kit, reason="Cousins"
    )
    with vault.change("sight.limited", by=by, at=AT) as work:
        work.sight.add(limit)
        work.commit()
    with writing(vault.inside().engine) as connection, connection.begin():
        connection.exec_driver_sql("DELETE FROM members WHERE name = 'Kit Sample'")
    vault.close()
    target = kept.folder.with_name("saved.isvault")
    source = damaged_vault(
        kept.folder,
        lambda header: keyslots.unlock_with_recovery_key(header, kept.recovery_key),
    )
    carried(source, target)
    saved = open_vault(target, theirs)
    assert saved.member.name == "Name lost (2)"
    with saved.read() as reading, pytest.raises(NotFound):
        reading.people.get(hidden)
    saved.close()
    saved = open_vault(target, PASSPHRASE)
    with saved.change("member.renamed", by=by, at=AT, whole=True) as work:
        work.members.rename(2, kit)
        assert work.sight.of_person(hidden) == (replace(limit, reason=LOST),)
        work.commit()
    saved.close()
