"""The command line, where a vault is damaged, or open to somebody else."""

import json
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from builders import new_demo

from isteam_app.__main__ import main
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock, unlock


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "team.isvault"))


@pytest.fixture
def elsewhere(folder: Path) -> Iterator[Session]:
    session = unlock(folder, PASSPHRASE)
    yield session
    lock(session)


def command(monkeypatch: pytest.MonkeyPatch, *typed: str) -> int:
    monkeypatch.setattr("sys.stdin", StringIO(f"{PASSPHRASE}\n"))
    return main([*typed, "--passphrase-stdin"])


def test_cases_are_listed_while_somebody_has_the_vault_open(
    elsewhere: Session,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = str(elsewhere.vault.folder)
    assert command(monkeypatch, "case", "list", place, "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) > 10
    assert command(monkeypatch, "case", "show", place, "IS-2026-00001") == 0
    assert "IS-2026-00001" in capsys.readouterr().out
    assert command(monkeypatch, "vault", "verify", place) == 1
    assert "has the vault open" in capsys.readouterr().err


def test_salvage_says_what_it_saved_and_what_not(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    database = folder / "vault.db"
    raw = bytearray(database.read_bytes())
    for page in range(20, len(raw) // 4_096, 9):
        raw[page * 4_096 + 50] ^= 2
    database.write_bytes(raw)
    new = str(tmp_path / "saved")
    assert command(monkeypatch, "vault", "salvage", str(folder), new) == 0
    said = capsys.readouterr().out
    assert "Not saved: " in said
    assert "pages could not be read" in said
    assert command(monkeypatch, "vault", "verify", f"{new}.isvault") == 0
    capsys.readouterr()
    assert command(monkeypatch, "vault", "salvage", str(folder), f"{new}.isvault") == 1
    assert "something at that place" in capsys.readouterr().err
    again = str(tmp_path / "again")
    assert command(monkeypatch, "vault", "salvage", str(folder), again, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["pages_not_read"] > 10
    assert told["saved"]["people"] > 0
