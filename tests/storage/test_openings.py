"""Every way a vault can fail to open: its own sentence, and nothing ever created."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from vault_makers import (
    AT,
    PASSPHRASE,
    SETTINGS,
    KeptVault,
    keep_vault,
    save_case,
)

from isteam_app.errors import (
    IsteamError,
    RuleBroken,
    VaultDamaged,
    VaultForeign,
    VaultInUse,
    VaultMissing,
    VaultTooNew,
    VaultUnavailable,
    WrongPassphrase,
)
from isteam_app.storage import recovery_key
from isteam_app.storage.description import describe_vault
from isteam_app.storage.engine import vault_engine, writing
from isteam_app.storage.kdf import FLOOR_COST
from isteam_app.storage.key_header import FIRST_DATABASE as DATABASE
from isteam_app.storage.key_header import HEADER, PREVIOUS, read_header
from isteam_app.storage.keyslots import unlock_with_recovery_key
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import (
    create_vault,
    open_vault,
    open_with_recovery_key,
)

Spoil = Callable[[Path], None]


def no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(b"a letter")


def an_ordinary_folder(folder: Path) -> None:
    (folder / DATABASE).unlink()
    (folder / HEADER).unlink()


def no_database(folder: Path) -> None:
    (folder / DATABASE).unlink()


def no_header(folder: Path) -> None:
    (folder / HEADER).unlink()


def no_header_and_no_copy(folder: Path) -> None:
    (folder / HEADER).unlink()
    (folder / PREVIOUS).unlink()


def emptied(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"")


def cut_off(folder: Path) -> None:
    os.truncate(folder / DATABASE, (folder / DATABASE).stat().st_size - 1_000)


def cut_off_by_whole_pages(folder: Path) -> None:
    os.truncate(folder / DATABASE, 4_096 * 3)


def a_plain_database(folder: Path) -> None:
    (folder / DATABASE).unlink()
    with sqlite3.connect(folder / DATABASE) as plain:
        plain.execute("CREATE TABLE cases (id)")
    plain.close()


def a_document(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"%PDF-1.7" + bytes(4_088))


def another_vault(folder: Path) -> None:
    other = keep_vault(folder.parent / "other.isvault")
    shutil.copy(other.folder / DATABASE, folder / DATABASE)


def a_damaged_beginning(folder: Path) -> None:
    flip(folder / DATABASE, 40)


def a_newer_header(folder: Path) -> None:
    rewrite(folder, lambda fields: fields.update(format=3))


def a_damaged_header(folder: Path) -> None:
    flip(folder / HEADER, 200)


def a_header_of_nonsense(folder: Path) -> None:
    (folder / HEADER).write_bytes(b"\x00\xff" * 300)


def a_header_with_a_memory_trap(folder: Path) -> None:
    def trap(fields: dict[str, object]) -> None:
        slots = fields["slots"]
        assert isinstance(slots, list)
        slots[0]["cost"] = [1 << 31, 3, 4]

    rewrite(folder, trap)


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 0x10
    path.write_bytes(data)


def rewrite(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    path = folder / HEADER
    fields = json.loads(path.read_bytes())
    change(fields)
    path.write_text(json.dumps(fields))


SPOILT: dict[Spoil, tuple[type[IsteamError], str]] = {
    no_folder: (VaultMissing, "There is no vault at that place"),
    a_file: (VaultForeign, "a vault is a folder"),
    an_ordinary_folder: (VaultForeign, "That folder is not a vault"),
    no_database: (VaultMissing, "its database is gone"),
    no_header: (VaultDamaged, "A copy, keys.previous.json, lies beside it"),
    no_header_and_no_copy: (VaultDamaged, "Put keys.json back from a backup"),
    emptied: (VaultDamaged, "has been emptied"),
    cut_off: (VaultDamaged, "was cut off"),
    cut_off_by_whole_pages: (VaultDamaged, "database is damaged"),
    a_plain_database: (VaultForeign, "a database without encryption"),
    a_document: (VaultForeign, "a PDF document"),
    another_vault: (VaultDamaged, "does not belong to the keys"),
    a_damaged_beginning: (VaultDamaged, "though the key is right"),
    a_newer_header: (VaultTooNew, "made this vault's key file"),
    a_damaged_header: (VaultDamaged, "key file is damaged"),
    a_header_of_nonsense: (VaultDamaged, "key file is damaged"),
    a_header_with_a_memory_trap: (VaultDamaged, "key file is damaged"),
}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_each_fault_has_its_own_class_and_sentence(
    kept: KeptVault, spoil: Spoil
) -> None:
    kind, said = SPOILT[spoil]
    spoil(kept.folder)
    before = contents(kept.folder)
    with pytest.raises(kind, match=said) as refused:
        open_with_recovery_key(kept.folder, kept.recovery_key)
    assert type(refused.value) is kind
    assert contents(kept.folder) == before


def contents(folder: Path) -> dict[str, bytes]:
    """What lies in the folder, the lock file left out."""
    if folder.is_file():
        return {"": folder.read_bytes()}
    return {
        path.name: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "in-use.json" and path.name[-4:] != "-shm"
    }


def test_at_least_twelve_sentences_are_distinct() -> None:
    assert len({said for _, said in SPOILT.values()}) >= 12


def test_wrong_passphrase_is_told_apart_from_damage(kept: KeptVault) -> None:
    with pytest.raises(WrongPassphrase, match="does not open this vault"):
        open_vault(kept.folder, "plum lantern orbit eight")
    a_damaged_beginning(kept.folder)
    with pytest.raises(WrongPassphrase):
        open_vault(kept.folder, "plum lantern orbit eight")
    with pytest.raises(VaultDamaged, match="though the key is right"):
        open_vault(kept.folder, PASSPHRASE)


def test_the_right_passphrase_opens(kept: KeptVault) -> None:
    vault = open_vault(kept.folder, PASSPHRASE)
    assert vault.member.name == "Robin Sample"
    assert vault.notices == ()
    vault.close()


def test_an_empty_passphrase_is_asked_for_again(kept: KeptVault) -> None:
    with pytest.raises(RuleBroken, match="Type the passphrase"):
        open_vault(kept.folder, "")


def test_another_vaults_recovery_key_is_wrong_not_damage(kept: KeptVault) -> None:
    with pytest.raises(WrongPassphrase, match="another vault"):
        open_with_recovery_key(kept.folder, recovery_key.new_recovery_key())


def test_a_newer_schema_is_refused_and_left_alone(kept: KeptVault) -> None:
    as_a_later_version(kept, "PRAGMA user_version = 99")
    before = contents(kept.folder)
    with pytest.raises(VaultTooNew, match="has used this vault"):
        open_with_recovery_key(kept.folder, kept.recovery_key)
    assert contents(kept.folder) == before


def test_another_programs_database_under_the_same_key_is_foreign(
    kept: KeptVault,
) -> None:
    as_a_later_version(kept, "PRAGMA application_id = 7")
    with pytest.raises(VaultForeign, match="Another program"):
        open_with_recovery_key(kept.folder, kept.recovery_key)


def as_a_later_version(kept: KeptVault, statement: str) -> None:
    header = read_header(kept.folder)
    key = unlock_with_recovery_key(header, kept.recovery_key).data_key
    engine = vault_engine(kept.folder / DATABASE, key)
    with writing(engine) as connection, connection.begin():
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_every_damaged_page_is_found_by_a_check_or_at_opening(
    kept: KeptVault, tmp_path: Path
) -> None:
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    for _ in range(5):
        save_case(vault)
    vault.close()
    size = (kept.folder / DATABASE).stat().st_size
    for page in range(0, size // 4_096, 3):
        copy = tmp_path / f"page-{page}.isvault"
        shutil.copytree(kept.folder, copy)
        flip(copy / DATABASE, page * 4_096 + 1_000)
        assert not is_whole(copy, kept.recovery_key), f"page {page}"


def is_whole(folder: Path, key: str) -> bool:
    try:
        vault = open_with_recovery_key(folder, key)
    except VaultDamaged:
        return False
    try:
        return vault.verify().whole
    except VaultDamaged:
        return False
    finally:
        vault.close()


def test_after_damage_nothing_more_is_written(kept: KeptVault) -> None:
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    vault.note_damage(VaultDamaged("a damaged page"))
    with pytest.raises(VaultDamaged), vault.change("case.opened", by="R", at=AT):
        pass
    vault.close()


def test_a_vault_is_not_opened_twice(kept: KeptVault) -> None:
    first = open_with_recovery_key(kept.folder, kept.recovery_key)
    with pytest.raises(VaultInUse, match="This window"):
        open_with_recovery_key(kept.folder, kept.recovery_key)
    first.close()
    open_with_recovery_key(kept.folder, kept.recovery_key).close()


def test_another_window_is_named_with_its_person(kept: KeptVault) -> None:
    with another_process(kept):
        with pytest.raises(VaultInUse, match="Robin Sample has the vault open") as told:
            open_with_recovery_key(kept.folder, kept.recovery_key)
        assert "pid" in told.value.detail
        lock = (kept.folder / "in-use.json").read_text()
        assert "Robin" not in lock
    open_with_recovery_key(kept.folder, kept.recovery_key).close()


OTHER = """
import sys
from pathlib import Path
from isteam_app.storage.vault_doors import open_with_recovery_key
vault = open_with_recovery_key(Path(sys.argv[1]), sys.argv[2])
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(kept: KeptVault) -> Iterator[None]:
    """Keep the vault open in a second program, and kill that program at the end."""
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(kept.folder), kept.recovery_key],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"open\n"
    yield
    other.kill()
    other.communicate()


def test_a_lock_left_by_another_computer_says_which(kept: KeptVault) -> None:
    (kept.folder / "in-use.json").write_text(
        json.dumps({"host": "desk-9", "pid": 7, "since": "2026-11-23T09:15+00:00"})
    )
    with pytest.raises(VaultInUse, match="desk-9, since 09:15 on Mon 23 Nov 2026"):
        open_with_recovery_key(kept.folder, kept.recovery_key)


def test_a_lock_left_by_a_dead_program_is_taken_over(kept: KeptVault) -> None:
    stale = {"host": socket.gethostname(), "pid": 2**22 + 1, "since": "long ago"}
    (kept.folder / "in-use.json").write_text(json.dumps(stale))
    open_with_recovery_key(kept.folder, kept.recovery_key).close()


READ_ONLY = """
import os, sys
from pathlib import Path
from isteam_app.errors import VaultReadOnly
from isteam_app.storage.vault_doors import open_with_recovery_key
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    open_with_recovery_key(Path(sys.argv[1]), sys.argv[2])
except VaultReadOnly as refused:
    print(refused)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX permissions")
@pytest.mark.parametrize("database_mode", [0o444, 0o666])
def test_a_read_only_folder_says_what_to_do(
    kept: KeptVault, database_mode: int
) -> None:
    # Reached by a user who is not root, so the way to it must be open to all.
    with tempfile.TemporaryDirectory(prefix="isteam-read-only-") as open_to_all:
        place = Path(open_to_all) / "team.isvault"
        shutil.copytree(kept.folder, place)
        Path(open_to_all).chmod(0o755)
        for path in place.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o444)
        (place / DATABASE).chmod(database_mode)
        place.chmod(0o555)
        said = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(place), kept.recovery_key],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        place.chmod(0o755)
    assert "Ask for write permission" in said


def test_a_description_needs_no_key(kept: KeptVault) -> None:
    described = describe_vault(kept.folder)
    assert described.name == "team"
    assert described.slots == ("passphrase", "recovery")
    assert len(described.id) == 16


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX permissions")
def test_locking_works_even_where_nothing_can_be_written(kept: KeptVault) -> None:
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    with vault.change("case.noted", by="Robin", at=AT) as change:
        change.drafts.put("intake", "typed")
        change.commit()
    (kept.folder / HEADER).unlink()
    (kept.folder / HEADER).mkdir()
    vault.close()
    with pytest.raises(VaultUnavailable, match="locked"), vault.read():
        pass


def test_a_locked_vault_answers_with_a_sentence(vault: Vault) -> None:
    vault.close()
    with pytest.raises(VaultUnavailable, match="The vault is locked"), vault.read():
        pass


def test_no_second_vault_is_made_over_the_first(kept: KeptVault) -> None:
    before = contents(kept.folder)
    with pytest.raises(RuleBroken, match="something at that place"):
        keep_vault(kept.folder)
    with pytest.raises(RuleBroken, match="does not exist"):
        keep_vault(kept.folder / "nowhere" / "new.isvault")
    assert contents(kept.folder) == before


def test_a_creation_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="Type the passphrase"):
        create_vault(
            tmp_path / "new.isvault",
            passphrase="",
            member="Robin",
            settings=SETTINGS,
            at=AT,
            cost=FLOOR_COST,
        )
    assert list(tmp_path.iterdir()) == []
