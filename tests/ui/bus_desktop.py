"""A desktop on a bus of its own, and somebody who listens to it.

Run it inside `dbus-run-session`, the bus of which stands for both of a desktop's. It
sends what real desktops send and prints what the listener would have locked at.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import SLOT, QCoreApplication, QEventLoop, QObject, QTimer, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusVariant,
    QDBusVirtualObject,
)

from ui.bus_signs import (
    LOGIN,
    MANAGER,
    MANAGER_PATH,
    PROPERTIES,
    SESSION,
    BusSigns,
    session_path,
)

LAST = "org.example.LastWord"
OWN, OTHER = session_path("7"), session_path("c8")


class LoginSession(QDBusVirtualObject):
    """A session of the login service, which says whether it is locked."""

    def __init__(self) -> None:
        super().__init__()
        self.locked = False
        self.answered = 0

    def introspect(self, _path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, bus: QDBusConnection) -> bool:  # noqa: N802  Qt's name
        answer = message.createReply()
        answer.setArguments([QDBusVariant(self.locked)])
        bus.send(answer)
        self.answered += 1
        return True


class LastWord(QObject):
    """Hears what was sent last: everything before it has arrived by then."""

    def __init__(self, bus: QDBusConnection) -> None:
        super().__init__()
        self.heard = 0
        bus.connect("", "", LAST, "Said", self, SLOT("hear(QDBusMessage)"))  # type: ignore[call-overload]  # wants a string

    @Slot(QDBusMessage)
    def hear(self, _message: QDBusMessage) -> None:
        self.heard += 1


class Desktop:
    """Sends one sign after another and waits until each has arrived."""

    def __init__(self) -> None:
        kind = QDBusConnection.BusType.SessionBus
        self.bus = QDBusConnection.connectToBus(kind, "desktop")
        self.own = LoginSession()
        self.bus.registerVirtualObject(OWN, self.own)
        if not self.bus.registerService(LOGIN):
            raise SystemExit("The bus gave the name away already.")
        self.heard = 0
        own = QDBusConnection.sessionBus()
        self.signs = BusSigns(self.hear, system=own, session="7")
        self.last_word = LastWord(own)

    def hear(self) -> None:
        self.heard += 1

    def send(self, path: str, interface: str, member: str, *given: object) -> int:
        """Return how often the listener would have locked.

        The messages of one sender keep their order.
        """
        before, answered = self.heard, self.own.answered
        self._emit(path, interface, member, *given)
        if interface == PROPERTIES:
            self._wait(lambda: self.own.answered > answered)
        words = self.last_word.heard
        self._emit("/last", LAST, "Said")
        self._wait(lambda: self.last_word.heard > words)
        return self.heard - before

    def _emit(self, path: str, interface: str, member: str, *given: object) -> None:
        signal = QDBusMessage.createSignal(path, interface, member)
        signal.setArguments(list(given))
        self.bus.send(signal)

    def _wait(self, done: Callable[[], bool]) -> None:
        loop, look = QEventLoop(), QTimer()
        look.timeout.connect(lambda: loop.quit() if done() else None)
        look.start(1)
        loop.exec()


def main() -> int:
    """Send every sign; print its name and how often it would have locked."""
    app = QCoreApplication(sys.argv)
    desktop = Desktop()
    desktop.signs.listen()
    for name in ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"):
        path = f"/{name.replace('.', '/')}"
        print("saver on", desktop.send(path, name, "ActiveChanged", True))  # noqa: T201  this is what it is for
        print("saver off", desktop.send(path, name, "ActiveChanged", False))  # noqa: T201  likewise
    for name, sent in {
        "sleep": (MANAGER_PATH, MANAGER, "PrepareForSleep", True),
        "wake": (MANAGER_PATH, MANAGER, "PrepareForSleep", False),
        "own lock": (OWN, SESSION, "Lock"),
        "own unlock": (OWN, SESSION, "Unlock"),
        "lock of another": (OTHER, SESSION, "Lock"),
        "unlocked hint": (OWN, PROPERTIES, "PropertiesChanged", SESSION, {}, []),
    }.items():
        print(name, desktop.send(*sent))  # noqa: T201  likewise
    desktop.own.locked = True
    hint = (OWN, PROPERTIES, "PropertiesChanged", SESSION, {"LockedHint": True}, [])
    print("locked hint", desktop.send(*hint))  # noqa: T201  likewise
    desktop.signs.leave()
    print("after leaving", desktop.send(OWN, SESSION, "Lock"))  # noqa: T201  likewise
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main())
