"""Who acts for whom, and whether the authority stands on the day data is sent."""

from dataclasses import replace
from datetime import date

from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.domain.dates import long_date
from isteam_app.domain.people import Person, Representation
from isteam_app.domain.person_edits import check_person
from isteam_app.errors import RuleBroken
from isteam_app.services.session import Session


def name_representative(session: Session, given: Representation) -> Representation:
    """Note that somebody acts for a person; somebody new is kept as a person too.

    Raises RuleBroken, naming the field, for what cannot be right.
    """
    given = _tidied(session, given)
    _check(given, session.today)
    with session.vault.change(
        "representative.named", by=session.member.name, at=session.now()
    ) as work:
        acts = given.representative
        if not acts.id:
            acts = work.people.add(acts)
        subject = work.people.get(given.subject.id)
        saved = work.representations.add(
            replace(given, representative=acts, subject=subject)
        )
        work.commit()
    return saved


def end_representation(
    session: Session, given: Representation, on: date
) -> Representation:
    """Note from which day somebody acts for a person no more.

    Raises RuleBroken when it ended already or the day is in the future.
    """
    if given.ended_on is not None:
        raise RuleBroken(
            f"This authority ended on {long_date(given.ended_on)} already.", field="on"
        )
    if on > session.today:
        raise RuleBroken(
            f"{long_date(on)} is in the future. Enter it as the day the authority "
            "expires instead.",
            field="on",
        )
    with session.vault.change(
        "representative.ended", by=session.member.name, at=session.now()
    ) as work:
        saved = work.representations.update(replace(given, ended_on=on))
        work.commit()
    return saved


def authorities(session: Session, case: Case) -> tuple[Representation, ...]:
    """Return by what authority those who wrote act for the subject, newest first."""
    post = case.post
    writers = {post.requester.id}
    if post.reply_to is not None:
        writers.add(post.reply_to.id)
    with session.vault.read() as vault:
        return vault.representations.between(case.subject.id, writers)


def authority_problem(session: Session, case: Case, on: date) -> str:
    """Return why data may not go to whoever wrote for the subject on a day, or "".

    Nothing is wrong when the subject wrote, when an authority stands, or when the case
    notes that one was received and no page of a person says more. The regulator acts
    for nobody.
    """
    writer = case.post.requester
    if writer.id == case.subject.id or case.kind is CaseKind.REGULATOR:
        return ""
    found = authorities(session, case)
    if any(each.stands(on) for each in found):
        return ""
    seen = [each for each in found if each.evidence]
    if not seen:
        received = any(
            event.kind is EventKind.AUTHORITY_RECEIVED for event in case.events
        )
        return "" if received else _never_seen(writer, case.subject)
    return _lapsed(seen[0], on)


def _lapsed(newest: Representation, on: date) -> str:
    name, subject = newest.representative.name, newest.subject.name
    ended = [day for day in (newest.expires, newest.ended_on) if day and day < on]
    since = long_date(min(ended)) if ended else long_date(on)
    return (
        f"The authority of {name} to act for {subject} ended on {since}. Send nothing "
        f"to them: ask for a new one and note it on the page of {subject}, or write to "
        f"{subject} directly."
    )


def _never_seen(writer: Person, subject: Person) -> str:
    return (
        f"{writer.name} wrote for {subject.name}, and nobody has seen the authority. "
        f"Ask for it and note it on the page of {subject.name}, or write to "
        f"{subject.name} directly."
    )


def _tidied(session: Session, given: Representation) -> Representation:
    evidence = given.evidence.strip()
    acts = given.representative
    return replace(
        given,
        representative=replace(acts, name=" ".join(acts.name.split())),
        evidence=evidence,
        scope=given.scope.strip(),
        seen_on=(given.seen_on or session.today) if evidence else given.seen_on,
        seen_by=given.seen_by or (session.member.name if evidence else ""),
    )


def _check(given: Representation, today: date) -> None:
    acts = given.representative
    if not acts.name:
        raise RuleBroken("Enter the name of who acts for them.", field="representative")
    if acts.id and acts.id == given.subject.id:
        raise RuleBroken(
            "Nobody represents themselves. Choose the other person.",
            field="representative",
        )
    if not acts.id:
        check_person(acts, today)
    if given.seen_on and not given.evidence:
        raise RuleBroken(
            "Say what was seen, such as a signed letter of authority.",
            field="evidence",
        )
    if given.seen_on and given.seen_on > today:
        raise RuleBroken(
            f"{long_date(given.seen_on)} is in the future. Enter the day it was seen.",
            field="seen_on",
        )
    _check_end(given, today)


def _check_end(given: Representation, today: date) -> None:
    if given.expires is None:
        return
    if given.seen_on and given.expires < given.seen_on:
        raise RuleBroken(
            f"The authority expires on {long_date(given.expires)}, before it was seen. "
            "Correct one of the two days.",
            field="expires",
        )
    if not given.id and given.expires < today:
        raise RuleBroken(
            f"This authority expired on {long_date(given.expires)}. Ask for a new one "
            "before anything is sent to them.",
            field="expires",
        )
