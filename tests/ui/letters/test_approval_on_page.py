"""A letter goes from its writer to a second person and back, on its page."""

from dataclasses import replace

import pytest
from builders import new_post
from letter_steps import decided, filled_in, ticks

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.letters import LetterState
from isteam_app.domain.people import TeamMember
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_approval import approve, submit
from isteam_app.services.letters import finalise, start_letter
from isteam_app.services.people import save_person
from isteam_app.services.print_desk import letter as read_letter
from isteam_app.services.settings import save_settings
from ui.common.dialogs import ConfirmDialog, ReasonDialog
from ui.letters.enclosures_panel import EncloseDialog
from ui.letters.letter_page import LetterPage

POSTCODE = "QX4 7TB"


@pytest.fixture
def refusal(session, case):
    refused = decided(session, case, "refused", "unfounded")
    return filled_in(session, start_letter(session, refused.id, "refusal"))


@pytest.fixture
def other(session):
    with session.vault.change("member.added", by="x", at=session.now()) as work:
        member = work.members.add(TeamMember(name="Priya Raman", role="approver"))
        work.commit()
    return replace(session, member=member)


@pytest.fixture
def theirs(qtbot, other, background, printing):
    """The page as the second person sees it."""
    made = LetterPage(other, background, printing=printing)
    qtbot.addWidget(made)
    made.resize(1112, 720)
    made.show()
    return made


def confirm(page):
    page.findChild(ConfirmDialog).accept()


def state(session, letter):
    return read_letter(session, letter.id).state


def test_it_is_sent_read_approved_and_made(
    page, theirs, session, other, refusal, settled, quiet
):
    page.open(refusal.id)
    settled(page)
    assert page.work.space.gate_card.title.text() == "Before approval"
    assert page.submit_button.isEnabled()
    assert not page.finalise_button.isVisible()
    page.submit_button.click()
    quiet()
    settled(page)
    assert state(session, refusal) is LetterState.FOR_APPROVAL
    assert page.work.space.editor.edit.isReadOnly()
    assert "had a hand" in page.work.space.approval.why_not.text()
    assert not page.work.space.approval.button.isVisible()

    theirs.open(refusal.id)
    settled(theirs)
    panel = theirs.work.space.approval
    assert panel.button.isEnabled()
    panel.button.click()
    quiet()
    assert "Type the postcode" in panel.postcode.problem()
    panel.postcode.set_value("qx47tb")
    panel.button.click()
    quiet()
    settled(theirs)
    assert state(session, refusal) is LetterState.APPROVED
    assert not theirs.back_button.isVisible()

    page.refresh()
    settled(page)
    assert page.finalise_button.isEnabled()
    page.finalise_button.click()
    confirm(page)
    quiet()
    assert state(session, refusal) is LetterState.FINAL
    said = [fact.value for fact in page.frozen.facts.facts()]
    assert any("Priya Raman" in each for each in said)


def test_it_is_sent_back_with_what_to_change(
    page, theirs, session, other, refusal, settled, quiet
):
    submit(session, refusal)
    theirs.open(refusal.id)
    settled(theirs)
    panel = theirs.work.space.approval
    panel.say.set_value("tone")
    assert panel.button.accessibleName() == "Send back"
    assert not panel.postcode.isVisible()
    panel.note.set_value("The second paragraph is curt.")
    panel.button.click()
    quiet()
    page.open(refusal.id)
    settled(page)
    assert state(session, refusal) is LetterState.DRAFT
    assert page.stage.back.title.text() == "Sent back: tone"
    assert "Priya Raman: The second paragraph" in page.stage.back.text.text()
    assert not page.work.space.editor.edit.isReadOnly()


def test_its_text_stands_still_until_it_is_taken_back(
    page, session, refusal, settled, quiet, qtbot
):
    submit(session, refusal)
    page.open(refusal.id)
    settled(page)
    before = page.work.space.editor.edit.text()
    qtbot.keyClicks(page.work.space.editor.edit, "more")
    assert page.work.space.editor.edit.text() == before
    page.back_button.click()
    dialog = page.findChild(ConfirmDialog)
    assert "counts no more" in dialog.accessibleDescription()
    dialog.accept()
    quiet()
    settled(page)
    assert state(session, refusal) is LetterState.DRAFT
    assert not page.work.space.editor.edit.isReadOnly()


def test_what_differs_goes_back_to_its_draft_and_is_said(
    page, session, other, refusal, settled, quiet
):
    approve(other, submit(session, refusal), "as_written", postcode=POSTCODE)
    page.open(refusal.id)
    settled(page)
    known = session.settings()
    ours = replace(known.organisation, phone="01632 960999")
    save_settings(session, replace(known, organisation=ours))
    page.finalise_button.click()
    confirm(page)
    quiet()
    settled(page)
    assert state(session, refusal) is LetterState.DRAFT
    assert page.stage.back.title.text() == "Sent back: not what was approved"


def test_what_both_looked_at_is_not_asked_again(page, session, other, refusal, settled):
    there = parse_address("Flat 4, 27 Lantern Row, Eastbridge, QX4 7TB")
    receive_post(session, new_post(name="Mr Huw Ash", salutation="", address=there))
    keys = ticks(session, refusal)
    sent = submit(session, refusal, keys)
    page.open(refusal.id)
    settled(page)
    assert page.work.space.twice.box() is not None
    approve(other, sent, "as_written", ticked=keys, postcode=POSTCODE)
    page.open(refusal.id)
    settled(page)
    assert page.work.space.twice.box() is None
    assert page.finalise_button.isEnabled()


def test_who_could_be_mistaken_is_ticked_first(page, session, draft, settled):
    there = parse_address("Flat 4, 27 Lantern Row, Eastbridge, QX4 7TB")
    receive_post(session, new_post(name="Mr Huw Ash", salutation="", address=there))
    page.open(draft.id)
    settled(page)
    twice = page.work.space.twice
    assert twice.isVisible()
    assert not page.finalise_button.isEnabled()
    twice.box().click()
    assert twice.ticked()
    assert page.finalise_button.isEnabled()


def test_what_changed_since_is_looked_at_or_written_anew(
    page, session, case, draft, settled, quiet
):
    final = finalise(session, draft)
    with session.vault.read() as vault:
        person = vault.people.get(case.subject.id)
    person = save_person(session, person, replace(person, salutation="Marged"))
    page.open(final.id)
    quiet()
    assert "greeting" in page.stage.doubt.text.text()
    assert not page.print_button.isEnabled()
    page.stage.right_button.click()
    dialog = page.findChild(ReasonDialog)
    dialog.accept()
    assert dialog.field.problem()
    dialog.field.set_value("She asked for it by phone")
    dialog.accept()
    quiet()
    assert not page.stage.isVisible()
    there = parse_address("1 New Road, Westhaven, ZY2 5LD")
    save_person(session, person, replace(person, address=there))
    page.refresh()
    page.open(final.id)
    quiet()
    page.stage.anew_button.click()
    confirm(page)
    quiet()
    settled(page)
    assert page.letter.replaces == final.id
    assert state(session, final) is LetterState.SUPERSEDED


def test_the_page_is_set_larger_and_the_letter_is_a_draft_again(
    page, session, refusal, settled, quiet
):
    page.open(refusal.id)
    settled(page)
    pages = page.work.preview.pages
    page.work.space.page.print_size.set_value("24")
    quiet()
    settled(page)
    assert read_letter(session, refusal.id).body_size == 24
    assert page.work.preview.pages > pages


def test_something_is_put_in_and_taken_out(page, session, draft, settled, quiet):
    page.open(draft.id)
    settled(page)
    panel = page.work.space.enclosures
    panel.button.click()
    dialog = page.findChild(EncloseDialog) or page.window().findChild(EncloseDialog)
    dialog.accept()
    assert dialog.title_field.problem()
    dialog.title_field.set_value("A form to fill in")
    dialog.pages.set_value("2")
    dialog.accept()
    quiet()
    settled(page)
    assert panel.meta.text() == "2 pages"
    assert "A form to fill in" in shown(page)


def shown(page):
    return " ".join(each.text() for each in page.findChildren(type(page.reason)))
