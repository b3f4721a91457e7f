"""The envelope in the settings is drawn as it is chosen and as it is typed."""

from collections.abc import Iterator

import pytest

from isteam_app.services.session import Session
from ui.common.background import Background
from ui.settings.envelope_drawing import EnvelopeDrawing
from ui.settings.settings_page import SettingsPage

OWN = ("Our own DL", "220 x 110", "90 x 35 at 20 x 18", "105, 210")


@pytest.fixture
def page(qtbot, session: Session) -> Iterator[SettingsPage]:
    background = Background()
    made = SettingsPage(session, background)
    made.resize(1000, 700)
    made.show()
    made.show_section("letters")
    qtbot.waitExposed(made)
    yield made
    background.close()
    made.close()


def test_it_follows_the_choice_and_what_is_typed(page):
    drawing = page.findChild(EnvelopeDrawing)
    assert "7 lines" in drawing.safe.text()
    before = drawing.sheet.grab().toImage()
    page.form["envelope"].set_value("c4")
    assert "not folded" in drawing.folds.text()
    assert drawing.sheet.grab().toImage() != before
    page.form["own_envelopes"].set_rows([OWN])
    assert drawing.title.text() == OWN[0]
    assert drawing.title.isVisible()
    assert "105 mm and 210 mm" in drawing.folds.text()
    page.form["own_envelopes"].set_rows([(*OWN[:1], "half", *OWN[2:])])
    assert drawing.title.text() == OWN[0]  # what cannot be read draws nothing
    assert "7 lines" in drawing.sheet.accessibleDescription()
