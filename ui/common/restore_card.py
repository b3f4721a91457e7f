"""A vault made of a backup in a new place: which backup, whose key, and where to."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.dates import long_date
from isteam_app.errors import IsteamError, RuleBroken, WrongPassphrase
from isteam_app.progress import Progress
from isteam_app.services.backup_facts import BackupFacts, count_words
from isteam_app.services.damage import typed_key
from isteam_app.services.restoring import describe_backup, restore
from ui.common.background import Background, Job
from ui.common.buttons import Button, primary, secondary
from ui.common.cards import Card
from ui.common.fields import Field, SecretField, TextField
from ui.common.forms import Form
from ui.common.notes import Note
from ui.common.progress_panel import ProgressPanel
from ui.common.speech import announce
from ui.common.text import BODY, META, label, paragraph
from ui.common.tokens import GAP, GAP_CARD, GAP_LABEL

_WHAT = (
    "A new vault is made of the backup and checked before it counts. Nothing that is "
    "there already is written over."
)
_STAMP = re.compile(r" \d{4}-\d\d-\d\d \d\d-\d\d( \d+)?$")


class RestoreCard(Card):
    """Needs nothing but the file and a key. `open_wanted` carries the new vault."""

    open_wanted = Signal(object)  # the Path
    told = Signal()  # something more is said, so the card has grown

    def __init__(
        self,
        background: Background,
        now: Callable[[], datetime],
        folder: Path,
        *,
        title: str = "Restore a backup",
        what: str = _WHAT,
        main: bool = True,
        padding: int = GAP_CARD,
    ) -> None:
        super().__init__(title, padding=padding)
        self._background, self._now, self._folder = background, now, folder
        self._job: Job | None = None
        self._restored = Path()
        self._note: Note | None = None
        self._what = what
        self.file = TextField("Backup", required=True, most=1000)
        self.pick = secondary("Choose", "open_folder")
        self.pick.setAccessibleName("Choose the backup")
        self.facts = paragraph("", META)
        self.key = SecretField(
            "Passphrase or recovery key",
            required=True,
            help_text="One that opened the vault on the day the backup was made.",
        )
        self.place = TextField("The restored vault goes here", required=True, most=1000)
        self.choose = secondary("Choose", "open_folder")
        self.choose.setAccessibleName("Choose the folder for the restored vault")
        self.form = Form({"file": self.file, "passphrase": self.key}, self)
        self.progress = ProgressPanel()
        self.progress.setProperty("k", "sunken")
        act = primary if main else secondary
        self.start = act("Restore", "restore")
        self.open = act("Open the restored vault", "unlock")
        self._lay_out()
        self._connect()
        self.open.hide()

    def offer(self, file: Path | None, *, folder: Path | None = None) -> None:
        """Begin with a backup, if one is known; `folder` is where vaults are kept."""
        if self._job is not None:
            return
        self._folder = folder or self._folder
        self.form.clear()
        for field in (self.key, self.place):
            field.set_value("")
        self.place.clear_problem()
        self.file.set_value("" if file is None else str(file))
        if file is not None:
            self._offer_place(file)
        self._describe()
        self._begin_again()
        self.take_focus()

    def take_focus(self) -> None:
        (self.key if self.file.value() else self.file).focus_field()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing secret stays typed in a card that nobody looks at."""
        super().hideEvent(event)
        if self._job is None:
            self.key.clear()

    @Slot()
    def try_it(self) -> None:
        """Restore what is chosen, on the worker."""
        self.tell(None)
        if self._job is not None or not self._is_filled():
            return
        file, place = _path(self.file), _path(self.place)
        key, at, usual = typed_key(self.key.value()), self._now(), self._folder

        def work(progress: Progress) -> object:
            return restore(
                file,
                place,
                passphrase=key.passphrase,
                recovery_key=key.recovery_key,
                at=at,
                usual=usual,
                progress=progress,
            )

        job = self._job = Job(work)
        job.progressed.connect(self.progress.set_count)
        job.succeeded.connect(self._show_restored)
        job.failed.connect(self._refuse)
        job.cancelled.connect(self._tell_stopped)
        job.finished.connect(self._end)
        self._set_working(True)
        self.progress.begin("Restoring and checking, in MB", "Cancel leaves nothing")
        self._background.start(job)

    def tell(self, note: Note | None) -> None:
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

    def _is_filled(self) -> bool:
        self.form.clear()
        self.place.clear_problem()
        for field, missing in (
            (self.file, "Choose the backup."),
            (self.key, "Type a passphrase or the recovery key."),
            (self.place, "Choose where the vault goes."),
        ):
            if not field.value():
                field.show_problem(missing)
                field.focus_field()
                return False
        for field in (self.file, self.place):
            if not _path(field).is_absolute():
                field.show_problem("Type the whole path, or choose it.")
                field.focus_field()
                return False
        return True

    @Slot(object)
    def _show_restored(self, done: object) -> None:
        self._restored = done.folder  # type: ignore[attr-defined] # what a restore gives
        made_at, counts = done.made_at, done.counts  # type: ignore[attr-defined] # likewise
        missing = done.missing  # type: ignore[attr-defined] # likewise
        lost = f" {missing:,} scans had been lost before." if missing else ""
        told = (
            f"It stands as it was at {made_at:%H:%M} on {long_date(made_at.date())}, "
            f"with {count_words(counts)}.{lost}"
        )
        self.key.clear()
        self.tell(Note("warn" if missing else "ok", "The vault is restored", told))
        self.start.hide()
        self.open.show()
        self.open.setFocus()
        announce(self, f"The vault is restored. {told}")

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self._set_working(False)
        field: Field | None = None
        if isinstance(error, WrongPassphrase):
            field = self.key
        elif isinstance(error, RuleBroken):
            field = self.place if error.field == "folder" else self.key
        if field is None:
            self.tell(Note("danger", error.title, str(error)))
            announce(self, f"{error.title}. {error}")
            return
        field.show_problem(str(error))
        field.focus_field()

    @Slot()
    def _tell_stopped(self) -> None:
        self.tell(Note("info", "Stopped", "Nothing was restored, and nothing is left."))

    @Slot()
    def _end(self) -> None:
        self._job = None
        self.progress.finish()
        self._set_working(False)

    @Slot()
    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _open(self) -> None:
        self.open_wanted.emit(self._restored)

    @Slot()
    def _describe(self) -> None:
        """Say what the chosen file is, before anybody types a passphrase."""
        self.facts.hide()
        self.file.clear_problem()
        file = _path(self.file)
        if not self.file.value() or not file.is_absolute():
            return
        job = Job(lambda _: describe_backup(file))
        job.succeeded.connect(self._show_facts)
        job.failed.connect(self._show_no_backup)
        self._background.start(job)

    @Slot(object)
    def _show_facts(self, found: BackupFacts) -> None:
        day = f"{found.made_at:%H:%M} on {long_date(found.made_at.date())}"
        self.facts.setText(f"Made at {day}, with {count_words(found.counts)}.")
        self.facts.show()
        self._offer_place(found.path)
        self.told.emit()

    @Slot(object)
    def _show_no_backup(self, error: IsteamError) -> None:
        self.file.show_problem(str(error))

    def _offer_place(self, file: Path) -> None:
        stem = _STAMP.sub("", file.stem)
        for number in range(1, 100):
            tail = "" if number == 1 else f" {number}"
            place = self._folder / f"{stem} restored{tail}.isvault"
            if not place.exists():
                self.place.set_value(str(place))
                return

    def _begin_again(self) -> None:
        self.tell(None)
        self.start.show()
        self.open.hide()

    def _set_working(self, on: bool) -> None:
        for field in (self.file, self.key, self.place):
            field.set_enabled_input(not on)
        for button in (self.start, self.pick, self.choose):
            button.setEnabled(not on)

    @Slot()
    def _pick(self) -> None:
        dialog = QFileDialog(self, "Choose the backup", self.file.value())
        dialog.setNameFilter("Backups (*.isbackup)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._picked)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _picked(self, file: str) -> None:
        self.file.set_value(file)
        self._describe()

    @Slot()
    def _choose(self) -> None:
        here = _path(self.place)
        dialog = QFileDialog(self, "Where the restored vault goes", str(here.parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _chosen(self, folder: str) -> None:
        name = _path(self.place).name or "restored.isvault"
        self.place.set_value(str(Path(folder) / name))

    def _connect(self) -> None:
        self.pick.clicked.connect(self._pick)
        self.choose.clicked.connect(self._choose)
        self.file.edit.editingFinished.connect(self._describe_anew)
        for field in (self.key, self.place):
            field.edit.returnPressed.connect(self.try_it)
        for field in (self.file, self.key, self.place):
            field.changed.connect(self._begin_again)
        self.start.clicked.connect(self.try_it)
        self.open.clicked.connect(self._open)
        self.progress.cancelled.connect(self._cancel)

    @Slot()
    def _describe_anew(self) -> None:
        if self.file.edit.isModified():
            self.file.edit.setModified(False)
            self._describe()

    def _lay_out(self) -> None:
        self.body.addWidget(paragraph(self._what, BODY, tone="text2"))
        self.body.addLayout(_with_button(self.file, self.pick))
        self.body.addWidget(self.facts)
        self.facts.hide()
        self.body.addWidget(self.key)
        self.body.addLayout(_with_button(self.place, self.choose))
        self.body.addWidget(self.progress)
        self._notes = QVBoxLayout()
        self.body.addLayout(self._notes)
        self.foot = QHBoxLayout()
        self.foot.addStretch(1)
        self.foot.addWidget(self.start)
        self.foot.addWidget(self.open)
        self.body.addLayout(self.foot)


def _path(field: TextField) -> Path:
    return Path(field.value()).expanduser()


def _with_button(field: QWidget, button: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP)
    row.addWidget(field, 1)
    beside = QVBoxLayout()
    beside.setSpacing(GAP_LABEL)
    beside.addWidget(label(" ", META))
    beside.addWidget(button)
    beside.addStretch(1)
    row.addLayout(beside)
    return row
