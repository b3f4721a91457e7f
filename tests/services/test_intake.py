"""An item of post comes in, and its cases are opened."""

import os
from datetime import date, timedelta

import pytest
from builders import MONDAY, long_address, new_post

from isteam_app.domain.addresses import Address, parse_address
from isteam_app.domain.case_types.common import AUTHORITY_FORM, IDENTITY_FORM
from isteam_app.domain.cases import CaseKind, ClockState
from isteam_app.domain.forms import is_done, standing
from isteam_app.domain.listing import CaseFilter, CaseOrder
from isteam_app.domain.people import Capacity, Particulars, Person
from isteam_app.errors import ChangedMeanwhile, RuleBroken
from isteam_app.services.cases import (
    case_page,
    count_cases,
    list_cases,
    read_document,
)
from isteam_app.services.enclosures import Enclosed
from isteam_app.services.intake import (
    likely_same,
    opening_cases,
    people_matching,
    receive_post,
)
from isteam_app.services.intake_hints import person_hints
from isteam_app.services.scans import LARGEST, read_scan, scan_from_bytes
from isteam_app.services.search import find

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d"
    "49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def test_one_letter_opens_a_case_for_each_thing_it_asks(session):
    asks = (CaseKind.ACCESS, CaseKind.COMPLAINT, CaseKind.ENQUIRY)
    received = receive_post(session, new_post(kinds=asks))
    assert [case.reference for case in received.cases] == [
        "IS-2026-00001",
        "IS-2026-00002",
        "IS-2026-00003",
    ]
    rows = list_cases(session, CaseFilter(), CaseOrder()).rows
    assert {row.person for row in rows} == {"Ms Marged Ellwood-Price"}
    page = case_page(session, received.cases[0].id)
    assert page.clock.due == date(2026, 12, 21)
    assert len(page.linked) == 2


def test_dates_and_reasons_are_shown_before_saving(session):
    opening = opening_cases(
        session, (CaseKind.ACCESS, CaseKind.COMPLAINT), date(2026, 11, 20)
    )
    assert [(case.kind, case.due) for case in opening] == [
        (CaseKind.ACCESS, date(2026, 12, 21)),
        (CaseKind.COMPLAINT, date(2026, 12, 21)),
    ]
    assert all(case.reason for case in opening)
    assert opening_cases(session, (CaseKind.ACCESS,), None) == ()


def test_a_scan_is_kept_and_comes_back_byte_for_byte(session):
    scan = scan_from_bytes("letter.png", PNG)
    received = receive_post(session, new_post(scans=(scan,)))
    document = case_page(session, received.cases[0].id).documents[0]
    assert (document.name, document.media_type) == ("letter.png", "image/png")
    assert read_document(session, document.id) == PNG


def test_a_known_person_is_suggested_and_not_entered_twice(session):
    first = receive_post(session, new_post())
    known = people_matching(session, "ellw")[0]
    assert known.name == "Ms Marged Ellwood-Price"
    assert likely_same(session, "Mrs M Ellwood-Price", "QX4 7TB")[0].id == known.id
    second = receive_post(session, new_post(person=known))
    assert second.cases[0].subject.id == first.cases[0].subject.id


def test_a_known_person_who_moved_is_written_to_where_they_live_now(session):
    receive_post(session, new_post())
    known = people_matching(session, "ellw")[0]
    moved = parse_address("1 Chapel Row, Exampleford, EX1 2AB")
    second = receive_post(session, new_post(person=known, address=moved))
    case = case_page(session, second.cases[0].id).case
    assert case.post.requester.id == known.id
    assert case.post.requester.address.printed()[-1] == "EX1 2AB"
    with pytest.raises(ChangedMeanwhile):
        receive_post(session, new_post(person=known))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "   "}, "name"),
        ({"name": "x" * 1_000_000}, "name"),
        ({"name": "Ms Nul\x00l"}, "name"),
        ({"received": None}, "received"),
        ({"received": MONDAY.date() + timedelta(days=1)}, "received"),
        ({"received": date(1926, 11, 20)}, "received"),
        ({"dated": date(2026, 12, 1)}, "dated"),
        ({"reached_team": date(2026, 11, 19)}, "reached_team"),
        ({"address": long_address(30)}, "address"),
        ({"kinds": ()}, "kinds"),
        ({"acting_for": "x" * 201}, "acting_for"),
        ({"their_reference": "x" * 51}, "their_reference"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_field(session, changes, field):
    with pytest.raises(RuleBroken) as refused:
        receive_post(session, new_post(**changes))
    assert refused.value.field == field
    assert str(refused.value).endswith(".")
    assert count_cases(session, CaseFilter()) == 0


@pytest.mark.parametrize(
    "name",
    [
        "Zofia O'Brien-Ńowak",
        "Ŵyn Harries",
        "毛",
        "אבגד",
        "Robert'); DROP TABLE cases;--",
    ],
)
def test_awkward_names_are_kept_as_they_are_and_found(session, name):
    receive_post(session, new_post(name=name))
    assert find(session, name.split()[0])[0].title == name


def test_29_february_is_received_like_any_day(session, clock):
    clock.at = MONDAY.replace(year=2028, month=3, day=1)
    received = receive_post(
        session,
        new_post(received=date(2028, 2, 29), reached_team=None, dated=None),
    )
    page = case_page(session, received.cases[0].id)
    assert page.clock.due == date(2028, 3, 29)
    assert page.clock.state is ClockState.RUNNING
    assert page.case.reference == "IS-2028-00001"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a program", "not a PDF, PNG or JPEG"),
    ],
)
def test_a_scan_is_judged_by_its_content(tmp_path, content, words):
    path = tmp_path / "letter.pdf"
    path.write_bytes(content)
    with pytest.raises(RuleBroken, match=words):
        read_scan(path)


def test_what_cannot_be_shown_is_taken_as_it_came_and_says_why(session, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.7\nbroken")
    scan = read_scan(path)
    assert scan.trouble.startswith("This PDF is damaged and cannot be shown.")
    assert scan.pages == 0
    received = receive_post(session, new_post(scans=(scan,)))
    document = case_page(session, received.cases[0].id).documents[0]
    assert read_document(session, document.id) == b"%PDF-1.7\nbroken"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    pipe = tmp_path / "letter.pdf"
    os.mkfifo(pipe)
    with pytest.raises(RuleBroken, match="not a file"):
        read_scan(pipe)


def test_a_folder_and_a_huge_file_are_refused_without_reading_them(tmp_path):
    with pytest.raises(RuleBroken, match="folder"):
        read_scan(tmp_path)
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(3 * LARGEST)  # sparse: no room is really taken
    with pytest.raises(RuleBroken, match="300 MB"):
        read_scan(huge)


def test_a_picture_with_the_wrong_ending_is_kept_as_what_it_is(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(PNG)
    assert read_scan(path).media_type == "image/png"


def test_somebody_acting_for_another_is_written_to_about_the_other(session):
    received = receive_post(session, new_post(acting_for="Mr Idris  Vipond"))
    case = case_page(session, received.cases[0].id).case
    assert case.subject.name == "Mr Idris Vipond"
    assert case.post.requester.name == "Ms Marged Ellwood-Price"
    assert find(session, "Vipond")[0].title == "Mr Idris Vipond"


def test_a_solicitor_without_authority_shows_what_is_missing(session):
    kinds = (CaseKind.ACCESS, CaseKind.COMPLAINT)
    taken = new_post(
        acting_for="Mr Idris Vipond", capacity=Capacity.SOLICITOR, kinds=kinds
    )
    access, complaint = receive_post(session, taken).cases
    page = case_page(session, access.id)
    missing = standing(page.entries, "authority")[0]
    assert missing["doubt"] == "Solicitor: no authority was enclosed"
    assert not is_done(AUTHORITY_FORM, missing)
    assert page.clock.due == date(2026, 12, 21)
    note = case_page(session, complaint.id).case.events[-1]
    assert note.text == (
        "Ms Marged Ellwood-Price writes as solicitor: no authority was enclosed."
    )
    with session.vault.read() as vault:
        kept = vault.representations.for_subject(access.subject.id)
    assert [(one.capacity, one.evidence) for one in kept] == [(Capacity.SOLICITOR, "")]
    assert not kept[0].stands(session.today)


def test_what_was_enclosed_needs_no_question_and_moves_no_clock(session):
    enclosed = Enclosed(
        authority="Signed form of authority",
        authority_expires=date(2027, 5, 1),
        identity="Copy of a passport",
        money="\N{POUND SIGN}10 banknote",
    )
    known = receive_post(session, new_post(name="Mr Idris Vipond")).cases[0].subject
    home = parse_address("9 Kiln Lane, Exampleton, EX1 2AB")
    taken = new_post(
        acting_for=known.name,
        subject=known,
        subject_address=home,
        capacity=Capacity.ATTORNEY,
        enclosed=enclosed,
        kinds=(CaseKind.ACCESS, CaseKind.ERASURE),
    )
    first, second = receive_post(session, taken).cases
    page = case_page(session, first.id)
    seen = {entry.form: entry for entry in page.entries}
    assert (page.case.subject.id, page.case.subject.address) == (known.id, home)
    assert seen["authority"].day("expires") == date(2027, 5, 1)
    assert is_done(AUTHORITY_FORM, seen["authority"])
    assert is_done(IDENTITY_FORM, seen["identity"])
    assert page.clock.due == date(2026, 12, 21)
    assert page.clock.deadline.waiting_for == ()
    notes = [len(case_page(session, one.id).case.events) for one in (first, second)]
    assert notes == [2, 1], "the banknote is returned once"
    with session.vault.read() as vault:
        kept = vault.representations.for_subject(known.id)
    assert kept[0].stands(session.today)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"dated": date(2026, 11, 21)}, "dated"),
        ({"summary": "word " * 1_000}, "summary"),
        ({"reply_name": "Bexley & Orme"}, "reply_address"),
        ({"reply_address": long_address(2)}, "reply_name"),
        (
            {"acting_for": "Mr Vipond", "subject_address": long_address(30)},
            "subject_address",
        ),
        (
            {
                "acting_for": "Mr Vipond",
                "enclosed": Enclosed(
                    authority="Mandate", authority_expires=date(2026, 11, 1)
                ),
            },
            "authority_expires",
        ),
        ({"enclosed": Enclosed(identity="x" * 201)}, "identity"),
        ({"enclosed": Enclosed(money="x" * 81)}, "money"),
    ],
)
def test_what_was_enclosed_and_who_is_answered_is_checked(session, changes, field):
    with pytest.raises(RuleBroken) as refused:
        receive_post(session, new_post(**changes))
    assert refused.value.field == field
    assert count_cases(session, CaseFilter()) == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("27 Lantern Row, Eastbridge, QX4 7TB", ""),
        ("Pte A Sample, HQ, BFPO 57", ""),
        ("1 Rue Haute, Paris, France", ""),
        ("27 Lantern Row, Eastbridge, CV3 4IH", "CV3 4IH is not written"),
        ("27 Lantern Row, Eastbridge", "No postcode"),
        ("", ""),
    ],
)
def test_an_odd_postcode_is_said(typed, said):
    found = [hint.title for hint in person_hints((), parse_address(typed))]
    assert bool(said) is bool(found)
    assert all(said in title for title in found)


def test_a_person_who_died_and_a_child_are_said():
    particulars = Particulars(died_on=date(2026, 3, 4), child=True, language="Welsh")
    person = Person(name="Ms Marged Ellwood-Price", particulars=particulars)
    said = [hint.title for hint in person_hints((person,), Address())]
    assert said == [
        "Ms Marged Ellwood-Price died on Wed 4 Mar 2026",
        "Ms Marged Ellwood-Price is a child",
        "Ms Marged Ellwood-Price needs letters in Welsh",
    ]
