"""What a letter's writer and whoever approves it ask of the page."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from isteam_app.errors import RuleBroken
from ui.common.dialogs import ask
from ui.letters.draft_work import DraftWork
from ui.letters.letter_acts import LetterActs

_CHANGING = (
    "It goes back to its draft. An approval counts no more: it is sent for approval "
    "again once it is changed."
)


class SecondPerson(QObject):
    """Sends a letter, approves it, sends it back, takes it back, and finalises it."""

    def __init__(self, work: DraftWork, acts: LetterActs, page: QWidget) -> None:
        super().__init__(page)
        self._work, self._acts, self._page = work, acts, page
        panel = work.space.approval
        panel.approved.connect(self._approve)
        panel.sent_back.connect(self._send_back)

    @Slot()
    def finalise(self) -> None:
        """Finalise with what was ticked, and the postcode where one is asked for."""
        space = self._work.space
        self._acts.finalise(space.twice.ticked(), space.postcode.value())

    @Slot()
    def submit(self) -> None:
        """Send the letter for approval with what was ticked."""
        self._acts.submit(self._work.space.twice.ticked())

    @Slot()
    def ask_back(self) -> None:
        """Ask before one's own letter becomes a draft again."""
        title = "Change the text?"
        act = "Change the text"
        ask(self._page, title, _CHANGING, act=act, then=self._acts.take_back)

    def show_refused(self, error: RuleBroken) -> bool:
        """Show a refusal at the input that it is about; False where there is none."""
        space = self._work.space
        if space.approval.show_refused(error.field, str(error)):
            return True
        if error.field == "postcode" and space.postcode.isVisibleTo(self._page):
            space.show_checks(space.postcode)
            space.postcode.show_problem(str(error))
            space.postcode.focus_field()
            return True
        return False

    @Slot()
    def _approve(self) -> None:
        panel, twice = self._work.space.approval, self._work.space.twice
        self._acts.approve(
            panel.code, panel.note.value(), twice.ticked(), panel.postcode.value()
        )

    @Slot()
    def _send_back(self) -> None:
        panel = self._work.space.approval
        self._acts.send_back(panel.code, panel.note.value())
