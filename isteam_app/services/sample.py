"""Fills a vault with made-up data of any size, the same for the same seed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from isteam_app.domain.cases import Case, PostItem
from isteam_app.domain.forms import Entry
from isteam_app.domain.letters import Letter
from isteam_app.domain.people import Person, TeamMember
from isteam_app.progress import Progress, unwatched
from isteam_app.services.demo import demo_settings
from isteam_app.services.made_up import MadeUp
from isteam_app.services.sample_disclosures import RequestDesk
from isteam_app.services.sample_plots import KINDS
from isteam_app.services.sample_stories import TEAM, Desk, Story
from isteam_app.services.session import Session, calendar_for
from isteam_app.services.unlock import Now, create, local_now
from isteam_app.storage.kdf import KdfCost
from isteam_app.storage.load_requests import MadeRequest
from isteam_app.storage.vault import SampleBatch

_BATCH = 10_000
REQUESTS_FOR_TEN = 3
THREE_YEARS = timedelta(days=3 * 365)
_REMEMBERED = 2_000  # how many people back somebody may write again


def make_sample(
    folder: Path,
    *,
    passphrase: str,
    cases: int,
    seed: int,
    now: Now = local_now,
    progress: Progress = unwatched,
    cost: KdfCost | None = None,
    within: timedelta = THREE_YEARS,
    requests_for_ten: int = REQUESTS_FOR_TEN,
) -> Session:
    """Create a vault of made-up cases, people, letters and requests; return it open.

    For N cases: 3N events, 0.8N people, N letters and 0.3N third-party requests, or as
    many `requests_for_ten` cases as are wanted, all `within` the time before now. What
    is open is recent. Letters have no final pages.
    """
    administrator = TEAM[0].name
    session = create(
        folder,
        passphrase=passphrase,
        member=administrator,
        now=now,
        settings=replace(demo_settings(), demonstration=False),
        cost=cost,
    ).session
    with session.vault.change("sample.team", by=administrator, at=now()) as work:
        for member in TEAM[1:]:
            work.members.add(TeamMember(name=member.name, role=member.role))
        work.commit()
    writer = _Writer(session, seed, cases, within, requests_for_ten)
    batch = _BATCH * REQUESTS_FOR_TEN // max(REQUESTS_FOR_TEN, requests_for_ten)
    for first in range(1, cases + 1, batch):
        progress(first - 1, cases)
        numbers = range(first, min(first + batch, cases + 1))
        with session.vault.change("sample.loaded", by=administrator, at=now()) as work:
            work.load(writer.batch(numbers))
            work.commit()
    progress(cases, cases)
    return session


@dataclass(slots=True)
class _References:
    """Numbers records anew each year, in the order of their dates, without a gap."""

    prefix: str
    year: int = 0
    last: int = 0

    def next(self, year: int) -> str:
        self.last = self.last + 1 if year == self.year else 1
        self.year = year
        return f"{self.prefix}-{year}-{self.last:05d}"


class _Writer:
    """Writes batches of made-up records, one batch after the other."""

    def __init__(
        self,
        session: Session,
        seed: int,
        total: int,
        within: timedelta,
        requests_for_ten: int,
    ) -> None:
        settings = session.settings()
        calendar = calendar_for(settings)
        self._made_up = MadeUp(seed)
        self._random = self._made_up.random
        self._desk = Desk(settings, calendar, session.now(), self._random)
        self._request_desk = RequestDesk(
            settings, self._desk.after, session.now(), MadeUp(seed).random
        )
        self._days = _working_days(session.today, within, calendar.is_working)
        self._total, self._for_ten = total, requests_for_ten
        self._people = self._asked = 0
        self._known: list[Person] = []
        self._case_references = _References("IS")
        self._request_references = _References("D")

    def batch(self, numbers: Iterable[int]) -> SampleBatch:
        """Return the cases with these numbers and all that goes with them."""
        people: list[Person] = []
        posts: list[PostItem] = []
        cases: list[Case] = []
        entries: list[Entry] = []
        letters: list[Letter] = []
        requests: list[MadeRequest] = []
        organisations = () if self._asked else self._request_desk.organisations
        for number in numbers:
            received = self._received(number)
            person = self._new_person(number)
            people += [person] if person else []
            story = self._desk.story(self._random.choice(KINDS), received)
            case = self._case(number, received, story, person or self._known_person())
            posts.append(case.post)
            cases.append(case)
            entries += [replace(entry, record_id=number) for entry in story.entries]
            letters.append(self._desk.letter(case, story))
            requests += self._requests(number, received)
        return SampleBatch(
            people=people,
            posts=posts,
            cases=cases,
            entries=entries,
            letters=letters,
            organisations=organisations,
            requests=requests,
        )

    def _received(self, number: int) -> date:
        """Spread arrivals evenly over the working days, in order."""
        return self._days[(number - 1) * len(self._days) // self._total]

    def _new_person(self, number: int) -> Person | None:
        """Four of five cases come from somebody new."""
        if self._people * 5 >= number * 4:
            return None
        self._people += 1
        person = replace(self._made_up.person(), id=self._people)
        if len(self._known) < _REMEMBERED:
            self._known.append(person)
        else:
            self._known[self._people % _REMEMBERED] = person
        return person

    def _known_person(self) -> Person:
        return self._random.choice(self._known)

    def _case(self, number: int, received: date, story: Story, person: Person) -> Case:
        post = PostItem(
            id=number,
            requester=person,
            received=received,
            reached_team=received,
            dated=received - timedelta(days=self._random.randint(1, 4)),
            their_reference=self._their_reference(),
            summary=self._made_up.words(story.case.kind),
        )
        return replace(
            story.case,
            id=number,
            reference=self._case_references.next(received.year),
            subject=person,
            post=post,
            owner=self._desk.owner(story),
        )

    def _their_reference(self) -> str:
        """One letter in six bears a reference of whoever wrote it."""
        drawn = self._random.random() * 6
        return f"{'AKMRT'[int(drawn * 5)]}{drawn * 10**6:.0f}" if drawn < 1 else ""

    def _requests(self, number: int, received: date) -> Iterator[MadeRequest]:
        """As many third-party requests for every ten cases as are wanted."""
        desk = self._request_desk
        while self._asked < number * self._for_ten // 10:
            self._asked += 1
            story, stage = desk.choose(received)
            hidden = story.lock is not None
            yield desk.request(
                story,
                stage,
                received,
                number=self._asked,
                reference=desk.hidden_number(received.year)
                if hidden
                else self._request_references.next(received.year),
                person=self._known_person(),
            )


def _working_days(
    today: date, within: timedelta, is_working: Callable[[date], bool]
) -> tuple[date, ...]:
    """Return the working days of the time before, today among them, oldest first."""
    span = (today - timedelta(days=back) for back in range(within.days, -1, -1))
    return tuple(day for day in span if is_working(day)) or (today,)
