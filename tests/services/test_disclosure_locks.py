"""Locks of third-party requests: set, looked at again, shared, and lifted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from builders import new_post

from isteam_app.domain.disclosures import (
    Disclosure,
    DisclosureState,
    Lock,
    LockReason,
    RequestEvent,
    Subject,
)
from isteam_app.domain.listing import DisclosureFilter
from isteam_app.domain.people import TeamMember
from isteam_app.errors import ChangedMeanwhile, NotFound, RuleBroken
from isteam_app.services.audit_trail import ActionKind, TrailFilter, list_trail
from isteam_app.services.disclosure_locks import (
    clear_member,
    lift_lock,
    review_lock,
    set_lock,
    spent_numbers,
    who_sees,
    withdraw_clearance,
    withdraw_request,
)
from isteam_app.services.disclosure_sections import (
    LockAsked,
    add_subjects,
    record_request,
)
from isteam_app.services.disclosures import (
    count_disclosures,
    disclosure,
    open_request,
)
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.team import rename_person
from isteam_app.services.trail_notes import note_view

AHEAD = date(2027, 1, 4)
ADMINISTRATOR, HANDLER, OTHER, APPROVER, AUDITOR = (
    "Robin Sample",
    "Hana Sample",
    "Olu Sample",
    "Ada Sample",
    "Sam Sample",
)
TEAM = (
    (HANDLER, "handler"),
    (OTHER, "handler"),
    (APPROVER, "approver"),
    (AUDITOR, "auditor"),
)


@dataclass(frozen=True)
class Office:
    """A vault whose team takes turns at it."""

    session: Session

    @contextmanager
    def at(self, name: str) -> Iterator[Session]:
        """The vault as somebody of the team has it open."""
        vault = self.session.vault
        before = vault.member
        with vault.read(whole=True) as reading:
            vault.member = reading.members.by_name(name)
        try:
            yield replace(self.session, member=vault.member)
        finally:
            vault.member = before

    def sees(self, name: str, request: Disclosure) -> bool:
        with self.at(name) as session:
            try:
                disclosure(session, request.id)
            except NotFound:
                return False
            return True


@pytest.fixture
def office(session: Session) -> Office:
    with session.vault.change("test", by=ADMINISTRATOR, at=session.now()) as work:
        for name, role in TEAM:
            work.members.add(TeamMember(name=name, role=role))
        work.commit()
    return Office(session)


def recorded(session: Session, **more: Any) -> Disclosure:
    answers = {
        "received": "2026-11-20",
        "kind": "police",
        "organisation": "Eastbridge Constabulary",
    }
    return record_request(session, answers, **more)


def locked(session: Session) -> Disclosure:
    return set_lock(
        session,
        recorded(session),
        LockReason.PREJUDICE,
        "DI Thorn",
        AHEAD,
    )


def test_a_locked_request_is_there_for_those_who_approve_and_for_who_locked_it(
    office: Office,
) -> None:
    with office.at(HANDLER) as session:
        request = locked(session)
        assert who_sees(session, request) == (ADMINISTRATOR, HANDLER, APPROVER)
    seen = {name: office.sees(name, request) for name in (ADMINISTRATOR, *dict(TEAM))}
    assert seen == {
        ADMINISTRATOR: True,
        HANDLER: True,
        OTHER: False,
        APPROVER: True,
        AUDITOR: False,
    }


def test_handlers_record_one_locked_request_after_another(office: Office) -> None:
    lock = LockAsked(reason=LockReason.IPA, authority="The SPoC", review_on=AHEAD)
    with office.at(HANDLER) as session:
        first, second = (recorded(session, lock=lock) for _ in range(2))
        assert open_request(session, second.id).lock is not None
    assert not office.sees(OTHER, first)
    with office.at(OTHER) as session:
        assert recorded(session).reference == "D-2026-00001"
        assert spent_numbers(session, 2026) == ()


def test_locked_later_it_leaves_the_numbers_that_everybody_sees(
    office: Office,
) -> None:
    with office.at(HANDLER) as session:
        request = locked(session)
    assert request.reference.startswith("R-2026-")
    with office.at(OTHER) as session:
        assert spent_numbers(session, 2026) == ("D-2026-00001",)
        assert count_disclosures(session, DisclosureFilter()) == 0
        assert recorded(session).reference == "D-2026-00002"
    page = open_request(office.session, request.id)
    telling = [each for each in page.entries if each.form == "telling"]
    assert [(each["telling"], each["telling_why"]) for each in telling] == [
        ("must_not", "DI Thorn")
    ]
    assert page.steps[-1].kind is RequestEvent.LOCKED


def test_a_withdrawn_request_and_a_locked_one_leave_the_same_trace(
    office: Office,
) -> None:
    session = office.session
    with pytest.raises(RuleBroken, match="what the error was"):
        withdraw_request(session, recorded(session), " ")
    wrong = withdraw_request(session, disclosure(session, 1), "Entered twice")
    locked(session)
    assert wrong.state is DisclosureState.WITHDRAWN
    assert office.sees(APPROVER, wrong)
    assert not office.sees(HANDLER, wrong)
    with office.at(AUDITOR) as at:
        assert spent_numbers(at, 2026) == ("D-2026-00001", "D-2026-00002")
    with pytest.raises(RuleBroken, match="withdrawn already"):
        withdraw_request(session, wrong, "Once more")


def test_only_an_approver_withdraws_or_lifts(office: Office) -> None:
    with office.at(HANDLER) as session:
        request = locked(session)
        for act in (lift_lock, withdraw_request):
            with pytest.raises(RuleBroken, match="Only an approver"):
                act(session, request, "It is over")
    assert disclosure(office.session, request.id).locked


@pytest.mark.parametrize("why", ["", "   \n"])
def test_no_lock_is_lifted_without_a_reason(office: Office, why: str) -> None:
    request = locked(office.session)
    with pytest.raises(RuleBroken) as refused:
        lift_lock(office.session, request, why)
    assert str(refused.value) == "Say why the person may be told from now on."
    assert refused.value.field == "reason"
    assert disclosure(office.session, request.id).locked


def locks_of(session: Session, request: Disclosure) -> tuple[Lock, ...]:
    """Every lock a request ever had, the newest first."""
    with session.vault.read() as vault:
        return vault.locks.of_request(request.id)


def test_a_lifted_lock_is_kept_with_who_lifted_it_and_why(office: Office) -> None:
    request = locked(office.session)
    with office.at(APPROVER) as session:
        lifted = lift_lock(session, request, "The trial is over")
        (lock,) = locks_of(session, lifted)
    assert (lock.lifted_by, lock.lifted_why) == (APPROVER, "The trial is over")
    assert lock.lifted_at == office.session.now()
    assert (lifted.locked, lifted.lock_review) == (False, None)
    assert lifted.reference == request.reference
    assert office.sees(AUDITOR, lifted)


def test_two_approvers_at_once_lift_it_once(office: Office) -> None:
    request = locked(office.session)
    lift_lock(office.session, request, "The trial is over")
    with office.at(APPROVER) as session:
        with pytest.raises(ChangedMeanwhile):
            lift_lock(session, request, "They asked us to")
        assert locks_of(session, request)[0].lifted_why == "The trial is over"


def test_locked_again_it_keeps_its_number_of_chance(office: Office) -> None:
    request = lift_lock(office.session, locked(office.session), "The trial is over")
    again = set_lock(
        office.session, request, LockReason.ORDER, "The Crown Court", AHEAD
    )
    assert again.reference == request.reference
    assert len(locks_of(office.session, again)) == 2
    assert spent_numbers(office.session, 2026) == ("D-2026-00001",)


@pytest.mark.parametrize("days", [0, -1, -400])
def test_a_review_that_is_not_ahead_is_refused(office: Office, days: int) -> None:
    session = office.session
    day = session.today + timedelta(days=days)
    request = recorded(session)
    with pytest.raises(RuleBroken) as refused:
        set_lock(session, request, LockReason.POCA, "HMRC", day)
    assert refused.value.field == "review_on"
    request = set_lock(session, request, LockReason.POCA, "HMRC", AHEAD)
    with pytest.raises(RuleBroken) as refused:
        review_lock(session, request, day, "Still under way")
    assert refused.value.field == "review_on"
    assert disclosure(session, request.id).lock_review == AHEAD


def test_nobody_locks_without_saying_who_says_so(office: Office) -> None:
    with pytest.raises(RuleBroken) as refused:
        set_lock(office.session, recorded(office.session), LockReason.IPA, " ", AHEAD)
    assert refused.value.field == "authority"


def test_a_review_moves_the_day_and_is_told(office: Office) -> None:
    later = AHEAD + timedelta(days=90)
    request = review_lock(
        office.session, locked(office.session), later, "Still under way"
    )
    page = open_request(office.session, request.id)
    assert page.lock is not None
    assert page.lock.review_on == page.request.lock_review == later
    assert page.steps[-1].text == "Still under way"


def test_somebody_more_sees_it_until_they_do_not(office: Office) -> None:
    request = locked(office.session)
    clear_member(office.session, request, AUDITOR)
    assert office.sees(AUDITOR, request)
    assert not office.sees(OTHER, request)
    for name, said in ((AUDITOR, "already"), (APPROVER, "already"), ("X", "Nobody")):
        with pytest.raises(RuleBroken, match=said):
            clear_member(office.session, request, name)
    left = withdraw_clearance(office.session, request, AUDITOR)
    assert left == (ADMINISTRATOR, APPROVER)
    assert not office.sees(AUDITOR, request)


def test_whoever_was_named_may_step_back_themselves(office: Office) -> None:
    with office.at(HANDLER) as session:
        request = locked(session)
        assert HANDLER not in withdraw_clearance(session, request, HANDLER)
    assert not office.sees(HANDLER, request)


def test_a_new_name_goes_on_seeing_what_the_old_one_saw(office: Office) -> None:
    with office.at(HANDLER) as session:
        request = locked(session)
    with office.session.vault.read() as vault:
        hana = vault.members.by_name(HANDLER)
    rename_person(office.session, hana.id, "Hana Marsh")
    assert office.sees("Hana Marsh", request)
    assert who_sees(office.session, request) == (
        ADMINISTRATOR,
        "Hana Marsh",
        APPROVER,
    )


def test_whoever_leaves_is_named_no_longer(office: Office) -> None:
    with office.at(HANDLER) as session:
        request = locked(session)
    with office.session.vault.read() as vault:
        hana = vault.members.by_name(HANDLER)
    now = office.session.now()
    with office.session.vault.change(
        "member.removed", by=ADMINISTRATOR, at=now
    ) as work:
        work.members.leave(hana.id, now)
        work.commit()
    with office.session.vault.read() as vault:
        assert vault.locks.cleared(request.id) == ()


def test_an_approver_made_handler_sees_no_locked_request_any_more(
    office: Office,
) -> None:
    request = locked(office.session)
    session = office.session
    with session.vault.change("test", by=ADMINISTRATOR, at=session.now()) as work:
        ada = work.members.by_name(APPROVER)
        work.members.change_role(ada.id, "handler")
        work.commit()
    assert not office.sees(APPROVER, request)


def test_a_name_with_quotes_is_a_name(office: Office) -> None:
    session = office.session
    name = "Siobh\u00e1n O'Brien' OR '1'='1"
    with session.vault.change("test", by=ADMINISTRATOR, at=session.now()) as work:
        work.members.add(TeamMember(name=name, role="handler"))
        work.commit()
    first, second = locked(session), locked(session)
    clear_member(session, first, name)
    assert office.sees(name, first)
    assert not office.sees(name, second)


def test_a_look_at_a_request_stands_in_the_trail_of_whom_it_is_about(
    office: Office,
) -> None:
    session = office.session
    case = receive_post(session, new_post()).cases[0]
    request = recorded(session)
    named = Subject(disclosure_id=0, name="As she signs", person_id=case.subject.id)
    add_subjects(session, request, [named])
    note_view(session, "disclosure", request.id)
    of_person = TrailFilter(reference=f"person {case.subject.id}", kind=ActionKind.VIEW)
    assert [line.what for line in list_trail(session, of_person).rows] == [
        "Opened a third-party request"
    ]
    now = disclosure(session, request.id)
    set_lock(session, now, LockReason.PREJUDICE, "DI Thorn", AHEAD)
    assert list_trail(session, of_person).rows
    with office.at(AUDITOR) as auditor:
        assert list_trail(auditor, of_person).rows == ()


def test_what_somebody_filled_in_follows_them_to_their_new_name(
    office: Office,
) -> None:
    """Else they could approve under the new one what they prepared under the old."""
    with office.at(HANDLER) as session:
        request = recorded(session)
        hana = session.member
    rename_person(office.session, hana.id, "Hana Marsh")
    page = open_request(office.session, request.id)
    assert {entry.made_by for entry in page.entries} == {"Hana Marsh"}
