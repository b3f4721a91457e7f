"""The system says that its screen is locked or that it will sleep: the vault hears."""

import ctypes
import os
import shutil
import subprocess
import sys
from ctypes import wintypes
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QByteArray

from ui.bus_signs import MANAGER, SCREEN_SAVERS, SESSION, asks_to_lock, session_path
from ui.mac_signs import MacSigns, screen_is_locked
from ui.system_lock import SystemLock
from ui.windows_signs import POWER, SESSION_CHANGE, WindowsSigns
from ui.windows_signs import asks_to_lock as windows_asks

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("saver", SCREEN_SAVERS)
def test_a_screen_saver_that_comes_on_locks_and_going_off_does_not(saver) -> None:
    assert asks_to_lock(saver, "ActiveChanged", [True])
    assert not asks_to_lock(saver, "ActiveChanged", [False])


@pytest.mark.parametrize(
    ("interface", "member", "given"),
    [
        ("org.example.ScreenSaver", "ActiveChanged", [True]),
        (SCREEN_SAVERS[0], "ActiveChanged", []),
        (SCREEN_SAVERS[0], "ActiveChanged", ["true"]),
        (MANAGER, "PrepareForSleep", [False]),
        (MANAGER, "PrepareForShutdown", [True]),
        (SESSION, "Unlock", []),
        (MANAGER, "Lock", []),
        ("", "", []),
    ],
)
def test_what_else_is_on_a_bus_locks_nothing(interface, member, given) -> None:
    assert not asks_to_lock(interface, member, given)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("2", "/org/freedesktop/login1/session/_32"),
        ("12", "/org/freedesktop/login1/session/_312"),
        ("c1", "/org/freedesktop/login1/session/c1"),
        ("a-b", "/org/freedesktop/login1/session/a_2db"),
        ("é", "/org/freedesktop/login1/session/_c3_a9"),
        ("", ""),
    ],
)
def test_a_session_is_found_as_the_login_service_writes_it(name, path) -> None:
    assert session_path(name) == path


@pytest.mark.skipif(
    shutil.which("dbus-run-session") is None, reason="needs dbus-run-session"
)
def test_real_signs_on_a_real_bus_are_heard() -> None:
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-m", "bus_desktop"],
        cwd=ROOT / "tests" / "ui",
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "saver on 1",
        "saver off 0",
        "saver on 1",
        "saver off 0",
        "sleep 1",
        "wake 0",
        "own lock 1",
        "own unlock 0",
        "lock of another 0",
        "unlocked hint 0",
        "locked hint 1",
        "after leaving 0",
    ], done.stderr


def test_without_a_bus_there_is_silence() -> None:
    program = (
        "from PySide6.QtCore import QCoreApplication\n"
        "app = QCoreApplication([])\n"
        "from ui.system_lock import SystemLock\n"
        "lock = SystemLock()\n"
        "lock.start(0)\n"
        "assert lock.is_listening\n"
        "lock.stop()\n"
    )
    nowhere = "unix:path=/nowhere/bus"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={
            "DBUS_SESSION_BUS_ADDRESS": nowhere,
            "DBUS_SYSTEM_BUS_ADDRESS": nowhere,
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_only_a_listener_passes_signs_on(qtbot, monkeypatch) -> None:
    made: list[str] = []
    ears = SimpleNamespace(
        listen=lambda: made.append("listens"), leave=lambda: made.append("leaves")
    )
    monkeypatch.setattr("ui.system_lock._ears", lambda *_: ears)
    lock, told = SystemLock(), []
    lock.told.connect(lambda: told.append(1))
    lock.tell()
    lock.start(1)
    lock.start(1)
    lock.tell()
    lock.stop()
    lock.stop()
    lock.tell()
    assert made == ["listens", "leaves"]
    assert told == [1]


@pytest.mark.parametrize(
    ("message", "what", "locks"),
    [
        (SESSION_CHANGE, 0x7, True),  # WTS_SESSION_LOCK
        (SESSION_CHANGE, 0x8, False),  # WTS_SESSION_UNLOCK
        (SESSION_CHANGE, 0x2, True),  # WTS_CONSOLE_DISCONNECT: another user
        (SESSION_CHANGE, 0x4, True),  # WTS_REMOTE_DISCONNECT
        (SESSION_CHANGE, 0x1, False),
        (POWER, 0x4, True),  # PBT_APMSUSPEND
        (POWER, 0x12, True),  # PBT_APMRESUMEAUTOMATIC
        (POWER, 0xA, False),  # PBT_APMPOWERSTATUSCHANGE: the charger
        (0x0007, 0x7, False),
    ],
)
def test_a_message_of_windows_is_read_as_it_is_sent(
    qapp, message: int, what: int, locks: bool
) -> None:
    told: list[int] = []
    asked: list[tuple[str, int]] = []
    wts = SimpleNamespace(
        WTSRegisterSessionNotification=lambda window, _: asked.append(("on", window)),
        WTSUnRegisterSessionNotification=lambda window: asked.append(("off", window)),
    )
    signs = WindowsSigns(77, lambda: told.append(1), wts=wts)
    signs.listen()
    sent = wintypes.MSG(message=message, wParam=what)
    for kind in (QByteArray(b"windows_generic_MSG"), b"xcb_generic_event_t"):
        passed = signs.nativeEventFilter(kind, ctypes.addressof(sent))
        assert passed == (False, 0), "the message goes on to Qt"
    signs.leave()
    assert windows_asks(message, what) == locks
    assert bool(told) == locks
    assert len(told) <= 1
    assert asked == [("on", 77), ("off", 77)]


def test_a_windows_without_sessions_is_listened_to_all_the_same(qapp) -> None:
    signs = WindowsSigns(77, lambda: None)
    signs.listen()
    signs.leave()


class FakeGraphics:
    """The two libraries of macOS, with a session that is locked or is not."""

    def __init__(self, session: int, value: int) -> None:
        self.released = 0
        self.CGSessionCopyCurrentDictionary = _call(lambda: session)
        self.CFStringCreateWithCString = _call(lambda *_: 5)
        self.CFDictionaryGetValue = _call(lambda *_: value)
        self.CFBooleanGetValue = _call(lambda found: found.value == 1)
        self.CFRelease = self.release

    def release(self, _thing: object) -> None:
        self.released += 1


def _call(answer) -> SimpleNamespace:
    """A function that takes attributes, as those of ctypes do."""

    class Call(SimpleNamespace):
        def __call__(self, *given: object) -> object:
            return answer(*given)

    return Call()


@pytest.mark.parametrize(
    ("session", "value", "locked", "released"),
    [(9, 1, True, 2), (9, 2, False, 2), (9, 0, False, 2), (0, 1, False, 0)],
)
def test_macos_is_asked_whether_its_screen_is_locked(
    session, value, locked, released
) -> None:
    fake = FakeGraphics(session, value)
    assert screen_is_locked(fake, fake) is locked
    assert fake.released == released, "nothing of the system's is kept"


def test_elsewhere_macos_cannot_be_asked() -> None:
    if sys.platform != "darwin":
        assert not screen_is_locked()


def test_a_look_that_finds_the_screen_locked_tells(qapp) -> None:
    told: list[int] = []
    answers = iter([False, True])
    signs = MacSigns(lambda: told.append(1), is_locked=lambda: next(answers))
    signs.listen()
    signs.look()
    assert not told
    signs.look()
    assert told
    signs.leave()
