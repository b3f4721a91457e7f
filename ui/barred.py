"""Where nothing may be changed, the buttons that would change something say why."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from isteam_app.domain.rights import Act, refusal
from isteam_app.services.look_only import why_nothing_changes
from isteam_app.services.session import Session
from ui.common.buttons import Button
from ui.common.frame import Frame
from ui.common.paint import plain_tip

_LOOK_MS = 500
_CHANGE = ("primary", "tonal", "danger")
"""The kinds of button that do something to the record, but for the ways on below."""
_LEADS_ON = (
    "Check all of it",
    "Choose where to save",
    "Open the case",
    "To the print desk",
)
_BEGINS = (
    "Add a note",
    "Assign",
    "Attach files",
    "Delete",
    "Discard draft",
    "End it",
    "Hand over",
    "Link a case",
    "Link as a repeat",
    "Merge",
    "Note",
    "Print again",
    "Rename",
    "Representative",
    "Save this view",
    "Send back",
    "Show it to them",
    "Strike out",
    "Take to the regulator",
    "Undo the link",
    "Use the current address",
    "Who may see",
    "Write a letter",
    "Write to them",
)
"""Other buttons, by their words, that only begin what would be refused."""
_OTHER_PLACES = ("settings", "deadlines", "audit", "damage")
"""Pages that change nothing, or say themselves what may not be changed."""


class Barred(QObject):
    """Disables such buttons in the page in sight, also those a page makes later.

    The services refuse in any case: this says so before anybody presses.
    """

    def __init__(
        self, session: Session, frame: Frame, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._frame = session, frame
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_MS)
        self._watch.timeout.connect(self.look)
        self._role = refusal(session.member.role, Act.WORK)
        if self._role:
            for button in (frame.top_bar.post_button, frame.top_bar.request_button):
                _bar(button, self._role)
        if self._role or why_nothing_changes(session):
            self._watch.start()

    @Slot()
    def look(self) -> None:
        """See to the page in sight."""
        reason = why_nothing_changes(self._session) or self._role
        page = self._frame.pages.currentWidget()
        if reason and page is not None:
            self._bar_page(page, reason)

    def stop(self) -> None:
        self._watch.stop()

    def _bar_page(self, page: QWidget, reason: str) -> None:
        if getattr(page, "name", "") in _OTHER_PLACES:
            return
        for button in page.findChildren(Button):
            if _changes(button):
                _bar(button, reason)


def _changes(button: Button) -> bool:
    if button.words() in _BEGINS:
        return True
    return button.property("v") in _CHANGE and button.words() not in _LEADS_ON


def _bar(button: Button, reason: str) -> None:
    button.setEnabled(False)
    button.setToolTip(plain_tip(reason))
    button.setAccessibleDescription(reason)
