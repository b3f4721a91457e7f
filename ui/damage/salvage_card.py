"""Salvaging: where the new vault goes, how far it has come, and what was saved."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.damage_report import account
from ui.common.background import Background, Job
from ui.common.buttons import primary, secondary
from ui.common.cards import Card
from ui.common.fields import TextField
from ui.common.notes import Note
from ui.common.progress_panel import ProgressPanel
from ui.common.speech import announce
from ui.common.text import BODY, META, label, paragraph
from ui.common.tokens import GAP, GAP_LABEL

Salvage = Callable[[Path, Progress], object]
"""Takes where the new vault goes; gives the account of what was saved."""

_TITLE = "Salvage what can be read"
_WHAT = (
    "A new vault is made beside the damaged one: every record, letter and scan that "
    "can still be read, with the same people, passphrases and recovery sheet. The "
    "damaged vault is only read and stays as it is."
)


class SalvageCard(Card):
    """Asks for the place, salvages on the worker, and says what came of it."""

    open_wanted = Signal(object)  # the Path of the new vault
    wrong_key = Signal(object)  # an IsteamError about the passphrase

    def __init__(self, background: Background) -> None:
        super().__init__(_TITLE)
        self._background = background
        self._salvage: Salvage | None = None
        self._job: Job | None = None
        self._made = Path()
        self._note: Note | None = None
        self.place = TextField("The new vault goes here", required=True, most=1000)
        self.choose = secondary("Choose", "open_folder")
        self.choose.setAccessibleName("Choose the folder for the new vault")
        self.start = primary("Salvage now")
        self.open = primary("Open the new vault", "unlock")
        self.progress = ProgressPanel()
        self.progress.setProperty("k", "sunken")
        self._what = paragraph(_WHAT, BODY, tone="text2")
        self._lay_out()
        self.choose.clicked.connect(self._choose)
        self.start.clicked.connect(self.begin)
        self.place.edit.returnPressed.connect(self.begin)
        self.open.clicked.connect(self._open)
        self.progress.cancelled.connect(self._cancel)
        self.open.hide()

    def show_for(self, folder: Path, salvage: Salvage) -> None:
        """Offer to salvage one vault, beside it unless told otherwise."""
        self._salvage = salvage
        self.place.set_value(str(_beside(folder)))
        self.start.show()
        self.open.hide()
        self._say(None)

    @Slot()
    def begin(self) -> None:
        """Salvage to the place typed."""
        if self._salvage is None or self._job is not None:
            return
        self._say(None)
        self.place.clear_problem()
        typed, salvage = self.place.value(), self._salvage
        target = Path(typed).expanduser()
        if not typed or not target.is_absolute():
            self.place.show_problem("Type the whole path of a folder, or choose one.")
            self.place.focus_field()
            return
        job = self._job = Job(lambda progress: salvage(target, progress))
        job.progressed.connect(self.progress.set_count)
        job.succeeded.connect(self._done)
        job.failed.connect(self._failed)
        job.finished.connect(self._ended)
        self.start.setEnabled(False)
        self.progress.begin("Reading the damaged vault page by page")
        self._background.start(job)

    @Slot(object)
    def _done(self, told: object) -> None:
        self._made = told.folder  # type: ignore[attr-defined] # what a salvage gives
        lines = account(told)  # type: ignore[arg-type] # likewise
        lossless = told.lost_nothing  # type: ignore[attr-defined] # likewise
        title = (
            "Everything could be saved" if lossless else "What could be read is saved"
        )
        self._say(Note("ok" if lossless else "warn", title, "\n".join(lines)))
        self.start.hide()
        self.open.show()
        self.open.setFocus()
        announce(self, f"{title}. {' '.join(lines)}")

    @Slot(object)
    def _failed(self, error: IsteamError) -> None:
        if isinstance(error, RuleBroken) and error.field == "folder":
            self.place.show_problem(str(error))
            self.place.focus_field()
            return
        self._say(Note("danger", error.title, str(error)))
        announce(self, f"{error.title}. {error}")
        self.wrong_key.emit(error)

    @Slot()
    def _ended(self) -> None:
        self._job = None
        self.progress.finish()
        self.start.setEnabled(True)

    @Slot()
    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _open(self) -> None:
        self.open_wanted.emit(self._made)

    @Slot()
    def _choose(self) -> None:
        here = Path(self.place.value()).expanduser()
        dialog = QFileDialog(self, "Where the new vault goes", str(here.parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _chosen(self, folder: str) -> None:
        name = Path(self.place.value()).name or "salvaged.isvault"
        self.place.set_value(str(Path(folder) / name))

    def _say(self, note: Note | None) -> None:
        if self._note is not None:
            self._notes.removeWidget(self._note)
            self._note.hide()
            self._note.deleteLater()
        self._note = note
        if note is not None:
            self._notes.addWidget(note)

    def said(self) -> Note | None:
        return self._note

    def _lay_out(self) -> None:
        self.body.addWidget(self._what)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.place, 1)
        beside = QVBoxLayout()
        beside.setSpacing(GAP_LABEL)
        beside.addWidget(label(" ", META))
        beside.addWidget(self.choose)
        beside.addStretch(1)
        row.addLayout(beside)
        self.body.addLayout(row)
        self.body.addWidget(self.progress)
        self._notes = QVBoxLayout()
        self.body.addLayout(self._notes)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.start)
        foot.addWidget(self.open)
        self.body.addLayout(foot)


def _beside(folder: Path) -> Path:
    """A name beside the vault that nothing has yet."""
    for number in range(1, 100):
        tail = "" if number == 1 else f" {number}"
        place = folder.with_name(f"{folder.stem} salvaged{tail}.isvault")
        if not place.exists():
            return place
    return folder.with_name(f"{folder.stem} salvaged.isvault")
