"""The directory: added by keyboard, put right, taken out of use, never lost."""

from dataclasses import replace
from datetime import date

import pytest
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from request_steps import POLICE, lock_asked, recorded, second

from isteam_app.domain.disclosures import RequesterKind
from isteam_app.domain.organisations import Requester
from isteam_app.errors import NotFound
from isteam_app.services.organisations import (
    count_organisations,
    list_organisations,
    organisation_page,
    save_organisation,
)
from ui.common.dialogs import ConfirmDialog
from ui.disclosures.directory_page import DirectoryPage

NEW = Requester(name="", kind=RequesterKind.POLICE)


def keep(session, name: str = POLICE, **changes: object) -> Requester:
    usual = Requester(
        name=name,
        kind=RequesterKind.POLICE,
        switchboard="01632 960101",
        source="Their website",
        checked_on=date(2026, 11, 20),
    )
    return save_organisation(session, NEW, replace(usual, **changes))


@pytest.fixture
def directory(session, background, show) -> DirectoryPage:
    page = DirectoryPage(session, background)
    show(page)
    return page


def names(page: DirectoryPage) -> list[str]:
    return [row.requester.name for row in page.table.paged.rows()]


def type_in(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def test_an_organisation_is_added_by_keyboard_alone(session, directory):
    page = directory
    assert page.empty.title.text() == "No organisation yet"
    page.form.name.focus_field()

    def on(times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)

    type_in("Eastbridge Constabulary")
    on(2)
    type_in("01632 960101")
    on()
    type_in("Their website")
    on()
    type_in("20 nov")
    QTest.keyClick(
        QApplication.focusWidget(),
        Qt.Key.Key_Return,
        Qt.KeyboardModifier.ControlModifier,
    )
    kept = list_organisations(session).rows[0].requester
    assert kept.name == "Eastbridge Constabulary"
    assert (kept.checked_on, kept.checked_by) == (date(2026, 11, 20), "Robin Sample")
    assert names(page) == ["Eastbridge Constabulary"]
    assert page.said().title.text() == "The organisation is saved"
    assert "Robin Sample on Fri 20 Nov 2026" in page.form.checker.text()


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"name": ""}, "name", "Enter the organisation"),
        ({"name": "x" * 300}, "name", "too long: 300 characters"),
        ({"switchboard": "=1+1"}, "switchboard", "as it is dialled"),
        ({"switchboard": "01632 960101"}, "source", "where the number was found"),
        (
            {"switchboard": "01632 960101", "source": "x"},
            "checked_on",
            "the day it was looked up",
        ),
        (
            {"switchboard": "101", "source": "x", "checked_on": "30 Nov 2026"},
            "checked_on",
            "in the future",
        ),
        ({"checked_on": "some day"}, "checked_on", ""),
        ({"domain": "a b"}, "domain", "what follows the @"),
    ],
)
def test_what_cannot_be_kept_is_said_under_its_field(
    session, directory, typed, field, says
):
    page = directory
    page.form.fill({"name": "Zed", **typed})
    page.form.form.changed.emit()
    page.save.click()
    assert says in page.form.fields[field].problem()
    assert page.form.fields[field].problem()
    assert count_organisations(session) == 0
    assert page.half_typed()


def test_what_is_pasted_does_no_harm(session, directory):
    page = directory
    page.form.name.edit.setText("=HYPERLINK(1)\u202e שלום")
    page.save.click()
    assert names(page) == ["=HYPERLINK(1) שלום"]
    settle(page, (1112, 720))
    assert findings(page) == []


def test_the_same_name_twice_is_refused_kindly(session, directory):
    keep(session)
    directory.refresh()
    directory.add.click()
    directory.form.name.set_value(POLICE.upper())
    directory.save.click()
    assert "in the directory already" in directory.form.name.problem()
    assert count_organisations(session) == 1


def test_the_list_waits_while_something_is_typed(session, directory):
    first = keep(session)
    keep(session, "Westbridge Constabulary")
    directory.refresh()
    assert directory.form.base.id == first.id
    directory.form.note.edit.setPlainText("Ask for records")
    assert not directory.table.isEnabled()
    assert "Save or undo" in directory.footer.right.text()
    directory.undo.click()
    assert directory.table.isEnabled()
    assert directory.form.note.value() == ""
    directory.table.select_last()
    assert directory.form.name.value() == "Westbridge Constabulary"


def test_an_old_number_is_flagged_and_fresh_once_looked_up_today(
    session, clock, directory
):
    kept = keep(session)
    clock.forward(400)
    directory.refresh()
    assert directory.heed.text() == "Check again: found Fri 20 Nov 2026"
    number = directory.table.paged.columns[1].cell(directory.table.paged.rows()[0])
    assert (number.text, number.second) == ("01632 960101", "Check again")
    directory.form.today_button.click()
    directory.save.click()
    assert not directory.heed.isVisible()
    assert organisation_page(session, kept.id).requester.checked_on == session.today


def test_one_is_taken_out_of_use_and_back(session, directory):
    kept = keep(session)
    directory.refresh()
    directory.retire.click()
    directory.findChild(ConfirmDialog).accept()
    assert organisation_page(session, kept.id).requester.retired
    assert directory.retire.words() == "Take into use again"
    directory.retire.click()
    assert not organisation_page(session, kept.id).requester.retired


def test_its_requests_are_counted_as_the_looker_sees_them(
    qtbot, session, background, show
):
    keep(session)
    recorded(session)
    recorded(session, lock=lock_asked(session))
    said = {}
    for eyes in (session, second(session, "handler", "Billie Plain")):
        page = DirectoryPage(eyes, background)
        show(page)
        said[eyes.member.role] = page.asked.words()
    assert said == {
        "administrator": "2 requests in the register",
        "handler": "1 request in the register",
    }
    with qtbot.waitSignal(page.requests_wanted) as told:
        page.asked.click()
    assert told.args == [POLICE]


def test_names_are_found_by_their_beginning(session, directory):
    for name in ("Ævar Council", "Eastbridge", "East Council"):
        keep(session, name)
    directory.refresh()
    assert names(directory) == ["Ævar Council", "East Council", "Eastbridge"]
    directory.line.setText("EAST")
    QTest.keyClick(directory.line, Qt.Key.Key_Return)
    assert names(directory) == ["East Council", "Eastbridge"]
    directory.line.setText("xyz")
    QTest.keyClick(directory.line, Qt.Key.Key_Return)
    assert directory.empty.title.text() == "No name begins so"
    directory.empty.acted.emit()
    assert directory.line.text() == ""


def test_another_page_adds_a_name_that_it_knows(session, directory):
    directory.offer_new("Copperline", "court")
    assert directory.form.kind.value() == "court"
    directory.offer_new("Another", "police")  # what is half typed stays
    assert directory.form.name.value() == "Copperline"
    assert "half typed" in directory.said().title.text()
    directory.save.click()
    kept = list_organisations(session).rows[0].requester
    assert kept.kind is RequesterKind.COURT
    directory.offer_new("COPPERLINE", "police")
    assert directory.form.base == kept


def test_half_typed_text_comes_back_where_it_was(session, directory, background, show):
    kept = keep(session)
    directory.refresh()
    assert directory.half_typed() is None
    directory.form.note.edit.setPlainText("Half")
    text = directory.half_typed()
    other = DirectoryPage(session, background)
    show(other)
    other.restore_typing(text)
    assert (other.form.base.id, other.form.note.value()) == (kept.id, "Half")
    assert not other.table.isEnabled()
    gone = text.replace(f'"id": {kept.id}', '"id": 99')
    last = DirectoryPage(session, background)
    show(last)
    last.restore_typing(gone)
    assert (last.form.base.id, last.form.note.value()) == (0, "Half")


def test_somebody_else_changed_it_meanwhile(session, directory):
    kept = keep(session)
    directory.refresh()
    save_organisation(second(session), kept, replace(kept, note="Theirs"))
    directory.form.note.edit.setPlainText("Mine")
    directory.save.click()
    assert "meanwhile" in directory.said().title.text()
    assert directory.form.note.value() == "Mine"
    directory.undo.click()
    assert directory.form.note.value() == "Theirs"


def test_an_auditor_only_looks(session, background, show):
    keep(session)
    page = DirectoryPage(second(session, "auditor", "Alex Example"), background)
    show(page)
    assert not page.save.isEnabled()
    assert not page.form.name.input.isEnabled()
    assert "auditor" in page.save.toolTip()


def test_the_history_says_who_changed_what(session, directory):
    kept = keep(session)
    save_organisation(second(session), kept, replace(kept, switchboard="01632 960102"))
    directory.open(kept.id)
    lines = [
        directory.history.itemAt(at).widget().text()
        for at in range(directory.history.count())
    ]
    assert (
        "Switchboard: 01632 960101 became 01632 960102. Sam Okafor, 23 Nov 2026"
    ) in lines


def test_one_that_is_not_there_is_said(directory):
    with pytest.raises(NotFound):
        directory.open(7)


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_or_covered(theme, session, directory, look, size):
    theme.set_choice(look)
    keep(session, "Eastbridge Constabulary and Fire Service, Northern Division")
    keep(session, "Westbridge", switchboard="")
    for _ in range(2):
        settle(directory, (size[0] - 56, size[1] - 80))
        assert findings(directory) == []
        directory.refresh()
