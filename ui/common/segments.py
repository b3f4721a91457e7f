"""Two to five choices of which one holds."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.common.paint import CENTRE, draw_box, draw_text, height_for, width_of
from ui.common.painted_button import PaintedButton
from ui.common.text import BODY, STRONG, role_font
from ui.common.tokens import CONTROL

PAD, EDGE = 12, 3
STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class Segment(PaintedButton):
    def __init__(self, key: str, word: str, parent: QWidget | None = None) -> None:
        super().__init__(word, parent)
        self.key = key
        self.setText(word)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        width = width_of(self.text(), role_font(STRONG)) + 2 * PAD
        return QSize(width, height_for(BODY, CONTROL, 12) - 2 * EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.isChecked()
        if on:
            draw_box(painter, self.rect(), fill="surface", radius=5)
        draw_text(
            painter,
            self.rect(),
            self.text(),
            role=STRONG if on else BODY,
            ink="text" if on or self.underMouse() else "text2",
            align=CENTRE,
        )
        self.draw_focus(painter, radius=5)
        painter.end()


class Segments(QWidget):
    """A filter of a few choices; arrow keys move it, Tab passes it in one step."""

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._segments = [Segment(key, word) for key, word in choices]
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        row.setSpacing(0)
        for segment in self._segments:
            row.addWidget(segment)
            segment.setAccessibleDescription(name)
            segment.clicked.connect(self._press)
        self._current = choices[0][0]
        self.set_current(self._current)

    def current(self) -> str:
        return self._current

    def set_current(self, key: str) -> None:
        """Shows a choice without telling anybody."""
        self._current = key
        for segment in self._segments:
            on = segment.key == key
            segment.setChecked(on)
            reach = Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus
            segment.setFocusPolicy(reach)
            if on:
                self.setFocusProxy(segment)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        at = [s.key for s in self._segments].index(self._current)
        following = self._segments[(at + step) % len(self._segments)]
        self._choose(following)
        following.setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(painter, self.rect(), fill="neutral_soft", radius=7)
        painter.end()

    def _press(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, Segment):
            self._choose(pressed)

    def _choose(self, segment: Segment) -> None:
        changed = self._current != segment.key
        self.set_current(segment.key)
        if changed:
            self.chosen.emit(segment.key)
