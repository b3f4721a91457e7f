"""Where the window stands: as it was left, and never outside a screen of today."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.local_choices import LocalChoices

USUAL = (1280, 800)
SMALLEST = (800, 480)


def place_window(window: QWidget, choices: LocalChoices) -> None:
    """Put the window where it was, moved and cut to what a screen can show."""
    kept = choices.now.window
    wanted = QRect(*kept) if kept else QRect(-1, -1, *USUAL)
    screen = QGuiApplication.screenAt(wanted.center()) or window.screen()
    window.setMinimumSize(*SMALLEST)
    window.setGeometry(clamped(wanted, screen.availableGeometry(), centred=not kept))
    if choices.now.maximised:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def remember_place(window: QWidget, choices: LocalChoices) -> None:
    place = window.normalGeometry()
    choices.keep_window(
        (place.x(), place.y(), place.width(), place.height()),
        maximised=window.isMaximized(),
    )


def clamped(wanted: QRect, room: QRect, *, centred: bool = False) -> QRect:
    """A window's place inside a screen: cut to its size, then moved onto it."""
    made = QRect(wanted.topLeft(), wanted.size().boundedTo(room.size()))
    if centred:
        made.moveCenter(room.center())
    made.moveLeft(min(max(made.left(), room.left()), room.right() + 1 - made.width()))
    made.moveTop(min(max(made.top(), room.top()), room.bottom() + 1 - made.height()))
    return made
