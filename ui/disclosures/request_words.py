"""What the page of a request says of it: its states, its line, who sees it."""

from collections.abc import Iterable

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosures import (
    LEAVES,
    Disclosure,
    DisclosureState,
)
from isteam_app.domain.people import TeamMember
from isteam_app.domain.rights import Act, may
from isteam_app.services.disclosures import RequestPage
from ui.common.facts import Fact
from ui.common.moments import here
from ui.common.status import DECISIONS, DUE_SOON, OVERDUE, Status, due_status
from ui.disclosures.words import DECIDING, KINDS

STATES = {
    DisclosureState.OPEN: Status("Checking", "checking"),
    DisclosureState.WAITING: Status("Waiting for more", "paused", "pause"),
    DisclosureState.AT_LEGAL: Status("With legal", "unsure", "warn"),
    DisclosureState.FOR_APPROVAL: Status("For approval", "approval", "warn"),
    DisclosureState.TO_RECORD: Status("Disclosed: record it", "late", "danger"),
    DisclosureState.DECIDED: Status("Decided", "decided", "accent"),
    DisclosureState.CLOSED: Status("Closed", "done", "ok"),
    DisclosureState.WITHDRAWN: Status("Recorded in error", "undo"),
}
EMERGENCY = Status("Emergency", "late", "danger")
_SOON = 3


def meta_of(page: RequestPage) -> str:
    """The line over the title: reference, who asks, voluntary or compelled."""
    request = page.request
    way = "compelled" if request.compelled else "voluntary"
    return f"{request.reference}  \u00b7  {KINDS[request.kind]} request, {way}"


def chips_of(page: RequestPage) -> tuple[Status, ...]:
    """The states beside it: how far it has come, what was decided, what is due."""
    request = page.request
    found = [STATES[request.state]]
    if request.state in (DisclosureState.DECIDED, DisclosureState.CLOSED):
        found = [DECISIONS[request.decision]]
        if request.state is DisclosureState.CLOSED:
            found.append(STATES[request.state])
    if request.emergency:
        found.append(EMERGENCY)
    due = _due(page)
    return (*found, due) if due is not None else tuple(found)


def _due(page: RequestPage) -> Status | None:
    request = page.request
    ends = request.record_by or request.comply_by
    decided = request.state in (DisclosureState.DECIDED, DisclosureState.CLOSED)
    if ends is None or (decided and not request.record_by):
        return None
    status = due_status(ends, page.today)
    words = "Record" if request.record_by else "Comply"
    left = (ends - page.today).days
    if left < 0:
        return OVERDUE.saying(f"{words}: {status.word}")
    if left <= _SOON:
        by = "today" if not left else f"by {status.word}"
        return DUE_SOON.saying(f"{words} {by}")
    return Status(f"{words} by {status.word}", "date")


def summary_of(page: RequestPage) -> str:
    """One line under the title: what was decided, by whom, or for whom it waits."""
    request = page.request
    if request.state in (DisclosureState.DECIDED, DisclosureState.CLOSED):
        on = f", {long_date(request.decided_on)}" if request.decided_on else ""
        by = f" by {request.decided_by}" if request.decided_by else ""
        return f"{DECIDING[request.decision]}{by}{on}"
    if request.state is DisclosureState.FOR_APPROVAL:
        return f"{DECIDING[request.decision]}: prepared by {request.prepared_by}"
    return ""


def decision_facts(page: RequestPage) -> tuple[Fact, ...]:
    """What somebody is asked to approve."""
    request = page.request
    return (
        Fact("Decision", DECIDING[request.decision]),
        Fact("Reason", request.reason),
        Fact("About", request.about),
        Fact("Data asked", ", ".join(request.categories)),
        Fact("Rests on", request.legal_basis),
        Fact("Prepared by", request.prepared_by),
    )


def seen_by(team: Iterable[TeamMember], cleared: Iterable[str]) -> tuple[str, ...]:
    """Who sees a locked request: whoever approves, and those named for it."""
    here_now = [one for one in team if one.left_at is None]
    named = set(cleared)
    return tuple(
        sorted(
            one.name
            for one in here_now
            if may(one.role, Act.APPROVE) or one.name in named
        )
    )


def may_be_cleared(
    team: Iterable[TeamMember], cleared: Iterable[str]
) -> tuple[str, ...]:
    """Whom a locked request can still be shown to."""
    everybody = tuple(team)
    sees = set(seen_by(everybody, cleared))
    return tuple(
        sorted(
            one.name
            for one in everybody
            if one.left_at is None and one.name not in sees
        )
    )


def lock_words(page: RequestPage) -> str:
    """What stands under the first line of the lock."""
    if page.lock is None:
        return "The entry of this request says so."
    count = len(seen_by(page.team, page.sees_lock))
    people = "1 person can" if count == 1 else f"{count} people can"
    return (
        "Hidden from search, lists, reminders and any copy of data. "
        f"Review on {long_date(page.lock.review_on)}. {people} see this."
    )


def leaves_something(request: Disclosure) -> bool:
    return request.decision in LEAVES or request.emergency


def scan_words(page: RequestPage) -> str:
    """Where their own form can be seen; "" where none was kept."""
    came = [one for one in page.documents if one.entry_id is None]
    if not came:
        return ""
    at = here(came[0].added_at) if came[0].added_at else None
    return f"Their form, kept {at.day} {at:%b}" if at else "Their form"
