"""When wrong passphrases were tried: remembered beside the vault, whatever happens."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from isteam_app.storage.attempts import MOST_KEPT, NAME, Attempts

AT = datetime(2026, 12, 22, 14, 3, tzinfo=UTC)


def test_tries_are_remembered_and_forgotten(tmp_path: Path) -> None:
    attempts = Attempts(tmp_path)
    assert attempts.moments() == ()
    attempts.forget()
    for minute in (4, 0, 2):
        attempts.add(AT + timedelta(minutes=minute))
    told = Attempts(tmp_path).moments()
    assert [each.minute for each in told] == [3, 5, 7]
    attempts.forget()
    assert attempts.moments() == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\n\n\n",
        b"\xff\x00 rubbish \n17664121800000000000000000000000000\n",
        b"-5\n1e9\n0x10\n\xd9\xa1\xd9\xa2\n",
        b"99999999999999999999\n253402300799\n",
        b"4" * 100_000,
    ],
)
def test_damage_is_passed_over(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / NAME).write_bytes(damage + b"\n")
    attempts = Attempts(tmp_path)
    assert attempts.moments() == ()
    attempts.add(AT)
    assert attempts.moments() == (AT,)


def test_the_file_does_not_grow_for_ever(tmp_path: Path) -> None:
    attempts = Attempts(tmp_path)
    line = f"{int(AT.timestamp())}\n".encode()
    (tmp_path / NAME).write_bytes(line * 50_000)
    attempts.add(AT + timedelta(seconds=1))
    assert len(attempts.moments()) == MOST_KEPT
    assert attempts.moments()[-1] == AT + timedelta(seconds=1)
    assert (tmp_path / NAME).stat().st_size < 20_000


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    attempts = Attempts(tmp_path / "nowhere")
    attempts.add(AT)
    assert not attempts.keep((AT,))
    attempts.forget()
    assert attempts.moments() == ()
    assert list(tmp_path.iterdir()) == []


def test_something_else_of_that_name_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    attempts = Attempts(tmp_path)
    attempts.add(AT)
    attempts.forget()
    assert attempts.moments() == ()


def test_it_holds_moments_and_nothing_else(tmp_path: Path) -> None:
    Attempts(tmp_path).add(AT)
    kept = tmp_path / NAME
    assert kept.read_bytes() == b"1797948180\n"
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0
