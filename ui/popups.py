"""Closes whatever lies over the window, so that nothing of it outlives a lock."""

from PySide6.QtWidgets import QApplication, QToolTip, QWidget

_MOST = 100
"""One that opens another when it is closed must not hold the lock up for ever."""


def close_popups() -> None:
    """Close every menu, list and dialog. None may ask a question in return."""
    for _ in range(_MOST):
        open_one: QWidget | None = (
            QApplication.activePopupWidget() or QApplication.activeModalWidget()
        )
        if open_one is None:
            break
        _close(open_one)
    QToolTip.hideText()


def close_others(window: QWidget) -> None:
    """Close every window of the program but one: also those that stop nobody."""
    close_popups()
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible() and other.parent() is not None:
            _close(other)


def _close(widget: QWidget) -> None:
    if not widget.close():
        widget.hide()
