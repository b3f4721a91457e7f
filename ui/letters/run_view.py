"""A print run: its letters in their order, what it waits for, and the code field."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from isteam_app.domain.letters import Letter
from isteam_app.domain.print_runs import PrintRun, PrintState
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.print_answers import Doubt
from isteam_app.services.print_desk import mark_posted, posting_services
from isteam_app.services.print_runs import Sending
from isteam_app.services.printed_outside import take_in
from isteam_app.services.run_pages import RunLine, RunPage, open_runs, run_page
from isteam_app.services.scan_back import Scanned, Verdict
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import secondary
from ui.common.cards import Card, scrolled
from ui.common.cells import Cell, Column, status_cell
from ui.common.chips import Chip
from ui.common.dialogs import ask_reason
from ui.common.empty_state import EmptyState
from ui.common.messages import show_error
from ui.common.one_line import OneLine
from ui.common.paged_model import PagedModel
from ui.common.printing import Printing
from ui.common.speech import announce
from ui.common.status import Status
from ui.common.table import Table
from ui.common.table_footer import TableArea
from ui.common.text import META, SECTION, STRONG, label
from ui.common.theme import text_scale
from ui.common.tokens import GAP, GAP_CARD, GAP_ROW
from ui.letters.desk_acts import PostCard, still_to_scan
from ui.letters.manifest_panel import ManifestPanel
from ui.letters.run_words import SCANNED, line_status, run_meta, run_status
from ui.letters.run_work import RunWork
from ui.letters.scan_card import ScanCard
from ui.letters.stage_card import StageCard

_SIDE, _NARROW_SIDE = 344, 336
_MOST_SIDE, _ROOMY = 0.45, 1012
_MANIFEST, _AGAIN = "Manifest to sign", "Print again"
_SEAL = "Seal an envelope only after its code is scanned."
_SPOILT = (
    "The copy is noted as spoilt: destroy it. A new one is printed, with “Printed "
    "again” in its margin."
)
_REASONS = (
    ("", "Choose a reason"),
    ("Jammed or creased", "Jammed or creased"),
    ("Badly printed", "Badly printed"),
    ("Pages missing", "Pages missing"),
    ("Torn or soiled", "Torn or soiled"),
    ("Lost before it was posted", "Lost before it was posted"),
    ("Envelope opened again", "Envelope opened again"),
)


@dataclass(frozen=True, slots=True)
class _All:
    """All the lines of a run as one page of a table."""

    rows: Sequence[RunLine]
    next: Any = None


class RunView(QWidget):
    """Shows one of the runs that are not done with; the newest first."""

    opened = Signal(int)
    moved = Signal()  # letters were sent, answered for, read back or posted
    posted = Signal(int)

    def __init__(
        self,
        session: Session,
        background: Background,
        printing: Printing,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._printing = printing
        self.work = RunWork(session, background, printing, self)
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
        self.stage = StageCard(printing, background)
        self.scan_card = ScanCard()
        self.post_card = PostCard(lambda: session.today)
        self.paper = ManifestPanel(session, background, printing)
        self.done = label("", STRONG, tnum=True)
        self.bar = QProgressBar()
        self.page: RunPage | None = None
        self._doubts: tuple[Doubt, ...] | None = None
        self._wanted: int | None = None
        self._runs: tuple[PrintRun, ...] = ()
        self._lay_out()
        self._connect()
        model: PagedModel[RunLine] = PagedModel(
            _columns(), self._read, key=lambda line: line.letter.id, parent=self
        )
        self.table.set_model(model)

    def refresh(self) -> None:
        """Read the runs again, and the one in sight with its letters."""
        self._take_in()
        self._runs = open_runs(self._session)
        ids = [run.id for run in self._runs]
        wanted = self._wanted if self._wanted in ids else next(iter(ids), None)
        if wanted != (self.page.run.id if self.page else None):
            self.scan_card.start_afresh()
            self.stage.set_trouble("")
        self._wanted = wanted
        self.page = run_page(self._session, wanted) if wanted is not None else None
        self._show_choice()
        self._show_page()
        self.post_card.set_services(posting_services(self._session))
        if self._doubts is None and not self.work.is_busy and self._in_doubt():
            self._doubts = ()
            self.work.look_into()

    def show_run(self, run_id: int) -> None:
        """Turn to a run."""
        self._wanted = run_id
        self.refresh()

    def print_runs(self, run_ids: Sequence[int]) -> None:
        """Send what waits in runs that were just begun."""
        if run_ids:
            self.show_run(run_ids[0])
            self._send(tuple(run_ids))

    def first_focus(self) -> QWidget:
        if self.page is None:
            return self.table
        waits = self.stage.is_wanted and not self.stage.isHidden()
        return self.table if waits else self.scan_card.field.edit

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _take_in(self) -> None:
        """Letters printed before runs were kept stand in a run of their own."""
        try:
            take_in(self._session)
        except IsteamError as error:
            show_error(self, error)

    def _in_doubt(self) -> bool:
        return self.page is not None and bool(self.page.in_state(PrintState.SENDING))

    def _read(self, _cursor: object, _limit: int) -> _All:
        return _All(self.page.lines if self.page is not None else ())

    def _show_choice(self) -> None:
        self.choice.blockSignals(True)
        self.choice.clear()
        for run in self._runs:
            self.choice.addItem(f"Print run {run.name}", run.id)
        self.choice.setCurrentIndex(self.choice.findData(self._wanted))
        self.choice.blockSignals(False)
        self.choice.setVisible(len(self._runs) > 1)
        self.title.setVisible(len(self._runs) == 1)

    def _show_page(self) -> None:
        page = self.page
        self.table.reload()
        self.area.refresh()
        for part in (self._head, self._foot, self._side):
            part.setVisible(page is not None)
        if page is None:
            self.stage.show_page(None, None)
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
        doubt = next(
            (one for one in self._doubts or () if one.run.id == page.run.id), None
        )
        self.stage.show_page(page, doubt)
        self.scan_card.show_page(page)
        self._show_selected()

    @Slot()
    def _show_selected(self) -> None:
        page, line = self.page, self.table.selected()
        if page is None:
            return
        self.stage.show_line(line)
        to_post = [one.letter.id for one in page.to_post]
        chosen = line.letter.id if line and line.letter.id in to_post else None
        left = sum(1 for one in page.printed if one.waits_for_scan)
        self.post_card.setVisible(not self.stage.is_wanted)
        self.post_card.offer(to_post, chosen=chosen, reason=still_to_scan(left))
        self.again.setEnabled(
            line is not None
            and not line.is_gone
            and not self.work.is_busy
            and (line.waits_for_scan or line.is_scanned)
        )

    @Slot()
    def _show_busy(self) -> None:
        self.stage.set_busy(busy=self.work.is_busy)
        self.scan_card.set_busy(busy=self.work.is_busy)
        self._show_selected()

    @Slot()
    def _turn(self) -> None:
        self._wanted = self.choice.currentData()
        self.refresh()

    @Slot(str)
    def _resume(self, printer: str) -> None:
        if self.page is not None:
            self._send((self.page.run.id,), printer)

    def _send(self, run_ids: tuple[int, ...], printer: str = "") -> None:
        self.stage.set_trouble("")
        self.stage.set_sending(sending=True)
        self.work.send(run_ids, printer)

    @Slot(object)
    def _note_sent(self, sending: Sending) -> None:
        self.stage.set_sending(sending=False)
        trouble = self._printing_trouble()
        said = [f"{one.reference} was left out. {one.why}" for one in sending.left_out]
        if sending.stopped is not None:
            said.append(str(sending.stopped))
        elif sending.paused:
            said.append("Paused.")
        if trouble:
            said.append(trouble)
        if sending.doubtful:
            self._doubts = None
        self.refresh()
        self.stage.set_trouble(" ".join(said))
        announce(self, self.stage.words.text())
        self.moved.emit()

    def _printing_trouble(self) -> str:
        return self._printing.trouble(self.page.run.printer) if self.page else ""

    @Slot(object)
    def _note_doubts(self, doubts: tuple[Doubt, ...]) -> None:
        self._doubts = doubts
        self.refresh()
        announce(self, self.stage.words.text())

    @Slot(int, bool)
    def _settle(self, item_id: int, came_out: bool) -> None:
        self._doubts = None
        self.work.settle(item_id, came_out=came_out)

    @Slot()
    def _all_out(self) -> None:
        if self.page is not None:
            sent = self.page.in_state(PrintState.SENT)
            self.work.came_out([line.item.id for line in sent])

    @Slot()
    def _not_out(self) -> None:
        line = self.table.selected()
        if line is not None:
            self.work.did_not_come_out([line.item.id])

    @Slot()
    def _leave_rest(self) -> None:
        if self.page is not None:
            self.work.leave_rest(self.page.run.id)

    @Slot()
    def _ask_again(self) -> None:
        line = self.table.selected()
        if line is None:
            return
        ask_reason(
            self,
            f"Print {line.letter.reference} again?",
            _SPOILT,
            act="Print again",
            label="What was wrong",
            choices=_REASONS,
            takes_away=False,
            then=partial(self._again, line.letter.id),
        )

    def _again(self, letter_id: int, why: str) -> None:
        self.work.print_again([letter_id], why)

    @Slot(int)
    def _note_again(self, run_id: int) -> None:
        self.show_run(run_id)
        self._send((run_id,))

    @Slot()
    def _note_answered(self) -> None:
        self.stage.set_sending(sending=False)
        self.stage.set_trouble("")
        self.refresh()
        self.moved.emit()
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self.stage.set_sending(sending=False)
        self.refresh()
        show_error(self, error)

    @Slot(str, int, bool)
    def _scan(self, code: str, counted: int, out_of_order: bool) -> None:
        if self.page is not None:
            self.work.scan(self.page.run.id, code, counted, out_of_order=out_of_order)

    @Slot(object)
    def _note_scanned(self, found: Scanned) -> None:
        self.refresh()
        if found.line is not None:
            self.table.select_key(found.line.letter.id)
        self.scan_card.show_found(found)
        self._side.ensureWidgetVisible(self.scan_card.panel)
        self._side.ensureWidgetVisible(self.scan_card.field)
        if found.verdict is Verdict.RIGHT:
            self.moved.emit()

    @Slot()
    def _post(self) -> None:
        card = self.post_card
        on = card.day()
        if on is None:
            return
        work = partial(
            _posting,
            self._session,
            card.letter_ids(),
            on,
            card.service.value(),
            card.item_number.value(),
            card.certificate.value(),
        )
        job = Job(work)
        job.succeeded.connect(self._note_posted)
        job.failed.connect(self._show_refusal)
        job.finished.connect(self._end_posting)
        card.set_running(True)
        self._background.start(job)

    @Slot(object)
    def _note_posted(self, posted: tuple[Letter, ...]) -> None:
        self.post_card.start_afresh()
        self.scan_card.start_afresh()
        self.refresh()
        self.moved.emit()
        self.posted.emit(len(posted))
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _show_refusal(self, error: IsteamError) -> None:
        shown = isinstance(error, RuleBroken) and self.post_card.form.show(error)
        if not shown:
            show_error(self, error)

    @Slot()
    def _end_posting(self) -> None:
        self.post_card.set_running(False)

    @Slot(object)
    def _open(self, line: RunLine) -> None:
        self.opened.emit(line.letter.id)

    @Slot()
    def _show_manifest(self) -> None:
        if self.page is not None:
            self._stack.setCurrentWidget(self.paper)
            self.paper.begin(self.page)

    @Slot()
    def _hide_manifest(self) -> None:
        self._stack.setCurrentIndex(0)
        self.manifest.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        work, stage = self.work, self.stage
        work.busy_changed.connect(self._show_busy)
        work.progressed.connect(stage.set_count)
        work.sent.connect(self._note_sent)
        work.doubts.connect(self._note_doubts)
        work.answered.connect(self._note_answered)
        work.again.connect(self._note_again)
        work.scanned.connect(self._note_scanned)
        work.refused.connect(self._refuse)
        stage.pause_wanted.connect(work.pause)
        stage.resume_wanted.connect(self._resume)
        stage.rest_left.connect(self._leave_rest)
        stage.all_out.connect(self._all_out)
        stage.not_out.connect(self._not_out)
        stage.spoilt.connect(self._ask_again)
        stage.settled.connect(self._settle)
        self.choice.currentIndexChanged.connect(self._turn)
        self.table.selection_moved.connect(self._show_selected)
        self.table.opened.connect(self._open)
        self.manifest.clicked.connect(self._show_manifest)
        self.paper.left.connect(self._hide_manifest)
        self.again.clicked.connect(self._ask_again)
        self.scan_card.scanned.connect(self._scan)
        self.post_card.post_wanted.connect(self._post)

    def _lay_out(self) -> None:
        card = Card(padding=0)
        card.body.setSpacing(0)
        self._head = self._header()
        self.area = TableArea(self.table, self.empty)
        self._foot = self._footer()
        card.body.addWidget(self._head)
        card.body.addWidget(self.area, 1)
        card.body.addWidget(self._foot)
        self._side, inside = scrolled()
        side = QVBoxLayout(inside)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GAP_ROW)
        side.addWidget(self.stage)
        side.addWidget(self.scan_card, 1)
        side.addWidget(self.post_card)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_CARD)
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        self._stack.addWidget(self.paper)
        row.addWidget(self._stack, 1)
        row.addWidget(self._side)
        QWidget.setTabOrder(self.scan_card.field.edit, self.post_card.service.input)

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

    def _fit(self) -> None:
        wide = self.width() >= _ROOMY
        side = round((_SIDE if wide else _NARROW_SIDE) * text_scale())
        self._side.setFixedWidth(min(side, round(self.width() * _MOST_SIDE)))
        for button, words in ((self.manifest, _MANIFEST), (self.again, _AGAIN)):
            button.set_words(words if wide else "")
            button.setAccessibleName(words)
            button.setToolTip("" if wide else words)


def _columns() -> tuple[Column[RunLine], ...]:
    return (
        Column(
            key="number",
            heading="No.",
            cell=lambda line: Cell(str(line.number), tone="text3"),
            sample="100",
        ),
        Column(
            key="reference",
            heading="Reference",
            cell=lambda line: Cell(line.letter.reference, tone="text2"),
            sample="IS-2026-7V42BN / L12",
        ),
        Column(
            key="recipient",
            heading="Recipient",
            cell=lambda line: Cell(
                line.letter.recipient[0] if line.letter.recipient else "",
                strong=True,
                tooltip=", ".join(line.letter.recipient),
            ),
            grow=1,
            smallest=110,
        ),
        Column(
            key="area",
            heading="Area",
            cell=lambda line: Cell(line.area),
            sample="WWW",
            drop=2,
        ),
        Column(
            key="sheets",
            heading="Sheets",
            cell=lambda line: Cell(str(line.sheets)),
            sample="100",
            numeric=True,
            drop=3,
        ),
        Column(
            key="envelope",
            heading="Envelope",
            cell=lambda line: Cell(line.envelope),
            sample="Envelope",
            drop=1,
        ),
        Column(
            key="state",
            heading="Scan-back",
            cell=lambda line: status_cell(line_status(line), chip=True),
            sample=status_cell(SCANNED, chip=True),
        ),
    )


def _posting(
    session: Session,
    letter_ids: tuple[int, ...],
    on: date,
    service: str,
    item_number: str,
    certificate: str,
    _progress: Progress,
) -> tuple[Letter, ...]:
    return mark_posted(
        session,
        letter_ids,
        on=on,
        service=service,
        item_number=item_number,
        certificate=certificate,
    )
