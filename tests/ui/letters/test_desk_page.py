"""The print desk: letters by state, and a run of those that are ticked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import new_post
from letter_steps import RECEIVED, final, page_text
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from isteam_app.domain.cases import EventKind
from isteam_app.domain.letters import LetterState
from isteam_app.services.cases import case_page
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import letter_pdf, start_letter
from isteam_app.services.people import save_person
from isteam_app.services.print_desk import letter
from ui.common.dialogs import ReasonDialog


@pytest.fixture
def three(session):
    """Three letters to print, in the order the desk lists them."""
    cases = [
        receive_post(session, new_post(name=f"Ms Sample {n}")).cases[0]
        for n in ("One", "Two", "Three")
    ]
    return [final(session, case) for case in cases]


def states(session, letters):
    return [letter(session, one.id).state.value for one in letters]


def turn(desk, state, quiet):
    desk.show_state(state)
    quiet()


@pytest.fixture
def sent(desk, quiet, three):
    """The desk, with all three letters sent to the printer."""
    turn(desk, "final", quiet)
    desk.tick_all.click()
    desk.print_card.button.click()
    quiet()
    return desk


def scan(desk, quiet, code):
    desk.runs.scan_card.field.set_value(code)
    QTest.keyClick(desk.runs.scan_card.field.edit, Qt.Key.Key_Return)
    quiet()
    return desk.runs.scan_card


def test_each_tab_says_how_many_and_what_to_do_when_empty(desk, quiet, session, case):
    turn(desk, "printed", quiet)
    assert desk.runs.frame.empty.isVisible()
    assert desk.runs.frame.empty.title.text() == "Nothing to post"
    start_letter(session, case.id, RECEIVED)
    turn(desk, "draft", quiet)
    assert desk.tabs.count_of("draft") == "1"
    assert desk.table.isVisible()
    assert not desk.print_card.isVisible()
    assert list(map(desk.tabs.tabText, range(6))) == [
        "Draft",
        "For approval",
        "To print",
        "Printed",
        "Posted",
        "Returned",
    ]


def test_ticked_letters_are_sent_one_job_each_by_reference(
    desk, quiet, session, three, printing
):
    turn(desk, "final", quiet)
    assert not desk.print_card.button.isEnabled()
    assert desk.print_card.reason.text() == "Tick the letters to print"
    desk.tick_all.click()
    assert desk.print_card.button.words() == "Print 3"
    desk.print_card.button.click()
    quiet()
    assert [sent[0] for sent in printing.sent] == [one.reference for one in three]
    assert {sent[1] for sent in printing.sent} == {"Post-room-2"}
    assert [sent[2] for sent in printing.sent] == [
        letter_pdf(session, one.id) for one in three
    ]
    assert desk.state is LetterState.PRINTED
    assert states(session, three) == ["final"] * 3
    assert desk.runs.stage.title.text() == "Did they come out?"
    desk.runs.stage.all_button.click()
    quiet()
    assert states(session, three) == ["printed"] * 3
    assert desk.tabs.count_of("final") == "0"
    assert desk.tabs.count_of("printed") == "3"


def test_the_nearest_day_to_post_comes_first_and_a_late_one_stands_out(
    desk, quiet, session, clock
):
    near = final(session, receive_post(session, new_post(name="Ms Near")).cases[0])
    later = new_post(
        name="Ms Later",
        received=session.today - timedelta(days=1),
        reached_team=session.today - timedelta(days=1),
    )
    final(session, receive_post(session, later).cases[0])
    clock.forward(40)
    turn(desk, "draft", quiet)
    turn(desk, "final", quiet)
    rows = desk.table.paged.rows()
    assert rows[0].id == near.id
    assert [row.post_by for row in rows] == sorted(row.post_by for row in rows)
    column = next(one for one in desk.table.paged.columns if one.key == "post_by")
    cell = column.cell(rows[0])
    assert (cell.icon, cell.tone) == ("late", "danger")
    assert cell.words.startswith("Late")


def test_the_chosen_printer_gets_the_letters(desk, quiet, three, printing):
    turn(desk, "final", quiet)
    desk.table.paged.set_checked(desk.table.paged.rows()[1], True)
    desk.print_card.printer.field.set_value("Floor-1")
    desk.print_card.button.click()
    quiet()
    assert [sent[:2] for sent in printing.sent] == [(three[1].reference, "Floor-1")]


def test_a_printer_that_refuses_half_way_can_be_gone_on_with(
    desk, quiet, session, three, printing
):
    printing.refuses_after = 1
    turn(desk, "final", quiet)
    desk.tick_all.click()
    desk.print_card.button.click()
    quiet()
    stage = desk.runs.stage
    assert stage.title.text() == "Printing stopped"
    assert "refused" in stage.words.text()
    assert "2 letters wait" in stage.words.text()
    printing.refuses_after = 1000
    stage.resume.click()
    quiet()
    assert [sent[0] for sent in printing.sent] == [one.reference for one in three]


def test_the_rest_of_a_run_can_wait_for_another(desk, quiet, session, three, printing):
    printing.refuses_after = 1
    turn(desk, "final", quiet)
    desk.tick_all.click()
    desk.print_card.button.click()
    quiet()
    desk.runs.stage.rest.click()
    quiet()
    desk.runs.stage.all_button.click()
    quiet()
    assert states(session, three) == ["printed", "final", "final"]
    assert desk.tabs.count_of("final") == "2"


def test_pause_stops_between_two_letters(desk, quiet, session, three, printing):
    turn(desk, "final", quiet)
    desk.tick_all.click()
    printing.before_each = desk.runs.work.pause
    desk.print_card.button.click()
    quiet()
    assert len(printing.sent) == 1
    assert "Paused." in desk.runs.stage.words.text()


def test_what_the_printer_lacks_is_said(desk, quiet, three, printing):
    printing.lacks = "The printer is out of paper. Put paper in; it then goes on."
    turn(desk, "final", quiet)
    desk.tick_all.click()
    desk.print_card.button.click()
    quiet()
    assert "out of paper" in desk.runs.stage.words.text()


def test_without_a_printer_nothing_is_sent(desk, quiet, session, three, printing):
    printing.known = ()
    turn(desk, "final", quiet)
    desk.tick_all.click()
    assert not desk.print_card.button.isEnabled()
    assert desk.print_card.reason.text() == "No printer to send to"
    assert "No printer is set up" in desk.print_card.printer.trouble.text()


def test_what_no_longer_agrees_is_left_out_and_said(
    desk, quiet, session, three, printing
):
    person = case_page(session, three[1].case_id).case.subject
    moved = replace(
        person, address=replace(person.address, lines=("99 Elsewhere Road",))
    )
    save_person(session, person, moved)
    turn(desk, "final", quiet)
    desk.tick_all.click()
    desk.print_card.button.click()
    quiet()
    assert [sent[0] for sent in printing.sent] == [
        three[0].reference,
        three[2].reference,
    ]
    assert desk.said().title.text() == "1 letter left out"
    assert three[1].reference in desk.said().text.text()


def test_nothing_is_marked_as_posted_before_it_is_scanned(sent, quiet, session, three):
    desk = sent
    desk.runs.stage.all_button.click()
    quiet()
    card = desk.runs.post_card
    assert not card.button.isEnabled()
    assert card.reason.text() == "3 letters still to scan"
    found = scan(desk, quiet, three[0].reference)
    assert found.panel.title.text() == "Matches"
    assert card.button.words() == "Mark 1 as posted"
    assert card.reason.text() == "2 letters still to scan"
    card.service.set_value("Signed for")
    card.item_number.set_value("FP 1234 5678 9GB")
    card.certificate.set_value("C 77")
    card.button.click()
    quiet()
    posted = letter(session, three[0].id)
    assert posted.state is LetterState.POSTED
    assert posted.posted_on == date(2026, 11, 23)
    assert (posted.service, posted.item_number, posted.certificate) == (
        "Signed for",
        "FP 1234 5678 9GB",
        "C 77",
    )
    assert states(session, three) == ["posted", "printed", "printed"]
    kinds = [e.kind for e in case_page(session, three[0].case_id).case.events]
    assert EventKind.ACKNOWLEDGED in kinds
    turn(desk, "posted", quiet)
    row = desk.table.selected()
    assert (row.service, row.item_number) == ("Signed for", "FP 1234 5678 9GB")


def test_an_item_number_belongs_to_the_chosen_letter_alone(sent, quiet, session, three):
    desk = sent
    for one in three:
        scan(desk, quiet, one.reference)
    card = desk.runs.post_card
    assert card.button.words() == "Mark 3 as posted"
    desk.runs.table.select_key(three[1].id)
    card.item_number.set_value("FP 1")
    assert card.button.words() == "Mark 1 as posted"
    card.button.click()
    quiet()
    assert states(session, three) == ["printed", "posted", "printed"]
    assert letter(session, three[1].id).item_number == "FP 1"
    assert card.button.words() == "Mark 2 as posted"
    card.button.click()
    quiet()
    assert states(session, three) == ["posted"] * 3
    assert desk.runs.frame.empty.isVisible()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("1 Dec 2026", "future"), ("", "Enter the day"), ("soon", "date")],
)
def test_a_wrong_day_of_posting_is_said_under_its_field(
    sent, quiet, session, three, typed, sentence
):
    scan(sent, quiet, three[0].reference)
    for one in three[1:]:
        scan(sent, quiet, one.reference)
    card = sent.runs.post_card
    card.on.set_text(typed)
    card.button.click()
    quiet()
    assert sentence in card.on.problem()
    assert states(session, three) == ["printed"] * 3
    assert card.button.isEnabled()


def test_a_wrong_code_stops_and_says_why(sent, quiet, session, three, monkeypatch):
    beeps = []
    monkeypatch.setattr(
        "ui.letters.scan_card.QApplication.beep", lambda: beeps.append(1)
    )
    card = scan(sent, quiet, "IS-2026-99999 / L1")
    assert card.panel.title.text() == "Stop"
    assert card.panel.property("tone") == "danger"
    assert "no letter of this vault" in card.panel.text.text()
    assert beeps == [1]
    assert card.field.value() == ""
    card.sound.click()
    scan(sent, quiet, "what is this")
    assert beeps == [1]
    assert "not the code" in card.panel.text.text()


def test_out_of_order_is_asked_and_can_be_meant(sent, quiet, session, three):
    card = scan(sent, quiet, three[2].reference)
    assert card.panel.title.text() == "Out of order"
    card.put_aside.click()
    assert not card.panel.isVisible()
    scan(sent, quiet, three[2].reference)
    card.go_on.click()
    quiet()
    assert card.panel.title.text() == "Matches"
    assert sent.runs.frame.done.text() == "1 of 3 scanned back"


def test_a_spoilt_letter_is_printed_again_with_a_reason(
    sent, quiet, session, three, printing
):
    sent.runs.table.select_key(three[1].id)
    sent.runs.stage.spoilt_button.click()
    dialog = sent.findChild(ReasonDialog)
    dialog.act_button.click()
    assert dialog.isVisible()  # without a reason nothing happens
    dialog.field.set_value("Jammed or creased")
    dialog.act_button.click()
    quiet()
    assert printing.sent[-1][0] == f"{three[1].reference} / C2"
    assert "1 spoilt" in sent.runs.frame.meta.text()
    sent.runs.stage.all_button.click()
    quiet()
    assert states(session, three) == ["printed"] * 3


def test_a_letter_that_did_not_come_out_waits_again(
    sent, quiet, session, three, printing
):
    sent.runs.table.select_key(three[2].id)
    sent.runs.stage.not_button.click()
    quiet()
    assert sent.runs.stage.resume.isVisible()
    sent.runs.stage.resume.click()
    quiet()
    assert printing.sent[-1][0] == three[2].reference
    assert len(printing.sent) == 4


def test_an_unfinished_run_is_told_of_on_the_other_tabs(sent, quiet, three):
    turn(sent, "final", quiet)
    assert sent.said().title.text() == "Print run 2026-11-23 A is not finished"


def test_the_pages_of_the_chosen_letter_are_shown(desk, quiet, session, three):
    turn(desk, "final", quiet)
    assert desk.preview.title.text() == three[0].reference
    shown = desk.preview.view.accessibleDescription()
    assert "Ms Sample One" in shown
    assert "Ms Sample One" in page_text(letter_pdf(session, three[0].id))
    QTest.keyClick(desk.table, Qt.Key.Key_Down)
    assert "Ms Sample Two" in desk.preview.view.accessibleDescription()


def test_the_whole_round_by_the_keyboard(desk, quiet, qtbot, session, case):
    kept = final(session, case)
    turn(desk, "final", quiet)
    desk.first_focus().setFocus()
    QTest.keyClick(desk.table, Qt.Key.Key_Space)
    desk.print_card.button.setFocus()
    QTest.keyClick(desk.print_card.button, Qt.Key.Key_Space)
    quiet()
    desk.runs.stage.all_button.setFocus()
    QTest.keyClick(desk.runs.stage.all_button, Qt.Key.Key_Space)
    quiet()
    field = desk.runs.scan_card.field.edit
    QTest.keyClicks(field, kept.reference.lower())
    QTest.keyClick(field, Qt.Key.Key_Return)
    quiet()
    desk.runs.post_card.button.setFocus()
    QTest.keyClick(desk.runs.post_card.button, Qt.Key.Key_Space)
    quiet()
    assert letter(session, kept.id).state is LetterState.POSTED
    turn(desk, "posted", quiet)
    with qtbot.waitSignal(desk.letter_opened) as opened:
        QTest.keyClick(desk.table, Qt.Key.Key_Return)
    assert opened.args == [kept.id]
