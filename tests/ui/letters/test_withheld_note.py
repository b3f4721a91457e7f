"""What a response is silent about is noted for approvers, and for nobody else."""

import pytest
from letter_steps import ANSWER, RECEIVED
from recipient_steps import sent
from request_steps import second

from isteam_app.services.letters import start_letter
from ui.letters.letter_page import LetterPage


@pytest.mark.parametrize(
    ("role", "template", "noted"),
    [
        ("approver", ANSWER, True),
        ("handler", ANSWER, False),
        ("approver", RECEIVED, False),
    ],
)
def test_the_note_is_for_those_who_see_what_is_locked(
    qtbot, session, background, printing, settled, case, role, template, noted
):
    sent(session, case, locked=True)
    eyes = second(session, role, "Sam Okafor" if role == "approver" else "Billie Plain")
    letter = start_letter(session, case.id, template)
    page = LetterPage(eyes, background, printing=printing)
    qtbot.addWidget(page)
    page.resize(1112, 720)
    page.show()
    page.open(letter.id)
    settled(page)
    assert page.withheld.isVisible() is noted
    page.refresh()
    settled(page)
    assert page.withheld.isVisible() is noted
    assert "is withheld" not in page.work.space.editor.edit.text()


def test_without_anything_locked_there_is_no_note(qtbot, session, page, settled, case):
    sent(session, case)
    page.open(start_letter(session, case.id, ANSWER).id)
    settled(page)
    assert not page.withheld.isVisible()
