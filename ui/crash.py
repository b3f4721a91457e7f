"""What happens when a bug escapes: an apology, a line in the log, and work goes on."""

import secrets
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    Qt,
    QThread,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from isteam_app.logs import Log
from ui.common.dialogs import MessageDialog

TITLE = "Something went wrong inside the program"
_WINDOWLESS = ("offscreen", "minimal")
_MOST_LOGGED = 200


def sentence(reference: str) -> str:
    """The apology: what happened, what is safe, what to do. Never the bug itself."""
    return (
        "We are sorry. What you saved is safe; the last step may not have been done. "
        "You can go on working. If it comes back, lock the vault, start the program "
        f"again, and tell your administrator reference {reference}."
    )


class CrashReporter(QObject):
    """Catches what escapes a slot, a thread or the start of the program.

    `show` is called on the GUI thread with the reference; by default a dialog
    apologises, one at a time however many bugs come.
    """

    reported = Signal(str)

    def __init__(
        self,
        log: Log,
        show: Callable[[str], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._show_with = show or self._apologise
        self._open: MessageDialog | None = None
        self._count = 0
        # Queued even on the GUI thread: a dialog must not open inside a paint event.
        self.reported.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over from Python and Qt. `uninstall` gives everything back."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._from_python
        threading.excepthook = self._from_thread
        sys.unraisablehook = self._from_cleanup
        self._qt_before = qInstallMessageHandler(self._from_qt)

    def uninstall(self) -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(self._qt_before)

    def report(self, error: BaseException) -> str:
        """Log a bug and have the person told. May be called on any thread."""
        reference = self._record(error)
        self.reported.emit(reference)
        return reference

    def record(self, error: BaseException) -> str:
        """Log a bug that is told in the page, as a background job's is."""
        return self._record(error)

    def start_failed(self, error: BaseException) -> int:
        """Tell of a bug before the window stands. Returns the exit code."""
        reference = self._record(error)
        print(f"{TITLE}. {sentence(reference)}", file=sys.stderr)  # noqa: T201  # there may be no window yet
        app = QApplication.instance()
        if app is not None and QGuiApplication.platformName() not in _WINDOWLESS:
            MessageDialog(None, TITLE, sentence(reference)).exec()
        return 1

    def _record(self, error: BaseException) -> str:
        reference = secrets.token_hex(4).upper()
        self._count += 1
        if self._count <= _MOST_LOGGED:
            self._log.bug(error, reference)
        return reference

    def _from_python(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.exit(130)
            return
        if (
            QCoreApplication.instance() is None
            or not QThread.currentThread().loopLevel()
        ):
            self.start_failed(error)
            return
        self.report(error)

    def _from_thread(self, escaped: threading.ExceptHookArgs) -> None:
        if escaped.exc_value is not None:
            self.report(escaped.exc_value)

    def _from_cleanup(self, escaped: "sys.UnraisableHookArgs") -> None:
        """An object that fails while it is thrown away troubles nobody: log it."""
        if escaped.exc_value is not None:
            self._record(escaped.exc_value)

    def _from_qt(
        self, kind: QtMsgType, context: QMessageLogContext, message: str
    ) -> None:
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            return
        grave = kind is not QtMsgType.QtWarningMsg
        self._log.qt(str(context.category or "default"), grave=grave)

    @Slot(str)
    def _show(self, reference: str) -> None:
        self._show_with(reference)

    def _apologise(self, reference: str) -> None:
        if self._open is not None:
            return
        self._open = MessageDialog(
            QApplication.activeWindow(), TITLE, sentence(reference)
        )
        self._open.finished.connect(self._closed)
        self._open.open()

    @Slot()
    def _closed(self) -> None:
        self._open = None
