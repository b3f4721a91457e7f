"""Requests about the person of a case, after which something left."""

from dataclasses import replace

from builders import new_post
from request_steps import (
    LEFT,
    POLICE,
    WHY,
    filled_for_disclosure,
    lock_asked,
    recorded,
    second,
)

from isteam_app.domain.cases import Case, CaseKind
from isteam_app.domain.disclosures import Decision, Disclosure
from isteam_app.services.disclosure_decisions import approve, submit
from isteam_app.services.disclosure_locks import lift_lock
from isteam_app.services.disclosure_sections import fill_in
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session

COUNCIL = "Exampleton Borough Council"


def opened(session: Session, kind: CaseKind = CaseKind.ACCESS) -> Case:
    return receive_post(session, new_post(kinds=(kind,))).cases[0]


def sent(
    session: Session,
    case: Case,
    name: str = POLICE,
    *,
    telling: str = "may",
    locked: bool = False,
    **left: str,
) -> Disclosure:
    """A request about the person of a case, decided, of which something left."""
    lock = lock_asked(session) if locked or telling == "must_not" else None
    request = recorded(session, lock=lock, organisation=name)
    request = filled_for_disclosure(session, request, telling={"telling": telling})
    request = submit(session, request, Decision.DISCLOSE, WHY)
    request = approve(second(session), request)
    if lock and not locked:
        request = lift_lock(second(session), request, "The order names nobody now.")
    with session.vault.change(
        "disclosure.subjects", by=session.member.name, at=session.now()
    ) as work:
        for subject in work.subjects.page(request.id).rows:
            work.subjects.update(replace(subject, person_id=case.subject.id))
        work.commit()
    return fill_in(session, request, "left", {**LEFT, **left})
