"""The left side of a print run: its name, how far it is, its letters, and the paper."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from isteam_app.domain.print_runs import PrintRun
from isteam_app.services.run_pages import RunLine, RunPage
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.buttons import secondary
from ui.common.cards import Card
from ui.common.chips import Chip
from ui.common.empty_state import EmptyState
from ui.common.one_line import OneLine
from ui.common.printing import Printing
from ui.common.status import Status
from ui.common.table import Table
from ui.common.table_footer import TableArea
from ui.common.text import META, SECTION, STRONG, label
from ui.common.tokens import GAP, GAP_CARD
from ui.letters.manifest_panel import ManifestPanel
from ui.letters.run_table import run_model
from ui.letters.run_words import run_meta, run_status

_MANIFEST, _AGAIN = "Manifest to sign", "Print again"
_SEAL = "Seal an envelope only after its code is scanned."


class RunFrame(QWidget):
    """`turned(run_id)`: another run was chosen; `again_wanted`: for the chosen line."""

    turned = Signal(int)
    again_wanted = Signal()

    def __init__(
        self,
        session: Session,
        background: Background,
        printing: Printing,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._page: RunPage | None = None
        self.choice = QComboBox()
        self.choice.setAccessibleName("Print run")
        self.title = OneLine(SECTION)
        self.chip = Chip(Status("Printed", "print_queue", "ok"))
        self.meta = OneLine(META)
        self.manifest = secondary(_MANIFEST, "manifest")
        self.again = secondary(_AGAIN, "print")
        self.table = Table(name="Letters of the print run")
        self.empty = EmptyState(
            "letter",
            "Nothing to post",
            "Printed letters wait here, run by run, until they are marked as posted.",
        )
        self.paper = ManifestPanel(session, background, printing)
        self.done = label("", STRONG, tnum=True)
        self.bar = QProgressBar()
        self._lay_out()
        self.table.set_model(run_model(self._lines, self))
        self.choice.currentIndexChanged.connect(self._turn)
        self.manifest.clicked.connect(self._show_manifest)
        self.paper.left.connect(self._hide_manifest)
        self.again.clicked.connect(self.again_wanted)

    def show_runs(self, runs: Sequence[PrintRun], wanted: int | None) -> None:
        """Offer the runs that are not done with; a single one is only named."""
        self.choice.blockSignals(True)
        self.choice.clear()
        for run in runs:
            self.choice.addItem(f"Print run {run.name}", run.id)
        self.choice.setCurrentIndex(self.choice.findData(wanted))
        self.choice.blockSignals(False)
        self.choice.setVisible(len(runs) > 1)
        self.title.setVisible(len(runs) == 1)

    def show_page(self, page: RunPage | None) -> None:
        """Show a run with its letters, or that there is none."""
        if page is None or self._page is None or page.run.id != self._page.run.id:
            self._stack.setCurrentIndex(0)
        self._page = page
        self.table.reload()
        self.area.refresh()
        for part in (self._head, self._foot):
            part.setVisible(page is not None)
        if page is None:
            return
        self.title.setText(f"Print run {page.run.name}")
        self.chip.set_status(run_status(page))
        self.meta.setText(run_meta(page))
        done, count = len(page.scanned), len(page.printed)
        self.done.setText(f"{done} of {count} scanned back")
        self.bar.setRange(0, max(count, 1))
        self.bar.setValue(done)
        self.bar.setAccessibleName(self.done.text())
        if self.table.selected() is None:
            self.table.select_first()

    def selected(self) -> RunLine | None:
        """The letter that is chosen in the list."""
        line: Any = self.table.selected()
        return line if isinstance(line, RunLine) else None

    def fit(self, *, wide: bool) -> None:
        """Keep the words of the buttons only where there is room for them."""
        for button, words in ((self.manifest, _MANIFEST), (self.again, _AGAIN)):
            button.set_words(words if wide else "")
            button.setAccessibleName(words)
            button.setToolTip("" if wide else words)

    def _lines(self) -> Sequence[RunLine]:
        return self._page.lines if self._page is not None else ()

    @Slot()
    def _turn(self) -> None:
        run_id = self.choice.currentData()
        if isinstance(run_id, int):
            self.turned.emit(run_id)

    @Slot()
    def _show_manifest(self) -> None:
        if self._page is not None:
            self._stack.setCurrentWidget(self.paper)
            self.paper.begin(self._page)

    @Slot()
    def _hide_manifest(self) -> None:
        self._stack.setCurrentIndex(0)
        self.manifest.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        card = Card(padding=0)
        card.body.setSpacing(0)
        self._head = self._header()
        self.area = TableArea(self.table, self.empty)
        self._foot = self._footer()
        card.body.addWidget(self._head)
        card.body.addWidget(self.area, 1)
        card.body.addWidget(self._foot)
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        self._stack.addWidget(self.paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _header(self) -> QWidget:
        head = QWidget()
        words = QVBoxLayout()
        words.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.choice)
        line.addWidget(self.title)
        line.addWidget(self.chip)
        line.addStretch(1)
        words.addLayout(line)
        words.addWidget(self.meta)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(GAP)
        row.addLayout(words, 1)
        row.addWidget(self.manifest)
        row.addWidget(self.again)
        return head

    def _footer(self) -> QWidget:
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setMinimumWidth(120)
        foot = QWidget()
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.done)
        left.addWidget(self.bar)
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(GAP_CARD + GAP)
        row.addLayout(left)
        seal = OneLine(META)
        seal.setText(_SEAL)
        row.addWidget(seal, 1)
        return foot
