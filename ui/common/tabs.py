"""Tabs with a count, underlined where one is."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ui.common.paint import draw_box, draw_rule, draw_text, height_for, width_of
from ui.common.text import BODY, STRONG, role_font
from ui.common.theme import colour

EDGE, SPACE, COUNT_GAP, HEIGHT, LINE = 3, 20, 8, 38, 2


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

    def add_tab(self, key: str, text: str, count: str = "") -> None:
        self._keys.append(key)
        self._counts[key] = count
        self.addTab(text)
        self.set_count(key, count)

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
        return QSize(width + 2 * EDGE + SPACE, height_for(BODY, HEIGHT, 20))

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
        whole = self.tabRect(index).adjusted(0, 0, -SPACE, 0)
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.bar.chosen.connect(self._turn)

    def add_page(self, key: str, text: str, page: QWidget, count: str = "") -> None:
        self._pages[key] = page
        self._stack.addWidget(page)
        self.bar.add_tab(key, text, count)

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
        self._stack.setCurrentWidget(self._pages[key])
        self.chosen.emit(key)


def _spoken(count: str) -> str:
    return count.replace("/", " of ")


def tab_centre(bar: TabBar, key: str) -> QPoint:
    """Where a tab can be clicked."""
    places = {bar.tabText(n): n for n in range(bar.count())}
    return bar.tabRect(places[key]).center()
