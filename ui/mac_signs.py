"""Asks macOS whether its screen is locked: it tells no program without being asked."""

import ctypes
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

LOOKS_MS = 2_000
_KEY = b"CGSSessionScreenIsLocked"
_UTF8 = 0x08000100
_FRAMEWORKS = "/System/Library/Frameworks"


class MacSigns(QObject):
    """Looks every two seconds. Sleep is found out at waking, by the idle watch."""

    def __init__(
        self,
        tell: Callable[[], object],
        parent: QObject | None = None,
        *,
        is_locked: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self._tell = tell
        self._is_locked = is_locked or screen_is_locked
        self._timer = QTimer(self)
        self._timer.setInterval(LOOKS_MS)
        self._timer.timeout.connect(self.look)

    def listen(self) -> None:
        self._timer.start()

    def leave(self) -> None:
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        if self._is_locked():
            self._tell()


def screen_is_locked(graphics: Any = None, foundation: Any = None) -> bool:
    """Whether this person's screen is locked; False where that cannot be asked."""
    try:
        graphics = graphics or _library("CoreGraphics")
        foundation = foundation or _library("CoreFoundation")
        return _asked(graphics, foundation)
    except (OSError, AttributeError):
        return False


def _asked(graphics: Any, foundation: Any) -> bool:
    graphics.CGSessionCopyCurrentDictionary.restype = ctypes.c_void_p
    foundation.CFStringCreateWithCString.restype = ctypes.c_void_p
    foundation.CFDictionaryGetValue.restype = ctypes.c_void_p
    foundation.CFBooleanGetValue.restype = ctypes.c_bool
    session = graphics.CGSessionCopyCurrentDictionary()
    if not session:
        return False
    key = foundation.CFStringCreateWithCString(None, _KEY, _UTF8)
    try:
        found = foundation.CFDictionaryGetValue(
            ctypes.c_void_p(session), ctypes.c_void_p(key)
        )
        return bool(found) and bool(
            foundation.CFBooleanGetValue(ctypes.c_void_p(found))
        )
    finally:
        foundation.CFRelease(ctypes.c_void_p(key))
        foundation.CFRelease(ctypes.c_void_p(session))


def _library(name: str) -> Any:
    return ctypes.CDLL(f"{_FRAMEWORKS}/{name}.framework/{name}")
