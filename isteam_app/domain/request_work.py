"""What waits to be done about third-party requests, and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from isteam_app.domain.disclosures import LEAVES, Decision, DisclosureState

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestStanding:
    """How one request stands: what a line of the day's work is made from.

    `receipt_owed`: something left, and nobody has confirmed that it arrived.
    `prepared_by_me`: whoever asks submitted it or filled in what it rests on.
    """

    id: int
    reference: str
    organisation: str
    state: DisclosureState
    decision: Decision
    comply_by: date | None = None
    waiting_since: date | None = None
    record_by: date | None = None
    decided_on: date | None = None
    left_on: date | None = None
    return_by: date | None = None
    lock_review: date | None = None
    receipt_owed: bool = False
    prepared_by_me: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTask:
    """One thing to be done about a request.

    `waits`: somebody outside is to answer first; `approval`: a second person is.
    """

    what: str
    by: date | None
    waits: bool = False
    approval: bool = False


def tasks_of(
    at: RequestStanding, today: date, *, chase_days: int, ahead: timedelta
) -> Iterator[RequestTask]:
    """Yield what waits to be done about a request.

    What comes up again long after, a lock to be reviewed or data to be returned, is
    told of from `ahead` of its day on.
    """
    task = _of_state(at, today, timedelta(days=chase_days))
    if task is not None:
        yield task
    if at.lock_review is not None and at.lock_review <= today + ahead:
        yield RequestTask(what="Review the do-not-tell lock", by=at.lock_review)
    if at.return_by is not None and at.return_by <= today + ahead:
        yield RequestTask(what="Have it returned or destroyed", by=at.return_by)


def _of_state(at: RequestStanding, today: date, wait: timedelta) -> RequestTask | None:
    if at.state is DisclosureState.OPEN:
        return RequestTask(what="Check who asks, and decide", by=at.comply_by)
    if at.state is DisclosureState.WAITING:
        return _waiting(at, today, wait)
    if at.state is DisclosureState.AT_LEGAL:
        days = _days_since(at.waiting_since, today)
        return RequestTask(what=f"Legal was asked{days}", by=at.comply_by, waits=True)
    if at.state is DisclosureState.FOR_APPROVAL:
        by = at.record_by or at.comply_by
        return RequestTask(what="Approve the decision", by=by, approval=True)
    if at.state is DisclosureState.TO_RECORD:
        return RequestTask(what="Record the emergency", by=at.record_by)
    return _decided(at, wait) if at.state is DisclosureState.DECIDED else None


def _waiting(at: RequestStanding, today: date, wait: timedelta) -> RequestTask:
    """Record the reply; once nothing came for long enough, remind or close."""
    chase = at.waiting_since + wait if at.waiting_since else None
    days = _days_since(at.waiting_since, today)
    late = chase is not None and chase <= today
    what = "Remind the requester" if late else "Record the reply"
    return RequestTask(what=f"{what}{days}", by=chase, waits=True)


def _decided(at: RequestStanding, wait: timedelta) -> RequestTask:
    since = at.decided_on
    if at.decision in LEAVES and at.left_on is None:
        return RequestTask(what="Record what left", by=at.comply_by or since)
    if at.receipt_owed and at.left_on is not None:
        return RequestTask(what="Have the receipt signed", by=at.left_on + wait)
    return RequestTask(
        what="Send the letter and close", by=since + wait if since else None
    )


def _days_since(day: date | None, today: date) -> str:
    """Return how long something lasts, as words to be put after others."""
    if day is None or day >= today:
        return ""
    return f" (day {(today - day) // _DAY:,})"
