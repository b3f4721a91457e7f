"""Backups in the settings, and restoring one: real files, real vaults, real cards."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import PASSPHRASE, new_post
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtWidgets import QApplication

from isteam_app.domain.backup_calendar import Why
from isteam_app.services.backups import make_backup
from isteam_app.services.intake import receive_post
from isteam_app.services.unlock import lock, unlock
from ui.common.background import Background
from ui.common.restore_card import RestoreCard
from ui.common.theme import Theme
from ui.settings.settings_page import SettingsPage

_LONG = 60_000


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def page(qtbot, session, background) -> SettingsPage:
    made = SettingsPage(session, background)
    qtbot.addWidget(made)
    made.resize(1112, 720)
    made.show()
    made.show_part("backups")
    rest(qtbot, background)
    return made


def rest(qtbot, background) -> None:
    qtbot.waitUntil(lambda: not background.is_busy, timeout=_LONG)


def told(note) -> str:
    return "" if note is None else f"{note.title.text()}. {note.text.text()}"


def test_made_listed_and_checked(qtbot, page, session, background) -> None:
    listed = page.backups.list
    assert listed.nothing.isVisible()
    assert "Choose a backup" in listed.check.toolTip()
    assert not listed.check.isEnabled()
    with qtbot.waitSignal(page.backed_up, timeout=_LONG):
        listed.now.click()
        assert "another backup" in listed.now.toolTip()
    rest(qtbot, background)
    assert "made and checked" in told(listed.note.note)
    assert "with 0 cases" in told(listed.note.note)
    assert listed.table.isVisible()
    cells = [
        column.cell(listed.table.selected()).text for column in listed.model.columns
    ]
    assert cells[:2] == ["Mon 23 Nov, 10:42", "By hand"]
    assert cells[-1] == "Verified"
    assert "same disk" in told(page.backups.warning.note)
    listed.check.click()
    rest(qtbot, background)
    assert "whole and opens" in told(listed.note.note)
    path = listed.table.selected().path
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    listed.check.click()
    rest(qtbot, background)
    assert "The backup is damaged" in told(listed.note.note)


def test_where_they_go_is_saved(qtbot, page, session, tmp_path) -> None:
    place = tmp_path / "other disk"
    place.mkdir()
    page.form["backup_folder"].set_value(str(place))
    page.form["backup_minutes"].set_value("15")
    page.save.click()
    qtbot.waitUntil(page.save.isEnabled, timeout=_LONG)
    kept = session.settings().backups
    assert (kept.folder, kept.minutes) == (str(place), 15)


def test_one_is_restored_elsewhere_from_the_list(
    qtbot, page, session, background, clock
) -> None:
    receive_post(session, new_post())
    made = make_backup(session, Why.HAND)
    page.backups.list.reload()
    rest(qtbot, background)
    page.backups.list.restore.click()
    card = page.backups.restoring
    assert card.isVisible()
    rest(qtbot, background)
    assert "with 1 case" in card.facts.text() or "cases" in card.facts.text()
    assert card.file.value() == str(made.path)
    card.key.set_value("words that open nothing here")
    card.start.click()
    rest(qtbot, background)
    assert "The backup itself is well" in card.key.problem()
    card.key.set_value(PASSPHRASE)
    card.start.click()
    rest(qtbot, background)
    assert "The vault is restored" in told(card.said())
    assert card.key.value() == ""
    with qtbot.waitSignal(page.open_wanted) as wanted:
        card.open.click()
    back = unlock(wanted.args[0], PASSPHRASE, clock)
    assert back.vault.name == "team restored"
    lock(back)


@pytest.fixture
def card(qtbot, background, clock, tmp_path) -> RestoreCard:
    made = RestoreCard(background, clock, tmp_path)
    qtbot.addWidget(made)
    made.resize(560, 500)
    made.show()
    return made


def test_what_is_missing_or_wrong_is_said_in_its_place(
    qtbot, card, background, session, tmp_path
) -> None:
    card.start.click()
    assert card.file.problem() == "Choose the backup."
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7")
    card.offer(letter)
    rest(qtbot, background)
    assert "not a backup of a vault" in card.file.problem()
    made = make_backup(session, Why.HAND)
    card.offer(made.path)
    rest(qtbot, background)
    assert card.place.value() == str(tmp_path / "team restored.isvault")
    card.start.click()
    assert "Type a passphrase" in card.key.problem()
    card.key.set_value(PASSPHRASE)
    card.place.set_value("somewhere")
    card.start.click()
    assert "whole path" in card.place.problem()
    card.place.set_value(str(session.vault.folder))
    card.start.click()
    rest(qtbot, background)
    assert "left as it is" in card.place.problem()
    card.place.set_value(str(tmp_path / "b"))
    card.key.set_value("2FNM-E4QX-X2MN-WZV7-YCME-KC22-8KYP-B6X1-JG")
    card.start.click()
    rest(qtbot, background)
    assert card.key.problem()
    assert not (tmp_path / "b.isvault").exists()


def test_a_damaged_one_is_said_over_the_buttons(
    qtbot, card, background, session, tmp_path
) -> None:
    made = make_backup(session, Why.HAND)
    card.offer(made.path)
    rest(qtbot, background)
    raw = bytearray(made.path.read_bytes())
    raw[len(raw) // 2] ^= 1
    made.path.write_bytes(raw)
    card.key.set_value(PASSPHRASE)
    card.start.click()
    rest(qtbot, background)
    assert "The backup is damaged" in told(card.said())
    assert card.start.isEnabled()
    assert sorted(path.name for path in tmp_path.glob("*.isvault")) == ["team.isvault"]


def test_cancel_leaves_nothing(qtbot, card, background, session, tmp_path) -> None:
    made = make_backup(session, Why.HAND)
    card.offer(made.path)
    rest(qtbot, background)
    card.key.set_value(PASSPHRASE)
    card.start.click()
    card.progress.cancel.click()
    rest(qtbot, background)
    settle(card)
    done = tmp_path / "team restored.isvault"
    assert ("Stopped" in told(card.said())) != done.exists()
    assert list(tmp_path.glob(".*partial")) == []


@pytest.mark.parametrize("choice", THEMES)
def test_all_of_it_looks_right(
    qtbot, session, background, page, choice: str, tmp_path: Path
) -> None:
    Theme(choice).apply(QApplication.instance())
    for why in (Why.KEY_CHANGE, Why.CLOSE, Why.TIME):
        make_backup(session, why)
    page.backups.list.reload()
    rest(qtbot, background)
    page.backups.list.restore.click()
    rest(qtbot, background)
    for size in SIZES:
        settle(page, (size[0] - (168 if size[0] >= 1180 else 56), size[1] - 80))
        assert findings(page) == []


def test_whoever_only_looks_is_told_why_not(
    qtbot, session, background, clock, tmp_path
) -> None:
    lock(session)
    from isteam_app.services.session import Session
    from isteam_app.storage.vault_doors import open_vault

    vault = open_vault(session.vault.folder, PASSPHRASE, look_only=True)
    looking = Session(vault=vault, member=vault.member, now=clock)
    page = SettingsPage(replace(looking), background)
    qtbot.addWidget(page)
    page.show()
    page.show_part("backups")
    rest(qtbot, background)
    assert not page.backups.list.now.isEnabled()
    assert "look only" in page.backups.list.now.toolTip()
    lock(looking)


def test_on_a_new_computer_the_usual_folder_is_made(
    qtbot, background, clock, session, tmp_path
) -> None:
    usual = tmp_path / "Documents" / "ISTeam"
    card = RestoreCard(background, clock, usual)
    qtbot.addWidget(card)
    card.offer(make_backup(session, Why.HAND).path)
    rest(qtbot, background)
    card.key.set_value(PASSPHRASE)
    card.start.click()
    rest(qtbot, background)
    assert "The vault is restored" in told(card.said())
    assert (usual / "team restored.isvault").is_dir()
