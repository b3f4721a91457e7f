"""What becomes of made-up cases, letters and requests, by how long ago they came."""

from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

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
from isteam_app.domain.disclosures import Decision, Disclosure, RequesterKind, Told
from isteam_app.domain.letters import Letter, LetterState
from isteam_app.domain.people import Person, TeamMember
from isteam_app.domain.settings import Settings
from isteam_app.letters.templates import load

TEAM = (
    TeamMember(name="Sample Administrator", role="administrator"),
    TeamMember(name="Sample Handler", role="handler"),
    TeamMember(name="Sample Approver", role="approver"),
    TeamMember(name="Sample Auditor", role="auditor"),
)
_ADMINISTRATOR, _HANDLER, _APPROVER, _ = (member.name for member in TEAM)
_OWNERS = (_HANDLER, _HANDLER, _HANDLER, _APPROVER, _ADMINISTRATOR, "")
_POSTED_BODY = "Dear {{salutation}}\n\nThank you for your letter."
_DECIDED_AFTER = 14

# days since it came, and how much of what came up to then is still open
_STILL_OPEN = ((7, 0.97), (14, 0.8), (28, 0.5), (42, 0.12), (90, 0.03))


@dataclass(frozen=True, slots=True)
class _Plot:
    """Two things that happen after the receipt, each so many working days on.

    Every case then has three events; scans stand in where little has happened yet.
    """

    name: str
    steps: tuple[tuple[EventKind, int, str], tuple[EventKind, int, str]]


_SCAN = (EventKind.DOCUMENT_ADDED, 0, "Envelope")
_ACKNOWLEDGED = (EventKind.ACKNOWLEDGED, 2, "")
_NEW = _Plot("new", ((EventKind.DOCUMENT_ADDED, 0, "Letter"), _SCAN))
_WORKED = _Plot(
    "worked",
    (_ACKNOWLEDGED, (EventKind.NOTE, 5, "Asked the depots for delivery records.")),
)
_CLARIFY = _Plot(
    "clarify",
    (_ACKNOWLEDGED, (EventKind.CLARIFICATION_ASKED, 4, "Which parcels, which days?")),
)
_IDENTITY = _Plot("identity", (_SCAN, (EventKind.IDENTITY_ASKED, 2, "")))
_EXTENDED = _Plot(
    "extended", (_ACKNOWLEDGED, (EventKind.EXTENDED, 14, "Four sites to search."))
)
_CLOSED = tuple(
    _Plot(f"closed {days}", (_ACKNOWLEDGED, (EventKind.CLOSED, days, outcome)))
    for days, outcome in (
        (6, "Answered in full"),
        (10, "Answered in full"),
        (14, "Answered in part, with reasons"),
        (17, "Withdrawn by the person"),
    )
)


@dataclass(frozen=True, slots=True)
class Story:
    """A case as far as it has come, without person and number, shared by many.

    `acknowledged` is the day its letter went out, or None.
    """

    case: Case
    acknowledged: date | None


class Desk:
    """Decides what becomes of each record. Equal stories are worked out once."""

    def __init__(
        self,
        settings: Settings,
        calendar: WorkingCalendar,
        now: datetime,
        draw: Random,
    ) -> None:
        self._settings, self._calendar = settings, calendar
        self._today, self._zone = now.date(), now.tzinfo
        self._random = draw
        self._stories: dict[tuple[str, CaseKind, date], Story] = {}
        self._later: dict[tuple[date, int], date] = {}

    def story(self, kind: CaseKind, received: date) -> Story:
        """Return what became of a case of this kind that came on this day."""
        plot = self._plot(kind, (self._today - received).days)
        key = (plot.name, kind, received)
        if key not in self._stories:
            self._stories[key] = self._told(plot, kind, received)
        return self._stories[key]

    def owner(self, story: Story) -> str:
        """Return whose case it is; most of the newest are nobody's yet."""
        if story.case.state is CaseState.RECEIVED and self._random.random() < 0.5:
            return ""
        return self._random.choice(_OWNERS)

    def letter(self, case: Case, story: Story) -> Letter:
        """Return the acknowledgement of a case: a draft, or posted long ago."""
        requester = case.post.requester
        template = load(CASE_TYPES[case.kind].acknowledgement)
        posted = story.acknowledged
        made = self._morning(posted or case.received)
        return Letter(
            id=case.id,
            case_id=case.id,
            case_reference=case.reference,
            number=1,
            template=template.key,
            template_version=template.version,
            title=template.title,
            body=_POSTED_BODY if posted else template.body,
            recipient=requester.address.printed(requester.name),
            state=LetterState.POSTED if posted else LetterState.DRAFT,
            made_at=made,
            made_by=_HANDLER,
            finalised_at=made if posted else None,
            finalised_by=_HANDLER if posted else "",
            pages=1 if posted else 0,
            printed_at=made if posted else None,
            printed_by=_HANDLER if posted else "",
            posted_on=posted,
            posted_by=_HANDLER if posted else "",
            service="First class" if posted else "",
        )

    def request(
        self,
        facts: dict[str, str],
        *,
        number: int,
        reference: str,
        received: date,
        person: Person,
    ) -> Disclosure:
        """Return a third party's request, decided if it came some time ago."""
        kind = RequesterKind(facts["kind"])
        decision = self._decision(facts, (self._today - received).days)
        decided = decision not in (Decision.UNDECIDED, Decision.MORE)
        left = decision in (Decision.DISCLOSE, Decision.PART)
        day = self._after(received, 6)
        hidden = kind is RequesterKind.POLICE
        return Disclosure(
            id=number,
            reference=reference,
            received=received,
            organisation=facts["organisation"],
            kind=kind,
            officer=facts["officer"],
            about=person.name,
            person_id=person.id,
            asked=facts["asked"],
            legal_basis=facts["basis"],
            compelled=kind in (RequesterKind.COURT, RequesterKind.TAX_OR_BENEFITS),
            comply_by=self._after(received, 15, at_most_today=False),
            decision=decision,
            reason="Necessary and proportionate." if decided else "",
            decided_by=_APPROVER if decided else "",
            decided_on=day if decided else None,
            what_left="The records asked for, for two days only." if left else "",
            method="Tracked post" if left else "",
            left_on=day if left else None,
            told=_told(left=left, hidden=hidden),
            told_reason="It would harm the investigation." if left and hidden else "",
            recorded_at=self._morning(received),
            recorded_by=_HANDLER,
        )

    def _plot(self, kind: CaseKind, days: int) -> _Plot:
        draw = self._random.random
        share = next((share for most, share in _STILL_OPEN if days <= most), 0.0)
        if draw() >= share:
            return self._random.choice(_CLOSED)
        chance = draw()
        if chance < (0.75 if days <= 4 else 0.1):
            return _NEW
        if kind is not CaseKind.ACCESS or chance < 0.6:
            return _WORKED
        if chance < 0.75:
            return _CLARIFY
        return _IDENTITY if chance < 0.85 or days < 24 else _EXTENDED

    def _told(self, plot: _Plot, kind: CaseKind, received: date) -> Story:
        steps = ((EventKind.RECEIVED, 0, ""), *plot.steps)
        events = tuple(self._event(received, *step) for step in steps)
        last = events[-1]
        closed = last.kind is EventKind.CLOSED
        blank = Person(name="")
        case = Case(
            reference="",
            kind=kind,
            state=CaseState.CLOSED if closed else CaseState.RECEIVED,
            subject=blank,
            post=PostItem(requester=blank, received=received),
            events=events,
            closed_on=last.on if closed else None,
            outcome=last.text if closed else "",
        )
        return Story(
            case=refreshed(
                case,
                settings=self._settings,
                calendar=self._calendar,
                today=self._today,
            ),
            acknowledged=next(
                (each.on for each in events if each.kind is EventKind.ACKNOWLEDGED),
                None,
            ),
        )

    def _event(
        self, received: date, kind: EventKind, days: int, text: str
    ) -> CaseEvent:
        on = self._after(received, days)
        return CaseEvent(
            kind=kind,
            on=on,
            text=text,
            recorded_at=self._morning(on),
            recorded_by=_HANDLER,
        )

    def _decision(self, facts: dict[str, str], days: int) -> Decision:
        chance = self._random.random()
        if days < _DECIDED_AFTER:
            return Decision.UNDECIDED if chance < 0.7 else Decision.MORE
        if chance < 0.15 or not facts["basis"]:
            return Decision.REFUSE
        return Decision.PART if chance < 0.5 else Decision.DISCLOSE

    def _after(self, day: date, days: int, *, at_most_today: bool = True) -> date:
        key = (day, days)
        if key not in self._later:
            self._later[key] = self._calendar.forward(day, days) if days else day
        later = self._later[key]
        return min(later, self._today) if at_most_today else later

    def _morning(self, day: date) -> datetime:
        return datetime.combine(day, time(9, 30), tzinfo=self._zone)


def _told(*, left: bool, hidden: bool) -> Told:
    if not left:
        return Told.NOT_YET
    return Told.MUST_NOT if hidden else Told.NOT_NEEDED
