"""What becomes of made-up requests of third parties, by how long ago they came."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from isteam_app.domain.disclosure_gates import Asked, frozen, gates
from isteam_app.domain.disclosures import (
    LEAVES,
    ApprovedHow,
    Decision,
    Disclosure,
    DisclosureState,
    Lock,
    RequesterKind,
    RequestEvent,
    RequestStep,
    Subject,
)
from isteam_app.domain.forms import Entry
from isteam_app.domain.organisations import Requester
from isteam_app.domain.people import Person
from isteam_app.domain.request_line import followed
from isteam_app.domain.settings import Settings
from isteam_app.services.disclosure_decisions import DECIDED
from isteam_app.services.gateways import rules
from isteam_app.services.sample_requests import (
    After,
    Days,
    RequestStory,
    directory,
    request_stories,
)
from isteam_app.storage.load_requests import MadeRequest

_HANDLER, _APPROVER = "Sample Handler", "Sample Approver"
_OFTEN, _SELDOM = 4, 1
_LIFTED_AFTER = 120
_OPEN_AT_FIRST = ("requester", "asked", "item")
_AFTER_DECIDING = ("left", "after")
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# the most days since it came, and how far a request of that age has come
_STAGES: tuple[tuple[int, Mapping[str, int]], ...] = (
    (3, {"new": 6, "filled": 2, "waiting": 1, "at_legal": 1}),
    (
        14,
        {"filled": 4, "waiting": 4, "at_legal": 1, "for_approval": 3, "decided": 4},
    ),
    (60, {"waiting": 1, "decided": 4, "closed": 45}),
)
_OLD = {"closed": 1}


@dataclass(frozen=True, slots=True)
class _Told:
    """A request as far as it has come, without person and number, shared by many."""

    request: Disclosure
    entries: tuple[Entry, ...]
    steps: tuple[RequestStep, ...]
    lock: Lock | None


class RequestDesk:
    """Decides what becomes of each request. Equal ones are worked out once."""

    def __init__(
        self, settings: Settings, after: After, now: datetime, draw: Random
    ) -> None:
        self._settings, self._after, self._random = settings, after, draw
        self._today, self._zone = now.date(), now.tzinfo
        self._told: dict[tuple[str, str, date], _Told] = {}
        self._verdicts: dict[tuple[str, Decision], str] = {}
        known = directory(self._today - timedelta(days=400), _APPROVER)
        self.organisations = tuple(
            replace(each, id=number) for number, each in enumerate(known, start=1)
        )
        self._known = {each.name: each for each in self.organisations}
        self._drawn = tuple(
            story
            for story in request_stories()
            for _ in range(_OFTEN if story.days_ago else _SELDOM)
        )

    def choose(self, received: date) -> tuple[RequestStory, str]:
        """Draw who asks for what, and how far the request has come."""
        story = self._random.choice(self._drawn)
        days = (self._today - received).days
        shares = next((each for most, each in _STAGES if days <= most), _OLD)
        (stage,) = self._random.choices(tuple(shares), tuple(shares.values()))
        if _is_emergency(story):
            stage = "to_record" if days <= 1 else "closed"
        return story, stage

    def is_locked(self, story: RequestStory, received: date) -> bool:
        """Say whether its lock stands: those of long ago were lifted."""
        age = (self._today - received).days
        return story.lock is not None and age < story.lock.review + _LIFTED_AFTER

    def hidden_number(self, year: int) -> str:
        """Return a number of the hidden series, the same for the same seed."""
        return f"R-{year}-{''.join(self._random.choices(_SIGNS, k=6))}"

    def request(
        self,
        story: RequestStory,
        stage: str,
        received: date,
        *,
        number: int,
        reference: str,
        person: Person,
    ) -> MadeRequest:
        """Return a request of a day with all that belongs to it."""
        key = (story.name, stage, received)
        if key not in self._told:
            self._told[key] = self._tell(story, stage, received)
        told = self._told[key]
        details = ", ".join(person.address.printed())
        return MadeRequest(
            request=replace(
                told.request,
                id=number,
                reference=reference,
                about=person.name,
                person_id=person.id,
            ),
            entries=told.entries,
            steps=told.steps,
            lock=told.lock,
            subjects=(
                Subject(
                    disclosure_id=number,
                    name=person.name,
                    details=details,
                    person_id=person.id,
                ),
            ),
        )

    def _tell(self, story: RequestStory, stage: str, received: date) -> _Told:
        decision = _decision(story, stage)
        entries = self._entries(story, stage, decision, received)
        locked = self.is_locked(story, received)
        organisation = story.requester(received)["organisation"]
        known = self._known.get(organisation)
        request = Disclosure(
            received=received,
            organisation=organisation,
            kind=RequesterKind(story.requester(received)["kind"]),
            organisation_id=known.id if known else None,
            locked=locked,
            lock_review=self._review(story, received) if locked else None,
            state=_state(stage),
            decision=decision,
            emergency=_is_emergency(story),
            recorded_at=self._morning(received),
            recorded_by=_HANDLER,
        )
        request = self._decided(followed(request, entries, (), 0), story, stage)
        if request.decision in DECIDED:
            verdicts = self._judged(story, request, entries, known)
            request = replace(request, verdicts=verdicts)
        return _Told(
            request=request,
            entries=entries,
            steps=self._steps(request, story),
            lock=self._lock(story, received, locked=locked),
        )

    def _entries(
        self, story: RequestStory, stage: str, decision: Decision, received: date
    ) -> tuple[Entry, ...]:
        days = Days(received, self._today, self._after)
        wanted = _OPEN_AT_FIRST if stage == "new" else tuple(story.forms)
        sent = decision in LEAVES and stage in ("decided", "closed")
        if not sent and not _is_emergency(story):
            wanted = tuple(each for each in wanted if each not in _AFTER_DECIDING)
        at = self._morning(received)
        made = [("requester", story.requester(received))]
        if story.lock is not None:
            made.append(
                (
                    "telling",
                    {"telling": "must_not", "telling_why": story.lock.authority},
                )
            )
        for form in wanted:
            if form != "requester":
                made += [(form, each) for each in story.entries(form, days)]
        return tuple(
            Entry(
                record_id=0,
                form=form,
                values=tuple(values.items()),
                made_at=at,
                made_by=_HANDLER,
            )
            for form, values in made
        )

    def _decided(
        self, request: Disclosure, story: RequestStory, stage: str
    ) -> Disclosure:
        """Return a request with who did what when, as far as it has come."""
        day = self._until(request.received, 2)
        if stage in ("new", "filled"):
            return request
        request = replace(request, prepared_by=_HANDLER, reason=story.reason)
        if stage in ("waiting", "at_legal"):
            return replace(request, waiting_since=day)
        if stage == "to_record":
            return replace(request, record_by=self._after(request.received, 1))
        if stage == "for_approval":
            return request
        how = ApprovedHow.AFTERWARDS if request.emergency else ApprovedHow.SECOND
        closed = stage == "closed"
        return replace(
            request,
            decided_by=_APPROVER,
            decided_on=self._until(request.received, 3),
            approved_how=how,
            closed_on=self._until(request.received, 5) if closed else None,
        )

    def _judged(
        self,
        story: RequestStory,
        request: Disclosure,
        entries: tuple[Entry, ...],
        known: Requester | None,
    ) -> str:
        """Return what the gates said; alike requests are judged once."""
        key = (story.name, request.decision)
        if key not in self._verdicts:
            judged = gates(
                Asked(
                    request=request,
                    entries=entries,
                    names=(request.about,),
                    organisation=known,
                ),
                rules(),
                self._settings.requests,
                self._today,
            )
            self._verdicts[key] = frozen(judged, rules())
        return self._verdicts[key]

    def _steps(
        self, request: Disclosure, story: RequestStory
    ) -> tuple[RequestStep, ...]:
        told: list[tuple[RequestEvent, int, str, str]] = [
            (RequestEvent.RECORDED, 0, "", _HANDLER)
        ]
        if story.lock is not None:
            told.append((RequestEvent.LOCKED, 0, story.lock.authority, _HANDLER))
        if request.emergency:
            told.append((RequestEvent.EMERGENCY, 0, story.reason, _HANDLER))
        if request.state is DisclosureState.WAITING:
            told.append((RequestEvent.ASKED_MORE, 2, story.reason, _HANDLER))
        if request.state is DisclosureState.AT_LEGAL:
            told.append((RequestEvent.REFERRED, 2, story.reason, _HANDLER))
        if request.decision in DECIDED:
            told.append((RequestEvent.SUBMITTED, 2, story.reason, _HANDLER))
        if request.decided_on:
            told.append((RequestEvent.APPROVED, 3, "", _APPROVER))
        if request.closed_on:
            told.append((RequestEvent.CLOSED, 5, "", _HANDLER))
        return tuple(
            RequestStep(
                disclosure_id=0,
                kind=kind,
                on=self._until(request.received, days),
                text=text,
                recorded_at=self._morning(self._until(request.received, days)),
                recorded_by=by,
            )
            for kind, days, text, by in told
        )

    def _lock(
        self, story: RequestStory, received: date, *, locked: bool
    ) -> Lock | None:
        if story.lock is None:
            return None
        review = self._review(story, received)
        return Lock(
            disclosure_id=0,
            reason=story.lock.reason,
            authority=story.lock.authority,
            review_on=review,
            set_at=self._morning(received),
            set_by=_HANDLER,
            lifted_at=None if locked else self._morning(review),
            lifted_by="" if locked else _APPROVER,
            lifted_why="" if locked else "They confirmed that telling does no harm.",
        )

    def _review(self, story: RequestStory, received: date) -> date:
        """Return the next day on which a lock is looked at: it was put off in time."""
        assert story.lock is not None  # noqa: S101  asked of locked ones alone
        first = received + timedelta(days=story.lock.review)
        if self.is_locked(story, received) and first < self._today:
            return first + timedelta(days=_LIFTED_AFTER)
        return first

    def _until(self, received: date, working_days: int) -> date:
        return min(self._after(received, working_days), self._today)

    def _morning(self, day: date) -> datetime:
        return datetime.combine(day, time(9, 30), tzinfo=self._zone)


def _decision(story: RequestStory, stage: str) -> Decision:
    if stage in ("new", "filled", "to_record"):
        return Decision.UNDECIDED
    if stage in ("waiting", "at_legal"):
        return Decision.MORE if stage == "waiting" else Decision.LEGAL
    return story.decision if story.decision in DECIDED else Decision.REFUSE


def _state(stage: str) -> DisclosureState:
    new = stage in ("new", "filled")
    return DisclosureState.OPEN if new else DisclosureState(stage)


def _is_emergency(story: RequestStory) -> bool:
    return "now" in story.steps
