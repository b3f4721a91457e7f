"""The list of people and the page of one, through their own widgets."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import empty_copy, new_post
from PySide6.QtCore import Qt

from isteam_app.domain.people import Format, Person, TeamMember
from isteam_app.errors import NotFound
from isteam_app.services.intake import receive_post
from isteam_app.services.people import person_page, save_person
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock
from ui.common.background import Background
from ui.common.dialogs import ConfirmDialog
from ui.people.edit_panel import EditPanel
from ui.people.other_panels import MergePanel, RepresentativePanel, SightPanel
from ui.people.people_page import PeoplePage
from ui.people.person_page import PersonPage


@pytest.fixture(scope="module")
def session(tmp_path_factory) -> Iterator[Session]:
    folder: Path = tmp_path_factory.mktemp("people")
    opened = empty_copy(folder)
    with opened.vault.change("member.added", by="Robin", at=opened.now()) as work:
        work.members.add(TeamMember(name="Alex Example"))
        work.commit()
    receive_post(opened, new_post(name="Mrs Aoife Hartigan"))
    yield opened
    lock(opened)


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def shown_page(
    qtbot, session: Session, background: Background, name: str
) -> PersonPage:
    """The page of somebody new with a case, in sight."""
    person = receive_post(session, new_post(name=name)).cases[0].subject
    page = PersonPage(session, background)
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    page.open(person.id)
    return page


def note(page: PersonPage) -> str:
    said = page.said()
    return "" if said is None else f"{said.title.text()} {said.text.text()}"


def test_a_person_is_found_by_typing_and_opened_with_enter(
    qtbot, session, background
) -> None:
    page = PeoplePage(session, background)
    qtbot.addWidget(page)
    page.show()
    assert page.first_focus() is page.line
    qtbot.keyClicks(page.line, "hartig")
    with qtbot.waitSignal(page.person_opened) as opened:
        qtbot.keyClick(page.line, Qt.Key.Key_Return)
    assert person_page(session, opened.args[0]).person.name == "Mrs Aoife Hartigan"
    page.line.setText("nobody so named")
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    assert page.empty.title.text() == "Nobody fits"


def test_details_are_edited_and_refusals_stand_at_their_field(
    qtbot, session, background
) -> None:
    page = shown_page(qtbot, session, background, "Ms Petra Lindqvist")
    (case,) = page.tabs.cases.lines
    with qtbot.waitSignal(page.case_opened):
        case.go()
    page.edit_button.click()
    panel = page.panel
    assert isinstance(panel, EditPanel)
    panel.born.set_text("1/1/2027")
    panel.give()
    assert "future" in panel.born.problem()
    panel.born.set_text("3/4/1950")
    panel.died.set_text("2/4/1950")
    panel.save_button.click()
    assert "before the day of birth" in panel.died.problem()
    panel.died.set_text("")
    panel.name.set_value("x" * 10_000)
    panel.save_button.click()
    assert "10,000 characters" in panel.name.problem()
    panel.name.set_value("Ms Petra Lindqvist")
    panel.address.set_value("1 Mill Lane, Eastbridge, QX4 7TC")
    assert not panel.odd.isHidden()
    panel.format.set_value(Format.LARGE_20.value)
    panel.do_not_write.set_value("Hospital until May")
    panel.save_button.click()
    assert page.panel is None
    assert "Saved" in note(page)
    assert page.page.person.particulars.format is Format.LARGE_20
    assert any("Hospital" in line.title for line in page.tabs.changes.lines)


def test_half_typed_details_come_back_and_a_clash_is_told_field_by_field(
    qtbot, session, background
) -> None:
    page = shown_page(qtbot, session, background, "Mr Ivo Castellane")
    person = page.page.person
    page.edit()
    assert page.half_typed() is None
    page.panel.greeting.set_value("Ivo")
    kept = page.half_typed()
    page._give_up()  # noqa: SLF001  what Escape does
    page.restore_typing(kept)
    assert page.panel.greeting.value() == "Ivo"
    colleague = replace(session, member=TeamMember(name="Alex Example"))
    save_person(colleague, person, replace(person, salutation="Mr C."))
    page.panel.save_button.click()
    assert "Alex Example at 10:42" in note(page)
    assert "theirs Mr C., yours Ivo" in note(page)
    page.panel.save_button.click()
    assert page.page.person.salutation == "Ivo"


def test_a_representative_is_named_and_ended(qtbot, session, background) -> None:
    page = shown_page(qtbot, session, background, "Ms Wren Abernathy")
    page.act_button.click()
    panel = page.panel
    assert isinstance(panel, RepresentativePanel)
    panel.save_button.click()
    assert panel.who.problem()
    panel.who.use(page.page.person)
    panel.save_button.click()
    assert "themselves" in panel.who.problem()
    panel.who.set_value("Ms Orla Quayle")
    panel.evidence.set_value("Signed letter")
    panel.expires.set_text("1/12/2025")
    panel.save_button.click()
    assert panel.expires.problem()
    panel.expires.set_text("1/12/2027")
    panel.save_button.click()
    (line,) = page.tabs.acting.lines
    assert line.title == "Ms Orla Quayle"
    assert line.icon == "done"
    page._end(page.page.representatives[0])  # noqa: SLF001  what the button of the line calls
    page.findChild(ConfirmDialog).act_button.click()
    (line,) = page.tabs.acting.lines
    assert "ended" in line.detail
    assert line.act is None


def test_two_records_are_merged_and_parted_again(qtbot, session, background) -> None:
    page = shown_page(qtbot, session, background, "Dr Ines Farrow")
    base = page.page.person
    other = save_person(session, Person(name=""), replace(base, id=0, version=1))
    page.refresh()
    (likely,) = page.tabs.same.lines
    likely.act()
    assert isinstance(page.panel, MergePanel)
    page.panel.save_button.click()
    assert "how you know" in page.panel.reason.problem()
    page.panel.reason.set_value("Same hand and address")
    page.panel.save_button.click()
    (merged,) = page.tabs.same.lines
    assert "Same hand" in merged.detail
    page.open(other.id)
    assert not page.edit_button.isVisible()
    assert page.page.kept_as.id == base.id
    page.open(base.id)
    page.tabs.same.lines[0].act()
    assert "two records again" in note(page)
    assert {line.title for line in page.tabs.same.lines} == {"Dr Ines Farrow"}


def test_who_may_see_is_limited_and_lifted(qtbot, session, background) -> None:
    page = shown_page(qtbot, session, background, "Mr Lev Marchetti")
    page.sight_button.click()
    assert isinstance(page.panel, SightPanel)
    page.panel.member.set_value("Alex Example")
    page.panel.save_button.click()
    assert page.panel.reason.problem()
    page.panel.reason.set_value("Neighbours")
    page.panel.save_button.click()
    (line,) = page.tabs.sight.lines
    assert line.title == "Hidden from Alex Example: Neighbours"
    line.act()
    assert page.tabs.sight.lines == ()
    page.limit()
    page.panel.reason.set_value("My brother")
    page.panel.save_button.click()
    assert "not in the vault" in note(page)
    with pytest.raises(NotFound):
        page.refresh()
