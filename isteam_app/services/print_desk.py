"""The print desk: letters that wait to be printed, and letters that have gone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from isteam_app.domain.cases import Case, EventKind
from isteam_app.domain.clock_events import ANSWERED_BY
from isteam_app.domain.dates import long_date
from isteam_app.domain.letters import Letter, LetterRow, LetterState
from isteam_app.domain.listing import Cursor, Page
from isteam_app.errors import RuleBroken
from isteam_app.letters.templates import load
from isteam_app.services.cases import event_today, touch_case
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change

SERVICES = (
    "First class",
    "Second class",
    "Signed for",
    "Special delivery",
    "By hand",
)


def list_letters(
    session: Session,
    states: Sequence[LetterState],
    after: Cursor | None = None,
    limit: int = 100,
) -> Page[LetterRow]:
    """Return one screenful of letters in the given states."""
    with session.vault.read() as vault:
        return vault.letters.page(tuple(states), after, limit)


def letter_counts(session: Session) -> Mapping[LetterState, int]:
    with session.vault.read() as vault:
        return vault.letters.counts()


def letter(session: Session, letter_id: int) -> Letter:
    with session.vault.read() as vault:
        return vault.letters.get(letter_id)


def mark_printed(session: Session, letter_id: int) -> Letter:
    """Record that the print queue took a letter. Printing again is recorded too."""
    now = session.now()
    with session.vault.change("letter.printed", by=session.member.name, at=now) as work:
        found = work.letters.get(letter_id)
        if found.state is LetterState.DRAFT:
            raise RuleBroken("Finalise the letter before printing it.")
        saved = work.letters.mark_printed(found)
        event = event_today(session, EventKind.LETTER_PRINTED, found.title, letter_id)
        touch_case(session, work, work.cases.get(found.case_id), event)
        work.commit()
    return saved


def mark_posted(
    session: Session,
    letter_ids: Sequence[int],
    *,
    on: date,
    service: str,
    item_number: str = "",
) -> tuple[Letter, ...]:
    """Record that letters went into the post, and what that means for their cases.

    An acknowledgement counts as given, and a question stops or holds the clock, on the
    day its letter is posted. All of the letters are recorded, or none.
    """
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
        posted = tuple(
            _post_one(session, work, letter_id, on, service, item_number.strip())
            for letter_id in letter_ids
        )
        work.commit()
    return posted


def _post_one(
    session: Session,
    work: Change,
    letter_id: int,
    on: date,
    service: str,
    item_number: str,
) -> Letter:
    found = work.letters.get(letter_id)
    if found.state is LetterState.DRAFT:
        raise RuleBroken("Finalise and print the letter before it is posted.")
    if found.state is LetterState.POSTED:
        raise RuleBroken(f"{found.reference} was posted already: see its case.")
    if found.finalised_at and on < found.finalised_at.date():
        raise RuleBroken(
            f"{found.reference} was finalised after {long_date(on)}. Enter the day it "
            "really went.",
            field="on",
        )
    saved = work.letters.mark_posted(
        found,
        on=on,
        service=service,
        item_number=item_number,
    )
    case = work.cases.get(found.case_id)
    event = event_today(session, EventKind.LETTER_POSTED, found.title, letter_id)
    case = touch_case(session, work, case, replace(event, on=on))
    _record_meaning(session, work, case, found, on)
    return saved


def _record_meaning(
    session: Session, work: Change, case: Case, found: Letter, on: date
) -> None:
    kind = load(found.template).event
    if kind is None or _says_nothing_new(kind, case):
        return
    event = event_today(session, kind, found.title, found.id)
    touch_case(session, work, case, replace(event, on=on))


def _says_nothing_new(kind: EventKind, case: Case) -> bool:
    """Whether the case has this event already; a question asked anew is a new one."""
    times = Counter(event.kind for event in case.events)
    if kind in ANSWERED_BY:
        return times[kind] > times[ANSWERED_BY[kind]]
    return times[kind] > 0
