"""Where the register leaves the vault: which days, for whom, and to which file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.register_exports import (
    Format,
    RegisterExport,
    View,
    export_register,
    must_be_allowed,
    why_not_whole,
)
from isteam_app.services.rights import is_cleared
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import quiet, secondary
from ui.common.cards import Card, columns
from ui.common.choice_fields import CheckField, ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import TextField
from ui.common.forms import Form
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.progress_panel import ProgressPanel
from ui.common.text import BODY, paragraph
from ui.common.tokens import GAP

Chooser = Callable[[QWidget, str, Callable[[str], None]], None]
"""Asks for a path, given a name to start from; answers later, or never."""
_WHOLE = ((View.FULL.value, "Everything"),)
_VIEWS = (
    (View.REGULATOR.value, "For the regulator"),
    (View.STATISTICS.value, "Numbers only"),
)
_FORMATS = (
    (Format.XLSX.value, "Workbook (XLSX)"),
    (Format.CSV.value, "CSV"),
    (Format.PDF.value, "PDF, to print"),
)
_HOLDS = {
    View.FULL: "The file is not encrypted: it holds the names of the people asked "
    "about. Your name stands on each printed page. Keep it as carefully as the vault.",
    View.REGULATOR: "The file is not encrypted. It leaves out names, free text and "
    "requests of which the person must not be told.",
    View.STATISTICS: "Counts by month, by who asked, gateway, decision and time taken. "
    "They name nobody.",
}
_LONGEST = 2_000


def choose_file(parent: QWidget, name: str, answer: Callable[[str], None]) -> None:
    """Ask for a path without blocking, so that a lock can take the question away."""
    ending = Path(name).suffix
    dialog = QFileDialog(parent, "Save the register")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(f"{ending[1:].upper()} (*{ending})")
    dialog.setDefaultSuffix(ending[1:])
    dialog.selectFile(name)
    dialog.fileSelected.connect(answer)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class ExportPanel(Card):
    """Asks for the days, view and format, then writes the file on the worker."""

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
        self.view = ChoiceField("View", _VIEWS, width=180)
        self.format = ChoiceField("Format", _FORMATS, width=170)
        self.reason = TextField("What it is for", most=_LONGEST, required=True)
        self.locked = CheckField("With locked requests")
        self.suppress = CheckField("Keep small numbers back")
        self.form = Form(
            {
                "first": self.first,
                "last": self.last,
                "view": self.view,
                "format": self.format,
                "reason": self.reason,
            },
            self,
        )
        self.sentence = paragraph("", BODY, tone="text2")
        self.choose = secondary("Choose where to save", "save")
        self.leave = quiet("Close")
        self.progress = ProgressPanel()
        self.progress.setProperty("k", "sunken")
        self._lay_out()
        self.view.changed.connect(self._follow)
        self.choose.clicked.connect(self._ask_where)
        self.leave.clicked.connect(self.hide)
        self.progress.cancelled.connect(self._stop)
        self._follow()
        self.hide()

    def begin(self) -> None:
        """Offer this month so far, and the views that who is signed in may take."""
        self.form.clear()
        if self.first.is_empty() and self.last.is_empty():
            self.first.set_value(self._today().replace(day=1))
            self.last.set_value(self._today())
            self._offer_views()
        self.show()
        self.choose.setFocus()

    @Slot(str)
    def write_to(self, file: str) -> None:
        """Write the register to a file, on the worker."""
        try:
            wanted = self._wanted()
        except RuleBroken as error:
            self._refuse(error)
            return
        self._file = Path(file).name
        job = Job(_Writing(self._session, Path(file), wanted))
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
            wanted = self._wanted()
        except RuleBroken as error:
            self._refuse(error)
            return
        self._chooser(self, wanted.file_name(self._today()), self.write_to)

    def _offer_views(self) -> None:
        whole = () if why_not_whole(self._session) else _WHOLE
        self.view.set_choices((*whole, *_VIEWS))
        self.view.combo.setCurrentIndex(0)
        self._follow()

    def _wanted(self) -> RegisterExport:
        """Return what is asked for. Raises RuleBroken for what is not allowed."""
        wanted = RegisterExport(
            view=View(self.view.value()),
            format=Format(self.format.value()),
            first=_day(self.first, "first"),
            last=_day(self.last, "last"),
            reason=self.reason.value(),
            suppress=self.suppress.value(),
            with_locked=self.locked.value() and self.locked.isVisibleTo(self),
        )
        return must_be_allowed(self._session, wanted)

    @Slot(object)
    def _show_written(self, count: int) -> None:
        numbers = self.view.value() == View.STATISTICS
        noun = ("line" if numbers else "request") + ("" if count == 1 else "s")
        self.reason.set_value("")
        self.locked.set_value(False)
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
    def _follow(self) -> None:
        """Ask what the chosen view needs, and say what its file holds."""
        view = View(self.view.value())
        self.reason.setVisible(view is View.FULL)
        self.locked.setVisible(view is View.FULL and is_cleared(self._session))
        self.suppress.setVisible(view is View.STATISTICS)
        self.sentence.setText(_HOLDS[view])

    def _set_working(self, on: bool) -> None:
        for widget in (
            *(self.first, self.last, self.view, self.format, self.reason),
            *(self.locked, self.suppress, self.choose, self.leave),
        ):
            widget.setEnabled(not on)

    def _today(self) -> date:
        return self._session.today

    def _lay_out(self) -> None:
        asked = columns(
            self.first, self.last, self.view, self.format, stretch=(0, 0, 0, 0)
        )
        self.body.addLayout(asked)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.locked)
        self.body.addWidget(self.suppress)
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
    wanted: RegisterExport

    def __call__(self, progress: Progress) -> int:
        return export_register(self.session, self.path, self.wanted, progress)


def _day(field: DateField, name: str) -> date | None:
    try:
        return field.value()
    except RuleBroken as error:
        raise RuleBroken(str(error), field=name) from error
