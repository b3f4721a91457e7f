"""Runs work off the GUI thread, one piece at a time, so that changes never overlap."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaMethod, QObject, Signal, Slot

from isteam_app.errors import Cancelled, IsteamError
from isteam_app.progress import Progress

if TYPE_CHECKING:  # loaded with the first job: the first page waits for nothing
    from concurrent.futures import ThreadPoolExecutor

Work = Callable[[Progress], object]
OnBug = Callable[[BaseException], str]
"""Takes a bug, logs it, and gives the reference to tell the person."""
_PAUSE = 0.05
"""Seconds between reports: a hundred thousand of them would choke the window."""


class Job(QObject):
    """One piece of work. Make it on the GUI thread: its signals arrive there.

    Connect first, then start: a quick job may end at once. Connect bound methods of
    QObjects, which Qt lets go of when they are deleted; a lambda would outlive them.
    """

    progressed = Signal(int, int)  # done, total
    succeeded = Signal(object)
    failed = Signal(object)  # an IsteamError
    cancelled = Signal()
    finished = Signal()  # always, and last

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._stop = Event()
        self._next_report = 0.0

    @Slot()
    def cancel(self) -> None:
        """Ask the work to stop at its next report. Nothing half done is left."""
        self._stop.set()

    def run(self, on_bug: OnBug) -> None:
        """Do the work, on the worker thread: emits signals, touches no widget."""
        try:
            self._end(on_bug)
        finally:
            self.forget()
            self.finished.emit()

    def forget(self) -> None:
        """Let go of the work and all it was given: a job may outlive its page."""
        self._work = _nothing

    def _end(self, on_bug: OnBug) -> None:
        try:
            self._report(0, 0)
            result = self._work(self._report)
        except Cancelled:
            self.cancelled.emit()
        except IsteamError as error:
            self.failed.emit(error)
        except Exception as bug:  # noqa: BLE001  # the crash border of the worker
            self.failed.emit(apology(on_bug(bug)))
        else:
            self.succeeded.emit(result)

    def _report(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled("The work was stopped.")
        if total and (done >= total or monotonic() >= self._next_report):
            self._next_report = monotonic() + _PAUSE
            self.progressed.emit(done, total)


class Background(QObject):
    """The program's one worker thread.

    `on_bug` is given what no rule foresaw, and answers with a reference. `unheard`
    carries the failure of a job that nobody listened to, so that it is shown all the
    same.
    """

    unheard = Signal(object)  # an IsteamError

    def __init__(
        self, on_bug: OnBug | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._on_bug = on_bug or _unrecorded
        self._jobs: set[Job] = set()
        self._closed = False
        self._pool: ThreadPoolExecutor | None = None

    @property
    def is_busy(self) -> bool:
        return bool(self._jobs)

    def start(self, job: Job) -> Job:
        """Queue a job whose signals are connected already.

        After `close` nothing runs any more: the job counts as cancelled.
        """
        if self._closed:
            job.cancel()
            job.run(self._on_bug)
            return job
        self._jobs.add(job)
        job.setParent(self)
        job.finished.connect(self._let_go)
        if not job.isSignalConnected(QMetaMethod.fromSignal(job.failed)):
            job.failed.connect(self.unheard)
        self._worker().submit(job.run, self._on_bug)
        return job

    def close(self) -> None:
        """Ask everything to stop, and wait until it has."""
        self._closed = True
        for job in self._jobs:
            job.cancel()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        for job in self._jobs:
            job.forget()
        self._jobs.clear()

    def _worker(self) -> "ThreadPoolExecutor":
        from concurrent.futures import ThreadPoolExecutor

        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
        return self._pool

    @Slot()
    def _let_go(self) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self._jobs.discard(job)
            job.deleteLater()


def apology(reference: str) -> IsteamError:
    """What the person is told of a bug: never its insides."""
    return IsteamError(
        "Something went wrong inside the program. What was saved is safe; this step "
        f"was not done. Try it again. If it comes back, tell your administrator "
        f"reference {reference}.",
        detail=reference,
    )


def _nothing(_progress: Progress) -> None:
    """What is left to do of work that was done."""


def _unrecorded(bug: BaseException) -> str:
    return type(bug).__name__
