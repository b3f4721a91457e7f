"""Deciding a request in its page: by two people, in an emergency, under a lock."""

from dataclasses import replace
from datetime import date

import pytest
from picture_checks import SIZES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from request_steps import (
    SUBJECT,
    WHY,
    about,
    decided,
    fill,
    filled_for_disclosure,
    for_approval,
    gone,
    lock_asked,
    recorded,
    second,
)

from isteam_app.domain.disclosures import (
    ApprovedHow,
    Decision,
    DisclosureState,
    LockReason,
)
from isteam_app.printing import Printer, record_title
from isteam_app.services.disclosure_locks import set_lock, withdraw_request
from isteam_app.services.disclosures import open_request
from ui.disclosures.request_page import RequestPage
from ui.places import Place, place_words
from ui.window_titles import PROGRAM, title_of


@pytest.fixture
def page_of(background, show):
    def opened(session, request) -> RequestPage:
        page = RequestPage(session, background)
        show(page)
        page.open(request.id)
        return page

    return opened


@pytest.fixture
def scan_file(tmp_path):
    picture = QImage(40, 60, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    file = tmp_path / "still.png"
    assert picture.save(str(file))
    return file


def give(qtbot, page: RequestPage, text: str) -> None:
    """Write the reason into the open panel and go on."""
    page.panel.text.set_value(text)
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)


def now(session, request):
    return open_request(session, request.id).request


def test_more_is_asked_and_the_answer_goes_on(qtbot, session, page_of):
    request = recorded(session)
    page = page_of(session, request)
    page.acts.buttons["more"].click()
    assert page.half_typed() is None, "what the rules say is no typing of anybody"
    begun = page.panel.text.value().splitlines()
    assert any(line.startswith("The counter-signature of") for line in begun)
    page.panel.text.set_value("")
    page.panel.save_button.click()
    assert page.panel.text.problem()
    give(qtbot, page, "The counter-signature")
    assert now(session, request).state is DisclosureState.WAITING
    assert page.place == "letters", "the letter that asks is written next"
    page.acts.buttons["came"].click()
    give(qtbot, page, "The officer sent it")
    assert now(session, request).state is DisclosureState.OPEN


def test_what_is_asked_for_starts_from_what_is_missing_and_names_nobody(
    session, page_of
):
    request = filled_for_disclosure(session, recorded(session))
    about(session, request, SUBJECT)
    fill(session, request, "purpose", {"purpose": "", "offence": ""})
    page = page_of(session, request)
    page.ask("more")
    begun = page.panel.text.value()
    assert "What you need it for" in begun
    assert "counter-signature" not in begun, "that came already"
    assert not any(part in begun for part in SUBJECT.split()[1:])


def test_legal_is_asked_from_the_menu(qtbot, session, page_of):
    request = recorded(session)
    page = page_of(session, request)
    action = next(one for one in page.acts.menu.actions() if one.data() == "legal")
    action.trigger()
    give(qtbot, page, "Is this order valid here?")
    assert now(session, request).state is DisclosureState.AT_LEGAL
    page.acts.buttons["answered"].click()
    give(qtbot, page, "It is valid")
    assert now(session, request).state is DisclosureState.OPEN


def test_what_is_in_the_way_is_listed_and_leads_to_its_field(qtbot, session, page_of):
    request = recorded(session)
    page = page_of(session, request)
    assert not page.acts.buttons["submit"].isEnabled()
    assert "to meet before deciding" in page.acts.buttons["submit"].toolTip()
    page.acts.buttons["refuse"].click()
    page.panel.text.set_value("Half a reason")
    lacking = page.panel.lacking.lines()
    assert lacking
    lacking[0].click()
    assert not page.middle.is_panel_shown()
    page.ask("refuse")
    assert page.panel.text.value() == "Half a reason"
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert "in the way" in page.said().text.text()
    assert now(session, request).state is DisclosureState.OPEN


def test_one_prepares_and_another_approves(qtbot, session, page_of):
    request = recorded(session)
    filled_for_disclosure(session, request)
    other = second(session)
    page = page_of(session, request)
    page.acts.buttons["submit"].click()
    page.panel.save_button.click()
    assert page.panel.choice.problem()
    page.panel.choice.set_value(Decision.PART.value)
    give(qtbot, page, WHY)
    waiting = now(session, request)
    assert waiting.state is DisclosureState.FOR_APPROVAL
    page.ask("approve")
    assert not page.panel.save_button.isEnabled()
    assert "Somebody else" in page.panel.save_button.toolTip()
    theirs = page_of(other, request)
    theirs.acts.buttons["approve"].click()
    give(qtbot, theirs, "")
    approved = now(session, request)
    assert approved.state is DisclosureState.DECIDED
    assert (approved.decided_by, approved.approved_how) == (
        "Sam Okafor",
        ApprovedHow.SECOND,
    )


def test_a_decision_is_sent_back_with_the_reason_alone(qtbot, session, page_of):
    request = recorded(session)
    for_approval(session, request)
    page = page_of(second(session), request)
    page.ask("approve")
    page.panel.send_back_button.click()
    assert page.panel.text.problem()
    page.panel.text.set_value("Name the camera")
    page.panel.send_back_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    assert now(session, request).state is DisclosureState.OPEN


def test_whoever_is_alone_approves_with_a_note(qtbot, session, page_of):
    request = recorded(session)
    for_approval(session, request)
    page = page_of(session, request)
    page.ask("approve")
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: bool(page.panel.text.problem()))
    give(qtbot, page, "Nobody else is here until January")
    assert now(session, request).approved_how is ApprovedHow.COVER


def test_the_emergency_path_asks_why_and_says_what_follows(qtbot, session, page_of):
    request = recorded(session)
    page = page_of(session, request)
    assert "now" not in page.acts.buttons
    refused = {one.key: one.refused for one in page.acts.offered()}
    assert "life is at risk" in refused["now"]
    fill(session, request, "purpose", {"purpose": "prevent", "life_at_risk": "yes"})
    page.refresh()
    page.acts.buttons["now"].click()
    said = page.panel.findChildren(type(page.parts.lock_note))[0].text.text()
    assert "one working day" in said
    assert [one.words for one in page.panel.lacking.checks()] == ["No contents of post"]
    page.panel.lacking.jump.emit(page.panel.lacking.checks()[0].key)
    assert page.place == "asked"
    fill(session, request, "asked", {"content": "no"})
    page.refresh()
    page.ask("now")
    assert not page.panel.lacking.checks()
    give(qtbot, page, "A child is missing, says DI Exemplar")
    after = now(session, request)
    assert after.state is DisclosureState.TO_RECORD
    assert after.record_by == date(2026, 11, 24)
    assert page.gate.isVisible()


def test_what_left_is_recorded_with_its_file_frozen_then_it_is_closed(
    qtbot, session, page_of, scan_file
):
    request = recorded(session)
    decided(session, request)
    page = page_of(session, request)
    assert page.place == "left"
    gone(session, request)
    page.refresh()
    part = page.view.parts["left"]
    part.rows.buttons()[0].click()
    part.files.added.emit([scan_file])
    qtbot.waitUntil(lambda: bool(open_request(session, request.id).documents))
    frozen = open_request(session, request.id).documents[0]
    assert frozen.entry_id == part.editor.answers.entry.id
    digest = frozen.sha256[:8]
    qtbot.waitUntil(lambda: any(digest in words for words in texts(part.files)))
    part.close_editor()
    page.acts.buttons["close"].click()
    assert not page.panel.text.isVisible(), "nothing is asked that is not kept"
    give(qtbot, page, "")
    assert now(session, request).state is DisclosureState.CLOSED


def test_what_is_missing_keeps_a_request_from_being_closed(session, page_of):
    request = recorded(session)
    decided(session, request)
    page = page_of(session, request)
    assert not page.acts.buttons["close"].isEnabled()
    assert "before closing" in page.acts.buttons["close"].toolTip()
    assert "before closing" in page.gate.words.text()


def test_the_rules_of_a_decision_stay_those_it_was_made_by(session, page_of):
    request = recorded(session)
    filled_for_disclosure(session, request)
    for_approval(session, request)
    waiting = open_request(session, request.id).request
    older = waiting.verdicts.replace('"rules":"2026-11"', '"rules":"2025-01"')
    older = older.replace("Counter-signature", "Counter-signature of then")
    with session.vault.change(
        "disclosure.submitted", by="Robin Sample", at=session.now()
    ) as work:
        work.disclosures.update(replace(waiting, verdicts=older))
        work.commit()
    page = page_of(session, request)
    assert page.gate.version.text() == "As decided by the rules of 2025-01"
    words = [check.words for check in page.gate.list.checks()]
    assert "Counter-signature of then" in words


def test_a_request_that_must_not_be_told_of_asks_for_its_lock(qtbot, session, page_of):
    request = recorded(session)
    fill(session, request, "telling", {"telling": "must_not", "telling_why": "Harm"})
    page = page_of(session, request)
    page.go_to("telling")
    assert page.view.note.title.text() == "The request is not locked"
    page.view.note.findChild(QPushButton).click()
    assert page.panel.key == "lock"
    page.panel.cancel_button.click()
    page.open(recorded(session, lock=lock_asked(session)).id)
    page.go_to("telling")
    assert page.view.note is None


def test_a_request_is_locked_reviewed_shared_and_lifted(qtbot, session, page_of):
    request = recorded(session)
    page = page_of(session, request)
    page.ask("lock")
    page.panel.save_button.click()
    assert page.panel.asked.authority.problem()
    page.panel.asked.reason.set_value(LockReason.ORDER.value)
    page.panel.asked.authority.set_value("Order of 20 November")
    page.panel.asked.review.set_text("1 Mar 2027")
    with qtbot.waitSignal(page.saved):
        page.panel.save_button.click()
    assert now(session, request).locked
    assert page.parts.lock_note.isVisible()
    second(session, "handler", "Hanna Handler")
    page.refresh()
    page.parts.review_button.click()
    page.panel.member.set_value("Hanna Handler")
    page.panel.clear_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    assert "2 people can see this" in page.parts.lock_note.text.text()
    page.parts.review_button.click()
    page.panel.save_button.click()
    assert page.panel.note.problem()
    page.panel.review.set_text("1 Jun 2027")
    page.panel.note.set_value("The trial is in May")
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    assert open_request(session, request.id).lock.review_on == date(2027, 6, 1)
    page.parts.review_button.click()
    page.panel.named.set_value("Hanna Handler")
    page.panel.end_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    assert "1 person can see this" in page.parts.lock_note.text.text()
    page.parts.review_button.click()
    page.panel.lift_button.click()
    assert page.panel.why.problem()
    page.panel.why.set_value("The trial is over")
    page.panel.lift_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    assert not now(session, request).locked
    assert not page.parts.lock_note.isVisible()


def test_a_handler_does_not_lift_a_lock_and_is_told_why(qtbot, session, page_of):
    request = recorded(session, lock=lock_asked(session))
    second(session, "handler", "Hanna Handler")
    page = page_of(session, request)
    page.ask("review_lock")
    page.panel.member.set_value("Hanna Handler")
    page.panel.clear_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    handler = second(session, "handler", "Hanna Handler")
    theirs = page_of(handler, request)
    theirs.ask("review_lock")
    assert not theirs.panel.lift_button.isEnabled()
    assert "approver" in theirs.panel.lift_button.toolTip()


def test_the_title_of_the_window_tells_nothing_of_a_lock(session):
    request = recorded(session)
    assert request.reference in title_of(session, "request", request.id)
    locked = recorded(session, lock=lock_asked(session))
    assert title_of(session, "request", locked.id) == PROGRAM
    said = place_words(session, Place("request", locked.id))
    assert said == "A third-party request"


def test_escape_leaves_a_panel_and_the_keyboard_stays_on_the_page(session, page_of):
    request = recorded(session)
    page = page_of(session, request)
    page.acts.buttons["refuse"].click()
    assert page.panel.text.edit is QApplication.focusWidget()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.panel is None
    assert page.isAncestorOf(QApplication.focusWidget())


def texts(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


class Paper:
    """A printer that keeps what it is sent, and what the trail said by then."""

    def __init__(self, session) -> None:
        self.session, self.sent = session, []

    def printers(self) -> tuple[Printer, ...]:
        return (Printer(name="Office", default=True),)

    def print_pdf(self, pdf, *, title, printer, **_: object) -> None:
        self.sent.append((pdf, title, printer, newest_action(self.session)))


def newest_action(session) -> str:
    with session.vault.read() as vault:
        return vault.audit.page(limit=1).rows[0].action


@pytest.fixture
def paper(session) -> Paper:
    return Paper(session)


@pytest.fixture
def record_of(qtbot, session, background, show, paper, tmp_path):
    """Open the record of a request; a file goes where `place` says."""

    def opened(request, place="record.pdf", who=session) -> RequestPage:
        page = RequestPage(
            who,
            background,
            printing=lambda: paper,
            choose_path=lambda _parent, _name, answer: answer(str(tmp_path / place)),
        )
        show(page)
        page.open(request.id)
        page.ask("record")
        qtbot.waitUntil(page.panel.ways.print_button.isEnabled)
        return page

    return opened


def test_the_decision_record_is_seen_printed_and_saved_as_the_same_pages(
    qtbot, session, record_of, paper, tmp_path
):
    request = decided(session, recorded(session))
    page = record_of(request)
    panel = page.panel
    assert panel.view.page_count > 1
    assert request.reference in panel.view.accessibleDescription()
    panel.ways.print_button.click()
    qtbot.waitUntil(lambda: panel.ways.said.text() == "Sent to the printer.")
    qtbot.waitUntil(panel.ways.save_button.isEnabled)
    ((sent, title, printer, noted),) = paper.sent
    assert (title, printer) == (record_title(request.reference), "Office")
    assert noted == "disclosure.printed", "the trail tells of it first"
    panel.save_button.click()
    qtbot.waitUntil(lambda: panel.ways.said.text() == "Saved as record.pdf.")
    assert (tmp_path / "record.pdf").read_bytes() == sent
    assert newest_action(session) == "disclosure.exported"
    QTest.keyClick(panel.view, Qt.Key.Key_Escape)
    assert page.panel is None


def test_a_record_that_may_not_be_seen_any_more_is_not_printed(
    qtbot, session, record_of, paper
):
    request = recorded(session)
    page = record_of(request, who=second(session, "handler", "Hanna Handler"))
    set_lock(session, request, LockReason.ORDER, "Order", date(2027, 3, 1))
    page.panel.ways.print_button.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert paper.sent == []


def test_the_record_follows_what_happens_to_the_request(qtbot, session, record_of):
    request = recorded(session)
    page = record_of(request)
    before = page.panel.view.accessibleDescription()
    decided(session, request)
    page.refresh()
    qtbot.waitUntil(lambda: page.panel.view.accessibleDescription() != before)


def test_a_folder_that_is_gone_is_said_and_the_panel_stays(qtbot, session, record_of):
    page = record_of(recorded(session), place="no/record.pdf")
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert "another folder" in page.said().text.text()
    assert page.panel is not None


@pytest.mark.parametrize(
    ("size", "scale"), [*((size, 1.0) for size in SIZES), (SIZES[0], 1.5)]
)
def test_the_record_is_not_cut(session, record_of, theme, size, scale):
    theme.set_text_scale(scale)
    page = record_of(decided(session, recorded(session, lock=lock_asked(session))))
    settle(page, (size[0] - 56, size[1] - 80))
    assert findings(page) == []


def story_of(page: RequestPage) -> str:
    return "\n".join(each.body for each in page.parts.story.timeline.entries())


def test_a_note_is_added_from_the_timeline_in_any_state(qtbot, session, page_of):
    request = recorded(session)
    page = page_of(session, request)
    for turn, bring in enumerate((lambda: None, lambda: decided(session, request))):
        bring()
        page.refresh()
        page.go_to("story")
        page.parts.story.note_button.click()
        assert page.panel.text.edit is QApplication.focusWidget()
        page.panel.save_button.click()
        assert page.panel.text.problem()
        give(qtbot, page, f"Legal rang, call {turn}")
        assert page.place == "story", "one stays where the note now stands"
        assert f"Legal rang, call {turn}" in story_of(page)
    request = recorded(session)
    withdraw_request(session, request, "Another company's letter")
    page.open(request.id)
    page.go_to("story")
    assert not page.parts.story.note_button.isEnabled()
    assert "in error" in page.parts.story.note_button.toolTip()


def test_half_a_note_comes_back_after_a_lock(session, page_of):
    request = decided(session, recorded(session))
    page = page_of(session, request)
    page.go_to("story")
    page.parts.story.note_button.click()
    page.panel.text.set_value("DC Sampleton ra")
    text = page.half_typed()
    again = page_of(session, request)
    again.restore_typing(text)
    assert again.panel.key == "note"
    assert again.panel.text.value() == "DC Sampleton ra"


def test_two_approvers_at_once_decide_it_once(qtbot, session, page_of):
    request = recorded(session)
    for_approval(session, request)
    first = page_of(second(session), request)
    later = page_of(second(session, "approver", "Alex Third"), request)
    for page in (first, later):
        page.ask("approve")
    give(qtbot, first, "")
    later.panel.save_button.click()
    qtbot.waitUntil(lambda: later.said() is not None)
    assert now(session, request).decided_by == "Sam Okafor"
    later.reload()
    assert later.panel is None
    assert "Sam Okafor" in later.summary.text()


def test_a_request_is_recorded_filled_in_and_asked_about_by_keyboard_alone(
    qtbot, session, request_page
):
    page = request_page

    def press(key: Qt.Key, held=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, held)

    def type_in(text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    def tab_to(widget) -> None:
        for _ in range(80):
            if QApplication.focusWidget() is widget:
                return
            press(Qt.Key.Key_Tab)
        raise AssertionError("Tab does not reach it")

    control = Qt.KeyboardModifier.ControlModifier
    page.first_focus().setFocus()
    type_in("Pol")  # the list goes to Police
    press(Qt.Key.Key_Tab)
    type_in("Eastbridge Constabulary")
    with qtbot.waitSignal(page.saved) as told:
        press(Qt.Key.Key_Return, control)
    page.open(told.args[0])
    page.first_focus().setFocus()
    while page.place != "necessity":
        press(Qt.Key.Key_Down, control)
    type_in("To find who took the parcel")
    press(Qt.Key.Key_Tab)
    type_in("No other record shows it")
    press(Qt.Key.Key_S, control)
    qtbot.waitUntil(lambda: not page.view.is_unsaved and page.acts.more.isEnabled())
    page.view.answers.fields["why"].focus_field()
    line = next(one for one in page.gate.list.lines() if "offence" in one.check_key)
    tab_to(line)
    press(Qt.Key.Key_Return)
    assert page.view.isAncestorOf(QApplication.focusWidget())
    assert page.place == "purpose"
    tab_to(page.acts.buttons["more"])
    press(Qt.Key.Key_Space)
    type_in("The counter-signature")
    press(Qt.Key.Key_Return, control)
    qtbot.waitUntil(lambda: page.panel is None)
    kept = open_request(session, told.args[0])
    assert kept.request.state is DisclosureState.WAITING
    values = next(each for each in kept.entries if each.form == "necessity")
    assert values["less"] == "No other record shows it"


def test_a_record_made_in_error_is_withdrawn_and_nothing_more_is_offered(
    qtbot, session, page_of
):
    request = recorded(session)
    page = page_of(session, request)
    page.ask("withdraw")
    with qtbot.waitSignal(page.saved):
        give(qtbot, page, "It was another company's letter")
    assert now(session, request).state is DisclosureState.WITHDRAWN
    assert [one.key for one in page.acts.offered()] == ["record"]
    assert not page.view.answers.fields["organisation"].input.isEnabled()
