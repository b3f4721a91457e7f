"""The desktop's own keyring, on a message bus that is the test's alone."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SESSION = ROOT / "tests" / "keyring_in_session.py"
DESKTOP = "the desktop keyring (Secret Service)"
NEEDED = ("dbus-run-session", "gnome-keyring-daemon")

pytestmark = pytest.mark.skipif(
    any(shutil.which(program) is None for program in NEEDED),
    reason="dbus and gnome-keyring are not installed",
)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home without any keyring, and no screen for its questions."""
    kept = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
    names = {name: os.environ[name] for name in kept if name in os.environ}
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    return {
        **names,
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
        "QT_QPA_PLATFORM": "offscreen",
    }


def run(act: str, folder: Path, environment: dict[str, str], *before: str) -> Any:
    """Do one thing in a session of its own; return what came of it."""
    work = folder / "work"
    work.mkdir()
    command = (*before, sys.executable, str(SESSION), act, str(work))
    outcome = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    return json.loads(outcome.stdout.splitlines()[-1])


def in_session(act: str, folder: Path, environment: dict[str, str]) -> Any:
    return run(act, folder, environment, "dbus-run-session", "--")


def test_a_secret_is_kept_read_replaced_and_forgotten(tmp_path, environment) -> None:
    found = in_session("keep_and_forget", tmp_path, environment)
    assert found == {
        "keeper": DESKTOP,
        "same": True,
        "replaced": True,
        "other": "empty",
        "forgotten": True,
        "gone": "empty",
    }


def test_a_vault_opens_by_it_until_it_is_forgotten(tmp_path, environment) -> None:
    found = in_session("open_vault", tmp_path, environment)
    assert found["member"] == "Robin Sample"
    assert found["forget"] == ""
    assert "keeps nothing for this vault any more" in found["after"]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("locked", "is locked, or its question was not answered"),
        ("frozen", "did not answer within 3 seconds"),
        ("killed", "The vault is well: type your passphrase."),
        ("emptied", "keeps nothing for this vault any more"),
    ],
)
def test_when_it_does_not_help_the_passphrase_does(
    tmp_path, environment, act: str, said: str
) -> None:
    found = in_session(act, tmp_path, environment)
    assert said in found["sentence"]
    assert found["sentence"].endswith("type your passphrase.")
    assert found["member"] == "Robin Sample"


def test_a_locked_keyring_takes_nothing(tmp_path, environment) -> None:
    found = in_session("refused_to_keep", tmp_path, environment)
    assert "Nothing is remembered" in found["sentence"]
    assert "device" not in found["slots"]


def test_a_scheduled_task_needs_nobody_to_type(tmp_path, environment) -> None:
    found = in_session("run_command", tmp_path, environment)
    assert found == {"before": 0, "after": 1, "made": ["one"]}


def test_the_button_opens_the_vault_and_a_locked_keyring_leads_to_the_box(
    tmp_path, environment
) -> None:
    found = in_session("press_the_button", tmp_path, environment)
    assert found["shown"]
    assert found["member"] == "Robin Sample"
    assert found["stays locked"], "a lock that undoes itself is none"
    assert "is locked" in found["note"]
    assert found["focused"]


def test_without_a_daemon_or_a_bus_it_is_said(tmp_path, environment) -> None:
    found = run("nothing_running", tmp_path, environment)
    assert found["trouble"] == "missing"


def test_a_keyring_that_nobody_made_yet_is_not_made_in_secret(
    tmp_path, environment
) -> None:
    found = in_session("nothing_running", tmp_path, environment)
    assert found["trouble"] in ("locked", "missing")
