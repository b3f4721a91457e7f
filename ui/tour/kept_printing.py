"""A print queue of the tour's own: what is printed is kept as a file."""

from datetime import datetime
from pathlib import Path

from isteam_app.print_jobs import KnownJob
from isteam_app.printing import Printer, Sides
from isteam_app.progress import Progress, unwatched
from isteam_app.services.files import write_whole

NAME = "Tour-PDF"


class KeptPrinting:
    """Takes letters like a printer does, and keeps each under its job's title."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files: list[Path] = []

    def printers(self) -> tuple[Printer, ...]:
        return (Printer(name=NAME, default=True),)

    def print_pdf(
        self,
        pdf: bytes,
        *,
        title: str,
        printer: str,
        sides: Sides = Sides.ONE,
        progress: Progress = unwatched,
    ) -> str:
        progress(0, 1)
        file = self._folder / f"{'-'.join(title.replace('/', ' ').split())}.pdf"
        write_whole(file, (pdf,))
        self.files.append(file)
        progress(1, 1)
        return f"{printer}-{len(self.files)}"

    def jobs_called(
        self, title: str, *, printer: str, since: datetime
    ) -> tuple[KnownJob, ...] | None:
        return ()

    def trouble(self, printer: str) -> str:
        return ""
