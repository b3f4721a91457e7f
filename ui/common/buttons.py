"""Buttons, by how much they matter. One primary button a page: the next step."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.common import icons
from ui.common.text import STRONG, role_font

_GAP = "\u2002"
"""The space between an icon and its words: Qt knows no setting for it."""
_TICK = 14

_INKS = {
    "primary": "on_accent",
    "tonal": "accent_text",
    "danger": "danger",
    "link": "accent_text",
    "filter": "text2",
}


class Button(QPushButton):
    """A push button whose spoken name is its words, without gap or ampersand."""

    def __init__(
        self, words: str, kind: str, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._icon = ""
        self._words = words
        self.setProperty("v", kind)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.set_icon(icon)

    def words(self) -> str:
        return self._words

    def set_words(self, words: str) -> None:
        """Change what the button says, on the screen and to a screen reader."""
        self._words = words
        self.setText(f"{_GAP}{words}" if self._icon and words else words)
        self.setAccessibleName(words.replace("&", ""))

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        if icon:
            self.setIcon(icons.icon(icon, _INKS.get(self._kind, "text2")))
            self.setIconSize(QSize(icons.BUTTON, icons.BUTTON))
        self.set_words(self._words)


class FilterChip(Button):
    """A filter that is on or off: a tick and strong words when on."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, "filter", parent=parent)
        self.setCheckable(True)
        self.setIconSize(QSize(_TICK, _TICK))
        self.toggled.connect(self._show_state)

    def _show_state(self, on: bool) -> None:
        self.setIcon(icons.icon("tick", "accent_text") if on else QIcon())
        self.setText(f"{_GAP}{self.words()}" if on else self.words())

    def sizeHint(self) -> QSize:
        """Room for the strong words and the tick, so that nothing moves when set."""
        words = QFontMetrics(role_font(STRONG)).horizontalAdvance(self.words())
        gap = QFontMetrics(role_font(STRONG)).horizontalAdvance(_GAP)
        return QSize(words + _TICK + gap + 2 * 12, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def primary(words: str, icon: str = "", parent: QWidget | None = None) -> Button:
    """The next step. The only filled button of a page, at the right."""
    return Button(words, "primary", icon, parent)


def secondary(words: str, icon: str = "", parent: QWidget | None = None) -> Button:
    return Button(words, "secondary", icon, parent)


def tonal(words: str, icon: str = "", parent: QWidget | None = None) -> Button:
    return Button(words, "tonal", icon, parent)


def quiet(words: str, icon: str = "", parent: QWidget | None = None) -> Button:
    return Button(words, "quiet", icon, parent)


def danger(words: str, icon: str = "", parent: QWidget | None = None) -> Button:
    """An act that takes something away. Never filled."""
    return Button(words, "danger", icon, parent)


def link(words: str, icon: str = "", parent: QWidget | None = None) -> Button:
    return Button(words, "link", icon, parent)


def filter_chip(words: str, parent: QWidget | None = None) -> FilterChip:
    return FilterChip(words, parent)


def icon_button(
    icon: str, name: str, *, checkable: bool = False, parent: QWidget | None = None
) -> Button:
    """A button with an icon only; `name` is its tooltip and what readers hear."""
    made = Button("", "icon", icon, parent)
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setCheckable(checkable)
    return made
