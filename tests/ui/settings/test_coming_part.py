"""The company, the regulator and the signatory from a later day, in the window."""

from collections.abc import Iterator

import pytest
from picture_checks import findings

from isteam_app.services.coming_settings import coming_changes
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.settings.settings_page import SettingsPage


@pytest.fixture
def page(qtbot, session: Session) -> Iterator[SettingsPage]:
    background = Background()
    made = SettingsPage(session, background)
    made.resize(1000, 700)
    made.show()
    qtbot.waitExposed(made)
    yield made
    background.close()
    made.close()


def saved(qtbot, page: SettingsPage) -> None:
    page.save.click()
    qtbot.waitUntil(page.save.isEnabled)


def test_the_regulator_moves_on_a_given_day(qtbot, page, session):
    before = session.settings()
    page.show_section("regulator")
    page.form["regulator_address"].set_value("9 Sample Square\nMANCHESTERTON\nEX9 9EX")
    page.form["regulator_from"].set_value("4 Jan 2027")
    saved(qtbot, page)
    assert session.settings() == before
    (change,) = coming_changes(session)
    assert change.on.isoformat() == "2027-01-04"
    assert page.coming["regulator"].isVisible()
    assert page.form["regulator_address"].value() != "9 Sample Square"
    assert page.form["regulator_from"].value() == ""
    assert "waits" in page.said().text.text()
    assert findings(page) == []
    page.coming["regulator"].undo_buttons[0].click()
    assert coming_changes(session) == ()
    assert page.coming["regulator"].isHidden()


def test_what_else_was_changed_holds_from_today(qtbot, page, session):
    page.form["organisation"].set_value("Sampleton Print Ltd")
    page.form["signatory"].set_value("Someone Else")
    page.form["signatory_from"].set_value("4 Jan 2027")
    saved(qtbot, page)
    assert session.settings().organisation.name == "Sampleton Print Ltd"
    assert session.settings().signatory.name != "Someone Else"
    assert [change.setting for change in coming_changes(session)] == ["signatory"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [("yesterday-ish", "date"), ("1 Jan 2020", "after today"), ("4 Jan 2090", "years")],
)
def test_a_day_that_cannot_be_is_refused_under_its_field(
    qtbot, page, session, typed, words
):
    before = session.settings()
    page.form["regulator"].set_value("Another Commissioner")
    page.form["regulator_from"].set_value(typed)
    saved(qtbot, page)
    field = page.form["regulator_from"]
    assert words in field.problem()
    assert field.isVisible()
    assert session.settings() == before
    assert coming_changes(session) == ()


def test_half_typed_days_come_back(page):
    page.form["regulator_from"].set_value("4 Jan")
    kept = page.half_typed()
    assert kept is not None
    page.form["regulator_from"].set_value("")
    page.restore_typing(kept)
    assert page.form["regulator_from"].value() == "4 Jan"
