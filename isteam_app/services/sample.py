"""Fills a vault with made-up data of any size, the same for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.case_clock import refreshed
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import (
    Case,
    CaseEvent,
    CaseKind,
    CaseState,
    EventKind,
    PostItem,
)
from isteam_app.domain.disclosures import Decision, Disclosure, RequesterKind
from isteam_app.domain.letters import Letter
from isteam_app.domain.people import Person, TeamMember
from isteam_app.domain.settings import Settings
from isteam_app.progress import Progress, unwatched
from isteam_app.services.demo import demo_settings
from isteam_app.services.made_up import MadeUp
from isteam_app.services.session import Session, calendar_for
from isteam_app.services.unlock import Now, create, local_now
from isteam_app.storage.keyslots import STANDARD_COST, KdfCost
from isteam_app.storage.vault import SampleBatch

_BATCH = 5_000
_YEARS = 3
_TEAM = (
    ("Sample Administrator", "administrator"),
    ("Sample Handler", "handler"),
    ("Sample Approver", "approver"),
    ("Sample Auditor", "auditor"),
)
_OPEN_SHARE = 0.15


def make_sample(
    folder: Path,
    *,
    passphrase: str,
    cases: int,
    seed: int,
    now: Now = local_now,
    progress: Progress = unwatched,
    cost: KdfCost = STANDARD_COST,
) -> Session:
    """Create a vault of made-up cases, people, letters and requests; return it open.

    For N cases: 3N events, 0.8N people, 0.3N third-party requests and N drafts of
    letters.
    """
    session = create(
        folder,
        passphrase=passphrase,
        member=_TEAM[0][0],
        now=now,
        settings=replace(demo_settings(), demonstration=False),
        cost=cost,
    ).session
    with session.vault.change("sample.team", by=_TEAM[0][0], at=now()) as work:
        for name, role in _TEAM[1:]:
            work.members.add(TeamMember(name=name, role=role))
        work.commit()
    writer = _Writer(session, seed, cases)
    for first in range(0, cases, _BATCH):
        progress(first, cases)
        with session.vault.change("sample.loaded", by=_TEAM[0][0], at=now()) as work:
            work.load(writer.batch(first, min(_BATCH, cases - first)))
            work.commit()
    progress(cases, cases)
    return session


@dataclass(slots=True)
class _Counters:
    person: int = 0
    disclosure: int = 0


class _Writer:
    """Writes batches of made-up records, numbered from 1 without gaps."""

    def __init__(self, session: Session, seed: int, total: int) -> None:
        self._made_up = MadeUp(seed)
        self._random = self._made_up.random
        self._settings: Settings = session.settings()
        self._calendar: WorkingCalendar = calendar_for(self._settings)
        self._now = session.now()
        self._total = total
        self._count = _Counters()
        self._person = Person(name="")

    def batch(self, first: int, size: int) -> SampleBatch:
        people: list[Person] = []
        posts: list[PostItem] = []
        cases: list[Case] = []
        letters: list[Letter] = []
        for number in range(first + 1, first + size + 1):
            if number == 1 or self._random.random() < 0.8:
                people.append(self._next_person())
            case = self._case(number)
            posts.append(case.post)
            cases.append(case)
            letters.append(self._letter(case))
        return SampleBatch(
            people=people,
            posts=posts,
            cases=cases,
            letters=letters,
            disclosures=list(self._disclosures(int(size * 0.3))),
        )

    def _next_person(self) -> Person:
        self._count.person += 1
        self._person = replace(self._made_up.person(), id=self._count.person)
        return self._person

    def _received(self, number: int) -> date:
        """Spread arrivals evenly, so that references follow the calendar."""
        span = _YEARS * 365
        days_ago = span - (number * span) // max(1, self._total)
        return self._now.date() - timedelta(days=days_ago)

    def _case(self, number: int) -> Case:
        draw = self._random
        kind = draw.choice(tuple(CaseKind))
        received = self._received(number)
        post = PostItem(
            id=number,
            requester=self._person,
            received=received,
            reached_team=received,
            summary=self._made_up.words(kind),
        )
        is_open = draw.random() < _OPEN_SHARE
        case = Case(
            id=number,
            reference=f"IS-{received.year}-{number:05d}",
            kind=kind,
            state=CaseState.RECEIVED if is_open else CaseState.CLOSED,
            subject=self._person,
            post=post,
            events=tuple(self._events(received, is_open=is_open)),
            owner=draw.choice(("Sample Handler", "Sample Approver", "")),
            closed_on=None if is_open else received + timedelta(days=20),
            outcome="" if is_open else "Answered in full",
        )
        return refreshed(
            case,
            settings=self._settings,
            calendar=self._calendar,
            today=self._now.date(),
        )

    def _events(self, received: date, *, is_open: bool) -> Iterator[CaseEvent]:
        last = EventKind.NOTE if is_open else EventKind.CLOSED
        for kind, after in (
            (EventKind.RECEIVED, 0),
            (EventKind.ACKNOWLEDGED, 3),
            (last, 20),
        ):
            yield CaseEvent(
                kind=kind,
                on=min(received + timedelta(days=after), self._now.date()),
                recorded_at=self._now,
                recorded_by="Sample Handler",
            )

    def _letter(self, case: Case) -> Letter:
        requester = case.post.requester
        return Letter(
            id=case.id,
            case_id=case.id,
            case_reference=case.reference,
            number=1,
            template=CASE_TYPES[case.kind].acknowledgement,
            template_version=1,
            title="Acknowledgement",
            body="Dear {{salutation}}\n\nThank you for your letter.",
            recipient=requester.address.printed(requester.name),
            made_at=self._now,
            made_by="Sample Handler",
        )

    def _disclosures(self, size: int) -> Iterator[Disclosure]:
        for _ in range(size):
            self._count.disclosure += 1
            yield self._disclosure(self._count.disclosure)

    def _disclosure(self, number: int) -> Disclosure:
        draw = self._random
        facts = draw.choice(self._made_up.requests())
        received = self._received(min(self._total, number * 10 // 3))
        moment: datetime = self._now
        return Disclosure(
            id=number,
            reference=f"D-{received.year}-{number:05d}",
            received=received,
            organisation=facts["organisation"],
            kind=RequesterKind(facts["kind"]),
            officer=facts["officer"],
            about=self._person.name,
            asked=facts["asked"],
            legal_basis=facts["basis"],
            decision=draw.choice(tuple(Decision)),
            reason="Necessary and proportionate.",
            recorded_at=moment,
            recorded_by="Sample Handler",
        )
