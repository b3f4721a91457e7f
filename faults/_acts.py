"""What a team does all day, done over and over by a process that will be killed.

Each act says a line only after the program told it that the work is kept; `missing`
looks for what was said in a vault opened afterwards, and for the audit entry of all
that is there, said or not.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from faults._kills import Say
from faults._vaults import HANDLER, Kept, make_vault, new_post, now, opened
from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import (
    Case,
    CaseEvent,
    CaseKind,
    CaseState,
    EventKind,
    PostItem,
)
from isteam_app.domain.letters import LetterState
from isteam_app.domain.people import Person
from isteam_app.services.cases import add_note, case_page
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_check import recipient_of
from isteam_app.services.letters import finalise, save_draft, start_letter
from isteam_app.services.print_desk import mark_posted, mark_printed
from isteam_app.services.scan_back import scan_letter
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session
from isteam_app.storage.vault import SampleBatch

Missing = Iterator[str]

_SCAN = Scan(
    name="letter.pdf", media_type="application/pdf", data=b"%PDF-1.7\n" * 900, pages=1
)
_LETTER = "access-acknowledgement"
_LETTERS = 3
_IMPORTED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A kind of work: the vault it starts from, how it is done, what must be found.

    `fresh`: how many deaths one copy of the vault must bear before the next is taken.
    `most`: the longest that it may go on after the line it is killed at, in seconds.
    `whole`: the moments are spread over the first act, which is timed before.
    `least`: how much of it must have been acknowledged for each kill, lest nothing was
    tried.
    """

    name: str
    start: Callable[[Path], Kept]
    work: Callable[[Kept, Say], None]
    missing: Callable[[Session, Sequence[str]], Missing]
    fresh: int = 40
    most: float = 0.08
    whole: bool = False
    least: float = 1.0


def _save(kept: Kept, say: Say) -> None:
    with opened(kept) as session:
        say("ready")
        for number in count(1):
            post = new_post(number, scans=(_SCAN,))
            received = receive_post(session, post)
            say(f"case {received.cases[0].reference}")
            case = add_note(session, received.cases[0], f"Note {number}")
            say(f"note {case.id} {number}")


def _saved_missing(session: Session, said: Sequence[str]) -> Missing:
    with session.vault.read() as vault:
        rows = vault.cases.page(limit=100_000).rows
        references = sorted(row.reference for row in rows)
        if references != [f"IS-2026-{n:05}" for n in range(1, len(rows) + 1)]:
            yield "the references of the cases have a gap"
        for line in said:
            what, value, *_ = line.split()
            if what == "case" and value not in references:
                yield f"{value} was acknowledged and is not there"
            if what == "case" and not vault.search.find(value):
                yield f"{value} cannot be found by its reference"
        if vault.documents.count() != len(rows):
            yield "a case is without its scan"
    yield from _notes_missing(session, said)
    yield from _untold(session, "case", {row.id for row in rows})


def _notes_missing(session: Session, said: Sequence[str]) -> Missing:
    for line in said[-6:]:
        what, value, *number = line.split()
        if what == "note":
            events = case_page(session, int(value)).case.events
            if f"Note {number[0]}" not in {event.text for event in events}:
                yield f"a note to case {value} was acknowledged and is not there"


def _case_for_letters(place: Path) -> Kept:
    kept = make_vault(place / "letters.isvault")
    with opened(kept) as session:
        for number in range(_LETTERS):
            receive_post(session, new_post(number))
    return kept


def _letter(kept: Kept, say: Say) -> None:
    with opened(kept) as session:
        say("ready")
        for number in count():
            draft = start_letter(session, number % _LETTERS + 1, _LETTER)
            say(f"draft {draft.id}")
            filled = save_draft(session, draft, draft.body, dict(draft.answers))
            twice = recipient_of(session, filled.id).twice
            final = finalise(session, filled, ticked=[each.key for each in twice])
            say(f"final {final.id} {final.sha256}")
            mark_printed(session, final.id)
            scan_letter(session, final.reference)
            say(f"printed {final.id} {final.sha256}")
            mark_posted(session, [final.id], on=session.today, service="First class")
            say(f"posted {final.id} {final.sha256}")


_ORDER = [state.value for state in LetterState]


def _letters_missing(session: Session, said: Sequence[str]) -> Missing:
    told: dict[int, tuple[str, str]] = {}
    for line in said:
        state, value, *sha256 = line.split()
        told[int(value)] = (state, "".join(sha256))
    with session.vault.read() as vault:
        kept = {letter.id: letter for letter in vault.letters.several(told)}
        for number, (state, sha) in told.items():
            found = kept.get(number)
            if found is None:
                yield f"letter {number} was acknowledged and is not there"
            elif _ORDER.index(found.state.value) < _ORDER.index(state):
                yield f"letter {number} was {state} and is {found.state.value}"
            elif sha and found.sha256 != sha:
                yield f"letter {number} is another than the one acknowledged"
            elif sha and not vault.letters.pdf(number).startswith(b"%PDF"):
                yield f"letter {number} lost its pages"
    yield from _untold(session, "letter", set(kept))


def _import(kept: Kept, say: Say) -> None:
    """Take in batches of records: the vault's own bulk load, as no importer is yet."""
    with opened(kept) as session:
        say("ready")
        with session.vault.read() as vault:
            done = vault.cases.count()
        for first in count(done + 1, _IMPORTED):
            with session.vault.change("sample.loaded", by=HANDLER, at=now()) as work:
                work.load(_batch(range(first, first + _IMPORTED)))
                work.commit()
            say(f"imported {first + _IMPORTED - 1}")


def _batch(numbers: range) -> SampleBatch:
    people = [
        Person(
            id=number,
            name=f"Mr Dafydd Number{number:05}",
            address=parse_address(f"{number % 90 + 1} Lantern Row, Eastbridge QX4 7TB"),
        )
        for number in numbers
    ]
    received = now().date()
    posts = [
        PostItem(id=one.id, requester=one, received=received, summary="Asks for data")
        for one in people
    ]
    cases = [
        Case(
            id=post.id,
            reference=f"IS-2026-{post.id:05}",
            kind=CaseKind.ACCESS,
            state=CaseState.RECEIVED,
            subject=post.requester,
            post=post,
            events=(CaseEvent(kind=EventKind.RECEIVED, on=received),),
        )
        for post in posts
    ]
    return SampleBatch(people=people, posts=posts, cases=cases)


def _import_missing(session: Session, said: Sequence[str]) -> Missing:
    with session.vault.read() as vault:
        there = vault.cases.count()
        batches = sum(
            touched.noun == "sample batch"
            for entry in vault.audit.page(limit=100_000).rows
            for touched in entry.touched
        )
        if there and not vault.search.find(f"IS-2026-{there:05}"):
            yield "the newest imported case cannot be found"
    if there % _IMPORTED:
        yield f"half a batch was kept: {there} cases"
    if there // _IMPORTED != batches:
        yield f"{there // _IMPORTED} batches are there, {batches} in the audit trail"
    if said and there < int(said[-1].split()[1]):
        yield f"{said[-1]} was acknowledged, and only {there} are there"


def _untold(session: Session, noun: str, there: set[int]) -> Missing:
    with session.vault.read() as vault:
        told = {
            touched.id
            for entry in vault.audit.page(limit=100_000).rows
            for touched in entry.touched
            if touched.noun == noun
        }
    if there - told:
        yield f"{len(there - told)} records ({noun}) are without an audit entry"


def _empty_vault(place: Path) -> Kept:
    return make_vault(place / "empty.isvault")


SAVE = Act(name="save", start=_empty_vault, work=_save, missing=_saved_missing)
LETTER = Act(
    name="letter",
    start=_case_for_letters,
    work=_letter,
    missing=_letters_missing,
    most=0.15,
)
IMPORT = Act(
    name="import", start=_empty_vault, work=_import, missing=_import_missing, fresh=20
)
