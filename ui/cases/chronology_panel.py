"""Where the chronology of a case leaves the vault: on paper, or into a file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent

from isteam_app.domain.cases import Case
from isteam_app.printing import chronology_title
from isteam_app.progress import Progress
from isteam_app.services.chronology import (
    chronology,
    chronology_name,
    export_chronology,
    note_left,
)
from isteam_app.services.noted_files import must_be_noted
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.cards import Card
from ui.common.paper_ways import Chooser, MakePrinting, Paper, PaperWays, choose_pdf
from ui.common.printing import Printing
from ui.common.text import BODY, paragraph

_HOLDS = (
    "Every event of the case, as written. It leaves the vault and is not encrypted: "
    "keep it as carefully. That it was made is noted in the audit trail."
)
choose_file: Chooser = partial(choose_pdf, "Save the chronology")


class ChronologyPanel(Card):
    """Prints the chronology or writes it to a file, on the worker. Escape closes."""

    left = Signal()

    def __init__(
        self,
        session: Session,
        background: Background,
        printing: MakePrinting | None = None,
        chooser: Chooser = choose_file,
    ) -> None:
        super().__init__("Print or save the chronology")
        self.setProperty("k", "sunken")
        self._session = session
        self.ways = PaperWays(background, printing, chooser)
        self.body.addWidget(paragraph(_HOLDS, BODY, tone="text2"))
        self.body.addWidget(self.ways)
        self.ways.left.connect(self._leave)
        self.hide()

    def begin(self, case: Case) -> None:
        """Offer the printers of this computer, and a file."""
        self.show()
        self.ways.begin(
            Paper(
                name=chronology_name(case),
                write=partial(_write, self._session, case.id),
                send=partial(_send, self._session, case),
            )
        )
        self.ways.save_button.setFocus()

    @Slot()
    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)


def _write(session: Session, case_id: int, path: Path, progress: Progress) -> None:
    export_chronology(session, case_id, path, progress)


def _send(
    session: Session, case: Case, printing: Printing, printer: str, progress: Progress
) -> None:
    """Print, then note it: what never reached the printer never left."""
    must_be_noted(session)
    pdf = chronology(session, case.id)
    title = chronology_title(case.reference)
    printing.print_pdf(pdf, title=title, printer=printer, progress=progress)
    note_left(session, case.id)
