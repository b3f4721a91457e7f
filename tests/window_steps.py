"""Opens the real window on a real vault, locks it and unlocks it again."""

from functools import partial
from pathlib import Path

from builders import Clock
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from isteam_app.errors import VaultUnavailable
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.session import Session
from isteam_app.services.unlock import create
from isteam_app.storage.kdf import FLOOR_COST
from ui.common.theme import Theme
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow
from ui.workplace import Workplace


def new_window(qtbot, theme: Theme, place: Path, clock: Clock) -> MainWindow:
    """The window as the program shows it, with its own settings under `place`."""
    made = MainWindow(
        theme,
        LocalChoices(place / "local" / "settings.json"),
        now=clock,
        create=partial(create, cost=FLOOR_COST),
        vaults=place / "vaults",
    )
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


def unlock_in(qtbot, window: MainWindow, words: str = PASSPHRASE) -> Workplace:
    """Type the passphrase on the unlock page; return the place of work."""
    field = window.unlock_page.first_focus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, words)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workplace is not None)
    assert window.workplace is not None
    return window.workplace


def is_locked(session: Session) -> bool:
    """Whether nothing can be read from the vault of a session any more."""
    try:
        with session.vault.read():
            return False
    except VaultUnavailable:
        return True


def settled(qtbot, work: Workplace) -> None:
    """Wait until the worker has nothing to do and the window has heard of it."""
    qtbot.waitUntil(lambda: not work.background.is_busy)
    QApplication.processEvents()
