"""Where the decision record of a request leaves the vault: into a file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.common.text import BODY, paragraph
from ui.disclosures.request_panel import RequestPanel

Chooser = Callable[[QWidget, str, Callable[[str], None]], None]
"""Asks for a path, given a name to start from; answers later, or never."""
RECORD = "record"
_HOLDS = (
    "Every section with the rules it was judged by, who decided, what left with its "
    "SHA-256, and the timeline. The file is not encrypted: keep it as carefully as the "
    "vault. That it was made is noted in the audit trail."
)
_LOCKED = "The person must not be told: nobody may find this file who is not cleared."


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWanted:
    """The file that the decision record is to be written to."""

    path: Path


def choose_file(parent: QWidget, name: str, answer: Callable[[str], None]) -> None:
    """Ask for a path without blocking, so that a lock can take the question away."""
    dialog = QFileDialog(parent, "Save the decision record")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("PDF (*.pdf)")
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(name)
    dialog.fileSelected.connect(answer)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class RecordPanel(RequestPanel):
    """Says what the record holds, and asks where it is to be saved."""

    key = RECORD

    def __init__(self, name: str, chooser: Chooser, *, locked: bool) -> None:
        super().__init__("Decision record as PDF")
        self._name, self._chooser = name, chooser
        self.body.addWidget(paragraph(_HOLDS, BODY, tone="text2"))
        if locked:
            self.body.addWidget(paragraph(_LOCKED, BODY, tone="danger"))
        self._use({}, "Choose where to save")
        self.save_button.set_icon("save")

    def focus_first(self) -> None:
        self.save_button.setFocus()

    @Slot()
    def _give(self) -> None:
        self._chooser(self, self._name, self.write_to)

    @Slot(str)
    def write_to(self, file: str) -> None:
        """Have the record written to a file."""
        self.given.emit(RecordWanted(path=Path(file)))
