"""What locks the vault though nobody says so, and what keeps it off other screens."""

import ctypes
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from builders import Clock, empty_copy
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from window_steps import is_locked, new_window, unlock_in

from isteam_app.services.settings import save_settings
from isteam_app.services.unlock import lock
from ui.capture import CaptureGuard, keep_for, keep_on_mac, keep_on_windows, why_not
from ui.common.theme import Theme
from ui.main_window import MainWindow
from ui.workplace import Workplace


@pytest.fixture
def window(qtbot, theme: Theme, clock: Clock, tmp_path: Path) -> Iterator[MainWindow]:
    made = new_window(qtbot, theme, tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def work(qtbot, window: MainWindow, tmp_path: Path, clock: Clock) -> Workplace:
    session = empty_copy(tmp_path, clock)
    lock(session)
    window.begin(session.vault.folder)
    return unlock_in(qtbot, window)


def guard(work: Workplace, **wishes: bool) -> None:
    """Save wishes for how the vault is guarded, as the page of settings does."""
    settings = work.session.settings()
    wished = replace(settings, security=replace(settings.security, **wishes))
    save_settings(work.session, wished)
    work.refresh_shell()


def test_the_system_is_listened_to_while_a_vault_is_open(qtbot, window, work) -> None:
    system = window.guards.system
    qtbot.waitUntil(lambda: system.is_listening)
    system.tell()
    assert is_locked(work.session)
    assert not system.is_listening
    assert window.unlock_page.isVisible()


def test_a_lock_at_once_after_unlocking_leaves_nobody_listening(qtbot, window) -> None:
    guards = window.guards
    guards._stands = True  # noqa: SLF001  as if the vault had only just been opened
    guards.stop()
    guards._listen()  # noqa: SLF001  what was due after the first picture
    assert not guards.system.is_listening


def test_minimising_locks_only_where_that_was_asked_for(qtbot, window, work) -> None:
    window.showMinimized()
    assert window.workplace is work
    window.showNormal()
    guard(work, lock_when_minimised=True)
    window.showMinimized()
    assert is_locked(work.session)
    assert window.workplace is None


def test_minimising_locks_at_the_next_unlocking_too(qtbot, window, work) -> None:
    guard(work, lock_when_minimised=True)
    window.lock()
    again = unlock_in(qtbot, window)
    window.setWindowState(Qt.WindowState.WindowMinimized)
    assert is_locked(again.session)


def test_every_window_is_kept_out_of_captures_while_that_is_wished(
    qtbot, window, work, monkeypatch
) -> None:
    kept: list[tuple[int, bool]] = []
    guards = window.guards
    guards.capture = CaptureGuard(guards, keep=lambda *how: bool(kept.append(how)))
    guard(work, hide_from_capture=True)
    assert (int(window.winId()), True) in kept
    kept.clear()
    menu = QMenu(window)
    menu.addAction("Record an event")
    menu.popup(window.pos())
    assert (int(menu.winId()), True) in kept, "also what opens later"
    menu.close()
    kept.clear()
    window.lock()
    assert kept == [(int(window.winId()), False)]


def test_a_system_without_it_says_why() -> None:
    assert "Windows and macOS" in why_not("linux")
    assert keep_for("linux") is None
    for system in ("win32", "darwin"):
        assert why_not(system) == ""
        assert keep_for(system) is not None


@pytest.mark.parametrize(
    ("hidden", "answers", "asked", "done"),
    [
        (True, [1], [0x11], True),
        (True, [0, 1], [0x11, 0x01], True),  # a Windows older than 2004
        (True, [0, 0], [0x11, 0x01], False),
        (False, [1], [0x00], True),
    ],
)
def test_windows_is_told_how_a_window_may_be_shown(
    hidden, answers, asked, done
) -> None:
    heard: list[int] = []
    left = iter(answers)

    def set_affinity(_window: ctypes.c_void_p, how: ctypes.c_uint32) -> int:
        heard.append(how.value)
        return next(left)

    user = SimpleNamespace(SetWindowDisplayAffinity=set_affinity)
    assert keep_on_windows(7, hidden, user=user) is done
    assert heard == asked


@pytest.mark.parametrize(("hidden", "sharing"), [(True, 0), (False, 1)])
def test_macos_is_told_how_a_window_may_be_shared(hidden, sharing) -> None:
    names = {b"window": 1, b"setSharingType:": 2}
    heard: list[tuple[int, int, int]] = []

    def message(receiver: int, name: int, value: int) -> int:
        heard.append((receiver, name, value))
        return 500 if name == 1 else 0

    kind = ctypes.CFUNCTYPE(
        ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_ulong
    )
    objc = SimpleNamespace(sel_registerName=_Names(names), objc_msgSend=kind(message))
    assert keep_on_mac(7, hidden, objc=objc)
    assert heard[0][:2] == (7, 1)
    assert heard[1] == (500, 2, sharing)


class _Names(SimpleNamespace):
    """Registers the names of messages, and takes attributes as ctypes does."""

    def __init__(self, names: dict[bytes, int]) -> None:
        super().__init__()
        self._names = names

    def __call__(self, name: bytes) -> int:
        return self._names[name]
