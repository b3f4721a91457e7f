"""Small painted charts, each with its numbers printed and a table of the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStackedLayout, QWidget

from ui.common.cards import Card
from ui.common.one_line import OneLine
from ui.common.paint import CENTRE, LEFT, RIGHT, draw_box, draw_text, width_of
from ui.common.text import BODY, LABEL, META, label, role_font
from ui.common.theme import colour

KEPT_BACK = "\u2013"
"""What stands for a number that is kept back."""
_NICE = (1, 2, 5)
_MOST_LINES = 4
_WIDEST_BAR, _BAR, _GAP = 34, 14, 8
_LABEL_SHARE = 0.58


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `count` None is kept back; `late` makes it red."""

    words: str
    count: int | None
    late: bool = False

    @property
    def said(self) -> str:
        return KEPT_BACK if self.count is None else f"{self.count:,}"

    @property
    def spoken(self) -> str:
        return f"{self.words} {'kept back' if self.count is None else self.said}"


class Chart(QWidget):
    """Bars from zero. A screen reader hears every one of them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: tuple[Bar, ...] = ()
        self.setAccessibleName(name)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        self.bars = tuple(bars)
        self.setAccessibleDescription(", ".join(bar.spoken for bar in self.bars))
        self.updateGeometry()
        self.update()

    def _most(self) -> int:
        return max((bar.count or 0 for bar in self.bars), default=0)


class ColumnChart(Chart):
    """Upright bars over a hairline grid, the number on each, the name under it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(360, 12 * QFontMetrics(role_font(META)).height())

    def minimumSizeHint(self) -> QSize:
        widest = max((width_of(b.words, role_font(META)) for b in self.bars), default=0)
        return QSize((widest + 2) * len(self.bars) + 40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = QFontMetrics(role_font(META)).height()
        ticks = nice_ticks(self._most())
        left = width_of(f"{ticks[-1]:,}", role_font(META)) + _GAP
        plot = self.rect().adjusted(left, line + 2, 0, -line - 4)
        for tick in ticks:
            y = _height(plot, tick, ticks[-1])
            painter.fillRect(QRect(plot.left(), y, plot.width(), 1), colour("grid"))
            place = QRect(0, y - line // 2, left - _GAP, line)
            draw_text(painter, place, f"{tick:,}", role=META, ink="text3", align=RIGHT)
        self._paint_bars(painter, plot, ticks[-1], line)
        painter.end()

    def _paint_bars(self, painter: QPainter, plot: QRect, top: int, line: int) -> None:
        for place, bar in enumerate(self.bars):
            start = plot.left() + plot.width() * place // len(self.bars)
            end = plot.left() + plot.width() * (place + 1) // len(self.bars)
            wide = min(_WIDEST_BAR, (end - start) * 2 // 3)
            y = _height(plot, bar.count or 0, top)
            if bar.count:
                high = plot.bottom() + 1 - y
                body = QRect((start + end - wide) // 2, y, wide, high)
                painter.fillRect(body, colour("danger" if bar.late else "chart1"))
            over = QRect(start, y - line - 1, end - start, line)
            if bar.count != 0:
                draw_text(painter, over, bar.said, role=META, align=CENTRE)
            under = QRect(start, plot.bottom() + 4, end - start, line)
            draw_text(painter, under, bar.words, role=META, ink="text3", align=CENTRE)


class RowChart(Chart):
    """Bars one under the other: the name at the left, the number after the bar."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(260, max(self._line() * len(self.bars), self._line()))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        words = max((width_of(b.words, role_font(BODY)) for b in self.bars), default=0)
        left = min(words, round(self.width() * _LABEL_SHARE))
        number = max((width_of(b.said, role_font(LABEL)) for b in self.bars), default=0)
        room = max(self.width() - left - number - 3 * _GAP, 1)
        most = max(self._most(), 1)
        line = self._line()
        for place, bar in enumerate(self.bars):
            y = place * line
            name = QRect(0, y, left, line)
            draw_text(painter, name, bar.words, ink="text2", align=LEFT)
            wide = round(room * (bar.count or 0) / most)
            body = QRect(left + _GAP, y + (line - _BAR) // 2, wide, _BAR)
            if wide:
                fill = "danger" if bar.late else "chart1"
                draw_box(painter, body, fill=fill, radius=2)
            after = QRect(body.left() + wide + _GAP, y, number + _GAP, line)
            draw_text(painter, after, bar.said, role=LABEL, align=LEFT)
        painter.end()

    def _line(self) -> int:
        return max(26, QFontMetrics(role_font(BODY)).height() + 8)


class ChartCard(Card):
    """A card with a chart, or the same numbers as a table."""

    def __init__(self, title: str, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self.chart = chart
        self.table = QWidget()
        self._grid = QGridLayout(self.table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(chart)
        self._stack.addWidget(self.table)
        self.body.addWidget(holder)
        self.body.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        self.chart.set_bars(bars)
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for line, bar in enumerate(bars):
            words = OneLine(BODY)
            words.setText(bar.words)
            number = label(bar.said, BODY, tnum=True)
            number.setAccessibleName(bar.spoken)
            right = Qt.AlignmentFlag.AlignRight
            self._grid.addWidget(words, line, 0)
            self._grid.addWidget(number, line, 1, right)
        self._grid.setRowStretch(len(bars), 1)

    def show_table(self, on: bool) -> None:
        self._stack.setCurrentIndex(1 if on else 0)


def nice_ticks(most: int) -> tuple[int, ...]:
    """Return a few round numbers from 0 that reach as high as the highest bar."""
    step, size = 1, 1
    while True:
        for nice in _NICE:
            step = nice * size
            if step * _MOST_LINES >= most:
                top = max(-(-most // step), 1)
                return tuple(step * number for number in range(top + 1))
        size *= 10


def _height(plot: QRect, count: int, top: int) -> int:
    return plot.bottom() - round((plot.height() - 1) * count / max(top, 1))
