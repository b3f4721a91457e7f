"""Compares the audit trail with a seal on paper."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.session import Session
from isteam_app.services.trail_checks import compare_seal
from ui.common.background import Background, Job
from ui.common.buttons import quiet, secondary
from ui.common.cards import Card, columns
from ui.common.fields import TextField
from ui.common.forms import Form
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.progress_panel import ProgressPanel
from ui.common.text import BODY, paragraph
from ui.common.tokens import GAP

_SAYS = (
    "Type what stands on the paper. Every entry up to the sealed one is checked as "
    "well, so it may take a moment."
)


class ComparePanel(Card):
    """Asks for the count and the first groups of the hash. Escape closes."""

    said = Signal(object)
    """A Note for the page, or None."""
    left = Signal()

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__("Compare with a printed seal")
        self.setProperty("k", "sunken")
        self._session, self._background = session, background
        self._job: Job | None = None
        self.count = TextField("Entries", most=20, width=120)
        self.digits = TextField(
            "First groups of the hash", most=100, placeholder="2d71 1642 b726 b044"
        )
        self.form = Form({"count": self.count, "digits": self.digits}, self)
        self.compare = secondary("Compare", "tick")
        self.leave = quiet("Close")
        self.progress = ProgressPanel()
        self._lay_out()
        self.compare.clicked.connect(self.start)
        self.digits.edit.returnPressed.connect(self.start)
        self.count.edit.returnPressed.connect(self.start)
        self.leave.clicked.connect(self._leave)
        self.progress.cancelled.connect(self._stop)
        self.hide()

    def begin(self) -> None:
        self.said.emit(None)  # what was said before takes room from the fields
        self.form.clear()
        self.show()
        self.count.focus_field()

    @Slot()
    def start(self) -> None:
        """Compare, on the worker."""
        if self._job is not None:
            return
        self.form.clear()
        self.said.emit(None)
        job = Job(_Comparing(self._session, self.count.value(), self.digits.value()))
        job.progressed.connect(self.progress.set_count)
        job.succeeded.connect(self._tell)
        job.failed.connect(self._refuse)
        job.finished.connect(self._end)
        self._job = job
        self.compare.setEnabled(False)
        self.progress.begin("Comparing", "Cancel changes nothing")
        self._background.start(job)

    @Slot(object)
    def _tell(self, fault: str) -> None:
        if fault:
            self.said.emit(Note("danger", "The trail no longer fits the seal", fault))
            return
        self.said.emit(
            Note(
                "ok",
                "The trail still holds all that was sealed",
                f"Entry {self.count.value()} has the hash on the paper, and no entry "
                "before it was changed, removed or moved.",
            )
        )

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        if not (isinstance(error, RuleBroken) and self.form.show(error)):
            show_error(self, error)

    @Slot()
    def _end(self) -> None:
        self._job = None
        self.progress.finish()
        self.compare.setEnabled(True)

    @Slot()
    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _leave(self) -> None:
        self._stop()
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.body.addWidget(paragraph(_SAYS, BODY, tone="text2"))
        self.body.addLayout(columns(self.count, self.digits, stretch=(0, 1)))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.compare)
        self.body.addLayout(row)
        self.body.addWidget(self.progress)


@dataclass(frozen=True, slots=True)
class _Comparing:
    session: Session
    count: str
    digits: str

    def __call__(self, progress: Progress) -> str:
        return compare_seal(self.session, self.count, self.digits, progress)
