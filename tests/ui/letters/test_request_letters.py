"""Letters to who made a request, on the letter page and the print desk."""

import pytest
from letter_steps import page_text
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from request_steps import about, fill, lock_asked, recorded

from isteam_app.domain.disclosures import RequestEvent
from isteam_app.domain.letters import LetterState
from isteam_app.services.disclosure_decisions import answer_came, ask_for_more
from isteam_app.services.disclosure_letters import start_request_letter
from isteam_app.services.disclosures import open_request
from isteam_app.services.letters import finalise, letter_pdf
from isteam_app.services.print_desk import letter
from ui.common.dialogs import ConfirmDialog
from ui.window_titles import title_of

MORE = "request-more"


@pytest.fixture
def request_(session):
    kept = about(session, recorded(session, lock=lock_asked(session)))
    return ask_for_more(session, kept, "The counter-signature")


@pytest.fixture
def asking(session, request_):
    """A draft that asks who made the request for more."""
    return start_request_letter(session, request_, MORE)


def words(checks) -> list[str]:
    return [check.words for check in checks.checks()]


def test_it_is_written_like_any_other_and_leads_back_to_its_request(
    qtbot, page, asking, request_, settled
):
    page.open(asking.id)
    settled(page)
    assert page.case_button.toolTip() == "Open the request"
    assert page.case_button.accessibleName() == "Open the request"
    assert page.finalise_button.isEnabled()
    assert "The recipient agrees with the request" in words(page.work.space.checks)
    said = " ".join(page_text(page.work.preview.pdf).split())
    assert "Dear DC A. Sampleton" in said
    with qtbot.waitSignal(page.request_opened) as opened:
        page.case_button.click()
    assert opened.args == [request_.id]


def test_the_window_is_titled_by_its_reference_alone(session, page, asking, settled):
    page.open(asking.id)
    settled(page)
    title = title_of(session, "letter", asking.id)
    assert title == f"{asking.reference} - ISTeam"
    assert "Merriweather" not in title


def test_a_name_typed_into_it_stops_it(page, asking, settled):
    page.open(asking.id)
    settled(page)
    edit = page.work.space.editor.edit
    edit.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(edit, " About Mr Jago Merriweather.")
    settled(page)
    assert not page.finalise_button.isEnabled()
    assert any("confirms nothing" in each for each in words(page.work.space.checks))


def test_a_line_that_is_put_right_elsewhere_leads_to_the_request(
    qtbot, session, page, asking, request_, settled
):
    answer_came(session, request_, "They gave it up")
    page.open(asking.id)
    settled(page)
    assert not page.finalise_button.isEnabled()
    lines = page.work.space.checks.lines()
    line = next(one for one in lines if "case" in one.check_key)
    line.setFocus()
    with qtbot.waitSignal(page.request_opened) as opened:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert opened.args == [request_.id]


def test_an_address_that_was_put_right_is_compared_with_the_request(
    session, page, asking, request_, settled
):
    answer_came(session, request_, "They moved")
    fill(session, request_, "requester", {"address": "New Road\nHill\nQX4 8AA"})
    page.open(asking.id)
    settled(page)
    panel = page.work.space.recipient
    assert not panel.agrees()
    assert panel.foot.text().startswith("The request was changed")
    panel.renew_button.click()
    settled(page)
    assert panel.agrees()
    assert panel.foot.text().startswith("Letter and request compared at")


def test_throwing_it_away_leaves_the_request(page, asking, settled):
    page.open(asking.id)
    settled(page)
    page.discard_button.click()
    dialog = page.findChild(ConfirmDialog)
    said = " ".join(each.text() for each in dialog.findChildren(QLabel))
    assert "The request stays." in said
    dialog.reject()


def test_it_is_printed_and_posted_at_the_desk(
    qtbot, session, desk, asking, request_, quiet, printing
):
    made = finalise(session, asking)
    desk.show_state("final")
    quiet()
    assert desk.preview.case_link.text() == "Request"
    with qtbot.waitSignal(desk.request_opened) as opened:
        desk.preview.case_link.click()
    assert opened.args == [request_.id]
    desk.tick_all.click()
    desk.print_card.button.click()
    quiet()
    assert [(sent[0], sent[2]) for sent in printing.sent] == [
        (made.reference, letter_pdf(session, made.id))
    ]
    assert desk.state is LetterState.PRINTED
    desk.runs.scan_card.field.set_value(made.reference)
    QTest.keyClick(desk.runs.scan_card.field.edit, Qt.Key.Key_Return)
    quiet()
    desk.runs.post_card.service.set_value("First class")
    desk.runs.post_card.button.click()
    quiet()
    assert letter(session, made.id).state is LetterState.POSTED
    steps = open_request(session, request_.id).steps
    told = [each.text for each in steps if each.kind is RequestEvent.LETTER]
    assert [each.partition(":")[0] for each in told] == [
        "Finalised",
        "Printed",
        "Posted",
    ]
