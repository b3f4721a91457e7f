"""The short form of `dev.py faults scans`: every tenth hostile file, every mishap."""

from functools import cache
from pathlib import Path

import pytest

from faults import scans
from faults._hostile_pdfs import Hostile, hostile_pdfs
from faults._hostile_pictures import hostile_pictures
from faults._report import Promise
from isteam_app.scan_rendering import limits

_CHOSEN = 24
_SLOWEST = ("PNG of 99 million", "JPEG of 2,000 passes", "endless tiles")
"""Left to the long form."""


@cache
def files() -> list[Hostile]:
    """Every file; made when first wanted, since bombs take seconds to pack."""
    return [*hostile_pdfs(9), *hostile_pictures()]


@cache
def chosen() -> list[Hostile]:
    return [file for file in files() if not file.name.startswith(_SLOWEST)][::10]


@pytest.mark.parametrize("number", range(_CHOSEN))
def test_a_hostile_scan_is_contained(number: int, tmp_path: Path) -> None:
    file = chosen()[number]
    promise = Promise("P16")
    outcome = scans.outcome_of(file, tmp_path, promise)
    assert promise.wrong == [], file.name
    assert not file.expected or outcome in file.expected, (file.name, outcome)
    assert list(tmp_path.iterdir()) == []


def test_there_are_at_least_150_of_them_and_each_has_its_name() -> None:
    assert len(files()) >= 150
    assert len({file.name for file in files()}) == len(files())
    assert len(chosen()) == _CHOSEN


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
