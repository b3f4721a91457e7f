"""The short form of `dev.py faults scans`: every tenth hostile file, every mishap."""

from pathlib import Path

import pytest

from faults import scans
from faults._hostile_pdfs import Hostile, hostile_pdfs
from faults._hostile_pictures import hostile_pictures
from faults._report import Promise
from isteam_app.scan_rendering import limits

_CHOSEN = [*hostile_pdfs(9), *hostile_pictures()][::10]
_SLOWEST = ("PNG of 99 million", "JPEG of 2,000 passes", "endless tiles")
"""Left to the long form."""


@pytest.mark.parametrize(
    "file",
    [file for file in _CHOSEN if not file.name.startswith(_SLOWEST)],
    ids=lambda file: file.name,
)
def test_a_hostile_scan_is_contained(file: Hostile, tmp_path: Path) -> None:
    promise = Promise("P16")
    outcome = scans.outcome_of(file, tmp_path, promise)
    assert promise.wrong == []
    assert not file.expected or outcome in file.expected
    assert list(tmp_path.iterdir()) == []


def test_there_are_at_least_150_of_them_and_each_has_its_name() -> None:
    names = [file.name for file in (*hostile_pdfs(9), *hostile_pictures())]
    assert len(names) >= 150
    assert len(set(names)) == len(names)


def test_a_process_killed_or_hung_is_survived(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["scans", "--short"])
    monkeypatch.setattr(limits, "PAINTING", 3.0)  # a hung process costs as much
    assert scans.mishaps() == 0
    assert "4 killed, 1 hung" in capsys.readouterr().out


def test_rubbish_in_answer_is_never_believed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["scans", "--short"])
    assert scans.rubbish_answers() == 0
    assert "16 programs" in capsys.readouterr().out
