"""Notices that nobody is at the screen any more."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot

_LOOKS_MS = 5_000
_SLEPT = timedelta(seconds=90)
"""A look is due every five seconds: a longer gap means the computer slept."""

_SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Watches keys and mouse; says when nothing moved for the minutes set.

    It goes by the wall clock, so a computer that slept past the limit, or at all for
    more than a moment, is found out at waking: by the first look or the first key.
    """

    idle = Signal()

    def __init__(
        self, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._limit = timedelta(minutes=10)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOKS_MS)
        self._timer.timeout.connect(self.look)

    def start(self, minutes: int) -> None:
        """Begin to watch, from now on."""
        self._limit = timedelta(minutes=minutes)
        self._last = self._looked = self._now()
        app = QCoreApplication.instance()
        if app is not None and not self._timer.isActive():
            app.installEventFilter(self)
        self._timer.start()

    def set_minutes(self, minutes: int) -> None:
        self._limit = timedelta(minutes=minutes)

    def stop(self) -> None:
        self._timer.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    @Slot()
    def look(self) -> bool:
        """Say so if nobody was here for too long, and return whether."""
        now = self._now()
        slept = abs(now - self._looked) > _SLEPT
        self._looked = now
        if not slept and now - self._last < self._limit:
            return False
        self.stop()
        self.idle.emit()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _SIGNS or not event.spontaneous():
            return False
        if self.look():
            return True  # the key that woke the computer must not press a button
        self._last = self._looked
        return False
