"""What locks the vault when nobody is there: idling, the system, a minimised window."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from isteam_app.domain.settings import Settings
from ui.capture import CaptureGuard
from ui.idle import IdleWatch
from ui.system_lock import SystemLock


class Guards(QObject):
    """Stands by while a vault is open, and says when it has to be locked."""

    lock_wanted = Signal()

    def __init__(self, window: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(window)
        self._window = window
        self._stands = self._locks_when_minimised = False
        self.idle = IdleWatch(now, self)
        self.system = SystemLock(self)
        self.capture = CaptureGuard(self)
        self.idle.idle.connect(self.lock_wanted)
        self.system.told.connect(self.lock_wanted)

    def start(self, settings: Settings) -> None:
        """Begin to watch, as the vault's settings say."""
        self._stands = True
        self.idle.start(settings.idle_minutes)
        self._window.installEventFilter(self)
        self.follow(settings)
        QTimer.singleShot(0, self._listen)  # the first page is painted before

    def follow(self, settings: Settings) -> None:
        """Take over what was changed in the settings."""
        self.idle.set_minutes(settings.idle_minutes)
        self._locks_when_minimised = settings.security.lock_when_minimised
        self.capture.set_on(settings.security.hide_from_capture)

    def stop(self) -> None:
        self._stands = False
        self.idle.stop()
        self.system.stop()
        self.capture.set_on(False)
        self._window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            self._locks_when_minimised
            and event.type() == QEvent.Type.WindowStateChange
            and self._window.isMinimized()
        ):
            self.lock_wanted.emit()
        return False

    @Slot()
    def _listen(self) -> None:
        if self._stands:
            self.system.start(int(self._window.winId()))
