"""Puts the recovery sheet on paper, or into a file that is to be printed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from isteam_app.printing import RECOVERY_SHEET, Printer
from isteam_app.services.files import write_whole
from isteam_app.services.session import Session
from isteam_app.services.unlock import Created, recovery_pdf
from ui.common.background import Background, Job
from ui.common.printing import Printing

Work = Callable[[Session, str], None]


class SheetPaper(QObject):
    """Saves and prints on the worker, and knows which printer is ready."""

    begun = Signal()
    done = Signal(str)  # "Saved 09:41"
    failed = Signal(object)  # an IsteamError
    printer_found = Signal(str)  # its name, or nothing

    def __init__(
        self,
        background: Background,
        printing: Printing,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background, self._printing, self._now = background, printing, now
        self._word = ""
        self.printer = ""

    def look_for_printers(self) -> None:
        job = Job(lambda _: self._printing.printers())
        job.succeeded.connect(self._choose)
        job.failed.connect(self._find_none)
        self._background.start(job)

    def save(self, created: Created, file: Path) -> None:
        """Write the sheet as a PDF; it appears whole or not at all."""
        self._start(created, partial(_save, file), "Saved")

    def print_out(self, created: Created) -> None:
        """Send the sheet to the printer that is ready."""
        self._start(created, partial(_print, self._printing, self.printer), "Printed")

    def _start(self, created: Created, work: Work, word: str) -> None:
        self._word = word
        job = Job(lambda _: work(created.session, created.recovery_key))
        job.succeeded.connect(self._tell)
        job.failed.connect(self.failed)
        self.begun.emit()
        self._background.start(job)

    @Slot()
    def _tell(self) -> None:
        self.done.emit(f"{self._word} {self._now():%H:%M}")

    @Slot(object)
    def _choose(self, found: Sequence[Printer]) -> None:
        self.printer = next((printer.name for printer in found if printer.ready), "")
        self.printer_found.emit(self.printer)

    @Slot(object)
    def _find_none(self, _error: object) -> None:
        self._choose(())


def _save(file: Path, session: Session, key: str) -> None:
    write_whole(file, (recovery_pdf(session, key),))


def _print(printing: Printing, printer: str, session: Session, key: str) -> None:
    printing.print_pdf(
        recovery_pdf(session, key), title=RECOVERY_SHEET, printer=printer
    )
