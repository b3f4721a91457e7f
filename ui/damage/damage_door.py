"""The ways on from a vault that did not open because it is not whole."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from isteam_app.errors import IsteamError
from ui.common.background import Background
from ui.damage.damage_page import DamagePage


class DamageDoor(QObject):
    """Shows the page of damage before a vault, and leads back to the unlock page."""

    looked_at = Signal(object)  # a Session that only looks
    door_wanted = Signal(object)  # the Path of the vault to unlock

    def __init__(
        self,
        background: Background,
        pages: QStackedWidget,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background, self._pages, self._now = background, pages, now
        self._folder = Path()
        self.page: DamagePage | None = None

    @Slot(object, object)
    def show(self, folder: Path, error: IsteamError) -> None:
        """Show what can be done about one vault, and why it did not open."""
        self._folder = folder
        page = self.page
        if page is None:
            page = self.page = DamagePage(self._background, now=self._now)
            page.left.connect(self._go_back)
            page.mended.connect(self._go_back)
            page.looked_at.connect(self.looked_at)
            page.open_wanted.connect(self.door_wanted)
            self._pages.addWidget(page)
        page.show_vault(folder, error)
        self._pages.setCurrentWidget(page)
        first = page.first_focus()
        if first is not None:
            first.setFocus()

    @Slot()
    def _go_back(self) -> None:
        self.door_wanted.emit(self._folder)
