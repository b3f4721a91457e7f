"""Cases hang together: by hand, by the post, by the person, and with the regulator."""

from datetime import date

import pytest
from builders import Clock, new_post

from isteam_app.domain.cases import Case, CaseKind, EventKind, LinkKind
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.services.cases import add_note, case_page, record_event
from isteam_app.services.intake import receive_post
from isteam_app.services.links import (
    MOST_OF_PERSON,
    RegulatorLetter,
    link,
    link_kinds,
    link_words,
    nearby,
    take_to_regulator,
    unlink,
)
from isteam_app.services.session import Session

COMPLAINT, ACCESS = CaseKind.COMPLAINT, CaseKind.ACCESS


def received(session: Session, *kinds: CaseKind, **changes: object) -> tuple[Case, ...]:
    return receive_post(session, new_post(kinds=kinds, **changes)).cases


def told(session: Session, case: Case) -> list[str]:
    events = case_page(session, case.id).case.events
    return [event.text for event in events if event.kind is EventKind.LINKED]


def test_a_link_is_shown_on_both_sides_and_undone(session: Session) -> None:
    (request,) = received(session, ACCESS)
    (complaint,) = received(session, COMPLAINT)
    typed = f" {request.reference.lower()} "
    made = link(session, complaint, typed, LinkKind.COMPLAINT_ABOUT, " Too late ")
    here, there = (
        case_page(session, case.id).links[0] for case in (complaint, request)
    )
    assert (here.row.id, here.forward) == (request.id, True)
    assert (there.row.id, there.forward) == (complaint.id, False)
    assert link_words(made.kind, forward=there.forward) == "Complained about in"
    assert told(session, complaint) == [
        f"Complaint about {request.reference}: Too late"
    ]
    assert told(session, request) == [
        f"Complained about in {complaint.reference}: Too late"
    ]
    unlink(session, made)
    assert not case_page(session, request.id).links
    assert not case_page(session, complaint.id).links
    assert told(session, request)[-1] == (
        f"No longer: complained about in {complaint.reference}"
    )
    with pytest.raises(NotFound):
        unlink(session, made)
    with session.vault.read() as vault:
        actions = [entry.action for entry in vault.audit.page(limit=2).rows]
    assert actions == ["case.unlinked", "case.linked"]


def test_links_that_make_no_sense(session: Session) -> None:
    (request,) = received(session, ACCESS)
    (complaint,) = received(session, COMPLAINT)
    (again,) = received(session, ACCESS)
    refused = (
        (complaint, complaint.reference, LinkKind.RELATED, "this case itself", "other"),
        (complaint, "IS-2026-99999", LinkKind.RELATED, "No case has that", "other"),
        (complaint, '"*)OR(', LinkKind.RELATED, "No case has that", "other"),
        (complaint, "%", LinkKind.RELATED, "No case has that", "other"),
        (complaint, "x" * 10_000, LinkKind.RELATED, "No case has that", "other"),
        (complaint, "  ", LinkKind.RELATED, "Type the reference", "other"),
        (complaint, request.reference, LinkKind.REPEAT_OF, "something else", "other"),
        (request, again.reference, LinkKind.REPEAT_OF, "later than this", "other"),
        (request, complaint.reference, LinkKind.COMPLAINT_ABOUT, "cannot", "kind"),
        (complaint, request.reference, LinkKind.REGULATOR_STAGE_OF, "cannot", "kind"),
    )  # fmt: skip
    for case, reference, kind, said, field in refused:
        with pytest.raises(RuleBroken, match=said) as caught:
            link(session, case, reference, kind)
        assert caught.value.field == field
    with pytest.raises(RuleBroken, match="4,000"):
        link(session, complaint, request.reference, LinkKind.RELATED, "x" * 4_001)
    link(session, complaint, request.reference, LinkKind.RELATED)
    with pytest.raises(RuleBroken, match="linked so already"):
        link(session, request, complaint.reference, LinkKind.RELATED)
    assert len(told(session, request)) == 1
    assert len(told(session, complaint)) == 1


def test_what_is_near_a_case(session: Session) -> None:
    first, same_post = received(session, ACCESS, CaseKind.ERASURE)
    person = first.subject
    (other,) = received(session, COMPLAINT, person=person)
    (again,) = received(session, ACCESS, person=person)
    received(session, ACCESS, name="Mr Casimir Thackeray")
    around = nearby(session, case_page(session, first.id))
    assert [row.id for row in around.same_post] == [same_post.id]
    assert [row.id for row in around.same_person] == [again.id, other.id]
    assert not around.repeats, "the later one repeats, not this one"
    assert not around.more
    around = nearby(session, case_page(session, again.id))
    assert [row.id for row in around.repeats] == [first.id]
    link(session, again, first.reference, LinkKind.REPEAT_OF)
    assert not nearby(session, case_page(session, again.id)).repeats


def test_a_person_of_many_cases_fills_no_page(session: Session) -> None:
    (first,) = received(session, CaseKind.ENQUIRY)
    kinds = tuple(kind for kind in CaseKind if kind is not CaseKind.REGULATOR)
    for _ in range(2):
        received(session, *kinds, person=first.subject)
    around = nearby(session, case_page(session, first.id))
    assert len(around.same_person) == MOST_OF_PERSON
    assert around.more


def test_a_complaint_goes_to_the_regulator(session: Session, clock: Clock) -> None:
    (complaint,) = received(session, COMPLAINT)
    letter = RegulatorLetter(
        received=session.today,
        dated=date(2026, 11, 19),
        their_reference="REG/77/26",
        asked="What was done about the complaint",
        answer_by=date(2026, 12, 14),
    )
    opened = take_to_regulator(session, complaint, letter)
    page = case_page(session, opened.id)
    regulator = session.settings().regulator
    assert opened.kind is CaseKind.REGULATOR
    assert opened.subject == complaint.subject
    assert opened.post.requester.name == regulator.name
    assert opened.post.requester.address == regulator.address
    assert page.clock.due == date(2026, 12, 14)
    assert page.entries[0]["reference"] == "REG/77/26"
    assert page.links[0].row.id == complaint.id
    assert told(session, complaint) == [f"Went to the regulator in {opened.reference}"]
    assert LinkKind.REGULATOR_STAGE_OF in link_kinds(opened)
    bare = RegulatorLetter(received=clock().date())
    second = take_to_regulator(session, complaint, bare)
    assert second.post.requester == opened.post.requester, "known by now"
    with pytest.raises(RuleBroken, match="already"):
        take_to_regulator(session, second, letter)
    assert len(case_page(session, complaint.id).links) == 2


def test_a_regulators_letter_that_cannot_be_right_leaves_nothing(
    session: Session,
) -> None:
    (complaint,) = received(session, COMPLAINT)
    for letter, field in (
        (RegulatorLetter(received=None), "received"),
        (RegulatorLetter(received=date(2027, 1, 4)), "received"),
        (RegulatorLetter(received=session.today, dated=date(2027, 1, 4)), "dated"),
        (RegulatorLetter(received=session.today, their_reference="x" * 500),
         "their_reference"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken) as caught:
            take_to_regulator(session, complaint, letter)
        assert caught.value.field == field
    with session.vault.read() as vault:
        assert vault.cases.count() == 1
        assert vault.people.count() == 1


def test_a_closed_case_keeps_its_state_when_linked(session: Session) -> None:
    (closed,) = received(session, CaseKind.ENQUIRY)
    (complaint,) = received(session, COMPLAINT)
    with pytest.raises(RuleBroken):
        record_event(session, closed, EventKind.ACKNOWLEDGED, date(2027, 1, 1))
    closed = record_event(
        session, closed, EventKind.CLOSED, session.today, "She rang, all is well"
    )
    for kind in EventKind:
        if kind is EventKind.REOPENED:
            continue
        with pytest.raises(RuleBroken) as caught:
            record_event(session, closed, kind, session.today, "Whatever")
        assert str(caught.value).endswith(".")
    link(session, complaint, closed.reference, LinkKind.COMPLAINT_ABOUT)
    after = case_page(session, closed.id).case
    assert not after.is_open
    assert after.closed_on == closed.closed_on


def test_a_note_of_a_workbooks_worth_is_refused_with_a_sentence(
    session: Session,
) -> None:
    (case,) = received(session, ACCESS)
    with pytest.raises(RuleBroken, match="A note holds 20,000 characters") as caught:
        add_note(session, case, "x" * 25_000)
    assert caught.value.field == "text"
    assert case_page(session, case.id).case.events == case.events
