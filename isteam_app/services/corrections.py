"""Puts right what was mistyped when an item of post came in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from isteam_app.domain.addresses import Address
from isteam_app.domain.case_clock import refreshed
from isteam_app.domain.cases import Case, CaseEvent, EventKind, PostItem
from isteam_app.domain.dates import long_date
from isteam_app.domain.text import SUMMARY, checked
from isteam_app.errors import RuleBroken
from isteam_app.services.cases import event_today
from isteam_app.services.post_details import PostDetails, check_details
from isteam_app.services.session import Session, calendar_for
from isteam_app.storage.vault import Change

_FACTS: tuple[tuple[str, Callable[[PostItem], str | date | Address | None]], ...] = (
    ("Name", lambda post: post.requester.name),
    ("Greeting", lambda post: post.requester.salutation),
    ("Address", lambda post: post.requester.address),
    ("Date on the letter", lambda post: post.dated),
    ("Received", lambda post: post.received),
    ("Reached the team", lambda post: post.reached_team),
    ("Their reference", lambda post: post.their_reference),
    ("Summary", lambda post: post.summary),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(PostDetails):
    """Every detail as it should stand, and why it is changed.

    `reason` is needed when the name or the day of receipt changes: letters and the
    date to answer by hang on them.
    """

    reason: str = ""


def correct_details(session: Session, case: Case, correction: Correction) -> Case:
    """Put right who wrote and what came, and let every date and list follow.

    The person and the item of post are corrected for every case that stands on them;
    what was corrected is noted on this case. The dates of closed cases never move.
    Raises RuleBroken with the field, and ChangedMeanwhile when somebody else changed
    the person or the post since the case was read. All of it is saved, or nothing.
    """
    before, after = case.post, _corrected(case.post, correction)
    said = _what_changed(before, after)
    _check(session, case, after, correction, changed=bool(said))
    with session.vault.change(
        "post.corrected", by=session.member.name, at=session.now()
    ) as work:
        _refuse_late_receipt(session, work, before, after)
        if after.requester != before.requester:
            work.people.update(after.requester)
        if replace(after, requester=before.requester) != before:
            work.posts.update(after, before=before)
        text = _note(said, correction.reason.strip())
        work.cases.add_event(case.id, event_today(session, EventKind.NOTE, text))
        _refresh_open(session, work, before.id)
        saved = work.cases.get(case.id)
        work.commit()
    return saved


def _corrected(post: PostItem, correction: Correction) -> PostItem:
    requester = replace(
        post.requester,
        name=correction.tidy_name,
        address=correction.address,
        salutation=correction.salutation.strip(),
    )
    return replace(
        post,
        requester=requester,
        received=correction.day_received(),
        reached_team=correction.reached_team,
        dated=correction.dated,
        their_reference=correction.their_reference.strip(),
        summary=correction.summary.strip(),
    )


def _check(
    session: Session,
    case: Case,
    after: PostItem,
    correction: Correction,
    *,
    changed: bool,
) -> None:
    check_details(correction, session.today)
    if not changed:
        raise RuleBroken(
            "Nothing differs from what is kept. Correct what is wrong, or cancel."
        )
    reason = checked(
        correction.reason.strip(), field="reason", label="The reason", longest=SUMMARY
    )
    renamed = after.requester.name != case.post.requester.name
    if not reason and (renamed or after.received != case.post.received):
        raise RuleBroken(
            "Say why the name or the day of receipt is corrected: it is kept with the "
            "case.",
            field="reason",
        )


def _what_changed(before: PostItem, after: PostItem) -> tuple[str, ...]:
    return tuple(
        f"{label}: from {_words(was)} to {_words(now)}."
        for label, fact in _FACTS
        if (was := fact(before)) != (now := fact(after))
    )


def _words(value: str | date | Address | None) -> str:
    if isinstance(value, date):
        return long_date(value)
    text = ", ".join(value.typed().split("\n")) if isinstance(value, Address) else value
    return f'"{text}"' if text else "nothing"


def _note(said: tuple[str, ...], reason: str) -> str:
    lines = ("Details corrected.", *said)
    return "\n".join((*lines, f"Reason: {reason}") if reason else lines)


def _refuse_late_receipt(
    session: Session, work: Change, before: PostItem, after: PostItem
) -> None:
    """Refuse a receipt after something that was recorded on a case it opened."""
    if after.received <= before.received:
        return
    rows = work.cases.for_post(before.id)
    for case in work.cases.several(row.id for row in rows):
        first = min(_happened(session, event) for event in case.events)
        if first < after.received:
            raise RuleBroken(
                f"{case.reference} has an entry of {long_date(first)}, so this post "
                "had come by then. Enter that day or one before it.",
                field="received",
            )


def _happened(session: Session, event: CaseEvent) -> date:
    """Return the day of an event; of a receipt, the day it was written down."""
    if event.kind is EventKind.RECEIVED and event.recorded_at is not None:
        return event.recorded_at.astimezone(session.now().tzinfo).date()
    return event.on


def _refresh_open(session: Session, work: Change, post_id: int) -> None:
    settings = work.settings.in_force(session.today)
    calendar = calendar_for(settings)
    rows = work.cases.for_post(post_id)
    for case in work.cases.several(row.id for row in rows):
        if case.is_open:
            work.cases.update(
                refreshed(
                    case, settings=settings, calendar=calendar, today=session.today
                )
            )
