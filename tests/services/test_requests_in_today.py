"""Third-party requests in the day's work: what, by when, and for whom."""

from datetime import date, timedelta

import pytest
from builders import Clock
from request_steps import (
    about,
    at_risk,
    closed,
    decided,
    fill,
    filled_for_disclosure,
    for_approval,
    gone,
    lock_asked,
    recorded,
    second,
)
from sqlalchemy import event

from isteam_app.domain.disclosures import Decision, Disclosure
from isteam_app.services.disclosure_decisions import (
    ask_for_more,
    close,
    disclose_now,
    refer_to_legal,
    submit,
)
from isteam_app.services.disclosures import disclosure
from isteam_app.services.session import Session
from isteam_app.services.today import (
    Narrowed,
    Urgency,
    Waiting,
    figures,
    worklist,
)


def lines(session: Session, request: Disclosure | None = None) -> list[Waiting]:
    rows = worklist(session, limit=500).rows
    return [row for row in rows if request is None or row.id == request.id]


def whats(session: Session, request: Disclosure) -> list[tuple[str, date | None]]:
    return [(row.what, row.by) for row in lines(session, request)]


def test_a_new_request_is_to_be_decided_by_its_day(session: Session) -> None:
    request = recorded(session)
    by = {"instrument": "none", "comply_by": "2026-11-25"}
    request = fill(session, request, "authorisation", by)
    assert whats(session, request) == [
        ("Check who asks, and decide", date(2026, 11, 25))
    ]
    assert lines(session, request)[0].urgency is Urgency.WEEK


def test_the_organisation_is_shown_and_never_the_person(session: Session) -> None:
    request = about(session, recorded(session), "Mr Jago Merriweather")
    row = lines(session, request)[0]
    assert row.who == "Eastbridge Constabulary"
    assert "Merriweather" not in repr(row)


def test_a_reply_ages_until_the_requester_is_to_be_reminded(
    session: Session, clock: Clock
) -> None:
    request = ask_for_more(session, recorded(session), "The counter-signature")
    chase = session.today + timedelta(days=14)
    clock.forward(9)
    assert whats(session, request) == [("Record the reply (day 9)", chase)]
    clock.forward(6)
    assert whats(session, request) == [("Remind the requester (day 15)", chase)]
    row = lines(session, request)[0]
    assert row.urgency is Urgency.OVERDUE
    assert [each.id for each in worklist(session, narrowed=Narrowed.WAITING).rows] == [
        request.id
    ]
    assert figures(session).waiting == 1


def test_legal_is_waited_for(session: Session) -> None:
    request = refer_to_legal(session, recorded(session), "Is the power enough?")
    assert whats(session, request) == [("Legal was asked", None)]


def test_a_decision_is_for_those_to_approve_who_may(session: Session) -> None:
    request = for_approval(session, recorded(session))
    mine = second(session)
    handler = second(session, role="handler", name="Lena Brook")
    assert whats(mine, request) == [("Approve the decision", None)]
    assert [row.id for row in worklist(mine, narrowed=Narrowed.APPROVAL).rows] == [
        request.id
    ]
    assert figures(mine).to_approve == 1
    for other in (session, handler):  # who prepared it, and who may not
        assert whats(other, request) == [("Waits for approval", None)]
        assert worklist(other, narrowed=Narrowed.APPROVAL).total == 0
        assert figures(other).to_approve == 0


def test_who_filled_in_the_grounds_is_not_asked_to_approve(session: Session) -> None:
    other = second(session)
    request = filled_for_disclosure(session, recorded(session))
    fill(other, request, "grounds", {"proportion": "Four minutes alone"})
    for_approval(session, recorded(session))  # of somebody else's making
    third = second(session, name="Ana Third")
    request = _submitted(third, request)
    assert [row.id for row in worklist(other, narrowed=Narrowed.APPROVAL).rows] != []
    assert request.id not in {
        row.id for row in worklist(other, narrowed=Narrowed.APPROVAL).rows
    }


def _submitted(session: Session, request: Disclosure) -> Disclosure:
    return submit(session, disclosure(session, request.id), Decision.DISCLOSE, "Due")


def test_an_emergency_is_recorded_in_one_working_day(
    session: Session, clock: Clock
) -> None:
    request = at_risk(session, recorded(session))
    clock.forward(4)  # a Friday
    request = disclose_now(session, request, "A child is missing")
    assert whats(session, request) == [("Record the emergency", date(2026, 11, 30))]
    clock.forward(4)
    assert lines(session, request)[0].urgency is Urgency.OVERDUE


def test_what_was_decided_is_followed_to_its_end(session: Session) -> None:
    request = decided(session, recorded(session))
    assert whats(session, request) == [("Record what left", session.today)]
    request = gone(session, request)
    by = session.today + timedelta(days=14)
    assert whats(session, request) == [("Have the receipt signed", by)]
    kept = decided(session, recorded(session))
    kept = gone(session, kept, receipt="2026-11-23")
    assert whats(session, kept) == [("Send the letter and close", by)]
    assert whats(session, close(session, kept)) == []


def test_what_is_to_be_returned_comes_up_again(session: Session, clock: Clock) -> None:
    request = closed(session, recorded(session))
    request = fill(session, request, "after", {"return_by": "2026-12-24"})
    assert whats(session, request) == []
    clock.forward(25)
    assert whats(session, request) == [
        ("Have it returned or destroyed", date(2026, 12, 24))
    ]
    fill(session, request, "after", {"returned_on": "2026-12-18"})
    assert whats(session, request) == []


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_a_locked_request_is_no_line_for_who_is_not_cleared(
    session: Session, clock: Clock, role: str
) -> None:
    request = recorded(session, lock=lock_asked(session, 20))
    other = second(session, role=role, name="Lena Brook")
    clock.forward(15)
    assert [row.what for row in lines(session, request)] == [
        "Review the do-not-tell lock",
        "Check who asks, and decide",
    ]
    assert lines(other) == []
    assert worklist(other).total == 0
    assert figures(other).due_soon == 0
    assert figures(session).due_soon == 1


def test_the_lines_are_read_in_as_many_questions_however_many_there_are(
    session: Session,
) -> None:
    def asked() -> int:
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        engine = session.vault.inside().engine
        event.listen(engine, "before_cursor_execute", counted)
        try:
            worklist(session)
        finally:
            event.remove(engine, "before_cursor_execute", counted)
        return count

    gone(session, decided(session, recorded(session)))
    few = asked()
    for _ in range(12):
        gone(session, decided(session, recorded(session)))
    assert asked() == few
