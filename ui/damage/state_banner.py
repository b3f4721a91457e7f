"""Stands over every page while nothing in the vault can be changed, and says why."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from isteam_app.services.look_only import why_nothing_changes
from isteam_app.services.session import Session
from ui.common.buttons import secondary
from ui.common.frame import Frame
from ui.common.notes import Note
from ui.common.paint import plain_tip
from ui.common.speech import announce

_LOOK_MS = 500
_OPENED = "Opened to look only"


class StateBanner(QObject):
    """Watches an open vault. `damaged` is emitted once, when damage is met.

    The vault is asked, not told: whichever thread meets the damage, and whatever it
    was doing, the window hears of it here.
    """

    damaged = Signal()
    help_wanted = Signal()

    def __init__(
        self, session: Session, frame: Frame, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._frame = session, frame
        self._told = False
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK_MS)
        self._watch.timeout.connect(self.look)
        self.look()
        if not self._told:
            self._watch.start()
        if why_nothing_changes(session):
            self._forbid_new()

    @Slot()
    def look(self) -> None:
        """Ask the vault how it stands, and say so over the pages."""
        reason = why_nothing_changes(self._session)
        if self._session.vault.damage:
            self._say_damage(reason)
        elif reason and self._frame.banner() is None:
            rest = reason.removeprefix(f"{_OPENED}: ")
            text = rest[:1].upper() + rest[1:]
            self._frame.set_banner(Note("info", _OPENED, text, icon="view"))

    def stop(self) -> None:
        self._watch.stop()

    def _say_damage(self, reason: str) -> None:
        if self._told:
            return
        self._told = True
        self._watch.stop()
        button = secondary("What to do")
        button.clicked.connect(self.help_wanted)
        title, _, text = reason.partition(". ")
        self._frame.set_banner(Note("danger", title, text, buttons=(button,)))
        announce(self._frame, reason)
        self._forbid_new()
        self.damaged.emit()

    def _forbid_new(self) -> None:
        bar, reason = self._frame.top_bar, why_nothing_changes(self._session)
        for button in (bar.post_button, bar.request_button):
            button.setEnabled(False)
            button.setToolTip(plain_tip(reason))
            button.setAccessibleDescription(reason)
