"""The page that is shown while the program makes its backup before it closes."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.common.buttons import secondary
from ui.common.cards import Card
from ui.common.icons import HEADER, IconLabel
from ui.common.text import BODY, META, SECTION, label, paragraph
from ui.common.tokens import GAP_ROW, MARGIN

_WIDTH = 480


class LastBackup(QWidget):
    """One card: how far the backup is, and a way to close without it."""

    let_go_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Making a backup before closing")
        self._card = Card(padding=MARGIN)
        self._card.setFixedWidth(_WIDTH)
        self.count = label("", META, tnum=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("How far the backup is")
        self.bar.setRange(0, 0)
        self.let_go = secondary("Close without a backup")
        self.let_go.clicked.connect(self.let_go_wanted)
        self._lay_out()

    def begin(self) -> None:
        """The page has just been shown."""
        self.let_go.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int, int)
    def show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.count.setText(f"{done:,} of {total:,} MB")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP_ROW)
        head.addWidget(IconLabel("save", "accent_text", HEADER))
        head.addWidget(label("Making a backup", SECTION), 1)
        head.addWidget(self.count)
        body = self._card.body
        body.addLayout(head)
        body.addWidget(
            paragraph(
                "The program closes when the backup is made and checked. Everything is "
                "saved in the vault already.",
                BODY,
                tone="text2",
            )
        )
        body.addWidget(self.bar)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.let_go)
        body.addLayout(foot)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)
