"""Tells the stories of third parties' requests: each is prepared, approved, sent."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from isteam_app.domain.disclosures import Disclosure, Subject
from isteam_app.services.demo_request_steps import RequestSteps
from isteam_app.services.demo_stories import Clock
from isteam_app.services.disclosure_sections import (
    LockAsked,
    add_subjects,
    record_request,
)
from isteam_app.services.made_up import MadeUp
from isteam_app.services.sample_requests import (
    RequestStory,
    directory,
    request_stories,
)
from isteam_app.services.session import Session, calendar_for

_KEPT_BY = "Priya Specimen"
_DIRECTORY_AGE = timedelta(days=300)


def tell_requests(
    session: Session, clock: Clock, made_up: MadeUp, moment: datetime
) -> None:
    """Keep the directory, then log each request as it came and take its steps."""
    clock.at = moment - _DIRECTORY_AGE
    _keep_directory(session)
    teller = _Teller(session, clock, made_up, moment)
    for story in request_stories():
        teller.tell(story)
    clock.at = moment


def _keep_directory(session: Session) -> None:
    with session.vault.change(
        "organisation.added", by=_KEPT_BY, at=session.now()
    ) as work:
        for each in directory(session.today, _KEPT_BY):
            work.organisations.add(each)
        work.commit()


class _Teller:
    """Tells one request after another, up to a moment."""

    def __init__(
        self, session: Session, clock: Clock, made_up: MadeUp, moment: datetime
    ) -> None:
        self._clock, self._made_up, self._moment = clock, made_up, moment
        self._after = calendar_for(session.settings()).forward
        with session.vault.read() as vault:
            team = vault.members.all()
            self._known = [
                vault.people.get(row.id) for row in vault.people.page(limit=9).rows
            ]
        self._as = {one.name: replace(session, member=one) for one in team}

    def tell(self, story: RequestStory) -> None:
        """Record a request, then take its steps, each on the next working day."""
        today = self._moment.date()
        day = min(self._after(today - timedelta(days=story.days_ago), 0), today)
        self._at(day)
        request = self._record(self._as[story.by], story, day)
        steps = RequestSteps(self._as, story, received=day, after=self._after)
        for step in story.steps:
            name, _, about = step.partition(":")
            if name == "wait":
                day += timedelta(days=int(about))
                continue
            day = self._after(day, 1) if story.days_ago else day
            self._at(day)
            request = steps.take(name, about, request)

    def _record(self, worker: Session, story: RequestStory, day: date) -> Disclosure:
        request = record_request(worker, story.requester(day), _lock(story, day))
        person = self._known.pop() if story.known else self._made_up.person()
        about = Subject(
            disclosure_id=request.id,
            name=person.name,
            details=", ".join(person.address.printed()),
            person_id=person.id or None,
        )
        return add_subjects(worker, request, [about])

    def _at(self, day: date) -> None:
        zone = self._moment.tzinfo
        morning = datetime.combine(day, time(9, 30), tzinfo=zone)
        self._clock.at = min(morning, self._moment)


def _lock(story: RequestStory, day: date) -> LockAsked | None:
    if story.lock is None:
        return None
    return LockAsked(
        reason=story.lock.reason,
        authority=story.lock.authority,
        review_on=day + timedelta(days=story.lock.review),
    )
