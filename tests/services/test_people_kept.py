"""People are kept whole: their details, who acts for them, and merged records."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import Clock, new_post
from request_steps import register_line

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.domain.people import (
    Capacity,
    Format,
    Particulars,
    Person,
    Representation,
    TeamMember,
)
from isteam_app.domain.person_edits import age_note, check_person
from isteam_app.errors import ChangedMeanwhile, RuleBroken
from isteam_app.services.cases import record_event
from isteam_app.services.entries import add_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.merging import merge_people, undo_merge
from isteam_app.services.people import (
    count_people,
    list_people,
    person_page,
    save_person,
)
from isteam_app.services.representatives import (
    authorities,
    authority_problem,
    end_representation,
    name_representative,
)
from isteam_app.services.search import find
from isteam_app.services.session import Session

TODAY = date(2026, 11, 23)


def test_a_page_gathers_what_is_kept_about_a_person(session: Session) -> None:
    opened = receive_post(
        session, new_post(kinds=(CaseKind.MARKETING, CaseKind.RESTRICTION))
    )
    by_kind = {case.kind: case for case in opened.cases}
    add_entry(
        session,
        by_kind[CaseKind.MARKETING],
        "suppression",
        {"channels": "post", "scopes": "own", "effective": "2026-11-23", "keys": "Mrs"},
    )
    add_entry(
        session,
        by_kind[CaseKind.RESTRICTION],
        "restriction",
        {"ground": "accuracy", "scope": "All", "start": "2026-11-23"},
    )
    someone = opened.cases[0].subject
    known = replace(
        someone.particulars,
        format=Format.LARGE_18,
        do_not_write="Moved out after a break-up",
        child=True,
        born=date(2013, 2, 3),
    )
    saved = save_person(session, someone, replace(someone, particulars=known))
    page = person_page(session, saved.id)
    assert page.person.particulars == known
    assert {row.kind for row in page.about} == set(by_kind)
    assert page.written == ()
    assert len(page.suppressions) == len(page.restrictions) == 1
    assert "Moved out" in page.warnings[0]
    assert "Scotland" in page.warnings[1]
    assert {change.field for change in page.history} >= {"Letters in", "Do not write"}
    assert list_people(session, "ellw").rows == (saved,)
    assert list_people(session, "nobody").rows == ()
    assert count_people(session) == 1


def test_two_people_who_change_different_fields_are_both_kept(session: Session) -> None:
    base = receive_post(session, new_post()).cases[0].subject
    colleague = replace(session, member=TeamMember(name="Alex Example"))
    save_person(colleague, base, replace(base, salutation="Marged"))
    both = save_person(session, base, replace(base, name="Ms M. Ellwood"))
    assert (both.name, both.salutation) == ("Ms M. Ellwood", "Marged")
    with pytest.raises(
        ChangedMeanwhile, match=r"Alex Example at 10:42: greeting"
    ) as no:
        save_person(session, base, replace(base, salutation="Ms Price"))
    (clash,) = no.value.clashes
    assert (clash.theirs, clash.yours) == ("Marged", "Ms Price")
    assert person_page(session, base.id).person == both


def _with(**known: object) -> Person:
    return Person(name="A", particulars=Particulars(**known))


@pytest.mark.parametrize(
    ("person", "field", "says"),
    [
        (Person(name=" "), "name", "Enter the person's name"),
        (Person(name="x" * 10_000), "name", "10,000 characters"),
        (_with(born=TODAY + timedelta(1)), "born", "future"),
        (_with(born=date(1850, 1, 1)), "born", "Check the year"),
        (_with(died_on=TODAY + timedelta(1)), "died_on", "future"),
        (
            _with(born=date(1950, 1, 2), died_on=date(1950, 1, 1)),
            "died_on",
            "before the day of birth",
        ),
    ],
)
def test_what_cannot_be_true_of_a_person_is_refused(
    person: Person, field: str, says: str
) -> None:
    with pytest.raises(RuleBroken, match=says) as refused:
        check_person(person, TODAY)
    assert refused.value.field == field


def test_a_child_a_capable_one_and_the_dead_are_told_apart() -> None:
    assert age_note(Particulars(), TODAY) == ""
    assert "parent" in age_note(Particulars(child=True, born=date(2020, 1, 1)), TODAY)
    assert "presumed" in age_note(Particulars(child=True, born=date(2012, 1, 1)), TODAY)
    assert "signs" in age_note(Particulars(child=True, capable="signs well"), TODAY)
    assert "the dead" in age_note(Particulars(died_on=date(2026, 1, 1)), TODAY)


def test_an_authority_stands_from_when_it_was_seen_until_it_ends(
    session: Session, clock: Clock
) -> None:
    case = receive_post(session, new_post(acting_for="Mr Idris Vane")).cases[0]
    subject, writer = case.subject, case.post.requester
    assert "nobody has seen" in authority_problem(session, case, session.today)
    given = Representation(
        representative=writer,
        subject=subject,
        capacity=Capacity.SOLICITOR,
        evidence="Signed letter of authority",
        expires=session.today + timedelta(10),
    )
    for wrong, field in (
        (replace(given, representative=subject), "representative"),
        (replace(given, representative=Person(name="")), "representative"),
        (
            replace(given, expires=date(2026, 11, 1), seen_on=date(2026, 10, 1)),
            "expires",
        ),
        (
            replace(given, expires=date(2026, 9, 1), seen_on=date(2026, 10, 1)),
            "expires",
        ),
        (replace(given, evidence="", seen_on=date(2026, 10, 1)), "evidence"),
    ):
        with pytest.raises(RuleBroken) as refused:
            name_representative(session, wrong)
        assert refused.value.field == field
    named = name_representative(session, given)
    assert (named.seen_by, named.seen_on) == (session.member.name, session.today)
    assert named in authorities(session, case)
    assert authority_problem(session, case, session.today) == ""
    assert named in person_page(session, subject.id).representatives
    assert named in person_page(session, writer.id).acts_for
    clock.forward(11)
    problem = authority_problem(session, case, session.today)
    assert "ended on Thu 3 Dec 2026" in problem
    ended = end_representation(session, named, session.today)
    with pytest.raises(RuleBroken, match="already"):
        end_representation(session, ended, session.today)
    assert authority_problem(session, replace(case, subject=writer), TODAY) == ""


def test_an_authority_noted_on_the_case_alone_is_enough(session: Session) -> None:
    case = receive_post(session, new_post(acting_for="Mr Idris Vane")).cases[0]
    case = record_event(
        session, case, EventKind.AUTHORITY_ASKED, session.today, "No authority"
    )
    case = record_event(
        session, case, EventKind.AUTHORITY_RECEIVED, session.today, "Seen"
    )
    assert authority_problem(session, case, session.today) == ""


def test_merged_records_become_two_again_with_what_each_had(session: Session) -> None:
    first = receive_post(session, new_post()).cases[0]
    second = receive_post(
        session, new_post(name="Marged Ellwood Price", acting_for="Mr Idris Vane")
    ).cases[0]
    keep, double = first.subject, second.post.requester
    request = register_line(session, person_id=double.id)
    given = name_representative(
        session,
        Representation(
            representative=double, subject=second.subject, capacity=Capacity.FRIEND
        ),
    )
    assert person_page(session, keep.id).duplicates == (double,)
    with pytest.raises(RuleBroken, match="one and the same"):
        merge_people(session, keep, keep, "Same hand")
    with pytest.raises(RuleBroken, match="how you know"):
        merge_people(session, keep, double, " ")
    with pytest.raises(RuleBroken, match="two people"):
        merge_people(session, second.subject, double, "Same hand")
    merge = merge_people(session, keep, double, "Same hand")
    with pytest.raises(RuleBroken, match="already"):
        merge_people(session, keep, double, "Again")

    assert [each.id for each in list_people(session).rows] == [
        second.subject.id,
        keep.id,
    ]
    assert [hit.id for hit in find(session, "ellwood") if hit.kind == "person"] == [
        keep.id
    ]
    page = person_page(session, keep.id)
    assert [row.id for row in page.written] == [second.id]
    assert given.id in {each.id for each in page.acts_for}
    assert page.duplicates == ()
    assert page.merges == (merge,)
    with session.vault.read() as vault:
        assert vault.posts.get(second.post.id).requester == keep
        assert vault.disclosures.get(request.id).person_id == keep.id
        assert vault.people.get(double.id).name == double.name
    assert person_page(session, double.id).kept_as == keep

    third = receive_post(
        session, new_post(person=keep, name=keep.name, address=keep.address)
    ).cases[0]
    undone = undo_merge(session, merge)
    assert undone.undone_by == session.member.name
    with pytest.raises(RuleBroken, match="undone already"):
        undo_merge(session, merge)
    with session.vault.read() as vault:
        assert vault.cases.get(second.id).post.requester.id == double.id
        assert vault.cases.get(third.id).subject.id == keep.id
        assert vault.disclosures.get(request.id).person_id == double.id
        assert vault.representations.get(given.id).representative.id == double.id
    back = person_page(session, double.id)
    assert replace(back.person, version=double.version) == double
    assert {change.field for change in back.history} == {"Same person as"}
    assert len(list_people(session).rows) == 3


def test_a_merge_under_a_later_one_is_undone_second(session: Session) -> None:
    people = [
        save_person(
            session,
            Person(name=""),
            Person(name=name, address=parse_address("1 Mill Lane, Eastbridge QX4 7TB")),
        )
        for name in ("Ada Fenwick", "A. Fenwick", "Ada B. Fenwick")
    ]
    below = merge_people(session, people[1], people[2], "Same hand")
    above = merge_people(session, people[0], people[1], "Same hand")
    with pytest.raises(RuleBroken, match="Undo that"):
        undo_merge(session, below)
    undo_merge(session, above)
    undo_merge(session, below)
    assert count_people(session) == 3
