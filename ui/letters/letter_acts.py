"""What happens to a whole draft: it is frozen, addressed anew or thrown away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from isteam_app.domain.letters import Letter
from isteam_app.progress import Progress
from isteam_app.services.letter_approval import (
    approve,
    send_back,
    submit,
    take_back,
)
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
    moved = Signal(object)  # the Letter, sent for approval, approved or sent back
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

    def finalise(self, ticked: tuple[str, ...] = (), postcode: str = "") -> None:
        """Freeze the letter as it is typed."""
        act = partial(finalise, ticked=ticked, postcode=postcode)
        self._begin(act, self.finalised)

    def submit(self, ticked: tuple[str, ...]) -> None:
        """Send the letter for approval as it is typed."""
        self._begin(partial(submit, ticked=ticked), self.moved)

    def approve(
        self, code: str, note: str, ticked: tuple[str, ...], postcode: str
    ) -> None:
        """Approve the letter that was sent."""
        act = partial(approve, code=code, note=note, ticked=ticked, postcode=postcode)
        self._begin(act, self.moved)

    def send_back(self, code: str, note: str) -> None:
        """Send the letter back to whoever wrote it."""
        self._begin(partial(send_back, code=code, note=note), self.moved)

    @Slot()
    def take_back(self) -> None:
        """Make one's own letter a draft again."""
        self._begin(take_back, self.moved)

    def change(self, act: Act) -> None:
        """Change what stands around the text: the page, the envelope's contents."""
        self._begin(act, self.readdressed)

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
