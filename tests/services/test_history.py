"""What changed is told field by field, with who, when, and from what to what."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from builders import Clock, new_post
from request_steps import (
    about,
    decided,
    entries_of,
    fill,
    lock_asked,
    recorded,
    second,
)

from isteam_app.domain.cases import Case, CaseKind
from isteam_app.domain.disclosures import Disclosure
from isteam_app.errors import NotFound
from isteam_app.services.cases import assign, case_page, choose_service
from isteam_app.services.corrections import Correction, correct_details
from isteam_app.services.disclosure_sections import change_subject, fill_in
from isteam_app.services.disclosures import open_request
from isteam_app.services.entries import add_entry, change_entry
from isteam_app.services.history import HistoryLine, case_history, request_history
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def history(session: Session, case: Case, text: str = "") -> tuple[HistoryLine, ...]:
    return case_history(session, case_page(session, case.id), text).rows


def told(lines: tuple[HistoryLine, ...]) -> list[tuple[str, str, str, str]]:
    return [
        (one.record, one.change.field, one.change.before, one.change.after)
        for one in lines
    ]


def test_each_change_tells_its_record_and_field(session: Session, clock: Clock) -> None:
    (case,) = receive_post(session, new_post(kinds=(CaseKind.ACCESS,))).cases
    (other,) = receive_post(session, new_post(name="Mr Casimir Thackeray")).cases
    clock.forward(1)
    before = len(history(session, case))
    assign(session, other, "")
    assign(session, case, "")
    choose_service(session, case_page(session, case.id).case, "Second class")
    post = case.post
    correction = Correction(
        name="Ms Marged Ellwood",
        address=post.requester.address,
        received=post.received,
        salutation=post.requester.salutation,
        dated=post.dated,
        reached_team=post.reached_team,
        summary="100% of _it_",
        reason="Mistyped",
    )
    correct_details(session, case_page(session, case.id).case, correction)
    entry = add_entry(session, case, "search", {"system": "Old archive"})
    change_entry(session, entry, {"system": "Old archive", "result": "nothing"})
    lines = history(session, case)
    new = told(lines)[: len(lines) - before]
    assert new[0][1:] == ("Result", "", "Nothing found")
    assert new[0][0].endswith(": Old archive")
    assert ("Case", "Post", "", "Second class") in new
    assert ("Case", "Owner", "Robin Sample", "") in new
    assert ("The person", "Name", "Ms Marged Ellwood-Price", "Ms Marged Ellwood") in new
    assert (
        "Item of post",
        "Summary",
        "Two parcels signed for by someone else",
        "100% of _it_",
    ) in new
    assert sum(one[1] == "Owner" for one in new) == 1, "not the other case's"
    assert {one.change.by for one in lines} == {"Robin Sample"}
    assert lines[0].change.at == clock()


def test_a_word_narrows_and_is_never_a_pattern(session: Session) -> None:
    (case,) = receive_post(session, new_post(summary="100% of _it_")).cases
    add_entry(session, case, "search", {"system": "The 100% store"})
    for text, found in (
        ("100%", True),
        ("STORE the", True),
        ("robin", True),
        ("store nobody", False),
        ("%", True),
        ("1__%", False),
        ('"*)OR(', False),
        ("' OR 1=1 --", False),
        ("x" * 10_000, False),
    ):
        assert bool(history(session, case, text)) is found, text


def test_it_is_read_page_by_page(session: Session) -> None:
    (case,) = receive_post(session, new_post()).cases
    for owner in ("", "Robin Sample", "", "Robin Sample", ""):
        assign(session, case_page(session, case.id).case, owner)
    page = case_page(session, case.id)
    whole = case_history(session, page).rows
    seen: list[HistoryLine] = []
    after = None
    while True:
        part = case_history(session, page, after=after, limit=2)
        assert len(part.rows) <= 2
        seen += part.rows
        after = part.next
        if after is None:
            break
    assert tuple(seen) == whole
    assert len(whole) >= 5


def of_request(session: Session, request: Disclosure, text: str = "", **read: int):
    page = open_request(session, request.id)
    return request_history(session, page, text, **read)


def test_a_request_tells_field_by_field_what_changed(session: Session) -> None:
    request = about(session, recorded(session), "Ivo Lanternby")
    fill(session, request, "asked", {"asked": "His signature"})
    (asked,) = entries_of(session, request, "asked")
    fill_in(session, request, "asked", {"asked": "His signature alone"}, asked)
    (subject,) = open_request(session, request.id).subjects.rows
    change_subject(session, request, replace(subject, details="Of Lantern Row"))
    lines = of_request(session, request).rows
    assert told(lines)[:2] == [
        ("Whom it is about: Ivo Lanternby", "Details", "", "Of Lantern Row"),
        ("Data asked", "In their words", "His signature", "His signature alone"),
    ]
    assert {each.change.by for each in lines} == {session.member.name}
    assert told(of_request(session, request, "lantern row").rows) == told(lines)[:1]


def test_the_history_of_a_request_is_read_a_screenful_at_a_time(
    session: Session,
) -> None:
    request = recorded(session)
    whole = of_request(session, request).rows
    first = of_request(session, request, limit=3)
    page = open_request(session, request.id)
    rest = request_history(session, page, after=first.next)
    assert len(first.rows) == 3
    assert (*first.rows, *rest.rows) == whole
    assert len(whole) > 3
    assert rest.next is None


def test_how_a_request_was_decided_is_told_field_by_field(session: Session) -> None:
    request = decided(session, recorded(session))
    every = of_request(session, request).rows
    lines = [one for one in every if one.record == "Request"]
    said = {(one.change.field, one.change.after) for one in lines}
    assert ("State", "Waits for approval") in said
    assert ("State", "Decided") in said
    assert ("Decision", "Disclosed in full") in said
    assert {one.change.by for one in lines if one.change.field == "Decided by"} == {
        request.decided_by
    }
    assert request.decided_by != request.prepared_by
    assert ("Reason", request.reason) in said


def test_who_is_not_cleared_finds_nothing_of_a_locked_request(
    session: Session,
) -> None:
    request = about(session, recorded(session, lock=lock_asked(session)), "Ivo")
    page = open_request(session, request.id)
    assert request_history(session, page).rows
    other = second(session, "handler", "Hana Handler")
    with pytest.raises(NotFound):
        request_history(other, page)
    with other.vault.read() as vault:
        assert not vault.history.of_request(request.id).rows
        assert not vault.history.of_request_since(request.id, LONG_AGO)
        assert not vault.subjects.named([page.subjects.rows[0].id])
