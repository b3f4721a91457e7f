"""The print desk: print what is ticked, then mark what has gone."""

from datetime import date

import pytest
from builders import new_post
from letter_steps import RECEIVED, final, page_text, printed
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from isteam_app.domain.cases import EventKind
from isteam_app.domain.letters import LetterState
from isteam_app.services.cases import case_page
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import letter_pdf, start_letter
from isteam_app.services.print_desk import letter
from ui.common.dialogs import ConfirmDialog


@pytest.fixture
def three(session):
    """Three letters to print, newest first as the desk lists them."""
    cases = [
        receive_post(session, new_post(name=f"Ms Sample {n}")).cases[0]
        for n in ("One", "Two", "Three")
    ]
    return [final(session, case) for case in cases][::-1]


def states(session, letters):
    return [letter(session, one.id).state.value for one in letters]


def turn(desk, state, quiet):
    desk.show_state(state)
    quiet()


def test_each_tab_says_how_many_and_what_to_do_when_empty(desk, quiet, session, case):
    turn(desk, "printed", quiet)
    assert desk.empty.isVisible()
    assert desk.empty.title.text() == "Nothing to post"
    start_letter(session, case.id, RECEIVED)
    turn(desk, "draft", quiet)
    assert desk.tabs.count_of("draft") == "1"
    assert desk.table.isVisible()
    assert not desk.print_card.isVisible()


def test_ticked_letters_are_printed_one_job_each_by_reference(
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
    assert states(session, three) == ["printed"] * 3
    assert desk.tabs.count_of("final") == "0"
    assert desk.tabs.count_of("printed") == "3"
    assert desk.empty.isVisible()


def test_the_chosen_printer_gets_the_letters(desk, quiet, three, printing):
    turn(desk, "final", quiet)
    desk.table.paged.set_checked(desk.table.paged.rows()[1], True)
    desk.print_card.printer.field.set_value("Floor-1")
    desk.print_card.button.click()
    quiet()
    assert [sent[:2] for sent in printing.sent] == [(three[1].reference, "Floor-1")]


def test_a_printer_that_refuses_half_way_keeps_what_was_printed(
    desk, quiet, session, three, printing
):
    printing.refuses_after = 1
    turn(desk, "final", quiet)
    desk.tick_all.click()
    desk.print_card.button.click()
    quiet()
    assert states(session, three) == ["printed", "final", "final"]
    assert "1 of 3 were printed" in desk.said().text.text()
    assert "refused" in desk.said().text.text()
    assert desk.print_card.button.words() == "Print 2"
    assert desk.print_card.button.isEnabled()


def test_cancel_stops_between_two_letters(desk, quiet, session, three, printing):
    turn(desk, "final", quiet)
    desk.tick_all.click()
    printing.before_each = desk.run.cancel
    desk.print_card.button.click()
    quiet()
    assert states(session, three) == ["printed", "final", "final"]
    assert desk.said().title.text() == "Printing stopped"


def test_without_a_printer_nothing_is_sent(desk, quiet, session, three, printing):
    printing.known = ()
    turn(desk, "final", quiet)
    desk.tick_all.click()
    assert not desk.print_card.button.isEnabled()
    assert desk.print_card.reason.text() == "No printer to send to"
    assert "No printer is set up" in desk.print_card.printer.trouble.text()


def test_marking_as_posted_moves_the_case_on(desk, quiet, session, case):
    kept = printed(session, case)
    turn(desk, "printed", quiet)
    desk.table.paged.set_checked(desk.table.paged.rows()[0], True)
    assert desk.post_card.button.words() == "Mark 1 as posted"
    desk.post_card.service.set_value("Signed for")
    desk.post_card.item_number.set_value("FP 1234 5678 9GB")
    desk.post_card.button.click()
    quiet()
    posted = letter(session, kept.id)
    assert posted.state is LetterState.POSTED
    assert posted.posted_on == date(2026, 11, 23)
    assert (posted.service, posted.item_number) == ("Signed for", "FP 1234 5678 9GB")
    kinds = [event.kind for event in case_page(session, case.id).case.events]
    assert EventKind.ACKNOWLEDGED in kinds
    turn(desk, "posted", quiet)
    row = desk.table.selected()
    assert (row.service, row.item_number) == ("Signed for", "FP 1234 5678 9GB")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("1 Dec 2026", "future"), ("", "Enter the day"), ("soon", "date")],
)
def test_a_wrong_day_of_posting_is_said_under_its_field(
    desk, quiet, session, case, typed, sentence
):
    kept = printed(session, case)
    turn(desk, "printed", quiet)
    desk.table.paged.set_checked(desk.table.paged.rows()[0], True)
    desk.post_card.on.set_text(typed)
    desk.post_card.button.click()
    quiet()
    assert sentence in desk.post_card.on.problem()
    assert letter(session, kept.id).state is LetterState.PRINTED
    assert desk.post_card.button.isEnabled()


def test_an_item_number_belongs_to_one_letter(desk, quiet, session, three):
    for one in three:
        printed_one = letter(session, one.id)
        assert printed_one.state is LetterState.FINAL
    turn(desk, "final", quiet)
    desk.tick_all.click()
    desk.print_card.button.click()
    quiet()
    turn(desk, "printed", quiet)
    desk.table.paged.set_checked(desk.table.paged.rows()[0], True)
    assert desk.post_card.item_number.isVisible()
    desk.post_card.item_number.set_value("FP 1")
    desk.tick_all.click()
    assert not desk.post_card.item_number.isVisible()
    desk.post_card.button.click()
    quiet()
    assert states(session, three) == ["posted"] * 3
    assert {letter(session, one.id).item_number for one in three} == {""}


def test_printing_again_is_recorded(desk, quiet, session, case, printing):
    printed(session, case)
    turn(desk, "printed", quiet)
    desk.tick_all.click()
    desk.post_card.again_button.click()
    assert not printing.sent
    desk.findChild(ConfirmDialog).act_button.click()
    quiet()
    assert len(printing.sent) == 1
    kinds = [event.kind for event in case_page(session, case.id).case.events]
    assert kinds.count(EventKind.LETTER_PRINTED) == 2


def test_the_pages_of_the_chosen_letter_are_shown(desk, quiet, session, three):
    turn(desk, "final", quiet)
    assert desk.preview.title.text() == three[0].reference
    shown = desk.preview.view.accessibleDescription()
    assert "Ms Sample Three" in shown
    assert "Ms Sample Three" in page_text(letter_pdf(session, three[0].id))
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
    desk.tabs.setFocus()
    QTest.keyClick(desk.tabs, Qt.Key.Key_Right)
    quiet()
    assert desk.state is LetterState.PRINTED
    desk.table.setFocus()
    QTest.keyClick(desk.table, Qt.Key.Key_Space)
    desk.post_card.button.setFocus()
    QTest.keyClick(desk.post_card.button, Qt.Key.Key_Space)
    quiet()
    assert letter(session, kept.id).state is LetterState.POSTED
    turn(desk, "posted", quiet)
    with qtbot.waitSignal(desk.letter_opened) as opened:
        QTest.keyClick(desk.table, Qt.Key.Key_Return)
    assert opened.args == [kept.id]
