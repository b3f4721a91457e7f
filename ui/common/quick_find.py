"""Quick find: answers while one types."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.common.paged_model import TOP, Index
from ui.common.paint import (
    RIGHT,
    draw_box,
    draw_icon,
    draw_text,
    height_for,
    square,
    width_of,
)
from ui.common.text import BODY, META, label, role_font
from ui.common.theme import text_scale
from ui.common.tokens import CONTROL

WIDTH, LEAST, MOST_SHOWN, PAUSE_MS = 440, 240, 8, 60
HINT = "Ctrl+K"
NOTHING = "Nothing found. Try a reference, a name or a postcode."
HIT_ROLE = Qt.ItemDataRole.UserRole
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class HitList(QAbstractListModel):
    """The results of the last question."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hits: tuple[Any, ...] = ()

    def take(self, hits: Sequence[Any]) -> None:
        self.beginResetModel()
        self.hits = tuple(hits)
        self.endResetModel()

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        if role == HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (hit.title, hit.detail) if part)
        return hit.title if role == Qt.ItemDataRole.DisplayRole else None


class HitDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, height_for(BODY, 36))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        hit = index.data(HIT_ROLE)
        rect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            draw_box(painter, rect, fill="selected")
        middle = rect.center().y() + 1
        draw_icon(painter, square(rect.left() + 10, middle, 16), hit.icon, "text2")
        room = rect.adjusted(36, 0, -10, 0)
        wanted = width_of(hit.detail, role_font(META)) if hit.detail else 0
        detail = min(wanted, room.width() // 2)
        draw_text(painter, room.adjusted(0, 0, -detail - 12, 0), hit.title)
        room.setLeft(room.right() - detail)
        draw_text(painter, room, hit.detail, role=META, ink="text3", align=RIGHT)
        painter.restore()


class Results(QFrame):
    """The list that hangs below the field, over the page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("k", "results")
        self.model = HitList(self)
        self.view = QListView(self)
        self.view.setAccessibleName("Results")
        self.view.setProperty("k", "plain")
        self.view.setModel(self.model)
        self.view.setItemDelegate(HitDelegate(self.view))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.nothing = label(NOTHING, META)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.view)
        column.addWidget(self.nothing)
        self.hide()

    def offer(self, hits: Sequence[Any], place: QPoint, width: int) -> None:
        """Shows results below the field, the first one chosen."""
        self.model.take(hits)
        self.view.setVisible(bool(hits))
        self.nothing.setVisible(not hits)
        rows = min(len(hits), MOST_SHOWN)
        height = 12 + (rows * height_for(BODY, 36) + 2 if rows else 28)
        self.setGeometry(QRect(place, QSize(width, height)))
        if hits:
            self.view.setCurrentIndex(self.model.index(0))
        self.raise_()
        self.show()

    def step(self, by: int) -> None:
        count = self.model.rowCount()
        if count:
            line = (self.view.currentIndex().row() + by) % count
            self.view.setCurrentIndex(self.model.index(line))

    def current(self) -> Any:
        index = self.view.currentIndex()
        return index.data(HIT_ROLE) if index.isValid() else None


class QuickFind(QLineEdit):
    """A field that finds cases, people and actions. Esc closes the list."""

    hit_chosen = Signal(object)

    def __init__(
        self, find: Callable[[str], Sequence[Any]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._find = find
        self._results: Results | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.setProperty("v", "find")
        self.setAccessibleName("Quick find")
        self.setPlaceholderText("Find a case, person, postcode or action")
        self.setMinimumWidth(LEAST)
        self._fit()
        self.setMaxLength(200)
        self.textEdited.connect(self._typed)

    @property
    def results(self) -> Results | None:
        """The list of results, once there was one."""
        return self._results

    def is_open(self) -> bool:
        return self._results is not None and self._results.isVisible()

    def take_keyboard(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def close_list(self) -> None:
        self._pause.stop()
        if self._results is not None:
            self._results.hide()
            self._results.model.take(())  # a list out of sight holds nobody's name

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose_now()
        elif key in STEPS and self._results is not None and self.is_open():
            self._results.step(STEPS[key])
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close_list()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close_list()
        if self._results is not None:  # it hangs from the window: no lock deletes it
            self._results.deleteLater()
            self._results = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.close_list()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setMaximumWidth(round(WIDTH * text_scale()))
        self.setFixedHeight(height_for(BODY, CONTROL, 12))
        self.setTextMargins(28, 0, _hint_width() + 11, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        draw_icon(painter, square(8, self.height() // 2, 16), "find", "text3")
        room = self.rect().adjusted(self.width() - 11 - _hint_width(), 0, -11, 0)
        draw_text(painter, room, HINT, role=META, ink="text3", align=RIGHT)
        painter.end()

    @Slot(str)
    def _typed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self.close_list()

    @Slot()
    def _ask(self) -> None:
        text = self.text().strip()
        if not text:
            return
        if self._results is None:
            self._results = Results(self.window())
            self.destroyed.connect(self._results.deleteLater)
            self._results.view.clicked.connect(self._click)
        place = self.mapTo(self.window(), QPoint(0, self.height() + 4))
        self._results.offer(tuple(self._find(text)), place, max(self.width(), 320))

    def _escape(self) -> None:
        if self.is_open():
            self.close_list()
        else:
            self.clear()

    def _choose_now(self) -> None:
        # Enter may come before the pause is over: what is typed is asked first.
        if self._pause.isActive():
            self._pause.stop()
            self._ask()
        hit = self._results.current() if self._results and self.is_open() else None
        if hit is not None:
            self._give(hit)

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        self._give(index.data(HIT_ROLE))

    def _give(self, hit: object) -> None:
        self.close_list()
        self.clear()
        self.hit_chosen.emit(hit)


def _hint_width() -> int:
    return width_of(HINT, role_font(META)) + 2
