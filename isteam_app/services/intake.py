"""Takes in an item of post and opens the cases it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from isteam_app.domain.case_clock import case_clock, refreshed
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import (
    Case,
    CaseEvent,
    CaseKind,
    CaseState,
    Channel,
    EventKind,
    PostItem,
)
from isteam_app.domain.people import LONGEST_NAME, Person
from isteam_app.errors import RuleBroken
from isteam_app.letters.page import ENVELOPES
from isteam_app.progress import Progress, unwatched
from isteam_app.services.entries import begin_entries
from isteam_app.services.post_details import PostDetails, check_details
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session, calendar_for
from isteam_app.storage.vault import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost(PostDetails):
    """What was typed on the page. `person` is set when a known person was chosen.

    Their name and address are then the ones typed here: a known person may have moved.
    """

    kinds: tuple[CaseKind, ...]
    person: Person | None = None
    acting_for: str = ""
    channel: Channel = Channel.POST
    scans: tuple[Scan, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningCase:
    """A case that saving would open: its date and why."""

    kind: CaseKind
    name: str
    due: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What was opened."""

    post: PostItem
    cases: tuple[Case, ...]


def opening_cases(
    session: Session, kinds: Sequence[CaseKind], received: date | None
) -> tuple[OpeningCase, ...]:
    """Return the cases that ticked boxes would open, with their dates."""
    if received is None:
        return ()
    settings = session.settings()
    calendar = calendar_for(settings)
    opening = []
    for kind in kinds:
        case = _new_case(
            kind, _no_one(received), Person(name=""), session, opened_by=""
        )
        clock = case_clock(
            case, settings=settings, calendar=calendar, today=session.today
        )
        last = clock.deadline.because[-1]
        opening.append(
            OpeningCase(
                kind=kind,
                name=CASE_TYPES[kind].ask,
                due=clock.due,
                reason=last.reason,
            )
        )
    return tuple(opening)


def window_lines(session: Session) -> int:
    """Return how many address lines, name included, the chosen envelope shows."""
    return ENVELOPES[session.settings().envelope].most_lines


def check_post(new: NewPost, today: date) -> None:
    """Raise RuleBroken, naming the field, when something typed cannot be right."""
    check_details(new, today)
    if len(new.acting_for) > LONGEST_NAME:
        raise RuleBroken(
            f"The name of whom they act for is longer than {LONGEST_NAME} characters. "
            "Enter the name only.",
            field="acting_for",
        )
    if not new.kinds:
        raise RuleBroken("Tick what they ask for: at least one box.", field="kinds")


def receive_post(
    session: Session, new: NewPost, progress: Progress = unwatched
) -> Received:
    """Keep the item of post, its scans and its person, and open its cases.

    All of it is saved, or none.
    """
    check_post(new, session.today)
    now = session.now()
    acting_for = " ".join(new.acting_for.split())
    total = len(new.scans) + 1
    with session.vault.change("post.received", by=session.member.name, at=now) as work:
        person = _requester(work, new)
        subject = work.people.add(Person(name=acting_for)) if acting_for else person
        post = work.posts.add(_post(new, person))
        for done, scan in enumerate(new.scans):
            progress(done, total)
            work.documents.add(
                post.id,
                name=scan.name,
                media_type=scan.media_type,
                data=scan.data,
                pages=scan.pages,
            )
        progress(total - 1, total)
        cases = tuple(
            open_case(session, work, post, subject, kind)
            for kind in dict.fromkeys(new.kinds)
        )
        work.commit()
    progress(total, total)
    return Received(post=post, cases=cases)


def open_case(
    session: Session, work: Change, post: PostItem, subject: Person, kind: CaseKind
) -> Case:
    """Open a case that a kept item of post asks for, in a change already open."""
    settings = work.settings.in_force(session.today)
    new = _new_case(kind, post, subject, session, opened_by=session.member.name)
    calendar = calendar_for(settings)
    case = work.cases.add(
        refreshed(new, settings=settings, calendar=calendar, today=session.today)
    )
    begin_entries(work, case, settings)
    return case


def people_matching(session: Session, text: str, limit: int = 8) -> Sequence[Person]:
    """Return known people whose name or postcode begins with what was typed."""
    if len(text.strip()) < 2:
        return ()
    with session.vault.read() as vault:
        return vault.people.matching(text, limit)


def likely_same(
    session: Session, name: str, postcode: str, limit: int = 3
) -> Sequence[Person]:
    """Return known people who may be the one typed in, by name and postcode."""
    if not name.strip():
        return ()
    with session.vault.read() as vault:
        return vault.people.likely_duplicates(name, postcode, limit)


def _no_one(received: date) -> PostItem:
    return PostItem(requester=Person(name=""), received=received)


def _new_case(
    kind: CaseKind, post: PostItem, subject: Person, session: Session, *, opened_by: str
) -> Case:
    received = CaseEvent(
        kind=EventKind.RECEIVED,
        on=post.received,
        text=post.summary,
        recorded_at=session.now(),
        recorded_by=opened_by,
    )
    return Case(
        reference="",
        kind=kind,
        state=CaseState.RECEIVED,
        subject=subject,
        post=post,
        events=(received,),
        owner=opened_by,
    )


def _requester(work: Change, new: NewPost) -> Person:
    """Return who wrote. What was typed over a known person's details is kept too."""
    typed = _person(new)
    if new.person is None:
        return work.people.add(typed)
    known = new.person
    changed = replace(
        known,
        name=typed.name,
        address=typed.address,
        salutation=typed.salutation or known.salutation,
    )
    if changed == work.people.get(known.id):
        return known
    return work.people.update(changed)


def _person(new: NewPost) -> Person:
    return Person(
        name=new.tidy_name,
        address=new.address,
        salutation=new.salutation.strip(),
    )


def _post(new: NewPost, person: Person) -> PostItem:
    return PostItem(
        requester=person,
        received=new.day_received(),
        reached_team=new.reached_team,
        dated=new.dated,
        channel=new.channel,
        their_reference=new.their_reference.strip(),
        summary=new.summary.strip(),
        acting_for=" ".join(new.acting_for.split()),
    )
