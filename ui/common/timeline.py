"""What happened, newest first, on one line through time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.common.paged_model import TOP, Index
from ui.common.paint import (
    RIGHT,
    draw_box,
    draw_dot,
    draw_icon,
    draw_text,
    soft_token_of,
    square,
    token_of,
    width_of,
)
from ui.common.text import BODY, META, STRONG, role_font
from ui.common.theme import colour

ENTRY_ROLE = Qt.ItemDataRole.UserRole
DISC, ICON, WORDS, ABOVE, BELOW = 28, 15, 44, 2, 14
LINK_ICON, LINK_GAP, LINK_SPACE, RIM = 16, 8, 16, 4
STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


@dataclass(frozen=True, slots=True)
class TimelineLink:
    """Something an entry leads to: a letter, a scan. `key` is the screen's own."""

    key: object
    word: str
    icon: str = "attach"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened. `when` is ready to be read: "Mon 16 Nov, 16:02"."""

    icon: str
    title: str
    when: str
    tone: str = "neutral"
    body: str = ""
    links: tuple[TimelineLink, ...] = ()
    key: object = None

    @property
    def words(self) -> str:
        parts = (self.title, self.when, self.body, *(k.word for k in self.links))
        return ". ".join(part.rstrip(".") for part in parts if part)


class TimelineModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[TimelineEntry, ...] = ()

    def take(self, entries: Sequence[TimelineEntry]) -> None:
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.words
        return entry.title if role == Qt.ItemDataRole.DisplayRole else None


class TimelineDelegate(QStyledItemDelegate):
    """Paints an entry and knows where its links are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.link_at = 0
        self.hovered: tuple[int, int] = (-1, -1)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 320
        return QSize(width, _height(index.data(ENTRY_ROLE), width))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        entry: TimelineEntry = index.data(ENTRY_ROLE)
        rect = option.rect
        here = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus
        current = (option.state & here) == here
        painter.save()
        _paint_mark(
            painter, rect, entry, last=not index.sibling(index.row() + 1, 0).isValid()
        )
        if current:
            around = rect.adjusted(WORDS - 8, -2, 0, -BELOW + 4)
            draw_box(painter, around, edge="accent", width=2)
        _paint_words(painter, rect, entry)
        for number, (link, place) in enumerate(link_places(entry, rect)):
            on = self.hovered == (index.row(), number)
            on = on or (current and number == self.link_at)
            _paint_link(painter, place, link, on=on)
        painter.restore()


def _height(entry: TimelineEntry, width: int) -> int:
    high = ABOVE + QFontMetrics(role_font(STRONG)).height() + BELOW
    if entry.body:
        high += 1 + _body_rect(entry, QRect(0, 0, width, 0)).height()
    if entry.links:
        high += 2 + QFontMetrics(role_font(BODY)).height() + RIM
    return max(high, DISC + 12)


def _body_rect(entry: TimelineEntry, rect: QRect) -> QRect:
    top = rect.top() + ABOVE + QFontMetrics(role_font(STRONG)).height() + 1
    room = QRect(rect.left() + WORDS, top, rect.width() - WORDS - RIM, 10_000)
    return QFontMetrics(role_font(BODY)).boundingRect(
        room, int(Qt.TextFlag.TextWordWrap), entry.body
    )


def link_places(entry: TimelineEntry, rect: QRect) -> list[tuple[TimelineLink, QRect]]:
    """Each link of an entry with the place it is painted at."""
    font = role_font(BODY)
    height = QFontMetrics(font).height() + RIM
    left, bottom = rect.left() + WORDS, rect.bottom() - BELOW + 1
    found = []
    for link in entry.links:
        room = rect.right() - left - RIM
        width = min(LINK_ICON + LINK_GAP + width_of(link.word, font) + 2, room)
        found.append((link, QRect(left, bottom - height, width, height)))
        left += width + LINK_SPACE
    return found


def _paint_mark(
    painter: QPainter, rect: QRect, entry: TimelineEntry, *, last: bool
) -> None:
    middle = QPointF(rect.left() + DISC / 2, rect.top() + DISC / 2)
    if not last:
        top = rect.top() + DISC + 2
        line = QRect(rect.left() + DISC // 2 - 1, top, 2, rect.bottom() - top)
        painter.fillRect(line, colour("border"))
    draw_dot(painter, middle, DISC / 2, soft_token_of(entry.tone))
    inner = square(rect.left() + (DISC - ICON) // 2, rect.top() + DISC // 2, ICON)
    draw_icon(painter, inner, entry.icon, token_of(entry.tone))


def _paint_words(painter: QPainter, rect: QRect, entry: TimelineEntry) -> None:
    height = QFontMetrics(role_font(STRONG)).height()
    small = role_font(META, tnum=True)
    when = width_of(entry.when, small)
    line = QRect(
        rect.left() + WORDS, rect.top() + ABOVE, rect.width() - WORDS - RIM, height
    )
    draw_text(painter, line.adjusted(0, 0, -when - 12, 0), entry.title, role=STRONG)
    draw_text(painter, line, entry.when, font=small, ink="text3", align=RIGHT)
    if entry.body:
        painter.setFont(role_font(BODY))
        painter.setPen(colour("text2"))
        wrapped = int(Qt.TextFlag.TextWordWrap)
        painter.drawText(_body_rect(entry, rect), wrapped, entry.body)


def _paint_link(
    painter: QPainter, place: QRect, link: TimelineLink, *, on: bool
) -> None:
    if on:
        draw_box(painter, place.adjusted(-4, 0, 4, 0), fill="hover", radius=4)
    mark = square(place.left(), place.center().y() + 1, LINK_ICON)
    draw_icon(painter, mark, link.icon, "accent_text")
    room = place.adjusted(LINK_ICON + LINK_GAP, 0, 0, 0)
    draw_text(painter, room, link.word, ink="accent_text")


class Timeline(QListView):
    """What happened. Up and Down go through it, Left and Right through the links.

    Enter or a click opens the link.
    """

    link_chosen = Signal(object)

    def __init__(self, name: str = "Timeline", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = TimelineModel(self)
        self._paints = TimelineDelegate(self)
        self.setAccessibleName(name)
        self.setProperty("k", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(self._entries)
        self.setItemDelegate(self._paints)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(self._first_link)

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Shows what happened; the newest comes first."""
        self._entries.take(entries)

    def entries(self) -> tuple[TimelineEntry, ...]:
        return self._entries.entries

    def link_place(self, entry: int, link: int) -> QRect:
        """Where a link is painted, in the pixels of the viewport."""
        index = self._entries.index(entry)
        return link_places(self.entries()[entry], self.visualRect(index))[link][1]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        links = self.entries()[index.row()].links if index.isValid() else ()
        key = Qt.Key(event.key())
        if links and key in STEPS:
            self._paints.link_at = (self._paints.link_at + STEPS[key]) % len(links)
            self.viewport().update()
        elif links and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.link_chosen.emit(links[self._paints.link_at].key)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        found = self._link_under(event.position().toPoint())
        if found != self._paints.hovered:
            self._paints.hovered = found
            hand = found[0] >= 0
            shape = Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape if hand else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        entry, link = self._link_under(event.position().toPoint())
        if entry >= 0:
            self.link_chosen.emit(self.entries()[entry].links[link].key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _link_under(self, point: QPoint) -> tuple[int, int]:
        index = self.indexAt(point)
        if index.isValid():
            entry = self.entries()[index.row()]
            places = link_places(entry, self.visualRect(index))
            for number, (_, place) in enumerate(places):
                if place.contains(point):
                    return index.row(), number
        return -1, -1

    def _first_link(self, current: QModelIndex, before: QModelIndex) -> None:
        self._paints.link_at = 0
