"""What happens to a whole draft: it is frozen, addressed anew or thrown away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from isteam_app.domain.letters import Letter
from isteam_app.progress import Progress
from isteam_app.services.letters import discard_draft, finalise, use_current_address
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.letters.draft_keeper import DraftKeeper

Act = Callable[[Session, Letter], object]


class LetterActs(QObject):
    """One act at a time, each after what is typed has been saved."""

    turned = Signal()  # an act has begun or is over
    finalised = Signal(object)  # the Letter
    readdressed = Signal(object)  # the Letter
    discarded = Signal()
    failed = Signal(object)  # an IsteamError

    def __init__(
        self,
        session: Session,
        background: Background,
        keeper: DraftKeeper,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._keeper = keeper
        self.is_working = False

    @Slot()
    def finalise(self) -> None:
        """Freeze the letter as it is typed."""
        self._begin(finalise, self.finalised)

    @Slot()
    def readdress(self) -> None:
        """Put the case's address on the letter."""
        self._begin(use_current_address, self.readdressed)

    @Slot()
    def discard(self) -> None:
        """Throw the draft away."""
        self._begin(discard_draft, self.discarded)

    @Slot()
    def stop(self) -> None:
        """Nothing runs any more: the text may be typed on."""
        self._turn(working=False)

    def _begin(self, act: Act, done: SignalInstance) -> None:
        if self.is_working:
            return
        self._turn(working=True)
        self._keeper.settle(partial(self._do, act, done))

    def _do(self, act: Act, done: SignalInstance) -> None:
        letter = self._keeper.letter
        if letter is None:
            self.stop()
            return
        job = Job(partial(_acting, act, self._session, letter))
        job.succeeded.connect(self.stop)
        job.succeeded.connect(done)
        job.failed.connect(self.failed)
        job.cancelled.connect(self.stop)
        self._background.start(job)

    def _turn(self, *, working: bool) -> None:
        if self.is_working != working:
            self.is_working = working
            self.turned.emit()


def _acting(act: Act, session: Session, letter: Letter, _progress: Progress) -> object:
    return act(session, letter)
