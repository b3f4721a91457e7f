"""The two ways a paper leaves the vault: through a printer, or into a file."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.errors import IsteamError
from isteam_app.printing import Printer
from isteam_app.progress import Progress
from ui.common.background import Background, Job
from ui.common.buttons import quiet, secondary
from ui.common.choice_fields import ChoiceField
from ui.common.messages import show_error
from ui.common.printing import Printing
from ui.common.speech import announce
from ui.common.text import META, paragraph
from ui.common.tokens import GAP, GAP_ROW

Chooser = Callable[[QWidget, str, Callable[[str], None]], None]
"""Asks for a path, given a name to start from; answers later, or never."""
MakePrinting = Callable[[], Printing]
_LOOKING = (("", "Looking for printers"),)
_NONE = (("", "No printer found"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What can leave. `name` is what its file is called: never a person's name.

    `write` and `send` run on the worker, and note in the audit trail that it left.
    """

    name: str
    write: Callable[[Path, Progress], None]
    send: Callable[[Printing, str, Progress], None]


def choose_place(
    title: str, kind: str, parent: QWidget, name: str, answer: Callable[[str], None]
) -> None:
    """Ask for a path without blocking, so that a lock can take the question away.

    `kind` is what the names of such files end in, such as "pdf".
    """
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(f"{kind.upper()} (*.{kind})")
    dialog.setDefaultSuffix(kind)
    dialog.selectFile(name)
    dialog.fileSelected.connect(answer)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class PaperWays(QWidget):
    """A printer to choose, and buttons to print, to save, and to leave.

    `begin` offers a paper. What came of it is said below the buttons; `went_out` tells
    that it was printed or saved.
    """

    left = Signal()
    went_out = Signal()

    def __init__(
        self,
        background: Background,
        printing: MakePrinting | None,
        chooser: Chooser,
    ) -> None:
        super().__init__()
        self._background = background
        self._make_printing, self._chooser = printing or _printing_here, chooser
        self._printing: Printing | None = None
        self._paper: Paper | None = None
        self._told = ""
        self.printer = ChoiceField("Printer", _LOOKING)
        self.print_button = secondary("Print", "print")
        self.save_button = secondary("Save as a file", "save")
        self.leave = quiet("Close")
        self.said = paragraph("", META, tone="text2")
        self._lay_out()
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._ask_where)
        self.leave.clicked.connect(self.left)
        self._set_busy(busy=False)

    def begin(self, paper: Paper) -> None:
        """Offer the printers of this computer, and a file."""
        self.said.hide()
        self.offer(paper)
        self.print_button.setEnabled(False)
        if self._printing is None:
            self._printing = self._make_printing()
        self.printer.set_choices(_LOOKING)
        job = Job(partial(_looked_up, self._printing))
        job.succeeded.connect(self._offer_printers)
        job.failed.connect(self._offer_none)
        job.finished.connect(self._end)
        self._background.start(job)

    def offer(self, paper: Paper) -> None:
        """Offer another paper in the same ways."""
        self._paper = paper
        self._set_busy(busy=False)

    @Slot(str)
    def write_to(self, file: str) -> None:
        """Write the paper to a file."""
        if self._paper is not None:
            path = Path(file)
            self._start(partial(self._paper.write, path), f"Saved as {path.name}.")

    @Slot()
    def _print(self) -> None:
        if self._paper is not None and self._printing is not None:
            printer = self.printer.value()
            work = partial(self._paper.send, self._printing, printer)
            self._start(work, "Sent to the printer.")

    @Slot()
    def _ask_where(self) -> None:
        if self._paper is not None:
            self._chooser(self, self._paper.name, self.write_to)

    def _start(self, work: Callable[[Progress], object], told: str) -> None:
        self._told = told
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
        self.said.setText(self._told)
        self.said.show()
        announce(self, self._told)
        self.went_out.emit()

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        show_error(self, error)

    @Slot()
    def _end(self) -> None:
        self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        ready = not busy and self._paper is not None
        self.print_button.setEnabled(ready and bool(self.printer.value()))
        self.save_button.setEnabled(ready)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.printer, 1)
        for button in (self.leave, self.save_button, self.print_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_ROW)
        column.addLayout(row)
        column.addWidget(self.said)
        self.said.hide()


def _printing_here() -> Printing:
    from ui.common.printing import printing_here

    return printing_here()


def _looked_up(printing: Printing, _: Progress) -> tuple[Printer, ...]:
    return printing.printers()
