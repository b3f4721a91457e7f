"""The register: sorted, narrowed and opened."""

from datetime import date

import pytest
from builders import new_request
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from request_steps import lock_asked, recorded, second

from isteam_app.domain.disclosures import (
    Decision,
    Disclosure,
    DisclosureState,
    RequesterKind,
    Told,
)
from isteam_app.domain.organisations import Requester
from isteam_app.services.organisations import save_organisation
from isteam_app.services.session import Session
from isteam_app.services.views import REQUESTS, save_view, views
from ui.common.view_bar import NameDialog
from ui.disclosures.register_columns import columns, spent_words, waiting_words
from ui.disclosures.register_page import RegisterPage


def keep(session: Session, **changes: object) -> Disclosure:
    with session.vault.change(
        "disclosure.recorded", by=session.member.name, at=session.now()
    ) as work:
        kept = work.disclosures.add(new_request(**changes))
        work.commit()
    return kept


@pytest.fixture
def three(session) -> None:
    keep(session, comply_by=date(2026, 11, 19))
    keep(
        session,
        received=date(2026, 10, 5),
        organisation="=1+1 Ångström \u202e Ltd",
        kind=RequesterKind.INSURER,
        about="Zed",
        decision=Decision.MORE,
        reason="No claim number",
        state=DisclosureState.WAITING,
        waiting_since=date(2026, 10, 12),
        comply_by=date(2026, 12, 19),
    )
    keep(
        session,
        received=date(2026, 11, 9),
        organisation="Copperline",
        kind=RequesterKind.COURT,
        about="Abel",
        decision=Decision.DISCLOSE,
        legal_basis="Order",
        compelled=True,
        reason="Ordered",
        what_left="A copy",
        method="Post",
        left_on=date(2026, 11, 10),
        told=Told.MUST_NOT,
        told_reason="The order says so",
        state=DisclosureState.CLOSED,
        emergency=True,
    )


def shown(page: RegisterPage) -> list[str]:
    return [row.reference[-1] for row in page.table.paged.rows()]


def cells(page: RegisterPage, key: str) -> dict[str, str]:
    """The words of a column, by the last figure of the reference."""
    column = next(each for each in page.table.paged.columns if each.key == key)
    return {
        row.reference[-1]: column.cell(row).words for row in page.table.paged.rows()
    }


SORTABLE = [each.key for each in columns(date.today, lambda: 14) if each.sortable]


@pytest.mark.parametrize("key", SORTABLE)
def test_the_list_is_sorted_by_each_column(three, register, key):
    register.refresh()
    register.table.sort_requested.emit(key, False)
    rising = shown(register)
    register.table.sort_requested.emit(key, True)
    assert sorted(rising) == sorted(shown(register)) == ["1", "2", "3"]
    alone = {"left_on": "3", "waiting_since": "2"}
    if key in alone:  # lines without a day stand last
        assert rising[0] == shown(register)[0] == alone[key]
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
    [
        ("month", ["1", "3"]),
        ("emergency", ["3"]),
        ("compelled", ["3"]),
    ],
)
def test_chips_narrow_the_list(three, register, chip, left):
    register.refresh()
    register.chips[chip].click()
    assert shown(register) == left
    register.chips[chip].click()
    assert len(shown(register)) == 3
    assert register.line.text() == ""


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


def test_a_word_it_does_not_know_is_said_and_the_list_stays(three, register):
    register.refresh()
    register.line.setText("kind:martian")
    QTest.keyClick(register.line, Qt.Key.Key_Return)
    assert register.problem.isVisible()
    assert "After kind: write police" in register.line.accessibleDescription()
    assert len(shown(register)) == 3
    register.line.setText("kind:court")
    QTest.keyClick(register.line, Qt.Key.Key_Return)
    assert not register.problem.isVisible()
    assert shown(register) == ["3"]


@pytest.mark.parametrize(
    ("field", "value", "words", "left"),
    [
        ("kind", "insurer", "kind:insurer", ["2"]),
        ("decision", "all", "decision:all", ["3"]),
        ("state", "returned", "state:returned", ["2"]),
        ("basis", "compelled", "basis:compelled", ["3"]),
        ("basis", "voluntary", "basis:voluntary", ["1", "2"]),
    ],
)
def test_each_filter_is_a_field_too(three, register, field, value, words, left):
    register.more.click()
    getattr(register.more_panel, field).set_value(value)
    assert register.line.text() == words
    assert shown(register) == left
    register.line.setText("")
    QTest.keyClick(register.line, Qt.Key.Key_Return)
    assert getattr(register.more_panel, field).value() == ""
    assert len(shown(register)) == 3


def test_days_received_are_typed_as_people_type_dates(three, register):
    register.more.click()
    panel = register.more_panel
    panel.first.focus_field()
    QTest.keyClicks(panel.first.edit, "1 oct 2026")
    panel.last.focus_field()
    QTest.keyClicks(panel.last.edit, "31/10/2026")
    QTest.keyClick(panel.last.edit, Qt.Key.Key_Return)
    assert register.line.text() == "received:>1/10/2026 received:<31/10/2026"
    assert shown(register) == ["2"]
    panel.first.focus_field()
    panel.first.edit.clear()
    QTest.keyClick(panel.first.edit, Qt.Key.Key_Return)
    assert register.line.text() == "received:<31/10/2026"


def test_an_organisation_of_the_directory_is_offered_as_one_types(
    three, session, register
):
    for name in ("Copperline", "Copper & Sons"):
        new = Requester(name="", kind=RequesterKind.COURT)
        save_organisation(session, new, Requester(name=name, kind=RequesterKind.COURT))
    register.more.click()
    field = register.more_panel.organisation
    field.focus_field()
    QTest.keyClicks(field.edit, "copper")
    assert field.suggestions() == ["Copper & Sons", "Copperline"]
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert register.line.text() == 'org:"copper*"'
    assert shown(register) == ["3"]
    field.picked.emit("Copper & Sons")
    field.set_value("Copper & Sons")
    field.edit.editingFinished.emit()
    assert register.line.text() == 'org:"Copper & Sons"'
    assert shown(register) == []
    assert field.value() == "Copper & Sons"


def test_waiting_is_told_in_days_and_grows_louder(three, clock, register):
    register.refresh()
    column = next(
        each for each in register.table.paged.columns if each.key == "waiting_since"
    )
    row = next(row for row in register.table.paged.rows() if row.waiting_since)
    said = []
    for day in ("2026-10-12", "2026-10-25", "2026-10-26", "2026-11-09"):
        clock.at += date.fromisoformat(day) - clock.at.date()
        cell = column.cell(row)
        said.append((cell.text, cell.tone))
    assert said == [
        ("Today", "text2"),
        ("13 days", "text2"),
        ("14 days", "warn"),
        ("28 days", "danger"),
    ]
    assert waiting_words(1) == "1 day"


def test_a_late_day_to_comply_by_is_said(three, register):
    register.refresh()
    told = cells(register, "comply_by")
    assert told == {"1": "4 days late, Thu 19 Nov", "2": "Sat 19 Dec", "3": ""}


def test_a_view_counts_is_chosen_and_is_the_whole_teams(three, session, register):
    register.refresh()
    counts = {view.name: view.count for view in views(session, REQUESTS)}
    assert counts["Everything"] == 3
    assert counts["Returned for more"] == counts["Emergencies"] == 1
    bar = register.keeper.bar
    assert bar.current() == "Everything"
    assert bar.count_of("Under way") == "2"
    bar.view_chosen.emit("state:returned sort:waiting")
    assert shown(register) == ["2"]
    assert bar.current() == "Returned for more"


def test_what_is_typed_becomes_a_view_of_requests_alone(three, session, register):
    register.line.setText("kind:court")
    QTest.keyClick(register.line, Qt.Key.Key_Return)
    register.keeper.save.click()
    dialog = register.findChild(NameDialog)
    dialog.field.set_value("Orders")
    dialog.accept()
    assert [view.name for view in views(session, REQUESTS) if view.own] == ["Orders"]
    assert not [view for view in views(session) if view.own]
    assert register.keeper.bar.current() == "Orders"
    assert register.keeper.delete.isVisible()


def test_a_lock_is_offered_only_to_whoever_sees_one(session, background, show):
    request = recorded(session, lock=lock_asked(session))
    handler = second(session, "handler", "Billie Plain")
    save_view(session, "Hidden", "is:locked", REQUESTS)
    looked = {}
    for name, eyes in (("lead", session), ("handler", handler)):
        page = RegisterPage(eyes, background)
        show(page)
        page.show_part("is:locked")
        looked[name] = page
    assert "hidden" in looked["lead"].chips
    assert [row.id for row in looked["lead"].table.paged.rows()] == [request.id]
    assert "hidden" not in looked["handler"].chips
    assert not looked["handler"].table.paged.rows()
    assert looked["handler"].footer.left.text() == "None"
    assert looked["handler"].keeper.bar.count_of("Hidden") == "0"
    assert looked["handler"].keeper.bar.count_of("Everything") == "0"


def test_numbers_not_used_are_one_quiet_line(three, session, register):
    register.refresh()
    assert not register.spent.isVisible()
    with session.vault.change(
        "disclosure.locked", by=session.member.name, at=session.now()
    ) as work:
        work.locks.hide_number(2, "D-2026-00002")
        work.commit()
    register.refresh()
    assert register.spent.isVisible()
    assert register.spent.text() == "Numbers not used: D-2026-00002"
    many = [f"D-2026-{number:05}" for number in range(1, 20)]
    assert spent_words(many).endswith("D-2026-00012 and 7 more")


def test_the_directory_and_the_numbers_are_a_button_away(qtbot, register):
    with qtbot.waitSignal(register.directory_wanted):
        register.directory.click()
    with qtbot.waitSignal(register.numbers_wanted):
        register.numbers.click()


def test_an_organisation_is_shown_with_all_it_asked(three, register):
    register.show_organisation("=1+1 Ångström Ltd")
    assert register.line.text() == 'org:"=1+1 Ångström Ltd"'
    register.show_organisation("Copperline")
    assert shown(register) == ["3"]


def test_an_empty_register_says_what_it_is_for(register):
    assert register.empty.isVisible()
    assert register.empty.title.text() == "No request yet"
    assert register.first_focus() is register.new


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_or_covered(theme, three, register, look, size):
    theme.set_choice(look)
    register.refresh()
    for turn in (register.panel.hide, register.more.click, register.panel.begin):
        turn()
        settle(register, (size[0] - 56, size[1] - 80))
        assert findings(register) == []
