"""A small button inside a field, at its right: the eye, the calendar, the lens."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton

from ui.common import icons

_SIDE = 26
_EDGE = 4


class InnerButton(QToolButton):
    """Sits inside a line edit and keeps the words from running under it."""

    def __init__(self, icon: str, name: str, edit: QLineEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        self.setProperty("v", "inner")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(icons.ROW, icons.ROW))
        self.setFixedSize(_SIDE, _SIDE)
        self.set(icon, name)
        edit.setTextMargins(0, 0, _SIDE, 0)
        edit.installEventFilter(self)
        self._place()

    def set(self, icon: str, name: str) -> None:
        """Change the icon, and the name a reader hears and a tooltip shows."""
        self.setIcon(icons.icon(icon, "text3"))
        self.setAccessibleName(name)
        self.setToolTip(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        left = self._edit.width() - _SIDE - _EDGE
        self.move(left, (self._edit.height() - _SIDE) // 2)
