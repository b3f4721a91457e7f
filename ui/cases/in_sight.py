"""Keeps what was just opened at the top of what scrolls, while the page comes to rest.

What stands over it takes its height only when its words have found their lines, and
would push it down again.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Slot
from PySide6.QtWidgets import QScrollArea, QWidget

_RESTS_AFTER = 250  # milliseconds: many passes of the layout, and no time to type


class InSight(QObject):
    """Holds one widget at the top of an area until it rests, or somebody scrolls."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._held: QWidget | None = None
        self._bar = area.verticalScrollBar()
        self._bar.rangeChanged.connect(self._place)
        self._bar.actionTriggered.connect(self.let_go)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_RESTS_AFTER)
        self._rest.timeout.connect(self.let_go)

    def hold(self, widget: QWidget) -> None:
        """Bring a widget to the top, and keep it there as it moves."""
        self.let_go()
        self._rest.start()
        self._held = widget
        widget.installEventFilter(self)
        self._place()

    @Slot()
    def let_go(self) -> None:
        if self._held is not None:
            self._held.removeEventFilter(self)
        self._held = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._held and event.type() == QEvent.Type.Move:
            self._place()
        return False

    @Slot()
    def _place(self) -> None:
        inside = self._area.widget()
        if self._held is not None and inside is not None:
            self._bar.setValue(self._held.mapTo(inside, QPoint(0, 0)).y())
