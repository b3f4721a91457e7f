"""Brings third-party requests to the state that a test starts from."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import timedelta

from builders import new_request

from isteam_app.domain.disclosures import (
    Decision,
    Disclosure,
    DisclosureState,
    LockReason,
    RequesterKind,
    Subject,
)
from isteam_app.domain.forms import Entry, standing
from isteam_app.domain.organisations import Requester
from isteam_app.domain.people import TeamMember
from isteam_app.services.disclosure_decisions import approve, close, submit
from isteam_app.services.disclosure_sections import (
    LockAsked,
    add_subjects,
    fill_in,
    record_request,
)
from isteam_app.services.disclosures import open_request
from isteam_app.services.session import Session

APPROVER = "Sam Okafor"
SUBJECT = "Mr Jago Merriweather"
SWITCHBOARD = "01632 960101"
WHY = "The officer showed what is needed, and less would not do."

POLICE = "Eastbridge Constabulary"
REQUESTER: Mapping[str, str] = {
    "received": "2026-11-20",
    "organisation": POLICE,
    "department": "Criminal Investigation",
    "officer": "DC A. Sampleton",
    "rank": "Detective Constable",
    "number": "4417",
    "email": "a.sampleton@eastbridge-police.example",
    "address": "Station Road\nEastbridge\nQX4 7TB",
    "their_reference": "EC/4417/26",
    "how": "post",
}
SECTIONS: tuple[tuple[str, Mapping[str, str]], ...] = (
    (
        "authorisation",
        {
            "signed_by": "DI B. Exemplar",
            "signed_rank": "Inspector",
            "signed_number": "1201",
            "signed_on": "2026-11-19",
            "instrument": "none",
        },
    ),
    (
        "purpose",
        {
            "purpose": "detect",
            "crime_reference": "26/004417",
            "offence": "Theft, Theft Act 1968 section 1",
            "life_at_risk": "no",
        },
    ),
    (
        "asked",
        {
            "asked": "Pictures of the counter when the parcel was collected",
            "content": "no",
            "special": "no",
        },
    ),
    (
        "item",
        {
            "category": "CCTV video",
            "what": "Counter camera 2",
            "from": "2026-10-02",
            "to": "2026-10-02",
            "place": "Exampleton counter",
        },
    ),
    (
        "necessity",
        {
            "why": "To know who collected the parcel",
            "less": "No other record shows the face",
            "prejudice_if_refused": "The thief stays unknown",
        },
    ),
    (
        "telling",
        {
            "telling": "not_needed",
            "telling_why": "The notice at the counter tells of the cameras",
        },
    ),
    (
        "check",
        {
            "method": "callback",
            "number": SWITCHBOARD,
            "directory": "yes",
            "by": "Robin Sample",
            "on": "2026-11-23",
            "time": "10:20",
            "result": "confirmed",
        },
    ),
    (
        "grounds",
        {
            "compelled": "no",
            "article6": "ea",
            "annex1": "crime",
            "exemption": "crime",
            "prejudice": "Told of it, he would move the stolen phones out of the "
            "garage before officers search there",
            "proportion": "Four minutes of one camera, and nobody else in view",
        },
    ),
)
"""A police request that asks without an order, with every gate met."""
MUST_NOT: Mapping[str, str] = {
    "telling": "must_not",
    "telling_why": "He would destroy the stolen phones, says the officer",
}
"""What a locked request says of telling the person."""
LIFE: Mapping[str, str] = {
    "life_at_risk": "yes",
    "purpose_note": "A child of four, missing since noon",
}
LEFT: Mapping[str, str] = {
    "what": "Still pictures of counter camera 2, 10:41 to 10:45",
    "copies": "One disc, MP4",
    "redactions": "Two bystanders",
    "exhibit": "AS/1",
    "method": "Tracked post",
    "item_number": "QX123456785GB",
    "left_on": "2026-11-23",
    "sent_by": "Robin Sample",
    "conditions": "For this investigation alone",
}


def lock_asked(session: Session, days: int = 90) -> LockAsked:
    """A do-not-tell lock as somebody asks for it."""
    return LockAsked(
        reason=LockReason.PREJUDICE,
        authority="DI B. Exemplar, in the letter of 19 November",
        review_on=session.today + timedelta(days=days),
    )


def recorded(
    session: Session,
    kind: RequesterKind = RequesterKind.POLICE,
    lock: LockAsked | None = None,
    **requester: str,
) -> Disclosure:
    """A request as it arrives: who asks, and nothing else yet."""
    given = {**REQUESTER, "kind": kind.value, **requester}
    return record_request(session, given, lock)


def register_line(session: Session, **changes: object) -> Disclosure:
    """A request straight in the register, as an older version kept them."""
    with session.vault.change(
        "disclosure.recorded", by=session.member.name, at=session.now()
    ) as work:
        kept = work.disclosures.add(new_request(**changes))
        work.commit()
    return kept


def filled_for_disclosure(
    session: Session, request: Disclosure, **changed: Mapping[str, str]
) -> Disclosure:
    """A request with every section filled in and every gate met.

    `changed` are answers of a form, by its key, that are to read differently.
    """
    known_organisation(session, request)
    for form, whole in SECTIONS:
        usual = MUST_NOT if form == "telling" and request.locked else whole
        fill(session, request, form, {**usual, **changed.get(form, {})})
    return about(session, request)


def fill(
    session: Session, request: Disclosure, form: str, answers: Mapping[str, str]
) -> Disclosure:
    """Keep a form's answers over what is filled in of it already."""
    kept = [
        each
        for each in entries_of(session, request, form)
        if form not in ("item", "check", "left")
    ]
    entry = kept[0] if kept else None
    whole = {**(dict(entry.values) if entry else {}), **answers}
    return fill_in(session, request, form, whole, entry)


def about(session: Session, request: Disclosure, *names: str) -> Disclosure:
    """A request with people it is about."""
    people = [
        Subject(disclosure_id=request.id, name=name) for name in names or (SUBJECT,)
    ]
    return add_subjects(session, request, people)


def entries_of(session: Session, request: Disclosure, form: str) -> tuple[Entry, ...]:
    return standing(open_request(session, request.id).entries, form)


def known_organisation(session: Session, request: Disclosure) -> Requester:
    """Who asks, in the directory, with a number found independently."""
    with session.vault.read() as vault:
        found = vault.organisations.named(request.organisation)
    if found is not None:
        return found
    with session.vault.change(
        "organisation.added", by=session.member.name, at=session.now()
    ) as work:
        added = work.organisations.add(
            Requester(
                name=request.organisation,
                kind=request.kind,
                address="Station Road\nEastbridge\nQX4 7TB",
                switchboard=SWITCHBOARD,
                source="eastbridge-police.example",
                checked_on=session.today,
                checked_by=session.member.name,
                domain="eastbridge-police.example",
            )
        )
        work.commit()
    return added


def second(session: Session, role: str = "approver", name: str = APPROVER) -> Session:
    """The same vault as somebody else of the team has it open, at the same time."""
    with session.vault.read() as vault:
        found = next((one for one in vault.members.all() if one.name == name), None)
    if found is None:
        with session.vault.change(
            "member.added", by=session.member.name, at=session.now()
        ) as work:
            found = work.members.add(TeamMember(name=name, role=role))
            work.commit()
    beside = copy(session.vault)
    beside.member = found
    return replace(session, vault=beside, member=found)


def at_risk(
    session: Session, request: Disclosure, purpose: Mapping[str, str] = LIFE
) -> Disclosure:
    """A request with a life at risk, and nothing of what stands inside post."""
    fill(session, request, "purpose", purpose)
    return fill(session, request, "asked", {"content": "no"})


def for_approval(
    session: Session, request: Disclosure, decision: Decision = Decision.DISCLOSE
) -> Disclosure:
    """A whole request that a second person is to approve."""
    return submit(session, filled_for_disclosure(session, request), decision, WHY)


def decided(
    session: Session, request: Disclosure, decision: Decision = Decision.DISCLOSE
) -> Disclosure:
    """A whole request, decided by one person and approved by another."""
    waits = for_approval(session, request, decision)
    if waits.state is not DisclosureState.FOR_APPROVAL:
        return waits
    return approve(second(session), waits)


def gone(session: Session, request: Disclosure, **left: str) -> Disclosure:
    """A decided request with what left noted."""
    return fill_in(session, request, "left", {**LEFT, **left})


def closed(session: Session, request: Disclosure) -> Disclosure:
    """A request decided to be disclosed, sent and closed."""
    return close(session, gone(session, decided(session, request)))
