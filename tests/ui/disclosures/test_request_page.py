"""A third-party request: its sections, its gates and the keyboard."""

import pytest
from picture_checks import settle
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from request_page_steps import entry_of, kept, lines, put
from request_steps import (
    SECTIONS,
    about,
    filled_for_disclosure,
    lock_asked,
    recorded,
    second,
)

from isteam_app.domain.disclosure_forms import FORMS, section_of
from isteam_app.domain.forms import standing
from isteam_app.services.disclosures import open_request
from ui.common.answer_fields import put_in
from ui.common.law_link import LawLink
from ui.disclosures.request_page import RequestPage


class Browser(QObject):
    """Stands in for the browser of this computer."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.mark.parametrize(
    ("form", "answers"),
    [pair for pair in SECTIONS if not FORMS[pair[0]].many],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_section_is_kept_by_next(qtbot, session, opened, request_, form, answers):
    page = opened
    section = section_of(form)
    page.go_to(section.key)
    put(page.view.answers, answers)
    assert page.view.is_unsaved
    page.view.next_button.click()
    kept(qtbot, page)
    assert dict(entry_of(session, request_, form).values) == dict(answers)
    assert page.place != section.key


@pytest.mark.parametrize("form", ["item", "check"])
def test_an_entry_is_added_changed_and_struck_out(
    qtbot, session, opened, request_, form
):
    page = opened
    answers = dict(SECTIONS)[form]
    page.go_to(section_of(form).key)
    part = page.view.parts[form]
    part.add_button.click()
    put(part.editor.answers, answers)
    part.editor.save_button.click()
    kept(qtbot, page)
    assert part.editor is None
    assert dict(entry_of(session, request_, form).values) == dict(answers)
    row = part.rows.buttons()[0]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert part.editor.answers.entry is not None
    part.editor.strike_button.click()
    part.editor.strike_out_button.click()
    assert part.editor.why.problem()
    part.editor.why.set_value("Written down twice")
    part.editor.strike_out_button.click()
    qtbot.waitUntil(lambda: part.rows.rows()[0].struck)
    assert not standing(open_request(session, request_.id).entries, form)


def test_the_gates_follow_each_key_and_read_nothing(
    qtbot, opened, session, monkeypatch
):
    page = opened
    page.go_to("purpose")
    assert lines(page)["Crime reference"] == "missing"

    def refuse() -> None:
        raise AssertionError("the vault was read while somebody typed")

    monkeypatch.setattr(session.vault, "read", refuse)
    page.view.answers.fields["crime_reference"].focus_field()
    QTest.keyClicks(QApplication.focusWidget(), "26/004417")
    qtbot.waitUntil(lambda: lines(page)["Crime reference"] == "met")


def test_a_line_of_the_gates_leads_to_its_field_and_keeps_what_was_typed(
    qtbot, session, opened, request_
):
    page = opened
    page.go_to("necessity")
    put(page.view.answers, {"why": "Typed before the jump"})
    line = next(one for one in page.gate.list.lines() if "offence" in one.check_key)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.place == "purpose")
    offence = page.view.answers.fields["offence"].input
    qtbot.waitUntil(lambda: QApplication.focusWidget() is offence)
    assert entry_of(session, request_, "necessity")["why"] == "Typed before the jump"


def test_ctrl_and_the_arrows_go_through_the_sections(opened):
    page = opened
    page.go_to("purpose")
    modifier = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, modifier)
    assert page.place == "asked"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up, modifier)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up, modifier)
    assert page.place == "authorisation"
    page.sections.focus_target().setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert page.place == "purpose"


def test_ctrl_s_keeps_the_section_from_a_list_of_choices_too(
    qtbot, session, opened, request_
):
    page = opened
    page.go_to("purpose")
    field = page.view.answers.fields["purpose"]
    put_in(field, "detect")
    field.focus_field()
    focused = QApplication.focusWidget()
    assert isinstance(focused, QComboBox)
    QTest.keyClick(focused, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    kept(qtbot, page)
    assert entry_of(session, request_, "purpose")["purpose"] == "detect"


def test_the_people_are_asked_for_before_what_stands_below_them(
    qtbot, session, opened, request_
):
    page = opened
    page.go_to("asked")
    assert QApplication.focusWidget() is page.parts.subjects.name.input
    put_in(page.view.answers.fields["asked"], "The pictures")
    page.go_to("purpose")
    qtbot.waitUntil(lambda: page.place == "purpose")
    page.go_to("asked")
    assert QApplication.focusWidget() is page.parts.subjects.name.input
    about(session, request_)
    page.refresh()
    page.go_to("purpose")
    page.go_to("asked")
    content = page.view.answers.fields["content"].input
    assert content.isAncestorOf(QApplication.focusWidget())


def test_tab_goes_from_the_form_to_the_gates_the_sections_and_the_header(opened):
    page = opened
    page.go_to("purpose")
    page.first_focus().setFocus()
    passed = []
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        for name in ("view", "gate", "sections", "acts"):
            if getattr(page, name).isAncestorOf(at) and name not in passed:
                passed.append(name)
    assert passed == ["view", "gate", "sections", "acts"]


def test_the_lock_is_the_first_thing_under_the_header(session, request_page):
    page = request_page
    locked = recorded(session, lock=lock_asked(session))
    page.open(locked.id)
    settle(page)
    note = page.parts.lock_note
    assert note.isVisible()
    assert "1 person can see this" in note.text.text()
    assert note.y() < page.parts.y()
    page.open(recorded(session).id)
    assert not note.isVisible()


@pytest.mark.parametrize("role", ["auditor"])
def test_an_auditor_reads_and_changes_nothing(
    session, background, show, request_, role
):
    filled_for_disclosure(session, request_)
    page = RequestPage(second(session, role, "Ada Audit"), background)
    show(page)
    page.open(request_.id)
    for stop in page.sections.stops()[:10]:
        page.go_to(stop.key)
        assert page.view.note is not None
        assert "auditor" in page.view.note.text.text()
        assert not page.view.save_button.isVisible()
    refused = {one.key: one.refused for one in page.acts.offered()}
    assert all("auditor" in refused[key] for key in ("more", "refuse", "submit"))


def test_an_instrument_dated_tomorrow_is_said_beside_the_form(qtbot, opened, session):
    page = opened
    page.go_to("authorisation")
    put(page.view.answers, {"instrument": "court_order", "issued_on": "2026-11-24"})
    qtbot.waitUntil(lambda: "blocked" in lines(page).values())


def test_the_keyboard_goes_on_to_each_section(qtbot, opened):
    page = opened
    page.go_to("requester")
    for form in ("authorisation", "purpose", "asked", "necessity", "telling"):
        page.view.next_button.setFocus()
        QTest.keyClick(page.view.next_button, Qt.Key.Key_Space)
        assert page.place == section_of(form).key
        assert page.view.isAncestorOf(QApplication.focusWidget())
        assert page.gate.area.verticalScrollBar().value() == 0


def test_the_keyboard_is_in_what_is_kept_beside_the_sections(opened):
    page = opened
    for place in ("documents", "letters", "story", "history"):
        page.go_to(place)
        assert page.middle.current().isAncestorOf(QApplication.focusWidget()), place


def test_the_law_behind_a_line_is_read_in_the_browser(opened):
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")
    try:
        law = opened.gate.list.findChildren(LawLink)[0]
        law.setFocus()
        QTest.keyClick(law, Qt.Key.Key_Return)
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert len(browser.opened) == 1
    assert browser.opened[0].startswith("https://www.legislation.gov.uk/")
