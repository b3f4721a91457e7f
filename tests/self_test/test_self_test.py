"""The self-test says what is there, and finds what is missing."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Pdf, pdfa

from isteam_app import resources
from isteam_app import self_test as tested
from isteam_app.__main__ import main
from isteam_app.letters import fonts
from isteam_app.letters.build import build_letter
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import all_templates
from isteam_app.self_test import self_test

ROOT = Path(__file__).parents[2]


def test_this_installation_passes_and_says_what_it_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["self-test", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    found = {check["name"]: check["found"] for check in report["checks"]}
    assert report["passed"]
    assert found["cipher"].startswith("SQLCipher 4.")
    assert "OpenSSL" in found["cipher"]
    assert "a wrong passphrase is refused" in found["encrypted vault"]
    assert found["full-text search"] == "FTS5"
    assert "keyring" in found["keyring"].casefold()
    assert "vault" in found["keyring"], "it is not needed to open one"


def test_the_letter_it_makes_is_what_it_says() -> None:
    built = build_letter(sample_letter(all_templates()[0]))
    with Pdf.open(BytesIO(built.pdf)) as pdf:
        assert pdfa.check(pdf, "2b").findings == []


def test_it_needs_nothing_from_its_surroundings(tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    outcome = subprocess.run(
        [sys.executable, "-m", "isteam_app", "self-test"],
        cwd=ROOT,
        env={"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert outcome.stdout.count("ok ") == 9
    assert set(tmp_path.iterdir()) == before


def test_missing_files_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(resources, "ROOT", tmp_path)
    fonts.typeface.cache_clear()
    all_templates.cache_clear()
    try:
        report = self_test()
        code = main(["self-test"])
    finally:
        fonts.typeface.cache_clear()
        all_templates.cache_clear()
    passed = {check.name: check.passed for check in report.checks}
    assert not report.passed
    assert not any(passed[name] for name in ("letter templates", "fonts"))
    assert passed["cipher"]
    assert code == 1
    said = capsys.readouterr()
    assert "FAULT  fonts" in said.out
    assert "The self-test found a fault" in said.err
    assert "Traceback" not in said.err


def test_a_vault_that_is_not_encrypted_is_found(tmp_path: Path) -> None:
    (tmp_path / "vault.db").write_bytes(b"SQLite format 3\0")
    with pytest.raises(tested.SelfTestFailed, match="not encrypted"):
        tested._require_no_plain_text(tmp_path)  # noqa: SLF001 - a real vault never is
    (tmp_path / "vault.db").write_bytes("of Marged Ŵyn-Harries".encode())
    with pytest.raises(tested.SelfTestFailed, match="in plain text"):
        tested._require_no_plain_text(tmp_path)  # noqa: SLF001 - nor this
