"""The register: sorted, narrowed, opened, and written to a file safe to open."""

import csv
import io
from datetime import date
from threading import Event

import pytest
from builders import new_request
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from isteam_app.domain.disclosures import Decision, RequesterKind, Told
from isteam_app.services.flat_disclosures import save_disclosure
from ui.common.background import Job
from ui.disclosures.register_page import RegisterPage
from ui.disclosures.words import columns


@pytest.fixture
def three(session) -> None:
    save_disclosure(session, new_request())
    save_disclosure(
        session,
        new_request(
            received=date(2026, 10, 5),
            organisation="=1+1 Ångström \u202e Ltd",
            kind=RequesterKind.INSURER,
            about="Zed",
            decision=Decision.MORE,
            reason="No claim number",
        ),
    )
    save_disclosure(
        session,
        new_request(
            received=date(2026, 11, 9),
            organisation="Copperline",
            about="Abel",
            decision=Decision.DISCLOSE,
            legal_basis="Order",
            reason="Ordered",
            what_left="A copy",
            method="Post",
            left_on=date(2026, 11, 10),
            told=Told.MUST_NOT,
            told_reason="The order says so",
        ),
    )


def shown(page: RegisterPage) -> list[str]:
    return [row.reference[-1] for row in page.table.paged.rows()]


SORTABLE = [column.key for column in columns(date.today) if column.sortable]


@pytest.mark.parametrize("key", SORTABLE)
def test_the_list_is_sorted_by_each_column(three, register, key):
    register.refresh()
    register.table.sort_requested.emit(key, False)
    rising = shown(register)
    register.table.sort_requested.emit(key, True)
    assert sorted(rising) == sorted(shown(register)) == ["1", "2", "3"]
    if key == "left_on":
        assert rising[0] == shown(register)[0] == "3"  # lines without a day stand last
    else:
        assert rising[0] != shown(register)[0]


def test_newest_first_and_opened_by_enter(qtbot, three, register):
    register.refresh()
    assert shown(register) == ["1", "3", "2"]
    assert register.footer.left.text().endswith("of 3")
    register.first_focus().setFocus()
    with qtbot.waitSignal(register.disclosure_opened) as told:
        QTest.keyClick(register.table, Qt.Key.Key_Return)
    assert told.args == [register.table.selected().id]


@pytest.mark.parametrize(
    ("chip", "left"),
    [("undecided", ["1"]), ("more", ["2"]), ("hidden", ["3"]), ("month", ["1", "3"])],
)
def test_chips_narrow_the_list(three, register, chip, left):
    register.refresh()
    register.chips[chip].click()
    assert shown(register) == left
    register.chips[chip].click()
    assert len(shown(register)) == 3


def test_words_narrow_the_list_and_everything_comes_back(three, register):
    register.line.setText("copperline")
    QTest.keyClick(register.line, Qt.Key.Key_Return)
    assert shown(register) == ["3"]
    register.line.setText('nobody" OR 1')
    QTest.keyClick(register.line, Qt.Key.Key_Return)
    assert shown(register) == []
    assert register.empty.title.text() == "No request fits"
    register.empty.acted.emit()
    assert len(shown(register)) == 3


def test_an_empty_register_says_what_it_is_for(register):
    assert register.empty.isVisible()
    assert register.empty.title.text() == "No request yet"
    assert register.first_focus() is register.new


def choosing(file):
    return lambda _parent, _name, answer: answer(str(file))


def test_the_export_neutralises_formulas(
    qtbot, three, session, background, show, tmp_path
):
    file = tmp_path / "register.csv"
    page = RegisterPage(session, background, choose_path=choosing(file))
    show(page)
    page.export.click()
    assert page.panel.first.value() == date(2026, 11, 1)
    assert page.panel.last.value() == date(2026, 11, 23)
    page.panel.first.set_text("1 Oct 2026")
    page.panel.choose.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert page.said().title.text() == "3 requests written to register.csv"
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))
    assert len(rows) == 4
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert not page.panel.isVisible()


def test_the_regulator_does_not_see_what_is_locked(
    qtbot, three, session, background, show, tmp_path
):
    file = tmp_path / "register.csv"
    page = RegisterPage(session, background, choose_path=choosing(file))
    show(page)
    page.export.click()
    page.panel.view.set_value("regulator")
    assert "leaves out names" in page.panel.sentence.text()
    page.panel.choose.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert page.said().title.text() == "1 request written to register.csv"
    assert b"Copperline" not in file.read_bytes()


def test_days_that_cannot_be_are_refused_before_a_file_is_asked_for(
    three, session, background, show
):
    asked = []
    page = RegisterPage(
        session, background, choose_path=lambda *given: asked.append(given)
    )
    show(page)
    page.export.click()
    page.panel.first.set_text("30 Nov 2026")
    page.panel.choose.click()
    assert "Swap" in page.panel.last.problem()
    assert not asked


def test_a_cancelled_export_leaves_no_file(
    qtbot, three, session, background, show, tmp_path
):
    file = tmp_path / "out" / "register.csv"
    file.parent.mkdir()
    page = RegisterPage(session, background, choose_path=choosing(file))
    show(page)
    page.export.click()
    gate = Event()  # the worker stands still, so that Cancel surely comes in time
    background.start(Job(lambda _progress: gate.wait()))
    page.panel.choose.click()
    page.panel.progress.cancelled.emit()
    gate.set()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert page.said().title.text() == "The export was stopped"
    assert list(file.parent.iterdir()) == []
    assert page.panel.isVisible()
    assert page.panel.choose.isEnabled()


def test_a_folder_that_is_gone_is_said_and_the_panel_stays(
    qtbot, three, session, background, show, tmp_path
):
    page = RegisterPage(
        session, background, choose_path=choosing(tmp_path / "no" / "r.csv")
    )
    show(page)
    page.export.click()
    page.panel.choose.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert page.said().title.text() == "The file was not saved"
    assert "another folder" in page.said().text.text()
    assert page.panel.isVisible()


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_or_covered(theme, three, register, look, size):
    theme.set_choice(look)
    register.refresh()
    for turn in (register.panel.hide, register.panel.begin):
        turn()
        settle(register, (size[0] - 56, size[1] - 80))
        assert findings(register) == []
