"""The line at the foot of the window: who, what waits, what is saved."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.common.icon_words import IconWords
from ui.common.text import META
from ui.common.tokens import STATUS_BAR

SPACE = 24
BACKUP_ICONS = {
    "ok": "check-circle-fill",
    "warn": "warning-circle-fill",
    "danger": "warning-octagon-fill",
}


class StatusBar(QFrame):
    """Quiet facts that are always in sight. Empty words hide a fact."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("k", "status")
        self.setFixedHeight(STATUS_BAR)
        self._narrow = False
        self._member = self._part()
        self._backup = self._part()
        self._waiting = self._part()
        self._saved = self._part()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 16, 0)
        row.setSpacing(SPACE)
        for part in (self._member, self._backup, self._waiting):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._saved)

    def _part(self) -> IconWords:
        part = IconWords(role=META, tone="text2", side=14, parent=self)
        part.hide()
        return part

    def set_member(self, words: str) -> None:
        """Who is signed in: "Priya Raman, case handler"."""
        self._show(self._member, words, "user")

    def set_backup(self, words: str, tone: str = "ok") -> None:
        """How old the last good backup is; tone "ok", "warn" or "danger"."""
        self._show(self._backup, words, BACKUP_ICONS.get(tone, "circle"), tone)

    def set_waiting(self, letters: int) -> None:
        """How many letters wait for the printer and the post."""
        noun = "letter" if letters == 1 else "letters"
        words = f"{letters:,} {noun} to print and post" if letters else ""
        self._show(self._waiting, words, "envelope-simple")

    def set_saved(self, words: str) -> None:
        """When what is being typed was last kept: "Draft saved 10:42"."""
        self._show(self._saved, words, "floppy-disk")

    def set_narrow(self, narrow: bool) -> None:
        """Keeps only the backup and the draft where the window is narrow."""
        self._narrow = narrow
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _show(
        self, part: IconWords, words: str, icon: str, icon_tone: str = ""
    ) -> None:
        part.set_words(words, icon, tone="text2", icon_tone=icon_tone)
        self._settle()

    def _settle(self) -> None:
        parts = (self._member, self._backup, self._waiting, self._saved)
        told = [part for part in parts if part.text()]
        needed = sum(part.sizeHint().width() + SPACE for part in told) + SPACE
        tight = self._narrow or needed > self.width()
        for part in parts:
            goes = tight and part in (self._member, self._waiting)
            part.setVisible(part in told and not goes)
