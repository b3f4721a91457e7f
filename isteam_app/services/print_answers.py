"""What came out of the printer: asked of the queue where it knows, then of a person.

Nothing is printed twice because nobody was sure. A letter that was being sent when the
program stopped is looked for among the jobs of the queue, and what the queue does not
answer for a person says who has looked at the printer.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from isteam_app.domain.cases import EventKind
from isteam_app.domain.letters import GONE, Letter, LetterState
from isteam_app.domain.print_runs import PrintItem, PrintRun, PrintState
from isteam_app.domain.text import NOTE, checked
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.print_jobs import JobState, KnownJob
from isteam_app.services.letter_traces import note_letter
from isteam_app.services.print_runs import Queue, held_letters, pages_to_print, since_of
from isteam_app.services.run_pages import newest_of
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

_KILOBYTE = 1024
_OUT = (PrintState.SENT, PrintState.PRINTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A letter that was being sent when the program stopped; what the queue says."""

    item: PrintItem
    run: PrintRun
    reference: str
    says: str


def look_into(session: Session, queue: Queue) -> tuple[Doubt, ...]:
    """Ask the queue for what was being sent when the program stopped.

    What it took whole is noted as sent; what nobody can be sure of comes back, to be
    asked of a person by `settle`.
    """
    with session.vault.read() as vault:
        items = vault.print_runs.in_doubt()
        runs = {item.run_id: vault.print_runs.get(item.run_id) for item in items}
        letters = {each.id: each for each in _letters(vault, items)}
    doubts = []
    for item in items:
        run, letter = runs[item.run_id], letters.get(item.letter_id)
        if letter is None:
            continue
        pdf, title = pages_to_print(session, item)
        jobs = queue.jobs_called(title, printer=run.printer, since=since_of(item))
        taken = _taken_whole(jobs or (), len(pdf))
        if taken is not None:
            sent = replace(item, state=PrintState.SENT, job=taken.number)
            _keep(session, "print_run.sent", sent)
            continue
        doubts.append(
            Doubt(item=item, run=run, reference=letter.reference, says=_says(jobs))
        )
    return tuple(doubts)


def settle(session: Session, item_id: int, *, came_out: bool) -> PrintItem:
    """Keep what a person says of a letter in doubt: it lies there, or it waits again.

    Raises RuleBroken where it is known already.
    """
    with _change(session, "print_run.answered") as work:
        item = work.print_runs.item(item_id)
        if item.state is not PrintState.SENDING:
            raise RuleBroken("What became of that letter is known already.")
        if came_out:
            saved = note_came_out(session, work, item)
        else:
            blank = replace(item, state=PrintState.WAITING, sent_at=None, sha256="")
            saved = work.print_runs.update_item(blank)
        work.commit()
    return saved


def came_out(session: Session, item_ids: Sequence[int]) -> tuple[PrintItem, ...]:
    """Keep that letters came out of the printer as they should: all, or none."""
    with _change(session, "print_run.answered") as work:
        saved = []
        for item_id in item_ids:
            item = work.print_runs.item(item_id)
            if item.state not in (PrintState.SENT, PrintState.SENDING):
                raise RuleBroken("What became of that letter is known already.")
            saved.append(note_came_out(session, work, item))
        work.commit()
    return tuple(saved)


def did_not_come_out(session: Session, item_ids: Sequence[int]) -> int:
    """Put letters back that the queue took and the printer never gave; they wait again.

    Return how many.
    """
    with _change(session, "print_run.answered") as work:
        for item_id in item_ids:
            item = work.print_runs.item(item_id)
            if item.state not in (PrintState.SENT, PrintState.SENDING):
                raise RuleBroken(
                    "That letter came out of the printer. Print it again instead, "
                    "which asks why."
                )
            blank = replace(
                item, state=PrintState.WAITING, sent_at=None, sha256="", job=""
            )
            work.print_runs.update_item(blank)
        work.commit()
    return len(item_ids)


def print_again(session: Session, letter_ids: Sequence[int], why: str) -> int:
    """Note copies as spoilt, and put a new copy of each letter into its run.

    The new one is stamped. Returns the run in which they wait to be sent; letters of a
    run that is done with make a new one. Raises RuleBroken without a reason, and for a
    letter that was never printed or has gone.
    """
    why = checked(why.strip(), field="why", label="The reason", longest=NOTE)
    if not why:
        raise RuleBroken("Say why it is printed again.", field="why")
    with _change(session, "print_run.reprinted") as work:
        last = work.print_runs.last_of(letter_ids)
        run_ids = set()
        for letter in map(work.letters.get, letter_ids):
            run_ids.add(_again(session, work, letter, last.get(letter.id), why))
        work.commit()
    return min(run_ids)


def close_if_done(session: Session, run_id: int) -> bool:
    """Close a run once each of its letters has gone or was left out; say whether.

    It is judged by all of its letters, also those out of somebody's sight.
    """
    with session.vault.read(whole=True) as vault:
        run = vault.print_runs.get(run_id)
        if run.closed_at is not None or not _is_done(vault, run_id):
            return False
    with session.vault.change(
        "print_run.closed", by=session.member.name, at=session.now(), whole=True
    ) as work:
        work.print_runs.close(work.print_runs.get(run_id))
        work.commit()
    return True


def run_of(session: Session, letter_id: int) -> PrintItem:
    """Return the newest printing of a letter. Raises NotFound where there is none."""
    with session.vault.read() as vault:
        found = vault.print_runs.last_of((letter_id,)).get(letter_id)
    if found is None:
        raise NotFound("That letter was not printed yet.")
    return found


def _letters(vault: Reading | Change, items: Sequence[PrintItem]) -> tuple[Letter, ...]:
    return vault.letters.several(item.letter_id for item in items)


def _taken_whole(jobs: Sequence[KnownJob], size: int) -> KnownJob | None:
    """Return the job that holds the whole letter and that nobody gave up.

    A program that dies while it hands a letter over leaves the queue a part of it.
    """
    whole = -(-size // _KILOBYTE)
    return next(
        (
            job
            for job in reversed(jobs)
            if job.state is not JobState.GIVEN_UP and job.kilobytes >= whole
        ),
        None,
    )


def _says(jobs: tuple[KnownJob, ...] | None) -> str:
    if jobs is None:
        return "The print service cannot tell. Look at the printer."
    if not jobs:
        return (
            "The print service has no job of that name, so it was probably not "
            "printed. Look at the printer to be sure."
        )
    if jobs[-1].state is JobState.GIVEN_UP:
        return (
            "The print service gave that job up. Look at the printer: pages of it may "
            "lie there."
        )
    return (
        "Only part of the letter reached the print service. Look at the printer, and "
        "destroy pages of it that lie there."
    )


def note_came_out(session: Session, work: Change, item: PrintItem) -> PrintItem:
    saved = work.print_runs.update_item(
        replace(
            item,
            state=PrintState.PRINTED,
            answered_at=session.now(),
            answered_by=session.member.name,
        )
    )
    letter = work.letters.mark_printed(work.letters.get(item.letter_id))
    note_letter(session, work, letter, EventKind.LETTER_PRINTED)
    return saved


def _again(
    session: Session, work: Change, letter: Letter, last: PrintItem | None, why: str
) -> int:
    if letter.state is LetterState.RETURNED:
        raise RuleBroken(
            f"{letter.reference} came back. Post it again, or write a new letter."
        )
    if letter.state in (LetterState.POSTED, LetterState.SUPERSEDED):
        raise RuleBroken(
            f"{letter.reference} has gone. Open it to look at its pages, or write a "
            "new letter."
        )
    if last is None or last.state not in _OUT:
        raise RuleBroken(
            f"{letter.reference} is not printed, so there is nothing to print again."
        )
    work.print_runs.update_item(
        replace(
            last,
            state=PrintState.SPOILT,
            spoilt_why=why,
            answered_at=session.now(),
            answered_by=session.member.name,
        )
    )
    copies = work.print_runs.of_letter(letter.id)
    new = replace(
        last,
        id=0,
        version=1,
        state=PrintState.WAITING,
        copy=max(item.copy for item in copies) + 1,
        why=why,
        sha256="",
        job="",
        sent_at=None,
        answered_at=None,
        answered_by="",
        spoilt_why="",
        scanned_at=None,
        scanned_by="",
    )
    run = work.print_runs.get(last.run_id)
    if run.closed_at is None and run.printer:
        return work.print_runs.add_item(new).run_id
    return work.print_runs.add(
        replace(run, printer=run.printer),
        (new,),
        session.today,
        apart=letter.id in held_letters(work, (letter,)),
    ).id


def _is_done(vault: Reading, run_id: int) -> bool:
    newest = newest_of(vault.print_runs.items(run_id))
    kept = [item for item in newest if item.state is not PrintState.LEFT_OUT]
    return all(letter.state in GONE for letter in _letters(vault, kept))


def _keep(session: Session, action: str, item: PrintItem) -> PrintItem:
    with _change(session, action) as work:
        saved = work.print_runs.update_item(item)
        work.commit()
    return saved


def _change(session: Session, action: str) -> AbstractContextManager[Change]:
    return session.vault.change(action, by=session.member.name, at=session.now())
