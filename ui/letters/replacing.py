"""What to do about a letter that the records have moved away from."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from isteam_app.domain.letters import UNSENT, Letter
from isteam_app.errors import IsteamError
from isteam_app.services.letter_doubts import still_right, write_anew
from isteam_app.services.session import Session
from ui.common.dialogs import ReasonDialog, ask
from ui.common.messages import show_error

_REPLACING = (
    "This letter is not printed or posted any more. The new one starts with the same "
    "text, and is addressed as the records stand now."
)
_WRITING_ANEW = (
    "The new letter starts with the same text, and is addressed as the records stand "
    "now. Once it is finalised it takes the place of this one."
)
_STILL = "Say how you know that it may go as it is. The reason is kept with the letter."


class Replacing(QObject):
    """Finds a doubtful letter right, or writes another in its place."""

    found_right = Signal(object)  # the Letter
    begun = Signal(object)  # the Letter that stands in for it

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._page = session, page
        self._letter: Letter | None = None

    def hold(self, letter: Letter) -> None:
        """Speak of this letter from now on."""
        self._letter = letter

    @Slot()
    def ask_anew(self) -> None:
        """Ask before another letter is begun."""
        unsent = self._letter is not None and self._letter.state in UNSENT
        text = _REPLACING if unsent else _WRITING_ANEW
        title = "Write a new letter in its place?"
        ask(self._page, title, text, act="Write a new one", then=self._write)

    @Slot()
    def ask_right(self) -> None:
        """Ask how one knows that the letter may go."""
        dialog = ReasonDialog(
            self._page,
            "Is this letter still right?",
            _STILL,
            act="It is still right",
            label="How you know",
            takes_away=False,
        )
        dialog.accepted.connect(partial(self._keep, dialog))
        dialog.open()

    @Slot()
    def _write(self) -> None:
        if self._letter is None:
            return
        try:
            begun = write_anew(self._session, self._letter)
        except IsteamError as error:
            show_error(self._page, error)
            return
        self.begun.emit(begun)

    def _keep(self, dialog: ReasonDialog) -> None:
        if self._letter is None:
            return
        try:
            kept = still_right(self._session, self._letter, dialog.reason())
        except IsteamError as error:
            show_error(self._page, error)
            return
        self.found_right.emit(kept)
