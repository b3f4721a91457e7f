"""Ten wrong passphrases, and what the page and the next person are told of them."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders import Clock, empty_copy

from isteam_app.services.attempts import MOST
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.unlock import lock
from isteam_app.storage.attempts import Attempts
from ui.common.notes import Note
from ui.common.theme import Theme
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow

LONG = 30_000


@pytest.fixture
def folder(tmp_path: Path, clock: Clock) -> Path:
    session = empty_copy(tmp_path, clock)
    lock(session)
    return session.vault.folder


def test_it_waits_and_tells(qtbot, folder, theme: Theme, clock: Clock) -> None:
    for _ in range(MOST - 1):
        Attempts(folder).add(clock())
    window = MainWindow(theme, LocalChoices(), now=clock)
    qtbot.addWidget(window)
    window.show()
    window.begin(folder)
    page = window.unlock_page
    page.passphrase.set_value("not the words of this vault")
    page.try_it()
    qtbot.waitUntil(page.unlock_button.isEnabled, timeout=LONG)
    assert "does not open this vault" in page.passphrase.problem()
    page.passphrase.set_value(PASSPHRASE)
    page.try_it()
    qtbot.waitUntil(lambda: page.said_note() is not None, timeout=LONG)
    note = page.said_note()
    assert note is not None
    assert note.title.text() == "Too many wrong passphrases"
    assert "Wait until 10:47" in note.text.text()
    clock.at += timedelta(minutes=5)
    page.passphrase.set_value(PASSPHRASE)
    page.try_it()
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=LONG)
    assert window.workplace is not None
    shown = window.workplace.frame.pages.currentWidget().findChildren(Note)
    assert any("10 wrong passphrases were tried" in one.text.text() for one in shown)
    window.lock()
