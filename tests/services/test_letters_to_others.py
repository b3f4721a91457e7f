"""Letters to recipients, clients and the regulator go to them and to nobody else."""

from dataclasses import replace

import pytest
from builders import new_post
from letter_steps import decided, entries_of, filled_in, made, page_text, posted

from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.errors import LetterRefused, RuleBroken
from isteam_app.services.cases import case_page
from isteam_app.services.entries import add_entry, change_entry, strike_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import (
    finalise,
    letter_pdf,
    open_desk,
    recipient_check,
    start_letter,
    use_current_address,
)

COURIER = {
    "name": "Sampleton Couriers Ltd",
    "address": "Dock 3, Placeholder Quay\nExampleford\nex1 2ab",
    "had": "Name and address",
    "disclosed_on": "2026-11-03",
}


def received(session, kind, **changes):
    return receive_post(session, new_post(kinds=(kind,), **changes)).cases[0]


def events_of(case, kind):
    return [event for event in case.events if event.kind is kind]


def test_each_recipient_is_told_by_a_letter_of_their_own(session):
    case = received(session, CaseKind.RECTIFICATION, their_reference="MEP/7")
    change = {"item": "Surname", "old": "Elwood", "new": "Ellwood"}
    add_entry(session, case, "correction", change | {"decision": "corrected"})
    first = add_entry(session, case, "recipient", COURIER)
    other = COURIER | {"name": "Exampleford Returns Ltd"}
    second = add_entry(session, case, "recipient", other)
    with pytest.raises(RuleBroken, match="Several are named"):
        start_letter(session, case.id, "recipient-notice")

    draft = start_letter(session, case.id, "recipient-notice", second)
    assert draft.to_entry == second.id
    assert draft.recipient == (
        "Exampleford Returns Ltd",
        "Dock 3",
        "Placeholder Quay",
        "EXAMPLEFORD",
        "EX1 2AB",
    )
    assert dict(draft.answers) == {
        "changed_on": "Monday 23 November 2026",
        "change_made": "Surname: it was “Elwood” and is now “Ellwood”",
        "given_on": "Tuesday 3 November 2026",
        "identifier": "Ms Marged Ellwood-Price, Flat 4, 27 Lantern Row, EASTBRIDGE, "
        "QX4 7TB",
        "recipient_had": "Name and address",
    }
    case = posted(session, draft)
    text = page_text(letter_pdf(session, draft.id))
    assert "Dear Sir or Madam" in text
    assert "Yours faithfully" in text
    assert "MEP/7" not in text
    (told,) = events_of(case, EventKind.RECIPIENT_TOLD)
    assert told.text == "Exampleford Returns Ltd"
    by_id = {entry.id: entry for entry in entries_of(session, case)}
    assert (by_id[second.id]["told"], by_id[second.id]["told_on"]) == (
        "told",
        "2026-11-23",
    )
    assert by_id[first.id]["told"] == ""

    case = posted(session, start_letter(session, case.id, "recipient-notice", first))
    assert len(events_of(case, EventKind.RECIPIENT_TOLD)) == 2
    assert not case.has(EventKind.ANSWERED)


def test_the_recipient_check_compares_with_the_entry(session):
    case = received(session, CaseKind.ERASURE)
    entry = add_entry(session, case, "recipient", COURIER)
    draft = filled_in(session, start_letter(session, case.id, "recipient-notice"))
    assert all(line.agrees for line in recipient_check(open_desk(session, draft.id)))
    moved = COURIER | {"address": "1 Chapel Row\nExampleford\nEX1 9ZZ"}
    change_entry(session, entry, moved)
    differing = [
        line.label
        for line in recipient_check(open_desk(session, draft.id))
        if not line.agrees
    ]
    assert differing == ["Address", "Postcode"]
    with pytest.raises(RuleBroken, match="no longer agree"):
        finalise(session, draft)
    draft = use_current_address(session, draft)
    assert draft.recipient[-1] == "EX1 9ZZ"
    struck = next(one for one in entries_of(session, case) if one.id == entry.id)
    strike_entry(session, struck, "They never had the data.")
    with pytest.raises(LetterRefused, match="struck out"):
        finalise(session, draft)


def test_nobody_named_no_address_or_another_case_is_refused(session):
    case = received(session, CaseKind.ERASURE)
    with pytest.raises(RuleBroken, match="Nobody is named"):
        start_letter(session, case.id, "recipient-notice")
    bare = add_entry(session, case, "recipient", {"name": "Gone Ltd"})
    with pytest.raises(RuleBroken, match="no address"):
        start_letter(session, case.id, "recipient-notice", bare)
    other = received(session, CaseKind.ERASURE)
    theirs = add_entry(session, other, "recipient", COURIER)
    with pytest.raises(RuleBroken, match="Nobody is named"):
        start_letter(session, case.id, "recipient-notice", theirs)
    assert case_page(session, case.id).letters == ()


def test_a_request_is_handed_over_to_the_client_and_the_person_told(session):
    case = received(session, CaseKind.PASSED_ON)
    client = {
        "name": "Example Bank",
        "address": "7 Placeholder Square\nExampleford\nEX1 9ZZ",
        "asked": "A copy of a statement",
    }
    add_entry(session, case, "controller", client)
    handed = start_letter(session, case.id, "controller-handover")
    case = posted(session, handed)
    text = page_text(letter_pdf(session, handed.id))
    assert "Example Bank" in text
    assert "A copy of a statement" in text
    assert "Ms Marged Ellwood-Price, Flat 4" in text
    (entry,) = entries_of(session, case)
    assert entry["passed_on"] == "2026-11-23"
    assert entry["how"] == "By post: First class"
    assert [e.text for e in events_of(case, EventKind.RECIPIENT_TOLD)] == [
        "Example Bank"
    ]

    case = decided(session, case)
    case = posted(session, start_letter(session, case.id, "passed-to-controller"))
    assert case.has(EventKind.ANSWERED)


def test_the_regulator_is_written_to_at_the_address_in_settings(session):
    case = received(session, CaseKind.REGULATOR, their_reference="OUR/1")
    told = {"reference": "REG-55", "asked": "When did it reach you?"}
    add_entry(session, case, "regulator", told | {"written_on": "2026-11-16"})
    draft = filled_in(session, start_letter(session, case.id, "regulator-reply"))
    assert draft.to_entry is None
    assert draft.recipient[0] == "Office of the Example Commissioner"
    case = posted(session, draft)
    text = page_text(letter_pdf(session, draft.id))
    assert "REG-55" in text
    assert "OUR/1" not in text
    assert "of Monday 16 November 2026" in " ".join(text.split())
    assert case.has(EventKind.ANSWERED)


def test_answers_go_to_whoever_is_named_for_them(session):
    case = received(session, CaseKind.ACCESS)
    with session.vault.change(
        "post.corrected", by=session.member.name, at=session.now()
    ) as work:
        solicitor = work.people.add(
            replace(
                case.post.requester,
                id=0,
                name="Placeholder & Co",
                salutation="Sirs",
            )
        )
        before = work.posts.get(case.post.id)
        work.posts.update(replace(before, reply_to=solicitor), before=before)
        work.commit()
    draft = start_letter(session, case.id, "access-acknowledgement")
    assert draft.recipient[0] == "Placeholder & Co"
    final = made(session, draft)
    text = " ".join(page_text(letter_pdf(session, final.id)).split())
    assert "Dear Sirs" in text
    assert "“you” means Ms Marged Ellwood-Price" in text
