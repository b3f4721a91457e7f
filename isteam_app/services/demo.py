"""A throw-away vault full of made-up cases, to try the program with.

Everything in it is done through the same services a team member uses, day by day, so
that the demonstration cannot show what the program does not do.
"""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from isteam_app import resources
from isteam_app.domain.addresses import Address
from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.domain.disclosures import Decision, Disclosure, RequesterKind, Told
from isteam_app.domain.people import TeamMember
from isteam_app.domain.settings import Organisation, Settings, Signatory
from isteam_app.letters.fields import FIELDS
from isteam_app.letters.incoming import incoming_letter
from isteam_app.progress import Progress, unwatched
from isteam_app.services.cases import assign, record_event
from isteam_app.services.defaults import default_settings
from isteam_app.services.demo_decisions import decide_case
from isteam_app.services.disclosures import save_disclosure
from isteam_app.services.intake import NewPost, receive_post
from isteam_app.services.letters import (
    asked_fields,
    finalise,
    open_desk,
    save_draft,
    start_letter,
)
from isteam_app.services.made_up import MadeUp
from isteam_app.services.print_desk import mark_posted, mark_printed
from isteam_app.services.scans import Scan, scan_from_bytes
from isteam_app.services.session import Session, calendar_for
from isteam_app.services.unlock import Now, create, local_now, lock
from isteam_app.storage.keyslots import FLOOR_COST

PASSPHRASE = "paper boats sail nowhere"  # noqa: S105 - printed on the screen
"""Opens every demonstration; it guards nothing."""
MEMBER = "Robin Sample"
COLLEAGUES = {"Priya Specimen": "approver", "Sam Placeholder": "caseworker"}
TEAM = (MEMBER, *COLLEAGUES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """One item of post: who asks what, how many days ago, and how far it has come."""

    kinds: tuple[CaseKind, ...]
    days_ago: int
    steps: tuple[str, ...] = ()
    scanned: bool = False


def _stories() -> tuple[_Story, ...]:
    told = json.loads(resources.text("sample", "stories.json"))
    return tuple(
        _Story(
            kinds=tuple(CaseKind(ask) for ask in story["asks"]),
            days_ago=story["days_ago"],
            steps=tuple(story["steps"]),
            scanned=story.get("scanned", False),
        )
        for story in told
    )


class _Clock:
    """A clock that stands where the story of the moment needs it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def make_demo(
    folder: Path, *, now: Now = local_now, progress: Progress = unwatched
) -> Session:
    """Create the demonstration vault; return it open, its one person signed in."""
    moment = now()
    clock = _Clock(moment)
    session = create(
        folder,
        passphrase=PASSPHRASE,
        member=MEMBER,
        now=clock,
        settings=demo_settings(),
        cost=FLOOR_COST,
    ).session
    try:
        _fill(session, clock, moment, progress)
    except BaseException:  # stopped or failed half way: nobody else would close it
        lock(session)
        raise
    return Session(vault=session.vault, member=session.member, now=now)


def _fill(
    session: Session, clock: _Clock, moment: datetime, progress: Progress
) -> None:
    with session.vault.change(
        "member.added", by=session.member.name, at=session.now()
    ) as work:
        for name, role in COLLEAGUES.items():
            work.members.add(TeamMember(name=name, role=role))
        work.commit()
    made_up = MadeUp(seed=2026)
    stories = _stories()
    total = len(stories) + 1
    for done, story in enumerate(stories):
        progress(done, total)
        _Teller(session, clock, made_up, moment, story).tell()
    progress(total - 1, total)
    clock.at = moment
    _requests(session, clock, made_up, moment)
    progress(total, total)


def demo_settings() -> Settings:
    """Return the settings of the made-up company."""
    shipped = default_settings()
    return replace(
        shipped,
        organisation=Organisation(
            name="Fernleigh Post & Print Ltd",
            team="Information Security Team",
            address=Address(
                lines=("Unit 9", "Millbrook Way"), town="Exampleton", postcode="EX4 9ZZ"
            ),
            company_number="00000000",
        ),
        regulator=replace(
            shipped.regulator,
            name="Office of the Example Commissioner",
            address=Address(
                lines=("1 Specimen Square",), town="Eastbridge", postcode="QX1 1AA"
            ),
            phone="01632 960000",
            website="regulator.example",
        ),
        signatory=Signatory(name=MEMBER, role="Information Security Officer"),
        demonstration=True,
    )


class _Teller:
    """Tells one story: receives the post, then takes its steps on later days."""

    def __init__(
        self,
        session: Session,
        clock: _Clock,
        made_up: MadeUp,
        moment: datetime,
        story: _Story,
    ) -> None:
        self._session, self._clock, self._made_up = session, clock, made_up
        self._moment, self._story = moment, story
        self._calendar = calendar_for(session.settings())
        self._day = moment.date() - timedelta(days=story.days_ago)
        self._letters: list[int] = []

    def tell(self) -> None:
        case = self._receive()
        for step in self._story.steps:
            self._to_next_day()
            case = getattr(self, f"_{step}")(case)

    def _receive(self) -> Case:
        draw, story = self._made_up, self._story
        self._at(self._day)
        person = draw.person()
        words = draw.words(story.kinds[0])
        dated = self._day - timedelta(days=draw.random.randint(2, 4))
        scans: tuple[Scan, ...] = ()
        if story.scanned:
            pdf = incoming_letter(
                person.address.printed(person.name),
                f"{dated:%d %B %Y}",
                (words, "Please write to me at the address above."),
                f"{self._day:%d %b %Y}".upper(),
            )
            scans = (scan_from_bytes("letter.pdf", pdf),)
        received = receive_post(
            self._session,
            NewPost(
                name=person.name,
                address=person.address,
                salutation=person.salutation,
                kinds=story.kinds,
                received=self._day,
                reached_team=self._day,
                dated=dated,
                summary=words,
                scans=scans,
            ),
        )
        owner = draw.random.choice((*TEAM, ""))
        case = received.cases[0]
        return case if owner == case.owner else assign(self._session, case, owner)

    def _acknowledge(self, case: Case) -> Case:
        return self._write(case, CASE_TYPES[case.kind].acknowledgement)

    def _answer(self, case: Case) -> Case:
        decided = decide_case(self._session, case)
        return self._write(decided, CASE_TYPES[case.kind].response)

    def _identity(self, case: Case) -> Case:
        return self._post(self._write(case, "identity-request"))

    def _clarify(self, case: Case) -> Case:
        return self._post(self._write(case, "clarification-request"))

    def _clarified(self, case: Case) -> Case:
        return record_event(
            self._session,
            case,
            EventKind.CLARIFICATION_RECEIVED,
            self._session.today,
            "They want delivery records only.",
        )

    def _extend(self, case: Case) -> Case:
        return record_event(
            self._session,
            case,
            EventKind.EXTENDED,
            self._session.today,
            "Four sites have to be searched and the records are on paper.",
        )

    def _draft(self, case: Case) -> Case:
        start_letter(self._session, case.id, CASE_TYPES[case.kind].response)
        return case

    def _print(self, case: Case) -> Case:
        mark_printed(self._session, self._letters[-1])
        return self._again(case)

    def _post(self, case: Case) -> Case:
        mark_printed(self._session, self._letters[-1])
        mark_posted(
            self._session,
            self._letters[-1:],
            on=self._session.today,
            service="First class",
        )
        return self._again(case)

    def _close(self, case: Case) -> Case:
        return record_event(
            self._session,
            case,
            EventKind.CLOSED,
            self._session.today,
            "Answered in full, in time.",
        )

    def _write(self, case: Case, template: str) -> Case:
        letter = start_letter(self._session, case.id, template)
        desk = open_desk(self._session, letter.id)
        answers = {
            field.name: _typed(FIELDS[field.name].example)
            for field in asked_fields(letter.body)
        }
        answers |= dict(letter.answers)
        letter = save_draft(self._session, letter, desk.letter.body, answers)
        self._letters.append(finalise(self._session, letter).id)
        return self._again(case)

    def _again(self, case: Case) -> Case:
        with self._session.vault.read() as vault:
            return vault.cases.get(case.id)

    def _to_next_day(self) -> None:
        later = self._calendar.forward(self._day, 1)
        self._day = min(later, self._moment.date())
        self._at(self._day)

    def _at(self, day: date) -> None:
        zone = self._moment.tzinfo
        morning = datetime.combine(day, time(9, 30), tzinfo=zone)
        self._clock.at = min(morning, self._moment)


def _typed(example: str | tuple[str, ...]) -> str:
    return example if isinstance(example, str) else "\n".join(example)


def _requests(
    session: Session, clock: _Clock, made_up: MadeUp, moment: datetime
) -> None:
    calendar = calendar_for(session.settings())
    for number in reversed(range(18)):  # oldest first, as they came
        facts = made_up.requests()[number % len(made_up.requests())]
        received = moment.date() - timedelta(days=3 + number * 5)
        clock.at = min(
            moment,
            datetime.combine(
                moment.date() - timedelta(days=number * 5),
                time(15, 0),
                tzinfo=moment.tzinfo,
            ),
        )
        save_disclosure(
            session, _request(facts, number, received, made_up, calendar, clock)
        )
    clock.at = moment


def _request(
    facts: dict[str, str],
    number: int,
    received: date,
    made_up: MadeUp,
    calendar: WorkingCalendar,
    clock: _Clock,
) -> Disclosure:
    kind = RequesterKind(facts["kind"])
    compelled = kind in (RequesterKind.COURT, RequesterKind.TAX_OR_BENEFITS)
    person = made_up.person()
    asked = Disclosure(
        received=received,
        organisation=facts["organisation"],
        kind=kind,
        officer=facts["officer"],
        their_reference=f"{facts['organisation'][:2].upper()}/{4100 + 7 * number}",
        about=", ".join((person.name, *person.address.printed())),
        asked=facts["asked"],
        legal_basis=facts["basis"],
        compelled=compelled,
        comply_by=calendar.forward(received, 15) if compelled else None,
    )
    return _decided(asked, number, clock.at.date())


def _decided(asked: Disclosure, number: int, day: date) -> Disclosure:
    if number < 4:
        return asked
    if not asked.legal_basis:
        return replace(
            asked,
            decision=Decision.REFUSE,
            reason="No legal basis was given and none is evident.",
            decided_on=day,
        )
    if number == 5:  # asked lately: an old question would stand here as months late
        return replace(
            asked,
            decision=Decision.MORE,
            reason="The counter-signature is missing.",
            decided_on=day,
        )
    hidden = asked.kind is RequesterKind.POLICE
    return replace(
        asked,
        decision=Decision.PART if number % 3 else Decision.DISCLOSE,
        reason="Necessary and proportionate; narrowed to the days in question.",
        decided_on=day,
        what_left="The records asked for, for two days only.",
        method="Tracked post",
        left_on=day,
        told=Told.MUST_NOT if hidden else Told.NOT_NEEDED,
        told_reason="Telling them would prejudice the investigation." if hidden else "",
    )
