"""What becomes of made-up cases and letters, by how long ago they came."""

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
from isteam_app.domain.forms import Entry
from isteam_app.domain.letters import Letter, LetterState
from isteam_app.domain.people import Person, TeamMember
from isteam_app.domain.settings import Settings
from isteam_app.letters.templates import Template, load
from isteam_app.services.sample_forms import MadeUpForms
from isteam_app.services.sample_plots import Plot, plot

TEAM = (
    TeamMember(name="Sample Administrator", role="administrator"),
    TeamMember(name="Sample Handler", role="handler"),
    TeamMember(name="Sample Approver", role="approver"),
    TeamMember(name="Sample Auditor", role="auditor"),
)
_ADMINISTRATOR, _HANDLER, _APPROVER, _ = (member.name for member in TEAM)
_OWNERS = (_HANDLER, _HANDLER, _HANDLER, _APPROVER, _ADMINISTRATOR, "")
_POSTED_BODY = "Dear {{salutation}}\n\nThank you for your letter."


@dataclass(frozen=True, slots=True)
class Story:
    """A case as far as it has come, without person and number, shared by many.

    `letter` is the template of its letter, `posted` the day that went out, or None.
    """

    case: Case
    entries: tuple[Entry, ...]
    letter: Template
    posted: date | None


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
        self._forms = MadeUpForms(self.after, self._today)

    def story(self, kind: CaseKind, received: date) -> Story:
        """Return what became of a case of this kind that came on this day."""
        chosen = plot(kind, (self._today - received).days, self._random)
        key = (chosen.name, kind, received)
        if key not in self._stories:
            self._stories[key] = self._told(chosen, kind, received)
        return self._stories[key]

    def owner(self, story: Story) -> str:
        """Return whose case it is; most of the newest are nobody's yet."""
        if story.case.state is CaseState.RECEIVED and self._random.random() < 0.5:
            return ""
        return self._random.choice(_OWNERS)

    def letter(self, case: Case, story: Story) -> Letter:
        """Return the letter of a case: a draft, or posted long ago."""
        requester = case.post.requester
        template, posted = story.letter, story.posted
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

    def _told(self, plot: Plot, kind: CaseKind, received: date) -> Story:
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
            decision=plot.outcome.key if plot.outcome else "",
            ground=plot.ground,
            decided_by=_HANDLER if plot.outcome else "",
            closed_on=last.on if closed else None,
            outcome=last.text if closed else "",
        )
        template, posted = self._written(plot, case)
        return Story(
            case=refreshed(
                case,
                settings=self._settings,
                calendar=self._calendar,
                today=self._today,
            ),
            entries=self._forms.entries(
                CASE_TYPES[kind],
                plot.forms,
                received=received,
                outcome=case.decision,
                by=_HANDLER,
                at=self._morning(self._after(received, 1)),
            ),
            letter=template,
            posted=posted,
        )

    def _written(self, plot: Plot, case: Case) -> tuple[Template, date | None]:
        """Return the letter written last, and when it was posted."""
        definition = CASE_TYPES[case.kind]
        if not case.is_open:
            answer = plot.outcome.letter if plot.outcome else ""
            return load(answer or definition.response), case.closed_on
        posted = next(
            (each.on for each in case.events if each.kind is EventKind.ACKNOWLEDGED),
            None,
        )
        return load(definition.acknowledgement), posted

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

    def after(self, day: date, days: int) -> date:
        """Return the day so many working days later, in the future too."""
        return self._after(day, days, at_most_today=False)

    def _after(self, day: date, days: int, *, at_most_today: bool = True) -> date:
        key = (day, days)
        if key not in self._later:
            self._later[key] = self._calendar.forward(day, days) if days else day
        later = self._later[key]
        return min(later, self._today) if at_most_today else later

    def _morning(self, day: date) -> datetime:
        return datetime.combine(day, time(9, 30), tzinfo=self._zone)
