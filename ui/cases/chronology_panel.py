"""Where the chronology of a case leaves the vault: on paper, or into a file."""

from functools import partial
from pathlib import Path

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
from ui.common.paper_card import PaperCard
from ui.common.paper_ways import Chooser, MakePrinting, Paper, choose_place
from ui.common.printing import Printing

_HOLDS = (
    "Every event of the case, as written. It leaves the vault and is not encrypted: "
    "keep it as carefully. That it was made is noted in the audit trail."
)
choose_file: Chooser = partial(choose_place, "Save the chronology", "pdf")


class ChronologyPanel(PaperCard):
    """Prints the chronology or writes it to a file, on the worker."""

    def __init__(
        self,
        session: Session,
        background: Background,
        printing: MakePrinting | None = None,
        chooser: Chooser = choose_file,
    ) -> None:
        title = "Print or save the chronology"
        super().__init__(title, _HOLDS, background, printing, chooser)
        self._session = session

    def begin(self, case: Case) -> None:
        """Offer the chronology of a case."""
        self.offer(
            Paper(
                name=chronology_name(case),
                write=partial(_write, self._session, case.id),
                send=partial(_send, self._session, case),
            )
        )


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
