"""A print run at work: what it waits for, the code field, and the post."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.letters import Letter
from isteam_app.domain.print_runs import PrintState
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.services.print_answers import Doubt
from isteam_app.services.print_desk import posting_services
from isteam_app.services.print_runs import Sending
from isteam_app.services.printed_outside import take_in
from isteam_app.services.run_pages import RunLine, RunPage, open_runs, run_page
from isteam_app.services.scan_back import Scanned, Verdict
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.cards import scrolled
from ui.common.dialogs import ask_reason
from ui.common.messages import show_error
from ui.common.printing import Printing
from ui.common.speech import announce
from ui.common.theme import text_scale
from ui.common.tokens import GAP_CARD, GAP_ROW
from ui.letters.desk_acts import PostCard, still_to_scan
from ui.letters.run_frame import RunFrame
from ui.letters.run_words import SPOILT, SPOILT_REASONS
from ui.letters.run_work import RunWork
from ui.letters.scan_card import ScanCard
from ui.letters.stage_card import StageCard

_SIDE, _NARROW_SIDE = 344, 336
_MOST_SIDE, _ROOMY = 0.45, 1012


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
        self._session, self._printing = session, printing
        self.work = RunWork(session, background, printing, self)
        self.frame = RunFrame(session, background, printing)
        self.table = self.frame.table
        self.stage = StageCard(printing, background)
        self.scan_card = ScanCard()
        self.post_card = PostCard(lambda: session.today)
        self.page: RunPage | None = None
        self._doubts: tuple[Doubt, ...] | None = None
        self._wanted: int | None = None
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read the runs again, and the one in sight with its letters."""
        self._take_in()
        runs = open_runs(self._session)
        ids = [run.id for run in runs]
        wanted = self._wanted if self._wanted in ids else next(iter(ids), None)
        if wanted != (self.page.run.id if self.page else None):
            self.scan_card.start_afresh()
            self.stage.set_trouble("")
        self._wanted = wanted
        self.page = run_page(self._session, wanted) if wanted is not None else None
        self.frame.show_runs(runs, wanted)
        self.frame.show_page(self.page)
        self._show_side()
        self.post_card.set_services(posting_services(self._session))
        doubtful = self._lines(PrintState.SENDING) and self._doubts is None
        if doubtful and not self.work.is_busy:
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
        wide = self.width() >= _ROOMY * text_scale()
        side = round((_SIDE if wide else _NARROW_SIDE) * text_scale())
        self._side.setFixedWidth(min(side, round(self.width() * _MOST_SIDE)))
        self.frame.fit(wide=wide)

    def _lines(self, state: PrintState) -> tuple[RunLine, ...]:
        return self.page.in_state(state) if self.page is not None else ()

    def _take_in(self) -> None:
        """Letters printed before runs were kept stand in a run of their own."""
        try:
            take_in(self._session)
        except IsteamError as error:
            show_error(self, error)

    def _show_side(self) -> None:
        page = self.page
        self._side.setVisible(page is not None)
        if page is None:
            self.stage.show_page(None, None)
            return
        doubts = (one for one in self._doubts or () if one.run.id == page.run.id)
        self.stage.show_page(page, next(doubts, None))
        self.scan_card.show_page(page)
        self._show_selected()

    @Slot()
    def _show_selected(self) -> None:
        page, line = self.page, self.frame.selected()
        if page is None:
            return
        self.stage.show_line(line)
        to_post = [one.letter.id for one in page.to_post]
        chosen = line.letter.id if line and line.letter.id in to_post else None
        left = sum(1 for one in page.printed if one.waits_for_scan)
        self.post_card.setVisible(not self.stage.is_wanted)
        self.post_card.offer(to_post, chosen=chosen, reason=still_to_scan(left))
        self.frame.again.setEnabled(
            line is not None
            and not line.is_gone
            and not self.work.is_busy
            and (line.waits_for_scan or line.is_scanned)
        )

    @Slot()
    def _show_busy(self) -> None:
        self.stage.set_busy(busy=self.work.is_busy)
        self.scan_card.set_busy(busy=self.work.is_busy)
        self.post_card.set_running(self.work.is_busy)
        self._show_selected()

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
        said = [f"{one.reference} was left out. {one.why}" for one in sending.left_out]
        if sending.stopped is not None:
            said.append(str(sending.stopped))
        elif sending.paused:
            said.append("Paused.")
        if self.page is not None:
            said.append(self._printing.trouble(self.page.run.printer))
        if sending.doubtful:
            self._doubts = None
        self.refresh()
        self.stage.set_trouble(" ".join(filter(None, said)))
        announce(self, self.stage.words.text())
        self.moved.emit()

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
        self.work.came_out([line.item.id for line in self._lines(PrintState.SENT)])

    @Slot()
    def _not_out(self) -> None:
        line = self.frame.selected()
        if line is not None:
            self.work.did_not_come_out([line.item.id])

    @Slot()
    def _leave_rest(self) -> None:
        if self.page is not None:
            self.work.leave_rest(self.page.run.id)

    @Slot()
    def _ask_again(self) -> None:
        line = self.frame.selected()
        if line is None:
            return
        ask_reason(
            self,
            f"Print {line.letter.reference} again?",
            SPOILT,
            act="Print again",
            label="What was wrong",
            choices=SPOILT_REASONS,
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
        if on is not None:
            self.work.post(
                card.letter_ids(),
                on=on,
                service=card.service.value(),
                item_number=card.item_number.value(),
                certificate=card.certificate.value(),
            )

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

    @Slot(object)
    def _open(self, line: RunLine) -> None:
        self.opened.emit(line.letter.id)

    def _connect(self) -> None:
        work, stage = self.work, self.stage
        work.busy_changed.connect(self._show_busy)
        work.progressed.connect(stage.set_count)
        work.sent.connect(self._note_sent)
        work.doubts.connect(self._note_doubts)
        work.answered.connect(self._note_answered)
        work.again.connect(self._note_again)
        work.scanned.connect(self._note_scanned)
        work.posted.connect(self._note_posted)
        work.not_posted.connect(self._show_refusal)
        work.refused.connect(self._refuse)
        stage.pause_wanted.connect(work.pause)
        stage.resume_wanted.connect(self._resume)
        stage.rest_left.connect(self._leave_rest)
        stage.all_out.connect(self._all_out)
        stage.not_out.connect(self._not_out)
        stage.spoilt.connect(self._ask_again)
        stage.settled.connect(self._settle)
        self.frame.turned.connect(self.show_run)
        self.frame.again_wanted.connect(self._ask_again)
        self.table.selection_moved.connect(self._show_selected)
        self.table.opened.connect(self._open)
        self.scan_card.scanned.connect(self._scan)
        self.post_card.post_wanted.connect(self._post)

    def _lay_out(self) -> None:
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
        row.addWidget(self.frame, 1)
        row.addWidget(self._side)
        QWidget.setTabOrder(self.scan_card.field.edit, self.post_card.service.input)
