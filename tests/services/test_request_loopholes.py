"""Ways round the second person, the gates or the lock of a request, each shut."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import Clock
from request_steps import (
    LEFT,
    LIFE,
    SUBJECT,
    WHY,
    about,
    at_risk,
    closed,
    decided,
    entries_of,
    fill,
    filled_for_disclosure,
    gone,
    lock_asked,
    recorded,
    register_line,
    second,
)

from isteam_app.domain.disclosure_gates import State, thawed
from isteam_app.domain.disclosures import (
    ApprovedHow,
    Decision,
    Disclosure,
    DisclosureState,
    RequesterKind,
    Subject,
    Told,
)
from isteam_app.domain.listing import DisclosureFilter, DisclosureOrder
from isteam_app.domain.organisations import Requester
from isteam_app.domain.people import Person
from isteam_app.errors import ChangedMeanwhile, NotFound, RuleBroken
from isteam_app.services.disclosure_decisions import (
    approve,
    disclose_now,
    reopen,
    submit,
)
from isteam_app.services.disclosure_locks import (
    clear_member,
    review_lock,
    withdraw_clearance,
    withdraw_request,
)
from isteam_app.services.disclosure_sections import (
    add_subjects,
    change_subject,
    drop_subject,
    fill_in,
    keep_file,
    strike,
)
from isteam_app.services.disclosures import (
    disclosure,
    list_disclosures,
    open_request,
)
from isteam_app.services.gateways import rules
from isteam_app.services.merging import merge_people, undo_merge
from isteam_app.services.organisations import (
    list_organisations,
    organisation_page,
    save_organisation,
)
from isteam_app.services.session import Session
from isteam_app.services.team import rename_person
from isteam_app.services.today import figures
from isteam_app.services.trail_checks import compare_seal

BLANK = Requester(name="", kind=RequesterKind.POLICE)


def a_person(session: Session, name: str) -> Person:
    with session.vault.change(
        "person.added", by=session.member.name, at=session.now()
    ) as work:
        kept = work.people.add(Person(name=name))
        work.commit()
    return kept


def about_whom(session: Session, request: Disclosure) -> list[int | None]:
    rows = open_request(session, request.id).subjects.rows
    return [each.person_id for each in rows]


def looked_over(session: Session) -> Disclosure:
    """A request disclosed in an emergency, recorded and looked over."""
    request = at_risk(session, recorded(session))
    disclose_now(session, request, "A child is missing; her address was told")
    request = filled_for_disclosure(session, disclosure(session, request.id))
    waits = submit(session, request, Decision.DISCLOSE, WHY)
    return approve(second(session), waits)


def test_an_emergency_that_was_looked_over_opens_no_later_way(session: Session) -> None:
    done = looked_over(session)
    assert done.approved_how is ApprovedHow.AFTERWARDS
    again = reopen(session, done, "They ask for a week of pictures now")
    fill(session, again, "asked", {"content": "yes"})
    again = disclosure(session, done.id)
    with pytest.raises(RuleBroken, match="No contents of post"):
        submit(session, again, Decision.DISCLOSE, WHY)
    fill(session, again, "asked", {"content": "no"})
    again = submit(session, disclosure(session, done.id), Decision.PART, WHY)
    assert again.emergency
    assert approve(second(session), again).approved_how is ApprovedHow.SECOND


def test_nothing_is_noted_as_left_under_a_refusal(session: Session) -> None:
    refused = decided(session, recorded(session), Decision.REFUSE)
    with pytest.raises(RuleBroken, match="nothing leaves"):
        fill_in(session, refused, "left", LEFT)
    assert entries_of(session, refused, "left") == ()


def test_an_entry_is_changed_on_its_own_request_alone(session: Session) -> None:
    done = decided(session, recorded(session))
    other = recorded(session)
    (item,) = entries_of(session, done, "item")
    with pytest.raises(NotFound):
        fill_in(session, other, "item", {"category": "Contents of post"}, item)
    with pytest.raises(NotFound):
        strike(session, other, item, "It is in the way.")
    assert entries_of(session, done, "item") == (item,)


def test_an_open_form_is_no_way_into_one_that_is_shut(session: Session) -> None:
    done = gone(session, decided(session, recorded(session)))
    (grounds,) = entries_of(session, done, "grounds")
    with pytest.raises(NotFound):
        fill_in(session, done, "after", {"note": "All was well."}, grounds)
    assert entries_of(session, done, "grounds") == (grounds,)


def test_nobody_is_taken_off_a_decided_request_through_an_open_one(
    session: Session,
) -> None:
    done = decided(session, recorded(session))
    other = about(session, recorded(session))
    (subject,) = open_request(session, done.id).subjects.rows
    with pytest.raises(NotFound):
        drop_subject(session, other, subject)
    assert open_request(session, done.id).names == (SUBJECT,)


def test_a_merge_moves_a_locked_request_that_who_merges_does_not_see(
    session: Session,
) -> None:
    kept = a_person(session, "Jago Merriweather")
    twice = a_person(session, "J. Merriweather")
    request = recorded(session, lock=lock_asked(session))
    named = Subject(disclosure_id=request.id, name=SUBJECT, person_id=twice.id)
    add_subjects(session, request, [named])
    handler = second(session, role="handler", name="Hana Third")
    merge = merge_people(handler, kept, twice, "The same address")
    assert about_whom(session, request) == [kept.id]
    found = list_disclosures(
        session, DisclosureFilter(text=SUBJECT), DisclosureOrder()
    ).rows
    assert [row.id for row in found] == [request.id]
    undo_merge(handler, merge)
    assert about_whom(session, request) == [twice.id]


def test_an_organisation_does_not_vanish_when_it_asks_under_a_lock(
    session: Session, clock: Clock
) -> None:
    handler = second(session, role="handler", name="Hana Third")
    known = save_organisation(session, BLANK, replace(BLANK, name="Northlea Police"))
    clock.forward(1)
    ask = {"organisation": "Northlea Police"}
    recorded(session, lock=lock_asked(session), **ask)
    hidden = {"organisation": "Operation Wren"}
    recorded(session, lock=lock_asked(session), **hidden)
    clock.forward(1)
    save_organisation(session, BLANK, replace(BLANK, name="Operation Wren"))
    link = open_request(session, 2)
    fill(session, link.request, "requester", hidden | {"officer": "DC Wren"})
    assert disclosure(session, 2).organisation_id is not None
    shown = [each.requester for each in list_organisations(handler).rows]
    assert shown == [known]
    assert organisation_page(handler, known.id).requests == 0


@pytest.mark.parametrize(
    "category",
    [
        "Mail and parcel records",
        "Signature on delivery",
        "Service details and use",
        "Account and payment details",
    ],
)
def test_a_public_authority_needs_more_than_a_form_for_data_about_post(
    session: Session, category: str
) -> None:
    request = filled_for_disclosure(
        session, recorded(session), item={"category": category}
    )
    with pytest.raises(RuleBroken, match="Authority for postal data"):
        submit(session, request, Decision.DISCLOSE, WHY)


def test_a_decision_made_anew_leaves_the_one_before_in_the_timeline(
    session: Session,
) -> None:
    done = decided(session, recorded(session), Decision.PART)
    again = reopen(session, done, "More was asked")
    assert (again.decision, again.verdicts) == (Decision.UNDECIDED, "")
    before, opened = open_request(session, done.id).steps[-2:]
    assert opened.text == "More was asked"
    first, how, rules_of, *judged = before.text.split("\n")
    assert first == "Until now: Disclosed in part by Sam Okafor on Mon 23 Nov 2026."
    assert how == "By a second person."
    assert rules_of == f"Judged by the rules of {rules().version}:"
    assert "Met: Call back on the published number." in judged


def test_nobody_takes_out_of_the_register_what_tells_that_data_left(
    session: Session,
) -> None:
    sent = gone(session, decided(session, recorded(session)))
    in_haste = looked_over(session)
    for request in (sent, in_haste):
        with pytest.raises(RuleBroken, match="Something left under it"):
            withdraw_request(second(session), request, "It was a mistake")
        assert open_request(session, request.id).rights.withdraw
    kept = recorded(session)
    withdraw_request(second(session), kept, "Typed twice")


def test_a_made_up_seal_does_not_tell_an_auditor_how_many_entries_there_are(
    session: Session,
) -> None:
    recorded(session, lock=lock_asked(session))
    auditor = second(session, role="auditor", name="Lena Brook")
    with session.vault.read(whole=True) as vault:
        last = vault.audit.head().count
    said = [
        compare_seal(auditor, str(each), "0" * 16).replace(str(each), "")
        for each in (last, last + 1)
    ]
    assert said[0] == said[1] != ""


def test_an_older_decision_keeps_its_basis_and_that_the_person_was_told(
    session: Session,
) -> None:
    old = register_line(
        session,
        state=DisclosureState.DECIDED,
        decision=Decision.DISCLOSE,
        legal_basis="Schedule 2, paragraph 2",
        told=Told.TOLD,
    )
    kept = fill_in(session, old, "left", LEFT)
    assert kept.legal_basis == "Schedule 2, paragraph 2"
    assert kept.told is Told.TOLD


def test_a_new_name_does_not_let_somebody_look_over_their_own_emergency(
    session: Session,
) -> None:
    approver = second(session)
    request = at_risk(session, recorded(session))
    disclose_now(approver, request, "A child is missing; her address was told")
    request = filled_for_disclosure(session, disclosure(session, request.id))
    waits = submit(session, request, Decision.DISCLOSE, WHY)
    second(session, name="Ana Third")
    rename_person(session, approver.member.id, "Samuel Okafor")
    renamed = second(session, name="Samuel Okafor")
    with pytest.raises(RuleBroken, match="ask Ana Third"):
        approve(renamed, disclosure(session, waits.id))


def test_the_record_of_an_emergency_says_whether_post_was_opened(
    session: Session,
) -> None:
    request = at_risk(session, recorded(session))
    disclose_now(session, request, "A child is missing; her address was told")
    request = filled_for_disclosure(
        session, disclosure(session, request.id), asked={"content": ""}
    )
    with pytest.raises(RuleBroken, match="No contents of post"):
        submit(session, request, Decision.DISCLOSE, WHY)


def test_nothing_leaves_at_once_before_it_is_said_that_no_post_is_opened(
    session: Session,
) -> None:
    request = fill(session, recorded(session), "purpose", LIFE)
    for content in ("", "yes"):
        request = fill(session, request, "asked", {"content": content})
        with pytest.raises(RuleBroken) as refused:
            disclose_now(session, request, "A child is missing")
        assert refused.value.field == "content"
    request = fill(session, request, "asked", {"content": "no"})
    assert disclose_now(session, request, "A child is missing").emergency


def test_contents_that_left_in_an_emergency_are_a_breach_to_be_noted(
    session: Session,
) -> None:
    request = disclose_now(session, at_risk(session, recorded(session)), "A child")
    request = filled_for_disclosure(session, request, asked={"content": "yes"})
    waits = submit(session, request, Decision.DISCLOSE, WHY)
    with pytest.raises(RuleBroken, match="Record it as a breach") as refused:
        approve(second(session), waits)
    assert refused.value.field == "text"
    done = approve(second(session), waits, "One parcel was opened: breach log 14")
    kept = {gate.key: gate.state for gate in thawed(done.verdicts).gates}
    assert kept["breach"] is State.WARNS
    assert "breach" not in {gate.key for gate in open_request(session, done.id).gates}


def test_an_order_in_force_is_refused_with_legal_alone(session: Session) -> None:
    order = {
        "instrument": "pace_order",
        "instrument_number": "PO/1",
        "issued_by": "Eastbridge Crown Court",
        "issued_on": "2026-11-19",
        "comply_by": "2026-12-01",
        "terms": "The pictures of counter camera 2",
    }
    request = filled_for_disclosure(session, recorded(session), authorisation=order)
    for decision in (Decision.REFUSE, Decision.NEITHER):
        with pytest.raises(RuleBroken, match="it compels us") as refused:
            submit(session, request, decision, WHY)
        assert refused.value.field == "legal_by"
    signed = {"legal_by": "A. Adviser", "legal_on": "2026-11-22"}
    fill(session, request, "authorisation", signed)
    assert submit(session, disclosure(session, request.id), Decision.REFUSE, WHY)


def test_an_order_that_lapsed_is_refused_as_any_letter_is(session: Session) -> None:
    lapsed = {"instrument": "search_warrant", "expires": "2026-11-21"}
    request = filled_for_disclosure(session, recorded(session), authorisation=lapsed)
    assert submit(session, request, Decision.REFUSE, WHY)


def test_whoever_wrote_of_the_grounds_in_between_does_not_approve(
    session: Session,
) -> None:
    approver = second(session)
    request = filled_for_disclosure(session, recorded(session))
    fill(approver, request, "grounds", {"proportion": "One camera and nobody else"})
    fill(session, request, "grounds", {"proportion": "One camera alone"})
    waits = submit(session, disclosure(session, request.id), Decision.DISCLOSE, WHY)
    third = second(session, name="Ana Third")
    assert "ask Ana Third" in open_request(approver, waits.id).rights.approve
    with pytest.raises(RuleBroken, match="ask Ana Third"):
        approve(approver, waits)
    (mine,) = [one for one in figures(approver).requests if one.id == waits.id]
    assert not mine.to_approve
    assert approve(third, waits).decided_by == "Ana Third"


@pytest.mark.parametrize("way", ["added", "changed", "dropped"])
def test_whoever_said_whom_it_is_about_does_not_approve(
    session: Session, way: str
) -> None:
    approver = second(session)
    request = filled_for_disclosure(session, recorded(session))
    about(session, request, "Hal Placeholder")
    kept = open_request(session, request.id).subjects.rows[1]
    if way == "added":
        about(approver, request, "Sarra Specimen")
    elif way == "changed":
        change_subject(approver, request, replace(kept, name="Halvard Placeholder"))
    else:
        drop_subject(approver, request, kept)
    third = second(session, name="Ana Third")
    waits = submit(session, disclosure(session, request.id), Decision.DISCLOSE, WHY)
    with pytest.raises(RuleBroken, match="ask Ana Third"):
        approve(approver, waits)
    (mine,) = [one for one in figures(approver).requests if one.id == waits.id]
    assert not mine.to_approve
    assert approve(third, waits).decided_by == "Ana Third"


def test_nobody_is_taken_off_who_was_changed_meanwhile(session: Session) -> None:
    request = about(session, recorded(session))
    (read,) = open_request(session, request.id).subjects.rows
    change_subject(second(session), request, replace(read, name="Jago Merriweather"))
    with pytest.raises(ChangedMeanwhile, match="this person"):
        drop_subject(session, request, read)
    assert open_request(session, request.id).names == ("Jago Merriweather",)


def test_no_lock_stands_for_more_than_a_year_without_a_look(session: Session) -> None:
    with pytest.raises(RuleBroken) as refused:
        recorded(session, lock=lock_asked(session, days=367))
    assert refused.value.field == "review_on"
    request = recorded(session, lock=lock_asked(session, days=366))
    with pytest.raises(RuleBroken, match="within a year"):
        review_lock(session, request, date(9998, 1, 1), "It still holds.")


def test_what_left_stands_as_it_is_once_a_request_is_closed(
    session: Session, tmp_path: Path
) -> None:
    done = closed(session, recorded(session))
    (left,) = entries_of(session, done, "left")
    more = {**LEFT, "what": "The film of the whole day"}
    made_up = replace(left, values=tuple(more.items()))
    with pytest.raises(RuleBroken, match="the receipt"):
        fill_in(session, done, "left", more, made_up)
    file = tmp_path / "day.mp4"
    file.write_bytes(b"film")
    with pytest.raises(RuleBroken, match="closed"):
        keep_file(session, done, file, left)
    noted = fill_in(session, done, "left", {**LEFT, "receipt": "2026-11-23"}, left)
    assert noted.what_left == LEFT["what"]


def test_what_left_before_it_was_approved_is_kept_with_the_decision(
    session: Session,
) -> None:
    request = filled_for_disclosure(session, recorded(session))
    fill_in(session, request, "left", {**LEFT, "left_on": "2026-11-22"})
    waits = submit(session, disclosure(session, request.id), Decision.DISCLOSE, WHY)
    done = approve(second(session), waits)
    kept = {gate.key: gate.state for gate in thawed(done.verdicts).gates}
    assert kept["left_early"] is State.WARNS
    in_time = gone(session, decided(session, recorded(session)))
    assert "left_early" not in {
        gate.key for gate in open_request(session, in_time.id).gates
    }
    hasty = looked_over(session)
    fill_in(session, hasty, "left", {**LEFT, "left_on": "2026-11-22"})
    assert "left_early" not in {
        gate.key for gate in open_request(session, hasty.id).gates
    }


def test_whether_they_may_be_told_stands_once_it_is_decided(session: Session) -> None:
    done = decided(session, recorded(session))
    (kept,) = entries_of(session, done, "telling")
    before = dict(kept.values)
    told = {"told_on": "2026-11-23", "told_by": "Robin Sample", "told_how": "Letter"}
    for changed in ({"telling": "may"}, {"telling_why": "He may know"}):
        with pytest.raises(RuleBroken, match="Reopen it") as refused:
            fill_in(session, done, "telling", {**before, **changed, **told}, kept)
        assert refused.value.field in changed
    with pytest.raises(RuleBroken, match="Reopen it"):
        strike(session, done, kept, "It was a mistake.")
    fill_in(session, done, "telling", {**before, **told}, kept)
    (noted,) = entries_of(session, done, "telling")
    assert dict(noted.values) == {**before, **told}
    again = reopen(session, disclosure(session, done.id), "He has been arrested")
    fill_in(session, again, "telling", {**before, "telling": "may"}, noted)


def test_only_an_approver_says_who_else_sees_a_locked_request(
    session: Session,
) -> None:
    handler = second(session, role="handler", name="Hana Third")
    second(session, role="auditor", name="Lena Brook")
    request = recorded(handler, lock=lock_asked(session))
    with pytest.raises(RuleBroken) as refused:
        clear_member(handler, request, "Lena Brook")
    assert refused.value.field == "member"
    clear_member(session, request, "Lena Brook")
    with pytest.raises(RuleBroken, match="Only an approver"):
        withdraw_clearance(handler, request, "Lena Brook")
    assert "Lena Brook" not in withdraw_clearance(session, request, "Lena Brook")
