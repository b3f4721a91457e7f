"""Shows sheets of paper on a desk: letters and scans, straight from memory."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from isteam_app.domain.envelopes import Area, Overlay
from ui.common.paint import draw_box
from ui.common.theme import colour

GAP, LEAST_ZOOM, MOST_ZOOM, STEP = 12, 0.2, 5.0, 1.25
KEPT = 6
_TINT = 0.08
PAPER = Qt.GlobalColor.white
Render = Callable[[int, QSize], QImage]


class Sheets(QAbstractScrollArea):
    """Pages one below the other. Ctrl and the wheel, or + and -, change the size.

    `show_pages(sizes, render)`: sizes in points; `render(page, pixels)` paints one.
    """

    zoom_changed = Signal(float)
    page_changed = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("k", "desk")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sizes: tuple[QSize, ...] = ()
        self._render: Render | None = None
        self._drawn: dict[tuple[int, int, int], QImage] = {}
        self._zoom = 1.0
        self._fits = True
        self._window: Overlay | None = None
        self._page = 0
        self.verticalScrollBar().valueChanged.connect(self._note_page)

    @property
    def page_count(self) -> int:
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page in sight, counted from 0."""
        return self._page

    @property
    def zoom(self) -> float:
        """1.0 is the size of the paper on the screen."""
        return self._zoom

    def show_pages(self, sizes: tuple[QSize, ...], render: Render) -> None:
        """Shows other pages; the place in them and the size stay as they were."""
        self._sizes, self._render = sizes, render
        self._drawn.clear()
        self._measure()

    def clear(self) -> None:
        """Leaves the desk empty."""
        self._sizes, self._render = (), None
        self._drawn.clear()
        self._measure()

    def set_window(self, window: Overlay | None) -> None:
        """Draws the envelope's window over the first page; None takes it away."""
        self._window = window
        self.viewport().update()

    def set_page(self, page: int) -> None:
        """Brings a page to the top; counted from 0."""
        if 0 <= page < self.page_count:
            place = self._places()[page]
            self.verticalScrollBar().setValue(place.top() - GAP)

    def zoom_in(self) -> None:
        self.set_zoom(self._zoom * STEP)

    def zoom_out(self) -> None:
        self.set_zoom(self._zoom / STEP)

    def fit_width(self) -> None:
        """Makes the pages as wide as there is room for, now and later."""
        self._fits = True
        self._measure()

    def set_zoom(self, zoom: float) -> None:
        self._fits = False
        self._set_zoom(zoom)

    def page_rect(self, page: int) -> QRect:
        """Where a page lies, in the pixels of the viewport."""
        return self._places()[page].translated(-self._scrolled())

    def pixels(self, page: int) -> QSize:
        """How many dots of the screen a page takes."""
        return self._places()[page].size() * self.devicePixelRatioF()

    def drawn(self, page: int) -> QImage:
        """A page as it is shown, at the resolution of the screen."""
        size = self.pixels(page)
        key = (page, size.width(), size.height())
        if key not in self._drawn and self._render is not None:
            while len(self._drawn) >= KEPT:
                self._drawn.pop(next(iter(self._drawn)))
            self._drawn[key] = self._render(page, size)
        return self._drawn.get(key, QImage())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), colour("desk"))
        for number in range(self.page_count):
            place = self.page_rect(number)
            if place.intersects(event.rect()):
                painter.fillRect(place, PAPER)
                self.paint_sheet(painter, number, place)
                edge = place.adjusted(-1, -1, 1, 1)
                draw_box(painter, edge, edge="border", radius=0)
        if self._window is not None and self._sizes:
            self._paint_window(painter, self._window)
        painter.end()

    def paint_sheet(self, painter: QPainter, page: int, place: QRect) -> None:
        """Paints a page on its paper."""
        painter.drawImage(place, self.drawn(page))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            self.set_zoom(self._zoom * (STEP if turned > 0 else 1 / STEP))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit_width,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _paint_window(self, painter: QPainter, overlay: Overlay) -> None:
        """Draw the window as it lies, and tint where nothing but the address may be."""
        shown = QPainterPath()
        shown.addRect(self._on_page(overlay.keep_out))
        always = QPainterPath()
        always.addRect(self._on_page(overlay.safe))
        tint = colour("accent")
        tint.setAlphaF(_TINT)
        painter.fillPath(shown.subtracted(always), tint)
        painter.setPen(QPen(colour("accent"), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self._on_page(overlay.window), 3, 3)

    def _on_page(self, area: Area) -> QRectF:
        """Return where an area of the first page stands in the view."""
        place = self.page_rect(0)
        each = place.width() / (self._sizes[0].width() / 72 * 25.4)
        left, top = place.left() + area.left * each, place.top() + area.top * each
        return QRectF(left, top, area.width * each, area.height * each)

    def _set_zoom(self, zoom: float) -> None:
        bar = self.verticalScrollBar()
        share = bar.value() / max(bar.maximum(), 1)
        self._zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        self._set_bars()
        bar.setValue(round(share * bar.maximum()))
        self.zoom_changed.emit(self._zoom)
        self.viewport().update()

    def _measure(self) -> None:
        if self._fits and self._sizes:
            widest = max(size.width() for size in self._sizes)
            room = self.viewport().width() - 2 * GAP
            zoom = min(max(room / (widest * self._per_point()), LEAST_ZOOM), MOST_ZOOM)
            if abs(zoom - self._zoom) > 1e-6:
                self._set_zoom(zoom)
                return
        self._set_bars()
        self.viewport().update()

    def _per_point(self) -> float:
        return self.logicalDpiX() / 72

    def _set_bars(self) -> None:
        places = self._places()
        view = self.viewport().size()
        high = places[-1].bottom() + 1 + GAP if places else 0
        wide = max((place.width() for place in places), default=0) + 2 * GAP
        for bar, whole, seen in (
            (self.verticalScrollBar(), high, view.height()),
            (self.horizontalScrollBar(), wide, view.width()),
        ):
            bar.setRange(0, max(whole - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(32)

    def _places(self) -> list[QRect]:
        each = self._per_point() * self._zoom
        widest = max((size.width() for size in self._sizes), default=0) * each
        room = max(self.viewport().width(), round(widest) + 2 * GAP)
        top, found = GAP, []
        for size in self._sizes:
            wide, high = round(size.width() * each), round(size.height() * each)
            found.append(QRect((room - wide) // 2, top, wide, high))
            top += high + GAP
        return found

    def _scrolled(self) -> QPoint:
        return QPoint(
            self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        )

    def _note_page(self) -> None:
        middle = self._scrolled().y() + self.viewport().height() // 3
        above = [n for n, place in enumerate(self._places()) if place.top() <= middle]
        page = above[-1] if above else 0
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
