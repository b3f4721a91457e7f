"""A print run killed half-way: each letter is printed once, or known to be in doubt.

A run of fifty letters goes to a real print service. The program gets SIGKILL in the
middle of it, again and again, at moments drawn from a fixed seed. After each death it
asks the queue what became of the letter it was sending, and somebody looks at the
printer where the queue cannot tell. At the end the printer's tray is counted.
"""

import os
import random
import shutil
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from socket import SHUT_RDWR, create_server

from faults._kills import CAN_KILL, Say, killed
from faults._report import Promise, is_short, skipped
from faults._vaults import Kept, make_vault, new_post, opened, room
from isteam_app import printing
from isteam_app.domain.print_runs import PrintState
from isteam_app.print_jobs import KnownJob, jobs_called
from isteam_app.printing import Sides
from isteam_app.progress import Progress, unwatched
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import finalise, letter_pdf, save_draft, start_letter
from isteam_app.services.print_answers import look_into, settle
from isteam_app.services.print_runs import send, start_run
from isteam_app.services.run_pages import run_page, unfinished_run
from isteam_app.services.session import Session
from tests.print_service import (
    CUPSD,
    NetworkPrinter,
    PrintService,
    running_service,
    wait_until,
)

NAME = "P17 kill -9 in a print run"
LETTERS, VAULTS, KILLS = 50, 3, 8
SHORT_LETTERS, SHORT_VAULTS, SHORT_KILLS = 8, 1, 2
_LETTER = "access-acknowledgement"
_QUEUE = "Office"
_SEED = 2026
_LATE = 0.25
"""Seconds after a letter was acknowledged within which the program dies."""


def _clock() -> datetime:
    """The hour of the print service: it notes when each job came."""
    return datetime.now(UTC)


def _silent(_text: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class SystemQueue:
    """The print service of this computer, as the program itself reaches it.

    `say` is told just before a letter is handed over, and just after it was taken.
    """

    say: Say = _silent

    def print_pdf(
        self,
        pdf: bytes,
        *,
        title: str,
        printer: str,
        sides: Sides = Sides.ONE,
        progress: Progress = unwatched,
    ) -> str:
        """Hand the bytes to `lp`."""
        progress(0, 1)
        self.say(f"hands over {title}")
        job = printing.print_pdf(pdf, title=title, printer=printer, sides=sides)
        self.say(f"{job} was taken")
        return job

    def jobs_called(
        self, title: str, *, printer: str, since: datetime
    ) -> tuple[KnownJob, ...] | None:
        """Ask the service for its jobs, done ones too."""
        return jobs_called(title, printer=printer, since=since)

    def trouble(self, printer: str) -> str:
        """Say what the printer lacks."""
        return printing.printer_trouble(printer)


def main() -> int:
    """Kill run after run; print the line; return whether the promise was missed."""
    if not CAN_KILL:
        return skipped(NAME, "this system has no fork and no SIGKILL")
    if not Path(CUPSD).exists() or not shutil.which("lp") or os.geteuid() != 0:
        return skipped(NAME, "a print service of one's own needs CUPS and root")
    short = is_short()
    letters = SHORT_LETTERS if short else LETTERS
    vaults = SHORT_VAULTS if short else VAULTS
    kills = SHORT_KILLS if short else KILLS
    promise = Promise(NAME)
    for what in ("kills", "letters", "printed once", "twice", "never", "parts"):
        promise.count(what, 0)
    for what in ("told by the queue", "told by a person"):
        promise.count(what, 0)
    chance = random.Random(_SEED)  # noqa: S311  moments of kills, not secrets
    with room() as place:
        first = _filled(place, letters)
        for number in range(vaults):
            copies = place / str(number)
            copies.mkdir()
            with _printer() as (service, printer):
                run = _Run(first.copied(copies), service, printer, chance, promise)
                run.killed_over_and_over(kills)
    return promise.report()


@dataclass(frozen=True, slots=True)
class _Run:
    """One vault whose letters are printed while the program is killed."""

    kept: Kept
    service: PrintService
    printer: NetworkPrinter
    chance: random.Random
    promise: Promise

    def killed_over_and_over(self, kills: int) -> None:
        with opened(self.kept, _clock) as session:
            begun = start_run(session, _ids(session), _QUEUE)
        for left in begun.left_out:
            self.promise.fail(f"left out: {left.why}")
        for _ in range(kills):
            death = killed(
                self._send,
                after=self.chance.choice((0.0, self.chance.uniform(0.0, _LATE))),
                lines=self.chance.randint(1, 10),
            )
            if death.broken:
                self.promise.fail(death.broken[-300:])
            self.promise.count("kills", not death.finished)
            self._settle()
        with opened(self.kept, _clock) as session:
            self._finish(session)
            self._count(session)

    def _send(self, say: Say) -> None:
        with opened(self.kept, _clock) as session:
            run = unfinished_run(session)
            if run is not None:
                send(session, run.id, SystemQueue(say))

    def _settle(self) -> None:
        """Ask the queue, then look at the tray for what it does not know."""
        self._rest()
        with opened(self.kept, _clock) as session:
            doubtful = len(_in_state(session, PrintState.SENDING))
            doubts = look_into(session, SystemQueue())
            self.promise.count("told by the queue", doubtful - len(doubts))
            for doubt in doubts:
                pdf = letter_pdf(session, doubt.item.letter_id)
                settle(session, doubt.item.id, came_out=pdf in self.printer.jobs)
                self.promise.count("told by a person")
            if _in_state(session, PrintState.SENDING):
                self.promise.fail("a letter stayed in doubt after all were asked")

    def _finish(self, session: Session) -> None:
        run = unfinished_run(session)
        if run is None:
            self.promise.fail("the run was finished before anybody said so")
            return
        sending = send(session, run.id, SystemQueue())
        if sending.stopped is not None or sending.waiting:
            self.promise.fail(f"it did not go on: {sending.stopped}")

    def _rest(self) -> None:
        """Wait until nothing is on its way to the printer any more."""
        pause = threading.Event()
        pause.wait(0.5)  # what was handed to `lp` before the death goes on without us
        wait_until(lambda: not self.service.ask("lpstat", "-o"), "the queue to empty")
        pause.wait(0.3)

    def _count(self, session: Session) -> None:
        self._rest()
        tray = Counter(self.printer.jobs)
        known = set()
        for line in run_page(session, 1).lines:
            pdf = letter_pdf(session, line.letter.id)
            known.add(pdf)
            times = tray[pdf]
            self.promise.count("letters")
            self.promise.count("printed once", times == 1)
            self.promise.count("twice", times > 1)
            self.promise.count("never", times == 0)
            reference = line.letter.reference
            self.promise.expect(times == 1, f"{reference} was printed {times} times")
            self.promise.expect(
                line.item.state in (PrintState.SENT, PrintState.PRINTED),
                f"{reference} lies in the tray and is {line.item.state.value}",
            )
        self.promise.count("parts", sum(tray[pdf] for pdf in set(tray) - known))


def _in_state(session: Session, state: PrintState) -> tuple[object, ...]:
    return run_page(session, 1).in_state(state)


def _ids(session: Session) -> list[int]:
    with session.vault.read() as vault:
        return [each.id for each in vault.letters.several(range(1, LETTERS + 1))]


def _filled(place: Path, letters: int) -> Kept:
    """Make a vault with so many finalised letters to so many people."""
    kept = make_vault(place / "print.isvault", _clock)
    with opened(kept, _clock) as session:
        for number in range(letters):
            post = new_post(number, received=session.today, reached_team=session.today)
            case = receive_post(session, post).cases[0]
            draft = start_letter(session, case.id, _LETTER)
            finalise(
                session,
                save_draft(session, draft, draft.body, dict(draft.answers)),
            )
    return kept


@contextmanager
def _printer() -> Iterator[tuple[PrintService, NetworkPrinter]]:
    """Start a print service with one queue, to a printer that keeps what it gets."""
    folder = Path(tempfile.mkdtemp(prefix="isteam-cups-"))
    before = {name: os.environ.get(name) for name in ("CUPS_SERVER", "CUPS_USER")}
    try:
        with create_server(("127.0.0.1", 0)) as listener:
            printer = NetworkPrinter(listener)
            thread = threading.Thread(target=printer.serve, daemon=True)
            thread.start()
            with running_service(folder) as service:
                os.environ["CUPS_SERVER"] = service.environment["CUPS_SERVER"]
                os.environ["CUPS_USER"] = "root"
                options = ("-E", "-v", printer.address, "-m", "raw")
                service.ask("lpadmin", "-p", _QUEUE, *options)
                yield service, printer
            listener.shutdown(SHUT_RDWR)
            thread.join()
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
