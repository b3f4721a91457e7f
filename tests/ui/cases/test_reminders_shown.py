"""What has come due on a case stands at the top of its checklist, and leads there."""

from collections.abc import Iterator

import pytest
from builders import Clock, new_post
from case_page_steps import answer, keep, now, opened
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from isteam_app.domain.cases import CaseKind
from isteam_app.services.cases import add_note
from isteam_app.services.enclosures import Enclosed
from isteam_app.services.entries import add_entry
from isteam_app.services.intake import receive_post
from ui.cases.case_page import CasePage
from ui.cases.form_panel import FormPanel
from ui.common.background import Background
from ui.common.checks import CheckLine
from ui.common.theme import Theme

ENTER = Qt.Key.Key_Return
RETURN = "Return the money enclosed"


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def begun(qtbot, session, background, **changes: object) -> CasePage:
    case = receive_post(session, new_post(**changes)).cases[0]
    return opened(qtbot, session, background, case.id)


def line(page: CasePage, words: str) -> CheckLine:
    index = [one.words for one in page.tabs.checklist.checks()].index(words)
    return page.tabs.checklist.lines()[index]


def go(qtbot, page: CasePage, words: str) -> None:
    """Follow a line of the checklist by keyboard."""
    found = line(page, words)
    found.setFocus()
    qtbot.keyClick(found, ENTER)


def rules(page: CasePage) -> dict[str, tuple[str, str]]:
    return {one.words: (one.state, one.rule) for one in page.tabs.checklist.checks()}


def test_a_search_to_chase_and_copies_to_destroy_lead_to_their_entries(
    qtbot, session, background
) -> None:
    page = begun(qtbot, session, background)
    case = now(session, page).case
    before = len(page.tabs.checklist.checks())
    chased = {"system": "Old archive", "chase_on": "2026-11-16"}
    entry = add_entry(session, case, "search", chased)
    copies = {"doubt": "New address", "destroy_by": "2026-11-23"}
    add_entry(session, case, "identity", copies)
    add_entry(session, case, "search", chased | {"chase_on": "2026-11-24"})
    page.refresh()
    shown = page.tabs.checklist.checks()
    assert [(one.words, one.state, one.rule) for one in shown[:2]] == [
        ("Chase: Old archive", "missing", "Since Mon 16 Nov 2026"),
        ("Destroy the identity copies", "missing", "Today"),
    ]
    assert len(shown) == before + 2
    go(qtbot, page, "Chase: Old archive")
    assert isinstance(page.panel, FormPanel)
    assert page.panel.entry == entry
    answer(page.panel, result="nothing", done_on="today")
    keep(qtbot, page)
    go(qtbot, page, "Destroy the identity copies")
    answer(page.panel, destroyed_on="today")
    keep(qtbot, page)
    assert len(page.tabs.checklist.checks()) == before


def test_a_restriction_is_to_be_reviewed(
    qtbot, session, background, clock: Clock
) -> None:
    page = begun(qtbot, session, background, kinds=(CaseKind.RESTRICTION,))
    case = now(session, page).case
    add_entry(session, case, "restriction", {"review_on": "2026-11-27"})
    page.refresh()
    assert "Review the restriction" not in rules(page)
    clock.forward(7)
    page.refresh()
    words = ("missing", "Since Fri 27 Nov 2026")
    assert rules(page)["Review the restriction"] == words


def test_money_that_came_is_to_be_returned_until_a_note_says_it_was(
    qtbot, session, background
) -> None:
    note = Enclosed(money="\N{POUND SIGN}10 banknote")
    page = begun(qtbot, session, background, enclosed=note)
    assert rules(page)[RETURN] == ("todo", "\N{POUND SIGN}10 banknote")
    add_note(session, now(session, page).case, "She says the money is hers")
    page.refresh()
    assert rules(page)[RETURN][0] == "todo"
    go(qtbot, page, RETURN)
    begun_with = "Money returned: \N{POUND SIGN}10 banknote, by "
    assert page.panel.text.edit.toPlainText() == begun_with
    assert page.focusWidget() is page.panel.text.edit
    qtbot.keyClicks(page.panel.text.edit, "Special delivery, ZZ 0001 2345 9GB")
    keep(qtbot, page)
    kept = now(session, page).case.events[-1].text
    assert kept == f"{begun_with}Special delivery, ZZ 0001 2345 9GB"
    assert rules(page)[RETURN] == ("met", "Mon 23 Nov 2026")
    assert line(page, RETURN).focusPolicy() is Qt.FocusPolicy.NoFocus


def test_no_money_no_line(qtbot, session, background) -> None:
    page = begun(qtbot, session, background)
    add_note(session, now(session, page).case, "Money returned: nothing came")
    page.refresh()
    assert RETURN not in rules(page)


@pytest.mark.parametrize("choice", THEMES)
def test_the_reminders_look_right(qtbot, session, background, choice: str) -> None:
    Theme(choice).apply(QApplication.instance())
    enclosed = Enclosed(money="\N{POUND SIGN}10 banknote")
    page = begun(qtbot, session, background, enclosed=enclosed)
    long = {"system": "The old archive of the depot by the canal, boxes 1 to 400"}
    case = now(session, page).case
    add_entry(session, case, "search", long | {"chase_on": "2026-11-16"})
    page.refresh()
    for size in SIZES:
        page.set_narrow(size[0] < 1180)
        page.tabs.set_current("checklist")
        settle(page, (size[0] - (56 if size[0] < 1180 else 168), size[1] - 80))
        assert findings(page) == []
