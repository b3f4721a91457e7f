"""Letters to those who hold the data, and to the client, from the page of a case."""

from collections.abc import Iterator

import pytest
from builders import new_post
from case_page_steps import answer, now, opened, refused
from picture_checks import findings
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from isteam_app.domain.cases import CaseKind
from isteam_app.domain.forms import standing
from isteam_app.services.entries import add_entry, strike_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.print_desk import letter
from ui.cases.case_page import CasePage
from ui.cases.case_parts import CHECKLIST, LETTERS
from ui.cases.form_panel import FormPanel
from ui.common.background import Background

COURIER = {"name": "Sampleton Couriers", "address": "Dock 3\nExampleford\nEX1 2AB"}
SPACE = Qt.Key.Key_Space


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def begun(qtbot, session, background, kind: CaseKind) -> CasePage:
    case = receive_post(session, new_post(kinds=(kind,))).cases[0]
    return opened(qtbot, session, background, case.id)


def fill_in(page: CasePage, form: str, entry: int = 0) -> FormPanel:
    page.fill_in(form, entry)
    assert isinstance(page.panel, FormPanel)
    return page.panel


def write_to_them(qtbot, session, page: CasePage):
    """Press the button by keyboard; return the letter it opens."""
    with qtbot.waitSignal(page.letter_opened) as opened_letter:
        qtbot.keyClick(page.panel.write_button, SPACE)
    return letter(session, int(opened_letter.args[0]))


def offered(page: CasePage, start: str):
    menu = page.tabs.write_button.menu()
    return next(one for one in menu.actions() if one.text().startswith(start))


@pytest.mark.parametrize(
    "kind", [CaseKind.RECTIFICATION, CaseKind.ERASURE, CaseKind.RESTRICTION]
)
def test_a_recipient_is_written_to_as_soon_as_they_are_named(
    qtbot, session, background, kind: CaseKind
) -> None:
    page = begun(qtbot, session, background, kind)
    panel = fill_in(page, "recipient")
    answer(panel, name="Sampleton Couriers")
    panel.write_button.click()
    assert panel.fields["address"].problem().startswith("Add the address first")
    answer(panel, address=COURIER["address"])
    assert findings(page) == []
    draft = write_to_them(qtbot, session, page)
    (entry,) = standing(now(session, page).entries, "recipient")
    assert (draft.template, draft.to_entry) == ("recipient-notice", entry.id)
    assert draft.recipient[0] == "Sampleton Couriers"
    assert page.panel is None
    fill_in(page, "recipient", entry.id)
    again = write_to_them(qtbot, session, page)
    assert again.id == draft.id, "the draft there is, is gone on with"
    told = fill_in(page, "recipient", entry.id)
    answer(told, told="impossible", reason="Dissolved")
    told.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    assert fill_in(page, "recipient", entry.id).write_button.isHidden()


def test_the_client_gets_what_was_handed_over(qtbot, session, background) -> None:
    page = begun(qtbot, session, background, CaseKind.PASSED_ON)
    panel = fill_in(page, "controller")
    client = {"name": "Example Bank", "address": "7 Placeholder Square\nEX1 9ZZ"}
    answer(panel, **client)
    draft = write_to_them(qtbot, session, page)
    assert draft.template == "controller-handover"
    assert draft.recipient[0] == "Example Bank"


def test_the_menu_starts_the_letter_only_to_one_and_else_leads_to_the_form(
    qtbot, session, background
) -> None:
    page = begun(qtbot, session, background, CaseKind.ERASURE)
    case = now(session, page).case
    title = "Recipient: told of a change"
    assert offered(page, title).text() == f"{title} (name them first)"
    offered(page, title).trigger()
    assert isinstance(page.panel, FormPanel)
    assert (page.panel.asked.key, page.panel.entry) == ("recipient", None)
    page.give_up()
    bare = add_entry(session, case, "recipient", {"name": "Gone Ltd"})
    page.refresh()
    assert offered(page, title).text() == f"{title} (the address is missing)"
    offered(page, title).trigger()
    assert page.panel.entry == bare
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    first = add_entry(session, case, "recipient", COURIER)
    page.refresh()
    page.tabs.set_current(LETTERS)
    offered(page, f"{title} (choose whom)").trigger()
    assert page.tabs.current() == CHECKLIST
    assert page.panel is None
    assert QApplication.focusWidget().check_key == str(bare.id)
    assert not QApplication.focusWidget().visibleRegion().isEmpty()
    strike_entry(session, bare, "It no longer exists")
    page.refresh()
    action = offered(page, f"{title} (Sampleton Couriers)")
    with qtbot.waitSignal(page.letter_opened) as opened_letter:
        action.trigger()
    assert letter(session, int(opened_letter.args[0])).to_entry == first.id


def test_other_forms_write_to_nobody(qtbot, session, background) -> None:
    page = begun(qtbot, session, background, CaseKind.ERASURE)
    assert fill_in(page, "identity").write_button.isHidden()
    assert "needed" in refused(qtbot, page, "doubt")
