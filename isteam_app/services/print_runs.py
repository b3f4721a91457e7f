"""Letters printed together: started, sent one by one, stopped and gone on with.

What a run is about to do is kept before it does it, and what it did straight after: so
whenever the program dies, every letter is known to wait, to be with the queue, or to be
the one letter that nobody knows of until the queue and a person were asked.
"""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from isteam_app.domain.disclosures import DisclosureState
from isteam_app.domain.letters import Letter, LetterState
from isteam_app.domain.print_runs import PrintItem, PrintRun, PrintState
from isteam_app.errors import Cancelled, IsteamError, PrintingFailed, RuleBroken
from isteam_app.letters.manifest import separator_pdf
from isteam_app.letters.stamp import stamped
from isteam_app.print_jobs import KnownJob
from isteam_app.printing import Sides, copy_title, separator_title
from isteam_app.progress import Progress, unwatched
from isteam_app.services.letter_check import check_again
from isteam_app.services.run_pages import ANSWERED, newest_of, sheets_of
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

MOST_LETTERS = 500
"""So many letters make a run: more cannot be asked back by one person."""
_FOR_LATER = "Left for another run."
_EARLIER = timedelta(minutes=1)
"""The clocks of this program and of the print service may differ so much."""


class Queue(Protocol):
    """What a run needs of the printers of a computer; see `ui.common.printing`."""

    def print_pdf(
        self,
        pdf: bytes,
        *,
        title: str,
        printer: str,
        sides: Sides = Sides.ONE,
        progress: Progress = unwatched,
    ) -> str:
        """Send one paper; return the number of its job, "" for none."""

    def jobs_called(
        self, title: str, *, printer: str, since: datetime
    ) -> tuple[KnownJob, ...] | None:
        """Return the jobs a printer was given under a title, None where none tells."""

    def trouble(self, printer: str) -> str:
        """Return what a printer lacks, as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A letter that is not printed, and why, in a sentence."""

    letter_id: int
    reference: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The runs that were begun, in the order to print them, and what stays behind."""

    runs: tuple[PrintRun, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How far a run came: what the queue took now, and what still waits.

    `stopped` is why it did not go on; `paused` that the person wished so; `doubtful`
    that somebody has to say first what became of a letter.
    """

    sent: int
    waiting: int
    left_out: tuple[LeftOut, ...] = ()
    stopped: IsteamError | None = None
    paused: bool = False
    doubtful: bool = False


def start_run(
    session: Session,
    letter_ids: Sequence[int],
    printer: str,
    *,
    separators: bool = False,
    duplex: bool = False,
    progress: Progress = unwatched,
) -> Started:
    """Begin a run of finalised letters, in this order. Nothing is printed yet.

    Every letter is compared with the records again: one that no longer agrees is left
    out and said. Letters of requests that are locked make a run of their own, which
    nobody sees who may not see those. Raises RuleBroken for no printer or too many.
    """
    wanted = tuple(dict.fromkeys(letter_ids))
    if not wanted:
        raise RuleBroken("Tick the letters to print first.")
    if len(wanted) > MOST_LETTERS:
        raise RuleBroken(
            f"Print at most {MOST_LETTERS} letters together, then the next ones."
        )
    if not printer:
        raise RuleBroken("Choose a printer first.", field="printer")
    left_out: list[LeftOut] = []
    good: list[int] = []
    for done, letter_id in enumerate(wanted):
        progress(done, len(wanted))
        refused = _why_not(session, letter_id)
        if refused is None:
            good.append(letter_id)
        else:
            left_out.append(refused)
    runs: tuple[PrintRun, ...] = ()
    if good:
        like = PrintRun(name="", printer=printer, separators=separators, duplex=duplex)
        with _change(session, "print_run.started") as work:
            taken = _taken_meanwhile(work, good)
            left_out += taken
            free = [
                each for each in good if each not in {one.letter_id for one in taken}
            ]
            if free:
                runs = tuple(_begun(session, work, like, free))
                work.commit()
    return Started(runs=runs, left_out=tuple(left_out))


def send(
    session: Session,
    run_id: int,
    queue: Queue,
    progress: Progress = unwatched,
    *,
    printer: str = "",
    only: int | None = None,
) -> Sending:
    """Send what waits in a run, letter by letter; stop where the printer stops.

    `printer` goes on with another one; `only` sends one letter and no other.
    `progress` may stop it between two letters. Nothing is sent while nobody knows of a
    letter whether it was.
    """
    run = _with_printer(session, run_id, printer)
    waiting = [
        item
        for item in _waiting(session, run_id)
        if only is None or item.letter_id == only
    ]
    left_out: list[LeftOut] = []
    sent = 0
    try:
        for item in waiting:
            _must_be_settled(session, run_id)
            progress(sent + len(left_out), len(waiting))
            refused = _why_not(session, item.letter_id, of_run=run_id)
            if refused is not None:
                _keep(session, "print_run.left_out", _let_go(item, refused.why))
                left_out.append(refused)
                continue
            _send_one(session, run, item, queue)
            sent += 1
        progress(len(waiting), len(waiting))
    except Cancelled:
        return _so_far(session, run_id, sent, left_out, paused=True)
    except IsteamError as error:
        return _so_far(session, run_id, sent, left_out, error)
    return _so_far(session, run_id, sent, left_out)


def leave_rest(session: Session, run_id: int) -> int:
    """Take what was not sent out of a run, for another; return how many it was."""
    waiting = _waiting(session, run_id)
    if not waiting:
        return 0
    with _change(session, "print_run.left_out") as work:
        for item in waiting:
            work.print_runs.update_item(_let_go(item, _FOR_LATER))
        work.commit()
    return len(waiting)


def pages_to_print(session: Session, item: PrintItem) -> tuple[bytes, str]:
    """Return the bytes of one printing, and the title of its job.

    The kept bytes are compared with the digest they were finalised with. A later copy
    is stamped as one; what is kept stays as it is. Raises PrintingFailed.
    """
    with session.vault.read() as vault:
        letter = vault.letters.get(item.letter_id)
        pdf = vault.letters.pdf(item.letter_id)
    if hashlib.sha256(pdf).hexdigest() != letter.sha256:
        raise PrintingFailed(
            f"The kept pages of {letter.reference} are not the ones it was finalised "
            "with. It was not printed. Have the vault checked before anything is sent.",
        )
    if item.copy > 1:
        pdf = stamped(pdf, copy_words(item.copy))
    return pdf, copy_title(letter.reference, item.copy)


def copy_words(copy: int) -> str:
    """Return what is stamped on a letter that was printed again."""
    return f"Printed again: copy {copy}"


def held_letters(work: Change, letters: Iterable[Letter]) -> frozenset[int]:
    """Return the letters of requests that not everybody may see."""
    ids = {each.id: each.disclosure_id for each in letters if each.disclosure_id}
    hidden = {
        request.id
        for request in work.disclosures.several(ids.values())
        if request.locked or request.state is DisclosureState.WITHDRAWN
    }
    return frozenset(each for each, request in ids.items() if request in hidden)


def since_of(item: PrintItem) -> datetime:
    """Return from when on a job can be the one of a printing."""
    if item.sent_at is None:
        raise ValueError("It was never sent.")
    return item.sent_at - _EARLIER


def _send_one(session: Session, run: PrintRun, item: PrintItem, queue: Queue) -> None:
    pdf, title = pages_to_print(session, item)
    sides = Sides.BOTH if run.duplex else Sides.ONE
    if run.separators:
        place = _place(session, item)
        reference = title.partition(" / C")[0]
        queue.print_pdf(
            separator_pdf(run.name, *place, reference, item.sheets),
            title=separator_title(reference),
            printer=run.printer,
        )
    digest = hashlib.sha256(pdf).hexdigest()
    now = session.now()
    sending = _keep(
        session,
        "print_run.sending",
        replace(item, state=PrintState.SENDING, sent_at=now, sha256=digest, job=""),
    )
    try:
        job = queue.print_pdf(pdf, title=title, printer=run.printer, sides=sides)
    except PrintingFailed as error:
        if not error.in_doubt:
            back = replace(sending, state=PrintState.WAITING, sent_at=None, sha256="")
            _keep(session, "print_run.not_sent", back)
        raise
    _keep(session, "print_run.sent", replace(sending, state=PrintState.SENT, job=job))


def _place(session: Session, item: PrintItem) -> tuple[int, int]:
    with session.vault.read() as vault:
        newest = newest_of(vault.print_runs.items(item.run_id))
    ids = [each.letter_id for each in newest]
    return ids.index(item.letter_id) + 1, len(ids)


def _why_not(
    session: Session, letter_id: int, *, of_run: int | None = None
) -> LeftOut | None:
    """Return why a letter must not be printed as things stand now."""
    with session.vault.read() as vault:
        letter = vault.letters.get(letter_id)
        last = vault.print_runs.last_of((letter_id,)).get(letter_id)
    if of_run is None:
        why = _wrong_state(letter) or _in_a_run(last)
    else:
        why = _wrong_meanwhile(letter)
        if last is not None and last.run_id != of_run:
            why = why or "It was printed elsewhere since."
    if not why:
        found = check_again(session, letter_id)
        why = " ".join(dict.fromkeys(each.sentence for each in found))
    if not why:
        return None
    return LeftOut(letter_id=letter_id, reference=letter.reference, why=why)


def _taken_meanwhile(work: Change, letter_ids: Sequence[int]) -> list[LeftOut]:
    """Return the letters that somebody else put into a run while they were checked."""
    last = work.print_runs.last_of(letter_ids)
    return [
        LeftOut(letter_id=letter.id, reference=letter.reference, why=why)
        for letter in work.letters.several(letter_ids)
        if (why := _wrong_state(letter) or _in_a_run(last.get(letter.id)))
    ]


def _in_a_run(last: PrintItem | None) -> str:
    if last is None or last.state in ANSWERED:
        return ""
    return "It is in a print run already. Answer for that run first."


def _wrong_state(letter: Letter) -> str:
    if letter.is_unfinished:
        return "It is not finalised. Finalise it, then print it."
    if letter.state is LetterState.PRINTED:
        return "It was printed already. Use Print again, which asks why."
    if letter.state is LetterState.RETURNED:
        return "It came back. Post it again, or write a new letter."
    return _wrong_meanwhile(letter)


def _wrong_meanwhile(letter: Letter) -> str:
    if letter.state is LetterState.SUPERSEDED:
        return "Another letter took its place. Print that one."
    if letter.state is LetterState.POSTED:
        return "It was posted already."
    return ""


def _begun(
    session: Session, work: Change, like: PrintRun, letter_ids: Sequence[int]
) -> Iterable[PrintRun]:
    letters = [work.letters.get(letter_id) for letter_id in letter_ids]
    held = held_letters(work, letters)
    for apart in (False, True):
        of_it = [each for each in letters if (each.id in held) is apart]
        if of_it:
            items = [_first(work, like, letter) for letter in of_it]
            yield work.print_runs.add(like, items, session.today, apart=apart)


def _first(work: Change, like: PrintRun, letter: Letter) -> PrintItem:
    earlier = [
        item
        for item in work.print_runs.of_letter(letter.id)
        if item.state not in (PrintState.LEFT_OUT, PrintState.WAITING)
    ]
    enclosed = work.enclosures.of_letter(letter.id)
    return PrintItem(
        run_id=0,
        letter_id=letter.id,
        position=0,
        copy=1 + len(earlier),
        why=earlier[-1].spoilt_why if earlier else "",
        sheets=sheets_of(letter, enclosed, duplex=like.duplex),
    )


def _with_printer(session: Session, run_id: int, printer: str) -> PrintRun:
    with session.vault.read() as vault:
        run = vault.print_runs.get(run_id)
    if not printer or printer == run.printer:
        return run
    with _change(session, "print_run.printer") as work:
        run = work.print_runs.use_printer(run, printer)
        work.commit()
    return run


def _waiting(session: Session, run_id: int) -> tuple[PrintItem, ...]:
    with session.vault.read() as vault:
        return _in_state(vault, run_id, PrintState.WAITING)


def _in_state(
    vault: Reading | Change, run_id: int, state: PrintState
) -> tuple[PrintItem, ...]:
    newest = newest_of(vault.print_runs.items(run_id))
    return tuple(item for item in newest if item.state is state)


def _must_be_settled(session: Session, run_id: int) -> None:
    with session.vault.read() as vault:
        sending = _in_state(vault, run_id, PrintState.SENDING)
    if sending:
        raise RuleBroken(
            "Say first what became of the letter that was being sent: look at the "
            "printer."
        )


def _so_far(
    session: Session,
    run_id: int,
    sent: int,
    left_out: Sequence[LeftOut],
    stopped: IsteamError | None = None,
    *,
    paused: bool = False,
) -> Sending:
    with session.vault.read() as vault:
        waiting = _in_state(vault, run_id, PrintState.WAITING)
        sending = _in_state(vault, run_id, PrintState.SENDING)
    return Sending(
        sent=sent,
        waiting=len(waiting),
        left_out=tuple(left_out),
        stopped=stopped,
        paused=paused and bool(waiting),
        doubtful=bool(sending),
    )


def _let_go(item: PrintItem, why: str) -> PrintItem:
    return replace(item, state=PrintState.LEFT_OUT, why=why)


def _keep(session: Session, action: str, item: PrintItem) -> PrintItem:
    with _change(session, action) as work:
        saved = work.print_runs.update_item(item)
        work.commit()
    return saved


def _change(session: Session, action: str) -> AbstractContextManager[Change]:
    return session.vault.change(action, by=session.member.name, at=session.now())
