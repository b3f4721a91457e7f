"""The list of places at the left of the window."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout, QWidget

from ui.common.paint import (
    draw_box,
    draw_icon,
    draw_text,
    height_for,
    plain_tip,
    square,
)
from ui.common.painted_button import PaintedButton
from ui.common.text import BODY, STRONG
from ui.common.theme import text_scale
from ui.common.tokens import NAV_ITEM, RAIL_COLLAPSED, RAIL_WIDTH, TOP_BAR

ICON, LEFT_OF_ICON, LEFT_OF_WORD = 18, 9, 38
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class RailItem:
    """One place: `icon` is an icon's name, `shortcut` is shown in the tooltip."""

    key: str
    word: str
    icon: str
    shortcut: str = ""


def rail_width(*, collapsed: bool) -> int:
    """How wide the rail is, in pixels; more where the person wants larger text."""
    if collapsed:
        return RAIL_COLLAPSED
    words = LEFT_OF_WORD + 16
    return words + round((RAIL_WIDTH - words) * max(text_scale(), 1.0))


class RailButton(PaintedButton):
    def __init__(self, item: RailItem, parent: QWidget | None = None) -> None:
        super().__init__(item.word, parent)
        self.item = item
        self.collapsed = False
        self.setCheckable(True)
        self.setText(item.word)
        if item.shortcut:
            self.setAccessibleDescription(item.shortcut)
        self.set_collapsed(False)

    def set_collapsed(self, collapsed: bool) -> None:
        self.collapsed = collapsed
        self.setFixedSize(
            rail_width(collapsed=collapsed) - 16, height_for(BODY, NAV_ITEM)
        )
        said = [self.item.word] if collapsed else []
        said += [f"({self.item.shortcut})"] if self.item.shortcut else []
        self.setToolTip(plain_tip(" ".join(said)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        current = self.isChecked()
        if current:
            draw_box(painter, self.rect(), fill="nav")
        elif self.underMouse():
            draw_box(painter, self.rect(), fill="hover")
        token = "accent_text" if current else "text2"
        middle = self.rect().center().y() + 1
        draw_icon(painter, square(LEFT_OF_ICON, middle, ICON), self.item.icon, token)
        if not self.collapsed:
            draw_text(
                painter,
                self.rect().adjusted(LEFT_OF_WORD, 0, -6, 0),
                self.item.word,
                role=STRONG if current else BODY,
                ink=token,
            )
        self.draw_focus(painter)
        painter.end()


class Organisation(QWidget):
    """The mark of the program and whose it is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.collapsed = False
        self.setFixedHeight(TOP_BAR - 2)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        self.name = name
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        mark = square(LEFT_OF_ICON, 27, ICON)
        draw_icon(painter, mark, "organisation", "accent_text")
        if not self.collapsed:
            room = QRect(LEFT_OF_WORD, 1, self.width() - LEFT_OF_WORD, TOP_BAR)
            draw_text(painter, room, self.name, role=STRONG)
        painter.end()


class Rail(QFrame):
    """The places one can go to; says which was chosen and shows the current one."""

    chosen = Signal(str)

    def __init__(
        self,
        organisation: str,
        items: Sequence[RailItem],
        *,
        foot: Sequence[RailItem] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("k", "rail")
        self.setAccessibleName("Places")
        self._organisation = Organisation(organisation)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._buttons: dict[str, RailButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 7, 12)
        column.addWidget(self._organisation)
        column.setSpacing(4)
        for item in items:
            self._add(item, column)
        column.addStretch(1)
        for item in foot:
            self._add(item, column)
        self.setFixedWidth(rail_width(collapsed=False))
        self._group.buttonClicked.connect(self._tell)

    def _add(self, item: RailItem, column: QVBoxLayout) -> None:
        button = RailButton(item)
        self._buttons[item.key] = button
        self._group.addButton(button)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def set_current(self, key: str) -> None:
        """Shows where one is; a key that is not in the list shows none."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)

    def current(self) -> str:
        return next((k for k, b in self._buttons.items() if b.isChecked()), "")

    def set_organisation(self, name: str) -> None:
        self._organisation.set_name(name)

    def set_collapsed(self, collapsed: bool) -> None:
        """Shows icons alone, with the words in tooltips and for screen readers."""
        self.setFixedWidth(rail_width(collapsed=collapsed))
        self._organisation.collapsed = collapsed
        self._organisation.update()
        for button in self._buttons.values():
            button.set_collapsed(collapsed)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.set_collapsed(self.is_collapsed())

    def is_collapsed(self) -> bool:
        return self._organisation.collapsed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()), 0)
        buttons = list(self._buttons.values())
        at = next((n for n, b in enumerate(buttons) if b.hasFocus()), None)
        if not step or at is None:
            super().keyPressEvent(event)
            return
        buttons[(at + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def _tell(self, button: RailButton) -> None:
        # A click says what is wanted; the window decides whether one goes there.
        button.setChecked(not button.isChecked())
        self.chosen.emit(button.item.key)
