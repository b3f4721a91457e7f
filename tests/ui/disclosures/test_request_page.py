"""A third-party request: recorded by keyboard, refused in its place, never lost."""

from dataclasses import replace
from datetime import date
from threading import Event

import pytest
from builders import new_request
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from isteam_app.domain.disclosures import Decision, RequesterKind, Told
from isteam_app.domain.listing import DisclosureFilter, DisclosureOrder
from isteam_app.services.disclosures import (
    count_disclosures,
    disclosure,
    list_disclosures,
)
from isteam_app.services.flat_disclosures import choices, save_disclosure
from ui.common.background import Job
from ui.disclosures.request_page import RequestPage

KEPT = {
    "organisation": "Eastbridge Constabulary",
    "kind": "police",
    "about": "Mr Jago Merriweather",
    "asked": "Who collected one parcel",
}
DECIDED = {
    "decision": "part",
    "reason": "Necessary and narrowed",
    "legal_basis": "DPA 2018 Schedule 2 paragraph 2",
    "what_left": "One signature",
    "method": "Tracked post",
    "left_on": "23 Nov 2026",
}


def states(page: RequestPage) -> set[tuple[str, str]]:
    return {(check.key, check.state) for check in page.gate.checks()}


def save(qtbot, page: RequestPage) -> None:
    with qtbot.waitSignal(page.saved):
        page.save.click()


def refused(qtbot, page: RequestPage, field: str) -> str:
    page.save.click()
    qtbot.waitUntil(lambda: bool(page.form.fields[field].problem()))
    return page.form.fields[field].problem()


def test_a_request_is_recorded_by_keyboard_alone(qtbot, session, request_page):
    page = request_page
    page.first_focus().setFocus()

    def type_in(text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    def on(times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)

    type_in("Eastbridge Constabulary")
    on()
    type_in("P")  # the combo goes to Police
    page.go_to("about")
    type_in("Mr Jago Merriweather")
    on()
    type_in("Who collected one parcel")
    on()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    page.save.setFocus()
    with qtbot.waitSignal(page.saved) as told:
        QTest.keyClick(page.save, Qt.Key.Key_Space)
    kept = disclosure(session, told.args[0])
    assert kept.organisation == "Eastbridge Constabulary"
    assert kept.kind is RequesterKind.POLICE
    assert kept.about == "Mr Jago Merriweather"
    assert kept.categories == choices().categories[:1]
    assert page.said().title.text() == f"{kept.reference} is saved"
    assert page.half_typed() is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organisation": " "}, "organisation"),
        ({"kind": ""}, "kind"),
        ({"received": ""}, "received"),
        ({"received": "24 Nov 2026"}, "received"),
        ({"about": ""}, "about"),
        ({"asked": " "}, "asked"),
        ({"decision": "refuse"}, "reason"),
        ({**DECIDED, "legal_basis": ""}, "legal_basis"),
        ({**DECIDED, "what_left": ""}, "what_left"),
        ({**DECIDED, "method": ""}, "method"),
        ({**DECIDED, "left_on": ""}, "left_on"),
        ({**DECIDED, "left_on": "1 Nov 2026"}, "left_on"),
        ({**DECIDED, "decision": "refuse"}, "decision"),
        ({"told": "must_not_be_told"}, "told_reason"),
    ],
)
def test_what_is_missing_is_listed_and_refused_in_its_place(
    qtbot, session, request_page, changes, field
):
    page = request_page
    page.form.put({**KEPT, **changes})
    assert (field, "missing") in states(page)
    typed = page.form.typed()
    assert refused(qtbot, page, field)
    assert page.form.typed() == typed
    assert count_disclosures(session, DisclosureFilter()) == 0


def test_a_line_of_the_list_leads_to_its_field(request_page):
    page = request_page
    page.form.put({**KEPT, "about": ""})
    page.gate.jump.emit("about")
    assert QApplication.focusWidget() is page.form.about.input


def test_a_request_is_decided_disclosed_and_changed_again(
    qtbot, session, clock, request_page
):
    page = request_page
    page.form.put({**KEPT, "decision": "ask_for_more", "reason": "No signature"})
    save(qtbot, page)
    clock.forward(1)
    page.form.put({**DECIDED, "left_on": "24 Nov 2026"})
    save(qtbot, page)
    row = list_disclosures(session, DisclosureFilter(), DisclosureOrder()).rows[0]
    kept = disclosure(session, row.id)
    assert kept.decision is Decision.PART
    assert kept.decided_on == date(2026, 11, 24)
    page.form.put({"told": "told"})
    save(qtbot, page)
    assert disclosure(session, row.id).told is Told.TOLD
    assert disclosure(session, row.id).what_left == "One signature"


def test_what_somebody_else_saved_comes_in_and_what_was_typed_stays(
    qtbot, session, request_page
):
    kept = save_disclosure(session, new_request())
    page = request_page
    page.open(kept.id)
    page.form.put({"asked": "Typed here"})
    save_disclosure(session, replace(kept, officer="DC Newer"))
    page.save.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert page.form.asked.value() == "Typed here"
    page.take_newest()
    assert page.form.officer.value() == "DC Newer"
    assert page.form.asked.value() == "Typed here"
    save(qtbot, page)
    now = disclosure(session, kept.id)
    assert (now.officer, now.asked) == ("DC Newer", "Typed here")


def test_a_slow_save_does_not_push_away_what_was_opened_since(
    qtbot, session, background, request_page
):
    kept, other = (save_disclosure(session, new_request()) for _ in range(2))
    page = request_page
    page.open(kept.id)
    page.form.put({"asked": "Typed for the first"})
    gate = Event()
    background.start(Job(lambda _progress: gate.wait()))
    page.save.click()
    page.open(other.id)
    page.form.put({"asked": "Typed for the second"})
    gate.set()
    qtbot.waitUntil(lambda: page.save.isEnabled())
    assert page.form.asked.value() == "Typed for the second"
    assert disclosure(session, kept.id).asked == "Typed for the first"


def test_half_typed_text_comes_back(session, background, show, request_page):
    typed = {**KEPT, "received": "20 N", "categories": ["CCTV video"]}
    request_page.form.put(typed)
    text = request_page.half_typed()
    page = RequestPage(session, background)
    show(page)
    page.restore_typing(text)
    assert page.form.typed() == request_page.form.typed()
    assert page.half_typed() is not None


def test_the_lock_is_the_first_thing_under_the_header(session, request_page):
    page = request_page
    kept = save_disclosure(
        session, new_request(told=Told.MUST_NOT, told_reason="<b>Order</b> of court")
    )
    page.open(kept.id)
    settle(page)
    assert page.lock_note.isVisible()
    assert page.lock_note.text.text() == "<b>Order</b> of court"
    assert page.lock_note.text.textFormat() is Qt.TextFormat.PlainText
    page.form.put({"told": "told"})
    assert not page.lock_note.isVisible()


def test_postal_data_asked_by_the_police_is_flagged_but_may_be_saved(
    qtbot, session, request_page
):
    page = request_page
    page.form.put({**KEPT, "categories": ["Signature on delivery"]})
    words = [check.words for check in page.gate.checks()]
    assert "Postal data asked by a public authority" in words
    save(qtbot, page)
    assert count_disclosures(session, DisclosureFilter()) == 1
    page.form.put({"kind": "insurer"})
    words = [check.words for check in page.gate.checks()]
    assert "Postal data asked by a public authority" not in words


def test_legal_bases_are_suggested_for_the_kind_and_never_forced(request_page):
    basis = request_page.form.legal_basis
    request_page.form.put({"kind": "court"})
    offered = [action.data() for action in basis.menu.actions()]
    assert offered == list(choices().bases[RequesterKind.COURT])
    basis.menu.actions()[0].trigger()
    assert basis.value() == offered[0]
    basis.set_value("Something else")
    request_page.form.put({"kind": "police"})
    assert basis.value() == "Something else"


def test_a_category_no_longer_offered_is_kept(qtbot, session, request_page):
    kept = save_disclosure(session, new_request(categories=("Van video & audio",)))
    request_page.open(kept.id)
    request_page.form.put({"asked": "More"})
    save(qtbot, request_page)
    assert disclosure(session, kept.id).categories == ("Van video & audio",)


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_or_covered(theme, session, request_page, look, size):
    theme.set_choice(look)
    page = request_page
    kept = save_disclosure(
        session,
        new_request(
            organisation="The Royal and Ancient Fire, Flood and Parcel Office " * 3,
            told=Told.MUST_NOT,
            told_reason="It would prejudice the investigation",
            categories=choices().categories,
        ),
    )
    for show_it in (page.start_new, lambda: page.open(kept.id)):
        show_it()
        settle(page, (size[0] - 56, size[1] - 80))
        assert findings(page) == []
