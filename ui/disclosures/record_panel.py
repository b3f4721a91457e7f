"""The decision record of a request: the exact pages, and the ways out of the vault."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot

from isteam_app.errors import IsteamError
from isteam_app.printing import record_title
from isteam_app.progress import Progress
from isteam_app.services.decision_record import (
    decision_record_name,
    decision_record_pdf,
    export_decision_record,
    note_record_left,
)
from isteam_app.services.disclosures import RequestPage
from isteam_app.services.noted_files import must_be_noted
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import icon_button
from ui.common.messages import show_error
from ui.common.paper_ways import Chooser, MakePrinting, Paper, PaperWays, choose_place
from ui.common.pdf_view import PdfView
from ui.common.printing import Printing
from ui.common.text import BODY, paragraph
from ui.disclosures.request_panel import RequestPanel

RECORD = "record"
_HOLDS = (
    "The file is not encrypted: keep it as carefully as the vault. That it was printed "
    "or saved is noted in the audit trail."
)
_LOCKED = "The person must not be told: nobody may find this paper who is not cleared."
_LEAST = 260
choose_file: Chooser = partial(choose_place, "Save the decision record", "pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDesk:
    """What a record needs besides its request: the worker, a printer, a chooser."""

    background: Background
    printing: MakePrinting | None = None
    chooser: Chooser = choose_file


class RecordPanel(RequestPanel):
    """Shows the record from memory; what is in sight is what is printed and saved."""

    key = RECORD
    fills = True

    def __init__(self, session: Session, page: RequestPage, desk: RecordDesk) -> None:
        super().__init__("Decision record")
        self._session, self._background = session, desk.background
        self._page = page
        self.ways = PaperWays(desk.background, desk.printing, desk.chooser)
        self.view = PdfView("The decision record as it will be printed")
        self.view.setMinimumHeight(_LEAST)
        self._lay_out(locked=page.request.locked)
        self._offer({}, self.ways.leave, self.ways.save_button)
        self.ways.left.connect(self.cancelled)
        self._build()

    def focus_first(self) -> None:
        self.view.setFocus()

    def set_busy(self, busy: bool) -> None:
        """Nothing here waits for what the request is busy with."""

    def follow(self, page: RequestPage) -> None:
        """Build the pages anew where the request has changed since."""
        if _said(page) != _said(self._page):
            self._page = page
            self._build()

    def _build(self) -> None:
        job = Job(partial(_built, self._session, self._page.request.id))
        job.succeeded.connect(self._show)
        job.failed.connect(self._fail)
        self._background.start(job)

    @Slot(object)
    def _show(self, pdf: bytes) -> None:
        begun = self.view.page_count > 0
        self.view.set_pdf(pdf)
        self.set_meta("1 page" if self.view.page_count == 1 else self._pages())
        request = self._page.request
        title = record_title(request.reference)
        paper = Paper(
            name=decision_record_name(request),
            write=partial(_write, self._session, request.id, pdf),
            send=partial(_send, self._session, request.id, pdf, title),
        )
        (self.ways.offer if begun else self.ways.begin)(paper)

    def _pages(self) -> str:
        return f"{self.view.page_count} pages"

    @Slot(object)
    def _fail(self, error: IsteamError) -> None:
        show_error(self, error)

    def _lay_out(self, *, locked: bool) -> None:
        smaller = icon_button("zoom_out", "Smaller")
        larger = icon_button("zoom_in", "Larger")
        smaller.clicked.connect(self.view.zoom_out)
        larger.clicked.connect(self.view.zoom_in)
        for button in (smaller, larger):
            self.head.addWidget(button)
        self.body.addWidget(paragraph(_HOLDS, BODY, tone="text2"))
        if locked:
            self.body.addWidget(paragraph(_LOCKED, BODY, tone="danger"))
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.ways)


def _said(page: RequestPage) -> tuple[object, ...]:
    """What of a request stands in its record."""
    return page.request, page.entries, page.steps, page.documents, page.letters


def _built(session: Session, request_id: int, _: Progress) -> bytes:
    return decision_record_pdf(session, request_id)


def _write(
    session: Session, request_id: int, pdf: bytes, path: Path, progress: Progress
) -> None:
    export_decision_record(session, request_id, path, progress, pdf=pdf)


def _send(
    session: Session,
    request_id: int,
    pdf: bytes,
    title: str,
    printing: Printing,
    printer: str,
    progress: Progress,
) -> None:
    """Note it, then print: a record that may not be seen any more is not printed."""
    must_be_noted(session)
    note_record_left(session, request_id)
    printing.print_pdf(pdf, title=title, printer=printer, progress=progress)
