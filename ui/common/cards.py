"""Surfaces: cards, side panels, headings and hairlines."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.common.text import META, SECTION, label
from ui.common.tokens import GAP, GAP_CARD, GAP_ROW


class Card(QFrame):
    """A white surface with a hairline. Fill `body`; put small things in `head`."""

    def __init__(
        self,
        title: str = "",
        *,
        meta: str = "",
        padding: int = GAP_CARD,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("k", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(padding, padding, padding, padding)
        column.setSpacing(GAP_ROW)
        self.head = QHBoxLayout()
        self.head.setSpacing(GAP)
        self.title = label(title, SECTION)
        self.meta = label(meta, META)
        if title:
            self.setAccessibleName(title)
            self.head.addWidget(self.title)
            self.head.addWidget(self.meta)
            self.head.addStretch(1)
            column.addLayout(self.head)
            self.meta.setVisible(bool(meta))
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP_ROW)
        column.addLayout(self.body, 1)

    def set_title(self, title: str) -> None:
        self.title.setText(title)
        self.setAccessibleName(title)

    def set_meta(self, meta: str) -> None:
        self.meta.setText(meta)
        self.meta.setVisible(bool(meta))


class SidePanel(Card):
    """A card beside the work: state, next step, facts, and a button at the foot.

    `body` scrolls by itself, never sideways; `foot` stays in sight.
    """

    def __init__(
        self, title: str, *, width: int = 280, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent=parent)
        self.setFixedWidth(width)
        outer = self.body
        self.area, inside = scrolled()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(GAP)
        outer.addWidget(self.area, 1)
        self.foot = QVBoxLayout()
        self.foot.setSpacing(GAP)
        outer.addLayout(self.foot)


def scrolled() -> tuple[QScrollArea, QWidget]:
    """An area that scrolls down, and what to lay out in it.

    Pages fold so that it need not scroll sideways; where large text on a small window
    leaves too little room even so, every field can still be reached.
    """
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside = QWidget()
    inside.setProperty("k", "scrolled")
    area.setWidget(inside)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area, inside


def heading(text: str) -> QLabel:
    """The title of a group inside a card or a page."""
    return label(text, SECTION)


def hairline(*, upright: bool = False) -> QFrame:
    line = QFrame()
    line.setProperty("k", "upright" if upright else "line")
    return line


def columns(
    *widgets: QWidget, stretch: Sequence[int] = (), gap: int = GAP
) -> QHBoxLayout:
    """Widgets side by side, tops level. `stretch` says which grow (all alike if empty).

    A stretch of 0 keeps a widget at the width it asks for, such as a short reference.
    """
    row = QHBoxLayout()
    row.setSpacing(gap)
    for place, widget in enumerate(widgets):
        grows = stretch[place] if place < len(stretch) else int(not stretch)
        row.addWidget(widget, grows, Qt.AlignmentFlag.AlignTop)
    if stretch and not any(stretch):
        row.addStretch(1)
    return row
