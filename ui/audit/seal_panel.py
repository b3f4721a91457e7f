"""Where a seal of the audit trail leaves the vault: on paper, or into a file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from isteam_app.errors import IsteamError
from isteam_app.printing import Printer, seal_title
from isteam_app.progress import Progress
from isteam_app.services.audit_trail import trail_head
from isteam_app.services.session import Session
from isteam_app.services.trail_seals import save_seal, seal, seal_name
from ui.common.background import Background, Job
from ui.common.buttons import quiet, secondary
from ui.common.cards import Card
from ui.common.choice_fields import ChoiceField
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.printing import Printing
from ui.common.text import BODY, paragraph
from ui.common.tokens import GAP

Chooser = Callable[[QWidget, str, Callable[[str], None]], None]
"""Asks for a path, given a name to start from; answers later, or never."""
_LOOKING = (("", "Looking for printers"),)
_NONE = (("", "No printer found"),)
_HOLDS = (
    "One page with the number of entries and their hash. Sign it, and keep it where "
    "nobody who can unlock the vault gets at it: it shows later whether the trail was "
    "written anew."
)


def choose_file(parent: QWidget, name: str, answer: Callable[[str], None]) -> None:
    """Ask where a seal goes."""
    _choose(parent, name, answer, "pdf")


def choose_csv(parent: QWidget, name: str, answer: Callable[[str], None]) -> None:
    """Ask where the exported trail goes."""
    _choose(parent, name, answer, "csv")


def _choose(
    parent: QWidget, name: str, answer: Callable[[str], None], kind: str
) -> None:
    """Ask for a path without blocking, so that a lock can take the question away."""
    dialog = QFileDialog(parent, f"Save as {kind.upper()}")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(f"{kind.upper()} (*.{kind})")
    dialog.setDefaultSuffix(kind)
    dialog.selectFile(name)
    dialog.fileSelected.connect(answer)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class SealPanel(Card):
    """Prints a seal or writes it to a file, on the worker. Escape closes."""

    said = Signal(object)
    """A Note for the page, or None."""
    left = Signal()

    def __init__(
        self,
        session: Session,
        background: Background,
        printing: Callable[[], Printing] | None = None,
        chooser: Chooser = choose_file,
    ) -> None:
        super().__init__("Print or save a seal")
        self.setProperty("k", "sunken")
        self._session, self._background = session, background
        self._make_printing, self._chooser = printing or _printing_here, chooser
        self._printing: Printing | None = None
        self._told = ""
        self.printer = ChoiceField("Printer", _LOOKING)
        self.print_button = secondary("Print", "print")
        self.save_button = secondary("Save as a file", "save")
        self.leave = quiet("Close")
        self._lay_out()
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._ask_where)
        self.leave.clicked.connect(self._leave)
        self.hide()

    def begin(self) -> None:
        """Offer the printers of this computer, and a file."""
        self.said.emit(None)  # what was said before takes room from the list
        self.show()
        self.save_button.setFocus()
        self.print_button.setEnabled(False)
        if self._printing is None:
            self._printing = self._make_printing()
        self.printer.set_choices(_LOOKING)
        job = Job(partial(_looked_up, self._printing))
        job.succeeded.connect(self._offer_printers)
        job.failed.connect(self._offer_none)
        job.finished.connect(self._end)
        self._background.start(job)

    @Slot(str)
    def write_to(self, file: str) -> None:
        """Write the seal to a file."""
        self._told = f"The seal is saved as {Path(file).name}"
        self._start(partial(_saved, self._session, Path(file)))

    @Slot()
    def _print(self) -> None:
        if self._printing is not None:
            self._told = "The seal was sent to the printer"
            printer = self.printer.value()
            self._start(partial(_printed, self._session, self._printing, printer))

    @Slot()
    def _ask_where(self) -> None:
        self._chooser(self, seal_name(self._session), self.write_to)

    def _start(self, work: Callable[[Progress], object]) -> None:
        job = Job(work)
        job.succeeded.connect(self._tell)
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
        self._leave()
        self.said.emit(Note("ok", self._told, "Noted in the audit trail. Sign it."))

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


def _printing_here() -> Printing:
    from ui.common.printing import printing_here

    return printing_here()


def _looked_up(printing: Printing, _: Progress) -> tuple[Printer, ...]:
    return printing.printers()


def _saved(session: Session, path: Path, _: Progress) -> None:
    save_seal(session, path)


def _printed(
    session: Session, printing: Printing, printer: str, progress: Progress
) -> None:
    title = seal_title(trail_head(session).count)
    printing.print_pdf(seal(session), title=title, printer=printer, progress=progress)
