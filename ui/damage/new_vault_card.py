"""Making a new vault of a damaged one: where it goes, and how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from ui.common.background import Background, Job
from ui.common.buttons import primary, secondary
from ui.common.cards import Card
from ui.common.fields import Field, TextField
from ui.common.notes import Note
from ui.common.progress_panel import ProgressPanel
from ui.common.speech import announce
from ui.common.text import BODY, META, label, paragraph
from ui.common.tokens import GAP, GAP_LABEL

Make = Callable[[Progress], object]
"""Makes the new vault, on the worker."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of it: where the new vault is, and what to say. Tone "ok" or "warn"."""

    folder: Path
    tone: str
    title: str
    text: str


class NewVaultCard(Card):
    """Asks for the place, makes the vault on the worker, and says what came of it."""

    open_wanted = Signal(object)  # the Path of the new vault
    told = Signal()  # something was said over the buttons

    def __init__(
        self, background: Background, *, title: str, what: str, act: str, doing: str
    ) -> None:
        super().__init__(title)
        self._background = background
        self._doing = doing
        self._job: Job | None = None
        self._made = Path()
        self._note: Note | None = None
        self.place = TextField("The new vault goes here", required=True, most=1000)
        self.choose = secondary("Choose", "open_folder")
        self.choose.setAccessibleName("Choose the folder for the new vault")
        self.start = primary(act)
        self.open = primary("Open the new vault", "unlock")
        self.progress = ProgressPanel()
        self.progress.setProperty("k", "sunken")
        self._what = paragraph(what, BODY, tone="text2")
        self._lay_out()
        self.choose.clicked.connect(self._choose)
        self.start.clicked.connect(self.begin)
        self.place.edit.returnPressed.connect(self.begin)
        self.open.clicked.connect(self._open)
        self.progress.cancelled.connect(self._cancel)
        self.open.hide()

    def work_for(self, target: Path) -> Make | None:
        """What to do on the worker; None where something is still to be typed."""
        raise NotImplementedError

    def what_came(self, result: object) -> Came:
        """What to say of what the work gave back."""
        raise NotImplementedError

    def field_of(self, error: IsteamError) -> Field | None:
        """The field that an error is about."""
        at_fault = error.field if isinstance(error, RuleBroken) else ""
        return self.place if at_fault == "folder" else None

    def offer(self, place: Path) -> None:
        """Offer a place for the new vault, and begin afresh."""
        self.place.set_value(str(place))
        self.start.show()
        self.open.hide()
        self.tell(None)
        self.show()
        self.place.focus_field()

    @Slot()
    def begin(self) -> None:
        """Make the vault at the place typed."""
        if self._job is not None:
            return
        self.tell(None)
        self.place.clear_problem()
        target = Path(self.place.value()).expanduser()
        if not self.place.value() or not target.is_absolute():
            self.place.show_problem("Type the whole path of a folder, or choose one.")
            self.place.focus_field()
            return
        work = self.work_for(target)
        if work is None:
            return
        job = self._job = Job(work)
        job.progressed.connect(self.progress.set_count)
        job.succeeded.connect(self._done)
        job.failed.connect(self._failed)
        job.finished.connect(self._ended)
        self.start.setEnabled(False)
        self.progress.begin(self._doing)
        self._background.start(job)

    @Slot(object)
    def _done(self, result: object) -> None:
        came = self.what_came(result)
        self._made = came.folder
        self.tell(Note(came.tone, came.title, came.text))
        self.start.hide()
        self.open.show()
        self.open.setFocus()
        announce(self, f"{came.title}. {came.text}")

    @Slot(object)
    def _failed(self, error: IsteamError) -> None:
        field = self.field_of(error)
        if field is not None:
            field.show_problem(str(error))
            field.focus_field()
            return
        self.tell(Note("danger", error.title, str(error)))
        announce(self, f"{error.title}. {error}")

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

    def tell(self, note: Note | None) -> None:
        """Put a note over the buttons in place of the last; None takes it away."""
        if self._note is not None:
            self._notes.removeWidget(self._note)
            self._note.hide()
            self._note.deleteLater()
        self._note = note
        if note is not None:
            self._notes.addWidget(note)
            self.told.emit()

    def said(self) -> Note | None:
        return self._note

    def _lay_out(self) -> None:
        self.body.addWidget(self._what)
        self.asked = QVBoxLayout()
        self.body.addLayout(self.asked)
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


def beside(folder: Path, word: str) -> Path:
    """A name beside a vault, or a backup of it, that nothing has yet."""
    stem = folder.name.partition(".isvault")[0].removesuffix(".isbackup")
    for number in range(1, 100):
        tail = "" if number == 1 else f" {number}"
        place = folder.with_name(f"{stem} {word}{tail}.isvault")
        if not place.exists():
            return place
    return folder.with_name(f"{stem} {word}.isvault")
