"""Saves a draft while one types, and before one goes on."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from isteam_app.domain.letters import Letter
from isteam_app.errors import ChangedMeanwhile, IsteamError
from isteam_app.progress import Progress
from isteam_app.services.letters import save_draft
from isteam_app.services.session import Session
from ui.common.background import Background, Job

PAUSE_MS = 2000
Written = tuple[str, dict[str, str]]


class DraftKeeper(QObject):
    """Knows what is saved and what is not. One save at a time, in order."""

    saved = Signal(object)  # the Letter as it now stands in the vault
    changed_meanwhile = Signal(object)  # the ChangedMeanwhile
    failed = Signal(object)  # another IsteamError

    def __init__(
        self,
        session: Session,
        background: Background,
        written: Callable[[], Written],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._written = written
        self._letter: Letter | None = None
        self._saved: Written = ("", {})
        self._sent: Written = ("", {})
        self._then: Callable[[], None] | None = None
        self._running = False
        self._refused = self._failed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.save)

    @property
    def letter(self) -> Letter | None:
        """The letter as it was last saved."""
        return self._letter

    def hold(self, letter: Letter | None) -> None:
        """What is shown now is this letter as saved; None keeps nothing."""
        self._letter = letter
        self._saved = self._written()
        self._then = None
        self._refused = False
        self._timer.stop()

    def is_unsaved(self) -> bool:
        """Whether more has been written than is saved."""
        return self._letter is not None and self._written() != self._saved

    def note_typing(self) -> None:
        """Save when nothing has been typed for a while."""
        if self._letter is not None and not self._refused:
            self._timer.start()

    def settle(self, then: Callable[[], None]) -> None:
        """Save what is unsaved, then go on; do not go on if that fails."""
        self._timer.stop()
        if self._running or self.is_unsaved():
            self._then = then
            self.save()
        else:
            then()

    def keep_over(self, newest: Letter) -> None:
        """Save what is written here over what somebody else saved meanwhile."""
        self._letter = newest
        self._refused = False
        self.save()

    @Slot()
    def save(self) -> None:
        self._timer.stop()
        letter = self._letter
        if self._running or letter is None or not self.is_unsaved():
            return
        body, answers = self._sent = self._written()
        job = Job(partial(_saving, self._session, letter, body, answers))
        job.succeeded.connect(self._note_saved)
        job.failed.connect(self._note_failure)
        job.cancelled.connect(self._note_stop)
        job.finished.connect(self._end)
        self._running, self._failed = True, False
        self._background.start(job)

    @Slot(object)
    def _note_saved(self, letter: Letter) -> None:
        if self._letter is None or letter.id != self._letter.id:
            return
        self._letter = letter
        self._saved = self._sent
        self.saved.emit(letter)

    @Slot(object)
    def _note_failure(self, error: IsteamError) -> None:
        self._then = None
        self._failed = True
        self._refused = isinstance(error, ChangedMeanwhile)
        signal = self.changed_meanwhile if self._refused else self.failed
        signal.emit(error)

    @Slot()
    def _note_stop(self) -> None:
        """The vault is being locked: what is unsaved is kept as half typed."""
        self._then = None
        self._failed = True

    @Slot()
    def _end(self) -> None:
        self._running = False
        if self._then is None:
            self._go_on_saving()
        elif self.is_unsaved():
            self.save()
        else:
            then, self._then = self._then, None
            then()

    def _go_on_saving(self) -> None:
        """What was typed during a save is saved in its turn; not after a failure."""
        if self.is_unsaved() and not self._failed:
            self._timer.start()


def _saving(
    session: Session,
    letter: Letter,
    body: str,
    answers: dict[str, str],
    _progress: Progress,
) -> Letter:
    return save_draft(session, letter, body, answers)
