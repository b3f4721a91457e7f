"""After the recovery sheet: who is at the desk, before anything else is shown."""

from pathlib import Path

import pytest
from builders import Clock, demo_settings
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtWidgets import QApplication

from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.session import Session
from isteam_app.services.team import add_person
from isteam_app.services.unlock import Created, create, lock, unlock
from isteam_app.storage.kdf import FLOOR_COST
from ui.common.theme import Theme
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow
from ui.unlock.who_page import WhoPage

WORDS = "violet harbour nine kettles walking"
NEWER = "gravel seventeen umbrella cautious moth"
LONG = 30_000


@pytest.fixture
def made(tmp_path: Path, clock: Clock) -> Created:
    """A closed vault of Robin and Sam, with the key of its recovery sheet."""
    found = create(
        tmp_path / "team.isvault",
        passphrase=PASSPHRASE,
        member="Robin Sample",
        now=clock,
        settings=demo_settings(),
        cost=FLOOR_COST,
    )
    add_person(
        found.session,
        name="Sam Okafor",
        role="handler",
        passphrase=WORDS,
        repeated=WORDS,
    )
    lock(found.session)
    return found


@pytest.fixture
def window(qtbot, made: Created, theme: Theme, clock: Clock) -> MainWindow:
    shown = MainWindow(theme, LocalChoices(), now=clock)
    qtbot.addWidget(shown)
    shown.show()
    shown.begin(made.session.vault.folder)
    return shown


def with_sheet(qtbot, window: MainWindow, made: Created) -> WhoPage:
    page = window.unlock_page
    page.switch.click()
    page.recovery_key.set_value(made.recovery_key)
    page.try_it()
    qtbot.waitUntil(lambda: asked(window) is not None, timeout=LONG)
    found = asked(window)
    assert found is not None
    return found


def asked(window: MainWindow) -> WhoPage | None:
    page = window.centralWidget().currentWidget()  # type: ignore[attr-defined] # the pages
    return page if isinstance(page, WhoPage) else None


def test_one_says_who_one_is(qtbot, window, made, clock) -> None:
    page = with_sheet(qtbot, window, made)
    assert window.workplace is None
    page.sign_in()
    assert "Choose your name" in page.who.problem()
    sam = next(one for one in range(9) if page.who.combo.itemText(one) == "Sam Okafor")
    page.who.combo.setCurrentIndex(sam)
    page.new.first.set_value(NEWER)
    page.sign_in()
    qtbot.waitUntil(page.go_on.isEnabled, timeout=LONG)
    assert "not the same" in page.new.again.problem()
    page.new.again.set_value(NEWER)
    page.sign_in()
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=LONG)
    assert window.workplace.session.member.name == "Sam Okafor"
    assert any("make a new one" in each for each in window.workplace.session.notices)
    window.lock()
    theirs = unlock(made.session.vault.folder, NEWER, clock)
    assert theirs.member.name == "Sam Okafor"
    lock(theirs)


def test_one_may_go_on_without(qtbot, window, made) -> None:
    page = with_sheet(qtbot, window, made)
    page.skip.click()
    assert window.workplace is not None
    assert window.workplace.session.member.name == "Robin Sample"
    window.lock()


def test_locking_asks_nobody_any_more(qtbot, window, made, clock) -> None:
    page = with_sheet(qtbot, window, made)
    page.new.first.set_value(NEWER)
    window.guards.lock_wanted.emit()
    assert asked(window) is None
    assert window.workplace is None
    assert page.new.first.value() == ""
    lock(unlock(made.session.vault.folder, PASSPHRASE, clock))


def test_closing_the_window_locks_the_vault(qtbot, window, made, clock) -> None:
    with_sheet(qtbot, window, made)
    window.close()
    lock(unlock(made.session.vault.folder, PASSPHRASE, clock))


@pytest.mark.parametrize("choice", THEMES)
def test_it_looks_right(qtbot, session: Session, choice: str) -> None:
    from ui.common.background import Background

    Theme(choice).apply(QApplication.instance())
    background = Background()
    page = WhoPage(session, background)
    qtbot.addWidget(page)
    page.show()
    for size in SIZES:
        settle(page, size)
        assert findings(page) == []
    background.close()
