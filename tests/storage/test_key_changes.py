"""Keys are given, changed and taken back, and the vault always opens afterwards."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from vault_makers import AT, MEMBER, PASSPHRASE, KeptVault, save_case

from isteam_app.domain.people import TeamMember
from isteam_app.errors import (
    Cancelled,
    DiskFull,
    RuleBroken,
    VaultDamaged,
    VaultReadOnly,
    VaultUnavailable,
    WrongPassphrase,
)
from isteam_app.storage import key_changes, key_header
from isteam_app.storage.durable import disk_full
from isteam_app.storage.key_header import PREVIOUS, SlotKind, read_header
from isteam_app.storage.recovery_key import new_recovery_key
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import (
    open_vault,
    open_with_device,
    open_with_recovery_key,
)

THEIRS = "harbour violin twelve sparrow"
OTHER = "granite teapot willow nine"


@pytest.fixture
def vault(kept: KeptVault) -> Iterator[Vault]:
    opened = open_with_recovery_key(kept.folder, kept.recovery_key)
    yield opened
    opened.close()


@pytest.fixture
def second(vault: Vault) -> TeamMember:
    """A second person, with a passphrase of their own."""
    return key_changes.add_member(
        vault, TeamMember(name="Kit Sample", role="handler"), THEIRS, by=MEMBER, at=AT
    )


def opened_by(folder: Path, passphrase: str) -> str:
    vault = open_vault(folder, passphrase)
    try:
        return vault.member.name
    finally:
        vault.close()


def test_a_changed_passphrase_takes_the_place_of_the_old(
    vault: Vault, second: TeamMember
) -> None:
    assert key_changes.opens(vault, second.id, THEIRS)
    key_changes.change_passphrase(vault, second.id, OTHER, by=MEMBER, at=AT)
    assert not key_changes.opens(vault, second.id, THEIRS)
    vault.close()
    with pytest.raises(WrongPassphrase):
        open_vault(vault.folder, THEIRS)
    assert opened_by(vault.folder, OTHER) == second.name
    assert opened_by(vault.folder, PASSPHRASE) == MEMBER


def test_nobody_takes_somebody_elses_passphrase(
    vault: Vault, second: TeamMember
) -> None:
    before = (vault.folder / key_header.HEADER).read_bytes()
    with pytest.raises(RuleBroken, match="belong to one person"):
        key_changes.change_passphrase(vault, second.id, PASSPHRASE, by=MEMBER, at=AT)
    assert (vault.folder / key_header.HEADER).read_bytes() == before


def test_a_new_recovery_sheet_takes_the_place_of_the_old(
    vault: Vault, kept: KeptVault
) -> None:
    printed = new_recovery_key()
    key_changes.replace_recovery_key(vault, printed, by=MEMBER, at=AT)
    vault.close()
    with pytest.raises(WrongPassphrase, match="newer sheet"):
        open_with_recovery_key(kept.folder, kept.recovery_key)
    open_with_recovery_key(kept.folder, printed).close()


def test_a_computer_is_remembered_and_forgotten(
    vault: Vault, second: TeamMember
) -> None:
    secret = key_changes.add_device(vault, second.id, by=second.name, at=AT)
    vault.close()
    again = open_with_device(vault.folder, secret)
    assert again.member.name == second.name
    assert again.opened_by is SlotKind.DEVICE
    assert key_changes.drop_devices(again, None, by=MEMBER, at=AT) == 1
    assert key_changes.drop_devices(again, None, by=MEMBER, at=AT) == 0
    again.close()
    with pytest.raises(WrongPassphrase, match="remembers"):
        open_with_device(vault.folder, secret)


def test_a_new_key_leaves_everybody_in_but_who_leaves(
    vault: Vault, second: TeamMember, kept: KeptVault, tmp_path: Path
) -> None:
    case = save_case(vault)
    secret = key_changes.add_device(vault, second.id, by=second.name, at=AT)
    old = tmp_path / "old.isvault"
    shutil.copytree(vault.folder, old, ignore=shutil.ignore_patterns("in-use*"))
    before = vault.inside().data_key
    owner = open_vault(old, PASSPHRASE)
    owner.close()
    key_changes.rotate(vault, PASSPHRASE, by=MEMBER, at=AT, leaving=second.id)
    assert vault.inside().data_key != before
    following = save_case(vault)
    assert following.id == case.id + 1
    assert vault.verify().whole
    vault.close()
    assert databases(vault.folder) == [read_header(vault.folder).database]
    assert (vault.folder / PREVIOUS).exists()
    for refused in (
        lambda: open_vault(vault.folder, THEIRS),
        lambda: open_with_device(vault.folder, secret),
    ):
        with pytest.raises(WrongPassphrase):
            refused()
    assert opened_by(vault.folder, PASSPHRASE) == MEMBER
    sheet = open_with_recovery_key(vault.folder, kept.recovery_key)
    with sheet.read() as reading:
        assert [each.name for each in reading.members.all()] == [MEMBER]
        assert [each.name for each in reading.members.everyone()][1] == second.name
        assert reading.cases.get(following.id).reference == following.reference
        assert reading.audit.page().rows[1].action == "member.removed"
    sheet.close()
    assert not sheet.notices
    # what they took with them they can still read: their own old copy, and no more
    open_vault(old, THEIRS).close()
    put_their_keys_to(vault.folder, old)


def put_their_keys_to(folder: Path, old: Path) -> None:
    """An old header beside the new database opens nothing."""
    shutil.copy(old / key_header.HEADER, folder / key_header.HEADER)
    with pytest.raises(VaultUnavailable):
        open_vault(folder, THEIRS)


def databases(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("vault*.db"))


def test_no_new_key_for_a_database_that_cannot_be_read_to_its_end(
    vault: Vault,
) -> None:
    """A page that cannot be read would be copied as one of zeros, and called sound."""
    for _ in range(30):
        save_case(vault)
    vault.close()
    database = vault.folder / "vault.db"
    raw = bytearray(database.read_bytes())
    raw[-2_000] ^= 1
    database.write_bytes(raw)
    again = open_vault(vault.folder, PASSPHRASE)
    with pytest.raises(VaultDamaged):
        key_changes.rotate(again, PASSPHRASE, by=MEMBER, at=AT)
    again.close()
    assert databases(vault.folder) == ["vault.db"]


def test_a_new_key_asks_for_the_passphrase_of_whoever_wants_it(vault: Vault) -> None:
    with pytest.raises(WrongPassphrase):
        key_changes.rotate(vault, "not this one at all", by=MEMBER, at=AT)
    assert databases(vault.folder) == ["vault.db"]


@pytest.mark.parametrize("step", range(4))
def test_a_new_key_can_be_called_off_at_every_step(vault: Vault, step: int) -> None:
    def stop(done: int, _total: int) -> None:
        if done == step:
            raise Cancelled("Stopped.")

    save_case(vault)
    with pytest.raises(Cancelled):
        key_changes.rotate(vault, PASSPHRASE, by=MEMBER, at=AT, progress=stop)
    assert databases(vault.folder) == ["vault.db"]
    save_case(vault)
    vault.close()
    assert opened_by(vault.folder, PASSPHRASE) == MEMBER


@pytest.mark.parametrize("refusals", [1, 2, 3])
def test_a_disk_that_refuses_the_header_keeps_the_old_key(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, refusals: int
) -> None:
    left = [refusals]
    real = key_header.replace_file

    def refused(path: Path, data: bytes) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise OSError(28, "full")
        real(path, data)

    monkeypatch.setattr(key_header, "replace_file", refused)
    if refusals < 3:
        with pytest.raises(DiskFull):
            key_changes.rotate(vault, PASSPHRASE, by=MEMBER, at=AT)
    else:  # only the copy of the header: it goes on without
        key_changes.rotate(vault, PASSPHRASE, by=MEMBER, at=AT)
    monkeypatch.undo()
    save_case(vault)
    vault.close()
    assert opened_by(vault.folder, PASSPHRASE) == MEMBER
    assert len(databases(vault.folder)) == 1


def test_a_new_database_that_the_header_names_is_never_removed(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fails for good once the header stands, and before it was proved."""
    save_case(vault)
    real, written = key_header.replace_file, []

    def refused(path: Path, data: bytes) -> None:
        if key_header.HEADER in written:
            raise OSError(30, "read-only")
        real(path, data)
        written.append(path.name)

    def unproved(*_args: object) -> None:
        raise VaultUnavailable("no memory")

    monkeypatch.setattr(key_header, "replace_file", refused)
    monkeypatch.setattr(key_changes.keyslots, "unlock_with_passphrase", unproved)
    with pytest.raises(VaultUnavailable, match="no memory"):
        key_changes.rotate(vault, PASSPHRASE, by=MEMBER, at=AT)
    monkeypatch.undo()
    with pytest.raises(VaultReadOnly, match="being changed"):
        save_case(vault)  # the next opening would not find it
    vault.close()
    again = open_vault(vault.folder, PASSPHRASE)
    with again.read() as reading:
        assert reading.cases.count() == 1
    again.close()


def test_a_key_that_was_not_proved_leaves_no_copy_that_opens_nothing(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unproved(*_args: object) -> None:
        raise VaultUnavailable("no memory")

    monkeypatch.setattr(key_changes.keyslots, "unlock_with_passphrase", unproved)
    with pytest.raises(VaultUnavailable, match="no memory"):
        key_changes.rotate(vault, PASSPHRASE, by=MEMBER, at=AT)
    monkeypatch.undo()
    save_case(vault)
    vault.close()
    (vault.folder / key_header.HEADER).unlink()
    (vault.folder / PREVIOUS).rename(vault.folder / key_header.HEADER)
    assert opened_by(vault.folder, PASSPHRASE) == MEMBER


def test_a_vault_locked_meanwhile_keeps_its_old_key(vault: Vault) -> None:
    """Somebody may have it open again by then, and be saving to the old database."""

    def locks(done: int, _total: int) -> None:
        if done == 3:
            vault.close()

    with pytest.raises(VaultUnavailable):
        key_changes.rotate(vault, PASSPHRASE, by=MEMBER, at=AT, progress=locks)
    assert read_header(vault.folder).database == "vault.db"
    assert databases(vault.folder) == ["vault.db"]
    assert opened_by(vault.folder, PASSPHRASE) == MEMBER


def test_a_vault_locked_at_the_last_moment_keeps_nothing_open(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, opened = key_changes.vault_engine, []

    def locked_then(*args: Any) -> Any:
        opened.append(real(*args))
        if len(opened) == 3:  # after it was filled, and checked
            vault.abandon()
        return opened[-1]

    monkeypatch.setattr(key_changes, "vault_engine", locked_then)
    key_changes.rotate(vault, PASSPHRASE, by=MEMBER, at=AT)
    assert len(opened) == 3
    assert vault._data_key == b""  # noqa: SLF001  what stays in memory is the question
    assert opened_by(vault.folder, PASSPHRASE) == MEMBER


def test_a_header_that_was_not_kept_leaves_nobody_added(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_args: object) -> None:
        raise disk_full("test")

    monkeypatch.setattr(key_header, "write_header", refused)
    with pytest.raises(DiskFull):
        key_changes.add_member(
            vault, TeamMember(name="Kit", role="handler"), THEIRS, by=MEMBER, at=AT
        )
    monkeypatch.undo()
    with vault.read() as reading:
        assert len(reading.members.all()) == 1


def test_leftovers_of_a_killed_change_are_swept(vault: Vault) -> None:
    vault.close()
    for name in ("vault-2.db", "vault-2.db-wal", "vault-7.db-shm"):
        (vault.folder / name).write_bytes(b"left")
    assert opened_by(vault.folder, PASSPHRASE) == MEMBER
    assert databases(vault.folder) == ["vault.db"]


def test_an_old_header_put_back_is_told(vault: Vault, tmp_path: Path) -> None:
    old = tmp_path / "keys.json"
    shutil.copy(vault.folder / key_header.HEADER, old)
    key_changes.change_passphrase(vault, 1, OTHER, by=MEMBER, at=AT)
    vault.close()
    shutil.copy(old, vault.folder / key_header.HEADER)
    again = open_vault(vault.folder, PASSPHRASE)
    assert any("key file is older" in notice for notice in again.notices)
    again.close()


def test_a_vault_opened_to_look_changes_nothing(
    kept: KeptVault, original: KeptVault
) -> None:
    worker = open_with_recovery_key(kept.folder, kept.recovery_key)
    save_case(worker)
    before = sorted(path.name for path in kept.folder.iterdir())
    looking = open_vault(kept.folder, PASSPHRASE, look_only=True)
    assert looking.look_only
    with looking.read() as reading:
        assert reading.cases.count() == 1
    save_case(worker)
    with looking.read() as reading:
        assert reading.cases.count() == 2
    with (
        pytest.raises(VaultReadOnly, match="opened to look only"),
        looking.change("case.opened", by=MEMBER, at=AT),
    ):
        pass
    looking.close()
    assert sorted(path.name for path in kept.folder.iterdir()) == before
    worker.close()


def test_somebody_may_begin_to_work_while_another_looks(kept: KeptVault) -> None:
    looking = open_vault(kept.folder, PASSPHRASE, look_only=True)
    worker = open_with_recovery_key(kept.folder, kept.recovery_key)
    for count in range(1, 40):
        save_case(worker)
        with looking.read() as reading:
            assert reading.cases.count() == count
    worker.close()
    with looking.read() as reading:
        assert reading.cases.count() == 39
    looking.close()


def test_a_read_only_folder_can_be_looked_at(kept: KeptVault) -> None:
    for path in kept.folder.iterdir():
        if path.is_file():
            path.chmod(0o400)
    kept.folder.chmod(0o500)
    try:
        looking = open_vault(kept.folder, PASSPHRASE, look_only=True)
        assert looking.member.name == MEMBER
        looking.close()
    finally:
        kept.folder.chmod(0o700)
