"""From next step to next step to closed, on the page of a case."""

from collections.abc import Iterator

import pytest
from builders import new_post
from case_page_steps import answer, keep, next_letter, next_panel, now, opened, refused
from letter_steps import filled_in, posted, something
from PySide6.QtCore import Qt

from isteam_app.domain.cases import CaseKind, CaseState, EventKind
from isteam_app.domain.forms import standing
from isteam_app.services.entries import change_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.print_desk import letter
from isteam_app.services.session import Session
from ui.cases.case_page import CasePage
from ui.cases.decide_panel import DecidePanel
from ui.cases.form_panel import FormPanel
from ui.common.background import Background


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def begun(qtbot, session, background, kind: CaseKind) -> CasePage:
    case = receive_post(session, new_post(kinds=(kind,))).cases[0]
    return opened(qtbot, session, background, case.id)


def post(qtbot, session: Session, page: CasePage, words: str) -> str:
    """Write, print and post the letter of the next step; return its template."""
    made = letter(session, next_letter(qtbot, page, words))
    posted(session, filled_in(session, made))
    page.refresh()
    return made.template


def decide(qtbot, page: CasePage, outcome: str, reason: str = "") -> None:
    panel = next_panel(qtbot, page, "Decide")
    panel.outcome.buttons[outcome].setFocus()
    qtbot.keyClick(panel.outcome.buttons[outcome], Qt.Key.Key_Space)
    qtbot.keyClicks(panel.reason.edit, reason)
    keep(qtbot, page)


def test_an_access_request_is_searched_decided_answered_and_closed(
    qtbot, session, background
) -> None:
    page = begun(qtbot, session, background, CaseKind.ACCESS)
    post(qtbot, session, page, "Write the acknowledgement")
    panel = next_panel(qtbot, page, "Decide")
    assert isinstance(panel, DecidePanel)
    panel.outcome.set_value("given")
    first = panel.lacking.lines()[0]
    assert first.accessibleName().startswith("Missing: Systems searched, Mail tracking")
    assert "Before the decision" not in refused(qtbot, page, "outcome")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert isinstance(page.panel, FormPanel)
    answer(page.panel, result="found", done_on="today")
    keep(qtbot, page)
    assert isinstance(page.panel, DecidePanel)
    assert page.panel.outcome.value() == "given"
    assert len(page.panel.lacking.lines()) == 6
    for entry in now(session, page).entries:
        form = now(session, page).definition.form(entry.form)
        change_entry(session, entry, something(session, form, dict(entry.values)))
    page.refresh()
    line = page.panel.lacking.lines()[0]
    assert "What the answer must say" in line.accessibleName()
    line.click()
    everything = {
        question.key: question.offered[0][0] for question in page.panel.asked.questions
    }
    answer(page.panel, **everything)
    keep(qtbot, page)
    assert page.panel.lacking.isHidden()
    keep(qtbot, page)
    assert "Decided: Given in full" in page.summary.text()
    assert now(session, page).case.state is CaseState.DECIDED
    assert post(qtbot, session, page, "Write the response") == "access-response"
    closing = next_panel(qtbot, page, "Close the case")
    assert closing.text.value() == "Given in full"
    keep(qtbot, page)
    closed = now(session, page).case
    assert (closed.state, closed.outcome) == (CaseState.CLOSED, "Given in full")
    assert page.next_button.isHidden()


def test_a_hold_that_is_not_released_keeps_the_case_open(
    qtbot, session, background
) -> None:
    page = begun(qtbot, session, background, CaseKind.ACCESS)
    moves = {one.text(): one for one in page.moves.actions()}
    moves["Decide"].trigger()
    page.panel.outcome.set_value("withdrawn")
    assert "reason" in refused(qtbot, page, "reason")
    qtbot.keyClicks(page.panel.reason.edit, "She rang and took it back.")
    keep(qtbot, page)
    refused_moves = [
        one.toolTip() for one in page.moves.actions() if not one.isEnabled()
    ]
    assert any("hold on CCTV is not released" in said for said in refused_moves)
    hold = page.tabs.forms.section("hold").entries.lines()[0]
    hold.setFocus()
    qtbot.keyClick(hold, Qt.Key.Key_Return)
    answer(page.panel, released_on="today")
    keep(qtbot, page)
    assert page.tabs.forms.section("hold").entries.lines()[0].hasFocus()
    page.moves_button.setFocus()
    names = [one.text() for one in page.moves.actions() if one.isEnabled()]
    assert "Close the case" in names


def test_a_complaint_is_sent_back_decided_anew_approved_and_closed(
    qtbot, session, background
) -> None:
    page = begun(qtbot, session, background, CaseKind.COMPLAINT)
    assert "Our target" in page.clock.accessibleName()
    post(qtbot, session, page, "Write the acknowledgement")
    page.tabs.forms.section("issue").add_button.click()
    answer(
        page.panel,
        issue="A parcel left in the rain",
        enquiries="Asked the depot.",
        findings="It was left under the porch.",
        finding="not_upheld",
    )
    keep(qtbot, page)
    decide(qtbot, page, "not_upheld", "The photograph shows the porch.")
    assert now(session, page).case.state is CaseState.FOR_APPROVAL
    panel = next_panel(qtbot, page, "Approve or send back")
    shown = {fact.label: fact.value for fact in panel.facts.facts()}
    assert shown["Outcome"] == "Not upheld"
    assert shown["Reason"] == "The photograph shows the porch."
    panel.send_back_button.click()
    qtbot.waitUntil(lambda: panel.text.problem() != "")
    qtbot.waitUntil(panel.save_button.isEnabled)
    qtbot.keyClicks(panel.text.edit, "Say when it was taken.")
    panel.send_back_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    decide(qtbot, page, "not_upheld", "The photograph of 2 October shows the porch.")
    panel = next_panel(qtbot, page, "Approve or send back")
    qtbot.keyClicks(panel.text.edit, "Nobody else is here.")
    keep(qtbot, page)
    assert post(qtbot, session, page, "Write the outcome") == "complaint-outcome"
    next_panel(qtbot, page, "Close the case")
    keep(qtbot, page)
    kinds = [event.kind for event in now(session, page).case.events]
    assert kinds.count(EventKind.SUBMITTED) == 2
    assert now(session, page).case.outcome == "Not upheld"


def test_marketing_stops_first_and_is_confirmed_after(
    qtbot, session, background
) -> None:
    page = begun(qtbot, session, background, CaseKind.MARKETING)
    panel = next_panel(qtbot, page, "Stop the marketing")
    assert isinstance(panel, FormPanel)
    qtbot.keyClick(panel.fields["channels"].boxes["post"], Qt.Key.Key_Space)
    qtbot.keyClick(panel.fields["scopes"].boxes["own"], Qt.Key.Key_Space)
    assert "needed" in refused(qtbot, page, "effective")
    panel.fields["effective"].set_text("today")
    answer(panel, keys="Ellwood-Price, QX4 7TB", systems="Mailing list")
    keep(qtbot, page)
    assert now(session, page).case.has(EventKind.SUPPRESSED)
    assert standing(now(session, page).entries, "suppression")
    decide(qtbot, page, "suppressed")
    template = post(qtbot, session, page, "Write the confirmation")
    assert template == "marketing-confirmation"
    next_panel(qtbot, page, "Close the case")
    keep(qtbot, page)
    assert not now(session, page).case.is_open
