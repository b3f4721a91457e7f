"""The scanned letters of an item of post: dropped in or chosen, shown and kept."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.scans import Scan, read_scan
from ui.common.background import Background, Job
from ui.common.buttons import Button, filter_chip, icon_button
from ui.common.cards import Card
from ui.common.empty_state import EmptyState
from ui.common.notes import Note
from ui.common.paint import plain_tip
from ui.common.scan_view import ScanView
from ui.common.text import META, STRONG, elided, label, role_font
from ui.common.tokens import GAP

_TOOLS = 2 * 32 + 4 * GAP
"""Room that the two tools and the gaps take beside a file's name, in pixels."""
_A_ROW = 4
"""How many scans there is room to name side by side."""
_KINDS = "Scans (*.pdf *.png *.jpg *.jpeg)"


class ScanPart(QWidget):
    """Takes files dropped on it. What cannot be a scan is refused where it fell."""

    changed = Signal()

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._scans: list[Scan] = []
        self._note: Note | None = None
        self._reading = 0
        self.setAcceptDrops(True)
        self.empty = EmptyState(
            "scan",
            "Drop the scan here",
            "A PDF, PNG or JPEG. It is kept encrypted with the case.",
            "Choose a file",
            "open_folder",
        )
        self.view = ScanView()
        self.add = icon_button("add", "Add another scan")
        self.remove = icon_button("remove", "Leave this scan out")
        self.title = label("Scan", STRONG)
        self.detail = label("", META)
        self._build()
        self.empty.acted.connect(self.choose)
        self.add.clicked.connect(self.choose)
        self.remove.clicked.connect(self._remove_shown)
        self._picks.idClicked.connect(self._show)
        self._refresh(0)

    def scans(self) -> tuple[Scan, ...]:
        """The scans to be kept, in the order they were added."""
        return tuple(self._scans)

    @property
    def is_reading(self) -> bool:
        """Whether a file is still being read."""
        return self._reading > 0

    def refusal(self) -> str:
        """Why the last file was not taken, or nothing."""
        return self._note.text.text() if self._note is not None else ""

    def clear(self) -> None:
        self._scans = []
        self._say(None)
        self._refresh(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._scans:
            self._name_shown()

    def add_paths(self, paths: Iterable[Path]) -> None:
        """Read files on the worker; each one that will not do says why."""
        self._say(None)
        for path in paths:
            job = Job(_Reading(path))
            job.succeeded.connect(self._take)
            job.failed.connect(self._refuse)
            job.finished.connect(self._end)
            self._reading += 1
            self._background.start(job)

    @Slot()
    def choose(self) -> None:
        """Ask for files; the dialog does not stop the window from locking."""
        dialog = QFileDialog(self, "Choose the scan", "", _KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._take_names)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        local = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if not local:
            self._refuse(
                RuleBroken("Save the attachment as a file first, then drop that file.")
            )
            return
        event.acceptProposedAction()
        self.add_paths(local)

    def add_scans(self, scans: Iterable[Scan]) -> None:
        """Take scans that were read before, such as those of a draft."""
        for scan in scans:
            self._take(scan)

    @Slot(list)
    def _take_names(self, names: Sequence[str]) -> None:
        self.add_paths(Path(name) for name in names)

    @Slot(object)
    def _take(self, scan: Scan) -> None:
        self._scans.append(scan)
        self._refresh(len(self._scans) - 1)
        self.changed.emit()

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self._say(Note("danger", "That scan was not taken", str(error)))

    @Slot()
    def _end(self) -> None:
        self._reading -= 1

    @Slot()
    def _remove_shown(self) -> None:
        shown = max(0, self._picks.checkedId())
        if shown < len(self._scans):
            del self._scans[shown]
            self._refresh(max(0, shown - 1))
            self.changed.emit()

    @Slot(int)
    def _show(self, place: int) -> None:
        scan = self._scans[place]
        if scan.trouble:
            self.view.show_refused(scan.trouble)
        else:
            self.view.set_scan(scan.data)
        self.title.setText(f"Scan {place + 1} of {len(self._scans)}")
        self._name_shown()

    def _name_shown(self) -> None:
        """Say the file's name and pages, cut where there is little room."""
        scan = self._scans[max(0, self._picks.checkedId())]
        pages = "1 page" if scan.pages == 1 else f"{scan.pages} pages"
        if scan.trouble:
            pages = "kept without being shown"
        room = self.width() - self.title.sizeHint().width() - _TOOLS
        words = elided(f"{scan.name}, {pages}", role_font(META), max(room, 0))
        self.detail.setText(words)
        self.detail.setToolTip(plain_tip(scan.name))

    def _refresh(self, shown: int) -> None:
        for button in self._picks.buttons():
            self._picks.removeButton(button)
            button.hide()
            button.deleteLater()
        if len(self._scans) > 1:
            for place in range(len(self._scans)):
                self._picks.addButton(self._pick(place, shown), place)
        self._stack.setCurrentIndex(1 if self._scans else 0)
        for widget in (self.title, self.detail, self.add, self.remove):
            widget.setVisible(bool(self._scans))
        if self._scans:
            self._show(shown)
        else:
            self.view.clear()

    def _pick(self, place: int, shown: int) -> Button:
        button = filter_chip(str(place + 1))
        button.setAccessibleName(f"Show scan {place + 1}")
        button.setChecked(place == shown)
        self._strip.addWidget(button, place // _A_ROW, place % _A_ROW)
        return button

    def _say(self, note: Note | None) -> None:
        if self._note is not None:
            self._note.hide()
            self._note.deleteLater()
        self._note = note
        if note is not None:
            self._column.insertWidget(1, note)

    def _build(self) -> None:
        self._picks = QButtonGroup(self)
        self._picks.setExclusive(True)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.title)
        head.addWidget(self.detail)
        head.addStretch(1)
        head.addWidget(self.remove)
        head.addWidget(self.add)
        frame = Card(padding=GAP)
        frame.setAccessibleName("The scan")
        inside = QWidget()
        self._stack = QStackedLayout(inside)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.view)
        frame.body.addWidget(inside, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addLayout(head)
        self._column.addWidget(frame, 1)
        self._strip = QGridLayout()
        self._strip.setSpacing(GAP)
        self._strip.setColumnStretch(_A_ROW, 1)
        self._column.addLayout(self._strip)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)


class _Reading:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, progress: Progress) -> Scan:
        return read_scan(self._path, progress)
