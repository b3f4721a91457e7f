"""Builds the exact PDF of a letter while one types: the last text wins."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from isteam_app.services.letter_editing import looked, typed
from isteam_app.services.letters import Desk, Preview
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.latest_build import Build, LatestBuild

_PAUSE_MS = 250


class ExactPreview(LatestBuild):
    """One build at a time; what was typed during it is built next, and nothing else.

    The pages come between the keys. The records are asked at a pause: that takes longer
    than setting a page.
    """

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(background, parent)
        self._whole: Build | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)

    @property
    def is_settled(self) -> bool:
        return super().is_settled and not self._pause.isActive()

    def ask(
        self,
        session: Session,
        desk: Desk,
        body: str,
        answers: dict[str, str],
        last: Preview | None,
    ) -> None:
        """Build and check this soon, unless something newer is asked for first.

        `last` is what was built and checked before; without it nothing waits.
        """
        self._whole = partial(looked, session, desk, body, answers)
        if last is None or last.recipient is None:
            self._pause.stop()
            self._look()
            return
        self.ask_for(partial(typed, desk, body, answers, last))
        self._pause.start()

    @Slot()
    def _look(self) -> None:
        if self._whole is not None:
            self.ask_for(self._whole)

    def stop(self) -> None:
        self._pause.stop()
        self._whole = None
        super().stop()
