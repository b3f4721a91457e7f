"""Sends the register to an auditor: which days, which view, and where to."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.disclosures import export_register
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import quiet, secondary
from ui.common.cards import Card, columns
from ui.common.choice_fields import ChoiceField
from ui.common.date_field import DateField
from ui.common.forms import Form
from ui.common.progress_panel import ProgressPanel
from ui.common.text import META, paragraph

ChoosePath = Callable[[QWidget, str, Callable[[str], None]], None]

_VIEWS = (("full", "Everything"), ("regulator", "For the regulator, without names"))


def ask_where(parent: QWidget, name: str, chosen: Callable[[str], None]) -> None:
    """Ask for a file name; the dialog does not stop the window from locking."""
    dialog = QFileDialog(parent, "Save the register", name, "CSV files (*.csv)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("csv")
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class ExportPart(Card):
    """Stands above the register while it is open."""

    exported = Signal(int, str)  # how many, the file's name
    failed = Signal(object)
    closed = Signal()

    def __init__(
        self, session: Session, background: Background, choose: ChoosePath = ask_where
    ) -> None:
        super().__init__("Export the register", meta="one CSV file, not encrypted")
        self._session, self._background, self._choose = session, background, choose
        self.first = DateField("From", self._today, width=180)
        self.last = DateField("To", self._today, width=180)
        self.view = ChoiceField("View", _VIEWS, width=280)
        self.form = Form({"first": self.first, "last": self.last}, self)
        self.start = secondary("Choose where to save", "export")
        self.close_it = quiet("Close")
        self.progress = ProgressPanel()
        self._path = Path()
        self._lay_out()
        self.start.clicked.connect(self._ask)
        self.close_it.clicked.connect(self.closed)
        today = session.today
        self.first.set_value(today.replace(day=1))
        self.last.set_value(today)

    def export_to(self, path: Path) -> None:
        """Write the file on the worker. Cancel leaves none."""
        self.form.clear()
        try:
            first, last = self._days()
        except RuleBroken as error:
            self._refuse(error)
            return
        self._path = path
        job = Job(_Exporting(self._session, path, first, last, self.view.value()))
        job.progressed.connect(self.progress.set_count)
        job.succeeded.connect(self._finish)
        job.failed.connect(self._refuse)
        job.finished.connect(self._end)
        self.progress.cancelled.connect(job.cancel)
        self.start.setEnabled(False)
        self.progress.begin("Writing the register", "Cancel leaves no file behind")
        self._background.start(job)

    @Slot()
    def _ask(self) -> None:
        self.form.clear()
        try:
            first, last = self._days()
        except RuleBroken as error:
            self._refuse(error)
            return
        span = "-".join(f"{day:%Y%m%d}" for day in (first, last) if day)
        self._choose(self, f"disclosures-{span or 'all'}.csv", self._take_path)

    @Slot(str)
    def _take_path(self, path: str) -> None:
        if path:
            self.export_to(Path(path))

    @Slot(object)
    def _finish(self, count: int) -> None:
        self.exported.emit(count, self._path.name)

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        if isinstance(error, RuleBroken) and self.form.show(error):
            return
        self.failed.emit(error)

    @Slot()
    def _end(self) -> None:
        self.progress.finish()
        self.start.setEnabled(True)

    def _days(self) -> tuple[date | None, date | None]:
        return self._day("first", self.first), self._day("last", self.last)

    def _day(self, name: str, field: DateField) -> date | None:
        try:
            return field.value()
        except RuleBroken as error:
            raise RuleBroken(str(error), field=name) from error

    def _today(self) -> date:
        return self._session.today

    def _lay_out(self) -> None:
        self.body.addLayout(
            columns(self.first, self.last, self.view, stretch=(0, 0, 0))
        )
        row = QHBoxLayout()
        row.addWidget(
            paragraph(
                "The file can be read by anybody who has it. Keep it where only the "
                "auditor can open it, and delete it when it has been handed over.",
                META,
            ),
            1,
        )
        row.addWidget(self.close_it)
        row.addWidget(self.start)
        self.body.addLayout(row)
        self.body.addWidget(self.progress)


class _Exporting:
    def __init__(
        self,
        session: Session,
        path: Path,
        first: date | None,
        last: date | None,
        view: str,
    ) -> None:
        self._session, self._path, self._view = session, path, view
        self._first, self._last = first, last

    def __call__(self, progress: Progress) -> int:
        return export_register(
            self._session,
            self._path,
            first=self._first,
            last=self._last,
            view=self._view,
            progress=progress,
        )
