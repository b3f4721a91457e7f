"""Where a seal of the audit trail leaves the vault: on paper, or into a file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot

from isteam_app.printing import seal_title
from isteam_app.progress import Progress
from isteam_app.services.audit_trail import trail_head
from isteam_app.services.session import Session
from isteam_app.services.trail_seals import save_seal, seal, seal_name
from ui.common.background import Background
from ui.common.paper_card import PaperCard
from ui.common.paper_ways import Chooser, MakePrinting, Paper, choose_place
from ui.common.printing import Printing

_HOLDS = (
    "One page with the number of entries and their hash. Sign it, and keep it where "
    "nobody who can unlock the vault gets at it: it shows later whether the trail was "
    "written anew. That it was made is noted in the audit trail."
)
choose_file: Chooser = partial(choose_place, "Save the seal", "pdf")


class SealPanel(PaperCard):
    """Prints a seal or writes it to a file, on the worker."""

    def __init__(
        self,
        session: Session,
        background: Background,
        printing: MakePrinting | None = None,
        chooser: Chooser = choose_file,
    ) -> None:
        title = "Print or save a seal"
        super().__init__(title, _HOLDS, background, printing, chooser)
        self._session = session

    @Slot()
    def begin(self) -> None:
        """Offer a seal of the trail as it stands."""
        self.offer(
            Paper(
                name=seal_name(self._session),
                write=partial(_write, self._session),
                send=partial(_send, self._session),
            )
        )


def _write(session: Session, path: Path, _: Progress) -> None:
    save_seal(session, path)


def _send(
    session: Session, printing: Printing, printer: str, progress: Progress
) -> None:
    title = seal_title(trail_head(session).count)
    printing.print_pdf(seal(session), title=title, printer=printer, progress=progress)
