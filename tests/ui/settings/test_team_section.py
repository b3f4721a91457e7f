"""The team in the settings: a real section over a real vault."""

from collections.abc import Iterator

import pytest
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from isteam_app.services.session import Session
from isteam_app.services.team import add_person, team
from isteam_app.services.unlock import lock, unlock
from ui.common.background import Background
from ui.common.theme import Theme
from ui.settings.person_panel import LEAVE, NAME
from ui.settings.settings_page import SettingsPage

WORDS = "violet harbour nine kettles walking"


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def opened(qtbot, session: Session, background: Background) -> SettingsPage:
    page = SettingsPage(session, background)
    qtbot.addWidget(page)
    page.resize(1112, 720)
    page.show()
    page.show_part("team")
    return page


def said(page: SettingsPage) -> str:
    note = page.team._note  # noqa: SLF001 - the note in sight
    return f"{note.title.text()} {note.text.text()}" if note else ""


def add(qtbot, page: SettingsPage, name: str, words: str, again: str) -> None:
    form = page.team.adding
    form.name.set_value(name)
    form.role.set_value("approver")
    form.first.set_value(words)
    form.again.set_value(again)
    form.act.click()
    qtbot.waitUntil(form.act.isEnabled, timeout=20_000)


def test_a_team_is_made_and_changed(qtbot, session, clock, background) -> None:
    page = opened(qtbot, session, background)
    assert page.save.isHidden()
    add(qtbot, page, "Sam Okafor", WORDS, "something else")
    assert "not the same" in page.team.adding.again.problem()
    add(qtbot, page, "Sam Okafor", WORDS, WORDS)
    assert "Sam Okafor is in the team" in said(page)
    assert page.team.adding.first.value() == ""
    robin, sam = team(session).members
    page.team.roles[robin.id].set_value("handler")
    assert "only administrator" in said(page)
    assert page.team.roles[robin.id].value() == "administrator"
    page.team.roles[sam.id].set_value("auditor")
    assert team(session).members[1].role == "auditor"

    away = page.team.away
    away.member.set_value(sam.name)
    away.cover.set_value(sam.name)
    away.first.set_text("today")
    away.act.click()
    assert "Type a day" in away.last.problem()
    away.last.set_text("+3d")
    away.act.click()
    assert "stands in for themselves" in away.cover.problem()
    away.cover.set_value(robin.name)
    away.act.click()
    assert [each.cover for each in team(session).absences] == [robin.name]
    away.remove[0].click()
    assert team(session).absences == ()

    lock(session)
    second = unlock(session.vault.folder, WORDS, clock)
    theirs = opened(qtbot, second, background)
    assert "Only an administrator" in said(theirs)
    assert theirs.team.adding.isHidden()
    assert not any(role.combo.isEnabled() for role in theirs.team.roles.values())
    lock(second)


@pytest.mark.parametrize("choice", THEMES)
def test_the_team_looks_right(qtbot, session, background, choice: str) -> None:
    Theme(choice).apply(QApplication.instance())
    page = opened(qtbot, session, background)
    for size in SIZES:
        settle(page, (size[0] - (168 if size[0] >= 1180 else 56), size[1] - 80))
        assert findings(page) == []


LONG = ("Bartholomew " + "Fitz-Longname-Sampleton " * 4)[:100].strip()
RIGHT_TO_LEFT = "نورا المثال"


def test_names_of_any_length_and_script_leave_the_rest_in_sight(
    qtbot, session, background
) -> None:
    for name in (LONG, RIGHT_TO_LEFT, "O'Brien-Ńowak & <b>Ŵyn</b>"):
        words = f"{WORDS} {len(name)}"
        add_person(session, name=name, role="handler", passphrase=words, repeated=words)
    page = opened(qtbot, session, background)
    long = next(one for one in team(session).members if one.name == LONG)
    page.team.open_person(long)
    panel = page.team.panel
    assert panel is not None
    for part in (NAME, LEAVE):
        panel.show_part(part)
        for size in SIZES:
            settle(page, (size[0] - (168 if size[0] >= 1180 else 56), size[1] - 80))
            assert findings(page) == [], (part, size)
    panel.show_part(NAME)
    stops = []
    at = page.team.changes[long.id]
    while at is not page.team.adding.name.input:
        at = at.nextInFocusChain()
        if at.isVisible() and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(at)
    inside = [panel.isAncestorOf(stop) for stop in stops]
    assert panel.name.act in stops
    assert inside == sorted(inside, reverse=True)  # the panel, then the next lines
    assert stops[-1] is page.team.adding.name.input
    assert panel.leave.act.accessibleName() == f"Remove {LONG}"
    assert panel.leave.act.words().endswith("…")
