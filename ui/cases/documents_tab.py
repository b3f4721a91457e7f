"""The scans of a case: chosen from a list, shown from memory only."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.documents import Document
from isteam_app.errors import IsteamError
from isteam_app.services.cases import read_document
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.choice_fields import ChoiceField
from ui.common.empty_state import EmptyState
from ui.common.messages import show_error
from ui.common.scan_view import ScanView

Read = tuple[int, bytes]


class DocumentsTab(QWidget):
    """The kept files of one item of post. The one chosen is decrypted and shown."""

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__()
        self._session, self._background = session, background
        self._documents: tuple[Document, ...] = ()
        self._shown = 0
        self.choice = ChoiceField("Document", ())
        self.choice.changed.connect(self.show_chosen)
        self.scan = ScanView()
        self.none = EmptyState(
            "scan", "No documents", "A scan dropped in with the post stands here."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.choice)
        column.addWidget(self.scan, 1)
        column.addWidget(self.none, 1)
        self.set_documents(())

    def set_documents(self, documents: Sequence[Document]) -> None:
        """Offer other documents; nothing is read until one is wanted."""
        self._documents = tuple(documents)
        self.choice.set_choices([(str(one.id), _words(one)) for one in self._documents])
        if self._shown not in {one.id for one in self._documents}:
            self.forget()
        some = bool(self._documents)
        self.choice.setVisible(some)
        self.scan.setVisible(some)
        self.none.setVisible(not some)

    def forget(self) -> None:
        """Let go of the picture in memory."""
        self._shown = 0
        self.scan.clear()

    def open_document(self, document_id: int) -> None:
        """Choose a document and show it."""
        self.choice.set_value(str(document_id))
        self.show_chosen()

    @Slot()
    def show_chosen(self) -> None:
        """Read the chosen document on the worker, unless it is in sight already."""
        wanted = int(self.choice.value() or 0)
        found = [one for one in self._documents if one.id == wanted]
        if not found or wanted == self._shown:
            return
        self._shown = wanted
        job = Job(partial(_read, self._session, found[0]))
        job.succeeded.connect(self._show)
        job.failed.connect(self._fail)
        self._background.start(job)

    @Slot(object)
    def _show(self, read: Read) -> None:
        document_id, data = read
        if document_id == self._shown:
            self.scan.set_scan(data)

    @Slot(object)
    def _fail(self, error: IsteamError) -> None:
        self.forget()
        show_error(self, error)


def _read(session: Session, document: Document, _: object) -> Read:
    return document.id, read_document(session, document.id)


def _words(document: Document) -> str:
    if not document.pages:
        return document.name
    return f"{document.name}, {document.pages} page{'s' * (document.pages != 1)}"
