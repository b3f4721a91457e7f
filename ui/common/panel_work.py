"""One piece of work at a time, with its progress in sight and a way to stop it."""

from PySide6.QtCore import QObject, Signal, Slot

from ui.common.background import Background, Job, Work
from ui.common.progress_panel import PROMISE, ProgressPanel


class PanelWork(QObject):
    """Runs work behind a progress panel; what is asked for meanwhile is not begun."""

    succeeded = Signal(object)
    failed = Signal(object)  # an IsteamError
    ended = Signal()  # always, and last

    def __init__(
        self, background: Background, panel: ProgressPanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._background, self._panel = background, panel
        self._job: Job | None = None
        panel.cancelled.connect(self._stop)

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    def start(self, work: Work, title: str, promise: str = PROMISE) -> bool:
        """Begin unless something runs; say whether it was begun."""
        if self._job is not None:
            return False
        job = self._job = Job(work)
        job.progressed.connect(self._panel.set_count)
        job.succeeded.connect(self.succeeded)
        job.failed.connect(self.failed)
        job.finished.connect(self._end)
        self._panel.begin(title, promise)
        self._background.start(job)
        return True

    @Slot()
    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _end(self) -> None:
        self._job = None
        self._panel.finish()
        self.ended.emit()
