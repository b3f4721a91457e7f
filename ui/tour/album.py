"""Keeps what a tour makes: numbered pictures, files, and an index of them."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QInputMethodEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from ui.common.theme import Theme, colour
from ui.tour.hands import Hands
from ui.tour.trouble import StepFailed

SIZE = (1280, 800)
SMALL = (1024, 640)
_LOOKS = {"light": "", "dark": ", dark"}
_SHADE = QColor(0, 0, 0, 70)
"""What a window manager does to a window under a dialog."""
_CURSOR = QInputMethodEvent.AttributeType.Cursor


class Album:
    """Takes pictures of one window, 1280 by 800 unless told, in either theme."""

    def __init__(
        self, folder: Path, window: QMainWindow, theme: Theme, hands: Hands
    ) -> None:
        self.folder = folder
        self._window, self._theme, self._hands = window, theme, hands
        self._number = 0
        self._lines: list[str] = []
        self._look = "light"

    def take(self, name: str, words: str, *, dark: bool = False) -> None:
        """Keep the window as it looks now; with `dark`, in the dark theme as well."""
        self._number += 1
        stem = f"{self._number:02}-{name}"
        if not dark:
            self._dress("light")
            self._save(f"{stem}-light.png", words)
            return
        # dressing a whole window takes long: begin with what it wears already
        for look in sorted(_LOOKS, key=lambda each: each != self._look):
            self._dress(look)
            self._save(f"{stem}-{look}.png", words + _LOOKS[look])

    def take_small(self, name: str, words: str) -> None:
        """Keep the window as it looks on a small screen."""
        self._window.resize(*SMALL)
        self._hands.settle()
        self.take(name, words)
        self._window.resize(*SIZE)
        self._hands.settle()

    def _dress(self, look: str) -> None:
        if look != self._look:
            self._look = look
            self._theme.set_choice(look)
            self._hands.settle()

    def note(self, file: Path, words: str) -> None:
        """Put a file that the program itself wrote on the index."""
        if not file.is_file() or not file.stat().st_size:
            raise StepFailed(f"{file.name} was not written.")
        self._lines.append(f"{file.relative_to(self.folder).as_posix():38} {words}")

    def finish(self) -> Path:
        """Write the index; return where it is."""
        index = self.folder / "index.txt"
        index.write_text("\n".join([*self._lines, ""]), encoding="utf-8")
        return index

    def _save(self, name: str, words: str) -> None:
        self._hands.settle()
        file = self.folder / name
        picture = _picture(self._window)
        if not picture.save(str(file)):
            raise StepFailed(f"The picture {name} could not be written.")
        self.note(file, words)


def _picture(window: QMainWindow) -> QPixmap:
    """The window with the dialogs over it, and no blinking caret."""
    focused = QApplication.focusWidget()
    _show_caret(focused, shown=False)
    picture = window.grab()
    painter = QPainter(picture)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            place = _place(window, dialog)
            painter.fillRect(picture.rect(), _SHADE)
            painter.drawPixmap(place, dialog.grab())
            painter.setPen(colour("edge"))
            painter.drawRect(
                place.x() - 1, place.y() - 1, dialog.width() + 1, dialog.height() + 1
            )
    painter.end()
    _show_caret(focused, shown=True)
    return picture


def _place(window: QWidget, dialog: QWidget) -> QPoint:
    """Where a dialog stands: over the middle of its window."""
    there = QRect(QPoint(), dialog.size())
    there.moveCenter(window.rect().center())
    return there.topLeft()


def _show_caret(widget: QWidget | None, *, shown: bool) -> None:
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        widget.setCursorWidth(int(shown))
    elif isinstance(widget, QLineEdit):
        cursor = QInputMethodEvent.Attribute(_CURSOR, 0, int(shown), None)
        QApplication.sendEvent(widget, QInputMethodEvent("", [cursor]))
