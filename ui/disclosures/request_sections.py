"""The sections of a request at the left of its page, each with how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from ui.common.cards import hairline
from ui.common.checks import LOOKS
from ui.common.icons import icon
from ui.common.paint import (
    RIGHT,
    draw_box,
    draw_icon,
    draw_text,
    height_for,
    square,
    width_of,
)
from ui.common.painted_button import PaintedButton
from ui.common.text import BODY, META, STRONG, role_font
from ui.common.theme import text_scale
from ui.common.tokens import NAV_ITEM

WIDTH = 172
_MARK, _LEFT, _WORD = 14, 9, 28
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of the page: a section with its number, or what is kept beside them.

    `state` is one of "met", "missing", "blocked", "todo"; "" for what has none, which
    shows `icon` instead.
    """

    key: str
    title: str
    number: int = 0
    state: str = ""
    icon: str = ""
    count: str = ""

    @property
    def words(self) -> str:
        return f"{self.number}  {self.title}" if self.number else self.title

    @property
    def spoken(self) -> str:
        said = LOOKS[self.state][2] if self.state else self.count
        return ", ".join(part for part in (self.words.replace("  ", " "), said) if part)

    @property
    def look(self) -> tuple[str, str]:
        """The icon and its token."""
        if not self.state:
            return self.icon, "text3"
        return LOOKS[self.state][:2]


class StopButton(PaintedButton):
    """One place: an icon for its state, its words, the current one filled."""

    def __init__(self, stop: Stop, parent: QWidget | None = None) -> None:
        super().__init__(stop.spoken, parent)
        self.setCheckable(True)
        self.stop = stop
        self.take(stop)

    def take(self, stop: Stop) -> None:
        """Show how far the same place has come now."""
        self.stop = stop
        self.setText(stop.words)
        self.setAccessibleName(stop.spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(section_width(), height_for(BODY, NAV_ITEM))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        current = self.isChecked()
        if current:
            draw_box(painter, self.rect(), fill="nav")
        elif self.underMouse():
            draw_box(painter, self.rect(), fill="hover")
        middle = self.rect().center().y() + 1
        name, token = self.stop.look
        draw_icon(painter, square(_LEFT, middle, _MARK), name, token)
        room = self.rect().adjusted(_WORD, 0, -8, 0)
        if self.stop.count:
            ink = "accent_text" if current else "text3"
            draw_text(painter, room, self.stop.count, role=META, ink=ink, align=RIGHT)
            room.adjust(0, 0, -width_of(self.stop.count, role_font(META)) - 6, 0)
        draw_text(
            painter,
            room,
            self.stop.words,
            role=STRONG if current else BODY,
            ink="accent_text" if current else "text2",
        )
        self.draw_focus(painter)
        painter.end()


def section_width() -> int:
    """How wide the list is, in pixels; more where the person wants larger text."""
    return round(_WORD + (WIDTH - _WORD) * max(text_scale(), 1.0))


class SectionList(QFrame):
    """The places of a request. Up and Down move, Enter goes; Tab passes in one step."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sections")
        self._buttons: dict[str, StopButton] = {}
        self._current = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self._fit()

    def set_stops(self, stops: Sequence[Stop]) -> None:
        """Show how far each place has come; a line parts those without a number."""
        if [one.key for one in stops] == list(self._buttons):
            for stop in stops:
                self._buttons[stop.key].take(stop)
            return
        self._empty()
        numbered = True
        for stop in stops:
            if numbered and not stop.number and self._buttons:
                self._add(hairline())
            numbered = bool(stop.number)
            button = StopButton(stop, self)
            button.clicked.connect(self._press)
            self._buttons[stop.key] = button
            self._add(button)
        self.set_current(self._current)

    def stops(self) -> tuple[Stop, ...]:
        return tuple(button.stop for button in self._buttons.values())

    def current(self) -> str:
        return self._current

    def set_current(self, key: str) -> None:
        """Show where one is, telling nobody."""
        self._current = key
        some = key if key in self._buttons else next(iter(self._buttons), "")
        for name, button in self._buttons.items():
            button.setChecked(name == key)
            reach = Qt.FocusPolicy
            button.setFocusPolicy(
                reach.StrongFocus if name == some else reach.ClickFocus
            )

    def focus_target(self) -> QWidget | None:
        """The place that Tab reaches."""
        return self._buttons.get(self._current)

    def button(self, key: str) -> StopButton:
        """Return the button of a place. Raises KeyError where there is none."""
        return self._buttons[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        buttons = list(self._buttons.values())
        at = next((n for n, one in enumerate(buttons) if one.hasFocus()), None)
        if not step or at is None:
            super().keyPressEvent(event)
            return
        buttons[(at + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(section_width())

    def _add(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, widget)
        widget.show()

    def _empty(self) -> None:
        self._buttons = {}
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()

    @Slot()
    def _press(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, StopButton):
            pressed.setChecked(pressed.stop.key == self._current)
            self.chosen.emit(pressed.stop.key)


class SectionCombo(QComboBox):
    """The same places in a list that folds away, where there is little width."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Section")
        self.activated.connect(self._tell)

    def set_stops(self, stops: Sequence[Stop]) -> None:
        keys = [self.itemData(at) for at in range(self.count())]
        if keys != [one.key for one in stops]:
            self.clear()
            for stop in stops:
                self.addItem(stop.words, stop.key)
        for at, stop in enumerate(stops):
            counted = f"{stop.words}  ({stop.count})" if stop.count else stop.words
            self.setItemText(at, counted)
            self.setItemIcon(at, icon(*stop.look))
            self.setItemData(at, stop.spoken, Qt.ItemDataRole.AccessibleTextRole)

    def set_current(self, key: str) -> None:
        """Show where one is, telling nobody."""
        self.setCurrentIndex(self.findData(key))

    @Slot(int)
    def _tell(self, at: int) -> None:
        self.picked.emit(str(self.itemData(at)))
