"""Backups in the window: by themselves, at closing, and never in the way of a lock."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from builders import PASSPHRASE, new_post
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from isteam_app.domain.backup_calendar import Why
from isteam_app.domain.settings import Backups
from isteam_app.errors import VaultDamaged
from isteam_app.services import backups
from isteam_app.services.backup_facts import SUFFIX
from isteam_app.services.backups import make_backup
from isteam_app.services.intake import receive_post
from isteam_app.services.restoring import describe_backup
from isteam_app.services.settings import save_settings
from isteam_app.services.unlock import lock, unlock
from ui.common.theme import Theme
from ui.last_backup import LastBackup
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow


@pytest.fixture
def window(qtbot, session, theme, clock):
    made = MainWindow(theme, LocalChoices(None), now=clock)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    made.unlock_page.unlocked.emit(session)
    yield made
    made.close()
    made.close()


def keeper(window):
    return window._backups  # noqa: SLF001 - what is tried


def made_in(folder: Path):
    return sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []


def shown(window):
    """What the foot of the window says of backups."""
    return window.workplace.frame.status_bar._backup.text()  # noqa: SLF001 - as shown


def test_one_is_made_by_itself_and_the_light_follows(
    qtbot, window, session, clock
) -> None:
    keeper(window).show_light()
    qtbot.waitUntil(lambda: shown(window) == "No backup yet")
    keeper(window).look()
    qtbot.waitUntil(lambda: shown(window) == "Last verified backup 10:42")
    found = made_in(backup_folder_of(session))
    assert [describe_backup(path).why for path in found] == [Why.TIME]
    keeper(window).look()
    qtbot.waitUntil(lambda: not keeper(window).is_busy)
    assert made_in(backup_folder_of(session)) == found


def test_closing_makes_one_and_locks(qtbot, window, session) -> None:
    receive_post(session, new_post())
    assert window.close()
    assert window.workplace is None
    found = made_in(backup_folder_of(session))
    assert [describe_backup(path).why for path in found] == [Why.CLOSE]
    again = unlock(session.vault.folder, PASSPHRASE)
    lock(again)


def test_closing_without_a_change_makes_none(qtbot, window, session) -> None:
    made = make_backup(session, Why.HAND)
    assert window.close()
    assert made_in(backup_folder_of(session)) == [made.path]


def slow_backups(monkeypatch) -> tuple[Event, Event]:
    """Let a backup wait in the middle; return what tells it began, what lets it go."""
    begun, go_on = Event(), Event()
    usual = backups.make_backup

    def make(session, why, progress):
        def slow(done: int, total: int) -> None:
            begun.set()
            while not go_on.wait(0.01):
                progress(done, total)
            progress(done, total)

        return usual(session, why, slow)

    monkeypatch.setattr(backups, "make_backup", make)
    monkeypatch.setattr("ui.backups.make_backup", make)
    return begun, go_on


def test_cancel_closes_without_one(qtbot, window, session, monkeypatch) -> None:
    slow_backups(monkeypatch)
    pages: list[LastBackup] = []

    def press() -> None:
        page = window._pages.currentWidget()  # noqa: SLF001 - the page in sight
        if isinstance(page, LastBackup):
            pages.append(page)
            page.let_go.click()
        else:
            QTimer.singleShot(20, press)

    QTimer.singleShot(0, press)
    assert window.close()
    assert len(pages) == 1
    assert window.workplace is None
    qtbot.waitUntil(lambda: not list(backup_folder_of(session).iterdir()))


def test_one_that_fails_is_said_before_closing(qtbot, window, session, tmp_path):
    place = tmp_path / "stick"
    place.mkdir()
    wanted = replace(session.settings(), backups=Backups(folder=str(place)))
    save_settings(session, wanted)
    shutil.rmtree(place)
    assert not window.close()
    note = window.workplace.screen("today").said()
    assert "is not there" in note.text.text()
    assert "once more" in note.text.text()
    assert window.isVisible()
    assert window.workplace.frame.isEnabled()
    assert window.close()
    assert window.workplace is None


def test_a_lock_waits_for_no_backup(qtbot, window, session, monkeypatch) -> None:
    begun, go_on = slow_backups(monkeypatch)
    keeper(window).look()
    qtbot.waitUntil(begun.is_set)
    window.lock()
    assert window.workplace is None
    assert not go_on.is_set()
    again = unlock(session.vault.folder, PASSPHRASE)
    lock(again)
    qtbot.waitUntil(lambda: not list(backup_folder_of(session).iterdir()))
    go_on.set()


def test_a_lock_while_closing_is_a_lock(qtbot, window, session, monkeypatch) -> None:
    slow_backups(monkeypatch)
    QTimer.singleShot(50, window.lock)
    assert window.close()
    assert window.workplace is None


def test_the_demonstration_closes_at_once(qtbot, demo, theme, clock) -> None:
    assert not backups.is_changed(demo)
    assert backups.backup_light(demo).words == ""
    backups.make_before(demo, Why.IMPORT)
    window = MainWindow(theme, LocalChoices(None), now=clock)
    window.show()
    window.unlock_page.unlocked.emit(demo)
    assert window.close()
    assert not backup_folder_of(demo).exists()


def backup_folder_of(session) -> Path:
    name = session.vault.folder.name.removesuffix(".isvault")
    return session.vault.folder.with_name(f"{name} backups")


@pytest.mark.parametrize("choice", THEMES)
def test_the_page_at_closing_looks_right(qtbot, choice) -> None:
    Theme(choice).apply(QApplication.instance())
    page = LastBackup()
    qtbot.addWidget(page)
    page.show()
    page.show_progress(86, 240)
    for size in SIZES:
        settle(page, size)
        assert findings(page) == []


def test_old_ones_go_as_the_calendar_says(qtbot, window, session, clock) -> None:
    for days in (700, 699):
        then = replace(session, now=lambda days=days: clock() - timedelta(days=days))
        make_backup(then, Why.TIME)
    assert len(made_in(backup_folder_of(session))) == 2
    receive_post(session, new_post())
    keeper(window).look()
    qtbot.waitUntil(lambda: len(made_in(backup_folder_of(session))) == 2)
    qtbot.waitUntil(lambda: not keeper(window).is_busy)
    ages = [
        describe_backup(path).made_at for path in made_in(backup_folder_of(session))
    ]
    assert sorted(clock() - at for at in ages) == [timedelta(), timedelta(days=699)]


def test_a_vault_that_cannot_be_read_is_not_asked_for_ever(
    qtbot, window, monkeypatch
) -> None:
    asked = []

    def broken(*_given):
        asked.append(1)
        raise VaultDamaged("Part of the vault's database is damaged.")

    monkeypatch.setattr("ui.backups.backup_light", broken)
    monkeypatch.setattr("ui.backups.is_due", lambda _session: False)
    keeper(window).show_light()
    qtbot.waitUntil(lambda: shown(window) == "Backups cannot be looked at")
    for _ in range(50):
        QApplication.processEvents()
    assert len(asked) == 1
