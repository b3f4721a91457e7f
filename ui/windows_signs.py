"""Listens to Windows for the screen lock, another user and sleep."""

import ctypes
from collections.abc import Callable
from contextlib import suppress
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

SESSION_CHANGE, POWER = 0x02B1, 0x0218  # WM_WTSSESSION_CHANGE, WM_POWERBROADCAST
_LEFT = frozenset({0x2, 0x4, 0x7})
"""The console was disconnected, a remote desktop was, the screen was locked."""
_SLEEPS = frozenset({0x4, 0x7, 0x12})
"""The computer is about to sleep; or it woke, and did not say so before."""
_KINDS = (b"windows_generic_MSG", b"windows_dispatcher_MSG")
_THIS_SESSION = 0


def asks_to_lock(message: int, what: int) -> bool:
    """Whether a message of Windows says that nobody may look any more."""
    return (message == SESSION_CHANGE and what in _LEFT) or (
        message == POWER and what in _SLEEPS
    )


class WindowsSigns(QAbstractNativeEventFilter):
    """Reads the window's own messages, once Windows was asked to send them."""

    def __init__(
        self, window: int, tell: Callable[[], object], *, wts: Any = None
    ) -> None:
        super().__init__()
        self._window, self._tell = window, tell
        self._wts = wts if wts is not None else _session_library()

    def listen(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self)
        with suppress(AttributeError, OSError):
            self._wts.WTSRegisterSessionNotification(self._window, _THIS_SESSION)

    def leave(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.removeNativeEventFilter(self)
        with suppress(AttributeError, OSError):
            self._wts.WTSUnRegisterSessionNotification(self._window)

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: Any
    ) -> tuple[bool, int]:
        if bytes(kind) in _KINDS:  # type: ignore[arg-type]  # a QByteArray gives its bytes
            told = wintypes.MSG.from_address(int(message))
            if asks_to_lock(told.message, told.wParam):
                self._tell()
        return False, 0


def _session_library() -> Any:
    loader = getattr(ctypes, "WinDLL", None)
    if loader is None:
        return None
    try:
        library = loader("wtsapi32")
    except OSError:
        return None
    for name in ("WTSRegisterSessionNotification", "WTSUnRegisterSessionNotification"):
        getattr(library, name).restype = wintypes.BOOL
    library.WTSRegisterSessionNotification.argtypes = [wintypes.HWND, wintypes.DWORD]
    library.WTSUnRegisterSessionNotification.argtypes = [wintypes.HWND]
    return library
