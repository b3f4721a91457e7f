"""By when a case must be answered, and why."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.common.buttons import secondary
from ui.common.icons import IconLabel
from ui.common.paint import (
    CENTRE,
    LEFT,
    RIGHT,
    draw_text,
    height_for,
    token_of,
    width_of,
)
from ui.common.text import (
    BODY,
    LABEL,
    META,
    SECTION,
    STRONG,
    label,
    paragraph,
    role_font,
)
from ui.common.theme import colour

STATES = {
    "running": ("clock", "neutral"),
    "soon": ("soon", "warn"),
    "late": ("late", "danger"),
    "paused": ("paused", "pause"),
    "waiting": ("not_started", "neutral"),
    "met": ("done", "ok"),
}
BAR_WIDTH, BAR_HEIGHT, TICK, SPACE = 330, 12, 2, 10


@dataclass(frozen=True, slots=True)
class ClockStep:
    """One line of the working: a fact, its date or number, and why."""

    fact: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClockBar:
    """Days used, days the clock stood still and days left, with words below each."""

    used: int
    paused: int
    left: int
    start: str = ""
    pause: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class ClockView:
    """The clock of a case in words.

    `state` is "running", "soon", "late", "paused", "waiting" or "met".
    """

    state: str
    headline: str
    second: str = ""
    steps: tuple[ClockStep, ...] = ()
    bar: ClockBar | None = None


class ClockBarPicture(QWidget):
    """Used filled, paused hatched, left pale, today a tick."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = ClockBar(0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_bar(self, bar: ClockBar) -> None:
        self._bar = bar
        self.setAccessibleName(
            f"{bar.used} days used, {bar.paused} paused, {bar.left} left"
        )
        self.update()

    def sizeHint(self) -> QSize:
        line = height_for(META, 16, 0)
        wide = max(BAR_WIDTH, sum(self._columns()) + 2 * SPACE)
        return QSize(wide, height_for(LABEL, 18, 2) + BAR_HEIGHT + 12 + 2 * line)

    def minimumSizeHint(self) -> QSize:
        needed = sum(self._columns()) + 2 * SPACE
        return QSize(max(240, needed), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = height_for(LABEL, 18, 2) + 4
        band = QRect(0, top, self.width(), BAR_HEIGHT)
        used, still = self._edges(band)
        painter.fillRect(band, colour("neutral_soft"))
        if still > used:
            hatched = QRect(used, top, still - used, BAR_HEIGHT)
            painter.fillRect(hatched, colour("surface"))
            _hatch(painter, hatched)
        painter.fillRect(QRect(0, top, used, BAR_HEIGHT), colour("chart1"))
        self._paint_today(painter, min(still, band.right() - 1), top)
        self._paint_words(painter, (used + still) // 2, top + BAR_HEIGHT + 7)
        painter.end()

    def _edges(self, band: QRect) -> tuple[int, int]:
        bar = self._bar
        whole = max(bar.used + bar.paused + bar.left, 1)
        used = band.width() * bar.used // whole
        return used, band.width() * (bar.used + bar.paused) // whole

    def _paint_today(self, painter: QPainter, at: int, top: int) -> None:
        painter.fillRect(QRect(at, top - 6, TICK, BAR_HEIGHT + 10), colour("text"))
        left = min(max(at - 40, 0), self.width() - 80)
        align = CENTRE if left == at - 40 else RIGHT if left else LEFT
        room = QRect(left, 0, 80, top - 7)
        draw_text(painter, room, "Today", font=_small_strong(), align=align)

    def _paint_words(self, painter: QPainter, still: int, top: int) -> None:
        first, middle, last = self._columns()
        whole, line = self.width(), height_for(META, 16, 0)
        room = whole - last - middle - SPACE
        left = max(min(still - middle // 2, room), min(first + SPACE, room))
        bar = self._bar
        start = QRect(0, top, first, line)
        self._paint_pair(painter, start, (bar.start, f"{bar.used} days used"), LEFT)
        if bar.paused:
            pause = QRect(left, top, middle, line)
            self._paint_pair(painter, pause, (bar.pause, _paused(bar)), CENTRE)
        end = QRect(whole - last, top, last, line)
        self._paint_pair(painter, end, (bar.due, f"{bar.left} left"), RIGHT)

    def _paint_pair(
        self,
        painter: QPainter,
        place: QRect,
        words: tuple[str, str],
        align: Qt.AlignmentFlag,
    ) -> None:
        ink = "pause" if align == CENTRE else "text3"
        small = role_font(META, tnum=True)
        above = ("text", _small_strong()) if align == RIGHT else (ink, small)
        draw_text(painter, place, words[0], font=above[1], ink=above[0], align=align)
        below = place.translated(0, place.height())
        draw_text(painter, below, words[1], font=small, ink=ink, align=align)

    def _columns(self) -> tuple[int, int, int]:
        """The widths of the words below the start, the pause and the end."""
        bar, font = self._bar, _small_strong()
        first = max(width_of(bar.start, font), width_of(f"{bar.used} days used", font))
        middle = max(width_of(bar.pause, font), width_of(_paused(bar), font))
        last = max(width_of(bar.due, font), width_of(f"{bar.left} left", font))
        return first, middle if bar.paused else 0, last


class ClockCard(QFrame):
    """The clock in one sentence; "Why?" unfolds the working."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("k", "card")
        self._narrow = False
        self._view = ClockView("running", "")
        self._mark = IconLabel("clock", "neutral", 24)
        self._headline = label("", SECTION)
        self._second = paragraph("", BODY, tone="text2")
        self.why = secondary("Why?", "unfold")
        self.why.setCheckable(True)
        self.why.toggled.connect(self._unfold)
        self._working = QWidget()
        self._bar = ClockBarPicture()
        self._build()
        self._unfold(on=False)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._headline)
        words.addWidget(self._second)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._mark)
        head.addLayout(words, 1)
        head.addWidget(self.why)
        self._lines = QGridLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(20)
        self._lines.setVerticalSpacing(5)
        self._lines.setColumnStretch(2, 1)
        self._lines.setRowStretch(100, 1)  # few lines beside a high bar stay together
        inner = QHBoxLayout(self._working)
        inner.setContentsMargins(0, 6, 0, 0)
        inner.setSpacing(32)
        inner.addLayout(self._lines, 1)
        inner.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        self._rule = QFrame()
        self._rule.setProperty("k", "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 16, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._rule)
        column.addWidget(self._working)

    def set_clock(self, view: ClockView) -> None:
        """Shows another clock; the working stays folded or unfolded as it was."""
        self._view = view
        icon, tone = STATES.get(view.state, STATES["running"])
        self._mark.set_icon(icon, token_of(tone))
        self._headline.setText(view.headline)
        self._second.setText(view.second)
        self._second.setVisible(bool(view.second))
        said = ". ".join(part for part in (view.headline, view.second) if part)
        self.setAccessibleName(said)
        self.why.setVisible(bool(view.steps))
        self._fill()
        if view.bar is not None:
            self._bar.set_bar(view.bar)
        self._unfold(on=self.why.isChecked())

    def set_unfolded(self, unfolded: bool) -> None:
        self.why.setChecked(unfolded)

    def is_unfolded(self) -> bool:
        return not self._working.isHidden()

    def set_narrow(self, narrow: bool) -> None:
        """Leaves the bar out where the window is narrow."""
        self._narrow = narrow
        self._unfold(on=self.why.isChecked())

    def _fill(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for row, step in enumerate(self._view.steps):
            fact = label(step.fact, BODY)
            value = label(step.value, STRONG, tnum=True)
            value.setFont(role_font(STRONG, tnum=True))
            reason = paragraph(step.reason, META)
            for place, part in enumerate((fact, value, reason)):
                top = Qt.AlignmentFlag.AlignTop
                self._lines.addWidget(part, row, place, top)

    @Slot(bool)
    def _unfold(self, on: bool) -> None:
        shown = on and bool(self._view.steps)
        self.why.set_icon("fold" if on else "unfold")
        self._rule.setVisible(shown)
        self._working.setVisible(shown)
        self._bar.setVisible(self._view.bar is not None and not self._narrow)


def _paused(bar: ClockBar) -> str:
    return f"{bar.paused} paused"


def _small_strong() -> QFont:
    font = role_font(LABEL, tnum=True)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _hatch(painter: QPainter, room: QRect) -> None:
    painter.save()
    painter.setClipRect(room)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour("pause"), 1.4))
    for left in range(room.left() - room.height(), room.right(), 6):
        painter.drawLine(left, room.bottom() + 1, left + room.height(), room.top())
    painter.restore()
