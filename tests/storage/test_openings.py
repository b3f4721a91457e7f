"""What opening a vault does besides the truth table of `faults.openings`."""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
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

from faults.openings import flip, lying
from isteam_app.errors import (
    RuleBroken,
    VaultDamaged,
    VaultForeign,
    VaultInUse,
    VaultTooNew,
    VaultUnavailable,
    WrongPassphrase,
)
from isteam_app.storage import recovery_key
from isteam_app.storage.description import describe_vault
from isteam_app.storage.engine import vault_engine, writing
from isteam_app.storage.kdf import FLOOR_COST
from isteam_app.storage.key_header import FIRST_DATABASE as DATABASE
from isteam_app.storage.key_header import HEADER, read_header
from isteam_app.storage.keyslots import unlock_with_recovery_key
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import (
    create_vault,
    open_vault,
    open_with_recovery_key,
)


def a_damaged_beginning(folder: Path) -> None:
    flip(folder / DATABASE, 40)


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
    before = lying(kept.folder)
    with pytest.raises(VaultTooNew, match="has used this vault"):
        open_with_recovery_key(kept.folder, kept.recovery_key)
    assert lying(kept.folder) == before


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
    before = lying(kept.folder)
    with pytest.raises(RuleBroken, match="something at that place"):
        keep_vault(kept.folder)
    with pytest.raises(RuleBroken, match="does not exist"):
        keep_vault(kept.folder / "nowhere" / "new.isvault")
    assert lying(kept.folder) == before


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
