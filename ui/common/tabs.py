"""Tabs with a count, underlined where one is."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ui.common.cards import scrolled
from ui.common.paint import draw_box, draw_rule, draw_text, height_for, width_of
from ui.common.text import BODY, STRONG, role_font
from ui.common.theme import colour

EDGE, SPACE, COUNT_GAP, HEIGHT, LINE = 3, 10, 7, 38, 2


class TabBar(QTabBar):
    """Views of one thing; arrow keys move, a screen reader hears the count."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[str, str] = {}
        self._keys: list[str] = []
        self._over = -1
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMouseTracking(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.currentChanged.connect(self._tell)

    def add_tab(self, key: str, text: str, count: str = "", at: int = -1) -> None:
        """Adds a view; `at` is its place (-1: the last)."""
        place = len(self._keys) if at < 0 else at
        self._keys.insert(place, key)
        self._counts[key] = count
        self.insertTab(place, text)
        self.set_count(key, count)

    def remove_tab(self, key: str) -> None:
        place = self._keys.index(key)
        self._keys.pop(place)
        self.removeTab(place)
        self._counts.pop(key)

    def set_count(self, key: str, count: str) -> None:
        """Shows how many there are: "21", "4/9"; empty for none."""
        place = self._keys.index(key)
        self._counts[key] = count
        spoken = ", ".join(p for p in (self.tabText(place), _spoken(count)) if p)
        self.setAccessibleTabName(place, spoken)
        # QTabBar measures its tabs again only when one of their words is set.
        self.setTabText(place, self.tabText(place))
        self.update()

    def count_of(self, key: str) -> str:
        return self._counts[key]

    def current(self) -> str:
        at = self.currentIndex()
        return self._keys[at] if 0 <= at < len(self._keys) else ""

    def set_current(self, key: str) -> None:
        self.setCurrentIndex(self._keys.index(key))

    def tabSizeHint(self, index: int) -> QSize:
        width = width_of(self.tabText(index), role_font(STRONG))
        count = self._count_at(index)
        if count:
            width += COUNT_GAP + width_of(count, role_font(STRONG, tnum=True))
        width += 2 * EDGE + self._space_after(index)
        return QSize(width, height_for(BODY, HEIGHT, 20))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._over = self.tabAt(event.position().toPoint())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_rule(painter, 0, self.width(), self.height() - 1)
        for index in range(self.count()):
            self._paint_tab(painter, index)
        painter.end()

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        current = index == self.currentIndex()
        space = self._space_after(index)
        whole = self.tabRect(index).adjusted(0, 0, -space, 0)
        if current:
            line = whole.adjusted(0, whole.height() - LINE, 0, 0)
            painter.fillRect(line, colour("accent"))
            if self.hasFocus():
                around = whole.adjusted(-4, 4, 4, -6)
                draw_box(painter, around, edge="accent", width=2)
        lit = current or (index == self._over and self.underMouse())
        token = "text" if lit else "text2"
        role = STRONG if current else BODY
        room = whole.adjusted(EDGE, 0, SPACE, -LINE)
        text = self.tabText(index)
        draw_text(painter, room, text, role=role, ink=token)
        room.setLeft(room.left() + width_of(text, role_font(role)) + COUNT_GAP - 1)
        draw_text(
            painter,
            room,
            self._count_at(index),
            font=role_font(role, tnum=True),
            ink=token,
        )

    def _space_after(self, index: int) -> int:
        return SPACE if index < len(self._keys) - 1 else 0

    def _count_at(self, index: int) -> str:
        return self._counts[self._keys[index]] if index < len(self._keys) else ""

    @Slot(int)
    def _tell(self, index: int) -> None:
        if 0 <= index < len(self._keys):
            self.chosen.emit(self._keys[index])


class TabPages(QWidget):
    """Tabs with the page of each below them."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = TabBar(name)
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {}
        self._shown: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.bar.chosen.connect(self._turn)

    def add_page(
        self,
        key: str,
        text: str,
        page: QWidget,
        count: str = "",
        *,
        at: int = -1,
        scrolls: bool = False,
    ) -> None:
        """Adds a page with its tab; `at` is its place (-1: the last).

        `scrolls` lets a page higher than its room be scrolled.
        """
        shown = _in_scroll(page) if scrolls else page
        self._pages[key] = page
        self._shown[key] = shown
        self._stack.addWidget(shown)
        self.bar.add_tab(key, text, count, at)

    def take_page(self, key: str) -> QWidget:
        """Takes a page out, with its tab, and gives it back."""
        page = self._pages[key]
        self.bar.remove_tab(key)
        self._pages.pop(key)
        self._stack.removeWidget(self._shown.pop(key))
        return page

    def has_page(self, key: str) -> bool:
        return key in self._pages

    def set_count(self, key: str, count: str) -> None:
        self.bar.set_count(key, count)

    def page(self, key: str) -> QWidget:
        return self._pages[key]

    def current(self) -> str:
        return self.bar.current()

    def set_current(self, key: str) -> None:
        self.bar.set_current(key)

    @Slot(str)
    def _turn(self, key: str) -> None:
        if key in self._pages:
            self._stack.setCurrentWidget(self._shown[key])
        self.chosen.emit(key)


def _in_scroll(page: QWidget) -> QWidget:
    area, inside = scrolled()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(page)
    return area


def _spoken(count: str) -> str:
    return count.replace("/", " of ")
