"""Says for ten seconds that something was done, and offers to undo it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.common.buttons import Button
from ui.common.icons import IconLabel
from ui.common.text import BODY, label

SECONDS, MARGIN, WIDEST = 10, 16, 560


class Toast(QFrame):
    """Stands at the foot of a page. Never for errors, never with names of people."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._undo: Callable[[], None] | None = None
        self._left = 0
        self.setProperty("k", "toast")
        self.words = label("", BODY)
        self._clock = label("", BODY, tnum=True)
        self.undo_button = Button("Undo", "undo")
        self.undo_button.clicked.connect(self._take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 12, 7)
        row.setSpacing(10)
        row.addWidget(IconLabel("done", "surface"))
        row.addWidget(self.words, 1)
        row.addWidget(self._clock)
        row.addWidget(self.undo_button)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._pass_second)
        page.installEventFilter(self)
        self.hide()

    def show_message(
        self,
        words: str,
        undo: Callable[[], None] | None = None,
        seconds: int = SECONDS,
    ) -> None:
        """Shows one sentence; `undo` takes back what was done."""
        self._undo = undo
        self._left = seconds
        self.words.setText(words)
        self.setAccessibleName(words)
        self.undo_button.setVisible(undo is not None)
        self._clock.setVisible(undo is not None)
        self._clock.setText(f"{seconds} s")
        self._place()
        self.show()
        self.raise_()
        self._second.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        page = self._page
        wanted = max(self.sizeHint().width(), 320)
        width = min(wanted, WIDEST, page.width() - 2 * MARGIN)
        height = max(self.sizeHint().height(), 42)
        left = (page.width() - width) // 2
        self.setGeometry(left, page.height() - height - MARGIN, width, height)

    @Slot()
    def _pass_second(self) -> None:
        # One who is at the Undo button is not hurried.
        if self.undo_button.hasFocus() or self.underMouse():
            return
        self._left -= 1
        self._clock.setText(f"{self._left} s")
        if self._left <= 0:
            self._end()

    @Slot()
    def _take_back(self) -> None:
        undo = self._undo
        self._end()
        if undo is not None:
            undo()

    def _end(self) -> None:
        self._second.stop()
        self._undo = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._end()
        else:
            super().keyPressEvent(event)
