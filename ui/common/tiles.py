"""The figures at the head of a page; each is a button and may be a filter."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.common.paint import (
    draw_box,
    draw_icon,
    draw_text,
    plain_tip,
    square,
    token_of,
    width_of,
)
from ui.common.painted_button import PaintedButton
from ui.common.text import LABEL, META, NUMBER, role_font
from ui.common.theme import colour
from ui.common.tokens import TILE

PAD, TIGHT, ICON, GAP = 17, 12, 15, 8
LINE, BASELINE = 26, 67


class Tile(PaintedButton):
    """A figure with its name and one fact. Ticked: its filter is in force."""

    def __init__(
        self,
        label: str,
        icon: str,
        tone: str = "neutral",
        *,
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, parent)
        self.key = key or label
        self._label, self._icon, self._tone = label, icon, tone
        self._number = self._meta = ""
        self._pad = PAD
        self.setCheckable(True)
        self.setText(label)
        grow = QSizePolicy.Policy.Expanding
        self.setSizePolicy(grow, QSizePolicy.Policy.Fixed)
        self.set_figure("", "")

    def set_figure(self, number: str, meta: str = "") -> None:
        """Shows another figure and the one fact on its line."""
        self._number, self._meta = number, meta
        self.setAccessibleName(": ".join(p for p in (self._label, number) if p))
        self.setAccessibleDescription(meta)
        self._note_room()
        self.updateGeometry()
        self.update()

    @property
    def number(self) -> str:
        return self._number

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._note_room()

    def _note_room(self) -> None:
        short = self._needed() - self.width()
        self._pad = TIGHT if short > 0 else PAD
        cut = short > 2 * (PAD - TIGHT)
        self.setToolTip(plain_tip(self._meta) if cut else "")

    def sizeHint(self) -> QSize:
        figure = QFontMetrics(role_font(NUMBER)).height()
        name = QFontMetrics(role_font(LABEL)).height()
        tight = self._needed() - 2 * (PAD - TIGHT)
        return QSize(tight, max(TILE, figure + name + 34))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._needed(), 128), self.sizeHint().height())

    def _needed(self) -> int:
        label = ICON + GAP + width_of(self._label, role_font(LABEL))
        figure = width_of(self._number, role_font(NUMBER, tnum=True)) + 8
        figure += width_of(self._meta, role_font(META, tnum=True))
        return 2 * PAD + max(label, figure)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        checked = self.isChecked()
        draw_box(
            painter,
            self.rect(),
            fill="hover" if self.underMouse() else "surface",
            edge="accent" if checked else "border",
            radius=8,
            width=2 if checked else 1,
        )
        stretch = self.height() / TILE
        line = round(LINE * stretch)
        draw_icon(
            painter, square(self._pad, line, ICON), self._icon, token_of(self._tone)
        )
        left = self._pad + ICON + GAP
        high = QFontMetrics(role_font(LABEL)).height() + 4
        room = QRect(left, line - high // 2, self.width() - left - self._pad, high)
        draw_text(painter, room, self._label, role=LABEL, ink="text2")
        self._paint_figure(painter, round(BASELINE * stretch))
        self._paint_focus(painter, checked)
        painter.end()

    def _paint_figure(self, painter: QPainter, baseline: int) -> None:
        font = role_font(NUMBER, tnum=True)
        painter.setFont(font)
        painter.setPen(colour("text"))
        painter.drawText(QPoint(self._pad, baseline), self._number)
        left = self._pad + width_of(self._number, font) + 7
        small = role_font(META, tnum=True)
        metrics = QFontMetrics(small)
        room = QRect(
            left,
            baseline - metrics.ascent(),
            self.width() - left - self._pad + 5,
            metrics.height(),
        )
        draw_text(painter, room, self._meta, font=small, ink="text3")

    def _paint_focus(self, painter: QPainter, checked: bool) -> None:
        if self.hasFocus() and checked:
            inner = self.rect().adjusted(4, 4, -4, -4)
            draw_box(painter, inner, edge="accent", radius=5)
        else:
            self.draw_focus(painter, radius=8)


class TileRow(QWidget):
    """Tiles of equal width; at most one of them filters the list below."""

    filtered = Signal(str)

    def __init__(self, tiles: Sequence[Tile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = tuple(tiles)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for tile in self.tiles:
            row.addWidget(tile, 1)
            tile.clicked.connect(self._settle)

    def tile(self, key: str) -> Tile:
        return next(tile for tile in self.tiles if tile.key == key)

    def filter(self) -> str:
        """The key of the tile whose filter is in force; empty: none."""
        return next((tile.key for tile in self.tiles if tile.isChecked()), "")

    def set_filter(self, key: str) -> None:
        for tile in self.tiles:
            tile.setChecked(tile.key == key)

    def _settle(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, Tile):
            self.set_filter(pressed.key if pressed.isChecked() else "")
        self.filtered.emit(self.filter())
