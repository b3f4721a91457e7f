"""What is done with a print run, off the window's thread, one thing at a time."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.print_answers import (
    Doubt,
    came_out,
    did_not_come_out,
    look_into,
    print_again,
    settle,
)
from isteam_app.services.print_desk import mark_posted
from isteam_app.services.print_runs import (
    Sending,
    Started,
    leave_rest,
    send,
    start_run,
)
from isteam_app.services.scan_back import Scanned, scan
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.printing import Printing

Work = Callable[[Progress], object]


class RunWork(QObject):
    """Each signal comes once the vault holds what it tells of."""

    progressed = Signal(int, int)
    started = Signal(object)  # Started
    sent = Signal(object)  # Sending
    doubts = Signal(object)  # tuple[Doubt, ...]
    scanned = Signal(object)  # Scanned
    answered = Signal()
    again = Signal(int)  # the run in which copies wait
    posted = Signal(object)  # tuple[Letter, ...]
    not_posted = Signal(object)  # IsteamError
    refused = Signal(object)  # IsteamError
    busy_changed = Signal()

    def __init__(
        self,
        session: Session,
        background: Background,
        printing: Printing,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._printing = printing
        self._job: Job | None = None
        self._then: Callable[..., object] = bool
        self._refuse: Callable[..., object] = bool

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    def start(
        self,
        letter_ids: Sequence[int],
        printer: str,
        *,
        separators: bool,
        duplex: bool,
    ) -> None:
        """Begin a run of these letters, in this order."""
        work = partial(
            _start, self._session, tuple(letter_ids), printer, separators, duplex
        )
        self._do(work, self.started.emit, watched=True)

    def send(self, run_ids: Sequence[int], printer: str = "") -> None:
        """Send what waits in runs, one after the other; a printer to go on with."""
        work = partial(_send, self._session, self._printing, tuple(run_ids), printer)
        self._do(work, self.sent.emit, watched=True)

    @Slot()
    def pause(self) -> None:
        """Stop after the letter that is being sent."""
        if self._job is not None:
            self._job.cancel()

    def look_into(self) -> None:
        """Ask the queue for what was being sent when the program stopped."""
        work = partial(_look, self._session, self._printing)
        self._do(work, self.doubts.emit)

    def settle(self, item_id: int, *, came_out: bool) -> None:
        self._answer(lambda _: settle(self._session, item_id, came_out=came_out))

    def came_out(self, item_ids: Sequence[int]) -> None:
        self._answer(lambda _: came_out(self._session, item_ids))

    def did_not_come_out(self, item_ids: Sequence[int]) -> None:
        self._answer(lambda _: did_not_come_out(self._session, item_ids))

    def leave_rest(self, run_id: int) -> None:
        self._answer(lambda _: leave_rest(self._session, run_id))

    def print_again(self, letter_ids: Sequence[int], why: str) -> None:
        """Note copies as spoilt, and let new ones wait."""
        self._do(lambda _: print_again(self._session, letter_ids, why), self.again.emit)

    def scan(self, run_id: int, code: str, counted: int, *, out_of_order: bool) -> None:
        """Read a code back; a count of -1 is none."""
        work = partial(_scan, self._session, run_id, code, counted, out_of_order)
        self._do(work, self.scanned.emit)

    def post(
        self,
        letter_ids: Sequence[int],
        *,
        on: date,
        service: str,
        item_number: str,
        certificate: str,
    ) -> None:
        """Mark letters as posted: all of them, or none."""
        work = partial(
            mark_posted,
            self._session,
            letter_ids,
            on=on,
            service=service,
            item_number=item_number,
            certificate=certificate,
        )
        self._do(lambda _: work(), self.posted.emit, refuse=self.not_posted.emit)

    def _answer(self, work: Work) -> None:
        self._do(work, lambda _: self.answered.emit())

    def _do(
        self,
        work: Work,
        then: Callable[..., object],
        *,
        watched: bool = False,
        refuse: Callable[..., object] | None = None,
    ) -> None:
        if self._job is not None:
            return
        job = self._job = Job(work)
        if watched:
            job.progressed.connect(self.progressed)
        self._then, self._refuse = then, refuse or self.refused.emit
        job.succeeded.connect(self._succeed)
        job.failed.connect(self._fail)
        job.cancelled.connect(self._stop)
        self._background.start(job)
        self.busy_changed.emit()

    @Slot(object)
    def _succeed(self, told: object) -> None:
        """What is told may start the next thing, so this one is over first."""
        then = self._then
        self._end()
        then(told)

    @Slot(object)
    def _fail(self, error: IsteamError) -> None:
        refuse = self._refuse
        self._end()
        refuse(error)

    @Slot()
    def _stop(self) -> None:
        self._end()
        self.answered.emit()

    def _end(self) -> None:
        self._job = None
        self.busy_changed.emit()


def _start(
    session: Session,
    letter_ids: tuple[int, ...],
    printer: str,
    separators: bool,
    duplex: bool,
    progress: Progress,
) -> Started:
    return start_run(
        session,
        letter_ids,
        printer,
        separators=separators,
        duplex=duplex,
        progress=progress,
    )


def _send(
    session: Session,
    printing: Printing,
    run_ids: tuple[int, ...],
    printer: str,
    progress: Progress,
) -> Sending:
    found = None
    for run_id in run_ids:
        found = send(session, run_id, printing, progress, printer=printer)
        if found.stopped is not None or found.paused:
            break
    assert found is not None  # noqa: S101  a run is always given
    return found


def _look(session: Session, printing: Printing, _: Progress) -> tuple[Doubt, ...]:
    return look_into(session, printing)


def _scan(
    session: Session,
    run_id: int,
    code: str,
    counted: int,
    out_of_order: bool,
    _: Progress,
) -> Scanned:
    return scan(
        session,
        run_id,
        code,
        counted=counted if counted >= 0 else None,
        out_of_order=out_of_order,
    )
