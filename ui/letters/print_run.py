"""Prints letters one after the other; each is marked when the printer took it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from isteam_app.domain.letters import LetterState
from isteam_app.errors import Cancelled, IsteamError, PrintingFailed
from isteam_app.progress import Progress
from isteam_app.services.print_answers import print_again
from isteam_app.services.print_desk import letter, mark_printed
from isteam_app.services.print_runs import send, start_run
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.printing import Printing


@dataclass(frozen=True, slots=True)
class Printed:
    """How a run ended: the references that are printed and marked, and what stopped it.

    `stopped` means that the person did.
    """

    references: tuple[str, ...]
    wanted: int
    error: IsteamError | None = None
    stopped: bool = False

    @property
    def whole(self) -> bool:
        return len(self.references) == self.wanted

    @property
    def sentence(self) -> str:
        """What came of it, without a name."""
        done = f"{len(self.references)} of {self.wanted}"
        if self.whole:
            one = self.wanted == 1
            return (
                "The letter is printed." if one else f"All {self.wanted} are printed."
            )
        kept = f"{done} were printed and are marked. The others still wait."
        if self.stopped:
            return f"Stopped. {kept}"
        return f"{self.error} {kept}" if self.wanted > 1 else str(self.error)


class PrintRun(QObject):
    """One run at a time. `ended` carries how it went; the vault is right by then."""

    progressed = Signal(int, int)
    ended = Signal(object)  # Printed

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
        self._wanted = 0
        self._job: Job | None = None

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def start(self, letter_ids: Sequence[int], printer: str, why: str = "") -> None:
        """Print these in this order, one job each, named by its reference.

        `why` is why they are printed again.
        """
        if self._job is not None or not letter_ids:
            return
        self._wanted = len(letter_ids)
        work = partial(
            _print_all,
            self._session,
            self._printing,
            tuple(letter_ids),
            printer,
            why,
        )
        self._job = Job(work)
        self._job.progressed.connect(self.progressed)
        self._job.succeeded.connect(self._end)
        self._job.failed.connect(self._fail)
        self._job.cancelled.connect(self._stop)
        self._background.start(self._job)

    @Slot()
    def cancel(self) -> None:
        """Stop after the letter that is being printed."""
        if self._job is not None:
            self._job.cancel()

    @Slot(object)
    def _end(self, printed: Printed) -> None:
        self._job = None
        self.ended.emit(printed)

    @Slot(object)
    def _fail(self, error: IsteamError) -> None:
        self._end(Printed((), self._wanted, error))

    @Slot()
    def _stop(self) -> None:
        self._end(Printed((), self._wanted, stopped=True))


def _print_all(
    session: Session,
    printing: Printing,
    letter_ids: tuple[int, ...],
    printer: str,
    why: str,
    progress: Progress,
) -> Printed:
    done: list[str] = []
    wanted = len(letter_ids)
    try:
        for number, letter_id in enumerate(letter_ids):
            progress(number, wanted)
            done.append(_print_one(session, printing, letter_id, printer, why))
        progress(wanted, wanted)
    except Cancelled:
        return Printed(tuple(done), wanted, stopped=len(done) < wanted)
    except IsteamError as error:
        return Printed(tuple(done), wanted, error)
    return Printed(tuple(done), wanted)


def _print_one(
    session: Session, printing: Printing, letter_id: int, printer: str, why: str
) -> str:
    """Print a letter as a run of its own, whoever asked standing beside it."""
    found = letter(session, letter_id)
    reference = found.reference
    if found.state is LetterState.FINAL:
        started = start_run(session, (letter_id,), printer)
        if not started.runs:
            raise PrintingFailed(started.left_out[0].why)
        run_id = started.runs[0].id
    else:
        run_id = print_again(session, (letter_id,), why or "Printed from its page")
    sending = send(session, run_id, printing, printer=printer, only=letter_id)
    if sending.stopped is not None:
        raise sending.stopped
    if sending.left_out:
        raise PrintingFailed(sending.left_out[0].why)
    try:
        mark_printed(session, letter_id)
    except IsteamError as error:
        raise PrintingFailed(
            f"The printer took {reference}, but that could not be written down: {error}"
        ) from error
    return reference
