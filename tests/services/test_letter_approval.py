"""A second person reads what refuses, erases or discloses before it is made."""

from dataclasses import replace
from datetime import date

import pytest
from builders import new_post
from letter_steps import (
    answered,
    approved,
    decided,
    desk_lines,
    filled_in,
    made,
    page_text,
    ticks,
)

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.letters import LetterState
from isteam_app.domain.people import TeamMember
from isteam_app.domain.rights import ADMINISTRATOR, APPROVER, AUDITOR, HANDLER
from isteam_app.errors import ChangedMeanwhile, LetterRefused, RuleBroken
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_approval import (
    approve,
    needs_postcode,
    needs_second_person,
    send_back,
    submit,
    take_back,
    why_not_by_me,
)
from isteam_app.services.letters import (
    discard_draft,
    finalise,
    letter_pdf,
    open_desk,
    save_draft,
    start_letter,
    use_current_address,
)
from isteam_app.services.people import save_person
from isteam_app.services.print_desk import letter as read_letter
from isteam_app.services.settings import save_settings
from isteam_app.services.today import figures, worklist

POSTCODE = "qx47tb"


@pytest.fixture
def case(session):
    return receive_post(session, new_post()).cases[0]


@pytest.fixture
def draft(session, case):
    """A refusal, whole, that nobody has sent for approval."""
    refused = decided(session, case, "refused", "unfounded")
    return filled_in(session, start_letter(session, refused.id, "refusal"))


def joined(session, name, role=APPROVER):
    """A session of somebody else of the team."""
    with session.vault.change(
        "member.added", by="Robin Sample", at=session.now()
    ) as work:
        member = work.members.add(TeamMember(name=name, role=role))
        work.commit()
    return replace(session, member=member)


@pytest.fixture
def other(session):
    return joined(session, "Priya Raman")


def test_the_letters_of_the_settings_want_somebody_else(session, case, draft):
    settings = session.settings()
    desk = open_desk(session, draft.id)
    assert needs_second_person(settings, desk.template)
    assert needs_postcode(settings, desk.template)
    own = replace(desk.template, key="our-refusal", like="refusal")
    assert needs_second_person(settings, own)
    usual = open_desk(session, answered(session, case, "access-acknowledgement").id)
    assert not needs_second_person(settings, usual.template)
    assert not needs_postcode(settings, usual.template)


def test_it_is_not_made_before_somebody_else_approved_it(session, other, draft):
    with pytest.raises(RuleBroken, match="Send it for approval"):
        finalise(session, draft, postcode=POSTCODE)
    sent = submit(session, draft)
    assert (sent.state, sent.submitted_by) == (LetterState.FOR_APPROVAL, "Robin Sample")
    assert sent.snapshot.recipient == draft.recipient
    assert dict(sent.snapshot.values)["case_reference"] == draft.case_reference
    with pytest.raises(RuleBroken, match="waits for approval"):
        finalise(session, sent)
    good = approve(other, sent, "as_written", postcode="QX4 7tb ")
    assert (good.state, good.approved_by) == (LetterState.APPROVED, "Priya Raman")
    final = finalise(session, good)
    assert final.state is LetterState.FINAL
    assert final.snapshot.sha256 == final.sha256
    assert draft.recipient[0] in page_text(letter_pdf(session, final.id))


def test_the_pages_approved_on_one_day_are_made_on_another(
    session, clock, other, draft
):
    good = approve(other, submit(session, draft), "as_written", postcode=POSTCODE)
    clock.forward(1)
    final = finalise(session, good)
    assert final.sha256 != good.snapshot.sha256  # the date on it
    assert "Tuesday 24 November 2026" in page_text(letter_pdf(session, final.id))


class TestWho:
    def test_nobody_approves_what_they_wrote(self, session, other, draft):
        sent = submit(session, draft)
        with pytest.raises(RuleBroken, match="ask Priya Raman"):
            approve(session, sent, "as_written", "It is urgent", postcode=POSTCODE)
        assert "Priya Raman" in why_not_by_me(session, sent)
        assert why_not_by_me(other, sent) == ""

    def test_nobody_approves_what_they_edited(self, session, other, draft):
        joined(session, "Sam Lindqvist")
        edited = save_draft(
            other, draft, draft.body + "\n\nOne word more.\n", dict(draft.answers)
        )
        sent = submit(session, edited)
        with pytest.raises(RuleBroken, match="ask Sam Lindqvist"):
            approve(other, sent, "as_written", postcode=POSTCODE)

    def test_nobody_approves_what_they_sent(self, other, draft):
        sent = submit(other, draft)
        with pytest.raises(RuleBroken, match="has had a hand in it"):
            approve(other, sent, "as_written", postcode=POSTCODE)

    @pytest.mark.parametrize("role", [HANDLER, AUDITOR])
    def test_it_takes_the_right_to_approve(self, session, draft, role):
        sent = submit(session, draft)
        plain = joined(session, "Hana Marsh", role)
        for act in (approve, send_back):
            with pytest.raises(RuleBroken, match=r"approver|auditor"):
                act(plain, sent, "as_written")

    def test_an_administrator_approves_too(self, session, draft):
        sent = submit(session, draft)
        lead = joined(session, "Hana Marsh", ADMINISTRATOR)
        assert approve(lead, sent, "as_written", postcode=POSTCODE)

    def test_alone_one_says_why_it_cannot_wait(self, session, draft):
        sent = submit(session, draft)
        with pytest.raises(RuleBroken, match="why it cannot wait"):
            approve(session, sent, "as_written", postcode=POSTCODE)
        why = "Nobody else is here before Friday."
        good = approve(session, sent, "as_written", why, postcode=POSTCODE)
        assert good.approval_note == why


class TestWhatIsSaid:
    def test_sending_back_says_what_is_wrong(self, session, other, draft):
        sent = submit(session, draft)
        back = send_back(other, sent, "tone", "The second paragraph is curt.")
        assert back.state is LetterState.DRAFT
        assert back.decision_code == "tone"
        assert back.approval_note == "Priya Raman: The second paragraph is curt."
        assert back.snapshot is None

    @pytest.mark.parametrize("code", ["other", "as_written", "", "x"])
    def test_one_of_the_list_is_said(self, session, other, draft, code):
        sent = submit(session, draft)
        with pytest.raises(RuleBroken) as refused:
            send_back(other, sent, code)
        assert refused.value.field in ("code", "note")

    def test_a_note_is_written_where_it_is_promised(self, session, other, draft):
        sent = submit(session, draft)
        with pytest.raises(RuleBroken, match="Write down"):
            approve(other, sent, "with_note", postcode=POSTCODE)
        noted = approve(other, sent, "with_note", "Checked by phone", postcode=POSTCODE)
        assert noted.decision_code == "with_note"

    @pytest.mark.parametrize("typed", ["", "QX4 7TC", "ZY2 5LD", "<QX4 7TB>1"])
    def test_the_postcode_is_typed_from_the_case(self, session, other, draft, typed):
        sent = submit(session, draft)
        with pytest.raises(RuleBroken) as refused:
            approve(other, sent, "as_written", postcode=typed)
        assert refused.value.field == "postcode"

    def test_without_a_second_person_who_makes_it_types_it(self, session, case):
        there = decided(session, case)
        draft = filled_in(session, start_letter(session, there.id, "access-response"))
        with pytest.raises(RuleBroken, match="Type the postcode"):
            finalise(session, draft)
        assert finalise(session, draft, postcode="QX4-7TB").state is LetterState.FINAL


class TestWhatChanges:
    def test_an_edit_takes_it_back_to_its_draft(self, session, other, draft):
        good = approve(other, submit(session, draft), "as_written", postcode=POSTCODE)
        edited = save_draft(
            session, good, good.body + "\n\nMore.\n", dict(good.answers)
        )
        assert edited.state is LetterState.DRAFT
        assert (edited.approved_by, edited.snapshot) == ("", None)
        with session.vault.read() as vault:
            assert vault.audit.page(None, 1).rows[0].action == "letter.edited_again"

    def test_its_writer_takes_it_back(self, session, other, draft):
        sent = submit(session, draft)
        with pytest.raises(RuleBroken, match="Robin Sample wrote this letter"):
            take_back(other, sent)
        assert take_back(session, sent).state is LetterState.DRAFT

    def test_somebody_who_moved_since_stops_the_approval(self, session, other, draft):
        sent = submit(session, draft)
        with session.vault.read() as vault:
            person = vault.people.get(vault.cases.get(draft.case_id).subject.id)
        there = parse_address("1 New Road, Westhaven, ZY2 5LD")
        save_person(session, person, replace(person, address=there))
        with pytest.raises(RuleBroken, match="Address and Postcode"):
            approve(other, sent, "as_written", postcode="ZY25LD")

    def test_other_facts_since_send_it_back_and_say_which(self, session, other, draft):
        good = approve(other, submit(session, draft), "as_written", postcode=POSTCODE)
        settings = session.settings()
        ours = replace(settings.organisation, phone="01632 960999")
        save_settings(session, replace(settings, organisation=ours))
        with pytest.raises(LetterRefused, match="not what was sent for approval"):
            finalise(session, good)
        back = read_letter(session, good.id)
        assert back.state is LetterState.DRAFT
        assert back.decision_code == "differs"
        assert "01632 960999" in back.approval_note or "pages" in back.approval_note

    def test_what_another_saved_meanwhile_is_not_approved(self, session, other, draft):
        sent = submit(session, draft)
        save_draft(session, sent, sent.body + "\n\nMore.\n", dict(sent.answers))
        with pytest.raises((ChangedMeanwhile, RuleBroken)):
            approve(other, sent, "as_written", postcode=POSTCODE)

    def test_one_that_waits_can_be_thrown_away_and_addressed_anew(self, session, draft):
        sent = submit(session, draft)
        assert use_current_address(session, sent).state is LetterState.DRAFT
        discard_draft(session, read_letter(session, sent.id))

    @pytest.mark.parametrize("state", ["draft", "approved", "final"])
    def test_each_step_comes_once(self, session, other, draft, state):
        letter = draft
        if state != "draft":
            letter = approve(
                other, submit(session, draft), "as_written", postcode=POSTCODE
            )
        if state == "final":
            letter = finalise(session, letter)
        with pytest.raises(RuleBroken):
            approve(other, letter, "as_written", postcode=POSTCODE)
        if state != "approved":
            with pytest.raises(RuleBroken):
                send_back(other, letter, "tone")
            with pytest.raises(RuleBroken):
                take_back(session, letter)
        if state != "draft":
            with pytest.raises(RuleBroken):
                submit(session, letter)


def test_what_is_not_whole_is_not_sent(session, case):
    refused = decided(session, case, "refused", "unfounded")
    draft = start_letter(session, refused.id, "refusal")
    draft = save_draft(session, draft, draft.body, {})
    with pytest.raises(LetterRefused, match="has no value yet"):
        submit(session, draft)


def test_what_is_looked_at_twice_is_ticked_by_each_of_them(session, other, draft):
    receive_post(
        session,
        new_post(
            name="Mr Huw Ellwood-Price",
            salutation="Mr Ellwood-Price",
            received=date(2026, 11, 23),
        ),
    )
    with pytest.raises(LetterRefused, match="Huw Ellwood-Price lives at the same"):
        submit(session, draft)
    keys = ticks(session, draft)
    assert len(keys) == 1
    sent = submit(session, draft, keys)
    with pytest.raises(LetterRefused, match="Look at it again"):
        approve(other, sent, "as_written", postcode=POSTCODE)
    good = approve(other, sent, "as_written", ticked=keys, postcode=POSTCODE)
    assert finalise(session, good).state is LetterState.FINAL


def test_the_steps_for_tests_end_with_a_final_letter(session, draft):
    assert desk_lines(session, draft)[-1] == "QX4 7TB"
    assert made(session, draft).state is LetterState.FINAL


def test_an_approved_letter_can_be_prepared_for_tests(session, draft):
    assert approved(session, draft).state is LetterState.APPROVED


def test_it_stands_under_today_for_whoever_may_approve_it(session, other, draft):
    submit(session, draft)
    assert figures(session).to_approve == 0
    assert figures(other).to_approve == 1
    (row,) = [row for row in worklist(other).rows if row.record == "letter"]
    assert (row.what, row.id) == ("Approve the letter", draft.id)
    assert row.by == row.post_by is not None
    assert not [row for row in worklist(session).rows if row.record == "letter"]
    approve(other, read_letter(session, draft.id), "as_written", postcode=POSTCODE)
    assert figures(other).to_approve == 0
