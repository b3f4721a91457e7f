"""Pages, notes, cards, dialogs and errors."""

import pytest
from picture_checks import findings, settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from isteam_app.errors import ChangedMeanwhile
from ui.common import status
from ui.common.buttons import filter_chip, icon_button, primary, secondary
from ui.common.cards import Card, SidePanel
from ui.common.chips import Chip
from ui.common.dialogs import (
    ConfirmDialog,
    MessageDialog,
    ReasonDialog,
    ask,
    ask_reason,
)
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.page import Page
from ui.common.text import paragraph

LONG = "The clock stopped when proof of identity was asked for. " * 6


@pytest.fixture
def page(qtbot) -> Page:
    made = Page("Ms Saskia Trevanion")
    qtbot.addWidget(made)
    made.resize(960, 540)
    made.show()
    return made


def test_the_row_of_buttons_stays_in_sight_while_the_body_scrolls(page) -> None:
    page.use_scroll()
    for number in range(30):
        card = Card(f"Card {number}")
        card.body.addWidget(paragraph(LONG))
        page.body.addWidget(card)
    save = primary("Save")
    page.foot_buttons(secondary("Cancel"), save)
    assert findings(page) == []
    foot = save.mapTo(page, save.rect().bottomRight())
    assert page.rect().contains(foot)


def test_the_header_shows_meta_chips_and_summary_anew(page) -> None:
    page.set_meta("IS-2026-00042", status.OVERDUE, status.MISSING)
    page.set_meta("IS-2026-00042", status.PAUSED)
    page.set_summary(LONG)
    settle(page)
    assert [chip.status for chip in page.findChildren(Chip)] == [status.PAUSED]
    assert findings(page) == []


def test_a_long_title_gives_way_to_the_buttons(page) -> None:
    step = primary("Write the acknowledgement")
    page.header_buttons(secondary("Other moves"), step)
    name = "Dr Bartholomew Featherstonehaugh-Cholmondeley of Eastbridge " * 20
    page.set_title(name)
    page.set_meta(f"IS-2026-00042  ·  {LONG}", status.OVERDUE)
    settle(page)
    assert findings(page) == []
    assert page.rect().contains(step.mapTo(page, step.rect().bottomRight()))
    assert page.title.shown().startswith("Dr Bartholomew")
    assert page.title.shown().endswith("…")
    assert name in page.title.toolTip()
    page.set_title("Ms Saskia Trevanion")
    settle(page)
    assert page.title.shown() == "Ms Saskia Trevanion"


def test_a_page_hears_of_its_width(qtbot) -> None:
    widths = []

    class Narrowing(Page):
        def on_width(self, width: int) -> None:
            widths.append(width)

    made = Narrowing("Today")
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    made.resize(700, 600)
    settle(made)
    assert widths[-1] == 700


def test_an_error_is_shown_in_the_page_it_came_from(page) -> None:
    inside = QWidget()
    page.body.addWidget(inside)
    show_error(inside, ChangedMeanwhile("Sam changed it. Compare before saving."))
    note = page.said()
    assert note.isVisible()
    assert note.title.text() == "Somebody changed this meanwhile"
    show_error(inside, ChangedMeanwhile("Sam changed it again."))
    settle(page)
    assert len(page.findChildren(Note)) == 1
    page.say(None)
    settle(page)
    assert page.findChildren(Note) == []


def test_an_error_without_a_page_opens_a_dialog(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    show_error(window, ChangedMeanwhile("Sam changed it."))
    dialog = window.findChild(MessageDialog)
    assert dialog.isVisible()
    dialog.close_button.click()
    settle(window)
    assert window.findChild(MessageDialog) is None


def test_a_question_is_answered_yes_or_no(page) -> None:
    answers = []
    ask(page, "Discard the draft?", LONG, act="Discard", then=lambda: answers.append(1))
    dialog = page.findChild(ConfirmDialog)
    assert findings(dialog) == []
    assert dialog.act_button.isDefault()
    dialog.cancel_button.click()
    settle(page)
    assert answers == []
    ask(page, "Discard the draft?", "", act="Discard", then=lambda: answers.append(1))
    page.findChild(ConfirmDialog).act_button.click()
    assert answers == [1]


def test_escape_is_cancel_and_taking_away_is_not_the_default(qtbot, page) -> None:
    answers = []
    dialog = ask(
        page,
        "Refuse this request?",
        "A neutral letter is made.",
        act="Refuse",
        then=lambda: answers.append(1),
        takes_away=True,
    )
    assert dialog.cancel_button.isDefault()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert answers == []


def test_a_reason_must_be_given(qtbot, page) -> None:
    reasons = []
    dialog = ask_reason(
        page, "Reopen the case?", LONG, act="Reopen", then=reasons.append
    )
    assert isinstance(dialog, ReasonDialog)
    dialog.act_button.click()
    assert reasons == []
    assert dialog.isVisible()
    assert findings(dialog) == []
    qtbot.keyClicks(dialog.field.input, "New facts")
    dialog.act_button.click()
    assert reasons == ["New facts"]


def test_a_dialog_keeps_to_a_narrow_window(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(440, 500)
    dialog = MessageDialog(window, "The vault is already open", LONG)
    dialog.show()
    assert dialog.width() == 408
    assert findings(dialog) == []


def test_a_note_wraps_and_speaks(qtbot) -> None:
    note = Note("danger", "The printer did not answer", LONG, below=True)
    qtbot.addWidget(note)
    note.resize(360, note.heightForWidth(360))
    note.show()
    assert findings(note) == []
    assert note.accessibleName() == "The printer did not answer"


def test_a_side_panel_never_scrolls_sideways(qtbot) -> None:
    panel = SidePanel("What this request needs", width=258)
    panel.body.addWidget(paragraph(LONG))
    panel.foot.addWidget(secondary("Review the lock"))
    qtbot.addWidget(panel)
    panel.resize(258, 300)
    panel.show()
    assert findings(panel) == []
    assert not panel.area.horizontalScrollBar().isVisible()


def test_buttons_speak_their_words_without_the_gap(qtbot) -> None:
    button = primary("Save and new", "save")
    qtbot.addWidget(button)
    assert button.text() != "Save and new"
    assert button.accessibleName() == "Save and new"
    lens = icon_button("find", "Find a person")
    qtbot.addWidget(lens)
    assert lens.accessibleName() == lens.toolTip() == "Find a person"


def test_a_filter_chip_keeps_its_width_when_set(qtbot) -> None:
    chip = filter_chip("Overdue")
    qtbot.addWidget(chip)
    chip.show()
    before = chip.sizeHint()
    chip.setChecked(True)
    settle(chip)
    assert chip.sizeHint() == before
    assert before.height() == 28
    assert findings(chip) == []


def test_a_wrapped_label_beside_a_stretch_does_not_collapse(qtbot) -> None:
    card = Card("Why?")
    words = paragraph("One month ends on a Sunday, so the next working day.")
    card.body.addWidget(words)
    card.body.addStretch(1)
    qtbot.addWidget(card)
    card.resize(600, 200)
    card.show()
    settle(card)
    assert words.height() < 2 * words.fontMetrics().lineSpacing()
    assert [x for x in card.findChildren(QLabel) if "<" in x.text()] == []
