"""A backup is one file that brings everything back, with a key and nothing else."""

import shutil
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from vault_makers import (
    AT,
    MEMBER,
    PASSPHRASE,
    KeptVault,
    add_post,
    keep_vault,
    person,
    save_case,
)

from isteam_app.domain.backup_calendar import Why
from isteam_app.domain.people import TeamMember
from isteam_app.domain.settings import Backups
from isteam_app.errors import (
    BackupFailed,
    RuleBroken,
    VaultDamaged,
    WrongPassphrase,
)
from isteam_app.storage import key_changes, snapshot
from isteam_app.storage.backup import Made, check_backup, make_backup
from isteam_app.storage.backup_file import read_manifest
from isteam_app.storage.backup_places import backup_folder, backups_of, has_news, thin
from isteam_app.storage.restore import restore, verify_backup
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import open_vault, open_with_recovery_key

AWKWARD = (
    "Łucja O\u2019Brien-Ńowak",
    "=cmd|'/C calc'!A0",
    "عمر",
    "Zoë 🐕 Smith\u202e",
    "D'; --",
)
SCANS = (b"%PDF-1.7 one page", b"x" * 3_000_000, bytes(range(256)) * 9_000)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "Bäckups & Ko"
    folder.mkdir()
    return folder


def fill(vault: Vault) -> None:
    for number, name in enumerate(AWKWARD):
        with vault.change("post.received", by=MEMBER, at=AT) as change:
            post = add_post(change, person(name))
            scan = SCANS[number % len(SCANS)]
            change.documents.add(
                post.id, name=f"{name[:9]}.pdf", media_type="application/pdf", data=scan
            )
            change.commit()
    save_case(vault)


def made(vault: Vault, place: Path, why: Why = Why.HAND, **more: object) -> Made:
    more = {"by": MEMBER, "at": AT} | more
    return make_backup(vault, place, why=why, **more)  # type: ignore[arg-type]  # names are the parameters'


def contents(vault: Vault) -> dict[str, object]:
    """Everything that a person could see, and the trail behind it."""
    with vault.read(whole=True) as reading:
        files = tuple(reading.documents.files())
        return {
            "people": reading.people.page(limit=100).rows
            if hasattr(reading.people, "page")
            else (),
            "cases": [reading.cases.get(n + 1) for n in range(reading.cases.count())],
            "scans": [reading.documents.read(n + 1) for n in range(len(files))],
            "audit": [entry.hash for entry in reading.audit.page(limit=500).rows],
        }


def test_everything_comes_back_though_the_vault_is_gone(
    vault: Vault, kept: KeptVault, place: Path, tmp_path: Path
) -> None:
    fill(vault)
    before = contents(vault)
    backup = made(vault, place)
    assert backup.path.name == "team 2026-11-23 10-42.isbackup"
    assert [path.name for path in place.iterdir()] == [backup.path.name]
    vault.close()
    shutil.rmtree(vault.folder)
    for number, key in enumerate(
        ({"recovery_key": kept.recovery_key}, {"passphrase": PASSPHRASE})
    ):
        folder = tmp_path / f"back {number}.isvault"
        told = restore(backup.path, folder, at=AT, **key)
        assert told.counts["documents"] == len(AWKWARD)
        assert (told.made_at, told.missing) == (AT, 0)
        back = open_with_recovery_key(folder, kept.recovery_key)
        with closing(back):
            found = contents(back)
            assert found["scans"] == before["scans"]
            assert found["people"] == before["people"]
            assert found["cases"] == before["cases"]
            assert found["audit"][1:] == before["audit"]
            with back.read() as reading:
                assert reading.audit.page(limit=1).rows[0].action == "backup.restored"
            assert back.notices == ()
            assert back.verify().problems == ()
            assert back.member == TeamMember(name=MEMBER, role="administrator", id=1)


def test_unpacked_by_hand_it_is_a_vault(
    vault: Vault, kept: KeptVault, place: Path, tmp_path: Path
) -> None:
    fill(vault)
    backup = made(vault, place)
    folder = tmp_path / "by hand.isvault"
    with zipfile.ZipFile(backup.path) as archive:
        archive.extractall(folder)
    with closing(open_with_recovery_key(folder, kept.recovery_key)) as opened:
        assert opened.verify().problems == ()
        assert opened.notices == ()


def test_the_manifest_says_what_is_there_and_names_nobody(
    vault: Vault, place: Path
) -> None:
    fill(vault)
    backup = made(vault, place, Why.TIME)
    told = read_manifest(backup.path)
    assert told == backup.manifest
    assert (told.vault, told.schema, told.why) == (vault.id, 6, Why.TIME)
    assert told.counts["people"] == len(AWKWARD) + 1
    raw = backup.path.read_bytes()
    for name in (MEMBER, *AWKWARD, "Marged"):
        assert name.encode() not in raw
    assert check_backup(backup.path, vault.inside().data_key, place) == told
    assert list(place.iterdir()) == [backup.path]


def test_a_writer_at_work_all_the_time_stops_nothing(
    vault: Vault,
    kept: KeptVault,
    place: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each time a backup says how far it is, somebody saves a case."""
    monkeypatch.setattr(snapshot, "_PAGES", 16)
    for _ in range(60):
        save_case(vault, outcome="x" * 3_000)
    saved: list[str] = []

    def told(_done: int, _total: int) -> None:
        saved.append(save_case(vault).reference)

    backup = made(vault, place, progress=told)
    assert len(saved) >= 10
    cases = backup.manifest.counts["cases"]
    assert 60 <= cases <= 62
    assert backup.manifest.counts["audit"] == cases + 1
    restore(backup.path, tmp_path / "b", recovery_key=kept.recovery_key, at=AT)
    with closing(open_with_recovery_key(tmp_path / "b", kept.recovery_key)) as back:
        with back.read() as reading:
            assert reading.cases.count() == cases
        assert back.verify().problems == ()


def test_nothing_is_ever_written_over(
    vault: Vault, kept: KeptVault, place: Path, tmp_path: Path
) -> None:
    first, second = made(vault, place), made(vault, place)
    assert second.path.name == "team 2026-11-23 10-42 2.isbackup"
    with pytest.raises(BackupFailed, match="left as it is"):
        made(vault, first.path)
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for taken in (vault.folder, place, tmp_path / "file", tmp_path / "link"):
        with pytest.raises(RuleBroken, match="left as it is"):
            restore(first.path, taken, recovery_key=kept.recovery_key, at=AT)
    with pytest.raises(RuleBroken, match="does not exist"):
        restore(
            first.path, tmp_path / "no" / "b", recovery_key=kept.recovery_key, at=AT
        )
    assert (tmp_path / "file").read_text() == "mine"


def test_keys_of_the_day_open_it_and_others_do_not(
    vault: Vault, kept: KeptVault, place: Path, tmp_path: Path
) -> None:
    before = made(vault, place)
    key_changes.change_passphrase(vault, 1, "eleven amber gates open", by=MEMBER, at=AT)
    key_changes.rotate(vault, "eleven amber gates open", by=MEMBER, at=AT)
    after = made(vault, place)
    assert after.manifest.database != before.manifest.database
    for backup, good, bad in (
        (before, PASSPHRASE, "eleven amber gates open"),
        (after, "eleven amber gates open", PASSPHRASE),
    ):
        with pytest.raises(WrongPassphrase, match="The backup itself is well"):
            restore(backup.path, tmp_path / "x", passphrase=bad, at=AT)
        assert not (tmp_path / "x").exists()
        assert verify_backup(backup.path, passphrase=good) == backup.manifest
        folder = tmp_path / f"{backup.path.stem}.isvault"
        restore(backup.path, folder, passphrase=good, at=AT)
        open_vault(folder, good).close()
    with pytest.raises(RuleBroken, match="34 letters"):
        restore(before.path, tmp_path / "x", recovery_key="AAAA", at=AT)
    own = backups_of(vault, place)
    assert [found.path for found in own] == [after.path, before.path]
    assert [found.same_key for found in own] == [True, False]
    assert all(found.is_own for found in own)


def test_only_news_makes_another_one_due(vault: Vault, place: Path) -> None:
    assert has_news(vault, None)
    manifest = made(vault, place).manifest
    assert not has_news(vault, manifest)
    with vault.change("case.viewed", by=MEMBER, at=AT) as change:
        change.note("case", 1)
        change.commit()
    assert not has_news(vault, manifest)
    save_case(vault)
    assert has_news(vault, manifest)


def test_thinning_touches_the_vaults_own_alone(
    vault: Vault, original: KeptVault, place: Path, tmp_path: Path
) -> None:
    mine = [made(vault, place, at=AT - timedelta(days=n)) for n in (700, 699, 51, 50)]
    shutil.copytree(vault.folder, tmp_path / "copy.isvault")
    other = keep_vault(tmp_path / "other.isvault")
    with closing(open_with_recovery_key(other.folder, other.recovery_key)) as stranger:
        theirs = made(stranger, place, at=AT - timedelta(days=650))
    damaged = place / "damaged.isbackup"
    damaged.write_bytes(mine[0].path.read_bytes()[:-200])
    letter = place / "team 2020-01-01.isbackup"
    letter.write_text("not a backup at all")
    assert [found.path for found in backups_of(vault, place)] == [
        each.path for each in reversed(mine)
    ]
    assert thin(vault, place, AT) == 2
    left = {path.name for path in place.iterdir()}
    assert left == {
        mine[1].path.name,
        mine[3].path.name,
        theirs.path.name,
        damaged.name,
        letter.name,
    }


def test_another_copy_of_the_vault_gone_its_own_way_is_not_counted(
    vault: Vault, kept: KeptVault, place: Path, tmp_path: Path
) -> None:
    old = made(vault, place, at=AT - timedelta(days=400))
    restore(old.path, tmp_path / "copy.isvault", recovery_key=kept.recovery_key, at=AT)
    save_case(vault)
    newer = made(vault, place, at=AT - timedelta(days=390))
    with closing(
        open_with_recovery_key(tmp_path / "copy.isvault", kept.recovery_key)
    ) as copy:
        save_case(copy)
        save_case(copy)
        theirs = made(copy, place, at=AT)
        own = {found.path: found.is_own for found in backups_of(copy, place)}
        assert own == {old.path: True, newer.path: False, theirs.path: True}
    found = {each.path: each.is_own for each in backups_of(vault, place)}
    assert found == {old.path: True, newer.path: True, theirs.path: False}
    thin(vault, place, AT)
    assert theirs.path.exists()


def test_a_scan_the_vault_lost_is_counted_and_the_rest_is_kept(
    vault: Vault, kept: KeptVault, place: Path, tmp_path: Path
) -> None:
    fill(vault)
    next(iter((vault.folder / "attachments").iterdir())).unlink()
    backup = made(vault, place)
    assert backup.manifest.missing == 1
    told = restore(backup.path, tmp_path / "b", recovery_key=kept.recovery_key, at=AT)
    assert told.missing == 1


@pytest.mark.parametrize("page", [-1, -2, -3, -5, -9, -30])
def test_a_damaged_vault_gives_no_backup(
    kept: KeptVault, place: Path, page: int
) -> None:
    """A page that cannot be read is copied as zeros without a word: it must show."""
    with closing(open_with_recovery_key(kept.folder, kept.recovery_key)) as vault:
        for _ in range(60):
            save_case(vault, outcome="y" * 3_900)
    database = kept.folder / "vault.db"
    raw = bytearray(database.read_bytes())
    raw[page * 4_096 + 700] ^= 1
    database.write_bytes(raw)
    with closing(open_with_recovery_key(kept.folder, kept.recovery_key)) as opened:
        with pytest.raises(VaultDamaged):
            made(opened, place)
        assert opened.damage
    assert list(place.iterdir()) == []
    assert list(kept.folder.glob("*.partial")) == []


def test_backups_go_beside_the_vault_unless_told_otherwise(vault: Vault) -> None:
    beside = backup_folder(vault.folder, Backups())
    assert beside == vault.folder.with_name("team backups")
    assert backup_folder(vault.folder, Backups(folder="/srv/x")) == Path("/srv/x")
