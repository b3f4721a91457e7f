"""The desk's papers: the manifest, the register of outgoing post, returned mail."""

import csv

import pytest
from builders import new_post
from letter_steps import final, page_text, scanned
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from isteam_app.domain.cases import EventKind
from isteam_app.domain.letters import LetterState
from isteam_app.domain.next_steps import CAME_BACK
from isteam_app.services.cases import case_page
from isteam_app.services.intake import receive_post
from isteam_app.services.print_desk import letter, mark_posted
from isteam_app.services.print_runs import send, start_run
from isteam_app.services.scan_back import scan_letter
from ui.common.dialogs import ReasonDialog


@pytest.fixture
def two(session, printing):
    """A run of two letters, one of which was read back."""
    cases = [
        receive_post(session, new_post(name=f"Ms Sample {n}")).cases[0]
        for n in ("One", "Two")
    ]
    letters = [final(session, case) for case in cases]
    ids = [one.id for one in letters]
    run = start_run(session, ids, "Post-room-2").runs[0]
    send(session, run.id, printing)
    scan_letter(session, letters[0].reference)
    return letters


@pytest.fixture
def gone(session, case):
    kept = scanned(session, final(session, case))
    mark_posted(
        session,
        [kept.id],
        on=session.today,
        service="Signed for",
        item_number="FP 1",
        certificate="C 7",
    )
    return kept


def test_the_manifest_is_shown_printed_and_saved_without_a_name(
    desk, quiet, qtbot, session, two, printing, tmp_path
):
    desk.show_state("printed")
    quiet()
    desk.runs.frame.manifest.click()
    quiet()
    paper = desk.runs.frame.paper
    shown = paper.view.accessibleDescription()
    assert two[0].reference in shown
    assert "Sealed by" in shown
    assert "Sample" not in shown
    qtbot.waitUntil(lambda: paper.ways.print_button.isEnabled())
    paper.ways.print_button.click()
    quiet()
    title, _, pdf = printing.sent[-1]
    assert title == "MANIFEST / 2026-11-23-A"
    paper.ways.write_to(str(tmp_path / "m.pdf"))
    quiet()
    assert (tmp_path / "m.pdf").read_bytes() == pdf
    words = page_text(pdf)
    assert "2 letters, 2 sheets" in words
    assert "QX" in words
    assert "Sample" not in words
    QTest.keyClick(paper, Qt.Key.Key_Escape)
    assert desk.runs.table.isVisible()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf"])
def test_the_register_of_outgoing_post_is_saved(
    desk, quiet, session, gone, tmp_path, ending
):
    desk.show_state("posted")
    quiet()
    desk.register.click()
    card = desk.register_card
    card.format.set_value(ending)
    file = tmp_path / f"register.{ending}"
    card.write_to(str(file))
    quiet()
    assert "1 letter written" in desk.said().title.text()
    assert not card.isVisible()
    if ending == "csv":
        with file.open(encoding="utf-8-sig", newline="") as rows:
            found = list(csv.reader(rows))
        told = next(row for row in found if gone.reference in row)
        assert gone.recipient[0] in told[2]
        assert told[3:6] == ["Signed for", "FP 1", "C 7"]
    if ending == "pdf":
        words = page_text(file.read_bytes())
        assert gone.reference in words
        assert gone.recipient[0] in words


def test_the_register_can_leave_names_out_and_says_what_is_wrong(
    desk, quiet, session, gone, tmp_path
):
    desk.show_state("posted")
    quiet()
    desk.register.click()
    card = desk.register_card
    card.first.set_text("30 Nov 2026")
    card.last.set_text("1 Nov 2026")
    card.write_to(str(tmp_path / "no.csv"))
    assert "Swap" in card.last.problem()
    card.first.set_text("1 Nov 2026")
    card.last.set_text("30 Nov 2026")
    card.named.set_value(False)
    card.format.set_value("csv")
    card.write_to(str(tmp_path / "r.csv"))
    quiet()
    words = (tmp_path / "r.csv").read_text("utf-8-sig")
    assert gone.reference in words
    assert gone.recipient[0] not in words
    assert not (tmp_path / "no.csv").exists()


def test_returned_mail_opens_the_question_of_the_address_again(
    desk, quiet, qtbot, session, case, gone
):
    desk.returned.click()
    quiet()
    card = desk.returned_card
    assert desk.state is LetterState.RETURNED
    QTest.keyClicks(card.code.edit, gone.reference)
    QTest.keyClick(card.code.edit, Qt.Key.Key_Return)
    assert card.facts.isVisible()
    card.keep.click()
    quiet()
    assert "why" in card.why.problem().lower()
    card.why.set_value("Gone away")
    card.keep.click()
    quiet()
    kept = letter(session, gone.id)
    assert kept.state is LetterState.RETURNED
    assert (kept.returned_on, kept.returned_why) == (session.today, "Gone away")
    told = case_page(session, case.id)
    assert told.case.events[-1].kind is EventKind.LETTER_RETURNED
    assert told.case.next_action == CAME_BACK
    assert desk.tabs.count_of("returned") == "1"
    with qtbot.waitSignal(desk.letter_opened) as opened:
        card.write_button.click()
    new = letter(session, opened.args[0])
    assert new.replaces == gone.id


def test_a_returned_letter_with_the_right_address_is_posted_again(
    desk, quiet, session, case, gone
):
    desk.returned.click()
    quiet()
    card = desk.returned_card
    card.code.set_value(gone.reference)
    card.keep.click()
    card.why.set_value("Damaged on the way")
    card.keep.click()
    quiet()
    card.again_button.click()
    dialog = desk.findChild(ReasonDialog)
    dialog.field.set_value("Special delivery")
    dialog.act_button.click()
    quiet()
    kept = letter(session, gone.id)
    assert (kept.state, kept.service) == (LetterState.POSTED, "Special delivery")
    assert case_page(session, case.id).case.next_action != CAME_BACK


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("IS-2026-99999 / L1", "No letter of this vault"),
        ("no code at all", "not the code"),
    ],
)
def test_what_is_no_returned_letter_is_said_under_the_field(
    desk, quiet, gone, typed, sentence
):
    desk.returned.click()
    quiet()
    card = desk.returned_card
    card.code.set_value(typed)
    card.keep.click()
    assert sentence in card.code.problem()
    assert not card.why.isVisible()
