"""Saved views and changing many cases at once, in a real window over a real vault."""

from collections.abc import Iterator

import pytest
from builders import new_post
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from isteam_app.domain.cases import CaseKind
from isteam_app.domain.listing import CaseColumn, CaseFilter, CaseOrder
from isteam_app.domain.people import TeamMember
from isteam_app.services.cases import assign, case_page, count_cases, list_cases
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.views import BUILT_IN, views
from ui.cases.cases_page import CasesPage
from ui.common.background import Background
from ui.common.dialogs import ConfirmDialog
from ui.common.theme import Theme
from ui.common.view_bar import NameDialog

SAM = "Sam Okafor"


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def with_sam(session: Session) -> None:
    with session.vault.change("member.added", by="Robin", at=session.now()) as work:
        work.members.add(TeamMember(name=SAM, role="handler"))
        work.commit()


def opened(qtbot, session: Session, background: Background) -> CasesPage:
    with_sam(session)
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


def dialog(page: CasesPage, kind: type) -> ConfirmDialog:
    return next(each for each in page.findChildren(kind) if each.isVisible())


def test_every_view_shows_what_it_counts(page: CasesPage, demo: Session) -> None:
    assert page.views.current() == "Open"
    for view in views(demo):
        page.views.set_current(view.name)
        assert page.line.text() == view.words
        assert page.views.count_of(view.name) == str(view.count)
        assert page.footer.left.text().endswith(f"of {view.count}") or not view.count
    page.views.set_current("Post this week")
    assert "day to post by" in page.footer.right.text()
    days = [row.post_by for row in shown(page)]
    assert days == sorted(days)
    page.views.set_current("Mine")
    assert page.footer.right.text() == "Sorted by due date"


def test_a_view_is_saved_renamed_and_deleted(qtbot, page: CasesPage) -> None:
    say(page, "type:access sort:post")
    assert page.views.current() not in {view.name for view in BUILT_IN}
    page.keeper.save.click()
    asked = dialog(page, NameDialog)
    asked.field.set_value("Mine")
    asked.accept()
    assert "of that name" in asked.field.problem()
    asked.field.set_value("Copies to post")
    qtbot.keyClick(asked.field.edit, Qt.Key.Key_Return)
    assert page.views.current() == "Copies to post"
    assert not page.keeper.save.isEnabled()
    page.keeper.rename.click()
    renaming = next(d for d in page.findChildren(NameDialog) if d is not asked)
    renaming.field.set_value("Copies")
    renaming.accept()
    assert page.views.current() == "Copies"
    page.keeper.delete.click()
    dialog(page, ConfirmDialog).act_button.click()
    assert "Copies" not in {view.name for view in views(page._session)}  # noqa: SLF001 - the vault it shows
    assert page.line.text() == "type:access sort:post"


def test_every_type_is_in_the_menu(page: CasesPage) -> None:
    say(page, "")
    for kind in CaseKind:
        page.types._acts[kind.value].trigger()  # noqa: SLF001 - as a click in the menu does
        assert {row.kind for row in shown(page)} <= {kind}
        page.types._acts[kind.value].trigger()  # noqa: SLF001 - likewise
    assert page.line.text() == ""


def test_many_are_assigned_and_put_back(qtbot, page: CasesPage, demo: Session) -> None:
    say(page, "owner:me is:open")
    mine = [row.id for row in shown(page)]
    page.table.select_first()
    assert page.bulk.isHidden()
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.bulk.words.text() == "2 chosen"
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.bulk.words.text() == f"{len(mine)} chosen"
    page.bulk.assign_button.click()
    panel = page.panel
    assert panel.isVisible()
    assert not panel.act.isEnabled()
    panel.taker.set_value(SAM)
    plan = panel.table.paged.rows()
    assert [row.words for row in plan] == [f"{demo.member.name} to {SAM}"] * len(mine)
    assert panel.act.words() == f"Give {len(mine)} cases"
    panel.act.click()
    qtbot.waitUntil(panel.undo.isVisible)
    assert count_cases(demo, CaseFilter(owner=SAM)) == len(mine)
    assert shown(page) == []
    moved = list_cases(demo, CaseFilter(owner=SAM), CaseOrder()).rows[0]
    assign(demo, case_page(demo, moved.id).case, "")
    panel.undo.click()
    qtbot.waitUntil(panel.undo.isHidden)
    assert len(shown(page)) == len(mine) - 1
    stays = [row for row in panel.table.paged.rows() if row.id == moved.id]
    assert stays[0].words == "Given to nobody since"
    qtbot.keyClick(panel.cancel, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert page.preview.isVisible()


def test_a_note_goes_on_all_of_the_list(qtbot, session, background) -> None:
    for number in range(102):
        receive_post(session, new_post(name=f"Person {number:03}"))
    page = opened(qtbot, session, background)
    page.table.selectAll()
    assert page.bulk.words.text() == "100 chosen"
    assert page.bulk.all_link.words() == "Choose all 102 in this list"
    page.bulk.all_link.click()
    assert page.bulk.words.text() == "102 chosen"
    page.bulk.note_button.click()
    page.panel.text.set_value("Strike at the depot")
    assert page.panel.act.words() == "Add the note to 102 cases"
    page.panel.act.click()
    qtbot.waitUntil(page.panel.undo.isVisible, timeout=30_000)
    say(page, "strike depot")
    assert page.footer.left.text().endswith("of 102")


def test_everything_is_handed_over(qtbot, page: CasesPage, demo: Session) -> None:
    page.desk.hand_over.click()
    page.panel.giver.set_value(demo.member.name)
    page.panel.taker.set_value(demo.member.name)
    assert not page.panel.act.isEnabled()
    page.panel.taker.set_value(SAM)
    page.panel.act.click()
    qtbot.waitUntil(page.panel.undo.isVisible)
    say(page, "is:open owner:me")
    assert shown(page) == []
    assert page.empty.title.text() == "No case fits these words"


def test_an_empty_vault_offers_the_post(qtbot, session, background) -> None:
    page = opened(qtbot, session, background)
    assert page.empty.title.text() == "No cases yet"
    with qtbot.waitSignal(page.post_wanted):
        page.empty.button.click()


def test_a_heading_overrules_the_words(page: CasesPage) -> None:
    say(page, "is:open sort:post")
    page.table.sort_requested.emit(CaseColumn.PERSON, False)
    assert page.line.text() == "is:open"
    assert page.footer.right.text() == "Sorted by person"
    say(page, "is:open type:access")
    assert page.footer.right.text() == "Sorted by person"


@pytest.mark.parametrize("choice", THEMES)
def test_the_panel_looks_right(page: CasesPage, choice: str) -> None:
    Theme(choice).apply(QApplication.instance())
    for size in SIZES:
        narrow = size[0] < 1180
        page.set_narrow(narrow)
        page.table.selectAll()
        settle(page, (size[0] - (56 if narrow else 168), size[1] - 80))
        assert findings(page) == []
        page.bulk.assign_button.click()
        page.panel.taker.set_value(SAM)
        settle(page, (size[0] - (56 if narrow else 168), size[1] - 80))
        assert findings(page) == []
        page.panel.cancel.click()
