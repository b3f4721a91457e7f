"""The print desk: letters that wait to be printed, and letters that have gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from isteam_app.domain.cases import EventKind
from isteam_app.domain.dates import long_date
from isteam_app.domain.letters import Letter, LetterRow, LetterState
from isteam_app.domain.listing import Cursor, Page
from isteam_app.domain.print_runs import PrintState
from isteam_app.errors import RuleBroken
from isteam_app.services.letter_check import still_wrong
from isteam_app.services.letter_traces import note_letter, note_posted
from isteam_app.services.print_answers import close_if_done, note_came_out
from isteam_app.services.printed_outside import note_printed_elsewhere
from isteam_app.services.scan_back import must_be_scanned
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change

BY_POST = (LetterState.FINAL,)
"""What is listed by the day it must be posted by."""
BY_HAND = "By hand"
"""How a letter goes that is not posted at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How and when letters went."""

    on: date
    service: str
    item_number: str = ""
    certificate: str = ""


def posting_services(session: Session) -> tuple[str, ...]:
    """Return the ways a letter may go: the services in Settings, or by hand."""
    return (*(service.name for service in session.settings().services), BY_HAND)


def list_letters(
    session: Session,
    states: Sequence[LetterState],
    after: Cursor | None = None,
    limit: int = 100,
) -> Page[LetterRow]:
    """Return one screenful of letters: what must go by the day it must, else newest."""
    by_post = set(states) <= set(BY_POST)
    with session.vault.read() as vault:
        return vault.letters.page(
            tuple(states), after, limit, by_post=by_post, descending=not by_post
        )


def letters_waiting(session: Session) -> int:
    """Count the letters that wait for the printer or the post."""
    with session.vault.read() as vault:
        return vault.letters.count((LetterState.FINAL, LetterState.PRINTED))


def letter_counts(session: Session) -> Mapping[LetterState, int]:
    with session.vault.read() as vault:
        return vault.letters.counts()


def letter(session: Session, letter_id: int) -> Letter:
    with session.vault.read() as vault:
        return vault.letters.get(letter_id)


def mark_printed(session: Session, letter_id: int) -> Letter:
    """Record that a letter lies printed, in a run or outside one.

    Printing again is recorded too.
    """
    now = session.now()
    with session.vault.change("letter.printed", by=session.member.name, at=now) as work:
        found = work.letters.get(letter_id)
        if found.is_unfinished:
            raise RuleBroken("Finalise the letter before printing it.")
        last = work.print_runs.last_of((letter_id,)).get(letter_id)
        if last is not None and last.state in (PrintState.SENDING, PrintState.SENT):
            note_came_out(session, work, last)
        else:
            note_printed_elsewhere(session, work, found)
            printed = work.letters.mark_printed(found)
            note_letter(session, work, printed, EventKind.LETTER_PRINTED)
        saved = work.letters.get(letter_id)
        work.commit()
    return saved


def mark_posted(
    session: Session,
    letter_ids: Sequence[int],
    *,
    on: date,
    service: str,
    item_number: str = "",
    certificate: str = "",
) -> tuple[Letter, ...]:
    """Record that letters went into the post, and what that means for their cases.

    What a letter means for its case counts from the day it is posted (see
    `letter_meaning`). All of the letters are recorded, or none. Unless Settings say
    otherwise, none goes whose code was not read back. `certificate` is the number of
    the certificate of posting, which may cover several.
    """
    sent = Sent(
        on=on,
        service=service.strip(),
        item_number=item_number.strip(),
        certificate=certificate.strip(),
    )
    if on > session.today:
        raise RuleBroken(
            f"{long_date(on)} is in the future. Enter the day of posting.", field="on"
        )
    if not service.strip():
        raise RuleBroken("Choose the service it went by.", field="service")
    if item_number.strip() and len(letter_ids) > 1:
        raise RuleBroken(
            "An item number belongs to one letter. Mark that letter by itself.",
            field="item_number",
        )
    with session.vault.change(
        "letter.posted", by=session.member.name, at=session.now()
    ) as work:
        scan_back = work.settings.in_force(session.today).letters.scan_back
        posted = tuple(
            _post_one(session, work, letter_id, sent, scanned=scan_back)
            for letter_id in letter_ids
        )
        last = work.print_runs.last_of(letter_ids)
        work.commit()
    for run_id in {item.run_id for item in last.values()}:
        close_if_done(session, run_id)
    return posted


def _post_one(
    session: Session,
    work: Change,
    letter_id: int,
    sent: Sent,
    *,
    scanned: bool,
) -> Letter:
    found = work.letters.get(letter_id)
    on = sent.on
    if found.is_unfinished:
        raise RuleBroken("Finalise and print the letter before it is posted.")
    if found.state is LetterState.POSTED:
        about = "case" if found.disclosure_id is None else "request"
        raise RuleBroken(f"{found.reference} was posted already: see its {about}.")
    if found.finalised_at and on < found.finalised_at.date():
        raise RuleBroken(
            f"{found.reference} was finalised after {long_date(on)}. Enter the day it "
            "really went.",
            field="on",
        )
    if on == session.today:
        _must_be_right(session, work, found)
    if scanned:
        must_be_scanned(work, found)
    saved = work.letters.mark_posted(
        found,
        on=on,
        service=sent.service,
        item_number=sent.item_number,
        certificate=sent.certificate,
    )
    note_posted(session, work, saved, on)
    return saved


def _must_be_right(session: Session, work: Change, letter: Letter) -> None:
    """Keep a letter out of today's post that the records speak against by now."""
    wrong = tuple(each.sentence for each in still_wrong(session, work, letter))
    if not wrong:
        return
    raise RuleBroken(
        f"{letter.reference}: {' '.join(dict.fromkeys(wrong))} Keep it out of the post."
    )
