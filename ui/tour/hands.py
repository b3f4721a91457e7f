"""Finds the parts of a window by what they say, and works them by mouse and keys."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QWidget,
)

from ui.common.buttons import Button
from ui.tour.trouble import StepFailed

Input = QLineEdit | QTextEdit | QPlainTextEdit | QComboBox
Kind = TypeVar("Kind", bound=QWidget)
PATIENCE = 60.0
"""Seconds before a step gives up on the window."""
_BREATH = 0.004
_WHOLE = QTextDocument.FindFlag.FindWholeWords
_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier


class Hands:
    """What a person does with a window. Nothing that cannot be seen can be worked."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def settle(self) -> None:
        """Let everything that is queued happen."""
        for _ in range(5):
            QApplication.processEvents()
            # no event loop runs here that would delete what is no longer used
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def wait(self, until: Callable[[], object], what: str) -> None:
        """Let the window work until it is so; `what` is said if it never is."""
        end = time.monotonic() + PATIENCE
        while not until():
            if time.monotonic() > end:
                raise StepFailed(f"Waited in vain for {what}.")
            self.settle()
            time.sleep(_BREATH)  # leaves the processor to the worker
        self.settle()

    def press(self, widget: QWidget) -> None:
        """Click the middle of a part that can be seen and pressed."""
        self.reach(widget)
        self.wait(widget.isEnabled, f"“{said_by(widget)}” to be ready")
        QTest.mouseClick(widget, _LEFT, _NONE, _middle(widget))
        self.settle()

    def press_words(self, words: str, inside: QWidget | None = None) -> None:
        """Press the button that says this."""
        self.press(self.button(words, inside))

    def write(self, name: str, text: str, inside: QWidget | None = None) -> None:
        """Go to a field and type over what stands in it."""
        field = self.field(name, inside)
        self.reach(field)
        QTest.mouseClick(field, _LEFT, _NONE, _near_left(field))
        QTest.keySequence(field, QKeySequence.StandardKey.SelectAll)
        self.type_into(field, text)

    def type_into(self, widget: QWidget, text: str) -> None:
        """Type; a new line is the Enter key."""
        for number, line in enumerate(text.split("\n")):
            if number:
                QTest.keyClick(widget, Qt.Key.Key_Return)
            QTest.keyClicks(widget, line)
        self.settle()

    def choose_word(self, text: QTextEdit, word: str) -> None:
        """Double-click a word where it first stands in a text."""
        found = text.document().find(word, 0, _WHOLE)
        if found.isNull():
            raise StepFailed(f"The text does not say “{word}”.")
        found.setPosition(found.selectionStart() + 1)
        text.setTextCursor(found)
        text.ensureCursorVisible()
        at = text.cursorRect(found).center()
        QTest.mouseDClick(text.viewport(), _LEFT, _NONE, at)
        self.settle()

    def choose(self, name: str, words: str, inside: QWidget | None = None) -> None:
        """Choose from a list by the words of a line, with the keys."""
        field = self.field(name, inside)
        if not isinstance(field, QComboBox):
            raise StepFailed(f"“{name}” is not a list to choose from.")
        self.reach(field)
        field.setFocus(Qt.FocusReason.MouseFocusReason)
        wanted = next(
            (at for at in range(field.count()) if words in field.itemText(at)), -1
        )
        if wanted < 0:
            raise StepFailed(f"The list “{name}” does not offer “{words}”.")
        while field.currentIndex() != wanted:
            down = field.currentIndex() < wanted
            QTest.keyClick(field, Qt.Key.Key_Down if down else Qt.Key.Key_Up)
        self.settle()

    def turn_to(self, tab: str) -> None:
        """Click a tab by its words."""
        for bar in self.seen(QTabBar):
            for at in range(bar.count()):
                if bar.tabText(at) == tab:
                    QTest.mouseClick(bar, _LEFT, _NONE, bar.tabRect(at).center())
                    self.settle()
                    return
        raise StepFailed(f"There is no tab “{tab}” in sight.")

    def pick(self, button: str, words: str) -> None:
        """Open a button's menu and click a line of it."""
        self.press_words(button)
        self.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "a menu")
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            for action in menu.actions():
                if action.text() == words:
                    at = menu.actionGeometry(action).center()
                    QTest.mouseClick(menu, _LEFT, _NONE, at)
                    self.settle()
                    return
            menu.close()
        raise StepFailed(f"The menu “{button}” does not offer “{words}”.")

    def key(self, key: Qt.Key, widget: QWidget | None = None) -> None:
        """Press one key where the keyboard is."""
        QTest.keyClick(widget or self.focused(), key)
        self.settle()

    def keys(self, shortcut: str) -> None:
        """Press a shortcut such as Ctrl+N."""
        QTest.keySequence(self.focused(), QKeySequence(shortcut))
        self.settle()

    def close_lists(self) -> None:
        """Close the list that hangs under a field while one types."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            self.key(Qt.Key.Key_Escape, popup)

    def focused(self) -> QWidget:
        """What has the keyboard."""
        active = QApplication.activeWindow()
        if active is None or not active.isVisible():
            self.window.activateWindow()  # no window manager does it off-screen
            self.settle()
        return QApplication.focusWidget() or self.window

    def drop(self, file: Path, target: QWidget) -> None:
        """Drag a file over a part of the window and let go of it there."""
        self.reach(target)
        carried = QMimeData()
        carried.setUrls([QUrl.fromLocalFile(str(file))])
        at = _middle(target)
        action, none = Qt.DropAction.CopyAction, Qt.MouseButton.NoButton
        over = QDragEnterEvent(at, action, carried, _LEFT, _NONE)
        QApplication.sendEvent(target, over)
        if not over.isAccepted():
            raise StepFailed(f"“{said_by(target)}” takes no files.")
        QApplication.sendEvent(
            target, QDropEvent(at.toPointF(), action, carried, none, _NONE)
        )
        self.settle()

    def name_file(self, file: Path) -> None:
        """Type a path into the file dialog that is open, and accept it."""
        self.wait(lambda: _file_dialogs(self.window), "the file dialog")
        dialog = _file_dialogs(self.window)[0]
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        if edit is None:
            raise StepFailed("The file dialog has no field for a name.")
        edit.selectAll()
        self.type_into(edit, str(file))
        self.key(Qt.Key.Key_Return, edit)
        self.wait(lambda: not _file_dialogs(self.window), "the file dialog to close")

    def button(self, words: str, inside: QWidget | None = None) -> QAbstractButton:
        """The button in sight that says this, exactly or to begin with."""
        seen = list(self.seen(QAbstractButton, inside))
        for fits in (str.__eq__, str.startswith):
            for button in seen:
                if fits(said_by(button), words):
                    return button
        raise StepFailed(f"There is no button “{words}” in sight.")

    def has_button(self, words: str, inside: QWidget | None = None) -> bool:
        return any(
            said_by(button) == words and button.isEnabled()
            for button in self.seen(QAbstractButton, inside)
        )

    def says(self, words: str, inside: QWidget | None = None) -> bool:
        """Whether a line in sight says just this."""
        return any(line.text() == words for line in self.seen(QLabel, inside))

    def field(self, name: str, inside: QWidget | None = None) -> Input:
        """The field in sight with this name."""
        for field in self.seen(QWidget, inside):
            if (
                isinstance(field, Input)
                and field.accessibleName().removesuffix(", required") == name
            ):
                return field
        raise StepFailed(f"There is no field “{name}” in sight.")

    def text(self, name: str) -> QTextEdit:
        """The text in sight with this name."""
        for text in self.seen(QTextEdit):
            if text.accessibleName() == name:
                return text
        raise StepFailed(f"There is no text “{name}” in sight.")

    def seen(self, kind: type[Kind], inside: QWidget | None = None) -> Iterator[Kind]:
        """Every part of a kind that is shown now, scrolled away or not."""
        for root in _fronts(inside or self.window):
            for widget in root.findChildren(kind):
                if widget.isVisible():
                    yield widget

    def reach(self, widget: QWidget) -> None:
        """Scroll until a part is in sight; fail if something lies over it."""
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget, 24, 24)
            parent = parent.parentWidget()
        self.settle()
        if not widget.isVisible():
            raise StepFailed(f"“{said_by(widget)}” is not in sight.")


def said_by(widget: QWidget) -> str:
    """What a part of the window calls itself."""
    if isinstance(widget, Button) and widget.words():
        return widget.words()
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.text().replace("&", "")
    return widget.accessibleName() or type(widget).__name__


def _fronts(root: QWidget) -> list[QWidget]:
    """The part itself, after the dialogs that are open over it."""
    dialogs = [
        child
        for child in root.findChildren(QWidget)
        if child.isWindow() and child.isVisible()
    ]
    return [*dialogs, root]


def _file_dialogs(window: QWidget) -> list[QFileDialog]:
    return [one for one in window.findChildren(QFileDialog) if one.isVisible()]


def _middle(widget: QWidget) -> QPoint:
    return widget.rect().center()


def _near_left(widget: QWidget) -> QPoint:
    return QPoint(16, min(16, widget.height() // 2))
