"""The list of cases in a real window over a real vault."""

from collections.abc import Iterator

import pytest
from builders import new_post
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from isteam_app.domain.cases import CaseKind, CaseState
from isteam_app.domain.listing import OPEN_STATES, CaseColumn, CaseFilter
from isteam_app.services.cases import count_cases, list_cases
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from ui.cases.cases_page import CasesPage
from ui.cases.filter_words import CHIPS
from ui.cases.words import ORDERS
from ui.common.background import Background
from ui.common.filter_line import pressed
from ui.common.theme import Theme

NAMES = ("Mr O\u2019Brien-Ńowak", "Ŵyn", "毛", "שרה לוי", "<b>Bold</b> & Co")


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def opened(qtbot, session: Session, background: Background) -> CasesPage:
    page = CasesPage(session, background)
    qtbot.addWidget(page)
    page.resize(1112, 720)
    page.show()
    page.refresh()
    page.table.setFocus()
    return page


@pytest.fixture
def page(qtbot, demo: Session, background: Background) -> CasesPage:
    return opened(qtbot, demo, background)


def shown(page: CasesPage) -> list:
    return page.table.paged.rows()


def say(page: CasesPage, words: str) -> None:
    page.line.setText(words)
    page.line.returnPressed.emit()


def test_open_cases_stand_there_by_due_date(page: CasesPage, demo: Session) -> None:
    assert {row.state for row in shown(page)} <= set(OPEN_STATES)
    dues = [row.due for row in shown(page) if row.due]
    assert dues == sorted(dues)
    total = count_cases(demo, CaseFilter(states=OPEN_STATES))
    assert page.footer.left.text().endswith(f"of {total}")
    assert page.footer.right.text() == "Sorted by due date"


@pytest.mark.parametrize("column", list(ORDERS))
def test_every_heading_sorts_both_ways(page: CasesPage, demo, column) -> None:
    say(page, "")
    every = []
    for descending in (False, True):
        page.table.sort_requested.emit(column, descending)
        keys = [row.id for row in shown(page)]
        every.append(keys)
        assert len(keys) == count_cases(demo, CaseFilter())
        assert ORDERS[column] in page.footer.right.text()
    assert sorted(every[0]) == sorted(every[1])
    assert every[0] != every[1]


def test_the_person_column_sorts_by_name(qtbot, session, background) -> None:
    for name in ("Zoe Aster", "éva Birch", "Adam Cole"):
        receive_post(session, new_post(name=name))
    page = opened(qtbot, session, background)
    page.table.sort_requested.emit(CaseColumn.PERSON, False)
    assert [row.person for row in shown(page)] == [
        "Adam Cole",
        "éva Birch",
        "Zoe Aster",
    ]


def test_words_narrow_the_list(page: CasesPage) -> None:
    say(page, "type:complaint")
    assert {row.kind for row in shown(page)} == {CaseKind.COMPLAINT}
    say(page, "state:waiting owner:everyone")
    assert {row.state for row in shown(page)} == {CaseState.WAITING}
    say(page, "entwistle")
    assert all("Entwistle" in row.person for row in shown(page))


def test_an_unknown_word_is_explained_and_the_list_stays(page: CasesPage) -> None:
    before = shown(page)
    say(page, "colour:red")
    assert page.problem.isVisible()
    assert '"colour:"' in page.problem.text()
    assert shown(page) == before
    say(page, "is:open")
    assert page.problem.isHidden()


def test_chips_write_the_words(page: CasesPage, demo: Session) -> None:
    page.chips["late"].click()
    assert page.line.text() == "is:open is:late"
    assert {row.due < demo.today for row in shown(page)} == {True}
    page.chips["closed"].click()
    assert page.line.text() == "is:closed"
    assert not page.chips["late"].isChecked()
    page.chips["mine"].click()
    assert {row.owner for row in shown(page)} <= {demo.member.name}


@pytest.mark.parametrize("chip", CHIPS, ids=lambda chip: chip.key)
def test_a_chip_pressed_twice_changes_nothing(chip) -> None:
    once = pressed("ellwood", chip, on=True)
    assert once == f"ellwood {chip.word}"
    assert pressed(once, chip, on=False) == "ellwood"


def test_the_keyboard_reaches_the_last_of_many(qtbot, session, background) -> None:
    for number in range(130):
        receive_post(session, new_post(name=f"Person {number:03}"))
    page = opened(qtbot, session, background)
    page.table.sort_requested.emit(CaseColumn.PERSON, False)
    assert len(shown(page)) == 100
    qtbot.keyClick(page.table, Qt.Key.Key_End)
    page.table.scrollToBottom()
    qtbot.waitUntil(lambda: len(shown(page)) == 130)
    qtbot.keyClick(page.table, Qt.Key.Key_End)
    assert page.table.selected().person == "Person 129"
    assert page.footer.left.text().endswith("130 of 130")


def test_the_preview_tells_of_the_chosen_case(qtbot, page: CasesPage, demo) -> None:
    row = list_cases(demo, CaseFilter(states=(CaseState.WAITING,)), page._order).rows[0]  # noqa: SLF001 - the order in force
    page.table.select_key(row.id)
    texts = {label.text() for label in page.preview.findChildren(QLabel)}
    assert {row.reference, row.person, row.next_action} <= texts
    with qtbot.waitSignal(page.case_opened) as opened_case:
        page.preview.open_button.click()
    assert opened_case.args == [row.id]


def test_space_shows_the_preview_over_a_narrow_list(qtbot, page: CasesPage) -> None:
    page.set_narrow(True)
    assert page.preview.isHidden()
    page.turn_preview()
    assert page.preview.isVisible()
    assert page.rect().contains(page.preview.geometry())
    qtbot.keyClick(page.preview, Qt.Key.Key_Escape)
    assert page.preview.isHidden()
    page.set_narrow(False)
    assert page.preview.isVisible()


def test_an_empty_list_leads_back(page: CasesPage) -> None:
    say(page, "nobodyofthatname")
    assert page.empty.isVisible()
    assert not page.preview.open_button.isEnabled()
    page.empty.button.click()
    assert page.line.text() == "is:open"
    assert shown(page)


def test_awkward_names_are_shown_as_written(qtbot, session, background) -> None:
    for name in NAMES:
        receive_post(session, new_post(name=name))
    page = opened(qtbot, session, background)
    assert sorted(row.person for row in shown(page)) == sorted(NAMES)
    for row in shown(page):
        page.table.select_key(row.id)
        assert findings(page) == []
    say(page, "o'brien")
    assert [row.person for row in shown(page)] == [NAMES[0]]


def test_enter_opens_the_chosen_case(qtbot, page: CasesPage) -> None:
    page.table.select_first()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.case_opened) as opened_case:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened_case.args == [shown(page)[1].id]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("choice", THEMES)
def test_the_page_looks_right(page: CasesPage, choice: str, size) -> None:
    Theme(choice).apply(QApplication.instance())
    narrow = size[0] < 1180
    page.set_narrow(narrow)
    settle(page, (size[0] - (56 if narrow else 168), size[1] - 80))
    assert findings(page) == []
    page.turn_preview()
    assert findings(page) == []
