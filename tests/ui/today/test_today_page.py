"""Today in a real window over a real vault."""

from collections.abc import Iterator

import pytest
from builders import new_post
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from request_steps import recorded

from isteam_app.domain.people import TeamMember
from isteam_app.domain.settings import Absence
from isteam_app.services.cases import assign, case_page
from isteam_app.services.decisions import decide
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.team import add_absence, add_person
from isteam_app.services.today import Urgency, worklist
from isteam_app.services.unlock import lock, unlock
from ui.common.background import Background
from ui.common.paged_model import PagedModel
from ui.common.theme import Theme
from ui.today.today_page import STEP, TodayPage
from ui.today.words import late_sentence

NAMES = ("Mr O\u2019Brien-Ńowak", "Ŵyn", "毛", "שרה לוי", "<b>Bold</b> & Co")


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def opened(qtbot, session: Session, background: Background) -> TodayPage:
    page = TodayPage(session, background)
    qtbot.addWidget(page)
    page.resize(1112, 720)
    page.show()
    page.refresh()
    first = page.first_focus()
    assert first is not None
    first.setFocus()
    return page


@pytest.fixture
def page(qtbot, demo: Session, background: Background) -> TodayPage:
    return opened(qtbot, demo, background)


def groups(page: TodayPage) -> list[str]:
    model: PagedModel = page.table.paged
    found = (model.group_at(line) for line in range(model.rowCount()))
    return [group.key for group in found if group is not None]


def shown(page: TodayPage) -> list:
    return page.table.paged.rows()


def test_the_most_urgent_stands_first_under_its_group(page: TodayPage) -> None:
    days = [row.by for row in shown(page)]
    assert days == sorted(days)
    order = [urgency.value for urgency in Urgency]
    assert groups(page) == [key for key in order if key in groups(page)]
    assert groups(page)[0] == "overdue"
    assert page.title.text() == "Monday 23 November 2026"


def test_the_figures_agree_with_the_worklist(page: TodayPage, demo: Session) -> None:
    every = worklist(demo, limit=500)
    assert len(every.rows) == every.total
    for urgency, count in every.groups.items():
        assert count == sum(row.urgency is urgency for row in every.rows)
    late = every.groups[Urgency.OVERDUE]
    assert page.tiles.tile("overdue").number == str(late)
    near = every.groups[Urgency.TODAY] + every.groups[Urgency.WEEK]
    assert page.tiles.tile("soon").number == str(near)


@pytest.mark.parametrize("key", ["overdue", "soon", "waiting", "approval"])
def test_a_figure_narrows_the_list_to_what_it_counts(page: TodayPage, key) -> None:
    tile = page.tiles.tile(key)
    tile.click()
    assert page.card.title.text() != "Worklist"
    counted = page.card.meta.text().partition(" of ")[2] or "0"
    assert counted == tile.number
    tile.click()
    assert page.card.title.text() == "Worklist"


def test_enter_opens_the_line(qtbot, page: TodayPage) -> None:
    case = next(row for row in shown(page) if row.record == "case")
    page.table.select_key(("case", case.id))
    with qtbot.waitSignal(page.case_opened) as opened_case:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened_case.args == [case.id]


def test_a_request_opens_as_a_request(qtbot, session, background) -> None:
    kept = recorded(session)
    page = opened(qtbot, session, background)
    assert [row.who for row in shown(page)] == ["Eastbridge Constabulary"]
    with qtbot.waitSignal(page.disclosure_opened) as opened_request:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened_request.args == [kept.id]


def test_more_is_shown_until_the_last_line(qtbot, page: TodayPage, demo) -> None:
    total = worklist(demo).total
    assert len(shown(page)) == STEP < total
    while not page.footer.more_link.isHidden():
        page.footer.more_link.click()
    assert len(shown(page)) == total
    qtbot.keyClick(page.table, Qt.Key.Key_End)
    assert page.table.selected() == shown(page)[-1]


def test_mine_and_nobodys_are_kept_apart(page: TodayPage, demo: Session) -> None:
    page.segments.setFocus()
    page.segments._choose(page.segments._segments[1])  # noqa: SLF001 - as a click does
    assert {row.owner for row in shown(page)} == {demo.member.name}
    page.segments._choose(page.segments._segments[2])  # noqa: SLF001 - as a click does
    assert {row.owner for row in shown(page)} == {""}


def test_the_nearest_to_post_stands_first(page: TodayPage) -> None:
    page.order._choose(page.order._segments[1])  # noqa: SLF001 - as a click does
    days = [row.by for row in shown(page) if row.by]
    assert days == sorted(days)
    cases = [row for row in shown(page) if row.record == "case"]
    assert all(row.by == row.post_by for row in cases)
    assert sum(page._work.groups.values()) == page._work.total  # noqa: SLF001 - what the list was told


def test_one_decides_and_another_approves(qtbot, session, clock, background) -> None:
    words = "violet harbour nine kettles walking"
    case = receive_post(session, new_post()).cases[0]
    decide(session, case, outcome="refused", ground="unfounded", reason="The third")
    add_person(
        session, name="Sam Okafor", role="approver", passphrase=words, repeated=words
    )
    page = opened(qtbot, session, background)
    assert page.tiles.tile("approval").number == "0"
    lock(session)
    sam = unlock(session.vault.folder, words, clock)
    theirs = opened(qtbot, sam, background)
    assert theirs.tiles.tile("approval").number == "1"
    theirs.tiles.tile("approval").click()
    assert [row.id for row in shown(theirs)] == [case.id]
    lock(sam)


def test_cases_of_who_is_away_are_mine(qtbot, session, background) -> None:
    with session.vault.change("member.added", by="Robin", at=session.now()) as work:
        work.members.add(TeamMember(name="Sam Okafor", role="handler"))
        work.commit()
    theirs = receive_post(session, new_post()).cases[0]
    assign(session, theirs, "Sam Okafor")
    page = opened(qtbot, session, background)
    page.segments._choose(page.segments._segments[1])  # noqa: SLF001 - as a click does
    assert shown(page) == []
    assert page.empty.title.text() == "Nothing of yours waits"
    add_absence(
        session,
        Absence(
            member="Sam Okafor",
            first=session.today,
            last=session.today,
            cover=session.member.name,
        ),
    )
    page.refresh()
    assert [row.id for row in shown(page)] == [theirs.id]
    last = page.table.paged.columnCount() - 1
    cell = page.table.paged.columns[last].cell(shown(page)[0])
    assert cell.text == "for Sam Okafor"
    assert "away" in cell.words


def test_a_clock_set_back_is_said_and_blocks_nothing(
    qtbot, session, clock, background
) -> None:
    receive_post(session, new_post())
    page = opened(qtbot, session, background)
    assert page.said() is None
    clock.forward(-365)
    page.refresh()
    assert page.said() is not None
    assert "set the clock right" in page.said().text.text()
    assert "Mon 23 Nov 2026 at 10:42" in page.said().text.text()
    receive_post(
        session, new_post(received=clock.at.date(), reached_team=None, dated=None)
    )
    clock.forward(365)
    page.refresh()
    assert page.said() is None


def test_a_day_past_the_known_holidays_is_said(qtbot, session, clock, background):
    page = opened(qtbot, session, background)
    clock.forward(365 * 20)
    page.refresh()
    assert "Public holidays are known up to" in page.said().text.text()


def test_an_empty_day_offers_the_post(qtbot, session, background) -> None:
    page = opened(qtbot, session, background)
    assert page.empty.isVisible()
    assert "Nothing is late" in page.summary.text()
    assert page.first_focus() is page.empty.button
    with qtbot.waitSignal(page.post_wanted):
        page.empty.button.click()


def test_an_empty_choice_leads_back_to_everything(qtbot, session, background) -> None:
    receive_post(session, new_post())
    page = opened(qtbot, session, background)
    page.tiles.tile("waiting").click()
    assert page.empty.isVisible()
    page.empty.button.click()
    assert len(shown(page)) == 1


def test_letters_to_print_lead_to_the_desk(qtbot, page: TodayPage) -> None:
    with qtbot.waitSignal(page.letters_opened) as opened_desk:
        page.tiles.tile("letters").click()
    assert opened_desk.args == ["final"]
    assert len(shown(page)) == STEP


def test_awkward_names_are_shown_as_written(qtbot, session, background) -> None:
    with session.vault.change("member.added", by="Robin", at=session.now()) as work:
        for name in NAMES:
            work.members.add(TeamMember(name=name, role="handler"))
        work.commit()
    for name in NAMES:
        received = receive_post(session, new_post(name=name))
        assign(session, received.cases[0], name)
    page = opened(qtbot, session, background)
    assert sorted(row.who for row in shown(page)) == sorted(NAMES)
    assert findings(page) == []


def test_a_case_moves_when_its_day_passes(qtbot, session, clock, background) -> None:
    kept = receive_post(session, new_post()).cases[0]
    page = opened(qtbot, session, background)
    assert groups(page) == ["this_week"]
    by = case_page(session, kept.id).case.next_by
    clock.forward((by - session.today).days + 1)
    page.refresh()
    assert groups(page) == ["overdue"]
    assert page.summary.text() == "One item is late."


def test_the_day_in_one_sentence() -> None:
    assert late_sentence(2, 3) == "Two items are late. Three more fall due today."
    assert late_sentence(0, 1) == "Nothing is late. One item falls due today."
    assert late_sentence(12, 0) == "12 items are late."


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("choice", THEMES)
def test_the_page_looks_right(page: TodayPage, choice: str, size) -> None:
    Theme(choice).apply(QApplication.instance())
    settle(page, (size[0] - (168 if size[0] >= 1180 else 56), size[1] - 80))
    assert findings(page) == []
