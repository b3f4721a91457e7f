"""What was mistyped when the post came in is put right, and everything follows."""

from dataclasses import replace
from datetime import date

import pytest
from builders import Clock, long_address, new_post
from letter_steps import decided

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.domain.listing import CaseFilter, CaseOrder
from isteam_app.domain.people import Capacity
from isteam_app.errors import ChangedMeanwhile, RuleBroken
from isteam_app.services.cases import add_note, case_page, list_cases, record_event
from isteam_app.services.corrections import Correction, correct_details
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import (
    finalise,
    open_desk,
    recipient_check,
    start_letter,
    use_current_address,
)
from isteam_app.services.search import find
from isteam_app.services.session import Session

ADDRESS = parse_address("9 Kiln Lane, Exampleton, EX1 2AB")


@pytest.fixture
def case(session: Session) -> Case:
    return receive_post(session, new_post()).cases[0]


def corrected(case: Case, **changes: object) -> Correction:
    """Return the details as they stand on a case, with some of them changed."""
    post = case.post
    kept = Correction(
        name=post.requester.name,
        salutation=post.requester.salutation,
        address=post.requester.address,
        received=post.received,
        dated=post.dated,
        reached_team=post.reached_team,
        their_reference=post.their_reference,
        summary=post.summary,
    )
    return replace(kept, **changes)


def fresh(session: Session, case: Case) -> Case:
    return case_page(session, case.id).case


def test_a_name_and_an_address_are_put_right_with_one_note(session, case):
    change = corrected(
        case,
        name="  Ms Margaret  Ellwood-Price ",
        address=ADDRESS,
        reason="Misread the signature",
    )
    saved = correct_details(session, case, change)
    assert saved == fresh(session, case)
    assert saved.subject.name == "Ms Margaret Ellwood-Price"
    assert saved.post.requester.address == ADDRESS
    notes = [event for event in saved.events if event.kind is EventKind.NOTE]
    assert [note.text.splitlines() for note in notes] == [
        [
            "Details corrected.",
            'Name: from "Ms Marged Ellwood-Price" to "Ms Margaret Ellwood-Price".',
            (
                'Address: from "Flat 4, 27 Lantern Row, Eastbridge, QX4 7TB" '
                'to "9 Kiln Lane, Exampleton, EX1 2AB".'
            ),
            "Reason: Misread the signature",
        ]
    ]
    assert notes[0].recorded_by == "Robin Sample"


def test_lists_and_the_search_know_what_was_corrected(session, case):
    change = corrected(
        case, name="Mr Ansel Quill", their_reference="AQ-77", reason="Wrong person"
    )
    correct_details(session, case, change)
    rows = list_cases(session, CaseFilter(), CaseOrder()).rows
    assert [row.person for row in rows] == ["Mr Ansel Quill"]
    assert case.reference in [hit.reference for hit in find(session, "ansel")]
    assert case.reference in [hit.reference for hit in find(session, "aq-77")]


def test_what_was_left_out_is_said_to_have_been_nothing(session, case):
    change = corrected(case, their_reference="AQ-77", dated=None)
    saved = correct_details(session, case, change)
    assert saved.events[-1].text.splitlines()[1:] == [
        "Date on the letter: from Tue 17 Nov 2026 to nothing.",
        'Their reference: from nothing to "AQ-77".',
    ]


def test_who_it_is_about_and_who_is_answered_are_put_right(session):
    taken = new_post(acting_for="Mr Idris Vipond", capacity=Capacity.FRIEND)
    case = receive_post(session, taken).cases[0]
    change = corrected(
        case,
        acting_for="Mr  Idwal Vipond",
        capacity=Capacity.SOLICITOR,
        reply_name="Bexley & Orme",
        reply_address=ADDRESS,
        reason="Misread",
    )
    saved = correct_details(session, case, change)
    assert saved.subject.name == saved.post.acting_for == "Mr Idwal Vipond"
    assert saved.post.written_to.name == "Bexley & Orme"
    assert saved.events[-1].text.splitlines()[1:] == [
        'Whom they act for: from "Mr Idris Vipond" to "Mr Idwal Vipond".',
        'Answers go to: from nothing to "Bexley & Orme".',
        'Address for answers: from nothing to "9 Kiln Lane, Exampleton, EX1 2AB".',
        'They write as: from "Friend or relative" to "Solicitor".',
        "Reason: Misread",
    ]
    again = corrected(saved, reply_name="Orme & Bexley")
    saved = correct_details(session, saved, again)
    assert saved.post.written_to.address == ADDRESS
    saved = correct_details(session, saved, corrected(saved, reply_name=""))
    assert saved.post.reply_to is None
    assert 'Answers go to: from "Orme & Bexley" to nothing.' in saved.events[-1].text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"acting_for": "Mr Idris Vipond"}, "acting_for"),
        ({"capacity": Capacity.PARENT}, "capacity"),
        ({"reply_name": "Bexley & Orme"}, "reply_address"),
        ({"reply_name": "B" * 10_000, "reply_address": ADDRESS}, "reply_name"),
    ],
)
def test_others_that_cannot_be_are_refused(session, case, changes, field):
    with pytest.raises(RuleBroken) as refused:
        correct_details(session, case, corrected(case, **changes))
    assert refused.value.field == field
    assert fresh(session, case) == case


def test_the_clock_follows_the_day_of_receipt(session, case):
    assert case_page(session, case.id).clock.due == date(2026, 12, 21)
    day = date(2026, 11, 18)
    change = corrected(case, received=day, reason="Stamped on the envelope")
    saved = correct_details(session, case, change)
    page = case_page(session, case.id)
    assert page.clock.due == saved.due == date(2026, 12, 18)
    assert page.clock.deadline.because[0].on == day
    row = list_cases(session, CaseFilter(), CaseOrder()).rows[0]
    assert (row.received, row.due) == (day, date(2026, 12, 18))
    receipt = next(one for one in saved.events if one.kind is EventKind.RECEIVED)
    assert receipt.on == date(2026, 11, 20)


def test_every_open_case_of_the_post_moves_and_closed_ones_stay(session):
    kinds = (CaseKind.ACCESS, CaseKind.COMPLAINT, CaseKind.ENQUIRY)
    access, complaint, enquiry = receive_post(session, new_post(kinds=kinds)).cases
    closed = record_event(
        session, enquiry, EventKind.CLOSED, date(2026, 11, 23), "Withdrawn"
    )
    change = corrected(access, received=date(2026, 11, 18), reason="Misread")
    correct_details(session, access, change)
    assert fresh(session, access).due == date(2026, 12, 18)
    assert fresh(session, complaint).due == date(2026, 12, 18)
    moved = "Due date moved from Mon 21 Dec 2026 to Fri 18 Dec 2026"
    told = fresh(session, access).events[-1].text.splitlines()
    assert told[2:4] == [
        f"{access.reference}: {moved}.",
        f"{complaint.reference}: {moved}.",
    ]
    other = fresh(session, complaint).events[-1]
    assert other.kind is EventKind.DATES_MOVED
    assert other.text == f"{moved}: the details were corrected in {access.reference}"
    left = fresh(session, enquiry)
    assert (left.due, left.post_by, left.version) == (
        closed.due,
        closed.post_by,
        closed.version,
    )
    assert left.received == date(2026, 11, 18)
    noted = [
        len([one for one in fresh(session, each).events if one.kind is EventKind.NOTE])
        for each in (access, complaint, enquiry)
    ]
    assert noted == [1, 0, 0]


def test_a_closed_case_can_be_corrected_without_moving(session, case):
    withdrawn = decided(session, case, "withdrawn")
    closed = record_event(
        session, withdrawn, EventKind.CLOSED, date(2026, 11, 23), "Withdrawn"
    )
    change = corrected(closed, received=date(2026, 11, 18), reason="Misread")
    saved = correct_details(session, closed, change)
    assert saved.post.received == date(2026, 11, 18)
    assert (saved.state, saved.due) == (closed.state, closed.due)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "N" * 201}, "name"),
        ({"name": "Mr Ansel Quill"}, "reason"),
        ({"address": long_address(13)}, "address"),
        ({"received": None}, "received"),
        ({"received": date(2026, 11, 24)}, "received"),
        ({"received": date(2016, 11, 18)}, "received"),
        ({"received": date(2026, 11, 18)}, "reason"),
        ({"dated": date(2026, 11, 24)}, "dated"),
        ({"reached_team": date(2026, 11, 19)}, "reached_team"),
        ({"their_reference": "R" * 201}, "their_reference"),
        ({"summary": "S" * 4_001}, "summary"),
        ({"summary": "S", "reason": "R" * 4_001}, "reason"),
        ({}, ""),
        ({"reason": "Nothing else changed"}, ""),
    ],
)
def test_what_cannot_be_is_refused_under_its_field(session, case, changes, field):
    with pytest.raises(RuleBroken) as refused:
        correct_details(session, case, corrected(case, **changes))
    assert refused.value.field == field
    assert fresh(session, case) == case


def test_post_cannot_come_after_what_was_done_about_it(session, case, clock: Clock):
    asked = record_event(
        session, case, EventKind.IDENTITY_ASKED, date(2026, 11, 21), "Which one?"
    )
    clock.forward(4)
    change = corrected(
        asked,
        received=date(2026, 11, 22),
        reached_team=date(2026, 11, 24),
        reason="Misread",
    )
    with pytest.raises(RuleBroken, match=r"has an entry of Sat 21 Nov 2026") as refused:
        correct_details(session, asked, change)
    assert refused.value.field == "received"
    assert fresh(session, case) == asked


def test_post_cannot_come_after_its_case_was_opened(session, case, clock: Clock):
    clock.forward(4)
    day = date(2026, 11, 24)
    change = corrected(case, received=day, reached_team=day, reason="Misread")
    with pytest.raises(RuleBroken, match=r"has an entry of Mon 23 Nov 2026"):
        correct_details(session, case, change)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({"address": ADDRESS}, {"salutation": "Marged"}),
        ({"summary": "One parcel"}, {"summary": "Three parcels"}),
    ],
    ids=["who", "what"],
)
def test_two_corrections_do_not_overwrite_each_other(session, case, theirs, ours):
    first = correct_details(session, case, corrected(case, **theirs))
    with pytest.raises(ChangedMeanwhile):
        correct_details(session, case, corrected(case, **ours))
    assert fresh(session, case) == first
    add_note(session, first, "She rang.")
    saved = correct_details(session, first, corrected(first, **ours))
    assert len(saved.events) == len(first.events) + 2


def test_a_draft_is_held_until_it_has_the_corrected_address(session, case):
    draft = start_letter(session, case.id, "access-acknowledgement")
    correct_details(session, case, corrected(case, address=ADDRESS))
    check = recipient_check(open_desk(session, draft.id))
    assert [line.label for line in check if not line.agrees] == ["Address", "Postcode"]
    with pytest.raises(RuleBroken) as refused:
        finalise(session, draft)
    assert refused.value.field == "recipient"
    renewed = use_current_address(session, draft)
    assert renewed.recipient == ADDRESS.printed("Ms Marged Ellwood-Price")
