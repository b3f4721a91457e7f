"""`isteam vault rotate-key`: the whole vault under a new key, from a script."""

import io
import sys
from pathlib import Path

import pytest
from builders import Clock, new_session

from isteam_app.__main__ import main
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.team import add_person
from isteam_app.services.unlock import lock, unlock

WORDS = "violet harbour nine kettles walking"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    session = new_session(tmp_path)
    add_person(session, name="Sam", role="handler", passphrase=WORDS, repeated=WORDS)
    lock(session)
    return session.vault.folder


def rotate(monkeypatch, folder: Path, words: str, *more: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{words}\n"))
    return main(["vault", "rotate-key", str(folder), "--passphrase-stdin", *more])


def test_the_key_is_changed(folder, monkeypatch, capsys) -> None:
    before = {path.name for path in folder.glob("*.db")}
    assert rotate(monkeypatch, folder, PASSPHRASE, "--as", "Robin Sample") == 0
    told = capsys.readouterr()
    assert "under a new key" in told.out
    assert "Backups made before today" in told.err
    assert before.isdisjoint(path.name for path in folder.glob("*.db"))
    lock(unlock(folder, WORDS, Clock()))


@pytest.mark.parametrize(
    ("words", "more", "says"),
    [
        ("no such words", (), "does not open this vault"),
        (WORDS, (), "Only an administrator"),
        (PASSPHRASE, ("--as", "Sam"), "not Sam's"),
    ],
)
def test_who_may_not_is_told(folder, monkeypatch, capsys, words, more, says) -> None:
    before = {path.name for path in folder.glob("*.db")}
    assert rotate(monkeypatch, folder, words, *more) == 1
    assert says in capsys.readouterr().err
    assert {path.name for path in folder.glob("*.db")} == before
