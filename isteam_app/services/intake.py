"""Takes in an item of post and opens the cases it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from isteam_app.domain.addresses import Address
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
from isteam_app.domain.dates import long_date
from isteam_app.domain.deadlines import Deadline
from isteam_app.domain.envelopes import envelope_named
from isteam_app.domain.next_steps import CaseClock
from isteam_app.domain.people import Capacity, Person, Representation
from isteam_app.errors import RuleBroken
from isteam_app.progress import Progress, unwatched
from isteam_app.services.enclosures import Enclosed, check_enclosed, keep_enclosed
from isteam_app.services.entries import begin_entries
from isteam_app.services.post_details import (
    PostDetails,
    check_address,
    check_details,
    check_name,
)
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session, calendar_for
from isteam_app.storage.vault import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost(PostDetails):
    """What was typed on the page. `person` is set when a known person was chosen.

    Their name and address are then the ones typed here: a known person may have moved.
    `acting_for` names whose data it is where the writer acts for somebody, in what
    `capacity`; `subject` is that person where they are known already. `reply_name` is
    who answers go to instead of the writer, "" for nobody else.
    """

    kinds: tuple[CaseKind, ...]
    person: Person | None = None
    acting_for: str = ""
    subject: Person | None = None
    subject_address: Address = field(default_factory=Address)
    capacity: Capacity = Capacity.OTHER
    reply_name: str = ""
    reply_address: Address = field(default_factory=Address)
    enclosed: Enclosed = field(default_factory=Enclosed)
    channel: Channel = Channel.POST
    scans: tuple[Scan, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningCase:
    """A case that saving would open: its date and why.

    `post_by` is the last day to post the answer. `unsure`: the date lies beyond the day
    up to which public holidays are known. `first` is what comes before anything else.
    """

    kind: CaseKind
    name: str
    due: date | None
    reason: str
    post_by: date | None = None
    unsure: bool = False
    first: str = ""


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
        opening.append(_opening(kind, clock, calendar.known_until))
    return tuple(opening)


def window_lines(session: Session) -> int:
    """Return how many address lines, name included, the chosen envelope shows."""
    settings = session.settings()
    own = settings.letters.own_envelopes
    return envelope_named(settings.envelope, own).most_lines


def check_post(new: NewPost, today: date) -> None:
    """Raise RuleBroken, naming the field, when something typed cannot be right."""
    check_details(new, today)
    if new.acting_for.strip():
        check_name(new.acting_for, field="acting_for", who="whom they act for")
        check_address(new.subject_address, field="subject_address")
    if new.reply_name.strip() or not new.reply_address.is_empty:
        _check_reply(new)
    check_enclosed(new.enclosed, new.day_received())
    if not new.kinds:
        raise RuleBroken("Tick what they ask for: at least one box.", field="kinds")


def receive_post(
    session: Session, new: NewPost, progress: Progress = unwatched
) -> Received:
    """Keep the item of post, its scans and its person, and open its cases.

    All of it is saved, or none.
    """
    check_post(new, session.today)
    total = len(new.scans) + 1
    with session.vault.change(
        "post.received", by=session.member.name, at=session.now()
    ) as work:
        person = _requester(work, new)
        subject = _subject(work, new, person)
        reply_to = _reply_to(work, new)
        post = work.posts.add(_post(new, person, reply_to))
        if subject.id != person.id:
            _represent(session, work, new, person, subject)
        _keep_scans(work, post, new.scans, progress)
        opened = [
            open_case(session, work, post, subject, kind)
            for kind in dict.fromkeys(new.kinds)
        ]
        capacity = new.capacity if subject.id != person.id else None
        came = [new.enclosed, *[replace(new.enclosed, money="")] * len(opened)]
        cases = tuple(
            keep_enclosed(session, work, case, enclosed, capacity)
            for case, enclosed in zip(opened, came, strict=False)  # money once
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


def _opening(kind: CaseKind, clock: CaseClock, known_until: date) -> OpeningCase:
    duty = CASE_TYPES[kind].at_once
    step = clock.next_step
    first = ""
    if duty is not None and step is not None and step.by:
        first = f"{step.text} by {long_date(step.by)}"
    return OpeningCase(
        kind=kind,
        name=CASE_TYPES[kind].ask,
        due=clock.due,
        reason=_reason(clock.deadline),
        post_by=clock.post_by,
        unsure=bool(clock.due and clock.due > known_until),
        first=first,
    )


def _reason(found: Deadline) -> str:
    """Return why the date is what it is, without the warning about holidays."""
    sure = [step for step in found.because if step.fact != "Public holidays"]
    return sure[-1].reason


def _check_reply(new: NewPost) -> None:
    check_name(new.reply_name, field="reply_name", who="the person answers go to")
    if new.reply_address.is_empty:
        raise RuleBroken("Enter the address answers go to.", field="reply_address")
    check_address(new.reply_address, field="reply_address")


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


def _subject(work: Change, new: NewPost, person: Person) -> Person:
    """Return whose data it is: the writer, or the person they act for."""
    name = " ".join(new.acting_for.split())
    if not name:
        return person
    if new.subject is None:
        return work.people.add(Person(name=name, address=new.subject_address))
    known = new.subject
    if new.subject_address.is_empty or new.subject_address == known.address:
        return known
    return work.people.update(replace(known, address=new.subject_address))


def _reply_to(work: Change, new: NewPost) -> Person | None:
    name = " ".join(new.reply_name.split())
    return (
        work.people.add(Person(name=name, address=new.reply_address)) if name else None
    )


def _represent(
    session: Session, work: Change, new: NewPost, person: Person, subject: Person
) -> None:
    """Keep that the writer acts for the subject, and what was seen of it."""
    seen = new.enclosed.authority
    work.representations.add(
        Representation(
            representative=person,
            subject=subject,
            capacity=new.capacity,
            evidence=seen,
            seen_on=new.day_received() if seen else None,
            seen_by=session.member.name if seen else "",
            expires=new.enclosed.authority_expires if seen else None,
        )
    )


def _keep_scans(
    work: Change, post: PostItem, scans: Sequence[Scan], progress: Progress
) -> None:
    total = len(scans) + 1
    for done, scan in enumerate(scans):
        progress(done, total)
        work.documents.add(
            post.id,
            name=scan.name,
            media_type=scan.media_type,
            data=scan.data,
            pages=scan.pages,
        )
    progress(total - 1, total)


def _person(new: NewPost) -> Person:
    return Person(
        name=new.tidy_name,
        address=new.address,
        salutation=new.salutation.strip(),
    )


def _post(new: NewPost, person: Person, reply_to: Person | None) -> PostItem:
    return PostItem(
        requester=person,
        received=new.day_received(),
        reached_team=new.reached_team,
        dated=new.dated,
        channel=new.channel,
        their_reference=new.their_reference.strip(),
        summary=new.summary.strip(),
        acting_for=" ".join(new.acting_for.split()),
        reply_to=reply_to,
    )
