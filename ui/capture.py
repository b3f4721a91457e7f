"""Keeps the windows out of screenshots and screen sharing, where the system can."""

import ctypes
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

WINDOWS_SEEN, WINDOWS_BLACK, WINDOWS_LEFT_OUT = 0x00, 0x01, 0x11
MAC_SEEN, MAC_LEFT_OUT = 1, 0
_SHOWN = frozenset({QEvent.Type.Show, QEvent.Type.WinIdChange})

Keep = Callable[[int, bool], bool]
"""Takes a window's number and whether captures leave it out; says if that is so."""


def why_not(system: str = sys.platform) -> str:
    """Why windows cannot be kept out of captures here, or nothing."""
    if system in ("win32", "darwin"):
        return ""
    return (
        "This system has no way to keep a window out of screenshots and screen "
        "sharing; it works on Windows and macOS."
    )


def keep_for(system: str = sys.platform) -> Keep | None:
    """Return how a window is kept out of captures on a system, if it can be."""
    if system == "win32":
        return keep_on_windows
    return keep_on_mac if system == "darwin" else None


def keep_on_windows(window: int, hidden: bool, *, user: Any = None) -> bool:
    """Leave a window out; a Windows too old for that shows it black instead."""
    try:
        call = (user or ctypes.WinDLL("user32")).SetWindowDisplayAffinity  # type: ignore[attr-defined,unused-ignore]  # Windows alone has it
    except (OSError, AttributeError):
        return False
    wanted = (WINDOWS_LEFT_OUT, WINDOWS_BLACK) if hidden else (WINDOWS_SEEN,)
    handle = ctypes.c_void_p(window)
    return any(call(handle, ctypes.c_uint32(how)) for how in wanted)


def keep_on_mac(view: int, hidden: bool, *, objc: Any = None) -> bool:
    """Tell the window around a view how it may be shared."""
    try:
        objc = objc or ctypes.CDLL("/usr/lib/libobjc.dylib")
        objc.sel_registerName.restype = ctypes.c_void_p
        objc.sel_registerName.argtypes = [ctypes.c_char_p]
        send = ctypes.cast(objc.objc_msgSend, ctypes.c_void_p).value or 0
    except (OSError, AttributeError):
        return False
    asks = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(send)
    tells = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)(
        send
    )
    window = asks(view, objc.sel_registerName(b"window"))
    if not window:
        return False
    how = MAC_LEFT_OUT if hidden else MAC_SEEN
    tells(window, objc.sel_registerName(b"setSharingType:"), how)
    return True


class CaptureGuard(QObject):
    """Keeps every window of the program out of captures: dialogs and lists as well."""

    def __init__(
        self, parent: QObject | None = None, *, keep: Keep | None = None
    ) -> None:
        super().__init__(parent)
        self._keep = keep or keep_for()
        self.is_on = False

    def set_on(self, on: bool) -> None:
        """Follow the setting. Where the system has no such thing nothing happens."""
        app = QCoreApplication.instance()
        if self._keep is None or on == self.is_on or app is None:
            return
        self.is_on = on
        if on:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                self._keep(int(window.winId()), on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            self._keep is not None
            and event.type() in _SHOWN
            and isinstance(watched, QWidget)
            and watched.isWindow()
        ):
            self._keep(int(watched.winId()), True)
        return False
