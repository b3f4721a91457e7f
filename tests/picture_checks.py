"""Looks at a window the way a careful person would, and lists what is wrong.

Usage: show the page at a size, then `assert findings(page) == []`. Save what was
looked at with `save_picture(page, path)`.

A widget that shortens its words on purpose sets the property "elides"; one that lies
over others on purpose (a toast, an overlay panel) sets "overlay"; a field whose whole
answer must be in sight (a date) sets "whole".
"""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from ui.common.text import BREAK

SIZES = ((1280, 800), (1024, 640), (960, 540))
THEMES = ("light", "dark")
CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QTextEdit,
    QPlainTextEdit,
    QAbstractItemView,
    QAbstractSpinBox,
)
_COMBO_FRAME = 26 + 2 * 8
_LINE_FRAME = 2 * 9 + 2 * 2


def findings(root: QWidget) -> list[str]:
    """Everything wrong with a shown window or page, a sentence each."""
    settle(root)
    found = [*_too_small(root), *_filled_buttons(root)]
    for widget in _visible(root):
        found += _clipped(widget)
        found += _unnamed(widget)
        found += _outside(widget, root)
    for parent in [root, *_visible(root)]:
        found += _overlaps(parent)
    return found


def settle(root: QWidget, size: tuple[int, int] | None = None) -> None:
    """Let layouts and styles come to rest, at a size if one is given."""
    if size is not None:
        root.resize(QSize(*size))
    for _ in range(4):
        QApplication.processEvents()
        # deleteLater waits for an event loop that a test may not run
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def save_picture(widget: QWidget, path: Path | str) -> Path:
    """Save what the widget looks like now, as a PNG."""
    settle(widget)
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(place)):
        raise OSError(f"No picture could be written to {place.name}.")
    return place


def _visible(root: QWidget) -> Iterator[QWidget]:
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root) and not _is_inner(widget, root):
            yield widget


def _is_inner(widget: QWidget, root: QWidget) -> bool:
    """Whether a widget is a part that Qt put into another, or in another window."""
    if isinstance(widget, QScrollBar | QHeaderView):
        return True
    if widget.window() is not root.window():
        return True
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        if isinstance(parent, QCalendarWidget | QComboBox | QAbstractSpinBox):
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_")


def _named(widget: QWidget) -> str:
    words = getattr(widget, "text", None)
    shown = words() if callable(words) else ""
    name = widget.accessibleName() or shown or widget.objectName()
    return f"{type(widget).__name__} '{str(name)[:40]}'"


def _clipped(widget: QWidget) -> list[str]:
    if widget.property("elides") or not widget.width():
        return []
    if isinstance(widget, QLabel):
        return _clipped_label(widget)
    if isinstance(widget, QAbstractButton):
        return _clipped_button(widget)
    if isinstance(widget, QLineEdit):
        return _clipped_line(widget)
    if isinstance(widget, QComboBox):
        needs = _advance(widget, widget.currentText()) + _COMBO_FRAME
        return _if_over(widget, needs, widget.width(), "wide")
    return []


def _clipped_label(label: QLabel) -> list[str]:
    if not label.text():
        return []
    room = label.contentsRect()
    if label.wordWrap():
        words = QLabel.text(label).replace(BREAK, " ").split()
        longest = max((_advance(label, word) for word in words), default=0)
        return _if_over(label, longest, room.width(), "wide") + _if_over(
            label, label.heightForWidth(label.width()), label.height(), "high"
        )
    lines = label.text().split("\n")
    wide = max(_advance(label, line) for line in lines)
    high = label.fontMetrics().height() * len(lines)
    return _if_over(label, wide, room.width(), "wide") + _if_over(
        label, high, room.height(), "high"
    )


def _clipped_button(button: QAbstractButton) -> list[str]:
    if not button.text():
        return []
    needs = button.sizeHint()
    if isinstance(button, QCheckBox | QRadioButton):
        return _if_over(button, needs.width(), button.width(), "wide")
    return _if_over(button, needs.width(), button.width(), "wide") + _if_over(
        button, needs.height(), button.height(), "high"
    )


def _clipped_line(line: QLineEdit) -> list[str]:
    words = line.placeholderText() if not line.text() else ""
    if line.isReadOnly() or line.property("whole"):
        words = line.text() or words
    margins = line.textMargins()
    needs = _advance(line, words) + _LINE_FRAME + margins.left() + margins.right()
    return _if_over(line, needs, line.width(), "wide") if words else []


def _if_over(widget: QWidget, needs: int, has: int, way: str) -> list[str]:
    if needs <= has + 1:
        return []
    return [f"CLIP {_named(widget)} needs {needs} {way}, has {has}"]


def _advance(widget: QWidget, text: str) -> int:
    return QFontMetrics(widget.font()).horizontalAdvance(text)


def _unnamed(widget: QWidget) -> list[str]:
    if not isinstance(widget, CONTROLS):
        return []
    interface = QAccessible.queryAccessibleInterface(widget)
    name = interface.text(QAccessible.Text.Name) if interface is not None else ""
    return [] if name.strip() else [f"NAME {_named(widget)} has no accessible name"]


def _outside(widget: QWidget, root: QWidget) -> list[str]:
    parent = widget.parentWidget()
    if parent is None or widget is root or isinstance(parent, QAbstractScrollArea):
        return []
    if parent.parentWidget() is not None and isinstance(
        parent.parentWidget(), QScrollArea
    ):
        return []
    if widget.property("overlay") or not widget.width() or not widget.height():
        return []
    room = parent.rect().adjusted(-1, -1, 1, 1)
    if room.contains(widget.geometry()):
        return []
    return [f"OUTSIDE {_named(widget)} sticks out of {_named(parent)}"]


def _overlaps(parent: QWidget) -> list[str]:
    if isinstance(parent, QAbstractScrollArea | QLineEdit):
        return []
    children = [
        child
        for child in parent.children()
        if isinstance(child, QWidget)
        and not child.isWindow()
        and child.isVisibleTo(parent)
        and not child.property("overlay")
    ]
    return [
        f"OVERLAP {_named(one)} and {_named(other)}"
        for one, other in combinations(children, 2)
        if _cross(one, other)
    ]


def _cross(one: QWidget, other: QWidget) -> bool:
    shared = one.geometry().intersected(other.geometry())
    return shared.width() > 1 and shared.height() > 1


def _filled_buttons(root: QWidget) -> list[str]:
    filled = [
        _named(button)
        for button in root.findChildren(QAbstractButton)
        if button.property("v") == "primary" and button.isVisibleTo(root)
    ]
    if len(filled) <= 1:
        return []
    return [f"PRIMARY more than one filled button: {', '.join(filled)}"]


def _too_small(root: QWidget) -> list[str]:
    layout = root.layout()
    if layout is None:
        return []
    least = layout.totalMinimumSize()
    high = least.height()
    if layout.hasHeightForWidth():
        high = max(high, layout.totalMinimumHeightForWidth(root.width()))
    if least.width() <= root.width() and high <= root.height():
        return []
    return [
        (
            f"SIZE {type(root).__name__} needs {least.width()}x{high}, "
            f"has {root.width()}x{root.height()}"
        )
    ]
