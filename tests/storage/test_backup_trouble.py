"""What can go wrong with a backup: damage, a full disk, a change of mind, a kill."""

import os
import random
import select
import signal
import subprocess
import sys
import zipfile
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from vault_makers import AT, MEMBER, KeptVault, add_post, keep_vault, save_case

from isteam_app.domain.backup_calendar import Why
from isteam_app.errors import (
    BackupDamaged,
    BackupFailed,
    BackupTooNew,
    Cancelled,
    NotABackup,
    WrongPassphrase,
)
from isteam_app.storage import backup_manifest
from isteam_app.storage.backup import Made, check_backup, make_backup
from isteam_app.storage.backup_file import read_manifest
from isteam_app.storage.backup_places import backups_of
from isteam_app.storage.restore import restore, verify_backup
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import open_with_recovery_key

TESTS = Path(__file__).parents[1]
FLIPS = 15


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def made(vault: Vault, place: Path, **more: object) -> Made:
    more = {"why": Why.HAND, "by": MEMBER, "at": AT} | more
    return make_backup(vault, place, **more)  # type: ignore[arg-type]  # names are the parameters'


@pytest.fixture
def backup(vault: Vault, place: Path) -> Made:
    for _ in range(3):
        save_case(vault)
    with vault.change("post.received", by=MEMBER, at=AT) as change:
        post = add_post(change)
        change.documents.add(
            post.id, name="a.pdf", media_type="application/pdf", data=b"%PDF" * 9_000
        )
        change.commit()
    return made(vault, place)


def regions(path: Path) -> dict[str, tuple[int, int]]:
    """Where each part of the archive lies, and what lies between and behind them."""
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        found = {}
        for info in infos:
            start = info.header_offset + 30 + len(info.filename.encode())
            found[info.filename.partition("/")[0]] = (start, start + info.file_size)
        found["local header"] = (infos[1].header_offset, infos[1].header_offset + 30)
        found["directory"] = (archive.start_dir, path.stat().st_size)
    return found


REGIONS = ("keys.json", "vault.db", "attachments", "manifest.json", "directory")


@pytest.mark.parametrize("region", [*REGIONS, "local header", "how to restore.txt"])
def test_a_flipped_bit_is_found_or_harmless(
    backup: Made, kept: KeptVault, place: Path, tmp_path: Path, region: str
) -> None:
    chance = random.Random(region)  # noqa: S311  places of flips, not secrets
    whole = backup.path.read_bytes()
    start, end = regions(backup.path)[region]
    found = 0
    for _ in range(FLIPS):
        raw = bytearray(whole)
        raw[chance.randrange(start, end)] ^= 1 << chance.randrange(8)
        backup.path.write_bytes(raw)
        try:
            told = verify_backup(backup.path, recovery_key=kept.recovery_key)
            assert told == backup.manifest
        except (BackupDamaged, BackupTooNew, NotABackup):
            found += 1
    assert list(place.iterdir()) == [backup.path]
    if region in REGIONS[:4]:
        assert found == FLIPS
    backup.path.write_bytes(whole)
    verify_backup(backup.path, recovery_key=kept.recovery_key)


def test_what_is_cut_off_or_something_else_is_told_apart(
    backup: Made, kept: KeptVault, place: Path, tmp_path: Path
) -> None:
    whole = backup.path.read_bytes()
    other = tmp_path / "other"
    with zipfile.ZipFile(tmp_path / "plain.zip", "w") as archive:
        archive.writestr("a.txt", "hello")
    cases: list[tuple[bytes, type, str]] = [
        (whole[: len(whole) // 2], BackupDamaged, "is damaged"),
        (whole[:-1], BackupDamaged, "is damaged"),
        (whole[:100], BackupDamaged, "is damaged"),
        (b"", BackupDamaged, "no bytes"),
        (b"%PDF-1.7 a letter", NotABackup, "not a backup"),
        ((tmp_path / "plain.zip").read_bytes(), NotABackup, "not a backup"),
    ]
    for raw, kind, words in cases:
        other.write_bytes(raw)
        with pytest.raises(kind, match=words):
            restore(other, tmp_path / "x", recovery_key=kept.recovery_key, at=AT)
        assert not (tmp_path / "x").exists()
    with pytest.raises(NotABackup, match="no backup at that place"):
        read_manifest(tmp_path / "nowhere")
    with pytest.raises(NotABackup, match="a folder"):
        read_manifest(kept.folder)
    assert list(tmp_path.glob(".*partial")) == []


def test_a_backup_of_a_later_version_is_refused_kindly(
    backup: Made, kept: KeptVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_manifest, "FORM", 0)
    with pytest.raises(BackupTooNew, match="Install the newer version"):
        restore(backup.path, tmp_path / "x", recovery_key=kept.recovery_key, at=AT)


def test_another_vaults_key_does_not_open_it(
    backup: Made, vault: Vault, tmp_path: Path
) -> None:
    other = keep_vault(tmp_path / "other.isvault")
    with pytest.raises(WrongPassphrase, match="backup itself is well"):
        restore(backup.path, tmp_path / "x", recovery_key=other.recovery_key, at=AT)
    with closing(open_with_recovery_key(other.folder, other.recovery_key)) as stranger:
        assert backups_of(stranger, backup.path.parent) == ()
        with pytest.raises(BackupDamaged):
            check_backup(backup.path, stranger.inside().data_key, tmp_path)


def test_parts_of_another_moment_do_not_fit(
    backup: Made, vault: Vault, kept: KeptVault, place: Path
) -> None:
    save_case(vault)
    later = made(vault, place)
    mixed = place / "mixed.isbackup"
    for swapped in ("vault.db", "manifest.json"):
        with (
            zipfile.ZipFile(backup.path) as old,
            zipfile.ZipFile(later.path) as new,
            zipfile.ZipFile(mixed, "w") as archive,
        ):
            for info in old.infolist():
                source = new if info.filename == swapped else old
                archive.writestr(info.filename, source.read(info.filename))
        with pytest.raises(BackupDamaged):
            verify_backup(mixed, recovery_key=kept.recovery_key)


def test_an_altered_manifest_shows_to_whoever_has_the_key(
    backup: Made, vault: Vault, kept: KeptVault, place: Path
) -> None:
    forged = place / "forged.isbackup"
    with zipfile.ZipFile(backup.path) as old, zipfile.ZipFile(forged, "w") as archive:
        for info in old.infolist():
            raw = old.read(info)
            if info.filename == "manifest.json":
                told = backup_manifest.manifest_from(raw)
                later = backup_manifest.replace(told, made_at=AT + timedelta(days=9))
                raw = backup_manifest.manifest_bytes(later)
            archive.writestr(info.filename, raw)
    assert read_manifest(forged).made_at > AT
    with pytest.raises(BackupDamaged):
        verify_backup(forged, recovery_key=kept.recovery_key)
    assert [found.path for found in backups_of(vault, place)] == [backup.path]


def test_stopped_at_any_step_nothing_is_left(
    vault: Vault, kept: KeptVault, place: Path, tmp_path: Path
) -> None:
    for _ in range(20):
        save_case(vault, outcome="x" * 3_900)
    steps: list[tuple[int, int]] = []
    backup = made(vault, place, progress=lambda *step: steps.append(step))
    assert steps[-1][1] - steps[-1][0] <= 1, steps
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    backup.path.unlink()

    def stopped_after(count: int):
        left = count

        def progress(_done: int, _total: int) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Cancelled("enough")

        return progress

    for count in range(len(steps)):
        with suppress(Cancelled):
            made(vault, place, progress=stopped_after(count))
        assert list(place.iterdir()) == [], count
        assert list(vault.folder.glob("*.partial")) == []
    backup = made(vault, place)
    count = 0
    while True:
        try:
            restore(
                backup.path,
                tmp_path / "b",
                recovery_key=kept.recovery_key,
                at=AT,
                progress=stopped_after(count),
            )
            break
        except Cancelled:
            assert sorted(path.name for path in tmp_path.iterdir()) == [
                "backups",
                "team.isvault",
            ]
            count += 1
    assert count > 3


def test_a_folder_that_is_not_there_or_not_writable(
    vault: Vault, kept: KeptVault, place: Path, tmp_path: Path
) -> None:
    with pytest.raises(BackupFailed, match="is not there"):
        made(vault, tmp_path / "gone" / "x")
    if os.geteuid():
        place.chmod(0o500)
        with pytest.raises(BackupFailed, match="not written"):
            made(vault, place)
        place.chmod(0o700)


# The system refuses to let any file grow past a limit, as a full disk would.
FILLER = """
import resource, signal, sys
from pathlib import Path
from isteam_app.domain.backup_calendar import Why
from isteam_app.errors import BackupFailed
from isteam_app.storage.backup import make_backup
from isteam_app.storage.restore import restore
from isteam_app.storage.vault_doors import open_with_recovery_key
from vault_makers import AT, MEMBER, save_case

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder, place = Path(sys.argv[1]), Path(sys.argv[3])
vault = open_with_recovery_key(folder, sys.argv[2])
for _ in range(30):
    save_case(vault, outcome="x" * 3_900)
limit = lambda size: resource.setrlimit(
    resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY)
)
made = make_backup(vault, place, why=Why.HAND, by=MEMBER, at=AT)
refused = 0
for size in range(8_192, made.size, made.size // 12):
    limit(size)
    try:
        make_backup(vault, place, why=Why.HAND, by=MEMBER, at=AT)
    except BackupFailed as error:
        assert "Nothing half done was left" in str(error), error
        refused += 1
    try:
        restore(made.path, place.parent / "b", recovery_key=sys.argv[2], at=AT)
    except BackupFailed as error:
        assert "Nothing half done was left" in str(error), error
        refused += 1
    limit(resource.RLIM_INFINITY)
    assert list(place.iterdir()) == [made.path]
    assert not list(folder.glob("*.partial")), list(folder.iterdir())
    assert sorted(p.name for p in place.parent.iterdir()) == ["backups", "team.isvault"]
save_case(vault)
make_backup(vault, place, why=Why.HAND, by=MEMBER, at=AT)
vault.close()
print(refused)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file size")
def test_a_full_disk_leaves_nothing_half_done(kept: KeptVault, place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILLER, kept.folder, kept.recovery_key, place],
        env={"PYTHONPATH": f"{TESTS}:{TESTS.parent}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 20
    assert len(list(place.iterdir())) == 2


# Starts once and lets one copy of itself after another make backups until it is killed.
MAKER = """
import os, sys
from pathlib import Path
from isteam_app.domain.backup_calendar import Why
from isteam_app.storage.backup import make_backup
from isteam_app.storage.vault_doors import open_with_recovery_key
from vault_makers import AT, MEMBER, save_case

def make_for_ever():
    vault = open_with_recovery_key(Path(sys.argv[1]), sys.argv[2])
    os.write(1, b"ready\\n")
    while True:
        save_case(vault, outcome="x" * 3_900)
        made = make_backup(vault, Path(sys.argv[3]), why=Why.TIME, by=MEMBER, at=AT)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        make_for_ever()
    os.write(1, f"pid {child}\\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_killed_in_the_middle_no_half_is_counted(kept: KeptVault, place: Path) -> None:
    chance = random.Random(13)  # noqa: S311  moments of kills, not secrets
    maker = subprocess.Popen(
        [sys.executable, "-c", MAKER, kept.folder, kept.recovery_key, place],
        env={"PYTHONPATH": f"{TESTS}:{TESTS.parent}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert maker.stdin is not None
    assert maker.stdout is not None
    halves = 0
    for _ in range(12):
        maker.stdin.write("go\n")
        maker.stdin.flush()
        pid = 0
        while True:
            said = maker.stdout.readline().split()
            pid = int(said[1]) if said[0] == "pid" else pid
            if said[0] == "ready":
                break
        # Let the other process work for a random moment: the kill is what is tried.
        select.select([], [], [], chance.uniform(0.005, 0.12))
        os.kill(pid, signal.SIGKILL)
        while maker.stdout.readline().strip() != "dead":
            pass
        halves += len(list(place.glob("*.partial")))
        with closing(open_with_recovery_key(kept.folder, kept.recovery_key)) as vault:
            assert list(kept.folder.glob("*.partial")) == []
            found = backups_of(vault, place)
            assert len(found) == len(list(place.glob("*.isbackup")))
    maker.stdin.close()
    maker.wait()
    maker.stdout.close()
    assert halves, "every kill missed"
    with closing(open_with_recovery_key(kept.folder, kept.recovery_key)) as vault:
        key = vault.inside().data_key
        for found in backups_of(vault, place):
            check_backup(found.path, key, place)
        made(vault, place)
    assert list(place.glob("*.partial")) == []
