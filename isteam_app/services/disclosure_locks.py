"""Keeps third-party requests from the sight of all but those who are cleared.

A request is locked while the person it is about must not be told. It then exists for
approvers, administrators and whoever is named for it, and for nobody else.
"""

from dataclasses import replace
from datetime import date

from isteam_app.domain.disclosures import (
    Disclosure,
    DisclosureState,
    Lock,
    LockReason,
    RequestEvent,
)
from isteam_app.domain.rights import CLEARED
from isteam_app.domain.text import NOTE, checked
from isteam_app.errors import ChangedMeanwhile, RuleBroken
from isteam_app.services.disclosure_sections import follow, must_be_ahead, put, step
from isteam_app.services.request_rights import RequestRights, rights_over
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

_NOT_THEIRS = (
    "Only an approver or an administrator says who else sees a locked request. Ask one."
)
_SEES_ANYWAY = "Approvers and administrators see every locked request already."


def set_lock(
    session: Session,
    request: Disclosure,
    reason: LockReason,
    authority: str,
    review_on: date,
) -> Disclosure:
    """Lock a request. It leaves the numbers that everybody sees, with a new one.

    Whoever locks it is named as seeing it. Raises RuleBroken, naming the field, for no
    authority or a review that is not ahead; ChangedMeanwhile when somebody else changed
    the request since it was read.
    """
    authority = _said(authority, "Say who says so: an officer, an order.", "authority")
    must_be_ahead(session, review_on)
    with session.vault.change(
        "disclosure.locked", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        _must(_rights(session, work, held).lock)
        if held.locked:
            raise RuleBroken("It is locked already. Open it anew.")
        work.locks.add(
            Lock(
                disclosure_id=held.id,
                reason=reason,
                authority=authority,
                review_on=review_on,
            )
        )
        _leave_the_numbers(work, held)
        _tell_nobody(work, held, authority)
        locked = replace(
            work.disclosures.get(held.id), locked=True, lock_review=review_on
        )
        saved = follow(work, work.disclosures.update(locked))
        step(session, work, saved, RequestEvent.LOCKED, authority)
        work.commit()
    return saved


def review_lock(
    session: Session, request: Disclosure, review_on: date, note: str
) -> Disclosure:
    """Keep a lock after looking at it again, with what was found, and till when.

    Raises RuleBroken, naming the field, without a note or a day ahead.
    """
    note = _said(note, "Say why the person must still not be told.", "note")
    must_be_ahead(session, review_on)
    with session.vault.change(
        "disclosure.lock_reviewed", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        _must(_rights(session, work, held).lock)
        lock = _standing(work, held)
        work.locks.update(replace(lock, review_on=review_on))
        saved = work.disclosures.update(replace(held, lock_review=review_on))
        step(session, work, saved, RequestEvent.LOCK_REVIEWED, note)
        work.commit()
    return saved


def lift_lock(session: Session, request: Disclosure, why: str) -> Disclosure:
    """Let a request exist for everybody again, with the reason.

    For approvers alone. Its number stays: it is chance, and tells nothing. Raises
    RuleBroken, naming the field, without a reason; ChangedMeanwhile when somebody else
    lifted it first.
    """
    why = _said(why, "Say why the person may be told from now on.")
    with session.vault.change(
        "disclosure.lock_lifted", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        _must(_rights(session, work, held).lift)
        lock = _standing(work, held)
        work.locks.update(
            replace(
                lock,
                lifted_at=session.now(),
                lifted_by=session.member.name,
                lifted_why=why,
            )
        )
        saved = work.disclosures.update(replace(held, locked=False, lock_review=None))
        step(session, work, saved, RequestEvent.LIFTED, why)
        work.commit()
    return saved


def clear_member(session: Session, request: Disclosure, member: str) -> Disclosure:
    """Let somebody of the team see a request while it is locked.

    For approvers alone: shown to everybody, the lock would be as good as lifted.
    """
    with session.vault.change(
        "disclosure.cleared", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        _must(_rights(session, work, held).lock)
        if session.member.role not in CLEARED:
            raise RuleBroken(_NOT_THEIRS, field="member")
        _must_be_one_more(work, held, member)
        work.locks.clear(held.id, member)
        step(session, work, held, RequestEvent.CLEARED, member)
        work.commit()
    return held


def withdraw_clearance(
    session: Session, request: Disclosure, member: str
) -> tuple[str, ...]:
    """Let somebody see a locked request no longer; return who sees it still."""
    with session.vault.change(
        "disclosure.clearance_ended", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        _must(_rights(session, work, held).lock)
        if member not in work.locks.cleared(held.id):
            raise RuleBroken("They are not named for this request.", field="member")
        if session.member.role not in CLEARED and member != session.member.name:
            raise RuleBroken(_NOT_THEIRS, field="member")
        step(session, work, held, RequestEvent.NOTE, f"Not shown to {member} any more")
        left = tuple(each for each in _seeing(work, held) if each != member)
        work.locks.withdraw_clearance(held.id, member)
        work.commit()
    return left


def withdraw_request(session: Session, request: Disclosure, why: str) -> Disclosure:
    """Take a request out of the register that was recorded in error, with the reason.

    For approvers alone. It is kept as it was, and shown to those who see locked ones.
    """
    why = _said(why, "Say what the error was.")
    with session.vault.change(
        "disclosure.withdrawn", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        _must(_rights(session, work, held).withdraw)
        if held.state is DisclosureState.WITHDRAWN:
            raise RuleBroken("It is withdrawn already.")
        _leave_the_numbers(work, held)
        kept = work.disclosures.get(held.id)
        saved = work.disclosures.update(replace(kept, state=DisclosureState.WITHDRAWN))
        step(session, work, saved, RequestEvent.WITHDRAWN, why)
        work.commit()
    return saved


def spent_numbers(session: Session, year: int) -> tuple[str, ...]:
    """Return the numbers of a year that stand for no request that everybody sees.

    Some were recorded in error and some are locked: which is which is not told.
    """
    with session.vault.read() as vault:
        return vault.locks.spent(year)


def who_sees(session: Session, request: Disclosure) -> tuple[str, ...]:
    """Return who of the team sees a request while it is locked, by name."""
    with session.vault.read() as vault:
        return _seeing(vault, vault.disclosures.get(request.id))


def _leave_the_numbers(work: Change, held: Disclosure) -> None:
    if held.reference.startswith("D-"):
        work.locks.hide_number(held.id, held.reference)


def _tell_nobody(work: Change, held: Disclosure, authority: str) -> None:
    """Say in the section for it that the person must not be told."""
    answers = {"telling": "must_not", "telling_why": authority}
    kept = work.request_entries.belonging_to(held.id)
    own = [each for each in kept if each.form == "telling" and not each.struck]
    if not own:
        put(work, held, "telling", answers)
        return
    whole = tuple((dict(own[0].values) | answers).items())
    if whole != own[0].values:
        work.request_entries.update(replace(own[0], values=whole))


def _standing(work: Change, held: Disclosure) -> Lock:
    lock = work.locks.standing(held.id)
    if lock is None:
        raise ChangedMeanwhile(
            "The lock of this request was lifted already. Open it anew.",
            changed="The lock was lifted",
        )
    return lock


def _seeing(vault: Reading | Change, held: Disclosure) -> tuple[str, ...]:
    named = vault.locks.cleared(held.id)
    team = vault.members.all()
    return tuple(
        each.name for each in team if each.role in CLEARED or each.name in named
    )


def _must_be_one_more(work: Change, held: Disclosure, member: str) -> None:
    known = {each.name: each.role for each in work.members.all()}
    if member not in known:
        raise RuleBroken(
            "Nobody in the team has that name. Choose from the list.", field="member"
        )
    if known[member] in CLEARED or member in work.locks.cleared(held.id):
        said = _SEES_ANYWAY if known[member] in CLEARED else "They see it already."
        raise RuleBroken(said, field="member")
    if not held.locked:
        raise RuleBroken("It is not locked: the whole team sees it.", field="member")


def _rights(session: Session, work: Change, held: Disclosure) -> RequestRights:
    entries = work.request_entries.belonging_to(held.id)
    return rights_over(session, held, entries, work.members.all())


def _must(refused: str) -> None:
    if refused:
        raise RuleBroken(refused)


def _said(text: str, missing: str, field: str = "reason") -> str:
    kept = checked(text.strip(), field=field, label="The reason", longest=NOTE)
    if not kept:
        raise RuleBroken(missing, field=field)
    return kept
