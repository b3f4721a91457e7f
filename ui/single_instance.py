"""A second start for a vault brings the first one's window forward.

All that can be said through it is "raise": no name, no path, no secret. It is found by
a name made from the vault's folder and the person's account, which tells of neither.
"""

import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:  # loaded when there is somebody to talk to, or the window stands
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

RAISE, RAISED = b"raise\n", b"raised\n"
_ANSWER_MS = 2_000
"""Whoever does not answer by then hangs, or is a stranger: a window opens anyway."""


def name_for(folder: Path) -> str:
    """Where the window of a vault is to be found, the same for each of its starts."""
    person = os.environ.get("USERNAME") if sys.platform == "win32" else os.getuid()
    said = f"{person}\n{os.path.normcase(folder.resolve())}"
    name = f"isteam-{hashlib.sha256(said.encode()).hexdigest()[:24]}"
    return name if sys.platform == "win32" else str(_sockets() / name)


def raise_other(folder: Path) -> bool:
    """Ask the program that has a vault's window to bring it forward; False: nobody."""
    name = name_for(folder)
    if sys.platform != "win32" and not is_ours(Path(name)):
        return False
    from PySide6.QtNetwork import QLocalSocket

    _let_others_come_forward()
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_ANSWER_MS):
        return False
    socket.write(RAISE)
    while socket.bytesAvailable() < len(RAISED):
        if not socket.waitForReadyRead(_ANSWER_MS):
            return False
    return bytes(socket.readAll().data()) == RAISED


class SingleInstance(QObject):
    """Answers later starts for the vault whose page or door is shown."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None
        self._folder: Path | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._listen)

    @Slot(object)
    def stand_for(self, folder: Path) -> None:
        """Be found under a vault from now on: soon, the window is painted before."""
        if folder != self._folder:
            self.close()
            self._folder = folder
            self._wait.start(0)

    @property
    def is_listening(self) -> bool:
        return self._server is not None and self._server.isListening()

    def close(self) -> None:
        """Be found no more."""
        self._wait.stop()
        self._folder = None
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    @Slot()
    def _listen(self) -> None:
        if self._folder is None:
            return
        from PySide6.QtNetwork import QLocalServer

        name = name_for(self._folder)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        if not self._server.listen(name) and not _is_answered(name):
            QLocalServer.removeServer(name)  # left by a program that was killed
            self._server.listen(name)

    @Slot()
    def _answer(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(socket.deleteLater)
            if socket.bytesAvailable():
                self._read_from(socket)

    @Slot()
    def _read(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._read_from(socket)

    def _read_from(self, socket: "QLocalSocket") -> None:
        """Do what is asked if it is the one thing that can be; hang up otherwise."""
        said = bytes(socket.peek(len(RAISE) + 1).data())
        if said == RAISE:
            socket.readAll()
            socket.write(RAISED)
            socket.flush()
            self.asked.emit()
        elif not RAISE.startswith(said):
            socket.abort()


def is_ours(socket: Path) -> bool:
    """Whether this person's program made it: a stranger's answer must not count."""
    try:
        return socket.lstat().st_uid == os.getuid()
    except OSError:
        return False


def _is_answered(name: str) -> bool:
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    found = socket.waitForConnected(_ANSWER_MS)
    socket.abort()
    return found


def _sockets() -> Path:
    """A folder of this person's alone, where the system has one."""
    own = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    return own if own.is_dir() else Path(tempfile.gettempdir())


def _let_others_come_forward() -> None:
    """Windows lets only the program in front bring another forward."""
    if sys.platform == "win32":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.WinDLL("user32").AllowSetForegroundWindow(-1)
