"""What the company may change: saved, refused in its place, brought back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from builders import new_post
from picture_checks import findings, settle
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
    "targets",
    "deadlines",
    "post",
    "searches",
    "approvals",
    "requests",
    "letters",
    "security",
    "backups",
    "templates",
    "team",
    "keys",
    "computer",
    "audit",
    "appearance",
    "about",
)


def _rows(*rows: list[str]) -> str:
    return json.dumps({"rows": rows, "picked": len(rows) - 1})


def _services(days: str, name: str = "Courier") -> str:
    """Return two services as the list keeps them; the second is the usual one."""
    return _rows(["1st class", "2"], [name, days])


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
    fields["extra_holidays"].set_value("2 Jan 2027\n24 Dec 2026\n")
    fields["acknowledge_days"].set_value("3")
    fields["progress_days"].set_value("21")
    fields["suppress_days"].set_value("2")
    fields["envelope"].set_value("c5")
    services = fields["services"]
    services.add.click()
    for edit, text in zip(services.edits()[-1], ("Courier", "3"), strict=True):
        edit.setText(text)
    services.pick(len(services.edits()) - 1)
    services.removers()[0].click()
    fields["systems"].set_rows([("CCTV",), ("  Parcel   lockers ",), ("",)])
    fields["second_person"].boxes["access:given"].click()
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
    assert (now.acknowledge_days, now.progress_days, now.suppress_days) == (3, 21, 2)
    assert (now.envelope, now.usual_service, now.delivery_days) == ("c5", "Courier", 3)
    assert [each.name for each in now.services] == [
        *[each.name for each in before.services[1:]],
        "Courier",
    ]
    assert now.systems == ("CCTV", "Parcel lockers")
    assert now.second_person is not None
    assert {"access:given", "erasure:refused"} < set(now.second_person)
    assert now.idle_minutes == 5
    assert now.regulator == before.regulator
    assert now.processing.sources == before.processing.sources


def test_cases_that_move_are_listed_with_why_and_open(qtbot, page, session) -> None:
    case = receive_post(session, new_post()).cases[0]
    page.show_section("deadlines")
    days = page.form["extra_holidays"]
    qtbot.keyClicks(days.entry, "21 dec")
    qtbot.keyClick(days.entry, Qt.Key.Key_Return)
    assert days.value() == "Mon 21 Dec 2026\n"
    assert "1 open case has new dates. Closed" in saved(qtbot, page)
    assert case_page(session, case.id).clock.due == date(2026, 12, 22)
    moved = page.moved.model.rows()[0]
    assert (moved.was, moved.now) == (date(2026, 12, 21), date(2026, 12, 22))
    assert moved.why == "Mon 21 Dec 2026 became a holiday"
    with qtbot.waitSignal(page.case_opened) as there:
        qtbot.keyClick(page.moved.table, Qt.Key.Key_Return)
    assert there.args == [case.id]
    page.moved.close_button.click()
    assert days.isVisible()
    page.form["signatory"].set_value("Priya Specimen")
    assert "They hold from today" in saved(qtbot, page)
    assert not page.moved.isVisible()


def test_a_stopped_save_leaves_everything_as_it_was(qtbot, page, session) -> None:
    receive_post(session, new_post())
    before = session.settings()
    page.form["nation"].set_value("scotland")
    page.save.click()
    page._progress.cancelled.emit()  # noqa: SLF001 - the panel shows after a while only
    qtbot.waitUntil(page.save.isEnabled)
    assert page.said().title.text() == "Stopped"
    assert session.settings() == before
    assert page.form["nation"].value() == "scotland"


def test_a_holiday_is_added_once_and_only_where_it_is_none(qtbot, page) -> None:
    page.show_section("deadlines")
    days = page.form["extra_holidays"]
    for typed, said in (
        ("24 dec", ""),
        ("24/12/2026", "stands in the list already"),
        ("25 dec", "Christmas Day already"),
        ("31 feb", "28 days"),
        ("21/9/2026", ""),
    ):
        days.entry.setText(typed)
        days.add.click()
        assert said in days.problem()
        assert bool(said) is bool(days.problem())
    assert days.dates("extra_holidays") == (date(2026, 9, 21), date(2026, 12, 24))
    settle(page)
    remove = [
        button
        for button in days.findChildren(type(days.add))
        if button.accessibleName() == "Remove Mon 21 Sep 2026" and button.isVisible()
    ]
    remove[0].click()
    assert days.dates("extra_holidays") == (date(2026, 12, 24),)


@pytest.mark.parametrize(
    ("field", "typed", "section", "said"),
    [
        ("organisation", "   ", "organisation", "organisation's name"),
        ("address", "", "organisation", "address people write to"),
        ("regulator", "", "regulator", "regulator's name"),
        ("signatory", "", "signatory", "who signs"),
        ("acknowledge_days", "soon", "targets", "whole number"),
        ("progress_days", "400", "targets", "from 7 to 120"),
        ("idle_minutes", "0", "security", "from 1 to 60"),
        ("idle_minutes", "", "security", "whole number"),
        ("backup_minutes", "1", "backups", "from 5 to 1,440"),
        ("backup_folder", "nowhere", "backups", "not there"),
        ("extra_holidays", "24 Dec 2026\n31 Feb", "deadlines", "28 days"),
        ("services", _services("0"), "post", "0 days cannot be"),
        ("services", _services("400"), "post", "400 days cannot be"),
        ("services", _services("two"), "post", "whole number"),
        ("services", _services("2", "1ST  class"), "post", "in the list twice"),
        ("systems", _rows(["CCTV"], ["cctv"]), "searches", "in the list twice"),
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


def test_the_keyboard_stays_on_the_page_after_a_save(qtbot, page, session) -> None:
    page.window().activateWindow()
    page.show_section("security")
    assert page.undo.toolTip()
    idle = page.form["idle_minutes"]
    for typed, focused in (("12", page.save), ("0", idle.input)):
        idle.set_value(typed)
        page.save.setFocus()
        qtbot.keyClick(page.save, Qt.Key.Key_Space)
        qtbot.waitUntil(page.save.isEnabled, timeout=20_000)
        qtbot.waitUntil(focused.hasFocus)
    assert idle.problem()


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
    page.form["extra_holidays"].entry.setText("24 D")
    page.form["services"].set_value(_services("5"))
    page.form["second_person"].boxes["access:given"].click()
    kept = page.half_typed()
    background = Background()
    other = SettingsPage(session, background)
    qtbot.addWidget(other)
    other.restore_typing(kept)
    assert other.list.current() == "deadlines"
    assert other.form["nation"].value() == "scotland"
    assert other.form["extra_holidays"].entry.text() == "24 D"
    assert other.form["services"].rows() == [("1st class", "2"), ("Courier", "5")]
    assert other.form["services"].picked() == 1
    assert other.form["second_person"].boxes["access:given"].isChecked()
    assert other.half_typed() is not None
    background.close()


def test_a_refresh_shows_what_somebody_else_saved_but_keeps_typing(
    page, session
) -> None:
    save_settings(session, replace(session.settings(), acknowledge_days=4))
    page.refresh()
    assert page.form["acknowledge_days"].value() == "4"
    page.form["acknowledge_days"].set_value("1")
    page.refresh()
    assert page.form["acknowledge_days"].value() == "1"


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
    settle(page)
    assert findings(page) == []
