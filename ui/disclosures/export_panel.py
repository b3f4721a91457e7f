"""Where the register leaves the vault: which days, for whom, and to which file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.register_exports import export_register
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import quiet, secondary
from ui.common.cards import Card, columns
from ui.common.choice_fields import ChoiceField
from ui.common.date_field import DateField
from ui.common.forms import Form
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.progress_panel import ProgressPanel
from ui.common.text import BODY, paragraph
from ui.common.tokens import GAP

Chooser = Callable[[QWidget, str, Callable[[str], None]], None]
"""Asks for a path, given a name to start from; answers later, or never."""
_VIEWS = (("full", "Everything"), ("regulator", "For the regulator"))
_HOLDS = {
    "full": "The file is not encrypted: it holds the names of the people asked about, "
    "and requests they must not be told of. Keep it as carefully as the vault.",
    "regulator": "The file is not encrypted. It leaves out names, free text and "
    "requests of which the person must not be told.",
}


def choose_file(parent: QWidget, name: str, answer: Callable[[str], None]) -> None:
    """Ask for a path without blocking, so that a lock can take the question away."""
    dialog = QFileDialog(parent, "Save the register")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("CSV (*.csv)")
    dialog.setDefaultSuffix("csv")
    dialog.selectFile(name)
    dialog.fileSelected.connect(answer)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class ExportPanel(Card):
    """Asks for the days and the view, then writes the file on the worker."""

    said = Signal(object)
    """A Note for the page, or None."""

    def __init__(
        self,
        session: Session,
        background: Background,
        chooser: Chooser = choose_file,
    ) -> None:
        super().__init__("Export the register")
        self._session, self._background, self._chooser = session, background, chooser
        self._job: Job | None = None
        self._file = ""
        self.first = DateField("Received from", self._today)
        self.last = DateField("To", self._today)
        self.view = ChoiceField("View", _VIEWS, width=200)
        self.form = Form({"first": self.first, "last": self.last}, self)
        self.sentence = paragraph("", BODY, tone="text2")
        self.choose = secondary("Choose where to save", "save")
        self.leave = quiet("Close")
        self.progress = ProgressPanel()
        self.progress.setProperty("k", "sunken")
        self._lay_out()
        self.view.changed.connect(self._show_holds)
        self.choose.clicked.connect(self._ask_where)
        self.leave.clicked.connect(self.hide)
        self.progress.cancelled.connect(self._stop)
        self._show_holds()
        self.hide()

    def begin(self) -> None:
        """Offer this month so far."""
        self.form.clear()
        if self.first.is_empty() and self.last.is_empty():
            self.first.set_value(self._today().replace(day=1))
            self.last.set_value(self._today())
        self.show()
        self.choose.setFocus()

    @Slot(str)
    def write_to(self, file: str) -> None:
        """Write the register to a file, on the worker."""
        try:
            first, last = self._days()
        except RuleBroken as error:
            self._refuse(error)
            return
        self._file = Path(file).name
        job = Job(
            _Writing(self._session, Path(file), first, last, str(self.view.value()))
        )
        job.progressed.connect(self.progress.set_count)
        job.succeeded.connect(self._show_written)
        job.failed.connect(self._refuse)
        job.cancelled.connect(self._show_cancelled)
        job.finished.connect(self._end)
        self._job = job
        self.said.emit(None)
        self._set_working(True)
        self.progress.begin("Writing the register", "Cancel leaves no file")
        self._background.start(job)

    @Slot()
    def _ask_where(self) -> None:
        self.form.clear()
        try:
            self._days()
        except RuleBroken as error:
            self._refuse(error)
            return
        name = f"register {self._today():%Y-%m-%d}.csv"
        self._chooser(self, name, self.write_to)

    def _days(self) -> tuple[date | None, date | None]:
        first, last = _day(self.first, "first"), _day(self.last, "last")
        if first and last and last < first:
            raise RuleBroken(
                "The last day is before the first. Swap the two dates.", field="last"
            )
        return first, last

    @Slot(object)
    def _show_written(self, count: int) -> None:
        noun = "request" if count == 1 else "requests"
        self.hide()
        self.said.emit(
            Note(
                "ok",
                f"{count:,} {noun} written to {self._file}",
                "Noted in the audit trail.",
            )
        )

    @Slot()
    def _show_cancelled(self) -> None:
        self.said.emit(Note("info", "The export was stopped", "No file was left."))

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        if not (isinstance(error, RuleBroken) and self.form.show(error)):
            show_error(self, error)

    @Slot()
    def _end(self) -> None:
        self._job = None
        self.progress.finish()
        self._set_working(False)

    @Slot()
    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _show_holds(self) -> None:
        self.sentence.setText(_HOLDS[self.view.value() or "full"])

    def _set_working(self, on: bool) -> None:
        for widget in (self.first, self.last, self.view, self.choose, self.leave):
            widget.setEnabled(not on)

    def _today(self) -> date:
        return self._session.today

    def _lay_out(self) -> None:
        fields = columns(self.first, self.last, self.view, stretch=(0, 0, 0))
        self.body.addLayout(fields)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.leave)
        row.addWidget(self.choose)
        self.body.addLayout(row)
        self.body.addWidget(self.progress)


@dataclass(frozen=True, slots=True)
class _Writing:
    session: Session
    path: Path
    first: date | None
    last: date | None
    view: str

    def __call__(self, progress: Progress) -> int:
        return export_register(
            self.session,
            self.path,
            first=self.first,
            last=self.last,
            view=self.view,
            progress=progress,
        )


def _day(field: DateField, name: str) -> date | None:
    try:
        return field.value()
    except RuleBroken as error:
        raise RuleBroken(str(error), field=name) from error
