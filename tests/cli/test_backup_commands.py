"""Backups at a command line, as a scheduled task runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from builders import Clock, new_session

from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.unlock import create, lock, unlock
from isteam_app.storage.kdf import FLOOR_COST

ROOT = Path(__file__).resolve().parents[2]


def isteam(*typed, key=PASSPHRASE, recovery=False):
    """Run a command of `isteam vault`, with a key on its standard input."""
    how = "--recovery-key-stdin" if recovery else "--passphrase-stdin"
    return subprocess.run(
        [sys.executable, "-m", "isteam_app", "vault", *map(str, typed), how],
        cwd=ROOT,
        env=os.environ,
        input=key + "\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def vault(tmp_path):
    session = new_session(tmp_path)
    lock(session)
    return session.vault.folder


def test_there_and_back(vault, tmp_path):
    place = tmp_path / "disk two"
    place.mkdir()
    done = isteam("backup", vault, place, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    backup = Path(told["backup"])
    assert backup.parent == place
    assert backup.suffix == ".isbackup"
    assert told["counts"]["members"] == 1

    checked = isteam("verify", backup)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "whole: True" in checked.stdout

    done = isteam("restore", backup, tmp_path / "again", "--json")
    assert done.returncode == 0, done.stderr
    folder = Path(json.loads(done.stdout)["vault"])
    assert folder == tmp_path / "again.isvault"
    lock(unlock(folder, PASSPHRASE))
    over = isteam("restore", backup, folder)
    assert over.returncode == 1
    assert "left as it is" in over.stderr
    other_order = isteam("restore", tmp_path / "third", backup)
    assert other_order.returncode == 0, other_order.stderr

    named = tmp_path / "friday.isbackup"
    assert isteam("backup", vault, named).returncode == 0
    assert named.is_file()
    again = isteam("backup", vault, named)
    assert again.returncode == 1
    assert "of that name already" in again.stderr


def test_a_command_says_what_stands_in_the_way(vault, tmp_path):
    gone = isteam("backup", vault, tmp_path / "nowhere" / "x")
    assert gone.returncode == 1
    assert "folder for backups is not there" in gone.stderr
    session = unlock(vault, PASSPHRASE, Clock())
    busy = isteam("backup", vault, tmp_path)
    lock(session)
    assert busy.returncode == 1
    assert "makes backups by itself" in busy.stderr
    nothing = isteam("verify", tmp_path / "none.isbackup")
    assert nothing.returncode == 1
    assert "no backup at that place" in nothing.stderr
    isteam("backup", vault, tmp_path / "b.isbackup")
    wrong = isteam("verify", tmp_path / "b.isbackup", key="something else entirely")
    assert wrong.returncode == 1
    assert "The backup itself is well" in wrong.stderr
    for said in (gone, busy, nothing, wrong):
        assert len(said.stderr.splitlines()) == 1
        assert said.stdout == ""


def test_a_damaged_backup_is_told(vault, tmp_path):
    backup = tmp_path / "b.isbackup"
    assert isteam("backup", vault, backup, "--thin").returncode == 0
    raw = bytearray(backup.read_bytes())
    raw[len(raw) // 2] ^= 1
    backup.write_bytes(raw)
    for command in (("verify", backup), ("restore", backup, tmp_path / "x")):
        done = isteam(*command)
        assert done.returncode == 1
        assert "is damaged" in done.stderr
    assert not (tmp_path / "x.isvault").exists()


def test_the_recovery_key_is_enough(tmp_path):
    made = create(
        tmp_path / "a", passphrase=PASSPHRASE, member="Robin Sample", cost=FLOOR_COST
    )
    lock(made.session)
    backup = tmp_path / "b.isbackup"
    assert isteam("backup", made.session.vault.folder, backup).returncode == 0
    key = {"key": made.recovery_key, "recovery": True}
    assert isteam("verify", backup, **key).returncode == 0
    done = isteam("restore", backup, tmp_path / "c", **key)
    assert done.returncode == 0, done.stderr
    assert isteam("verify", tmp_path / "c.isvault", **key).returncode == 0
