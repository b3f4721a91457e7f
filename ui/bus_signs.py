"""Listens on the message buses of Linux desktops for the screen lock and for sleep."""

import os
from collections.abc import Callable, Sequence

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusError, QDBusMessage, QDBusVariant

LOGIN = "org.freedesktop.login1"
MANAGER, SESSION = f"{LOGIN}.Manager", f"{LOGIN}.Session"
PROPERTIES = "org.freedesktop.DBus.Properties"
MANAGER_PATH = "/org/freedesktop/login1"
SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)
_ANSWER_MS = 2_000


def asks_to_lock(interface: str, member: str, given: Sequence[object]) -> bool:
    """Whether a message says that the screen is locked or the computer will sleep."""
    if member == "ActiveChanged":
        return interface in SCREEN_SAVERS and list(given[:1]) == [True]
    if member == "PrepareForSleep":
        return interface == MANAGER and list(given[:1]) == [True]
    return member == "Lock" and interface == SESSION


def session_path(name: str) -> str:
    """Where the login service keeps a session of that name; "" for any of them.

    The service writes a digit at the start, and all but letters and digits, as two
    hexadecimal digits after a low line.
    """
    if not name:
        return ""
    written = "".join(
        letter
        if letter.isascii() and letter.isalnum() and not (letter.isdigit() and at == 0)
        else "".join(f"_{byte:02x}" for byte in letter.encode())
        for at, letter in enumerate(name)
    )
    return f"{MANAGER_PATH}/session/{written}"


class BusSigns(QObject):
    """Hears screen savers on the session bus and the login service on the system's.

    A bus that is not there is silence. Whoever may write to the session bus can lock
    the vault, as they could by locking the screen; nothing else can be said to it.
    """

    def __init__(
        self,
        tell: Callable[[], object],
        parent: QObject | None = None,
        *,
        system: QDBusConnection | None = None,
        session: str | None = None,
    ) -> None:
        super().__init__(parent)
        self._tell = tell
        self._desktop = QDBusConnection.sessionBus()
        self._system = system or QDBusConnection.systemBus()
        name = os.environ.get("XDG_SESSION_ID", "") if session is None else session
        self._own = session_path(name)
        self._heard: list[tuple[QDBusConnection, tuple[str, ...], str]] = []

    def listen(self) -> None:
        hear = SLOT("hear(QDBusMessage)")
        if self._desktop.isConnected():
            for name in SCREEN_SAVERS:
                self._hear(self._desktop, ("", "", name, "ActiveChanged"), hear)
        if self._system.isConnected():
            sleeps = (LOGIN, MANAGER_PATH, MANAGER, "PrepareForSleep")
            self._hear(self._system, sleeps, hear)
            self._hear(self._system, (LOGIN, self._own, SESSION, "Lock"), hear)
            changes = (LOGIN, self._own, PROPERTIES, "PropertiesChanged")
            self._hear(self._system, changes, SLOT("ask_hint(QDBusMessage)"))

    def leave(self) -> None:
        for bus, match, slot in self._heard:
            bus.disconnect(*match, self, slot)  # type: ignore[call-overload]  # see _hear
        self._heard = []

    @Slot(QDBusMessage)
    def hear(self, message: QDBusMessage) -> None:
        if asks_to_lock(message.interface(), message.member(), message.arguments()):
            self._tell()

    @Slot(QDBusMessage)
    def ask_hint(self, message: QDBusMessage) -> None:
        """Something of a session changed: ask whether it is locked now."""
        if list(message.arguments()[:1]) != [SESSION]:
            return
        asked = QDBusMessage.createMethodCall(LOGIN, message.path(), PROPERTIES, "Get")
        asked.setArguments([SESSION, "LockedHint"])
        self._system.callWithCallback(  # type: ignore[call-overload]  # see _hear
            asked,
            self,
            SLOT("hear_hint(QDBusMessage)"),
            SLOT("hear_refusal(QDBusError,QDBusMessage)"),
            _ANSWER_MS,
        )

    @Slot(QDBusMessage)
    def hear_hint(self, answer: QDBusMessage) -> None:
        hint = next(iter(answer.arguments()), None)
        if isinstance(hint, QDBusVariant) and hint.variant() is True:
            self._tell()

    @Slot(QDBusError, QDBusMessage)
    def hear_refusal(self, _error: QDBusError, _answer: QDBusMessage) -> None:
        """A login service without such a hint says it in other ways, or not at all."""

    def _hear(self, bus: QDBusConnection, match: tuple[str, ...], slot: str) -> None:
        # Its stubs ask for bytes here, and it takes nothing but a string.
        if bus.connect(*match, self, slot):  # type: ignore[call-overload]
            self._heard.append((bus, match, slot))
