"""`isteam sample`, typed as a person would type it."""

import io
from pathlib import Path

import pytest

from isteam_app.__main__ import main
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.unlock import lock, unlock


@pytest.fixture
def typed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSPHRASE + "\n"))


def make(folder: Path, *options: str) -> int:
    return main(["sample", str(folder), "--passphrase-stdin", *options])


@pytest.mark.usefixtures("typed_in")
def test_the_vault_opens_with_the_passphrase_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make(tmp_path / "made.isvault", "--cases", "40", "--seed", "3") == 0
    assert "40 cases" in capsys.readouterr().out
    session = unlock(tmp_path / "made.isvault", PASSPHRASE)
    try:
        assert session.member.name == "Sample Administrator"
        with session.vault.read() as vault:
            assert vault.cases.count() == 40
    finally:
        lock(session)


@pytest.mark.usefixtures("typed_in")
def test_what_is_there_already_is_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "made.isvault").mkdir()
    assert make(tmp_path / "made.isvault", "--cases", "1") == 1
    refused = capsys.readouterr()
    assert "left as it is" in refused.err
    assert refused.out == ""


@pytest.mark.parametrize("number", ["0", "-5", "many", ""])
def test_a_number_that_makes_no_sense_is_wrong_usage(
    number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        make(tmp_path / "made.isvault", "--cases", number)
    assert stopped.value.code == 2
    assert not (tmp_path / "made.isvault").exists()
    assert "--cases" in capsys.readouterr().err
