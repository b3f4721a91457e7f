"""What was mistyped at intake is put right over the case, in a real window."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from builders import Clock, new_post
from letter_steps import RECEIVED, answered
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from isteam_app.domain.addresses import Address
from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.domain.letters import LetterState
from isteam_app.domain.people import Capacity
from isteam_app.services.cases import case_page, record_event
from isteam_app.services.corrections import Correction, acting_as, correct_details
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import open_desk
from isteam_app.services.session import Session
from ui.cases.case_page import CasePage
from ui.cases.correction_panel import CorrectionPanel
from ui.common.background import Background
from ui.common.dialogs import ConfirmDialog
from ui.common.inner_button import InnerButton
from ui.common.theme import Theme
from ui.letters.letter_page import LetterPage

WORDS = "Correct the details"


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def case(session: Session) -> Case:
    return receive_post(session, new_post()).cases[0]


@pytest.fixture
def page(qtbot, session: Session, background: Background, case: Case) -> CasePage:
    return opened(qtbot, session, background, case.id)


def opened(qtbot, session: Session, background: Background, case_id: int) -> CasePage:
    made = CasePage(session, background)
    qtbot.addWidget(made)
    made.resize(1112, 720)
    made.show()
    made.open(case_id)
    return made


def correcting(page: CasePage) -> CorrectionPanel:
    """Open the panel from the menu."""
    action = next(one for one in page.moves.actions() if one.text() == WORDS)
    action.trigger()
    assert isinstance(page.panel, CorrectionPanel)
    return page.panel


def save(qtbot, page: CasePage) -> None:
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)


def refused(qtbot, page: CasePage, name: str) -> str:
    """Save, and return what is then said under a field."""
    page.panel.save_button.click()
    field = page.panel.form[name]
    qtbot.waitUntil(lambda: field.problem() != "")
    qtbot.waitUntil(page.panel.save_button.isEnabled)
    return field.problem()


def standing(case: Case) -> Correction:
    post = case.post
    return Correction(
        name=post.requester.name,
        salutation=post.requester.salutation,
        address=post.requester.address,
        received=post.received,
        dated=post.dated,
        reached_team=post.reached_team,
        their_reference=post.their_reference,
        summary=post.summary,
    )


def test_everything_stands_filled_in_and_the_address_as_it_prints(page) -> None:
    panel = correcting(page)
    assert panel.typed() == {
        "what": "correct",
        "name": "Ms Marged Ellwood-Price",
        "salutation": "Ms Ellwood-Price",
        "address": "Flat 4\n27 Lantern Row\nEastbridge\nQX4 7TB",
        "their_reference": "",
        "summary": "Two parcels signed for by someone else",
        "reason": "",
        "dated": "Tue 17 Nov 2026",
        "received": "Fri 20 Nov 2026",
        "reached_team": "Mon 23 Nov 2026",
    }
    assert QApplication.focusWidget() is panel.name.edit
    panel.address.set_value("9 Kiln Lane, Exampleton, ex1 2ab")
    assert panel.envelope.preview.text().splitlines() == [
        "Ms Marged Ellwood-Price",
        "9 Kiln Lane",
        "EXAMPLETON",
        "EX1 2AB",
    ]
    assert panel.envelope.fits.text() == "4 lines; fits the window"


def test_a_day_of_receipt_is_put_right_and_the_clock_follows(
    qtbot, page, session, case
) -> None:
    panel = correcting(page)
    panel.received.set_text("18 nov")
    assert "Say why" in refused(qtbot, page, "reason")
    assert QApplication.focusWidget() is panel.reason.edit
    qtbot.keyClicks(panel.reason.edit, "Stamped on the envelope")
    save(qtbot, page)
    assert page.clock.accessibleName().startswith("Due Fri 18 Dec 2026")
    assert "Received Wed 18 Nov 2026 by post" in page.summary.text()
    entry = page.story.timeline.entries()[0]
    assert "Received: from Fri 20 Nov 2026 to Wed 18 Nov 2026." in entry.body
    assert "Reason: Stamped on the envelope" in entry.body
    assert case_page(session, case.id).case.received == date(2026, 11, 18)


def test_the_usual_greeting_follows_the_name_until_it_is_typed(qtbot, page) -> None:
    panel = correcting(page)
    panel.name.edit.selectAll()
    qtbot.keyClicks(panel.name.edit, "Mr Ansel Quill")
    assert panel.greeting.value() == "Mr Quill"
    panel.greeting.edit.selectAll()
    qtbot.keyClicks(panel.greeting.edit, "Ansel")
    qtbot.keyClicks(panel.name.edit, "-Roe")
    assert panel.greeting.value() == "Ansel"
    qtbot.keyClicks(panel.reason.edit, "Misread")
    save(qtbot, page)
    assert page.title.text() == "Mr Ansel Quill-Roe"


def test_an_untouched_address_keeps_its_very_lines(qtbot, session, background) -> None:
    odd = Address(lines=("Unit 3, Old Mill", "2", "Weir Lane"), town="Eastbridge")
    case = receive_post(session, new_post(address=odd)).cases[0]
    page = opened(qtbot, session, background, case.id)
    correcting(page).gist.set_value("Three parcels")
    save(qtbot, page)
    post = case_page(session, case.id).case.post
    assert post.requester.address == odd
    assert post.summary == "Three parcels"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Enter the name"),
        ("received", "", "Enter the day"),
        ("received", "31/11", "has 30 days"),
        ("received", "24 Nov 2026", "in the future"),
        ("dated", "24 Nov 2026", "in the future"),
        ("reached_team", "19 Nov 2026", "before it reached the company"),
    ],
)
def test_what_cannot_be_is_said_under_its_field(
    qtbot, page, session, case, field: str, typed: str, said: str
) -> None:
    correcting(page).fill({field: typed, "reason": "Misread"})
    assert said in refused(qtbot, page, field)
    qtbot.keyClick(page.panel, Qt.Key.Key_Escape)
    assert page.panel is None
    assert case_page(session, case.id).case == case


def test_receipt_after_what_was_recorded_is_said_under_its_field(
    qtbot, page, session, case, clock: Clock
) -> None:
    asked = date(2026, 11, 21)
    record_event(session, case, EventKind.IDENTITY_ASKED, asked, "Another address")
    clock.forward(4)
    page.refresh()
    days = {"received": "22 Nov 2026", "reached_team": "23 Nov 2026"}
    correcting(page).fill({**days, "reason": "Misread"})
    assert "an entry of Sat 21 Nov 2026" in refused(qtbot, page, "received")


def test_saving_what_is_the_same_says_so(qtbot, page) -> None:
    correcting(page).save_button.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert "Nothing differs" in page.said().text.text()
    assert page.panel is not None


def test_half_typed_corrections_come_back(qtbot, session, background, case) -> None:
    page = opened(qtbot, session, background, case.id)
    panel = correcting(page)
    assert page.half_typed() is None
    panel.name.set_value("Ms Margaret Ellwood-Price")
    panel.received.set_text("18 nov")
    kept = page.half_typed()
    again = opened(qtbot, session, background, case.id)
    again.restore_typing(kept)
    assert isinstance(again.panel, CorrectionPanel)
    assert again.panel.typed() == panel.typed()
    assert again.half_typed() == kept


def test_somebody_else_corrected_it_first(qtbot, page, session, case) -> None:
    panel = correcting(page)
    panel.greeting.set_value("Marged")
    theirs = replace(standing(case), address=Address(lines=("9 Kiln Lane",)))
    correct_details(session, case, theirs)
    panel.save_button.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert page.said().title.text() == "Somebody changed this meanwhile"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert panel.greeting.value() == "Marged"
    assert panel.address.value() == "9 Kiln Lane"
    save(qtbot, page)
    requester = case_page(session, case.id).case.post.requester
    assert requester.salutation == "Marged"
    assert requester.address == theirs.address


def test_a_draft_asks_for_the_corrected_address_and_is_made_with_it(
    qtbot, page, session, background, case
) -> None:
    draft = answered(session, case, RECEIVED)
    correcting(page).address.set_value("9 Kiln Lane, Exampleton, EX1 2AB")
    save(qtbot, page)
    letter = LetterPage(session, background)
    qtbot.addWidget(letter)
    letter.resize(1112, 720)
    letter.show()
    letter.open(draft.id)
    recipient = letter.work.space.recipient
    assert not recipient.agrees()
    assert not letter.finalise_button.isEnabled()
    recipient.renew_button.click()
    qtbot.waitUntil(recipient.agrees)
    twice = letter.work.space.twice  # they moved lately
    qtbot.waitUntil(lambda: twice.box() is not None)
    twice.box().click()
    qtbot.waitUntil(letter.finalise_button.isEnabled)
    letter.finalise_button.click()
    letter.findChild(ConfirmDialog).act_button.click()
    qtbot.waitUntil(lambda: letter.letter.state is LetterState.FINAL)
    made = open_desk(session, draft.id).letter
    assert made.recipient[1:] == ("9 Kiln Lane", "EXAMPLETON", "EX1 2AB")


def test_a_closed_case_can_be_corrected(qtbot, session, background, case) -> None:
    kept = receive_post(session, new_post(kinds=(CaseKind.ENQUIRY,))).cases[0]
    case = record_event(session, kept, EventKind.ANSWERED, date(2026, 11, 23))
    record_event(session, case, EventKind.CLOSED, date(2026, 11, 23), "Answered")
    page = opened(qtbot, session, background, case.id)
    correcting(page).reference.set_value("AQ-77")
    save(qtbot, page)
    assert case_page(session, case.id).case.post.their_reference == "AQ-77"


def test_tab_goes_through_the_fields_in_order(qtbot, page) -> None:
    panel = correcting(page)
    order = [
        panel.name,
        panel.greeting,
        panel.address,
        panel.dated,
        panel.received,
        panel.reached,
        panel.reference,
        panel.gist,
        panel.reason,
    ]
    met = []
    while QApplication.focusWidget() is not panel.cancel_button:
        met.append(QApplication.focusWidget())
        qtbot.keyClick(met[-1], Qt.Key.Key_Tab)
    calendars = [one for one in met if isinstance(one, InnerButton)]
    assert len(calendars) == 3
    inputs = [one.input for one in order]
    inputs.insert(3, panel.others.unfold_button)
    assert [one for one in met if one not in calendars] == inputs


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("choice", THEMES)
def test_the_panel_looks_right(
    qtbot, session, background, choice: str, size: tuple[int, int]
) -> None:
    Theme(choice).apply(QApplication.instance())
    kept = receive_post(
        session,
        new_post(
            name="Ms Marged Angharad Ellwood-Price of the Long Meadow",
            their_reference="EP/2026/000417",
            kinds=tuple(CaseKind),
        ),
    ).cases[0]
    page = opened(qtbot, session, background, kept.id)
    narrow = size[0] < 1180
    page.set_narrow(narrow)
    settle(page, (size[0] - (56 if narrow else 168), size[1] - 80))
    panel = correcting(page)
    assert findings(page) == []
    panel.received.set_text("31/11")
    panel.name.set_value("")
    refused(qtbot, page, "received")
    assert findings(page) == []


def test_whom_they_act_for_and_as_what_is_put_right(
    qtbot, session, background, page
) -> None:
    assert not correcting(page).others.acting_for.isVisible()
    taken = new_post(acting_for="Mr Idris Vipond", capacity=Capacity.FRIEND)
    case = receive_post(session, taken).cases[0]
    page = opened(qtbot, session, background, case.id)
    panel = correcting(page)
    assert panel.others.acting_for.value() == "Mr Idris Vipond"
    assert panel.others.capacity.value() == "friend"
    panel.others.acting_for.set_value("Mr Idwal Vipond")
    assert "Say why" in refused(qtbot, page, "reason")
    panel.reason.set_value("Misread")
    panel.others.capacity.set_value("attorney")
    kept = page.half_typed()
    again = opened(qtbot, session, background, case.id)
    again.restore_typing(kept)
    assert again.panel.typed() == panel.typed()
    save(qtbot, page)
    saved = case_page(session, case.id).case
    assert saved.subject.name == saved.post.acting_for == "Mr Idwal Vipond"
    assert acting_as(session, saved) is Capacity.ATTORNEY
    assert 'from "Friend or relative" to "Attorney"' in saved.events[-1].text


def test_who_else_answers_go_to_is_unfolded_kept_and_taken_away(
    qtbot, page, session, case, background
) -> None:
    panel = correcting(page)
    qtbot.keyClick(panel.others.unfold_button, Qt.Key.Key_Space)
    assert page.focusWidget() is panel.others.name.edit
    qtbot.keyClicks(panel.others.name.edit, "Sampleton Law")
    assert "address answers go to" in refused(qtbot, page, "reply_address")
    panel.others.address.set_value("2 Weir Lane, Exampleton, EX1 2AB")
    assert panel.envelope.preview.text().splitlines()[0] == "Sampleton Law"
    kept = page.half_typed()
    again = opened(qtbot, session, background, case.id)
    again.restore_typing(kept)
    assert again.panel.others.name.value() == "Sampleton Law"
    save(qtbot, page)
    kept_post = case_page(session, case.id).case.post
    assert kept_post.written_to.name == "Sampleton Law"
    assert kept_post.requester.name == case.post.requester.name
    panel = correcting(page)
    assert panel.others.unfold_button.isHidden()
    panel.others.name.set_value("")
    save(qtbot, page)
    assert case_page(session, case.id).case.post.reply_to is None


@pytest.mark.parametrize("choice", THEMES)
def test_the_others_look_right(qtbot, session, background, choice: str) -> None:
    Theme(choice).apply(QApplication.instance())
    taken = new_post(acting_for="Mr Idris Vipond", capacity=Capacity.FRIEND)
    case = receive_post(session, taken).cases[0]
    page = opened(qtbot, session, background, case.id)
    panel = correcting(page)
    for size in SIZES:
        page.set_narrow(size[0] < 1180)
        settle(page, (size[0] - (56 if size[0] < 1180 else 168), size[1] - 80))
        assert findings(page) == []
    panel.others.unfold_button.click()
    assert findings(page) == []
