"""The ways into the vault in the settings, and what is done there for others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import new_post
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtWidgets import QApplication

from isteam_app.errors import WrongPassphrase
from isteam_app.services.cases import assign, case_page
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.team import add_person, team
from isteam_app.services.unlock import asked_back, lock, unlock
from isteam_app.storage.recovery_key import groups
from ui.common.background import Background
from ui.common.theme import Theme
from ui.settings.person_panel import LEAVE
from ui.settings.person_panel import PASSPHRASE as NEW_WORDS
from ui.settings.settings_page import SettingsPage

WORDS = "violet harbour nine kettles walking"
NEWER = "gravel seventeen umbrella cautious moth"
LONG = 30_000


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def opened(
    qtbot, session: Session, background: Background, part: str = "keys"
) -> SettingsPage:
    page = SettingsPage(session, background)
    qtbot.addWidget(page)
    page.resize(1112, 720)
    page.show()
    page.show_part(part)
    return page


def join(session: Session, name: str = "Sam Okafor", role: str = "handler"):
    return add_person(session, name=name, role=role, passphrase=WORDS, repeated=WORDS)


def words_of(note) -> str:
    return "" if note is None else f"{note.title.text()} {note.text.text()}"


def test_my_passphrase_is_changed(qtbot, session, clock, background) -> None:
    page = opened(qtbot, session, background)
    card = page.keys.mine
    card.current.set_value("not mine at all")
    card.new.first.set_value(NEWER)
    card.new.again.set_value(NEWER)
    assert card.new.meter.word() in ("Good", "Strong")
    card.act.click()
    qtbot.waitUntil(card.act.isEnabled, timeout=LONG)
    assert "not your passphrase" in card.current.problem()
    card.current.set_value(PASSPHRASE)
    card.act.click()
    qtbot.waitUntil(card.act.isEnabled, timeout=LONG)
    assert "Your passphrase is changed" in words_of(card.notes.note)
    assert card.current.value() == card.new.first.value() == ""
    lock(session)
    lock(unlock(session.vault.folder, NEWER, clock))


def test_nothing_secret_stays_typed(qtbot, session, background) -> None:
    page = opened(qtbot, session, background)
    page.keys.mine.current.set_value(PASSPHRASE)
    page.keys.key_part.passphrase.set_value(PASSPHRASE)
    page.show_part("team")
    page.team.adding.first.set_value(WORDS)
    page.show_part("keys")
    assert page.keys.mine.current.value() == ""
    assert page.keys.key_part.passphrase.value() == ""
    assert page.team.adding.first.value() == ""


def test_a_new_sheet_is_proved_from_paper(
    qtbot, session, background, tmp_path: Path
) -> None:
    page = opened(qtbot, session, background)
    card = page.keys.sheet
    assert "Mon 23 Nov 2026" in card.made.text()
    card.begin.click()
    made = card.typed()
    assert made is not None
    qtbot.waitUntil(lambda: not background.is_busy)
    card.save_to(str(tmp_path / "sheet.pdf"))
    qtbot.waitUntil((tmp_path / "sheet.pdf").exists, timeout=LONG)
    qtbot.waitUntil(lambda: not background.is_busy, timeout=LONG)
    for field in card.steps.groups:
        field.set_value("0000")
    card.steps.act.click()
    qtbot.waitUntil(card.steps.act.isEnabled, timeout=LONG)
    assert "not what the sheet says" in card.steps.groups[0].problem()
    key = made.recovery_key
    for field, place in zip(card.steps.groups, asked_back(key), strict=True):
        field.set_value(groups(key)[place - 1].lower())
    card.steps.act.click()
    qtbot.waitUntil(lambda: card.typed() is None, timeout=LONG)
    assert "new recovery sheet is in force" in words_of(card.notes.note)
    assert card.steps.isHidden()
    assert not card.begin.isHidden()
    qtbot.waitUntil(lambda: not background.is_busy)


def test_the_key_is_changed_by_hand(qtbot, session, background) -> None:
    page = opened(qtbot, session, background)
    card = page.keys.key_part
    before = set(session.vault.folder.glob("*.db"))
    card.passphrase.set_value(WORDS)
    card.act.click()
    qtbot.waitUntil(card.act.isEnabled, timeout=LONG)
    assert "not your passphrase" in card.passphrase.problem()
    card.passphrase.set_value(PASSPHRASE)
    card.act.click()
    qtbot.waitUntil(card.act.isEnabled, timeout=LONG)
    assert "under a new key" in words_of(card.notes.note)
    assert before.isdisjoint(session.vault.folder.glob("*.db"))
    assert "last changed on" in card.says.text()


def test_who_may_not_sees_why(qtbot, session, clock, background) -> None:
    join(session)
    lock(session)
    sam = unlock(session.vault.folder, WORDS, clock)
    page = opened(qtbot, sam, background)
    for button in (page.keys.sheet.begin, page.keys.key_part.act):
        assert not button.isEnabled()
        assert "Only an administrator" in button.toolTip()
        assert "Only an administrator" in button.accessibleDescription()
    assert page.keys.mine.act.isEnabled()
    page.show_part("team")
    assert page.team.changes
    for change in page.team.changes.values():
        assert not change.isEnabled()
        assert "Only an administrator" in change.toolTip()
    lock(sam)


def test_a_person_is_renamed(qtbot, session, background) -> None:
    sam = join(session)
    page = opened(qtbot, session, background, "team")
    page.team.changes[sam.id].click()
    panel = page.team.panel
    panel.name.field.set_value("Robin Sample")
    panel.name.act.click()
    qtbot.waitUntil(panel.name.act.isEnabled, timeout=LONG)
    assert "has that name" in panel.name.field.problem()
    panel.name.field.set_value("Samuel Okafor")
    panel.name.act.click()
    qtbot.waitUntil(lambda: page.team.panel is None, timeout=LONG)
    assert "Sam Okafor is now Samuel Okafor" in words_of(page.team._note)  # noqa: SLF001 - the note in sight
    assert [one.name for one in team(session).members] == [
        "Robin Sample",
        "Samuel Okafor",
    ]


def test_renaming_oneself_locks(qtbot, session, background) -> None:
    page = opened(qtbot, session, background, "team")
    page.team.changes[session.member.id].click()
    page.team.panel.name.field.set_value("Robin Elsewhere")
    with qtbot.waitSignal(page.lock_wanted, timeout=LONG):
        page.team.panel.name.act.click()
    qtbot.waitUntil(lambda: not background.is_busy)


def test_a_person_gets_a_new_passphrase_and_leaves(
    qtbot, session, clock, background
) -> None:
    sam = join(session)
    case = assign(session, receive_post(session, new_post()).cases[0], sam.name)
    page = opened(qtbot, session, background, "team")
    page.team.changes[sam.id].click()
    panel = page.team.panel
    panel.show_part(NEW_WORDS)
    panel.passphrase.new.first.set_value(NEWER)
    panel.passphrase.new.again.set_value(NEWER)
    panel.passphrase.act.click()
    qtbot.waitUntil(lambda: page.team.panel is None, timeout=LONG)
    page.team.changes[sam.id].click()
    panel = page.team.panel
    panel.show_part(LEAVE)
    assert "1 open case" in panel.leave.says.text()
    panel.leave.passphrase.set_value(PASSPHRASE)
    panel.leave.act.click()
    qtbot.waitUntil(panel.leave.act.isEnabled, timeout=LONG)
    assert "Choose who takes over" in panel.leave.taker.problem()
    panel.leave.taker.set_value(session.member.name)
    panel.leave.act.click()
    qtbot.waitUntil(lambda: page.team.panel is None, timeout=LONG)
    assert "Sam Okafor has left the team" in words_of(page.team._note)  # noqa: SLF001 - the note in sight
    assert case_page(session, case.id).case.owner == session.member.name
    assert list(page.team.changes) == [session.member.id]
    lock(session)
    for words in (WORDS, NEWER):
        with pytest.raises(WrongPassphrase):
            unlock(session.vault.folder, words, clock)


def test_oneself_has_no_way_out(qtbot, session, background) -> None:
    page = opened(qtbot, session, background, "team")
    page.team.changes[session.member.id].click()
    panel = page.team.panel
    panel.show_part(LEAVE)
    assert not panel.leave.act.isEnabled()
    assert "only administrator" in panel.leave.act.toolTip()
    panel.show_part(NEW_WORDS)
    assert "under Keys" in panel.passphrase.act.toolTip()
    assert panel.passphrase.new.isHidden()
    page.team.changes[session.member.id].click()
    assert page.team.panel is None


@pytest.mark.parametrize("choice", THEMES)
def test_it_looks_right(qtbot, session, background, choice: str) -> None:
    Theme(choice).apply(QApplication.instance())
    sam = join(session)
    page = opened(qtbot, session, background)
    page.keys.sheet.begin.click()
    qtbot.waitUntil(lambda: not background.is_busy)
    for size in SIZES:
        settle(page, (size[0] - (168 if size[0] >= 1180 else 56), size[1] - 80))
        assert findings(page) == []
    page.show_part("team")
    page.team.changes[sam.id].click()
    for part in ("name", NEW_WORDS, LEAVE):
        page.team.panel.show_part(part)
        for size in SIZES:
            settle(page, (size[0] - (168 if size[0] >= 1180 else 56), size[1] - 80))
            assert findings(page) == []
