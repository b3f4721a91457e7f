"""The bar at the top: quick find, and the two things that start work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.common.buttons import quiet, tonal
from ui.common.icon_words import IconWords
from ui.common.paint import plain_tip
from ui.common.quick_find import QuickFind
from ui.common.text import LABEL, set_property
from ui.common.tokens import TOP_BAR

THIRD_PARTY = "Third-party request"


class HitLike(Protocol):
    """What quick find shows of a result."""

    @property
    def icon(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def detail(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A result or an action; `value` is the screen's own and is not looked at."""

    icon: str
    title: str
    detail: str = ""
    value: object = None


Find = Callable[[str], Sequence[HitLike]]


class TopBar(QFrame):
    """Quick find at the left, new work at the right."""

    hit_chosen = Signal(object)
    new_post = Signal()
    new_request = Signal()

    def __init__(
        self, find: Find, *, watermark: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("k", "top")
        self.setFixedHeight(TOP_BAR)
        self.quick_find = QuickFind(find)
        self.watermark = IconWords(role=LABEL)
        self.watermark.setProperty("k", "watermark")
        self.set_watermark(watermark)
        self.request_button = quiet(THIRD_PARTY, "disclosures")
        self.post_button = tonal("New item of post", "add")
        self.post_button.setToolTip("Ctrl+N")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.setSpacing(8)
        row.addWidget(self.quick_find, 10)
        row.addStretch(1)
        row.addWidget(self.watermark)
        row.addWidget(self.request_button)
        row.addWidget(self.post_button)
        self.quick_find.hit_chosen.connect(self.hit_chosen)
        self.request_button.clicked.connect(self.new_request)
        self.post_button.clicked.connect(self.new_post)
        self.set_narrow(False)

    def set_watermark(self, words: str) -> None:
        """Says for as long as the window is open that nobody here is real."""
        self.watermark.set_words(words, "try" if words else "", tone="warn")
        self.watermark.setVisible(bool(words))

    def set_narrow(self, narrow: bool) -> None:
        """Shows the third-party button as an icon where the window is narrow."""
        self.request_button.set_words("" if narrow else THIRD_PARTY)
        set_property(self.request_button, "v", "icon" if narrow else "quiet")
        said = f"{THIRD_PARTY} (Ctrl+Shift+N)" if narrow else "Ctrl+Shift+N"
        self.request_button.setToolTip(plain_tip(said))
        self.request_button.setAccessibleName(THIRD_PARTY)

    def focus_find(self) -> None:
        """Takes the keyboard to quick find and chooses what stands in it."""
        self.quick_find.take_keyboard()
