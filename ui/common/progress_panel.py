"""How far long work has come, and the way to stop it."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.common.buttons import secondary
from ui.common.text import META, STRONG, label

PATIENCE_MS = 400
PROMISE = "Cancel leaves nothing half done"


class ProgressPanel(QFrame):
    """A bar, "86 of 240" and Cancel. Work of less than 400 ms never shows it."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("k", "card")
        self.title = label("", STRONG)
        self.count = label("", META, tnum=True)
        self.promise = label(PROMISE, META)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.cancel = secondary("Cancel")
        self.cancel.clicked.connect(self._stop)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        self._build()
        self.hide()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        foot = QHBoxLayout()
        foot.addWidget(self.promise, 1)
        foot.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addLayout(foot)

    def begin(self, title: str, promise: str = PROMISE) -> None:
        """Work has begun; the panel appears if it lasts."""
        self.title.setText(title)
        self.promise.setText(promise)
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        self.count.setText("")
        self.cancel.setEnabled(True)
        self._patience.start()

    def set_count(self, done: int, total: int) -> None:
        """Shows how much is done; a total of 0 is not known yet."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.count.setText(f"{done:,} of {total:,}" if total else "")

    def finish(self) -> None:
        """The work is over, whichever way it ended."""
        self._patience.stop()
        self.hide()

    @Slot()
    def _stop(self) -> None:
        self.cancel.setEnabled(False)
        self.promise.setText("Stopping")
        self.cancelled.emit()
