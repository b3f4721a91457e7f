"""Files that are frozen with a request: dropped in, kept encrypted, never changed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.dates import short_date
from isteam_app.domain.documents import Document
from ui.common.buttons import link
from ui.common.icon_words import IconWords
from ui.common.moments import here
from ui.common.text import LABEL, META, STRONG, label, paragraph
from ui.common.tokens import GAP, GAP_LABEL

_KINDS = "Files (*.pdf *.png *.jpg *.jpeg)"


class FilesPart(QWidget):
    """What was frozen, each with its SHA-256, and the way to add more.

    `added` carries the paths that were dropped or chosen.
    """

    added = Signal(object)

    def __init__(self, title: str, none: str) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._read_only = False
        self._busy = False
        self.add_button = link("Add a file", "attach")
        self.add_button.clicked.connect(self.choose)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(label(title, LABEL))
        head.addStretch(1)
        head.addWidget(self.add_button)
        self.none = paragraph(none, META)
        self._column = QVBoxLayout()
        self._column.setSpacing(GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_LABEL)
        column.addLayout(head)
        column.addWidget(self.none)
        column.addLayout(self._column)

    def show_files(self, documents: Sequence[Document], *, read_only: bool) -> None:
        """Show other files."""
        self._read_only = read_only
        self.add_button.setVisible(not read_only)
        self.none.setVisible(not documents)
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for document in documents:
            line = _line(document)
            self._column.addWidget(line)
            line.show()

    @Slot()
    def choose(self) -> None:
        """Ask for files; the dialog does not stop the window from locking."""
        dialog = QFileDialog(self, "Choose the file", "", _KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._take_names)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self._read_only:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        local = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if local:
            event.acceptProposedAction()
            self.added.emit(local)

    @Slot(list)
    def _take_names(self, names: Sequence[str]) -> None:
        self.added.emit([Path(name) for name in names])


def _line(document: Document) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    name = IconWords(document.name, "sealed", role=STRONG)
    name.setWordWrap(True)
    column.addWidget(name)
    seal = paragraph(seal_words(document), META)
    seal.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(seal)
    return holder


def seal_words(document: Document) -> str:
    """Say by which digest a file was frozen, when, and by whom."""
    digest = " ".join(
        document.sha256[at : at + 8] for at in range(0, len(document.sha256), 8)
    )
    at = here(document.added_at) if document.added_at else None
    when = f", {short_date(at.date())} at {at:%H:%M}" if at else ""
    by = f" by {document.added_by}" if document.added_by else ""
    return f"SHA-256 {digest}. Frozen{by}{when}."
