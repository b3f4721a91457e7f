"""Tells the audit trail what is looked at, and sees that it is checked each week."""

from collections import deque

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from isteam_app.progress import Progress
from isteam_app.services.session import Session
from isteam_app.services.trail_checks import LongCheck, TrailHealth, is_due
from isteam_app.services.trail_notes import note_end, note_view
from ui.common.background import Background, Job

FIRST_MS, AGAIN_MS = 60_000, 3_600_000
"""A while after unlocking, when nobody waits for anything, and then each hour."""
NOTED_MS = 600_000
"""So often the key header notes where the trail ends: a cut after that is unseen."""
_NOUNS = {
    "case": "case",
    "letter": "letter",
    "person": "person",
    "request": "disclosure",
}
"""What one looks at on each page."""


class TrailWatch(QObject):
    """Writes each look once its page is shown, on the worker.

    The weekly check goes slice by slice, each its own piece of work, so that what
    somebody asks for never waits behind it. It is quiet when all is well.
    """

    found_fault = Signal(object)
    """A TrailHealth that is not whole."""

    def __init__(
        self, session: Session, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._looks: deque[tuple[str, int]] = deque()
        self._check: LongCheck | None = None
        self._writing = QTimer(self)
        self._writing.setSingleShot(True)
        self._writing.timeout.connect(self._write)
        self._weekly = QTimer(self)
        self._weekly.timeout.connect(self.check_if_due)
        self._noting = QTimer(self)
        self._noting.timeout.connect(self.note_end)

    def start(self) -> None:
        self._weekly.start(FIRST_MS)
        self._noting.start(NOTED_MS)

    def stop(self) -> None:
        """Nothing more is started; looks that are not written yet wait for `flush`."""
        self._weekly.stop()
        self._noting.stop()
        self._writing.stop()
        self._check = None

    def note(self, page: str, record_id: int) -> None:
        """Somebody opened a page: it is told when the page is in sight."""
        if record_id and page in _NOUNS:
            self._looks.append((_NOUNS[page], record_id))
            self._writing.start(0)

    def flush(self) -> None:
        """Write what is not written yet; the worker must have ended."""
        _write_looks(self._session, self._looks)

    @Slot()
    def check_if_due(self) -> None:
        """Begin a check of the whole trail, if the last is a week ago."""
        self._weekly.setInterval(AGAIN_MS)
        if self._check is None and is_due(self._session):
            self._check = LongCheck(self._session)
            self._go_on()

    @Slot()
    def note_end(self) -> None:
        """Note in the key header where the trail ends, not only when locking."""
        self._background.start(Job(_Noting(self._session)))

    @Slot()
    def _write(self) -> None:
        looks = self._looks
        session = self._session
        self._background.start(Job(lambda _: _write_looks(session, looks)))

    @Slot()
    def _go_on(self) -> None:
        if self._check is None:
            return
        job = Job(_Slice(self._check))
        job.succeeded.connect(self._hear)
        job.failed.connect(self._give_up)
        job.cancelled.connect(self._give_up)
        self._background.start(job)

    @Slot(object)
    def _hear(self, found: TrailHealth | None) -> None:
        if found is None:
            QTimer.singleShot(0, self, self._go_on)
            return
        self._check = None
        if not found.whole:
            self.found_fault.emit(found)

    @Slot()
    def _give_up(self) -> None:
        self._check = None  # the next hour tries again


class _Slice:
    def __init__(self, check: LongCheck) -> None:
        self._check = check

    def __call__(self, _: Progress) -> TrailHealth | None:
        return self._check.go_on()


class _Noting:
    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, _: Progress) -> None:
        note_end(self._session)


def _write_looks(session: Session, looks: deque[tuple[str, int]]) -> None:
    while looks:
        noun, record_id = looks.popleft()
        note_view(session, noun, record_id)
