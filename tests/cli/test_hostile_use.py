"""Commands meet closed pipes, full disks and poor terminals: no traceback shows."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from builders import new_session

from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.unlock import lock

ROOT = Path(__file__).resolve().parents[2]
SENTENCE_AT_MOST = 2


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    session = new_session(tmp_path_factory.mktemp("vault"))
    lock(session)
    return session.vault.folder


def isteam(*typed, before="", environment=None, **streams):
    """Run the program as a shell would; `before` is shell text such as "exec <&-"."""
    command = [sys.executable, "-m", "isteam_app", *map(str, typed)]
    if before:
        command = ["sh", "-c", f'{before}; exec "$@"', "sh", *command]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stderr=subprocess.PIPE,
        check=False,
        timeout=120,
        **streams,
    )


def plain(done):
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert "inside the program" not in said
    assert len(said.strip().splitlines()) <= SENTENCE_AT_MOST
    return said


def test_a_reader_that_stops_reading_is_no_error_to_speak_of():
    reading, writing = os.pipe()
    os.close(reading)
    done = isteam("letter", "list", stdout=writing)
    os.close(writing)
    assert done.returncode == 1
    assert plain(done) == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk to write to")
def test_a_full_disk_is_told():
    with Path("/dev/full").open("wb") as full:
        done = isteam("letter", "list", stdout=full)
    assert done.returncode == 1
    assert "room on the disk" in plain(done)


@pytest.mark.parametrize("closed", ["exec <&-", "exec >&-", "exec 2>&-"])
def test_a_missing_stream_stops_nothing(closed):
    done = isteam(
        "deadline", "--request", "access", "--event", "2026-11-20:received",
        before=closed,
    )  # fmt: skip
    assert done.returncode == 0
    plain(done)


def test_a_terminal_without_the_letters_of_a_name_still_gets_the_line():
    done = isteam(
        "deadline", "--request", "access", "--event", "Ŵyn",
        environment={"PYTHONIOENCODING": "ascii"}, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert done.returncode == 1
    assert "?yn? is not an event" in plain(done)


def test_a_passphrase_in_the_wrong_encoding_is_a_wrong_passphrase(vault):
    done = isteam(
        "vault", "verify", vault, "--passphrase-stdin",
        environment={"PYTHONIOENCODING": "utf-8:strict"}, input=b"\xff\xfe\n",
        stdout=subprocess.PIPE,
    )  # fmt: skip
    assert "does not open this vault" in plain(done)


def test_a_limit_beyond_all_numbers_is_as_good_as_none(vault):
    done = isteam(
        "case", "list", vault, "--passphrase-stdin", "--limit", 10**30,
        input=f"{PASSPHRASE}\n".encode(), stdout=subprocess.PIPE,
    )  # fmt: skip
    assert (done.returncode, plain(done)) == (0, "")


def test_nobody_at_the_prompt_is_told_how_to_send_the_passphrase(vault):
    done = isteam(
        "vault",
        "verify",
        vault,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "--passphrase-stdin" in done.stderr.decode()


def test_a_date_typed_another_way_is_told_how_to_write_it(vault):
    done = isteam("export", "disclosures", vault, "--from", "1/2/2026", "-o", "x.csv")
    assert done.returncode == 2
    assert "Write it like 2026-11-20" in done.stderr.decode()
