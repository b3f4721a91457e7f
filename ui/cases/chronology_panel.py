"""Where the chronology of a case leaves the vault: on paper, or into a file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from isteam_app.domain.cases import Case
from isteam_app.errors import IsteamError
from isteam_app.printing import Printer, chronology_title
from isteam_app.progress import Progress
from isteam_app.services.chronology import (
    chronology,
    chronology_name,
    export_chronology,
    note_left,
)
from isteam_app.services.noted_files import must_be_noted
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import quiet, secondary
from ui.common.cards import Card
from ui.common.choice_fields import ChoiceField
from ui.common.messages import show_error
from ui.common.printing import Printing
from ui.common.speech import announce
from ui.common.text import BODY, META, paragraph
from ui.common.tokens import GAP

Chooser = Callable[[QWidget, str, Callable[[str], None]], None]
"""Asks for a path, given a name to start from; answers later, or never."""
_LOOKING = (("", "Looking for printers"),)
_NONE = (("", "No printer found"),)
_HOLDS = (
    "Every event of the case, as written. It leaves the vault and is not encrypted: "
    "keep it as carefully. That it was made is noted in the audit trail."
)


def choose_file(parent: QWidget, name: str, answer: Callable[[str], None]) -> None:
    """Ask for a path without blocking, so that a lock can take the question away."""
    dialog = QFileDialog(parent, "Save the chronology")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("PDF (*.pdf)")
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(name)
    dialog.fileSelected.connect(answer)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class ChronologyPanel(Card):
    """Prints the chronology or writes it to a file, on the worker. Escape closes."""

    left = Signal()

    def __init__(
        self,
        session: Session,
        background: Background,
        printing: Callable[[], Printing] | None = None,
        chooser: Chooser = choose_file,
    ) -> None:
        super().__init__("Print or save the chronology")
        self.setProperty("k", "sunken")
        self._session, self._background = session, background
        self._make_printing, self._chooser = printing or _printing_here, chooser
        self._printing: Printing | None = None
        self._case: Case | None = None
        self._told = ""
        self.printer = ChoiceField("Printer", _LOOKING)
        self.print_button = secondary("Print", "print")
        self.save_button = secondary("Save as a file", "save")
        self.leave = quiet("Close")
        self.said = paragraph("", META, tone="text2")
        self._lay_out()
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._ask_where)
        self.leave.clicked.connect(self._leave)
        self.hide()

    def begin(self, case: Case) -> None:
        """Offer the printers of this computer, and a file."""
        self._case = case
        self.said.hide()
        self.show()
        self.save_button.setFocus()
        self.print_button.setEnabled(False)
        if self._printing is None:
            self._printing = self._make_printing()
        work = partial(_looked_up, self._printing)
        self.printer.set_choices(_LOOKING)
        job = Job(work)
        job.succeeded.connect(self._offer_printers)
        job.failed.connect(self._offer_none)
        job.finished.connect(self._end)
        self._background.start(job)

    @Slot(str)
    def write_to(self, file: str) -> None:
        """Write the chronology to a file."""
        if self._case is not None:
            work = partial(_writing, self._session, self._case.id, Path(file))
            self._told = f"Saved as {Path(file).name}."
            self._start(work, self._tell)

    @Slot()
    def _print(self) -> None:
        if self._case is None or self._printing is None:
            return
        work = partial(
            _printed, self._session, self._case, self._printing, self.printer.value()
        )
        self._told = "Sent to the printer."
        self._start(work, self._tell)

    @Slot()
    def _ask_where(self) -> None:
        if self._case is not None:
            self._chooser(self, chronology_name(self._case), self.write_to)

    def _start(
        self,
        work: Callable[[Progress], object],
        then: Callable[..., None],
    ) -> None:
        job = Job(work)
        job.succeeded.connect(then)
        job.failed.connect(self._refuse)
        job.finished.connect(self._end)
        self._set_busy(busy=True)
        self._background.start(job)

    @Slot(object)
    def _offer_printers(self, found: tuple[Printer, ...]) -> None:
        choices = [(one.name, one.name) for one in found]
        self.printer.set_choices(choices or _NONE)

    @Slot(object)
    def _offer_none(self, _: IsteamError) -> None:
        self.printer.set_choices(_NONE)

    @Slot(object)
    def _tell(self, _: object) -> None:
        self.said.setText(self._told)
        self.said.show()
        announce(self, self._told)

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        show_error(self, error)

    @Slot()
    def _end(self) -> None:
        self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        self.print_button.setEnabled(not busy and bool(self.printer.value()))
        self.save_button.setEnabled(not busy)

    @Slot()
    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.body.addWidget(paragraph(_HOLDS, BODY, tone="text2"))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.printer, 1)
        for button in (self.leave, self.save_button, self.print_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        self.body.addWidget(self.said)
        self.said.hide()


def _printing_here() -> Printing:
    from ui.common.printing import printing_here

    return printing_here()


def _looked_up(printing: Printing, _: Progress) -> tuple[Printer, ...]:
    return printing.printers()


def _writing(session: Session, case_id: int, path: Path, progress: Progress) -> None:
    export_chronology(session, case_id, path, progress)


def _printed(
    session: Session, case: Case, printing: Printing, printer: str, progress: Progress
) -> None:
    """Print, then note it: what never reached the printer never left."""
    must_be_noted(session)
    pdf = chronology(session, case.id)
    title = chronology_title(case.reference)
    printing.print_pdf(pdf, title=title, printer=printer, progress=progress)
    note_left(session, case.id)
