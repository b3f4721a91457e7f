"""Tells the stories of the demonstration: post comes in, and steps follow by the day.

A story is a line of `sample/stories.json`: what is asked, how many days ago, and the
steps taken since, one a working day. A step may name what it is about after a colon:
"link:complaint_about:NAME" links the case with the story of that name.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from isteam_app import resources
from isteam_app.domain.cases import Case, CaseKind
from isteam_app.domain.people import Capacity, Format, Particulars, Person
from isteam_app.letters.incoming import incoming_letter
from isteam_app.services.cases import assign
from isteam_app.services.demo_steps import Steps
from isteam_app.services.intake import NewPost, receive_post
from isteam_app.services.made_up import MadeUp
from isteam_app.services.scans import Scan, scan_from_bytes
from isteam_app.services.session import Session, calendar_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One item of post: who asks what, how many days ago, and how far it has come.

    `name` is what other stories call it, `same` the story of the same person, `by` the
    colleague who works on it. `capacity`: a representative wrote for the person.
    `twin`: the person of `same`, written down a second time a little differently.
    """

    asks: tuple[CaseKind, ...]
    days_ago: int
    steps: tuple[str, ...] = ()
    scanned: bool = False
    name: str = ""
    same: str = ""
    twin: bool = False
    by: str = ""
    capacity: str = ""
    words: str = ""
    outcome: str = ""
    ground: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


def read_stories() -> tuple[Story, ...]:
    """Return every story, in the order it is told."""
    told = json.loads(resources.text("sample", "stories.json"))
    return tuple(
        Story(
            **{
                **story,
                "asks": tuple(CaseKind(ask) for ask in story["asks"]),
                "steps": tuple(story.get("steps", ())),
            }
        )
        for story in told
    )


class Clock:
    """A clock that stands where the story of the moment needs it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class Teller:
    """Tells one story after another, up to a moment."""

    def __init__(
        self, session: Session, clock: Clock, made_up: MadeUp, moment: datetime
    ) -> None:
        self._session, self._clock, self._made_up = session, clock, made_up
        self._moment = moment
        self._calendar = calendar_for(session.settings())
        with session.vault.read() as vault:
            team = vault.members.all()
        self._as = {one.name: replace(session, member=one) for one in team}
        self._told: dict[str, Case] = {}

    def tell(self, story: Story) -> None:
        """Receive the post of a story, then take its steps on later days."""
        day = self._moment.date() - timedelta(days=story.days_ago)
        self._at(day)
        case = self._receive(story, day)
        steps = Steps(
            self._session,
            self._as,
            self._told,
            by=story.by,
            outcome=story.outcome,
            ground=story.ground,
        )
        for step in story.steps:
            day = min(self._calendar.forward(day, 1), self._moment.date())
            self._at(day)
            case = steps.take(step, case)
        if story.name:
            self._told[story.name] = case

    def _receive(self, story: Story, day: date) -> Case:
        draw = self._made_up
        person = self._person(story)
        words = story.words or draw.words(story.asks[0])
        dated = day - timedelta(days=draw.random.randint(2, 4))
        post = NewPost(
            name=person.name,
            address=person.address,
            salutation=person.salutation,
            kinds=story.asks,
            person=person if person.id else None,
            received=day,
            reached_team=day,
            dated=dated,
            summary=words,
            scans=_scanned(person, dated, day, words) if story.scanned else (),
        )
        if story.capacity:
            post = self._from_representative(post, story)
        case = receive_post(self._session, post).cases[0]
        if story.notes:
            self._know(case, story.notes)
        owner = story.by or draw.random.choice((*self._as, ""))
        return case if owner == case.owner else assign(self._session, case, owner)

    def _person(self, story: Story) -> Person:
        if not story.same:
            return self._made_up.person()
        known = self._told[story.same].subject
        with self._session.vault.read() as vault:
            known = vault.people.get(known.id)
        if not story.twin:
            return known
        title, *_, last = known.name.split()
        return Person(
            name=f"{title} {last}", salutation=known.salutation, address=known.address
        )

    def _from_representative(self, post: NewPost, story: Story) -> NewPost:
        """The same letter, written by somebody who acts for the person."""
        writer = self._made_up.person()
        return replace(
            post,
            name=writer.name,
            address=writer.address,
            salutation=writer.salutation,
            person=None,
            acting_for=post.name,
            subject_address=post.address,
            capacity=Capacity(story.capacity),
        )

    def _know(self, case: Case, notes: Mapping[str, str]) -> None:
        """Keep on the record of the person what must be known before writing."""
        particulars = Particulars(
            vulnerable=notes.get("vulnerable", ""),
            language=notes.get("language", ""),
            format=Format(notes.get("format", "")),
            do_not_write=notes.get("do_not_write", ""),
        )
        session = self._session
        with session.vault.change(
            "person.edited", by=session.member.name, at=session.now()
        ) as work:
            person = work.people.get(case.subject.id)
            work.people.update(replace(person, particulars=particulars))
            work.commit()

    def _at(self, day: date) -> None:
        zone = self._moment.tzinfo
        morning = datetime.combine(day, time(9, 30), tzinfo=zone)
        self._clock.at = min(morning, self._moment)


def _scanned(person: Person, dated: date, day: date, words: str) -> tuple[Scan, ...]:
    pdf = incoming_letter(
        person.address.printed(person.name),
        f"{dated:%d %B %Y}",
        (words, "Please write to me at the address above."),
        f"{day:%d %b %Y}".upper(),
    )
    return (scan_from_bytes("letter.pdf", pdf),)
