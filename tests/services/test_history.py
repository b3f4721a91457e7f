"""What changed is told field by field, with who, when, and from what to what."""

from builders import Clock, new_post

from isteam_app.domain.cases import Case, CaseKind
from isteam_app.services.cases import assign, case_page, choose_service
from isteam_app.services.corrections import Correction, correct_details
from isteam_app.services.entries import add_entry, change_entry
from isteam_app.services.history import HistoryLine, case_history
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session


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
