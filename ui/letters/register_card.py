"""Saves the register of outgoing post: which days, how it went, to which file."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.outgoing import (
    Format,
    OutgoingExport,
    check_days,
    export_outgoing,
)
from isteam_app.services.print_desk import posting_services
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import primary, quiet
from ui.common.cards import Card
from ui.common.choice_fields import CheckField, ChoiceField
from ui.common.date_field import DateField
from ui.common.forms import Form
from ui.common.messages import show_error
from ui.common.notes import OK, Note
from ui.common.paper_ways import choose_place
from ui.common.progress_panel import ProgressPanel
from ui.common.text import META, paragraph
from ui.common.tokens import GAP

Choose = Callable[[str, str, QWidget, str, Callable[[str], None]], None]
"""Asks for a path: what the question says, how the name ends, and a name to offer."""
_FORMATS = (
    (Format.XLSX.value, "Workbook (XLSX)"),
    (Format.CSV.value, "CSV"),
    (Format.PDF.value, "PDF, to print"),
)
_HOLDS = "The file is not encrypted: keep it as carefully as the vault."
_ANY = (("", "Any service"),)


class RegisterCard(Card):
    """`said(note)` is for the page; the file is written on the worker."""

    said = Signal(object)
    left = Signal()

    def __init__(
        self,
        session: Session,
        background: Background,
        chooser: Choose = choose_place,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Register of outgoing post", parent=parent)
        self._session, self._background, self._chooser = session, background, chooser
        self.first = DateField("Posted from", self._today, width=0)
        self.last = DateField("To", self._today, width=0)
        self.service = ChoiceField("Service", _ANY)
        self.format = ChoiceField("Format", _FORMATS)
        self.named = CheckField("With names and addresses")
        self.named.set_value(True)
        self.save = primary("Save the register", "save")
        self.leave = quiet("Close")
        self.progress = ProgressPanel()
        self.form = Form({"first": self.first, "last": self.last}, self)
        self._job: Job | None = None
        self._file = ""
        fields = (self.first, self.last, self.service, self.format, self.named)
        for part in (*fields, paragraph(_HOLDS, META, tone="text2"), self.progress):
            self.body.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.save)
        self.body.addLayout(row)
        self.save.clicked.connect(self._ask_where)
        self.leave.clicked.connect(self.left)
        self.progress.cancelled.connect(self._stop)

    def begin(self) -> None:
        """Offer this month so far."""
        self.form.clear()
        names = posting_services(self._session)
        self.service.set_choices((*_ANY, *((name, name) for name in names)))
        if self.first.is_empty() and self.last.is_empty():
            self.first.set_value(self._today().replace(day=1))
            self.last.set_value(self._today())
        self.first.focus_field()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    @Slot(str)
    def write_to(self, file: str) -> None:
        """Write the register to a file."""
        wanted = self._wanted()
        if wanted is None or self._job is not None:
            return
        path = Path(file)
        self._file = path.name
        job = self._job = Job(partial(_write, self._session, path, wanted))
        job.progressed.connect(self.progress.set_count)
        job.succeeded.connect(self._show_written)
        job.failed.connect(self._refuse)
        job.finished.connect(self._end)
        self.save.setEnabled(False)
        self.progress.begin("Writing the register", "Cancel leaves no file")
        self._background.start(job)

    @Slot()
    def _ask_where(self) -> None:
        wanted = self._wanted()
        if wanted is not None:
            name = wanted.file_name(self._today())
            kind = wanted.format.value
            self._chooser("Save the register", kind, self, name, self.write_to)

    def _wanted(self) -> OutgoingExport | None:
        """What is asked for; what is wrong with it is said under its field."""
        self.form.clear()
        try:
            wanted = OutgoingExport(
                first=_day(self.first, "first"),
                last=_day(self.last, "last"),
                service=self.service.value(),
                named=self.named.value(),
                format=Format(self.format.value()),
            )
            check_days(wanted)
        except RuleBroken as error:
            self._refuse(error)
            return None
        return wanted

    @Slot(object)
    def _show_written(self, count: int) -> None:
        letters = "1 letter" if count == 1 else f"{count:,} letters"
        title = f"{letters} written to {self._file}"
        self.said.emit(Note(OK, title, "Noted in the audit trail."))
        self.left.emit()

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        if not (isinstance(error, RuleBroken) and self.form.show(error)):
            show_error(self, error)

    @Slot()
    def _end(self) -> None:
        self._job = None
        self.progress.finish()
        self.save.setEnabled(True)

    @Slot()
    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _today(self) -> date:
        return self._session.today


def _day(field: DateField, name: str) -> date | None:
    try:
        return field.value()
    except RuleBroken as error:
        raise RuleBroken(str(error), field=name) from error


def _write(
    session: Session, path: Path, wanted: OutgoingExport, progress: Progress
) -> int:
    return export_outgoing(session, path, wanted, progress)
