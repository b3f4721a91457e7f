"""Looks at what is half typed, and says when it rests."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

LOOK_MS = 2_000
"""How often a page is asked for what is half typed; a pause that long keeps it."""
MOST_LOOKS = 5
"""Whoever never pauses has their typing kept after so many looks all the same."""


class TypingWatch(QObject):
    """Asks a page every two seconds: no key pressed waits for it.

    `rested` says that the text stood still since the last look, or that it has been
    changing for ten seconds.
    """

    rested = Signal()

    def __init__(
        self, see: Callable[[], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._see = see
        self._seen: object = None
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Compare what is half typed with the last look."""
        seen = self._see()
        rests = seen == self._seen
        self._seen = seen
        self._looks = 0 if rests else self._looks + 1
        if rests or self._looks >= MOST_LOOKS:
            self._looks = 0
            self.rested.emit()
