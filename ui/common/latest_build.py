"""Builds an exact PDF while one types: what was asked for last wins."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from isteam_app.progress import Progress
from ui.common.background import Background, Job

WAIT_MS = 0
Build = Callable[[], object]


class LatestBuild(QObject):
    """One build at a time; what was asked during it is built next, and nothing else."""

    built = Signal(object)  # what the build returned, such as a Preview
    failed = Signal(object)  # an IsteamError

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._asked: Build | None = None
        self._running = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._start)

    @property
    def is_settled(self) -> bool:
        """Whether what was last asked for has been built."""
        return self._asked is None and not self._running

    def ask_for(self, build: Build) -> None:
        """Build this soon, unless something newer is asked for first."""
        self._asked = build
        self._timer.start()

    @Slot()
    def _start(self) -> None:
        if self._running or self._asked is None:
            return
        job = Job(partial(_build, self._asked))
        self._asked = None
        self._running = True
        job.succeeded.connect(self._show)
        job.failed.connect(self.failed)
        job.finished.connect(self._end)
        self._background.start(job)

    @Slot(object)
    def _show(self, made: object) -> None:
        self.built.emit(made)

    @Slot()
    def _end(self) -> None:
        self._running = False
        if self._asked is not None and not self._timer.isActive():
            self._start()

    def stop(self) -> None:
        """Forget what was asked for; what is being built is not shown."""
        self._asked = None
        self._timer.stop()


def _build(build: Build, _progress: Progress) -> object:
    return build()
