"""Where a vault cannot be worked in: on a share it is read, from a bad disk saved."""

import os
import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from ui.tour.guide import Guide
from ui.tour.keeping import NEW_WORDS, lock, unlock
from ui.tour.trouble import StepFailed

_PAGE = 4096
_FIRST, _EVERY = 60, 40
"""The first page of the database that is spoiled, and how many lie between."""
SHARES = "ISTEAM_NETWORK_FOLDERS"
"""Names the folders that the program takes for a network share."""


def look_only(tour: Guide) -> None:
    """Find the vault on a network share; read it there, and change nothing."""
    hands, window = tour.hands, tour.window
    folder = tour.work.session.vault.folder
    tour.go("Ctrl+1", "today")
    lock(tour)
    os.environ[SHARES] = str(folder.parent)
    try:
        window.begin(folder)
        hands.wait(lambda: hands.has_button("Look only"), "the refusal in words")
        hands.write("Passphrase", NEW_WORDS)
        tour.album.take("unlock-share", "A vault on a network share", dark=True)
        hands.press_words("Look only")
        tour.wait_for_page("today")
        tour.album.take("look-only", "A vault opened to look only", dark=True)
        lock(tour)
    finally:
        del os.environ[SHARES]


def meet_damage(tour: Guide) -> None:
    """Open a copy of the vault with some bits turned, and read what is safe."""
    hands, window = tour.hands, tour.window
    folder = window.unlock_page.folder
    copy = folder.with_name("From the old disk.isvault")
    shutil.copytree(folder, copy)
    _spoil(copy)
    window.begin(copy)
    hands.write("Passphrase", NEW_WORDS)
    hands.key(Qt.Key.Key_Return)
    hands.wait(lambda: hands.has_button("What you can do"), "the refusal in words")
    tour.album.take("unlock-damaged", "A vault that is damaged, and the right key")
    hands.press_words("What you can do")
    hands.wait(lambda: hands.has_button("Save report"), "every way on")
    hands.write("Passphrase or recovery key", NEW_WORDS)
    hands.settle()
    tour.album.take("damage", "What is safe, and every way on", dark=True)
    hands.press_words("Save report")
    report = tour.out / "damage-report.txt"
    report.unlink(missing_ok=True)
    hands.name_file(report)
    hands.wait(report.exists, "the report")
    tour.album.note(report, "The report of the damage, with nobody's data in it")


def salvage(tour: Guide) -> None:
    """Carry everything that is whole into a new vault, and open that."""
    hands = tour.hands
    hands.press_words("Salvage")
    hands.press_words("Salvage now")
    hands.wait(lambda: hands.has_button("Open the new vault"), "the salvaged vault")
    _to_the_foot(tour)
    tour.album.take("salvaged", "What could be saved, and what could not", dark=True)
    hands.press_words("Open the new vault")
    unlock(tour, NEW_WORDS)
    tour.album.take("today-salvaged", "Today, in the salvaged vault")


def _to_the_foot(tour: Guide) -> None:
    """Scroll down until there is no more: what was just said makes the page longer."""
    tour.hands.settle()
    for bar in [area.verticalScrollBar() for area in tour.hands.seen(QScrollArea)]:
        while True:
            bar.setValue(bar.maximum())
            tour.hands.settle()
            if bar.value() == bar.maximum():
                break


def _spoil(vault: Path) -> None:
    """Turn a bit in some pages of the database, as a failing disk does."""
    found = sorted(vault.glob("*.db"))
    if len(found) != 1:
        raise StepFailed("The copy has not one database.")
    database = bytearray(found[0].read_bytes())
    for page in range(_FIRST, len(database) // _PAGE, _EVERY):
        database[page * _PAGE + 99] ^= 4
    found[0].write_bytes(database)
