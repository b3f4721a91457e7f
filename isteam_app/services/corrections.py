"""Puts right what was mistyped when an item of post came in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from isteam_app.domain.addresses import Address
from isteam_app.domain.case_clock import refreshed
from isteam_app.domain.cases import Case, CaseEvent, EventKind, PostItem
from isteam_app.domain.dates import long_date
from isteam_app.domain.people import Capacity, Person, Representation
from isteam_app.domain.people_words import CAPACITIES
from isteam_app.domain.text import SUMMARY, checked
from isteam_app.errors import RuleBroken
from isteam_app.services.cases import event_today
from isteam_app.services.post_details import (
    PostDetails,
    check_address,
    check_details,
    check_name,
)
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
    ("Whom they act for", lambda post: post.acting_for),
    ("Answers go to", lambda post: post.reply_to.name if post.reply_to else ""),
    (
        "Address for answers",
        lambda post: post.reply_to.address if post.reply_to else "",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(PostDetails):
    """Every detail as it should stand, and why it is changed.

    `reason` is needed when a name or the day of receipt changes: letters and the date
    to answer by hang on them. `acting_for` is the name of the person it is about where
    somebody acts for them, in what `capacity`; `reply_name` and `reply_address` are who
    answers go to instead of the writer, "" for nobody else. None leaves each as it is.
    """

    reason: str = ""
    acting_for: str | None = None
    capacity: Capacity | None = None
    reply_name: str | None = None
    reply_address: Address | None = None


def correct_details(session: Session, case: Case, correction: Correction) -> Case:
    """Put right who wrote and what came, and let every date and list follow.

    The person and the item of post are corrected for every case that stands on them;
    what was corrected is noted on this case. The dates of closed cases never move.
    Raises RuleBroken with the field, and ChangedMeanwhile when somebody else changed
    the person or the post since the case was read. All of it is saved, or nothing.
    """
    before, after = case.post, _corrected(case.post, correction)
    acts = _authority(session, case)
    said = (*_what_changed(before, after), *_capacity_changed(acts, correction))
    _check(session, case, after, correction, changed=bool(said))
    with session.vault.change(
        "post.corrected", by=session.member.name, at=session.now()
    ) as work:
        _refuse_late_receipt(session, work, before, after)
        if after.requester != before.requester:
            work.people.update(after.requester)
        after = _keep_reply(work, before, after)
        if after.acting_for != before.acting_for:
            work.people.update(replace(case.subject, name=after.acting_for))
        if correction.capacity is not None:
            _keep_capacity(work, case, acts, correction.capacity)
        if replace(after, requester=before.requester) != before:
            work.posts.update(after, before=before)
        moved = _tell_moved(session, work, case, before.id)
        text = _note((*said, *moved), correction.reason.strip())
        work.cases.add_event(case.id, event_today(session, EventKind.NOTE, text))
        _refresh_open(session, work, before.id)
        saved = work.cases.get(case.id)
        work.commit()
    return saved


def acting_as(session: Session, case: Case) -> Capacity | None:
    """Return as what the writer acts for the person, None where that is not kept."""
    acts = _authority(session, case)
    return acts.capacity if acts else None


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
        acting_for=_acting_for(post, correction),
        reply_to=_reply_to(post, correction),
    )


def _acting_for(post: PostItem, correction: Correction) -> str:
    if correction.acting_for is None:
        return post.acting_for
    return " ".join(correction.acting_for.split())


def _reply_to(post: PostItem, correction: Correction) -> Person | None:
    """Return who answers go to; somebody new has no id yet."""
    kept, name = post.reply_to, correction.reply_name
    if name is None and correction.reply_address is None:
        return kept
    name = " ".join((kept.name if kept and name is None else name or "").split())
    if not name:
        return None
    was = kept or Person(name=name)
    address = correction.reply_address
    return replace(was, name=name, address=was.address if address is None else address)


def _authority(session: Session, case: Case) -> Representation | None:
    """Return by what authority the writer acts for the subject, if they do."""
    if not case.post.acting_for:
        return None
    with session.vault.read() as vault:
        found = vault.representations.between(case.subject.id, [case.post.requester.id])
    return found[0] if found else None


def _capacity_changed(
    acts: Representation | None, correction: Correction
) -> tuple[str, ...]:
    now = correction.capacity
    was = acts.capacity if acts else None
    if now is None or now is was:
        return ()
    old = f'"{CAPACITIES[was]}"' if was else "nothing"
    return (f'They write as: from {old} to "{CAPACITIES[now]}".',)


def _keep_reply(work: Change, before: PostItem, after: PostItem) -> PostItem:
    """Keep who answers go to, as a person of their own."""
    if after.reply_to is None or after.reply_to == before.reply_to:
        return after
    keep = work.people.update if after.reply_to.id else work.people.add
    return replace(after, reply_to=keep(after.reply_to))


def _keep_capacity(
    work: Change, case: Case, acts: Representation | None, capacity: Capacity
) -> None:
    if acts is None:
        work.representations.add(
            Representation(
                representative=case.post.requester,
                subject=case.subject,
                capacity=capacity,
            )
        )
    elif acts.capacity is not capacity:
        work.representations.update(replace(acts, capacity=capacity))


def _check(
    session: Session,
    case: Case,
    after: PostItem,
    correction: Correction,
    *,
    changed: bool,
) -> None:
    check_details(correction, session.today)
    _check_others(case.post, after, correction)
    if not changed:
        raise RuleBroken(
            "Nothing differs from what is kept. Correct what is wrong, or cancel."
        )
    reason = checked(
        correction.reason.strip(), field="reason", label="The reason", longest=SUMMARY
    )
    renamed = (after.requester.name, after.acting_for) != (
        case.post.requester.name,
        case.post.acting_for,
    )
    if not reason and (renamed or after.received != case.post.received):
        raise RuleBroken(
            "Say why the name or the day of receipt is corrected: it is kept with the "
            "case.",
            field="reason",
        )


def _check_others(before: PostItem, after: PostItem, correction: Correction) -> None:
    """Raise RuleBroken for what cannot be of the others a letter names."""
    acts = bool(before.acting_for)
    if not acts and (after.acting_for or correction.capacity is not None):
        raise RuleBroken(
            "This letter was taken in as the person's own. Take in again what was "
            "written for somebody else, and withdraw this case.",
            field="acting_for" if after.acting_for else "capacity",
        )
    if acts:
        check_name(after.acting_for, field="acting_for", who="whom they act for")
    if after.reply_to is None or after.reply_to == before.reply_to:
        return
    check_name(after.reply_to.name, field="reply_name", who="the person answers go to")
    if after.reply_to.address.is_empty:
        raise RuleBroken("Enter the address answers go to.", field="reply_address")
    check_address(after.reply_to.address, field="reply_address")


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


def _tell_moved(
    session: Session, work: Change, case: Case, post_id: int
) -> tuple[str, ...]:
    """Say which due dates the correction moves; the other cases are told as well."""
    settings = work.settings.in_force(session.today)
    calendar = calendar_for(settings)
    told = []
    for each in work.cases.several(row.id for row in work.cases.for_post(post_id)):
        if not each.is_open:
            continue
        new = refreshed(each, settings=settings, calendar=calendar, today=session.today)
        if new.due == each.due:
            continue
        moved = f"Due date moved from {_day(each.due)} to {_day(new.due)}"
        told.append(f"{each.reference}: {moved}.")
        if each.id != case.id:
            text = f"{moved}: the details were corrected in {case.reference}"
            event = event_today(session, EventKind.DATES_MOVED, text)
            work.cases.add_event(each.id, event)
    return tuple(told)


def _day(day: date | None) -> str:
    return long_date(day) if day else "no date"


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
