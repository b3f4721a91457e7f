"""A second start for a vault brings the first one's window forward, and goes."""

import os
import socket as sockets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from builders import empty_copy
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtNetwork import QLocalSocket
from window_steps import new_window

from isteam_app.services.unlock import lock
from ui.app import first_vault
from ui.common.theme import Theme
from ui.local_choices import LocalChoices
from ui.single_instance import SingleInstance, is_ours, name_for, raise_other

ROOT = Path(__file__).resolve().parents[2]
# Starts the program as a person does, and says when its window was brought forward.
FIRST = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from ui.main_window import MainWindow
usual = MainWindow.come_forward
def told(self):
    usual(self)
    print("forward", flush=True)
MainWindow.come_forward = told
import ui.single_instance as single
listens = single.SingleInstance._listen
def said(self):
    listens(self)
    print("listening" if self.is_listening else "deaf", flush=True)
single.SingleInstance._listen = said
from ui.app import main
sys.exit(main(["--vault", sys.argv[1]]))
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs socket files")


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A short path: the name of a socket has room for a hundred letters."""
    with TemporaryDirectory(prefix="is-") as place:
        monkeypatch.setenv("XDG_RUNTIME_DIR", place)
        yield Path(place)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    session = empty_copy(tmp_path)
    lock(session)
    return session.vault.folder


@pytest.fixture
def instance(qtbot, tmp_path: Path) -> Iterator[SingleInstance]:
    made = SingleInstance()
    made.stand_for(tmp_path)
    qtbot.waitUntil(lambda: made.is_listening)
    yield made
    made.close()


@contextmanager
def start(folder: Path, code: str = FIRST) -> Iterator[subprocess.Popen[str]]:
    """Start a program; it ends with the test, also with one that fails."""
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        try:
            yield started
        finally:
            started.kill()


@posix
def test_the_second_of_two_real_programs_raises_the_first(folder, runtime) -> None:
    with start(folder) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "listening\n"
        with start(folder) as second:
            assert second.wait(60) == 0
            assert second.stdout is not None
            assert second.stdout.read() == "", "it never had a window"
        assert first.stdout.readline() == "forward\n"
        assert first.poll() is None
        first.kill()
    assert list(runtime.iterdir()), "a program that is killed leaves its socket"
    with start(folder) as third:
        assert third.stdout is not None
        assert third.stdout.readline() == "listening\n", "and it is taken over"
        third.kill()


def test_each_vault_has_its_own_name_that_tells_nothing(tmp_path: Path) -> None:
    one, other = tmp_path / "Eastbridge.isvault", tmp_path / "Westbridge.isvault"
    assert name_for(one) != name_for(other)
    assert name_for(one) == name_for(tmp_path / "." / "Eastbridge.isvault")
    assert "bridge" not in Path(name_for(one)).name.lower()


def test_nobody_is_there_to_be_raised(tmp_path: Path) -> None:
    assert not raise_other(tmp_path)


def test_being_asked_is_heard_and_answered(qtbot, instance, tmp_path) -> None:
    with qtbot.waitSignal(instance.asked):
        client = QLocalSocket()
        client.connectToServer(name_for(tmp_path))
        client.write(b"rai")
        client.flush()
        qtbot.wait(0)
        client.write(b"se\n")
        client.flush()
    qtbot.waitUntil(lambda: client.bytesAvailable() == len(b"raised\n"))
    assert client.readAll() == QByteArray(b"raised\n")


@pytest.mark.parametrize("said", [b"open /etc/passwd\n", b"raise it\n", b"\0" * 5000])
def test_nothing_else_can_be_said(qtbot, instance, tmp_path, said) -> None:
    asked: list[int] = []
    instance.asked.connect(lambda: asked.append(1))
    client = QLocalSocket()
    client.connectToServer(name_for(tmp_path))
    client.write(said)
    client.flush()
    unconnected = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: client.state() == unconnected)
    assert asked == []


@posix
def test_a_stale_socket_is_taken_over(qtbot, tmp_path) -> None:
    with sockets.socket(sockets.AF_UNIX) as left_over:
        left_over.bind(name_for(tmp_path))
    assert Path(name_for(tmp_path)).exists()
    assert not raise_other(tmp_path)
    later = SingleInstance()
    later.stand_for(tmp_path)
    qtbot.waitUntil(lambda: later.is_listening)
    assert Path(name_for(tmp_path)).stat().st_mode & 0o077 == 0, "nobody else's"
    later.close()
    assert not Path(name_for(tmp_path)).exists()


@posix
def test_a_socket_of_somebody_else_is_not_believed(
    qtbot, instance, tmp_path, monkeypatch
) -> None:
    name = name_for(tmp_path)
    assert is_ours(Path(name))
    monkeypatch.setattr("ui.single_instance.name_for", lambda _: name)
    monkeypatch.setattr("os.getuid", lambda: 4417)
    assert not is_ours(Path(name))
    assert not raise_other(tmp_path)


@posix
def test_a_program_that_hangs_does_not_stop_the_next(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("ui.single_instance._ANSWER_MS", 50)
    with sockets.socket(sockets.AF_UNIX) as deaf:
        deaf.bind(name_for(tmp_path))
        deaf.listen()
        assert not raise_other(tmp_path)


def test_the_window_is_found_under_the_vault_it_shows(
    qtbot, theme: Theme, clock, tmp_path, folder
) -> None:
    window = new_window(qtbot, theme, tmp_path, clock)
    shown: list[Path] = []
    window.at_vault.connect(shown.append)
    window.begin(folder)
    assert shown == [folder]
    window.showMinimized()
    window.come_forward()
    assert not window.windowState() & Qt.WindowState.WindowMinimized
    assert window.isVisible()
    window.close()


def test_a_start_looks_for_the_vault_it_would_open(tmp_path, clock) -> None:
    choices = LocalChoices(tmp_path / "settings.json")
    assert first_vault(None, choices) is None
    choices.remember_vault(tmp_path / "last.isvault", clock())
    assert first_vault(None, choices) == tmp_path / "last.isvault"
    assert first_vault(tmp_path / "other", choices) == tmp_path / "other"
