"""One case in a real window over a real vault."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from builders import Clock, new_post
from letter_steps import decided, final
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from isteam_app.domain.cases import Case, CaseKind, CaseState, EventKind
from isteam_app.domain.people import Format, Particulars
from isteam_app.errors import NotFound
from isteam_app.services.cases import add_note, assign, case_page, record_event
from isteam_app.services.decisions import decide
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import start_letter
from isteam_app.services.scans import scan_from_bytes
from isteam_app.services.session import Session
from ui.cases.case_page import CasePage
from ui.common.background import Background
from ui.common.notes import Note
from ui.common.theme import Theme

NAMES = ("Mr O\u2019Brien-Ńowak", "Ŵyn", "毛", "שרה לוי", "<b>Bold</b> & Co")


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def case(session: Session) -> Case:
    return receive_post(session, new_post()).cases[0]


@pytest.fixture
def ended(session: Session) -> Case:
    """A case that somebody took back: nothing is left to do but to close it."""
    kept = receive_post(session, new_post(kinds=(CaseKind.RECTIFICATION,))).cases[0]
    return decide(session, kept, outcome="withdrawn", reason="She rang.")


@pytest.fixture
def page(qtbot, session: Session, background: Background, case: Case) -> CasePage:
    return opened(qtbot, session, background, case.id)


def opened(qtbot, session: Session, background: Background, case_id: int) -> CasePage:
    made = CasePage(session, background)
    qtbot.addWidget(made)
    made.resize(1112, 720)
    made.show()
    made.open(case_id)
    first = made.first_focus()
    assert first is not None
    first.setFocus()
    return made


def titles(page: CasePage) -> list[str]:
    return [entry.title for entry in page.story.timeline.entries()]


def move(page: CasePage, words: str) -> None:
    """Choose a move from the menu."""
    action = next(one for one in page.moves.actions() if one.text() == words)
    assert action.isEnabled()
    action.trigger()


def record(qtbot, page: CasePage, words: str, text: str, day: str = "") -> None:
    """Choose a move, fill in what it asks and keep it."""
    move(page, words)
    assert page.panel is not None
    if day:
        page.panel.day.set_text(day)
    qtbot.keyClicks(page.panel.text.edit, text)
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)


def test_the_header_and_the_clock(page: CasePage, case: Case) -> None:
    assert page.title.text() == "Ms Marged Ellwood-Price"
    assert "Received Fri 20 Nov 2026 by post" in page.summary.text()
    assert page.clock.accessibleName().startswith("Due Mon 21 Dec 2026")
    assert page.next_button.words() == "Write the acknowledgement"
    page.clock.why.click()
    assert page.clock.is_unfolded()


def test_the_next_step_starts_the_letter(qtbot, page, session, case) -> None:
    with qtbot.waitSignal(page.letter_opened) as opened_letter:
        qtbot.keyClick(page.next_button, Qt.Key.Key_Space)
    letters = case_page(session, case.id).letters
    assert [letter.id for letter in letters] == opened_letter.args
    assert letters[0].template == "access-acknowledgement"


def test_a_draft_is_gone_on_with(qtbot, page, session, case) -> None:
    letter = start_letter(session, case.id, "access-acknowledgement")
    page.refresh()
    with qtbot.waitSignal(page.letter_opened) as opened_letter:
        page.next_button.click()
    assert opened_letter.args == [letter.id]
    assert len(case_page(session, case.id).letters) == 1


def test_a_letter_to_print_is_the_next_step(qtbot, page, session, case) -> None:
    waiting = final(session, case)
    page.refresh()
    assert page.next_button.words() == "Print and post the letter"
    with qtbot.waitSignal(page.letter_opened) as opened_letter:
        page.next_button.click()
    assert opened_letter.args == [waiting.id]


def test_a_question_pauses_the_clock_and_an_answer_starts_it(
    qtbot, page, session, clock: Clock
) -> None:
    record(qtbot, page, "Clarification asked for", "Which of the four parcels?")
    assert "Paused since Mon 23 Nov 2026" in page.clock.accessibleName()
    assert "If it arrived today, due" in page.clock.accessibleName()
    assert page.next_button.words() == "Record the answer"
    clock.forward(4)
    page.refresh()
    qtbot.keyClick(page.next_button, Qt.Key.Key_Space)
    assert page.panel is not None
    assert page.panel.ask.event == EventKind.CLARIFICATION_RECEIVED
    assert page.next_button.isHidden()
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    assert page.clock.accessibleName().startswith("Due ")
    assert titles(page)[:2] == ["Clarification received", "Clarification asked for"]


def test_a_refused_move_says_why(page: CasePage) -> None:
    refused = [one for one in page.moves.actions() if not one.isEnabled()]
    named = [one.text() for one in refused if one.text()]
    assert any(text.startswith("Clarification received: ") for text in named)
    for action in refused:
        if action.text():
            assert action.toolTip().endswith(".")


def test_a_day_that_breaks_a_rule_is_refused_under_its_field(qtbot, page) -> None:
    move(page, "Identity asked for")
    panel = page.panel
    for typed, said in (
        ("24 Nov 2026", "is in the future"),
        ("19 Nov 2026", "before the request was received"),
        ("31/11", "has 30 days"),
        ("", "Type the day"),
    ):
        panel.day.set_text(typed)
        panel.save_button.click()
        qtbot.waitUntil(lambda said=said: said in panel.day.problem())
        qtbot.waitUntil(panel.save_button.isEnabled)
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert page.panel is None
    assert page.next_button.isVisible()


def test_a_note_is_kept(qtbot, page, session, case) -> None:
    page.story.note_button.click()
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel.text.problem() != "")
    qtbot.waitUntil(page.panel.save_button.isEnabled)
    page.panel.choice.set_value("call")
    qtbot.keyClicks(page.panel.text.edit, "She rang <b>twice</b> & left a number.")
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    events = case_page(session, case.id).case.events
    assert events[-1].kind is EventKind.CALL
    assert events[-1].text == "She rang <b>twice</b> & left a number."
    page.story.filter.set_current("notes")
    page.story.show_case(case_page(session, case.id))
    assert titles(page) == ["Call"]


def test_a_panel_asked_for_at_once_stands_at_the_top(
    qtbot, session, background, case
) -> None:
    heed = "Her former husband lives there and must not know of it. " * 3
    person = replace(case.subject, particulars=Particulars(do_not_write=heed))
    with session.vault.change("person.changed", by="Sam", at=session.now()) as work:
        work.people.update(person)
        work.commit()
    made = CasePage(session, background)
    qtbot.addWidget(made)
    made.resize(968, 560)
    made.set_narrow(True)
    made.show()
    made.open(case.id)
    made.ask_note()
    settle(made)
    assert made.panel.mapTo(made, QPoint(0, 0)).y() < 140
    assert not made.panel.title.visibleRegion().isEmpty()


def test_an_owner_is_chosen(qtbot, page, session, case) -> None:
    move(page, "Assign the case")
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    assert page.said() is None
    assert case_page(session, case.id).case == case, "they had it already"
    move(page, "Assign the case")
    assert page.panel.choice.value() == "Robin Sample"
    page.panel.choice.set_value("")
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    assert case_page(session, case.id).case.owner == ""
    assert "Nobody owns it yet" in page.summary.text()


def test_the_post_of_the_answer_is_chosen(qtbot, page, session, case) -> None:
    move(page, "Choose the post")
    page.panel.choice.set_value("Special delivery")
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    assert case_page(session, case.id).case.service == "Special delivery"
    assert "Post by Fri 18 Dec 2026" in page.clock.accessibleName()


def test_close_and_reopen_with_the_reason(
    qtbot, session, background, ended: Case
) -> None:
    page = opened(qtbot, session, background, ended.id)
    move(page, "Close the case")
    assert page.panel.text.value() == "Withdrawn by the person"
    page.panel.text.set_value("")
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: "reason" in page.panel.text.problem())
    qtbot.waitUntil(page.panel.save_button.isEnabled)
    qtbot.keyClicks(page.panel.text.edit, "Withdrawn by phone.")
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    closed = case_page(session, ended.id).case
    assert (closed.state, closed.outcome) == (CaseState.CLOSED, "Withdrawn by phone.")
    assert page.clock.accessibleName().startswith("Closed on Mon 23 Nov 2026")
    assert page.next_button.isHidden()
    assert page.tabs.write_button.isHidden()
    record(qtbot, page, "Reopen the case", "They changed their mind.")
    assert case_page(session, ended.id).case.is_open
    assert page.next_button.isVisible()
    assert titles(page)[:2] == ["Case reopened", "Case closed"]


def test_somebody_else_was_quicker(qtbot, session, background, ended: Case) -> None:
    page = opened(qtbot, session, background, ended.id)
    move(page, "Close the case")
    page.panel.text.set_value("Answered by phone.")
    assign(session, ended, "")
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert page.said().title.text() == "Somebody changed this meanwhile"
    assert page.panel.text.value() == "Answered by phone."
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page.said() is None
    assert "Nobody owns it yet" in page.summary.text()
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    assert not case_page(session, ended.id).case.is_open


def test_what_is_half_typed_comes_back(qtbot, session, background, case) -> None:
    page = opened(qtbot, session, background, case.id)
    assert page.half_typed() is None
    move(page, "Extend by two months")
    assert page.half_typed() is None
    page.panel.text.set_value("Four sites to search.")
    page.panel.day.set_text("20 nov")
    kept = page.half_typed()
    again = opened(qtbot, session, background, case.id)
    again.restore_typing(kept)
    assert again.panel.text.value() == "Four sites to search."
    assert again.panel.day.value() == date(2026, 11, 20)


def test_a_scan_is_shown_from_memory(qtbot, session, background, tmp_path) -> None:
    scan = scan_from_bytes("letter.png", _picture())
    kept = receive_post(session, new_post(scans=(scan,))).cases[0]
    page = opened(qtbot, session, background, kept.id)
    place = page.story.timeline.entries()[-1].links[0]
    before = sorted(tmp_path.rglob("*"))
    page.story.timeline.link_chosen.emit(place.key)
    qtbot.waitUntil(lambda: page.tabs.documents.scan.page_count == 1)
    assert page.tabs.current() == "documents"
    assert sorted(tmp_path.rglob("*")) == before


def test_linked_cases_and_letters_lead_on(qtbot, session, background) -> None:
    kinds = (CaseKind.ACCESS, CaseKind.ERASURE, CaseKind.COMPLAINT)
    first = receive_post(session, new_post(kinds=kinds)).cases[0]
    draft = start_letter(session, first.id, "access-acknowledgement")
    page = opened(qtbot, session, background, first.id)
    near = page.tabs.linked.lines()
    assert [one.group for one in near] == ["post", "post"]
    with qtbot.waitSignal(page.case_opened) as opened_case:
        qtbot.keyClick(page.tabs.linked.table, Qt.Key.Key_Return)
    assert opened_case.args[0] != first.id
    entries = page.tabs.letters.timeline.entries()
    with qtbot.waitSignal(page.letter_opened) as opened_letter:
        page.tabs.letters.timeline.link_chosen.emit(entries[0].links[0].key)
    assert opened_letter.args == [draft.id]


def test_the_checklist_marks_the_next_step_and_leads_there(
    qtbot, page, session, case
) -> None:
    record(qtbot, page, "Clarification asked for", "Which of the four parcels?")
    checks = page.tabs.checklist.checks()
    assert [check.words for check in checks if check.state == "next"] == [
        "Record the answer"
    ]
    assert page.tabs.bar.count_of("checklist") == "2/7"
    page.tabs.checklist.jump.emit("next")
    assert page.panel is not None


def test_the_checklist_says_by_when_to_tell_of_an_extension(page) -> None:
    rules = {line.words: line.rule for line in page.tabs.checklist.checks()}
    said = "The notice must be posted by Thu 17 Dec 2026"
    assert rules["Extend the time, if it is complex"] == said
    assert "must be posted by Thu 17 Dec 2026" in page.clock.accessibleName()


def test_a_restriction_is_lifted_only_after_the_notice(
    qtbot, session, background
) -> None:
    kept = receive_post(session, new_post(kinds=(CaseKind.RESTRICTION,))).cases[0]
    restricted = decided(session, kept)
    page = opened(qtbot, session, background, restricted.id)
    waiting = {line.words: line.state for line in page.tabs.checklist.checks()}
    assert waiting["Post the lifting notice"] == "todo"
    assert waiting["Lift the restriction"] == "todo"
    tips = {one.text(): one.toolTip() for one in page.moves.actions()}
    refused = next(tip for text, tip in tips.items() if "Restriction lifted" in text)
    assert "lifting notice first" in refused
    record(qtbot, page, "Lifting notice posted", "By hand")
    record(qtbot, page, "Restriction lifted", "The data is corrected")
    done = {line.words: line.state for line in page.tabs.checklist.checks()}
    assert done["Lift the restriction"] == "met"


def test_what_must_be_known_of_the_person_stands_at_the_top(
    qtbot, session, background, case
) -> None:
    known = Particulars(
        child=True, format=Format.LARGE_18, do_not_write="It is an old address."
    )
    with session.vault.change("person.changed", by="Robin", at=session.now()) as work:
        work.people.update(replace(case.subject, particulars=known))
        work.commit()
    page = opened(qtbot, session, background, case.id)
    notes = {note.title.text(): note.text.text() for note in page.findChildren(Note)}
    assert notes["Do not write to this address"] == "It is an old address."
    assert "Child  \u00b7  Large print, 18 point" in notes


def test_a_letter_from_somebody_else_wants_authority(
    qtbot, session, background
) -> None:
    post = new_post(name="Wren & Vale LLP", acting_for="Ms Marged Ellwood-Price")
    kept = receive_post(session, post).cases[0]
    page = opened(qtbot, session, background, kept.id)
    notes = {note.title.text(): note.text.text() for note in page.findChildren(Note)}
    assert "Wren & Vale LLP" in notes["No authority yet"]


@pytest.mark.parametrize("name", NAMES)
def test_awkward_names_are_shown_as_written(
    qtbot, session, background, name: str
) -> None:
    kept = receive_post(session, new_post(name=name, summary=f"{name} {name}")).cases
    add_note(session, kept[0], f"{name} rang.")
    page = opened(qtbot, session, background, kept[0].id)
    assert page.title.text() == name
    assert page.title.textFormat() is Qt.TextFormat.PlainText
    assert page.story.timeline.entries()[0].body == f"{name} rang."
    assert findings(page) == []


def test_tab_goes_from_the_moves_to_the_clock(qtbot, page) -> None:
    page.moves_button.setFocus()
    qtbot.keyClick(page.moves_button, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.next_button
    qtbot.keyClick(page.next_button, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.clock.why


def test_no_case_with_that_number(page: CasePage) -> None:
    with pytest.raises(NotFound):
        page.open(999)
    assert page.title.text() == "Ms Marged Ellwood-Price"


def test_every_kind_of_case_opens(qtbot, session, background) -> None:
    kinds = tuple(CaseKind)
    scan = scan_from_bytes("letter.png", _picture())
    kept = receive_post(session, new_post(kinds=kinds, scans=(scan,))).cases
    for one in kept:
        page = opened(qtbot, session, background, one.id)
        assert page.next_button.isVisible()
        assert len(page.tabs.linked.lines()) == len(kinds) - 1


def test_closing_late_keeps_the_answered_day(qtbot, session, background, case) -> None:
    case = decided(session, case)
    answered = record_event(session, case, EventKind.ANSWERED, date(2026, 11, 20))
    page = opened(qtbot, session, background, answered.id)
    assert page.next_button.words() == "Close the case"
    assert page.tabs.checklist.counts()["met"] == 3


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("choice", THEMES)
@pytest.mark.parametrize("case_id", [1, 35])
def test_the_page_looks_right(
    qtbot, demo, background, case_id: int, choice: str, size
) -> None:
    Theme(choice).apply(QApplication.instance())
    page = opened(qtbot, demo, background, case_id)
    narrow = size[0] < 1180
    page.set_narrow(narrow)
    settle(page, (size[0] - (56 if narrow else 168), size[1] - 80))
    assert findings(page) == []
    page.clock.set_unfolded(True)
    page.ask_note()
    assert findings(page) == []
    page.set_narrow(not narrow)
    page.set_narrow(narrow)
    assert findings(page) == []


def _picture() -> bytes:
    image = QImage(60, 80, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub knows no buffer
    return bytes(buffer.data().data())
