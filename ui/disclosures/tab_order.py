"""The order in which Tab goes through parts of a page that are made again and again."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def in_order(*parts: QWidget) -> None:
    """Let Tab go through the parts one after the other, each from its top."""
    before: QWidget | None = None
    for part in parts:
        for stop in _stops(part):
            if before is not None:
                QWidget.setTabOrder(before, stop)
            before = stop


def _stops(part: QWidget) -> Iterator[QWidget]:
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield part
    for child in part.findChildren(QWidget):
        takes = child.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and child.focusProxy() is None and child.isVisibleTo(part):
            yield child
