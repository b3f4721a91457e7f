"""The card in front of a vault: which one it is, what is typed, and what was said."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.common.buttons import link, primary
from ui.common.cards import Card, hairline
from ui.common.fields import SecretField, TextField
from ui.common.icons import HEADER, IconLabel
from ui.common.notes import Note
from ui.common.paint import plain_tip
from ui.common.text import BODY, META, SECTION, label, paragraph, role_font
from ui.common.theme import text_scale
from ui.common.tokens import GAP_CARD, GAP_ROW

CARD_WIDTH = 480
_VALUE_WIDTH = 312


class UnlockCard(Card):
    """Shows one of its two fields at a time: the passphrase, or the recovery key."""

    def __init__(self, remembered: QWidget) -> None:
        super().__init__(padding=32)
        self.setFixedWidth(CARD_WIDTH)
        self.setAccessibleName("Unlock the vault")
        self.passphrase = SecretField("Passphrase", hero=True)
        self.recovery_key = TextField(
            "Recovery key",
            hero=True,
            most=120,
            help_text="All nine groups of the printed sheet. Spaces and small "
            "letters do not matter.",
        )
        self.asked: SecretField | TextField = self.passphrase
        self.unlock_button = primary("Unlock", "unlock")
        self.switch = link("Use the recovery key")
        self._name = paragraph("", SECTION)
        self._kind = label("", BODY, tone="text2")
        self._place = label("", BODY)
        self._opened = paragraph("", BODY)
        self._note: Note | None = None
        self._notes = QVBoxLayout()
        self._lay_out(remembered)

    @property
    def is_by_key(self) -> bool:
        return self.asked is self.recovery_key

    def ask(self, field: SecretField | TextField) -> None:
        """Ask for the passphrase, or for the recovery key."""
        self.asked = field
        self.passphrase.setHidden(self.is_by_key)
        self.recovery_key.setHidden(not self.is_by_key)
        self.switch.set_words(
            "Use the passphrase" if self.is_by_key else "Use the recovery key"
        )

    def forget(self) -> None:
        """Leave nothing secret typed."""
        self.passphrase.clear()
        self.recovery_key.set_value("")

    def show_place(self, folder: Path, last_opened: str) -> None:
        self._place.setText(_in_one_line(str(folder)))
        self._place.setToolTip(plain_tip(str(folder)))
        self._opened.setText(last_opened or "Not yet on this computer")

    def show_vault(self, name: str, kind: str) -> None:
        self._name.setText(name)
        self._kind.setText(kind)

    def say(self, note: Note | None) -> None:
        """Put a note over the field in place of the last; None takes it away."""
        if self._note is not None:
            self._notes.removeWidget(self._note)
            self._note.hide()
            self._note.deleteLater()
        self._note = note
        if note is not None:
            self._notes.addWidget(note)

    def said(self) -> Note | None:
        return self._note

    def _lay_out(self, remembered: QWidget) -> None:
        body = self.body
        head = QHBoxLayout()
        head.setSpacing(GAP_CARD)
        head.addWidget(IconLabel("organisation", "accent_text", HEADER))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._name)
        words.addWidget(self._kind)
        head.addLayout(words, 1)
        body.addLayout(head)
        body.addLayout(self._notes)
        body.addSpacing(GAP_ROW)
        body.addWidget(self.passphrase)
        body.addWidget(self.recovery_key)
        row = QHBoxLayout()
        row.addWidget(self.unlock_button)
        row.addStretch(1)
        row.addWidget(self.switch)
        body.addLayout(row)
        body.addWidget(remembered)
        body.addSpacing(GAP_ROW)
        body.addWidget(hairline())
        body.addLayout(self._facts())

    def _facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_CARD)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 84)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QLabel], ...] = (
            ("Vault", self._place),
            ("Last opened", self._opened),
        )
        for row, (name, value) in enumerate(rows):
            grid.addWidget(label(name, META), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        return grid


def _in_one_line(path: str) -> str:
    """A path cut in its middle: where it begins and what it is called matter."""
    metrics = QFontMetrics(role_font(BODY))
    room = _VALUE_WIDTH - int(44 * (text_scale() - 1))  # larger labels leave less
    return metrics.elidedText(path, Qt.TextElideMode.ElideMiddle, room)
