"""Hears from the system that the screen was locked or the computer goes to sleep."""

import sys
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot


class Ears(Protocol):
    """How one kind of system is listened to."""

    def listen(self) -> None: ...
    def leave(self) -> None: ...


class SystemLock(QObject):
    """Says `told` when the system locks its screen, changes the user or sleeps.

    Where a system tells nothing, nothing is heard and nobody is troubled: the idle
    watch locks all the same, and finds out at waking that the computer slept.
    """

    told = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ears: Ears | None = None

    @property
    def is_listening(self) -> bool:
        return self._ears is not None

    def start(self, window: int) -> None:
        """Begin to listen: what that takes is loaded only now."""
        if self._ears is None:
            self._ears = _ears(sys.platform, window, self)
            self._ears.listen()

    def stop(self) -> None:
        if self._ears is not None:
            self._ears.leave()
            self._ears = None

    @Slot()
    def tell(self) -> None:
        """Pass on a sign, unless nobody listens any more."""
        if self._ears is not None:
            self.told.emit()


def _ears(system: str, window: int, owner: SystemLock) -> Ears:
    if system == "win32":
        from ui.windows_signs import WindowsSigns

        return WindowsSigns(window, owner.tell)
    if system == "darwin":
        from ui.mac_signs import MacSigns

        return MacSigns(owner.tell, owner)
    from ui.bus_signs import BusSigns

    return BusSigns(owner.tell, owner)
