"""A letter is written, checked, frozen and printed on its page."""

import json
from dataclasses import replace

import pytest
from builders import new_post
from letter_steps import (
    RECEIVED,
    answered,
    blank_answer,
    final,
    page_text,
    printed,
)
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.letters import LetterState
from isteam_app.printing import Printer
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import letter_pdf, open_desk, save_draft, start_letter
from isteam_app.services.print_desk import letter
from ui.common.checks import Check
from ui.common.dialogs import ConfirmDialog, ReasonDialog


def type_at_end(page, words):
    edit = page.work.space.editor.edit
    edit.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(edit, words)


def line_saying(page, words) -> Check:
    return next(c for c in page.work.space.checks.checks() if words in c.words)


def jump(page, words):
    """Press Enter on the line of the list that says this."""
    key = line_saying(page, words).key
    lines = page.work.space.checks.lines()
    line = next(one for one in lines if one.check_key == key)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)


def agree(page):
    dialog = page.findChild(ConfirmDialog)
    dialog.act_button.click()


def shown_text(page):
    return " ".join(page_text(page.work.preview.pdf).split())


def test_what_is_typed_is_on_the_page_that_would_be_printed(page, draft, settled):
    page.open(draft.id)
    settled(page)
    assert "Dear Ms Ellwood-Price" in shown_text(page)
    assert page.title.text() == "Letter to Ms Marged Ellwood-Price"
    type_at_end(page, "We keep 7 tins of ink.")
    settled(page)
    assert "We keep 7 tins of ink." in shown_text(page)
    assert page.work.space.pdf.view.page_count == page.work.preview.pages


def test_the_last_of_many_keys_wins(page, draft, settled):
    page.open(draft.id)
    type_at_end(page, "first")
    settled(page)
    for word in ("a", "b", "c"):
        page.work.space.editor.edit.replace_text(
            f"Dear {{{{salutation}}}}\n\n{word}{word}"
        )
    settled(page)
    assert "cc" in shown_text(page)
    assert "first" not in shown_text(page)


def test_a_missing_answer_is_listed_and_filled_where_the_line_leads(
    page, session, case, settled
):
    page.open(blank_answer(session, case).id)
    settled(page)
    assert line_saying(page, "What was searched").state == "missing"
    assert not page.finalise_button.isEnabled()
    assert page.reason.text()
    jump(page, "What was searched")
    box = page.work.space.answers.field("searches")
    assert QApplication.focusWidget() is box.edit
    QTest.keyClicks(box.edit, "Our delivery records.")
    settled(page)
    assert "Our delivery records." in shown_text(page)
    assert page.work.gate.stops == 0
    assert page.finalise_button.isEnabled()
    assert not page.reason.isVisible()


def test_hostile_answers_stay_words(page, session, case, settled):
    page.open(blank_answer(session, case).id)
    settled(page)
    box = page.work.space.answers.field("searches")
    hostile = "**x** {{due}} [[if phone]] # <b>y</b> </para> &amp;"
    box.set_value(hostile)
    settled(page)
    assert hostile in shown_text(page)
    assert page.work.gate.stops == 0


def test_a_chip_of_a_field_without_value_is_where_its_line_leads(page, draft, settled):
    page.open(draft.id)
    settled(page)
    edit = page.work.space.editor.edit
    edit.moveCursor(QTextCursor.MoveOperation.End)
    act = next(
        act
        for part in page.work.space.editor.menu.actions()
        for act in part.menu().actions()
        if act.text() == "Whom they act for"
    )
    act.trigger()
    assert edit.text().endswith("{{acting_for}}")
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    settled(page)
    assert not page.finalise_button.isEnabled()
    jump(page, "Whom they act for")
    assert edit.textCursor().selectedText() == "\ufffc"
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    settled(page)
    assert page.finalise_button.isEnabled()


def test_a_required_paragraph_taken_out_is_put_back(page, draft, settled):
    page.open(draft.id)
    settled(page)
    edit = page.work.space.editor.edit
    whole = edit.text()
    start, end = whole.index("[[part clock]]"), whole.index("[[part handler]]")
    edit.replace_text(whole[:start] + whole[end:])
    settled(page)
    assert page.work.gate.stops == 1
    assert not page.finalise_button.isEnabled()
    jump(page, "The letter must say")
    settled(page)
    assert edit.text() == whole
    assert page.work.gate.stops == 0


def test_wording_of_the_law_that_is_changed_is_put_back(
    page, session, case, settled, quiet
):
    page.open(start_letter(session, case.id, "clarification-request").id)
    settled(page)
    edit = page.work.space.editor.edit
    whole, before = edit.text(), page.work.gate.stops
    edit.replace_text(whole.replace("do not have to ask for less", "must ask for less"))
    settled(page)
    assert page.work.gate.stops == before + 1
    jump(page, "The letter must say that nobody has to narrow")
    settled(page)
    assert edit.text() == whole
    assert page.work.gate.stops == before


def test_a_text_taken_out_whole_is_blocked_and_comes_back(page, draft, settled):
    page.open(draft.id)
    settled(page)
    edit = page.work.space.editor.edit
    whole = edit.text()
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    settled(page)
    assert "Dear" not in shown_text(page)
    assert not page.finalise_button.isEnabled()
    edit.undo()
    settled(page)
    assert edit.text() == whole
    assert page.finalise_button.isEnabled()


def test_a_text_that_cannot_be_read_keeps_the_last_pages(page, draft, settled):
    page.open(draft.id)
    settled(page)
    edit = page.work.space.editor.edit
    pages = page.work.space.pdf.view.page_count
    edit.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(edit, "[[if phone]] never closed")
    settled(page)
    assert page.work.space.pdf.view.page_count == pages
    assert page.work.gate.stops
    assert not page.finalise_button.isEnabled()
    edit.undo()
    settled(page)


def test_a_character_that_cannot_be_printed_is_named(page, session, settled):
    case = receive_post(session, new_post(name="Ms ܫ")).cases[0]
    page.open(start_letter(session, case.id, RECEIVED).id)
    settled(page)
    blocked = [c for c in page.work.space.checks.checks() if c.state == "blocked"]
    assert any("ܫ" in check.words for check in blocked)
    assert not page.finalise_button.isEnabled()


def test_a_character_that_cannot_be_printed_is_where_its_line_leads(
    page, draft, settled
):
    page.open(draft.id)
    settled(page)
    edit = page.work.space.editor.edit
    edit.moveCursor(QTextCursor.MoveOperation.End)
    edit.insertPlainText(" She wrote “yes” and ܫ to us.")
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    settled(page)
    jump(page, "ܫ")
    assert edit.textCursor().selectedText() == "ܫ"
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    settled(page)
    assert page.finalise_button.isEnabled()


def test_finalising_freezes_the_pages_last_seen(page, session, case, settled, quiet):
    draft = answered(session, case, RECEIVED)
    page.open(draft.id)
    type_at_end(page, "One more line.")
    settled(page)
    seen = page.work.preview.pdf
    page.finalise_button.click()
    agree(page)
    quiet()
    kept = letter(session, draft.id)
    assert kept.state is LetterState.FINAL
    assert letter_pdf(session, draft.id) == seen
    assert page.letter.sha256 == kept.sha256
    assert not page.work.space.isVisible()
    assert page.frozen.isVisible()
    assert page.print_button.isVisible()
    assert not page.finalise_button.isVisible()
    facts = {fact.label: fact.value for fact in page.frozen.facts.facts()}
    assert facts["SHA-256"].replace("\n", "") == kept.sha256
    assert page.half_typed() is None


def test_finalising_twice_is_finalising_once(page, draft, settled, quiet, qtbot):
    page.open(draft.id)
    settled(page)
    with qtbot.waitSignal(page.acts.finalised):
        page.acts.finalise()
        page.acts.finalise()
    quiet()
    assert page.said().title.text() == "Finalised"


def test_saying_no_leaves_a_draft(page, session, draft, settled):
    page.open(draft.id)
    settled(page)
    page.finalise_button.click()
    page.findChild(ConfirmDialog).cancel_button.click()
    assert letter(session, draft.id).state is LetterState.DRAFT


def test_typing_saves_itself_and_leaving_saves_at_once(
    page, session, draft, settled, quiet, qtbot
):
    page.open(draft.id)
    settled(page)
    type_at_end(page, "Kept.")
    assert page.half_typed() is not None
    qtbot.waitUntil(lambda: page.half_typed() is None, timeout=20000)
    assert letter(session, draft.id).body.endswith("Kept.")
    assert page.work.space.editor.state.text() == "Draft saved 10:42"
    type_at_end(page, " Left.")
    page.hide()
    saved = "Kept. Left."
    qtbot.waitUntil(
        lambda: letter(session, draft.id).body.endswith(saved), timeout=20000
    )
    quiet()


def test_opening_another_letter_saves_the_first(
    page, session, case, draft, settled, quiet
):
    other = start_letter(session, case.id, RECEIVED)
    page.open(draft.id)
    settled(page)
    type_at_end(page, "First.")
    page.open(other.id)
    settled(page)
    quiet()
    assert letter(session, draft.id).body.endswith("First.")
    assert letter(session, other.id).body == other.body
    assert page.work.space.editor.edit.text() == other.body


def test_what_was_half_typed_comes_back_after_a_lock(page, session, draft, settled):
    page.open(draft.id)
    settled(page)
    page.restore_typing(
        json.dumps({"body": "Dear {{salutation}}\n\nBack.", "answers": {"answer": "A"}})
    )
    settled(page)
    assert page.work.space.editor.edit.text().endswith("Back.")
    assert json.loads(page.half_typed())["answers"] == {"answer": "A"}


def test_a_change_by_somebody_else_loses_neither_text(
    page, session, draft, settled, quiet, qtbot
):
    page.open(draft.id)
    settled(page)
    save_draft(session, draft, draft.body + "\nTheirs.", {})
    type_at_end(page, "Mine.")
    page.work.keeper.save()
    qtbot.waitUntil(lambda: page.said() is not None, timeout=20000)
    assert page.said().title.text() == "Somebody changed this meanwhile"
    assert letter(session, draft.id).body.endswith("Theirs.")
    assert page.work.space.editor.edit.text().endswith("Mine.")
    mine = next(
        b
        for b in page.said().findChildren(type(page.again_button))
        if b.words() == "Keep my text"
    )
    mine.click()
    quiet()
    assert letter(session, draft.id).body.endswith("Mine.")


def move_person(session, case):
    with session.vault.change(
        "person.moved", by="Robin Sample", at=session.now()
    ) as work:
        person = work.people.get(case.post.requester.id)
        moved = parse_address("1 Chapel Row, Exampleton EX1 2AB")
        work.people.update(replace(person, address=moved))
        work.commit()


def test_an_address_that_changed_meanwhile_blocks_until_renewed(
    page, session, case, draft, settled, quiet
):
    page.open(draft.id)
    settled(page)
    assert page.work.space.recipient.agrees()
    assert page.finalise_button.isEnabled()
    move_person(session, case)
    page.refresh()
    settled(page)
    assert not page.work.space.recipient.agrees()
    assert not page.finalise_button.isEnabled()
    jump(page, "on the letter differ from the case")
    assert QApplication.focusWidget() is page.work.space.recipient.renew_button
    page.work.space.recipient.renew_button.click()
    quiet()
    settled(page)
    assert page.work.space.recipient.agrees()
    assert "1 Chapel Row" in shown_text(page)
    assert not page.finalise_button.isEnabled()  # she moved lately: look twice
    page.work.space.twice.box().click()
    assert page.finalise_button.isEnabled()


def test_an_address_changed_behind_the_page_is_refused_at_the_last_moment(
    page, session, case, draft, settled, quiet
):
    page.open(draft.id)
    settled(page)
    move_person(session, case)
    page.finalise_button.click()
    agree(page)
    quiet()
    assert letter(session, draft.id).state is LetterState.DRAFT
    assert "no longer agree" in page.said().text.text()


def test_discarding_asks_and_leaves(page, session, draft, settled, quiet, qtbot):
    page.open(draft.id)
    settled(page)
    page.discard_button.click()
    with qtbot.waitSignal(page.discarded, timeout=20000):
        agree(page)
    quiet()
    assert page.half_typed() is None


def test_print_sends_the_frozen_bytes_under_the_reference(
    page, session, case, printing, quiet
):
    kept = final(session, case)
    page.open(kept.id)
    quiet()
    page.print_button.click()
    quiet()
    title, printer, pdf = printing.sent[0]
    assert (title, printer) == ("IS-2026-00001 / L1", "Post-room-2")
    assert pdf == letter_pdf(session, kept.id)
    assert letter(session, kept.id).state is LetterState.PRINTED
    assert page.desk_button.isVisible()
    assert not page.print_button.isVisible()


def test_a_refusing_printer_changes_nothing(page, session, case, printing, quiet):
    kept = final(session, case)
    printing.refuses_after = 0
    page.open(kept.id)
    quiet()
    page.print_button.click()
    quiet()
    assert "refused" in page.said().text.text()
    assert letter(session, kept.id).state is LetterState.FINAL
    assert page.print_button.isEnabled()


@pytest.mark.parametrize("known", [(), (Printer(name="Old", paused=True),)])
def test_without_a_printer_the_button_says_why(
    page, session, case, printing, quiet, known
):
    printing.known = known
    page.open(final(session, case).id)
    quiet()
    assert not page.print_button.isEnabled()
    assert page.reason.text() == "No printer to send to"
    assert page.frozen.printer.trouble.isVisible()


def test_a_printed_letter_can_be_printed_again(page, session, case, printing, quiet):
    kept = printed(session, case)
    page.open(kept.id)
    quiet()
    page.again_button.click()
    dialog = page.findChild(ReasonDialog)
    dialog.field.set_value("Jammed or creased")
    dialog.act_button.click()
    quiet()
    assert len(printing.sent) == 1
    events = open_desk(session, kept.id).case.events
    assert sum(event.kind.value == "letter_printed" for event in events) == 2


def test_the_envelope_window_lies_over_the_address_and_goes(page, draft, settled):
    page.open(draft.id)
    settled(page)
    box, view = page.work.space.pdf.window_box, page.work.space.pdf.view
    with_window = view.grab().toImage()
    box.click()
    assert view.grab().toImage() != with_window


def test_a_letter_is_written_and_frozen_by_the_keyboard(
    page, session, case, settled, quiet
):
    started = blank_answer(session, case)
    page.open(started.id)
    settled(page)
    page.first_focus().setFocus()
    QTest.keyClicks(page.work.space.editor.edit, "Hello ")
    settled(page)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert "What was searched" in QApplication.focusWidget().accessibleName()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "Everything.")
    settled(page)
    page.finalise_button.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    dialog = page.findChild(ConfirmDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    quiet()
    postcode = page.work.space.postcode
    assert "Type the postcode" in postcode.problem()
    QTest.keyClicks(postcode.input, "qx4 7tb")
    QTest.keyClick(page.finalise_button, Qt.Key.Key_Space)
    QTest.keyClick(page.findChildren(ConfirmDialog)[-1], Qt.Key.Key_Return)
    quiet()
    assert letter(session, started.id).state is LetterState.FINAL
    assert letter(session, started.id).body.startswith("Hello Dear")


def test_coming_back_keeps_the_place_and_the_undo(page, draft, settled, qtbot):
    page.open(draft.id)
    settled(page)
    type_at_end(page, "Kept.")
    page.work.keeper.save()
    qtbot.waitUntil(lambda: page.half_typed() is None, timeout=20000)
    place = page.work.space.editor.edit.textCursor().position()
    page.refresh()
    settled(page)
    assert page.work.space.editor.edit.textCursor().position() == place
    page.work.space.editor.edit.undo()
    assert page.half_typed() is not None


def test_a_lock_in_the_middle_of_finalising_keeps_the_draft(
    page, session, draft, settled, background
):
    page.open(draft.id)
    settled(page)
    type_at_end(page, "Typed.")
    background.close()
    page.finalise_button.click()
    agree(page)
    assert letter(session, draft.id).state is LetterState.DRAFT
    assert json.loads(page.half_typed())["body"].endswith("Typed.")
