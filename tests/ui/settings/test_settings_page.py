"""What the company may change: saved, refused in its place, brought back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from builders import new_post
from picture_checks import findings
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from isteam_app.domain.settings import Nation, PauseReading
from isteam_app.services.cases import case_page
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings
from ui.common.background import Background
from ui.settings.settings_page import SettingsPage

SECTIONS = (
    "organisation",
    "regulator",
    "signatory",
    "responses",
    "deadlines",
    "letters",
    "security",
    "appearance",
    "about",
)


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


def saved(qtbot, page: SettingsPage) -> str:
    """Press Save and return what the page says then."""
    page.save.click()
    qtbot.waitUntil(page.save.isEnabled)
    note = page.said()
    return "" if note is None else f"{note.title.text()}. {note.text.text()}"


def test_what_is_kept_comes_back_as_it_was(qtbot, page, session) -> None:
    before = session.settings()
    assert saved(qtbot, page).startswith("The settings are saved")
    assert session.settings() == before


def test_every_kind_of_setting_is_saved(qtbot, page, session) -> None:
    before = session.settings()
    fields = page.form
    fields["organisation"].set_value("Łódź & Sons (1872) Ltd")
    fields["address"].set_value("Unit 3\nQuarry Road\nEastbridge\nqx4 7tb")
    fields["signatory"].set_value("Priya Specimen")
    fields["purposes"].set_value("to print letters\n\n  to post   them  ")
    fields["nation"].set_value("scotland")
    fields["pause_reading"].set_value("inclusive")
    fields["extra_holidays"].set_value("24 Dec 2026\n2 Jan 2027\n24/12/2026")
    fields["acknowledge_days"].set_value("3")
    fields["envelope"].set_value("c5")
    fields["delivery_days"].set_value("3")
    fields["idle_minutes"].set_value("5")
    saved(qtbot, page)
    now = session.settings()
    assert now.organisation.name == "Łódź & Sons (1872) Ltd"
    assert now.organisation.address.printed() == (
        "Unit 3",
        "Quarry Road",
        "EASTBRIDGE",
        "QX4 7TB",
    )
    assert now.signatory.name == "Priya Specimen"
    assert now.processing.purposes == ("to print letters", "to post them")
    assert now.nation is Nation.SCOTLAND
    assert now.pause_reading is PauseReading.INCLUSIVE
    assert now.extra_holidays == (date(2026, 12, 24), date(2027, 1, 2))
    assert (now.acknowledge_days, now.envelope, now.delivery_days) == (3, "c5", 3)
    assert now.idle_minutes == 5
    assert now.regulator == before.regulator
    assert now.processing.sources == before.processing.sources


def test_open_cases_move_with_the_working_days(qtbot, page, session) -> None:
    case = receive_post(session, new_post()).cases[0]
    due = case_page(session, case.id).clock.due
    assert due is not None
    page.form["extra_holidays"].set_value(f"{due:%d/%m/%Y}")
    assert saved(qtbot, page) == "The settings are saved. 1 open case has new dates."
    assert case_page(session, case.id).clock.due > due


@pytest.mark.parametrize(
    ("field", "typed", "section", "said"),
    [
        ("organisation", "   ", "organisation", "organisation's name"),
        ("address", "", "organisation", "address people write to"),
        ("regulator", "", "regulator", "regulator's name"),
        ("signatory", "", "signatory", "who signs"),
        ("delivery_days", "soon", "letters", "whole number"),
        ("delivery_days", "99", "letters", "from 0 to 10"),
        ("idle_minutes", "0", "security", "from 1 to 60"),
        ("idle_minutes", "", "security", "whole number"),
        ("extra_holidays", "24 Dec 2026\n31 Feb", "deadlines", '"31 Feb"'),
    ],
)
def test_a_refusal_stands_under_its_field_in_its_section(
    qtbot, page, session, field, typed, section, said
) -> None:
    before = session.settings()
    page.show_section("about")
    page.show_section("regulator" if section != "regulator" else "letters")
    page.form[field].set_value(typed)
    page.save.click()
    qtbot.waitUntil(lambda: bool(page.form[field].problem()))
    assert said in page.form[field].problem()
    assert page.list.current() == section
    assert page.form[field].isVisible()
    qtbot.waitUntil(page.save.isEnabled)
    assert session.settings() == before


def test_undo_brings_back_what_is_kept(page, session) -> None:
    assert not page.undo.isEnabled()
    page.form["signatory"].set_value("Nobody")
    assert page.half_typed() is not None
    page.undo.click()
    assert page.form["signatory"].value() == session.settings().signatory.name
    assert page.half_typed() is None


def test_half_typed_settings_come_back_in_another_page(qtbot, page, session) -> None:
    page.show_section("deadlines")
    page.form["nation"].set_value("scotland")
    page.form["extra_holidays"].set_value("24 D")
    kept = page.half_typed()
    background = Background()
    other = SettingsPage(session, background)
    qtbot.addWidget(other)
    other.restore_typing(kept)
    assert other.list.current() == "deadlines"
    assert other.form["nation"].value() == "scotland"
    assert other.form["extra_holidays"].value() == "24 D"
    assert other.half_typed() is not None
    background.close()


def test_a_refresh_shows_what_somebody_else_saved_but_keeps_typing(
    page, session
) -> None:
    save_settings(session, replace(session.settings(), delivery_days=4))
    page.refresh()
    assert page.form["delivery_days"].value() == "4"
    page.form["delivery_days"].set_value("1")
    page.refresh()
    assert page.form["delivery_days"].value() == "1"


def test_theme_and_text_are_chosen_at_once(qtbot, page) -> None:
    page.show_section("appearance")
    assert page.save.isHidden(), "nothing here waits for a Save"
    with qtbot.waitSignal(page.theme_chosen) as theme:
        page.appearance.theme.buttons["dark"].click()
    with qtbot.waitSignal(page.text_chosen) as text:
        page.appearance.text.buttons["1.5"].click()
    assert (theme.args, text.args) == (["dark"], [1.5])


def test_about_names_the_cipher_and_tests_the_installation(qtbot, page) -> None:
    page.show_section("about")
    facts = {fact.label: fact.value for fact in page.about.facts.facts()}
    assert facts["Encryption"].startswith("SQLCipher 4")
    assert facts["Qt"]
    page.about.test.click()
    qtbot.waitUntil(page.about.test.isEnabled, timeout=60_000)
    assert page.about.said.text() == "Everything does what it must."
    assert page.about.found.facts()


def test_arrows_go_through_the_sections(qtbot, page) -> None:
    first = page.first_focus()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    for expected in (*SECTIONS[1:], SECTIONS[0]):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        assert page.list.current() == expected


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("size", [(1112, 720), (968, 560), (904, 460)])
def test_every_section_is_whole_at_every_size(qtbot, page, section, size) -> None:
    page.show_section(section)
    page.resize(*size)
    qtbot.waitExposed(page)
    assert findings(page) == []
