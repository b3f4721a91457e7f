"""A file appears whole or not at all, and what was there before stays till then."""

import errno
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from isteam_app.errors import Cancelled, FileNotWritten
from isteam_app.services.files import write_whole

BEFORE = b"what was there before"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "register.csv"
    file.write_bytes(BEFORE)
    return file


def left_beside(file: Path) -> list[str]:
    return [each.name for each in file.parent.iterdir() if each != file]


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Let no file of this process grow beyond 64 KiB."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 10, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_file_takes_the_place_of_the_one_before(file: Path) -> None:
    write_whole(file, [b"new ", b"words"])
    assert file.read_bytes() == b"new words"
    assert left_beside(file) == []


def test_a_disk_without_room_leaves_the_file_as_it_was(
    file: Path, small_disk: None
) -> None:
    with pytest.raises(FileNotWritten, match="no room for the file") as refused:
        write_whole(file, [b"x" * 40_000] * 3)
    assert refused.value.detail == f"OSError {errno.EFBIG}"
    assert file.read_bytes() == BEFORE
    assert left_beside(file) == []


def test_a_file_that_is_open_elsewhere_is_left_as_it_was(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So Windows refuses while a spreadsheet program has the file open."""

    def refuse(_part: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "used by another process")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(FileNotWritten, match="open in another program"):
        write_whole(file, [b"new words"])
    assert file.read_bytes() == BEFORE
    assert left_beside(file) == []


def test_a_folder_of_that_name_is_no_place(tmp_path: Path) -> None:
    place = tmp_path / "register.csv"
    (place / "inside").mkdir(parents=True)
    with pytest.raises(FileNotWritten, match="another folder"):
        write_whole(place, [b"words"])
    assert left_beside(place) == []


def test_who_stops_on_the_way_leaves_the_file_as_it_was(file: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"half of it"
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        write_whole(file, parts())
    assert file.read_bytes() == BEFORE
    assert left_beside(file) == []
