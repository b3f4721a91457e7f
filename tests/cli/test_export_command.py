"""`isteam export disclosures`, typed as a person would type it."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from builders import new_session
from request_steps import lock_asked, recorded
from sheet_steps import workbook

from isteam_app.__main__ import main
from isteam_app.exports.register_rows import View, columns_of
from isteam_app.exports.sheet_csv import read_sheet
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.unlock import lock

Export = Callable[..., int]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A closed vault with a request of each of two days, and a locked one."""
    session = new_session(tmp_path)
    for day in ("2026-10-30", "2026-11-02"):
        recorded(session, received=day)
    recorded(session, lock=lock_asked(session))
    lock(session)
    return session.vault.folder


@pytest.fixture
def export(vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Export:
    def run(*options: str) -> int:
        monkeypatch.setattr("sys.stdin", StringIO(f"{PASSPHRASE}\n"))
        file = str(tmp_path / "register")
        command = ["export", "disclosures", str(vault), "--passphrase-stdin"]
        return main([*command, *options, "-o", file])

    return run


def test_what_names_nobody_leaves_without_being_asked_why(
    export: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export("--view", "regulator", "--from", "2026-11-01") == 0
    assert capsys.readouterr().out == "1 row written.\n"
    rows = read_sheet((tmp_path / "register").read_bytes(), columns_of(View.REGULATOR))
    assert len(rows) == 1


def test_the_whole_register_needs_a_reason(
    export: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    full = ("--format", "xlsx")
    assert export(*full) == 1
    assert "Say what the whole register is for" in capsys.readouterr().err
    assert not (tmp_path / "register").exists()
    assert export(*full, "--reason", "Audit") == 0
    assert capsys.readouterr().out == "2 rows written.\n"
    assert export(*full, "--reason", "Audit", "--with-locked") == 0
    assert capsys.readouterr().out == "3 rows written.\n"
    assert len(workbook((tmp_path / "register").read_bytes())) == 2


def test_numbers_leave_as_a_pdf(export: Export, tmp_path: Path) -> None:
    assert export("--view", "statistics", "--format", "pdf", "--suppress") == 0
    assert (tmp_path / "register").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("wrong", [("--view", "all"), ("--format", "ods")])
def test_what_there_is_not_is_refused(
    export: Export, wrong: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        export(*wrong)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "regulator" in said or "xlsx" in said
    assert "View." not in said
    assert "Format." not in said
