"""What the two shorter ways to begin need: an existing vault, and the demonstration."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from isteam_app.errors import IsteamError
from ui.common.buttons import primary
from ui.common.cards import Card
from ui.common.notes import Note
from ui.common.progress_panel import ProgressPanel
from ui.common.text import BODY, META, paragraph
from ui.common.tokens import MARGIN


class OpenCard(Card):
    """Leads to the folder of a vault that exists."""

    open_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Open an existing vault", padding=MARGIN)
        self.body.addWidget(
            paragraph(
                "A vault is a folder whose name ends in .isvault. Choose it, then type "
                "your passphrase or the recovery key.",
                BODY,
                tone="text2",
            )
        )
        self.choose = primary("Choose the vault", "open_folder")
        self.choose.clicked.connect(self.open_wanted)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.choose)
        self.body.addLayout(row)


class DemoCard(Card):
    """Says what the demonstration is, and shows it being made."""

    start_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Try the demonstration", padding=MARGIN)
        self.body.addWidget(
            paragraph(
                "A throw-away vault with about 60 made-up cases in every state, so "
                "that each page has something to show. Nobody in it is real. It is "
                "deleted when the program closes.",
                BODY,
                tone="text2",
            )
        )
        self._waiting = paragraph("", META)
        self.body.addWidget(self._waiting)
        self._notes = QVBoxLayout()
        self.body.addLayout(self._notes)
        self.progress = ProgressPanel()
        self.progress.setProperty("k", "sunken")
        self.progress.cancelled.connect(self.cancel_wanted)
        self.body.addWidget(self.progress)
        self.start = primary("Start the demonstration", "try")
        self.start.clicked.connect(self.start_wanted)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.start)
        self.body.addLayout(row)
        self._note: Note | None = None
        self.show_idle()

    def show_working(self) -> None:
        self._drop_note()
        self.start.setEnabled(False)
        self._waiting.setText("The window opens on Today when the last case is in.")
        self._waiting.show()
        self.progress.begin("Making the demonstration", "Cancel leaves nothing behind")

    @Slot(int, int)
    def show_progress(self, done: int, total: int) -> None:
        self.progress.set_count(done, total)

    @Slot()
    def show_idle(self) -> None:
        self.start.setEnabled(True)
        self._waiting.hide()
        self.progress.finish()

    def show_trouble(self, error: IsteamError) -> None:
        self.show_idle()
        self._drop_note()
        self._note = Note("danger", error.title, str(error))
        self._notes.addWidget(self._note)

    def _drop_note(self) -> None:
        if self._note is not None:
            self._note.hide()
            self._note.deleteLater()
        self._note = None
