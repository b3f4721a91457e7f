"""The throw-away vault of made-up people: made on asking, removed at the end."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, Signal, Slot

from isteam_app.progress import Progress
from isteam_app.services.session import Session
from isteam_app.services.unlock import local_now
from ui.common.background import Background, Job


class Demonstration(QObject):
    """Makes the vault on the worker. Cancel and `remove` leave nothing behind."""

    begun = Signal()
    progressed = Signal(int, int)
    made = Signal(object)  # the Session
    failed = Signal(object)  # an IsteamError
    cancelled = Signal()

    def __init__(
        self,
        background: Background,
        now: Callable[[], datetime] = local_now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._now = now
        self._place: TemporaryDirectory[str] | None = None
        self._job: Job | None = None

    def holds(self, folder: Path) -> bool:
        """Whether a vault is the one made here."""
        return self._place is not None and folder.is_relative_to(self._place.name)

    def hint(self, folder: Path) -> str:
        """Return the line that tells the passphrase; "" for any other vault."""
        if not self.holds(folder):
            return ""
        from isteam_app.services.demo import PASSPHRASE  # loads the whole program

        return f"The demonstration's passphrase is: {PASSPHRASE}"

    @Slot()
    def start(self) -> None:
        if self._job is not None:
            return
        self.remove()
        self._place = TemporaryDirectory(
            prefix="isteam-demo-", ignore_cleanup_errors=True
        )
        self._job = Job(_Making(Path(self._place.name) / "demo.isvault", self._now))
        self._job.progressed.connect(self.progressed)
        self._job.succeeded.connect(self._hand_over)
        self._job.failed.connect(self._fail)
        self._job.cancelled.connect(self._stopped)
        self.begun.emit()
        self._background.start(self._job)

    @Slot()
    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def remove(self) -> None:
        """Delete the demonstration; its vault must be closed."""
        if self._place is not None:
            self._place.cleanup()
        self._place = None

    @Slot(object)
    def _hand_over(self, session: Session) -> None:
        self._job = None
        self.made.emit(session)

    @Slot(object)
    def _fail(self, error: object) -> None:
        self._job = None
        self.remove()
        self.failed.emit(error)

    @Slot()
    def _stopped(self) -> None:
        self._job = None
        self.remove()
        self.cancelled.emit()


class _Making:
    """The work itself. Stopped half way, it closes what it began."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder, self._now = folder, now

    def __call__(self, progress: Progress) -> Session:
        from isteam_app.services.demo import make_demo  # loads the whole program

        return make_demo(self._folder, now=self._now, progress=progress)
