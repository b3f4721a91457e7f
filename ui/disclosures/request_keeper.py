"""Does what the page of a request asks for on the worker, one thing at a time."""

from PySide6.QtCore import QObject, Signal, Slot

from ui.common.background import Background, Job
from ui.common.progress_panel import ProgressPanel
from ui.disclosures.request_work import Work


class Keeper(QObject):
    """Remembers for which request something is written, and where to go afterwards.

    `kept` names the forms that are being kept, `then` where one goes on to.
    """

    done = Signal(object)
    refused = Signal(object)
    busy = Signal(bool)

    def __init__(self, background: Background, progress: ProgressPanel) -> None:
        super().__init__(progress)
        self._background, self._progress = background, progress
        self._job: Job | None = None
        self.request_id = 0
        self.kept: tuple[str, ...] = ()
        self.then = self.told = ""
        progress.cancelled.connect(self._stop)

    def run(
        self,
        work: Work,
        request_id: int,
        *,
        kept: tuple[str, ...] = (),
        then: str = "",
        long: str = "",
        told: str = "",
    ) -> None:
        """Begin a piece of work; `long` is said while it lasts, with a way to stop.

        `told` is said once it is done.
        """
        self.told = told
        self.request_id, self.kept, self.then = request_id, kept, then
        job = Job(work)
        job.succeeded.connect(self.done)
        job.failed.connect(self.refused)
        job.finished.connect(self._end)
        if long:
            job.progressed.connect(self._progress.set_count)
            self._progress.begin(long)
        self._job = job
        self.busy.emit(True)
        self._background.start(job)

    @Slot()
    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _end(self) -> None:
        self._job = None
        self._progress.finish()
        self.busy.emit(False)
