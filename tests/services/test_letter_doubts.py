"""What changes in the records is noted on every letter that has not gone yet."""

from dataclasses import replace
from datetime import date

import pytest
from builders import new_post
from letter_steps import answered, filled_in, final, made, posted, printed, scanned

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.letters import LetterState
from isteam_app.domain.people import Capacity
from isteam_app.errors import RuleBroken
from isteam_app.services.enclosures import Enclosed
from isteam_app.services.entries import add_entry, change_entry, strike_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_check import check_again
from isteam_app.services.letter_doubts import still_right, write_anew
from isteam_app.services.letters import letter_pdf, start_letter, use_current_address
from isteam_app.services.merging import merge_people, undo_merge
from isteam_app.services.people import save_person
from isteam_app.services.print_desk import letter as read_letter
from isteam_app.services.print_desk import mark_posted
from isteam_app.services.representatives import end_representation

COURIER = {
    "name": "Sampleton Couriers Ltd",
    "address": "Dock 3, Placeholder Quay\nExampleford\nex1 2ab",
    "had": "Name and address",
    "disclosed_on": "2026-11-03",
}
THERE = parse_address("1 New Road, Westhaven, ZY2 5LD")


@pytest.fixture
def case(session):
    return receive_post(session, new_post()).cases[0]


def changed(session, person, **facts):
    with session.vault.read() as vault:
        base = vault.people.get(person.id)
    return save_person(session, base, replace(base, **facts))


def doubt(session, letter):
    return read_letter(session, letter.id).doubt


@pytest.mark.parametrize("stage", [answered, final, printed])
def test_who_moves_puts_every_unsent_letter_in_doubt(session, case, stage):
    letter = stage(session, case, "access-acknowledgement")
    pages = None if letter.is_unfinished else letter_pdf(session, letter.id)
    changed(session, case.subject, address=THERE)
    assert doubt(session, letter) == (
        "The address of whoever this letter goes to was changed on Mon 23 Nov 2026 by "
        "Robin Sample."
    )
    kept = read_letter(session, letter.id)
    assert kept.state is letter.state
    assert pages is None or letter_pdf(session, letter.id) == pages
    assert any(each.kind == "doubt" for each in check_again(session, letter.id))


def test_a_doubtful_letter_is_kept_out_of_the_post(session, clock, case):
    letter = scanned(session, final(session, case))
    changed(session, case.subject, salutation="Marged")
    with pytest.raises(RuleBroken, match="Keep it out of the post"):
        mark_posted(session, [letter.id], on=session.today, service="First class")
    went = session.today
    clock.forward(1)  # it had gone before anybody knew
    mark_posted(session, [letter.id], on=went, service="First class")


def test_what_was_posted_is_left_alone(session, case):
    draft = answered(session, case, "access-acknowledgement")
    posted(session, draft)
    changed(session, case.subject, address=THERE)
    assert doubt(session, draft) == ""


@pytest.mark.parametrize(
    ("facts", "doubtful"),
    [
        ({"name": "Ms Marged Price"}, True),
        ({"salutation": "Marged"}, True),
        ({"particulars": "died"}, True),
        ({"particulars": "do_not_write"}, True),
        ({"particulars": "vulnerable"}, False),
    ],
)
def test_only_what_the_letter_rests_on_counts(session, case, facts, doubtful):
    letter = final(session, case)
    known = case.subject.particulars
    new = {
        "died": replace(known, died_on=date(2026, 11, 22)),
        "do_not_write": replace(known, do_not_write="At risk"),
        "vulnerable": replace(known, vulnerable="Deaf"),
    }
    given = {key: new.get(value, value) for key, value in facts.items()}
    changed(session, case.subject, **given)
    assert bool(doubt(session, letter)) == doubtful


def test_letters_of_somebody_else_are_left_alone(session, case):
    letter = final(session, case)
    other = receive_post(
        session, new_post(name="Mr Idris Vipond", salutation="", address=THERE)
    ).cases[0]
    changed(session, other.subject, name="Mr Idris Vypond")
    assert doubt(session, letter) == ""


def test_a_merge_and_its_parting_are_noted(session, case):
    letter = final(session, case)
    twin = receive_post(session, new_post(name="Ms M Ellwood-Price")).cases[0]
    with session.vault.read() as vault:
        keep = vault.people.get(twin.subject.id)
        gone = vault.people.get(case.subject.id)
    merge = merge_people(session, keep, gone, "The same signature")
    assert "were made into one" in doubt(session, letter)
    assert check_again(session, letter.id)
    undo_merge(session, merge)
    held = read_letter(session, letter.id)
    assert still_right(session, held, "The merge was a mistake").doubt == ""
    assert check_again(session, letter.id) == ()


def test_an_authority_that_ends_is_noted_on_letters_to_who_had_it(session):
    case = receive_post(
        session,
        new_post(
            acting_for="Mr Idris Vipond",
            capacity=Capacity.SOLICITOR,
            enclosed=Enclosed(authority="A signed letter"),
        ),
    ).cases[0]
    letter = final(session, case)
    with session.vault.read() as vault:
        (given,) = vault.representations.for_subject(case.subject.id)
    end_representation(session, given, session.today)
    assert doubt(session, letter).startswith("The authority of whoever this letter")


def test_it_is_right_only_with_a_reason_and_while_the_address_is(session, case):
    letter = final(session, case)
    changed(session, case.subject, salutation="Marged")
    held = read_letter(session, letter.id)
    with pytest.raises(RuleBroken, match="Say how you know"):
        still_right(session, held, " ")
    right = still_right(session, held, "She asked for it by phone")
    assert right.doubt == ""
    changed(session, case.subject, address=THERE)
    with pytest.raises(RuleBroken, match="Write a new letter in its place"):
        still_right(session, read_letter(session, letter.id), "It is the same house")


def test_a_new_letter_takes_the_place_of_one_that_has_not_gone(session, case):
    letter = final(session, case)
    changed(session, case.subject, address=THERE)
    new = write_anew(session, read_letter(session, letter.id))
    assert read_letter(session, letter.id).state is LetterState.SUPERSEDED
    assert new.replaces == letter.id
    assert new.recipient[-1] == "ZY2 5LD"
    assert made(session, new).state is LetterState.FINAL
    with pytest.raises(RuleBroken):
        write_anew(session, read_letter(session, letter.id))


def test_one_that_was_posted_is_replaced_once_the_new_one_is_made(session, case):
    draft = answered(session, case, "access-acknowledgement")
    posted(session, draft)
    new = write_anew(session, read_letter(session, draft.id))
    assert read_letter(session, draft.id).state is LetterState.POSTED
    made(session, new)
    assert read_letter(session, draft.id).state is LetterState.SUPERSEDED


def test_using_the_current_address_takes_the_doubt_away(session, case):
    draft = answered(session, case, "access-acknowledgement")
    changed(session, case.subject, address=THERE)
    assert use_current_address(session, read_letter(session, draft.id)).doubt == ""


def test_a_company_that_has_the_data_and_moved_is_noted(session):
    case = receive_post(session, new_post(kinds=(CaseKind.RECTIFICATION,))).cases[0]
    change = {"item": "Surname", "old": "Elwood", "new": "Ellwood"}
    add_entry(session, case, "correction", change | {"decision": "corrected"})
    entry = add_entry(session, case, "recipient", COURIER)
    draft = start_letter(session, case.id, "recipient-notice", entry)
    letter = made(session, filled_in(session, draft))
    there = dict(entry.values) | {"address": "2 Wharf Street\nWesthaven\nZY2 5LD"}
    kept = change_entry(session, entry, there)
    assert doubt(session, letter).startswith("The address of whoever")
    strike_entry(session, kept, "Named by mistake")
    assert doubt(session, letter).startswith("The entry of whoever")
