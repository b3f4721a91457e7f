"""A third-party request is recorded, with its first section alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from request_page_steps import lines, put
from request_steps import REQUESTER, known_organisation

from isteam_app.domain.disclosures import LockReason, RequesterKind
from isteam_app.domain.listing import DisclosureFilter
from isteam_app.services.disclosures import count_disclosures, open_request
from ui.common.answer_fields import put_in
from ui.disclosures.lock_panel import NO_LOCK
from ui.disclosures.request_page import RequestPage


def record(qtbot, page: RequestPage) -> int:
    with qtbot.waitSignal(page.saved) as told:
        page.new.record_button.click()
    return int(told.args[0])


def test_a_request_is_recorded_by_keyboard_with_its_first_section_alone(
    qtbot, session, request_page
):
    page = request_page
    fields = page.new.answers.fields
    put_in(fields["kind"], "court")
    fields["organisation"].focus_field()
    QTest.keyClicks(QApplication.focusWidget(), "Eastbridge County Court")
    with qtbot.waitSignal(page.saved) as told:
        modifier = Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, modifier)
    now = open_request(session, told.args[0])
    assert now.request.organisation == "Eastbridge County Court"
    assert now.request.kind is RequesterKind.COURT
    assert now.request.received == session.today
    assert {entry.form for entry in now.entries} == {"requester"}
    assert page.half_typed() is None


@pytest.mark.parametrize("place", ["reason", "authority", "review_on"])
def test_ctrl_enter_records_from_the_lock_beside_it_too(qtbot, request_page, place):
    page = request_page
    put(page.new.answers, {**REQUESTER, "kind": "police"})
    page.new.lock.fields[place].focus_field()
    focused = QApplication.focusWidget()
    assert page.new.lock_panel.isAncestorOf(focused)
    with qtbot.waitSignal(page.saved):
        modifier = Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(focused, Qt.Key.Key_Return, modifier)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({**REQUESTER, "kind": "police", "organisation": ""}, "organisation"),
        ({**REQUESTER, "kind": ""}, "kind"),
        ({**REQUESTER, "kind": "police", "received": "2026-11-24"}, "received"),
    ],
)
def test_what_is_missing_is_refused_in_its_place_and_stays_typed(
    qtbot, session, request_page, answers, field
):
    page = request_page
    put(page.new.answers, answers)
    page.new.lock.put(NO_LOCK, "", None)
    typed = page.new.answers.texts()
    page.new.record_button.click()
    asked = page.new.answers.fields[field]
    qtbot.waitUntil(lambda: bool(asked.problem()))
    assert page.new.answers.texts() == typed
    assert count_disclosures(session, DisclosureFilter()) == 0


def test_the_rules_choose_the_lock_until_somebody_chooses_otherwise(
    qtbot, session, request_page
):
    page = request_page
    lock = page.new.lock
    put(page.new.answers, {**REQUESTER, "kind": "solicitor"})
    assert lock.reason.value() == NO_LOCK
    put(page.new.answers, {"kind": "police"})
    assert lock.reason.value() == LockReason.PREJUDICE.value
    assert lock.review.value() > session.today
    assert lock.authority.value()
    lock.reason.set_value(LockReason.ORDER.value)
    lock.authority.set_value("Order of HHJ Sample")
    put(page.new.answers, {"kind": "solicitor"})
    assert lock.reason.value() == LockReason.ORDER.value
    now = open_request(session, record(qtbot, page))
    assert now.request.locked
    assert now.lock is not None
    assert now.lock.authority == "Order of HHJ Sample"
    assert now.request.reference.startswith("R-")


def test_a_lock_without_who_says_so_is_refused(qtbot, session, request_page):
    page = request_page
    put(page.new.answers, {**REQUESTER, "kind": "police"})
    page.new.lock.authority.set_value("")
    page.new.record_button.click()
    assert page.new.lock.authority.problem()
    assert count_disclosures(session, DisclosureFilter()) == 0


def test_a_known_organisation_brings_its_kind(session, request_page, request_):
    known_organisation(session, request_)
    page = request_page
    page.start_new()
    organisation = page.new.answers.fields["organisation"]
    assert organisation.suggestions() == [request_.organisation]
    organisation.picked.emit(request_.organisation)
    assert page.new.answers.fields["kind"].value() == "police"
    assert "Station Road" in page.new.answers.fields["address"].value()


def test_a_half_typed_new_request_comes_back(session, background, show, request_page):
    page = request_page
    put(page.new.answers, {"kind": "police", "organisation": "Eastbridge"})
    page.new.lock.authority.set_value("DI Half")
    text = page.half_typed()
    again = RequestPage(session, background)
    show(again)
    again.restore_typing(text)
    assert again.new.answers.texts() == page.new.answers.texts()
    assert again.new.lock.authority.value() == "DI Half"
    assert again.half_typed() is not None


def test_typing_who_asks_reads_nothing_of_the_vault(
    qtbot, session, request_page, monkeypatch
):
    page = request_page

    def refuse() -> None:
        raise AssertionError("the vault was read while somebody typed")

    monkeypatch.setattr(session.vault, "read", refuse)
    page.new.answers.fields["organisation"].focus_field()
    QTest.keyClicks(QApplication.focusWidget(), "Eastbridge")
    put_in(page.new.answers.fields["kind"], "police")
    qtbot.waitUntil(lambda: lines(page)["Who asks"] == "met")
