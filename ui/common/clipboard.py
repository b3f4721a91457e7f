"""Puts a secret on the clipboard, and takes it away again.

It goes after thirty seconds, when the vault is locked and when the program ends, unless
something else was copied since. Systems that keep a history of the clipboard are asked
to leave it out; macOS knows no such wish from here.
"""

import hashlib
import hmac
import secrets

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication

SECONDS = 30
_NO = b"\x00\x00\x00\x00"
WISHES = {
    # Windows: for programs that watch the clipboard, its history, and its cloud
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "CanIncludeInClipboardHistory": _NO,
    "CanUploadToCloudClipboard": _NO,
    "x-kde-passwordManagerHint": b"secret",  # KDE, and others that followed it
}


class SecretOnClipboard(QObject):
    """Knows whether what lies on the clipboard is the secret put there; not which."""

    def __init__(self, clipboard: QClipboard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._salt = secrets.token_bytes(16)
        self._digest = b""
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SECONDS * 1_000)
        self.timer.timeout.connect(self.clear)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.clear)

    def copy(self, text: str) -> None:
        data = QMimeData()
        data.setText(text)
        for wish, value in WISHES.items():
            data.setData(wish, value)
        self._clipboard.setMimeData(data)
        self._digest = self._digest_of(text)
        self.timer.start()

    @Slot()
    def clear(self) -> None:
        """Take the secret away, if it is still what lies there."""
        self.timer.stop()
        digest, self._digest = self._digest, b""
        if digest and hmac.compare_digest(
            digest, self._digest_of(self._clipboard.text())
        ):
            self._clipboard.clear()

    def _digest_of(self, text: str) -> bytes:
        return hashlib.sha256(self._salt + text.encode("utf-8", "replace")).digest()


def copy_secret(text: str) -> None:
    """Put a secret on the clipboard for thirty seconds."""
    app = QCoreApplication.instance()
    kept = None if app is None else app.findChild(SecretOnClipboard)
    (kept or SecretOnClipboard(QGuiApplication.clipboard(), app)).copy(text)


def clear_secret() -> None:
    """Take a secret away at once, such as when the vault is locked."""
    app = QCoreApplication.instance()
    for kept in [] if app is None else app.findChildren(SecretOnClipboard):
        kept.clear()
