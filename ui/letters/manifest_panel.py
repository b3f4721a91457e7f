"""The manifest of a print run: the exact pages, to be printed, signed or saved."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from isteam_app.errors import IsteamError
from isteam_app.printing import manifest_title
from isteam_app.progress import Progress
from isteam_app.services.manifests import (
    export_manifest,
    manifest_name,
    manifest_of,
    note_manifest_left,
)
from isteam_app.services.noted_files import must_be_noted
from isteam_app.services.run_pages import RunPage
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import icon_button
from ui.common.cards import Card
from ui.common.messages import show_error
from ui.common.paper_ways import Chooser, Paper, PaperWays, choose_place
from ui.common.pdf_view import PdfView
from ui.common.printing import Printing

_LEAST = 80
choose_file: Chooser = partial(choose_place, "Save the manifest", "pdf")


class ManifestPanel(Card):
    """Shows the manifest from memory; what is in sight is what is printed and saved."""

    left = Signal()

    def __init__(
        self,
        session: Session,
        background: Background,
        printing: Printing,
        chooser: Chooser = choose_file,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Manifest to sign", parent=parent)
        self._session, self._background = session, background
        self._page: RunPage | None = None
        self.view = PdfView("The manifest as it will be printed")
        self.view.setMinimumHeight(_LEAST)
        self.ways = PaperWays(background, lambda: printing, chooser)
        smaller = icon_button("zoom_out", "Smaller")
        larger = icon_button("zoom_in", "Larger")
        smaller.clicked.connect(self.view.zoom_out)
        larger.clicked.connect(self.view.zoom_in)
        for button in (smaller, larger):
            self.head.addWidget(button)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.ways)
        self.ways.left.connect(self.left)

    def begin(self, page: RunPage) -> None:
        """Build the manifest of a run as it stands, and show it."""
        self._page = page
        self.view.clear()
        job = Job(partial(_built, self._session, page.run.id))
        job.succeeded.connect(self._show)
        job.failed.connect(self._fail)
        self._background.start(job)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    @Slot(object)
    def _show(self, pdf: bytes) -> None:
        page = self._page
        if page is None:
            return
        self.view.set_pdf(pdf)
        self.ways.begin(
            Paper(
                name=manifest_name(page),
                write=partial(_write, self._session, page.run.id, pdf),
                send=partial(_send, self._session, page, pdf),
            )
        )
        self.view.setFocus()

    @Slot(object)
    def _fail(self, error: IsteamError) -> None:
        show_error(self, error)


def _built(session: Session, run_id: int, _: Progress) -> bytes:
    return manifest_of(session, run_id)


def _write(
    session: Session, run_id: int, pdf: bytes, path: Path, progress: Progress
) -> None:
    export_manifest(session, run_id, path, progress, pdf=pdf)


def _send(
    session: Session,
    page: RunPage,
    pdf: bytes,
    printing: Printing,
    printer: str,
    progress: Progress,
) -> None:
    must_be_noted(session)
    note_manifest_left(session, page.run.id)
    title = manifest_title(page.run.name)
    printing.print_pdf(pdf, title=title, printer=printer, progress=progress)
