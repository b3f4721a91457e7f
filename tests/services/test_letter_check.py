"""A letter is compared with the records again before it is printed and posted."""

from dataclasses import replace
from datetime import date

import pytest
from builders import new_post
from letter_steps import answered, final

from isteam_app.domain.addresses import parse_address
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_check import check_again, checked_recipient
from isteam_app.services.letter_opening import desk_of
from isteam_app.services.letters import save_draft, start_letter
from isteam_app.services.people import save_person

RECEIVED = "access-acknowledgement"


@pytest.fixture
def case(session):
    return receive_post(session, new_post()).cases[0]


def changed(session, person, **facts):
    with session.vault.read() as vault:
        base = vault.people.get(person.id)
    return save_person(session, base, replace(base, **facts))


def looked_at(session, letter):
    """What the check finds on a letter as it is kept."""
    with session.vault.read() as vault:
        kept = vault.letters.get(letter.id)
        return checked_recipient(session, vault, desk_of(session, vault, kept))


def kinds(session, letter):
    return [each.kind for each in check_again(session, letter.id)]


def test_nothing_is_said_while_all_agrees(session, case):
    letter = final(session, case)
    assert check_again(session, letter.id) == ()
    assert looked_at(session, letter).twice == ()


def test_a_finalised_letter_is_held_once_the_person_moved(session, case):
    letter = final(session, case)
    there = parse_address("1 New Road, Westhaven, ZY2 5LD")
    changed(session, case.subject, address=there)
    assert "recipient" in kinds(session, letter)


def test_a_finalised_letter_is_held_once_the_person_died(session, case):
    letter = final(session, case)
    now = replace(case.subject.particulars, died_on=date(2026, 11, 22))
    changed(session, case.subject, particulars=now)
    doubt, died = check_again(session, letter.id)
    assert doubt.kind == "doubt"
    assert died.sentence.startswith("The person this letter goes to has died")


@pytest.mark.parametrize(
    ("greeting", "right"),
    [
        ("Dear Ms Ellwood-Price", True),
        ("Dear Marged Ellwood-Price,", True),
        ("Dear Sir or Madam", True),
        ("Annwyl Ms Ellwood-Price", True),
        ("Dear Mr Ellwood-Price", False),
        ("Dear Ms Ellwood", False),
        ("Dear Ms Price-Ellwood", False),
        ("Dear Mr Vipond", False),
        ("Dear Dr Marged", False),
    ],
)
def test_the_greeting_is_for_whom_it_goes_to(session, case, greeting, right):
    draft = answered(session, case, RECEIVED)
    body = draft.body.replace("Dear {{salutation}}", greeting)
    draft = save_draft(session, draft, body, dict(draft.answers))
    said = [each.kind for each in looked_at(session, draft).problems]
    assert said == ([] if right else ["greeting"])


def test_a_reference_of_somebody_else_is_found_and_ones_own_is_not(session, case):
    other = receive_post(
        session,
        new_post(
            name="Mr Idris Vipond",
            salutation="Mr Vipond",
            address=parse_address("1 High Street, Westhaven, ZY2 5LD"),
        ),
    ).cases[0]
    draft = answered(session, case, RECEIVED)
    body = f"{draft.body}\n\nSee {case.reference} and IS-2026-09999.\n"
    draft = save_draft(session, draft, body, dict(draft.answers))
    found = looked_at(session, draft)
    assert not found.problems
    assert [each.key for each in found.twice] == ["reference:IS-2026-09999"]
    draft = save_draft(
        session, draft, f"{body}\n\nAnd {other.reference}.\n", dict(draft.answers)
    )
    assert [each.field for each in looked_at(session, draft).problems] == [
        other.reference
    ]


def test_a_name_and_a_postcode_of_somebody_else_are_looked_at_twice(session, case):
    there = parse_address("1 High Street, Westhaven, ZY2 5XX")
    receive_post(session, new_post(name="Mr Idris Vipond", address=there))
    draft = answered(session, case, RECEIVED)
    body = f"{draft.body}\n\nWe told Mr Idris Vipond at ZY2 5XX of it.\n"
    draft = save_draft(session, draft, body, dict(draft.answers))
    keys = [each.key.partition(":")[0] for each in looked_at(session, draft).twice]
    assert keys == ["name", "postcode"]


@pytest.mark.parametrize(
    ("name", "address", "key"),
    [
        ("Mr Huw Ellwood-Price", "Flat 4, 27 Lantern Row, Eastbridge, QX4 7TB", "be"),
        ("Mr Huw Ellwood-Price", "90 Lantern Row, Eastbridge, QX4 9ZZ", "beside"),
        ("Mr Huw Ash", "Flat 4, 27 Lantern Row, Eastbridge, QX4 7TB", "beside"),
        ("Ms Marged Ellwood-Price", "1 Far Road, Northby, NB1 1AA", "namesake"),
        ("Mr Huw Ash", "90 Lantern Row, Eastbridge, QX4 9ZZ", ""),
        ("Mr Huw Price", "1 Far Road, Northby, NB1 1AA", ""),
    ],
)
def test_who_could_be_mistaken_for_them_is_named(session, case, name, address, key):
    receive_post(session, new_post(name=name, address=parse_address(address)))
    found = looked_at(session, answered(session, case, RECEIVED)).twice
    assert all(each.key.startswith(key) for each in found)
    assert bool(found) == bool(key)


def test_somebody_who_moved_is_looked_at_twice_for_as_long_as_settings_say(
    session, clock, case
):
    there = parse_address("1 New Road, Westhaven, ZY2 5LD")
    changed(session, case.subject, address=there)
    keys = [
        each.key for each in looked_at(session, answered(session, case, RECEIVED)).twice
    ]
    assert [key.partition(":")[0] for key in keys] == ["moved"]
    clock.forward(91)
    assert looked_at(session, answered(session, case, RECEIVED)).twice == ()


def test_an_address_without_a_postcode_is_looked_at_twice(session, case):
    there = parse_address("1 New Road, Westhaven")
    changed(session, case.subject, address=there)
    letter = start_letter(session, case.id, RECEIVED)
    found = [each.sentence for each in looked_at(session, letter).twice]
    assert any("ends without a postcode" in sentence for sentence in found)
